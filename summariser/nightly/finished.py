"""What a finished night knows of itself, so that running it again writes the same without doing it again.

`.finished.jsonl` lies beside `summaries.jsonl`: one line an article in the order of the source, with what
happened to it and the length of its summary; the last line names the night and the file they belong to.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from summariser.nightly.rows import Record, Row

__all__ = ["FINISHED", "SUMMARIES", "FinishedNight", "finished_line", "last_line", "open_finished"]

FINISHED, SUMMARIES = ".finished.jsonl", "summaries.jsonl"


class FinishedNight:
    """The records of a finished night by the keys of their articles; in memory is only where they are."""

    def __init__(self, rows: BinaryIO, summaries: BinaryIO) -> None:
        self._rows, self._summaries = rows, summaries
        self._numbers: dict[str, int] = {}
        self._row_at, self._summary_at = array("q"), array("q", [0])

    def load(self, keep: Callable[[Row], bool]) -> bytes:
        """Find the records; `keep` says which may stand. Gives the line after the last."""
        at = 0
        for line in self._rows:
            record = Record.parse(line)
            row = record.row() if record else None
            if record is None or row is None:
                return line
            if keep(row):
                self._numbers[row.key] = len(self._row_at)
            self._row_at.append(at)
            self._summary_at.append(self._summary_at[-1] + int(record.summary or 0))
            at += len(line)
        return b""

    def take(self, key: str) -> int | None:
        """The number of an article's record, once; null if there is none."""
        return self._numbers.pop(key, None)

    def record(self, number: int) -> Record:
        """A record, read from the disk."""
        self._rows.seek(self._row_at[number])
        record = Record.parse(self._rows.readline())
        assert record is not None, "it was read when the night was opened"
        start, end = self._summary_at[number], self._summary_at[number + 1]
        self._summaries.seek(start)
        return Record(record.head, self._summaries.read(end - start)[:-1] if end > start else None)

    def close(self) -> None:
        """Close both files."""
        self._rows.close()
        self._summaries.close()


def open_finished(folder: Path, *, night: str, keep: Callable[[Row], bool]) -> FinishedNight | None:
    """The finished night in a folder; null if there is none, or another one, or a torn one."""
    with ExitStack() as opened:
        try:
            rows = opened.enter_context((folder / FINISHED).open("rb"))
            summaries = opened.enter_context((folder / SUMMARIES).open("rb"))
            found = FinishedNight(rows, summaries)
            fits = found.load(keep) == last_line(night, hashlib.file_digest(summaries, "sha256").hexdigest())
        except (OSError, ValueError):
            return None
        if not fits:
            return None
        opened.pop_all()
        return found


def finished_line(record: Record) -> bytes:
    """The line of a record."""
    length = None if record.summary is None else str(len(record.summary) + 1).encode()
    return Record(record.head, length).line()


def last_line(night: str, sha256: str) -> bytes:
    """The line that says which night this was, and of which summaries."""
    return json.dumps({"night": night, SUMMARIES: sha256}).encode() + b"\n"
