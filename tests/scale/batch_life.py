"""One call of a nightly batch run, as a process that may be told when to die; see `test_batch_deaths`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from summariser.model.batch_api import BatchView, Failed
from summariser.model.contract import Entry
from summariser.model.gateway_batches import Batches
from summariser.scale.batch_collect import collect
from summariser.scale.batch_files import BatchLimits
from summariser.scale.batch_state import BatchState, Held, Part
from summariser.scale.batch_submit import submit
from tests.scale.night import articles_for, desk_at

ARTICLES = 4
LIMITS = BatchLimits(requests=2)  # two parts
DIED, LIVED = 137, 0


class Died(BaseException):
    """What a run in this process dies of; nobody catches it."""


@dataclass(slots=True)
class Fate:
    """Dies at a step: before it is done, or as soon as it is done. `step` counts from 0."""

    step: int
    after: bool
    passed: int = 0
    killed: bool = False  # the whole process, at once

    def before(self) -> None:
        if self.passed == self.step and not self.after:
            self._die()

    def done(self) -> None:
        if self.passed == self.step and self.after:
            self._die()
        self.passed += 1

    def _die(self) -> None:
        if self.killed:
            os._exit(DIED)
        raise Died


class MortalBatches:
    """The endpoint, with a step before and after each call that changes something."""

    def __init__(self, inner: Batches, fate: Fate) -> None:
        self._inner, self._fate = inner, fate

    async def upload(self, path: Path) -> str:
        self._fate.before()
        name = await self._inner.upload(path)
        self._fate.done()
        return name

    async def create(self, file_id: str, metadata: Mapping[str, str]) -> BatchView:
        self._fate.before()
        view = await self._inner.create(file_id, metadata)
        self._fate.done()
        return view

    async def retrieve(self, batch_id: str) -> BatchView:
        return await self._inner.retrieve(batch_id)

    def newest(self) -> AsyncIterator[BatchView]:
        return self._inner.newest()

    async def download(self, file_id: str, path: Path) -> None:
        self._fate.before()
        await self._inner.download(file_id, path)
        self._fate.done()

    async def aclose(self) -> None:
        await self._inner.aclose()


class MortalState:
    """The state, with a step before and after each thing that is written down."""

    def __init__(self, inner: BatchState, fate: Fate) -> None:
        self._inner, self._fate = inner, fate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def plan(self, part: Part, requests: Iterable[Held]) -> None:
        self._fate.before()
        self._inner.plan(part, requests)
        self._fate.done()

    def intend(self, number: int, *, file_id: str, mark: str, at: float) -> None:
        self._fate.before()
        self._inner.intend(number, file_id=file_id, mark=mark, at=at)
        self._fate.done()

    def started(self, number: int, *, batch_id: str) -> None:
        self._fate.before()
        self._inner.started(number, batch_id=batch_id)
        self._fate.done()

    def settle(self, number: int, failures: Iterable[tuple[str, Failed]]) -> None:
        self._fate.before()
        self._inner.settle(number, failures)
        self._fate.done()


class MortalCache:
    """The cache, with a step before and after each answer that is stored."""

    def __init__(self, inner: Any, fate: Fate) -> None:
        self._inner, self._fate = inner, fate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def put(self, key: bytes, entry: Entry) -> None:
        self._fate.before()
        self._inner.put(key, entry)
        self._fate.done()


def live(url: str, folder: Path, fate: Fate) -> None:
    """`night` in a process of its own; ends with `DIED` or `LIVED`."""
    asyncio.run(night(url, folder, fate))
    os._exit(LIVED)


async def night(url: str, folder: Path, fate: Fate) -> None:
    """Collect what has ended, send what is to be sent."""
    async with desk_at(url, folder, limits=LIMITS) as desk:
        mortal: Any = replace(
            desk,
            batches=MortalBatches(desk.batches, fate),
            state=MortalState(desk.state, fate),
            cache=MortalCache(desk.cache, fate),
        )
        await collect(mortal)
        await submit(mortal, articles_for(ARTICLES))
