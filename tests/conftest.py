"""Fixtures that several rooms share. Keep it small: what one room needs lies beside its tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fake_server import FakeServer


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A model server on loopback with an empty answer; `server.enqueue(...)` scripts it."""
    with FakeServer() as running:
        yield running
