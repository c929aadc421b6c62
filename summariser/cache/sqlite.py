"""Remembered answers in one SQLite file, shared by the threads and processes of one machine."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import ClassVar

from summariser.cache import statements as sql
from summariser.cache.encoding import Cell, decode, row_of
from summariser.cache.file import (
    BUSY,
    BUSY_SECONDS,
    NotOurs,
    configure,
    identity_of,
    move_aside,
    name_aside,
    upgrade,
    uri_of,
    version_of,
)
from summariser.cache.mounts import is_on_network
from summariser.cache.table import DEFAULT_MAX_BYTES, Result, Row, TableCache

__all__ = ["SqliteCache"]

_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class SqliteCache(TableCache):
    """A file that several threads and processes share; safe against kill -9, full disks and damage.

    A file that is broken is renamed to `*.corrupt-<time>`, its sound answers are carried over into a new
    one. A file that cannot be written is only read. A file of a newer version, or one that is no cache, is
    left alone and nothing is remembered. Each of these is told once through `on_warning`.
    """

    remote: ClassVar[bool] = False

    def __init__(
        self,
        path: str | Path,
        *,
        max_bytes: int = DEFAULT_MAX_BYTES,
        on_warning: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.path = Path(path).resolve()  # a link stays; what it names is made, and put aside if broken
        super().__init__(str(self.path), max_bytes=max_bytes, on_warning=on_warning)
        self._clock = clock
        self._lock = threading.RLock()
        self._local = threading.local()
        self._generation = 0  # grows when the file is replaced: each thread then opens the new one
        self._connections: list[sqlite3.Connection] = []
        self._file: tuple[int, int] | None = None
        self._attempt(self._make_file, otherwise=None)
        self._attempt(self._connection, otherwise=None)

    def check(self) -> None:
        """Let SQLite look for structural damage, and start a new file if there is any. Never raises.

        Seconds for a cache of gigabytes: for the beginning of a night, not of every command.
        """
        self._attempt(self._replace_if_broken, otherwise=None)

    def close(self) -> None:
        """Close every thread's connection; the last process to do so folds the write-ahead log away."""
        with self._lock:
            self._generation += 1
            connections, self._connections = self._connections, []
        for connection in connections:
            with suppress(sqlite3.Error):
                connection.close()

    # Trouble.

    def _attempt(self, work: Callable[[], Result], *, otherwise: Result) -> Result:
        if self._problem is not None:
            return otherwise
        for last in (False, True):
            try:
                return work()
            except sqlite3.ProgrammingError:  # not the file's fault but ours: loud
                raise
            except sqlite3.DatabaseError as error:
                if last or not self._can_go_on(error):
                    return otherwise
            except (NotOurs, OSError) as error:
                self._give_up(f"{self.where}: {error}; going on without a cache")
                return otherwise
        return otherwise

    def _can_go_on(self, error: sqlite3.DatabaseError) -> bool:
        """Decide what a database error means; true if the work is worth a second try."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in BUSY:
            self._warn("busy", f"{self.where}: locked for {BUSY_SECONDS:.0f} s; going on without this answer")
            return False
        if code in _BROKEN:
            return self._quarantine(str(error))
        if self._was_replaced():
            return True
        if self._writable and self._file is not None:
            self._writable = False
            self._warn("unwritable", f"{self.where}: {error}; answers of this run are not remembered")
            return True
        self._give_up(f"{self.where}: {error}; going on without a cache")
        return False

    def _give_up(self, problem: str) -> None:
        self._problem = problem
        self._writable = False
        self._warn("off", problem)

    def _meet_damage(self) -> None:
        super()._meet_damage()
        self._replace_if_broken()

    def _replace_if_broken(self) -> None:
        structure = self._structure()
        if structure != "ok":
            self._quarantine(structure)

    def _quarantine(self, reason: str) -> bool:
        """Move a broken file aside and start a new one; true if there is a new one."""
        try:
            with self._lock:
                if not self._was_replaced():
                    self._replace(reason)
        except OSError as error:
            self._give_up(
                f"{self.where}: {reason}, and it cannot be moved: {error}; going on without a cache"
            )
        return self._problem is None

    def _was_replaced(self) -> bool:
        """Whether the file is another one by now, moved or deleted by somebody; then the new one is used."""
        if self._file == identity_of(self.path):
            return False
        self._generation += 1
        try:
            self._make_file()
        except OSError as error:
            self._give_up(f"{self.where}: {error}; going on without a cache")
        return self._problem is None

    def _replace(self, reason: str) -> None:
        aside = name_aside(self.path, now=self._clock())
        move_aside(self.path, aside)
        self._warned.add("damaged")
        self._generation += 1
        self._make_file()
        saved = self._carry_over(aside)
        self._warn("broken", f"{self.where}: {reason}; kept as {aside.name}, {saved} answers carried over")

    def _carry_over(self, broken: Path) -> int:
        """Copy what still matches its checksum: it was paid for."""
        saved = 0
        for order in ("ASC", "DESC"):  # from both ends, since reading stops at the damage
            with (
                suppress(sqlite3.DatabaseError),
                closing(sqlite3.connect(uri_of(broken, "ro"), uri=True)) as old,
            ):
                old.execute(
                    "PRAGMA writable_schema = ON"
                )  # else a file that ends too early is not read at all
                for key, value, checksum in old.execute(f"{sql.ROWS} ORDER BY rowid {order}"):
                    saved += self._carry(key, value, checksum)
        return saved

    def _carry(self, key: bytes, value: bytes, checksum: bytes) -> bool:
        if not all(isinstance(cell, bytes) for cell in (key, value, checksum)):
            return False
        entry = decode(key, value, checksum)
        if entry is None or self._execute(sql.GET, {"key": key}):
            return False
        self._execute(sql.PUT, row_of(key, entry))
        return True

    # The file.

    def _make_file(self) -> None:
        """Create the folder and the file for this user alone, if there is none."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.path.is_dir():
            raise IsADirectoryError("a folder, not a cache")
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self._file = identity_of(self.path)
        if not os.access(self.path, os.W_OK):
            self._writable = False
            self._warn("unwritable", f"{self.where}: read-only; answers of this run are not remembered")

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection to the present file."""
        if getattr(self._local, "generation", None) != self._generation:
            with self._lock:
                connection = self._connect()
                self._connections.append(connection)
                self._local.connection, self._local.generation = connection, self._generation
        found: sqlite3.Connection = self._local.connection
        return found

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri_of(self.path, "rw" if self._writable else "ro"),
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,  # only `close` uses a connection from another thread
        )
        try:
            version_of(connection)
            if self._writable:
                configure(connection, journal="DELETE" if is_on_network(self.path) else "WAL")
            upgrade(connection, writable=self._writable)
        except (sqlite3.Error, NotOurs):
            connection.close()
            raise
        self._file = identity_of(self.path)
        return connection

    # The table.

    def _execute(self, statement: str, parameters: Mapping[str, Cell]) -> list[Row]:
        known = {**parameters, "now": self._clock()}
        return self._connection().execute(sql.SQLITE.spell(statement), known).fetchall()

    def _structure(self) -> str:
        return str(self._execute("PRAGMA quick_check(1)", {})[0][0])

    def _give_back_space(self) -> None:
        self._execute("PRAGMA incremental_vacuum", {})

    def _owner_is_gone(self, owner: str) -> bool:
        host, pid, _ = owner.rsplit("/", 2)
        if host != self.owner.rsplit("/", 2)[0] or owner == self.owner:
            return False
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except (OSError, ValueError):
            return False
        return False
