"""One run at a time in a folder: a lock that ends with its process, also by kill -9."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summariser.errors import OutputError, RunLocked

__all__ = ["holding_lock"]

_NAME = ".lock"


@contextmanager
def holding_lock(folder: Path) -> Iterator[None]:
    """Hold a folder's lock for the block; raises `RunLocked`, which names the holder's pid."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
    try:
        _take(file, folder)
        yield
    finally:
        os.close(file)  # which also lets go; the file stays, since deleting it would split the lock


def _take(file: int, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(file, 32, 0).decode("ascii", "replace").strip() or "unknown"
        raise RunLocked(f"{folder}: another run works here (pid {holder})") from None
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
    except OSError:  # a full disk: the lock holds, only its holder stays unnamed
        return
