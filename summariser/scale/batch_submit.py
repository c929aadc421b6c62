"""Sending: articles into input files, input files into batches. Nothing is ever sent twice.

A batch is made in four written steps (see `batch_state`). Whoever goes on from INTENDED cannot know whether
the batch was made; so it is looked for at the endpoint, by the mark that was written down before, and made
only if it is not there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summariser.errors import ArticleError, EndpointDown, RequestRejected, SettingsError, UnreadableArticle
from summariser.model.batch_api import BatchView, custom_id, request_line
from summariser.model.classify import TryAgain
from summariser.model.contract import Request, cache_key
from summariser.model.contract import fingerprint as fingerprint_of
from summariser.model.gateway_body import chat_body
from summariser.scale.batch_desk import BatchDesk
from summariser.scale.batch_files import InputFile, input_path
from summariser.scale.batch_state import Held, Part, PartState
from summariser.text.article import Article

__all__ = ["Submitted", "submit"]

ATTEMPTS = 6
SETTLE_S = 30.0  # so long a batch may need until the list of batches shows it
LIVES_S = 2 * 86_400.0  # a batch that is older has ended
MARK, FILE = "summariser_mark", "summariser_file_sha256"
OPEN = (PartState.PLANNED, PartState.INTENDED)
UNSETTLED = (*OPEN, PartState.RUNNING)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a source.

    `requests` went into `batches` new batches; `remembered` are in the cache, `held` in batches that run or
    left for the ordinary path. `complete` is false if the endpoint's queue is full: come again.
    """

    batches: int = 0
    requests: int = 0
    remembered: int = 0
    held: int = 0
    complete: bool = True


async def submit(desk: BatchDesk, source: Iterable[Article | UnreadableArticle]) -> Submitted:
    """Send what is neither in the cache nor in a batch; first finish what an earlier run began.

    Raises `RunError`; then the next call goes on from there.
    """
    _tidy(desk)
    sent = desk.state.parts(*OPEN)
    for part in sent:
        await _send(desk, part)
    planner = _Planner(desk)
    try:
        for article in source:
            if isinstance(article, UnreadableArticle):
                continue  # the ordinary path says what is wrong with it
            for part in planner.take(article):
                await _send(desk, part)
                sent.append(part)
            if planner.full:
                break
        for part in planner.finish():
            await _send(desk, part)
            sent.append(part)
    finally:
        planner.drop()
    requests = sum(part.requests for part in sent)
    return Submitted(len(sent), requests, planner.remembered, planner.held, complete=not planner.full)


class _Planner:
    """Fills input files; each full one is a part that is written down before it is given out."""

    def __init__(self, desk: BatchDesk) -> None:
        self._desk = desk
        self._queued = sum(part.tokens for part in desk.state.parts(*UNSETTLED))
        self._number = desk.state.next_number()
        self._file: InputFile | None = None
        self._held: dict[str, Held] = {}
        self.remembered = 0
        self.held = 0
        self.full = False

    def take(self, article: Article) -> Iterator[Part]:
        """Put the requests of an article into the file; gives the parts that got full by it."""
        for request in self._desk.reader.requests(article, ()):
            key = cache_key(self._desk.reader.identity, request)
            if self._desk.cache.get(key) is not None:
                self.remembered += 1
            elif custom_id(key) in self._held or not self._desk.state.may_go(custom_id(key)):
                self.held += 1
            else:
                yield from self._add(key, request)

    def _add(self, key: bytes, request: Request) -> Iterator[Part]:
        try:
            body = chat_body(request, model=self._desk.model.endpoint.model, profile=self._desk.model.profile)
        except RequestRejected:
            return  # the ordinary path says what is wrong with it
        line = request_line(key, body)
        if self._file is not None and not self._file.fits(line):
            yield from self.finish()
        if self._file is None:
            self._file = InputFile(input_path(self._desk.folder, self._number), self._desk.limits)
        room = self._desk.limits.queued_tokens
        if room is not None and self._queued and self._queued + self._file.tokens + len(line) // 4 > room:
            self.full = True
            return
        self._file.add(line)
        name = custom_id(key)
        self._held[name] = Held(
            name,
            key,
            request.article_id,
            self._desk.reader.prompt_fingerprint,
            fingerprint_of(request.schema),
        )

    def finish(self) -> Iterator[Part]:
        """The part that the file is, if there is anything in it."""
        file = self._file
        if file is None or not file.requests:
            return
        file.finish()
        part = Part(
            self._number,
            PartState.PLANNED,
            file.sha256,
            file.requests,
            file.tokens,
            self._desk.model.endpoint.model,
        )
        self._desk.state.plan(part, self._held.values())
        self._queued += file.tokens
        self._number += 1
        self._file, self._held = None, {}
        yield part

    def drop(self) -> None:
        """Leave no unfinished file behind."""
        if self._file is not None:
            self._file.drop()


async def _send(desk: BatchDesk, part: Part) -> None:
    """Bring a part from wherever it stands to a running batch."""
    path = input_path(desk.folder, part.number)
    if part.state is PartState.PLANNED:
        if not path.exists():
            raise SettingsError(f"{path} is missing: put it back, or move {desk.state.path} away")
        file_id = await desk.batches.upload(path)
        mark = uuid.uuid4().hex
        desk.state.intend(part.number, file_id=file_id, mark=mark, at=desk.now())
    else:
        assert part.file_id is not None
        assert part.mark is not None
        assert part.intended_at is not None
        file_id, mark = part.file_id, part.mark
        await desk.clock.sleep(max(0.0, part.intended_at + SETTLE_S - desk.now()))
    batch = await _found_or_made(desk, part, file_id=file_id, mark=mark)
    desk.state.started(part.number, batch_id=batch.id)
    path.unlink(missing_ok=True)
    desk.say(f"batch {batch.id}: {part.requests} requests, {batch.status}")


async def _found_or_made(desk: BatchDesk, part: Part, *, file_id: str, mark: str) -> BatchView:
    """The batch of a part. Looked for before every attempt to make it: the last may have succeeded unseen."""
    problem: Exception | None = None
    for _ in range(ATTEMPTS):
        found = await _look(desk, part, mark=mark)
        if found is not None:
            return found
        try:
            return await desk.batches.create(file_id, {MARK: mark, FILE: part.sha256})
        except TryAgain as error:
            problem = error
            await desk.clock.sleep(error.retry_after or SETTLE_S)
        except ArticleError as error:
            raise SettingsError(f"the endpoint refuses the batch: {error}") from error
    raise EndpointDown(f"{problem} (after {ATTEMPTS} attempts): run again later")


async def _look(desk: BatchDesk, part: Part, *, mark: str) -> BatchView | None:
    """The batch with a mark; or one that runs for the very same file, sent from another folder."""
    oldest = min(part.intended_at or desk.now(), desk.now()) - LIVES_S
    async for view in desk.batches.newest():
        metadata = dict(view.metadata)
        if metadata.get(MARK) == mark or (metadata.get(FILE) == part.sha256 and not view.status.ended):
            return view
        if view.created < oldest:
            return None
    return None


def _tidy(desk: BatchDesk) -> None:
    """Remove files that a run left which died before it wrote down what they were."""
    needed = {input_path(desk.folder, part.number) for part in desk.state.parts(*OPEN)}
    for path in [*desk.folder.glob("part-*.jsonl"), *desk.folder.glob("part-*.new")]:
        if path not in needed:
            path.unlink(missing_ok=True)
