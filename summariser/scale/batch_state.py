"""Where each request of the batches stands: one SQLite file beside the output, one change a transaction.

PLANNED ──intend──▶ INTENDED ──started──▶ RUNNING ──settle──▶ SETTLED
the requests are    the file is up, and   the batch's id      its answers are in the cache; what it
in a file on disk   the batch's own mark  is known            did not answer stands here with its reason

Each step is written down before the next is begun, so that a run which dies anywhere is gone on from. A
request that a part holds is never planned again; one that is answered leaves the table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from summariser.errors import OutputError, RunLocked, SettingsError
from summariser.model.batch_api import Failed

__all__ = ["BatchState", "Held", "Left", "Part", "PartState"]

VERSION = 1
TABLES = """
CREATE TABLE part (
    number INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    model TEXT NOT NULL,
    file_id TEXT,
    mark TEXT,
    intended_at REAL,
    batch_id TEXT
);
CREATE TABLE request (
    id TEXT PRIMARY KEY,
    key BLOB NOT NULL,
    part INTEGER NOT NULL,
    article TEXT NOT NULL,
    prompt TEXT NOT NULL,
    schema TEXT NOT NULL,
    reason TEXT,
    message TEXT,
    again INTEGER,
    raw TEXT
) WITHOUT ROWID;
CREATE INDEX request_by_part ON request (part);
"""
PART = "number, state, sha256, requests, tokens, model, file_id, mark, intended_at, batch_id"


class PartState(StrEnum):
    """How far one part has come; see the module."""

    PLANNED = "planned"
    INTENDED = "intended"
    RUNNING = "running"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Part:
    """The requests of one input file. `tokens` is an estimate; `mark` is the name we gave the batch."""

    number: int
    state: PartState
    sha256: str
    requests: int
    tokens: int
    model: str
    file_id: str | None = None
    mark: str | None = None
    intended_at: float | None = None
    batch_id: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A request in a part, by its cache key."""

    id: str
    key: bytes
    article_id: str
    prompt_fingerprint: str
    schema_fingerprint: str


@dataclass(frozen=True, slots=True)
class Left:
    """A request that no batch answered, and why. `again`: another batch may; else only the ordinary path."""

    key: bytes
    article_id: str
    reason: str
    message: str
    again: bool
    raw: str | None = None


class BatchState:
    """The file of states. Opening it locks it: raises `RunLocked` while another run has it open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
            try:
                self._open()
            except BaseException:
                self._db.close()
                raise

    def _open(self) -> None:
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("BEGIN EXCLUSIVE")
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if version == 0:
            for statement in TABLES.split(";"):
                self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {max(version, VERSION)}")
        self._db.execute("COMMIT")
        if version > VERSION:
            raise SettingsError(f"{self.path}: written by a newer summariser")

    def close(self) -> None:
        """Let others in."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def may_go(self, request_id: str) -> bool:
        """Whether a request may go into a new part: unknown here, or never begun by the batch it was in."""
        with self._told():
            row = self._db.execute(
                "SELECT reason IS NOT NULL AND again FROM request WHERE id = ?", (request_id,)
            ).fetchone()
        return row is None or bool(row[0])

    def plan(self, part: Part, requests: Iterable[Held]) -> None:
        """A new part and its requests, whose file lies on the disk."""
        rows = (
            (
                held.id,
                held.key,
                part.number,
                held.article_id,
                held.prompt_fingerprint,
                held.schema_fingerprint,
            )
            for held in requests
        )
        with self._transaction():
            self._db.execute(
                "INSERT INTO part (number, state, sha256, requests, tokens, model) VALUES (?, ?, ?, ?, ?, ?)",
                (part.number, part.state, part.sha256, part.requests, part.tokens, part.model),
            )
            self._db.executemany(
                "INSERT OR REPLACE INTO request (id, key, part, article, prompt, schema) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )

    def intend(self, number: int, *, file_id: str, mark: str, at: float) -> None:
        """The file is up; a batch with this mark is about to be made. `at` is in seconds since 1970."""
        with self._transaction():
            self._db.execute(
                "UPDATE part SET state = ?, file_id = ?, mark = ?, intended_at = ? WHERE number = ?",
                (PartState.INTENDED, file_id, mark, at, number),
            )

    def started(self, number: int, *, batch_id: str) -> None:
        """The batch was made."""
        with self._transaction():
            self._db.execute(
                "UPDATE part SET state = ?, batch_id = ? WHERE number = ?",
                (PartState.RUNNING, batch_id, number),
            )

    def settle(self, number: int, failures: Iterable[tuple[str, Failed]]) -> None:
        """The answers of a part are in the cache; `failures` are the others."""
        with self._transaction():
            self._db.executemany(
                "UPDATE request SET reason = ?, message = ?, again = ?, raw = ? WHERE id = ?",
                ((why.reason, why.message, why.again, why.raw, name) for name, why in failures),
            )
            self._db.execute("DELETE FROM request WHERE part = ? AND reason IS NULL", (number,))
            self._db.execute("UPDATE part SET state = ? WHERE number = ?", (PartState.SETTLED, number))

    def parts(self, *states: PartState) -> list[Part]:
        """The parts in one of some states, oldest first; without states all."""
        wanted = states or tuple(PartState)
        marks = ", ".join("?" * len(wanted))
        query = f"SELECT {PART} FROM part WHERE state IN ({marks}) ORDER BY number"  # noqa: S608 - only marks
        with self._told():
            rows = self._db.execute(query, wanted).fetchall()
        return [Part(row[0], PartState(row[1]), *row[2:]) for row in rows]

    def next_number(self) -> int:
        """The number of the part to be planned."""
        with self._told():
            return int(self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM part").fetchone()[0])

    def held(self, number: int) -> dict[str, Held]:
        """The requests that a part holds, by their ids."""
        query = "SELECT id, key, article, prompt, schema FROM request WHERE part = ? AND reason IS NULL"
        with self._told():
            return {row[0]: Held(*row) for row in self._db.execute(query, (number,))}

    def left(self) -> Iterator[Left]:
        """The requests that no batch answered."""
        query = "SELECT key, article, reason, message, again, raw FROM request WHERE reason IS NOT NULL"
        with self._told():
            for key, article, reason, message, again, raw in self._db.execute(f"{query} ORDER BY id"):
                yield Left(key, article, reason, message, bool(again), raw)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database says, as our errors."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise RunLocked(f"{self.path}: another run works on these batches") from None
            raise OutputError(f"{self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise SettingsError(
                f"{self.path} is damaged ({error}): see which batches run, then move it away"
            ) from error
        except OSError as error:
            raise OutputError(f"{self.path}: {error.strerror or error}") from error
