"""A model that never pays twice for an answer: remembered, shared within the process, leased between them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from pydantic import ValidationError

from summariser.errors import NotCached
from summariser.model.contract import (
    Cache,
    Entry,
    Identity,
    Model,
    Reply,
    Request,
    cache_key,
    fingerprint,
)

__all__ = ["OfflineModel", "RememberedModel"]

DEFAULT_LEASE_SECONDS = 60.0

Result = TypeVar("Result")


class RememberedModel:
    """A model behind a cache. One answer is paid for once, whoever asks for it at the same time.

    Within this process askers of the same key share one call. Between processes a lease decides who pays;
    it is renewed while the call runs, so that it ends soon after its holder dies. The others look again
    after 5 to 15 ms, then ever less often, at last once a second.
    """

    def __init__(self, model: Model, cache: Cache, *, lease_seconds: float = DEFAULT_LEASE_SECONDS) -> None:
        self._model = model
        self._memory = _Memory(cache)
        self._lease_seconds = lease_seconds
        self._asked: dict[bytes, asyncio.Future[Reply]] = {}

    @property
    def identity(self) -> Identity:
        """Of the model that answers."""
        return self._model.identity

    async def complete(self, request: Request) -> Reply:
        """The remembered reply (`cached`), or a new one. Raises what the model raises."""
        key = cache_key(self.identity, request)
        while (asked := self._asked.get(key)) is not None:
            try:
                return replace(await asyncio.shield(asked), cached=True)
            except asyncio.CancelledError:
                if not asked.cancelled():  # it is this caller who was cancelled, not the one who asked
                    raise
        return await self._ask_for_all(key, request)

    async def aclose(self) -> None:
        """Close the model; the cache belongs to whoever opened it."""
        await self._model.aclose()

    async def _ask_for_all(self, key: bytes, request: Request) -> Reply:
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._asked[key] = answer
        try:
            reply = await self._recall_or_ask(key, request)
        except asyncio.CancelledError:
            answer.cancel()
            raise
        except BaseException as error:
            answer.set_exception(error)
            answer.exception()  # seen: nobody else may have been waiting
            raise
        else:
            answer.set_result(reply)
            return reply
        finally:
            del self._asked[key]

    async def _recall_or_ask(self, key: bytes, request: Request) -> Reply:
        wait = random.uniform(0.005, 0.015)  # noqa: S311 - only spreads the waiters
        while (reply := await self._memory.recall(key, request)) is None:
            if await self._memory.claim(key, self._lease_seconds):
                return await self._ask_as_holder(key, request)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 1.0)
        return reply

    async def _ask_as_holder(self, key: bytes, request: Request) -> Reply:
        """Pay for the answer, unless the last holder stored it between our look and our claim."""
        async with self._holding(key):
            reply = await self._memory.recall(key, request)
            if reply is None:
                reply = await self._model.complete(request)
                await self._memory.store(key, self._entry(request, reply))
            return reply

    @asynccontextmanager
    async def _holding(self, key: bytes) -> AsyncIterator[None]:
        renewal = asyncio.create_task(self._renew(key))
        try:
            yield
        finally:
            renewal.cancel()
            await self._memory.release(key)

    async def _renew(self, key: bytes) -> None:
        while True:
            await asyncio.sleep(self._lease_seconds / 3)
            await self._memory.claim(key, self._lease_seconds)

    def _entry(self, request: Request, reply: Reply) -> Entry:
        return Entry(
            content=reply.content,
            usage=reply.usage,
            model_asked=self.identity.model,
            model_answered=reply.model_answered,
            finish_reason=reply.finish_reason,
            system_fingerprint=reply.system_fingerprint,
            attempts=reply.attempts,
            article_id=request.article_id,
            prompt_fingerprint=request.prompt_fingerprint,
            schema_fingerprint=_schema_fingerprint(request.schema),
        )


@lru_cache(maxsize=32)
def _schema_fingerprint(schema: str) -> str:
    return fingerprint(schema)


class OfflineModel:
    """Only what is remembered: a miss is `NotCached`, and no call is ever made."""

    def __init__(self, identity: Identity, cache: Cache) -> None:
        self._identity = identity
        self._memory = _Memory(cache)

    @property
    def identity(self) -> Identity:
        """Of the model whose answers are looked for."""
        return self._identity

    async def complete(self, request: Request) -> Reply:
        """The remembered reply; raises `NotCached`."""
        reply = await self._memory.recall(cache_key(self.identity, request), request)
        if reply is None:
            raise NotCached(f"offline, and no answer of {self.identity.model} is remembered")
        return reply

    async def aclose(self) -> None:
        """Nothing was opened."""


class _Memory:
    """A cache as seen from the event loop: one that may wait for a network is called in a thread."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    async def recall(self, key: bytes, request: Request) -> Reply | None:
        """The reply, if it is remembered and still valid: a type may have grown stricter since."""
        entry = await self._call(lambda: self._cache.get(key))
        if entry is None:
            return None
        try:
            request.answer_type.model_validate_json(entry.content)
        except ValidationError:
            return None
        return Reply(
            content=entry.content,
            usage=entry.usage,
            model_answered=entry.model_answered,
            finish_reason=entry.finish_reason,
            system_fingerprint=entry.system_fingerprint,
            attempts=entry.attempts,
            cached=True,
        )

    async def store(self, key: bytes, entry: Entry) -> None:
        await self._call(lambda: self._cache.put(key, entry))

    async def claim(self, key: bytes, seconds: float) -> bool:
        return await self._call(lambda: self._cache.claim(key, seconds=seconds))

    async def release(self, key: bytes) -> None:
        await self._call(lambda: self._cache.release(key))

    async def _call(self, work: Callable[[], Result]) -> Result:
        return await asyncio.to_thread(work) if self._cache.remote else work()
