"""Both caches for every test that does not care which: SQLite in a folder, Postgres on a real server."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from summariser.cache import TableCache, open_cache
from tests.cache.postgres_server import PostgresServer, running_postgres

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for the whole session."""
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a cache that does not exist yet."""
    if request.param == "sqlite":
        return str(tmp_path / "folder" / "cache.sqlite")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.fresh_database(f"cache{next(_numbers)}")


@pytest.fixture
def told() -> list[str]:
    """The warnings that the opened caches gave."""
    return []


@pytest.fixture
def opened(told: list[str]) -> Iterator[Callable[..., TableCache]]:
    """`open_cache`, with its warnings collected and everything closed at the end."""
    caches: list[TableCache] = []

    def open_one(where: str | Path, **settings: int) -> TableCache:
        caches.append(open_cache(where, on_warning=told.append, **settings))
        return caches[-1]

    yield open_one
    for cache in caches:
        cache.close()
