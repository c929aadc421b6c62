"""Collecting: answers of ended batches into the cache, everything else into a list with reasons.

All four endings are read alike, output and error file: an expired or cancelled batch has paid answers too. A
part is settled only when its answers are in the cache, so dying in between costs reading the files again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from summariser.errors import OutputError
from summariser.model.batch_api import (
    Answered,
    BatchStatus,
    BatchView,
    Failed,
    batch_rules,
    judge_line,
    read_line,
    why_unanswered,
)
from summariser.model.contract import Entry, Usage
from summariser.model.gateway_batches import FileGone
from summariser.records import Answer
from summariser.scale.batch_desk import BatchDesk
from summariser.scale.batch_files import output_path, writing
from summariser.scale.batch_state import Held, Left, Part, PartState

__all__ = ["BatchProgress", "Collected", "PartProgress", "collect", "status"]

DOWNLOADS = 3  # of a file that has fewer lines than the batch says


@dataclass(frozen=True, slots=True)
class PartProgress:
    """One batch. `batch_id` is null while it is not made."""

    number: int
    requests: int
    batch_id: str | None
    status: BatchStatus | None
    completed: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """The batches whose answers are still to be collected."""

    parts: tuple[PartProgress, ...]

    @property
    def running(self) -> bool:
        """Whether there is anything to wait for."""
        return any(part.status is None or not part.status.ended for part in self.parts)


@dataclass(frozen=True, slots=True)
class Collected:
    """What ended batches gave: `answered` new answers in the cache; `left` is for the ordinary path.

    `running` batches are still to come. `strange` lines belonged to no request of ours, or were torn.
    """

    answered: int
    left: tuple[Left, ...]
    running: int
    strange: int = 0


async def status(desk: BatchDesk) -> BatchProgress:
    """Ask the endpoint how the batches do; changes nothing."""
    parts = []
    for part in desk.state.parts(PartState.PLANNED, PartState.INTENDED, PartState.RUNNING):
        if part.batch_id is None:
            parts.append(PartProgress(part.number, part.requests, None, None))
            continue
        view = await desk.batches.retrieve(part.batch_id)
        parts.append(
            PartProgress(part.number, part.requests, view.id, view.status, view.completed, view.failed)
        )
    return BatchProgress(tuple(parts))


async def collect(desk: BatchDesk) -> Collected:
    """Take the answers of every batch that has ended. Raises `RunError`; the next call goes on from there."""
    answered = running = strange = 0
    for part in desk.state.parts(PartState.RUNNING):
        assert part.batch_id is not None
        view = await desk.batches.retrieve(part.batch_id)
        if not view.status.ended:
            running += 1
            continue
        harvest = await _harvest(desk, part, view)
        desk.state.settle(part.number, harvest.failures.items())
        for path in _paths(desk, part, view).values():
            path.unlink(missing_ok=True)
        counts = f"{harvest.answered} answers, {len(harvest.failures)} requests without"
        desk.say(f"batch {view.id} {view.status}: {counts}")
        answered += harvest.answered
        strange += harvest.strange
    return Collected(answered, tuple(desk.state.left()), running, strange)


@dataclass(frozen=True, slots=True)
class _Harvest:
    answered: int
    failures: dict[str, Failed]
    strange: int


async def _harvest(desk: BatchDesk, part: Part, view: BatchView) -> _Harvest:
    """Every answer of a batch into the cache; a failure for every request without one."""
    held = desk.state.held(part.number)
    done: set[str] = set()
    failures: dict[str, Failed] = {}
    strange = 0
    for line in await _lines(desk, part, view):
        read = read_line(line)
        if read is None or read.custom_id not in held:
            strange += 1
        elif read.custom_id not in done:
            end = judge_line(read, Answer, desk.model.profile.parsing)
            if isinstance(end, Failed):
                failures.setdefault(read.custom_id, end)
            else:
                _remember(desk, part, held[read.custom_id], end)
                done.add(read.custom_id)
    unanswered = why_unanswered(view)
    return _Harvest(
        len(done), {name: failures.get(name, unanswered) for name in held if name not in done}, strange
    )


async def _lines(desk: BatchDesk, part: Part, view: BatchView) -> Iterator[bytes]:
    """The lines of the output and the error file, whichever there are, downloaded whole."""
    paths = _paths(desk, part, view)
    for file_id, path in paths.items():
        wanted = view.completed if file_id == view.output_file else 0
        for _ in range(DOWNLOADS):
            try:
                with writing(path):
                    await desk.batches.download(file_id, path)
            except FileGone as error:
                desk.say(f"batch {view.id}: file {file_id} is gone: {error}")
                path.write_bytes(b"")
                break
            if _whole(path, wanted):
                break
    return chain.from_iterable(_read(path) for path in paths.values())


def _paths(desk: BatchDesk, part: Part, view: BatchView) -> dict[str, Path]:
    """Where the files of a batch go, by their ids."""
    files = {"output": view.output_file, "error": view.error_file}
    return {id_: output_path(desk.folder, part.number, kind) for kind, id_ in files.items() if id_}


def _whole(path: Path, wanted: int) -> bool:
    """Whether a download has as many whole lines as the batch says were good, and no torn one at its end."""
    lines, last = 0, b""
    for line in _read(path):
        lines, last = lines + 1, line
    return lines >= wanted and (not last or read_line(last) is not None)


def _read(path: Path) -> Iterator[bytes]:
    with writing(path), path.open("rb") as stream:
        yield from stream


def _remember(desk: BatchDesk, part: Part, held: Held, end: Answered) -> None:
    """Put a paid answer into the cache, and make sure that it is there."""
    said = end.said
    entry = Entry(
        content=end.content,
        usage=_priced(desk, said.usage),
        model_asked=part.model,
        model_answered=said.model,
        finish_reason=said.finish_reason,
        system_fingerprint=said.system_fingerprint,
        article_id=held.article_id,
        prompt_fingerprint=held.prompt_fingerprint,
        schema_fingerprint=held.schema_fingerprint,
    )
    desk.cache.put(held.key, entry)
    if desk.cache.get(held.key) is None:
        raise OutputError("the cache keeps nothing: the batch stays at the endpoint until it does")


def _priced(desk: BatchDesk, usage: Usage) -> Usage:
    ordinary = desk.price(usage)
    return replace(usage, cost_usd=None if ordinary is None else ordinary * batch_rules().price_share)
