"""The input files of batches: filled up to what the API allows, then put in their place whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from summariser.errors import OutputError
from summariser.model.batch_api import batch_rules
from summariser.model.contract import CHARACTERS_PER_TOKEN

__all__ = ["BatchLimits", "InputFile", "input_path", "output_path", "writing"]


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """What may go into one file, and how many tokens may wait at the endpoint (null: not known)."""

    requests: int = batch_rules().requests_a_file
    size_bytes: int = batch_rules().bytes_a_file
    queued_tokens: int | None = None


def input_path(folder: Path, number: int) -> Path:
    """Where the input file of a part lies until its batch is made."""
    return folder / f"part-{number:05}.jsonl"


def output_path(folder: Path, number: int, kind: str) -> Path:
    """Where a downloaded file of a part lies while it is read; `kind` is output or error."""
    return folder / f"part-{number:05}.{kind}.jsonl"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the disk says, as `OutputError`."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; run again to go on from here") from error


class InputFile:
    """One input file in the making, beside its place. `tokens` is an estimate."""

    def __init__(self, path: Path, limits: BatchLimits) -> None:
        self._path = path
        self._beside = path.with_suffix(".new")
        self._limits = limits
        self._hash = hashlib.sha256()
        self.requests = self.size = self.tokens = 0
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._beside.open("wb")

    @property
    def sha256(self) -> str:
        """Of all lines so far."""
        return self._hash.hexdigest()

    def fits(self, line: bytes) -> bool:
        """Whether a line may still go in; an empty file takes any."""
        if not self.requests:
            return True
        limits, tokens = self._limits, self.tokens + estimated_tokens(line)
        return (
            self.requests < limits.requests
            and self.size + len(line) <= limits.size_bytes
            and (limits.queued_tokens is None or tokens <= limits.queued_tokens)
        )

    def add(self, line: bytes) -> None:
        """Append a line."""
        with writing(self._path):
            self._stream.write(line)
        self._hash.update(line)
        self.requests += 1
        self.size += len(line)
        self.tokens += estimated_tokens(line)

    def finish(self) -> None:
        """Put the file in its place, complete and on the disk."""
        with writing(self._path):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._beside.replace(self._path)

    def drop(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self._stream.close()
            self._beside.unlink(missing_ok=True)


def estimated_tokens(line: bytes) -> int:
    """Tokens of a line, rather too many than too few."""
    return len(line) // CHARACTERS_PER_TOKEN
