"""A small night for the tests of batches: articles, a desk on a folder, and what is in its cache."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from summariser.cache import open_cache
from summariser.model.contract import Entry, cache_key
from summariser.scale.batch_desk import BatchDesk, open_desk
from summariser.scale.batch_files import BatchLimits
from summariser.settings import Settings
from summariser.text.article import Article

__all__ = ["MODEL", "HurriedClock", "articles_for", "desk_at", "remembered", "settings_for"]

MODEL = "gpt-4.1-mini"


class HurriedClock:
    """Real time, but nobody waits; remembers for how long one should have waited."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)


def articles_for(count: int) -> list[Article]:
    """Articles that differ in their numbers."""
    return [
        Article.from_text(
            f"A drone attack on Kharkiv killed {number + 2} people on Monday, officials said. "
            f"The air force said it had shot down {number + 40} drones.",
            label=f"article {number}",
        )
        for number in range(count)
    ]


def settings_for(url: str, folder: Path) -> Settings:
    """Settings for a server on loopback that takes itself for OpenAI's."""
    return Settings(model=MODEL, base_url=url, api_key="sk-test", cache=str(folder / "cache.sqlite"))


@asynccontextmanager
async def desk_at(
    url: str, folder: Path, *, limits: BatchLimits | None = None, told: list[str] | None = None
) -> AsyncIterator[BatchDesk]:
    """A desk as `open_desk` makes it, on which nobody waits."""
    from summariser.model.gateway_batches import OpenAIBatches

    say = (told if told is not None else []).append
    async with open_desk(settings_for(url, folder), folder / "batch", say=say, limits=limits) as desk:
        hurried = HurriedClock()
        batches = OpenAIBatches(desk.model.endpoint, clock=hurried)
        try:
            yield replace(desk, batches=batches, clock=hurried)
        finally:
            await batches.aclose()


def remembered(folder: Path, desk: BatchDesk, articles: Iterable[Article]) -> list[Entry | None]:
    """What the cache holds for each article, asked through another connection."""
    cache = open_cache(folder / "cache.sqlite")
    try:
        requests = [request for article in articles for request in desk.reader.requests(article, ())]
        return [cache.get(cache_key(desk.reader.identity, request)) for request in requests]
    finally:
        cache.close()
