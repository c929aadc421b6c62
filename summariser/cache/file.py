"""The SQLite file itself: how it is opened, what version it is, and how a broken one is put aside."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from summariser.cache import statements as sql

__all__ = [
    "BUSY",
    "BUSY_SECONDS",
    "NotOurs",
    "configure",
    "identity_of",
    "move_aside",
    "name_aside",
    "upgrade",
    "uri_of",
    "version_of",
]

_APPLICATION_ID = 0x53554D4D  # "SUMM": a file with another one belongs to somebody else
_MARKS = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
BUSY_SECONDS = 30.0
# The third is what SQLite says when the log's index was contended for too long: to be tried later as well.
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)


class NotOurs(Exception):
    """The file is a database of somebody else, or of a newer version: it must not be touched."""


def uri_of(path: Path, mode: str) -> str:
    """The address of the file for SQLite; `mode` is ro or rw."""
    # A read-only folder has no room for the log's index: without a log nobody else writes there either.
    frozen = mode == "ro" and not os.access(path.parent, os.W_OK) and not _log(path).exists()
    return f"file:{quote(str(path.absolute()))}?mode={mode}{'&immutable=1' if frozen else ''}"


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def configure(connection: sqlite3.Connection, *, journal: str) -> None:
    """Set what a writing connection needs; the mode of an empty file is chosen here for good."""
    if not connection.execute("PRAGMA page_count").fetchone()[0]:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    _until_free(connection, f"PRAGMA journal_mode = {journal}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {16 * 1024**2}")


def _until_free(connection: sqlite3.Connection, statement: str) -> None:
    """SQLite does not wait for a lock when it changes the journal mode: several first openers meet here."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def upgrade(connection: sqlite3.Connection, *, writable: bool) -> None:
    """Bring the file to this version's table; raises `NotOurs`."""
    if version_of(connection) == sql.VERSION:
        return
    if not writable:
        raise NotOurs("read-only, and not a cache of this version")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(version_of(connection), sql.VERSION):
            for statement in sql.MIGRATIONS[step]:
                connection.execute(sql.SQLITE.create(statement))
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {sql.VERSION}")
        connection.execute("COMMIT")
    except (sqlite3.Error, NotOurs):
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the table; 0 for an empty file. Raises `NotOurs`."""
    application, version, tables = _read_at_once(connection, _MARKS)
    if application != _APPLICATION_ID and (application or version or tables):
        raise NotOurs("a database, but not a cache of summariser")
    if version > sql.VERSION:
        raise NotOurs(f"written by a newer summariser (format {version}, this one knows {sql.VERSION})")
    return version


def _read_at_once(connection: sqlite3.Connection, statements: tuple[str, ...]) -> list[int]:
    """One number of each statement, all of one moment: another process may be making the table meanwhile."""
    connection.execute("SAVEPOINT look")  # not BEGIN: the caller may be in a transaction already
    try:
        return [int(connection.execute(statement).fetchone()[0]) for statement in statements]
    finally:
        with suppress(sqlite3.Error):  # a broken file says so above
            connection.execute("RELEASE look")


def identity_of(path: Path) -> tuple[int, int] | None:
    """Which file lies at a path, whatever its name; null if none does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def name_aside(path: Path, *, now: float) -> Path:
    """A free name for a broken file, with the time in it."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    free = (
        path.with_name(f"{path.name}.corrupt-{stamp}{suffix}")
        for suffix in ("", *map("-{}".format, range(99)))
    )
    return next(candidate for candidate in free if not candidate.exists())


def move_aside(path: Path, aside: Path) -> None:
    """Rename a file together with its log, so that nothing of it is lost or mixed up."""
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
