"""An open summariser: the synchronous and the asynchronous face of one engine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeVar

from summariser.errors import UnreadableArticle
from summariser.pipeline import Engine, Outcome
from summariser.records import Summary
from summariser.text.article import Article

__all__ = ["Summariser"]

T = TypeVar("T")
_END = object()

_PATIENCE_S = 5.0
"""Seconds that an orderly end may take after somebody gave up."""


class Summariser:
    """Summarises articles with one model, one cache and one prompt, until it is closed.

    Use it with `with` or `async with`. The engine always runs on a private event loop in a thread of its
    own, so both faces work anywhere: in a script, in a notebook's running loop, from several threads.
    """

    def __init__(self, engine: Engine, *, close: Callable[[], Coroutine[object, object, None]]) -> None:
        self.engine = engine
        self._close = close
        self._given_up = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="summariser", daemon=True)
        self._thread.start()

    def summarise(self, article: Article) -> Summary:
        """The checked summary of one article. Raises `ArticleError` or `RunError`."""
        return _summary_of(self.run(self.engine.summarise(article)))

    async def asummarise(self, article: Article) -> Summary:
        """As `summarise`, to be awaited in any event loop."""
        return _summary_of(await self._await(self.engine.summarise(article)))

    def summarise_many(
        self, articles: Iterable[Article | UnreadableArticle], *, concurrency: int = 8
    ) -> Iterator[Outcome]:
        """One outcome an article, in the order in which they finish. Only a `RunError` stops it.

        Draws from `articles` as it goes, so memory does not grow with their number.
        """
        steps = _Steps(self.engine.stream(articles, concurrency=concurrency))
        try:
            while isinstance(outcome := self.run(steps.next()), Outcome):
                yield outcome
        finally:
            # A dropped iterator may be collected after the end; who gave up does not wait for a step.
            if not self._loop.is_closed() and not self._given_up:
                self.run(steps.end())

    async def asummarise_many(
        self, articles: Iterable[Article | UnreadableArticle], *, concurrency: int = 8
    ) -> AsyncIterator[Outcome]:
        """As `summarise_many`, for `async for` in any event loop."""
        steps = _Steps(self.engine.stream(articles, concurrency=concurrency))
        try:
            while isinstance(outcome := await self._await(steps.next()), Outcome):
                yield outcome
        finally:
            await self._await(steps.end())

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Run a coroutine on the engine's own loop until it ends. It may use `engine`."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except KeyboardInterrupt:
            self._given_up = True
            future.cancel()  # the endpoint may never answer: who gives up does not wait for it
            raise

    def close(self) -> None:
        """Stop what was started for this summariser: connections, the local model, the loop."""
        if self._loop.is_closed():
            return
        closing = asyncio.run_coroutine_threadsafe(self._closed(), self._loop)
        with suppress(TimeoutError):
            closing.result(timeout=_PATIENCE_S if self._given_up else None)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def aclose(self) -> None:
        """As `close`, without blocking the caller's loop."""
        await asyncio.to_thread(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _await(self, work: Coroutine[object, object, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _closed(self) -> None:
        await self._close()
        await self._loop.shutdown_asyncgens()


def _summary_of(outcome: Outcome) -> Summary:
    assert outcome.summary is not None, "the engine raises what failed"
    return outcome.summary


class _Steps:
    """A stream that is drawn from another loop, where a cancelled step may still be leaving at its end."""

    def __init__(self, stream: AsyncGenerator[Outcome, None]) -> None:
        self._stream = stream
        self._turn = asyncio.Lock()

    async def next(self) -> object:
        async with self._turn:
            return await anext(self._stream, _END)

    async def end(self) -> None:
        async with self._turn:
            await self._stream.aclose()
