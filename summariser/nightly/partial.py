"""The results so far, one line an article, appended as they come: a killed run goes on from them."""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

from summariser.nightly.files import writing
from summariser.nightly.finished import FinishedNight
from summariser.nightly.rows import Record, Row

__all__ = ["PartialResults"]

_NOWHERE, _FIRST_FINISHED = -1, -2  # from here on down: the numbers of a finished night


class PartialResults:
    """An append-only file of lines, and where in it each place of the source has its line.

    The first line names the night: results of another model, prompt or version are not gone on from. In
    memory there are two numbers an article and, when going on, one key an article done; never a result.
    `finished` has the results of an earlier, complete run of the same night.
    """

    def __init__(self, path: Path, *, night: str, finished: FinishedNight | None = None) -> None:
        self._path = path
        self._finished = finished
        self._night = night
        self._done: dict[str, int] = {}
        self._offsets = array("q")
        with writing(path):
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            self._reader = path.open("rb")
            self._end = os.fstat(self._file).st_size

    def resume(self, keep: Callable[[Row], bool]) -> None:
        """Find the lines of an earlier run; `keep` is shown each, and says if it stands.

        A torn last line is cut off. Of two lines for one article the later stands.
        """
        with writing(self._path):
            stream = self._reader
            if stream.readline() != self._header():
                self._start_anew()
                return
            whole = stream.tell()
            while (line := stream.readline()).endswith(b"\n"):
                record = Record.parse(line)
                row = record.row() if record else None
                if row is not None and keep(row):
                    self._done[row.key] = whole
                whole = stream.tell()
            self._cut(whole)

    def place(self, key: str) -> Row | None:
        """Give the next place of the source to an article; what happened to it, if that is known already."""
        offset = self._done.pop(key, _NOWHERE)
        if offset == _NOWHERE and self._finished is not None:
            number = self._finished.take(key)
            offset = _NOWHERE if number is None else _FIRST_FINISHED - number
        self._offsets.append(offset)
        if offset == _NOWHERE:
            return None
        with writing(self._path):
            return self._record(offset).row()

    @property
    def places(self) -> int:
        """How many places of the source were given."""
        return len(self._offsets)

    def append(self, place: int, record: Record) -> None:
        """Keep the result of a place. Raises `OutputError`; then no half of the line is left."""
        at = self._end
        with writing(self._path):
            try:
                self._write(record.line())
            except OSError:
                self._cut(at)
                raise
        self._offsets[place] = at

    def records(self) -> Iterator[Record]:
        """The results in the order of the source; a place without one is left out."""
        with writing(self._path):
            yield from (self._record(offset) for offset in self._offsets if offset != _NOWHERE)

    def sync(self) -> None:
        """Let what was appended survive a loss of power, too."""
        with writing(self._path):
            os.fsync(self._file)

    def close(self) -> None:
        """Close the file, which stays for the next run."""
        self._reader.close()
        if self._finished is not None:
            self._finished.close()
        os.close(self._file)

    def discard(self) -> None:
        """Remove the file: all of it is in the finished ones."""
        with writing(self._path):
            self._path.unlink(missing_ok=True)

    def _record(self, offset: int) -> Record:
        if offset <= _FIRST_FINISHED:
            assert self._finished is not None
            return self._finished.record(_FIRST_FINISHED - offset)
        self._reader.seek(offset)
        record = Record.parse(self._reader.readline())
        assert record is not None, "only whole lines have an offset"
        return record

    def _header(self) -> bytes:
        return json.dumps({"night": self._night}).encode() + b"\n"

    def _start_anew(self) -> None:
        self._cut(0)
        self._write(self._header())

    def _write(self, content: bytes) -> None:
        while content:
            written = os.pwrite(self._file, content, self._end)
            self._end += written
            content = content[written:]

    def _cut(self, size: int) -> None:
        os.ftruncate(self._file, size)
        self._end = size
        self._reader.close()  # what it has read ahead is not there any more
        self._reader = self._path.open("rb")
