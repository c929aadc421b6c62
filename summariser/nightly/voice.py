"""How a night tells what it does: a bar on a terminal, lines of JSON on stderr elsewhere.

Quiet, it tells only what ended it before its time, or badly: what cron should send a mail about.

Neither article text nor answers nor keys are ever told: an event has the article's label and the class of
what happened; the words are in `failed.jsonl`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol

from summariser.nightly.rows import Row
from summariser.nightly.tally import Tally
from summariser.render.safe import plain

__all__ = ["JsonVoice", "QuietVoice", "Voice", "progress_line", "speaking", "telling"]

Fact = str | int | float | None


class Voice(Protocol):
    """Told what happens."""

    def event(self, name: str, facts: Mapping[str, Fact]) -> None:
        """Something worth a line of the log."""

    def ended(self, row: Row, tally: Tally) -> None:
        """One more article has its outcome."""

    def progress(self, tally: Tally, *, total: int | None, seconds: float) -> None:
        """So far so good; told every now and then."""


def progress_line(tally: Tally, *, total: int | None, seconds: float) -> str:
    """Done, failed, flagged, cached, rate, cost so far, and the time left, in one line."""
    fresh = tally.done - tally.resumed
    rate = fresh / seconds if seconds > 0 else 0.0
    cost = "cost unknown" if tally.paid_usd is None else f"${tally.paid_usd:.2f}"
    left = _time_left(tally.done, total, rate)
    return (
        f"{tally.done:,} of {f'{total:,}' if total is not None else '?'} done, {tally.failed:,} failed, "
        f"{tally.flagged:,} flagged, {tally.cached:,} cached, {rate:,.1f}/s, {cost} so far{left}"
    )


def _time_left(done: int, total: int | None, rate: float) -> str:
    if total is None or rate <= 0:
        return ""
    minutes, seconds = divmod(round(max(0, total - done) / rate), 60)
    hours, minutes = divmod(minutes, 60)
    return f", {hours}:{minutes:02}:{seconds:02} left"


class JsonVoice:
    """One JSON object a line. A log that cannot be written does not stop the night."""

    def __init__(self, write: Callable[[bytes], object], *, clock: Callable[[], datetime]) -> None:
        self._write = write
        self._clock = clock

    def event(self, name: str, facts: Mapping[str, Fact]) -> None:
        """One line."""
        time = self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"time": time, "event": name, **facts}, ensure_ascii=True) + "\n"
        try:
            self._write(line.encode())
        except OSError:
            return

    def ended(self, row: Row, tally: Tally) -> None:  # noqa: ARG002 - a bar needs it
        """A line for a failure; a success is only counted."""
        if row.reason is not None:
            facts = {"label": row.label, "article": row.article_id, "end": row.end, "reason": row.reason}
            self.event("article_failed", facts)

    def progress(self, tally: Tally, *, total: int | None, seconds: float) -> None:
        """The plain line, as an event."""
        self.event("progress", {"message": progress_line(tally, total=total, seconds=seconds)})


class QuietVoice(JsonVoice):
    """Lines only for what went wrong with the night as a whole."""

    def event(self, name: str, facts: Mapping[str, Fact]) -> None:
        """A line if the night could not be written, or ends with a code that is not 0."""
        if name == "not_written" or facts.get("exit_code"):
            super().event(name, facts)


def telling(*, quiet: bool, clock: Callable[[], datetime]) -> Callable[[str], None]:
    """How whoever begins a night tells something beside it: as the night does, or not at all."""
    if quiet:
        return lambda _line: None
    if sys.stderr.isatty():
        return lambda line: print(plain(f"summariser: {line}"), file=sys.stderr)  # noqa: T201
    voice = _json_voice(JsonVoice, clock)
    return lambda line: voice.event("told", {"message": line})


@contextmanager
def speaking(*, total: int | None, quiet: bool, clock: Callable[[], datetime]) -> Iterator[Voice]:
    """A bar if stderr is a terminal, else lines of JSON."""
    if quiet:
        yield _json_voice(QuietVoice, clock)
    elif sys.stderr.isatty():
        with _bar(total) as voice:
            yield voice
    else:
        yield _json_voice(JsonVoice, clock)


def _json_voice(kind: type[JsonVoice], clock: Callable[[], datetime]) -> JsonVoice:
    return kind(lambda line: os.write(2, line), clock=clock)


@contextmanager
def _bar(total: int | None) -> Iterator[Voice]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=4) as bar:
        task = bar.add_task("starting", total=total)

        class Bar:
            def event(self, name: str, facts: Mapping[str, Fact]) -> None:
                if name in {"started", "ended"}:  # the bar shows the first, whoever began the night the last
                    return
                said = ", ".join(f"{key} {value}" for key, value in facts.items() if value is not None)
                bar.console.print(escape(f"{name}: {said}"))

            def ended(self, row: Row, tally: Tally) -> None:
                if row.reason is not None:
                    bar.console.print(escape(f"{row.label}: {row.reason}"))
                line = progress_line(tally, total=total, seconds=bar.tasks[0].elapsed or 0.0)
                bar.update(task, completed=tally.done, description=escape(line))

            def progress(self, tally: Tally, *, total: int | None, seconds: float) -> None:
                line = progress_line(tally, total=total, seconds=seconds)
                bar.update(task, completed=tally.done, description=escape(line))

        yield Bar()
