"""Remembered answers in Postgres, shared by many machines (extra `postgres`)."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, ClassVar

from summariser.cache import statements as sql
from summariser.cache.encoding import Cell
from summariser.cache.table import DEFAULT_MAX_BYTES, Result, Row, TableCache
from summariser.errors import SettingsError

try:
    import psycopg
except ImportError as missing:
    raise SettingsError("a Postgres cache needs: pip install 'summariser[postgres]'") from missing

__all__ = ["PostgresCache"]

_UNREACHABLE_SECONDS = 30.0
_MIGRATION_LOCK = 0x53554D4D  # one number that all our processes agree on
_PASSWORD = re.compile(
    r"""
    (?<=://)([^/@\s]*)@              # user and password of a URL
    | password=('[^']*'|[^&\s]*)     # a password as a parameter
    """,
    re.VERBOSE,
)


class PostgresCache(TableCache):
    """A table in a database that many machines reach. Ages and leases go by the database's clock.

    A server that cannot be reached is tried again every 30 s; until then nothing is remembered, and that
    is told once through `on_warning`. Raises `SettingsError` for an address that cannot be read.
    """

    remote: ClassVar[bool] = True

    def __init__(
        self,
        url: str,
        *,
        max_bytes: int = DEFAULT_MAX_BYTES,
        on_warning: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(_PASSWORD.sub("", url), max_bytes=max_bytes, on_warning=on_warning)
        try:
            self._settings: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.ProgrammingError:  # its message repeats the password: not chained, not shown
            raise SettingsError(f"not the address of a Postgres database: {self.where}") from None
        self._lock = threading.Lock()
        self._local = threading.local()
        self._connections: list[psycopg.Connection[Row]] = []
        self._try_again_at = 0.0
        self._attempt(self._upgrade, otherwise=None)

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            connections, self._connections = self._connections, []
        for connection in connections:
            connection.close()

    def _attempt(self, work: Callable[[], Result], *, otherwise: Result) -> Result:
        if self._problem is not None or time.monotonic() < self._try_again_at:
            return otherwise
        try:
            return work()
        except (psycopg.ProgrammingError, psycopg.DataError):  # ours, not the server's: loud
            raise
        except _NewerTable as error:
            self._problem = str(error)
            self._warn("off", f"{error}; going on without a cache")
        except psycopg.Error as error:
            self._drop_connection()
            if isinstance(error, psycopg.OperationalError) and not isinstance(
                error, psycopg.errors.QueryCanceled
            ):
                self._try_again_at = time.monotonic() + _UNREACHABLE_SECONDS
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            self._warn("unreachable", f"{self.where}: {reason}; going on without a cache until it is back")
        return otherwise

    def _connection(self) -> psycopg.Connection[Row]:
        """This thread's connection; a new one where the last broke."""
        found: psycopg.Connection[Row] | None = getattr(self._local, "connection", None)
        if found is None or found.closed:
            found = self._connect()
            self._local.connection = found
            with self._lock:
                self._connections = [known for known in self._connections if not known.closed] + [found]
        return found

    def _connect(self) -> psycopg.Connection[Row]:
        chosen: dict[str, Any] = {
            "connect_timeout": 5,
            "application_name": "summariser",
            "tcp_user_timeout": 30_000,
            "options": "-c statement_timeout=30000",
            **self._settings,
        }
        return psycopg.connect(autocommit=True, **chosen)

    def _drop_connection(self) -> None:
        found: psycopg.Connection[Row] | None = getattr(self._local, "connection", None)
        self._local.connection = None
        if found is not None:
            with suppress(psycopg.Error):
                found.close()

    def _upgrade(self) -> None:
        """Bring the tables to this version. Of several first comers one does it, the others wait."""
        connection = self._connection()
        with connection.transaction():
            connection.execute(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            connection.execute("CREATE TABLE IF NOT EXISTS summariser_cache (version BIGINT NOT NULL)")
            row = connection.execute("SELECT max(version) FROM summariser_cache").fetchone()
            version = int(row[0] or 0) if row else 0
            if version > sql.VERSION:
                raise _NewerTable(f"{self.where}: written by a newer summariser (format {version})")
            for step in range(version, sql.VERSION):
                for statement in sql.MIGRATIONS[step]:
                    connection.execute(sql.POSTGRES.create(statement).encode())
                connection.execute("INSERT INTO summariser_cache VALUES (%s)", (step + 1,))

    def _execute(self, statement: str, parameters: Mapping[str, Cell]) -> list[Row]:
        cursor = self._connection().execute(sql.POSTGRES.spell(statement).encode(), parameters)
        return cursor.fetchall() if cursor.description else []

    def _structure(self) -> str:
        return "ok"  # Postgres guards its own pages


class _NewerTable(Exception):
    """The tables were written by a newer version."""
