"""Files that a reader sees whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from summariser.errors import OutputError

__all__ = ["HashedFile", "replacing", "writing"]


class HashedFile:
    """A file that is written once from front to back; `sha256` is of what was written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def write(self, content: bytes) -> None:
        """Append."""
        self._stream.write(content)
        self._hash.update(content)

    @property
    def sha256(self) -> str:
        """Of all that was written so far."""
        return self._hash.hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the disk says into `OutputError`, which names the file."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; run again to go on from here") from error


@contextmanager
def replacing(path: Path) -> Iterator[HashedFile]:
    """Write a file beside its place; it takes its place, complete and on the disk, when the block ends well.

    Raises `OutputError`; then the old file is as it was, and nothing is left beside it.
    """
    beside = path.with_name(f".{path.name}.new")
    with writing(path):
        try:
            with beside.open("wb") as stream:
                yield HashedFile(stream)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The new name, too, must survive a loss of power."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
