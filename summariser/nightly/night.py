"""A source in, a finished night out: the main path of `summariser nightly`."""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from summariser.errors import OutputError, RunError, UnreadableArticle
from summariser.judging.collector import collecting_seldom
from summariser.model.limits import Limits
from summariser.nightly.files import replacing
from summariser.nightly.finished import FINISHED, SUMMARIES, finished_line, last_line, open_finished
from summariser.nightly.lock import holding_lock
from summariser.nightly.manifest import Manifest, State, manifest_text, metrics_text, night_name, run_name
from summariser.nightly.partial import PartialResults
from summariser.nightly.rows import End, Record, Row, key_of, row_of
from summariser.nightly.seen import Seen
from summariser.nightly.settings import NightSettings
from summariser.nightly.stopping import Stop
from summariser.nightly.tally import Tally
from summariser.nightly.voice import Voice, progress_line, speaking
from summariser.pipeline import Outcome
from summariser.session import Summariser
from summariser.text.article import Article

__all__ = ["NightReport", "run_night"]

Source = Iterable[Article | UnreadableArticle]

# Failures that another try may mend: when a night goes on they are tried again, the others stand.
_WORTH_ANOTHER_TRY = frozenset({"ModelUnavailable", "NotCached"})


@dataclass(frozen=True, slots=True)
class NightReport:
    """How a night ended. `stopped_by` is the error or the signal that ended it early."""

    out: Path
    state: State
    exit_code: int
    tally: Tally
    seconds: float
    stopped_by: str | None

    def __str__(self) -> str:
        """One line for a person."""
        line = progress_line(self.tally, total=None, seconds=self.seconds).replace(" of ? done", " done")
        why = f" ({self.stopped_by})" if self.stopped_by else ""
        return f"{self.state}{why}: {line}; {self.out}"


