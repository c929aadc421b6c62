"""Progress on stderr: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from summariser.render.safe import plain
from summariser.report import Report

__all__ = ["saying", "showing_progress"]

_PLAIN_LINE_EVERY = 30.0  # seconds


class Progress(Protocol):
    """Told that one more article is done; the report knows how it ended."""

    def advance(self) -> None: ...


def saying(*, quiet: bool) -> Callable[[str], None]:
    """How to tell the user something: a line on stderr, or not at all."""

    def say(line: str) -> None:
        if not quiet:
            print(plain(f"summariser: {line}"), file=sys.stderr)  # noqa: T201

    return say


@contextmanager
def showing_progress(report: Report, *, total: int | None, quiet: bool) -> Iterator[Progress]:
    """Show how a run goes: done, failed, flagged, cached, cost and time left; nothing if `quiet`."""
    if quiet:
        yield _Silent()
    elif sys.stderr.isatty():
        with _bar(report, total=total) as bar:
            yield bar
    else:
        yield _Plain(report, total)


class _Silent:
    def advance(self) -> None:
        pass


class _Plain:
    def __init__(self, report: Report, total: int | None) -> None:
        self._report = report
        self._total = total
        self._done = 0
        self._next = time.monotonic() + _PLAIN_LINE_EVERY

    def advance(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PLAIN_LINE_EVERY
            print(f"{self._done} of {self._total or '?'}: {self._report}", file=sys.stderr)  # noqa: T201


@contextmanager
def _bar(report: Report, *, total: int | None) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[state]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("summarising", total=total, state="")

        class Bar:
            def advance(self) -> None:
                state = f"{report.failed} failed, {report.flagged} flagged, {report.cached} cached"
                progress.update(task, advance=1, state=state)

        yield Bar()
