"""What the two caches have in common: remembering, leasing, forgetting. How to reach the table is theirs.

None of the methods that a run uses raises: a cache that fails costs money, never an article. What the
commands `cache …` use does raise, because there a person waits for an answer.
"""

from __future__ import annotations

import os
import socket
import uuid
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from summariser.cache import statements as sql
from summariser.cache.answers import SLICE, CacheStats, Conditions, Pruned, Verified
from summariser.cache.encoding import Cell, decode, row_of
from summariser.errors import SettingsError
from summariser.model.contract import Entry

__all__ = ["DEFAULT_MAX_BYTES", "CacheStats", "CacheWarning", "Pruned", "TableCache", "Verified"]

DEFAULT_MAX_BYTES = 2 * 1024**3
_LONGEST_LEASE = 600.0
_DAY = 86_400.0

Result = TypeVar("Result")
Row = Sequence[Any]


class CacheWarning(UserWarning):
    """The cache is not what it should be; the run goes on and may pay for an answer again."""


class TableCache(ABC):
    """A table of answers and a table of leases. `where` names the place to a person, without a password.

    `remote` says whether a call may wait for a network: then it is made from a thread.
    """

    remote: ClassVar[bool]

    def __init__(
        self,
        where: str,
        *,
        max_bytes: int = DEFAULT_MAX_BYTES,
        on_warning: Callable[[str], None] | None = None,
    ) -> None:
        self.where = where
        self.max_bytes = max_bytes
        self.owner = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:12]}"
        self._on_warning = on_warning or _warn
        self._warned: set[str] = set()
        self._written_since_look = max_bytes  # so that the first answer stored looks at the size
        self._writable = True
        self._problem: str | None = None

    # What a run uses: never raises.

    def get(self, key: bytes) -> Entry | None:
        """The remembered answer, or null. A value that is not what was written is null too."""
        return self._attempt(lambda: self._recall(key), otherwise=None)

    def put(self, key: bytes, entry: Entry) -> None:
        """Remember an answer."""
        if self._writable:
            self._attempt(lambda: self._remember(key, entry), otherwise=None)

    def claim(self, key: bytes, *, seconds: float) -> bool:
        """Take (or renew) the lease on a key: true if the caller may pay for the answer.

        Without a place to write leases everybody may.
        """
        return not self._writable or self._attempt(lambda: self._claim(key, seconds), otherwise=True)

    def release(self, key: bytes) -> None:
        """Give the lease on a key back without an answer, so that others need not wait for its end."""
        if self._writable:
            self._attempt(lambda: self._give_back(key, self.owner), otherwise=None)

    @property
    def problem(self) -> str | None:
        """Why this cache remembers nothing; null if it works."""
        return self._problem

    # What a person uses: raises `SettingsError` where there is nothing to look at.

    def stats(self) -> CacheStats:
        """Count what is remembered."""
        return self._answered(self._attempt(self._count, otherwise=None))

    def prune(
        self,
        *,
        older_than: float | None = None,
        prompt: str | None = None,
        model: str | None = None,
        max_bytes: int | None = None,
    ) -> Pruned:
        """Forget answers: not used for `older_than` seconds, of one prompt fingerprint, of one model.

        The conditions given must all hold. `max_bytes` then drops the longest unused until the rest fits.
        Raises `SettingsError` also if nothing was asked for.
        """
        conditions = Conditions(older_than, prompt, model, max_bytes)
        if conditions == Conditions():
            raise SettingsError("cache prune: say what to forget (older than, prompt, model or max bytes)")
        if not self._writable:
            raise SettingsError(self._problem or f"{self.where}: cannot be written")
        return self._answered(self._attempt(lambda: self._forget(conditions), otherwise=None))

    def verify(self) -> Verified:
        """Read every answer and compare it with its checksum."""
        return self._answered(self._attempt(self._compare, otherwise=None))

    def check(self) -> None:  # noqa: B027  # most databases look after themselves
        """Look for structural damage where the database does not do so itself. Never raises."""

    @abstractmethod
    def close(self) -> None:
        """Let go of all connections."""

    # How to reach the table.

    @abstractmethod
    def _attempt(self, work: Callable[[], Result], *, otherwise: Result) -> Result:
        """Do the work; on trouble with the database warn once and give `otherwise`."""

    @abstractmethod
    def _execute(self, statement: str, parameters: Mapping[str, Cell]) -> list[Row]:
        """Run one statement, which is its own transaction; gives the rows that it returns."""

    @abstractmethod
    def _structure(self) -> str:
        """`ok`, or what the database says is wrong with itself."""

    def _owner_is_gone(self, owner: str) -> bool:  # noqa: ARG002 - a question only a local cache can answer
        """Whether the holder of a lease is known to be dead, so that nobody need wait for its end."""
        return False

    def _give_back_space(self) -> None:
        """Hand freed pages back to the disk, where the database does not do so by itself."""
        return

    def _meet_damage(self) -> None:
        """A value did not match its checksum."""
        self._warn("damaged", f"{self.where}: an answer was damaged on disk; it is asked for again")

    # The work.

    def _recall(self, key: bytes) -> Entry | None:
        rows = self._execute(sql.GET, {"key": key})
        if not rows:
            return None
        value, checksum, age = rows[0]
        entry = decode(key, value, checksum)
        if entry is None:
            self._meet_damage()
        elif self._writable and abs(age) > _DAY:
            self._execute(sql.TOUCH, {"key": key})
        return entry

    def _remember(self, key: bytes, entry: Entry) -> None:
        row = row_of(key, entry)
        self._execute(sql.PUT, row)
        size = row["bytes"]
        assert isinstance(size, int)
        self._written_since_look += size
        if self._written_since_look > self.max_bytes // 50:
            self._written_since_look = 0
            if int(self._execute(sql.SIZE, {})[0][0]) > self.max_bytes:
                self._evict(self.max_bytes * 9 // 10)

    def _claim(self, key: bytes, seconds: float) -> bool:
        if self._lease(key, seconds):
            return True
        holder = self._execute(sql.LEASE_OWNER, {"key": key})
        if holder and self._owner_is_gone(str(holder[0][0])):
            self._give_back(key, str(holder[0][0]))
            return self._lease(key, seconds)
        return False

    def _lease(self, key: bytes, seconds: float) -> bool:
        term = min(seconds, _LONGEST_LEASE)
        claim: dict[str, Cell] = {"key": key, "owner": self.owner, "seconds": term, "longest": _LONGEST_LEASE}
        return bool(self._execute(sql.CLAIM, claim))

    def _give_back(self, key: bytes, owner: str) -> None:
        self._execute(sql.RELEASE, {"key": key, "owner": owner})

    def _count(self) -> CacheStats:
        entries, size, oldest, newest, cost, unknown = self._execute(sql.TOTALS, {})[0]
        models = tuple((str(model), int(count)) for model, count in self._execute(sql.MODELS, {}))
        return CacheStats(
            where=self.where,
            version=sql.VERSION,
            entries=int(entries),
            size_bytes=int(size),
            oldest=oldest,
            newest=newest,
            cost_usd=cost,
            cost_unknown=int(unknown),
            leases=int(self._execute(sql.COUNT_LEASES, {})[0][0]),
            models=models,
        )

    def _forget(self, conditions: Conditions) -> Pruned:
        gone: list[int] = []
        if conditions.choose:
            while taken := self._take(sql.PRUNE, conditions.parameters()):
                gone += taken
        if conditions.max_bytes is not None:
            gone += self._evict(conditions.max_bytes)
        self._give_back_space()
        return Pruned(len(gone), sum(gone))

    def _compare(self) -> Verified:
        entries = damaged = 0
        structure = self._structure()
        after = b""
        while rows := self._execute(sql.ROWS_AFTER, {"after": after, "slice": SLICE}):
            entries += len(rows)
            damaged += sum(decode(key, value, checksum) is None for key, value, checksum in rows)
            after = rows[-1][0]
        return Verified(entries, damaged, structure)

    def _evict(self, max_bytes: int) -> list[int]:
        size = int(self._execute(sql.SIZE, {})[0][0])
        gone: list[int] = []
        while size - sum(gone) > max_bytes and (taken := self._take(sql.EVICT_OLDEST, {"slice": SLICE})):
            gone += taken
        return gone

    def _take(self, statement: str, parameters: Mapping[str, Cell]) -> list[int]:
        return [int(row[0]) for row in self._execute(statement, parameters)]

    def _answered(self, found: Result | None) -> Result:
        if found is None:
            raise SettingsError(self._problem or f"{self.where}: cannot be read at present")
        return found

    def _warn(self, kind: str, message: str) -> None:
        """Say something once, however often it is met."""
        if kind not in self._warned:
            self._warned.add(kind)
            self._on_warning(message)


def _warn(message: str) -> None:
    warnings.warn(message, CacheWarning, stacklevel=3)