def run_night(
    summariser: Summariser,
    articles: Source,
    *,
    settings: NightSettings,
    limits: Limits | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> NightReport:
    """Summarise a source into a folder, and go on where an earlier run of the same night was stopped.

    Draws from `articles` lazily. `limits` are those the summariser's model obeys: they know what was paid.
    What stops the run (`RunError`, SIGTERM, SIGINT) is in the report with the exit code. Raises `RunLocked`
    if another run works in the folder, and `OutputError` if nothing can be written there at all.
    """
    with (
        holding_lock(settings.out),
        collecting_seldom(),
        speaking(total=settings.total, quiet=settings.quiet, clock=clock) as voice,
    ):
        night = _Night(summariser, settings, limits=limits, clock=clock, voice=voice)
        try:
            with night.stop.listening():
                return summariser.run(night.run(articles))
        finally:
            night.partial.close()


class _Night:
    """One run over a source. Its steps are in the order of `run`."""

    def __init__(
        self,
        summariser: Summariser,
        settings: NightSettings,
        *,
        limits: Limits | None,
        clock: Callable[[], datetime],
        voice: Voice,
    ) -> None:
        self.settings = settings
        self.summariser = summariser
        self.voice = voice
        self.tally = Tally()
        self.stop = Stop(grace=settings.grace)
        self._clock = clock
        self._began = time.monotonic()
        name = night_name(summariser.engine)
        finished = open_finished(settings.out, night=name, keep=_may_stand)
        self.partial = PartialResults(settings.out / "results.partial.jsonl", night=name, finished=finished)
        started = clock()
        self.manifest = Manifest(
            run=run_name(started, name),
            night=name,
            started=started,
            settings=settings,
            engine=summariser.engine,
            tally=self.tally,
            limits=limits,
        )
        self._asked = array("q")  # the place in the source of each article that was given to the engine
        self._keys = array("Q")
        self._inputs = hashlib.sha256()
        self._attempts = _earlier_attempts(settings.out / "failed.jsonl")

    async def run(self, articles: Source) -> NightReport:
        """Resume, work, finish."""
        self.partial.resume(keep=_may_stand)
        self._write_state()
        self.voice.event("started", {"run": self.manifest.run, "out": str(self.settings.out)})
        stopped = await self._work(articles)
        if stopped is None and self.stop.signal is None:
            stopped = self._finish()
        return self._end(stopped)

    # The articles.

    async def _work(self, articles: Source) -> RunError | None:
        """Have every article summarised; what stopped that, if it did not come to its end."""
        reporting = asyncio.create_task(self._report_now_and_then())
        work = asyncio.create_task(self._consume(articles))
        try:
            with self.stop.ending(work):
                await work
        except RunError as error:
            return error
        except asyncio.CancelledError:
            if self.stop.signal is None:
                raise
        finally:
            reporting.cancel()
        return None

    async def _consume(self, articles: Source) -> None:
        left = self._left_to_do(articles)
        stream = self.summariser.engine.stream(left, concurrency=self.settings.concurrency)
        async with aclosing(stream):
            async for outcome in stream:
                self._keep(outcome)

    def _left_to_do(self, articles: Source) -> Iterator[Article | UnreadableArticle]:
        """The articles without a result, until somebody asks to stop."""
        seen = Seen()
        for item in articles:
            if self.stop.signal is not None:
                return
            key = key_of(item, copy=0)
            if copy := seen.before(int(key, 16)):
                key = key_of(item, copy=copy)
            self._inputs.update(bytes.fromhex(key))
            place = self.partial.places
            if (row := self.partial.place(key)) is not None:
                self.tally.add_resumed(row)
            else:
                self._asked.append(place)
                self._keys.append(int(key, 16))
                yield item

    def _keep(self, outcome: Outcome) -> None:
        """Append what became of an article; raises `OutputError`."""
        key = f"{self._keys[outcome.index]:016x}"
        row = row_of(outcome, key=key, attempts=self._attempts.get(key, 0) + 1)
        self.partial.append(self._asked[outcome.index], Record.of(row, outcome.summary))
        self.tally.add(row)
        if self.manifest.limits is not None:  # they count failed calls, too
            self.tally.paid_usd = self.manifest.limits.spent.cost_usd
        self.voice.ended(row, self.tally)

    async def _report_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(self.settings.every)
            self.voice.progress(self.tally, total=self.settings.total, seconds=self._seconds)
            with suppress(OutputError):  # if the disk is full, the next result will say so
                self.partial.sync()
                self._write_state()

    # The end.

    def _finish(self) -> RunError | None:
        """Write the finished files from the partial ones, in the order of the source."""
        try:
            self._write_results()
        except OutputError as error:
            return error
        self.manifest.input_sha256 = self._inputs.hexdigest()
        return None

    def _write_results(self) -> None:
        out = self.settings.out
        with (
            replacing(out / SUMMARIES) as summaries,
            replacing(out / "failed.jsonl") as failed,
            replacing(out / FINISHED) as finished,
        ):
            for record in self.partial.records():
                row = record.row()
                assert row is not None, "a record that was kept can be read"
                if record.summary is not None:
                    summaries.write(record.summary + b"\n")
                if row.reason is not None:
                    failed.write(_dead_letter(row))
                finished.write(finished_line(record))
            finished.write(last_line(self.manifest.night, summaries.sha256))
        self.manifest.outputs = {SUMMARIES: summaries.sha256, "failed.jsonl": failed.sha256}

    def _end(self, stopped: RunError | None) -> NightReport:
        state, code, why = self._judge(stopped)
        self.manifest.state, self.manifest.exit_code, self.manifest.stopped_by = state, code, why
        try:
            self._write_state()
        except OutputError as error:
            self.voice.event("not_written", {"message": str(error)})
            code = code or error.exit_code
        else:
            if state is State.FINISHED:
                self.partial.discard()
        report = NightReport(self.settings.out, state, code, self.tally, self._seconds, why)
        self.voice.event("ended", {"state": state, "exit_code": code, "message": str(report)})
        return report

    def _judge(self, stopped: RunError | None) -> tuple[State, int, str | None]:
        if stopped is not None:
            return State.STOPPED, stopped.exit_code, f"{type(stopped).__name__}: {stopped}"
        if self.stop.signal is not None:
            code = 130 if self.stop.signal is signal.SIGINT else RunError.exit_code
            return State.INTERRUPTED, code, self.stop.signal.name
        allowed = self.settings.tolerance.allows(self.tally.failed, of=self.tally.done)
        return State.FINISHED, 0 if allowed else 1, None

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._began

    def _write_state(self) -> None:
        """Bring manifest and metrics up to date; raises `OutputError`."""
        self.manifest.now, self.manifest.seconds = self._clock(), self._seconds
        for name, text in (("manifest.json", manifest_text), ("metrics.prom", metrics_text)):
            with replacing(self.settings.out / name) as file:
                file.write(text(self.manifest))


def _may_stand(row: Row) -> bool:
    return row.reason not in _WORTH_ANOTHER_TRY


def _dead_letter(row: Row) -> bytes:
    facts = {
        "label": row.label,
        "article_id": row.article_id,
        "reason": row.reason,
        "message": row.message,
        "attempts": row.attempts,
        "fallback": row.end is End.FALLBACK,
        "raw": row.raw,
        "key": row.key,
    }
    return json.dumps(facts, ensure_ascii=True).encode() + b"\n"


def _earlier_attempts(path: Path) -> dict[str, int]:
    """How often the articles that failed the last time have been tried."""
    try:
        with path.open("rb") as lines:
            rows = [json.loads(line) for line in lines]
    except (OSError, ValueError):
        return {}
    return {
        row["key"]: row["attempts"]
        for row in rows
        if isinstance(row, dict) and {"key", "attempts"} <= row.keys()
    }
