"""Remembered answers: SQLite for one machine, Postgres for many. What costs money is kept, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from summariser.cache.sqlite import SqliteCache
from summariser.cache.table import (
    DEFAULT_MAX_BYTES,
    CacheStats,
    CacheWarning,
    Pruned,
    TableCache,
    Verified,
)

__all__ = [
    "DEFAULT_MAX_BYTES",
    "CacheStats",
    "CacheWarning",
    "Pruned",
    "SqliteCache",
    "TableCache",
    "Verified",
    "open_cache",
]


def open_cache(
    where: str | Path,
    *,
    max_bytes: int = DEFAULT_MAX_BYTES,
    on_warning: Callable[[str], None] | None = None,
) -> TableCache:
    """The cache at a path, or at a `postgres://` address; raises `SettingsError` if its extra is missing."""
    if str(where).startswith(("postgres://", "postgresql://")):
        from summariser.cache.postgres import PostgresCache

        return PostgresCache(str(where), max_bytes=max_bytes, on_warning=on_warning)
    return SqliteCache(where, max_bytes=max_bytes, on_warning=on_warning)
