"""A way to the endpoint for each call in flight.

A connection pool looks at every idle connection twice a call, with a question to the kernel each time: at 64
calls in flight that was an eighth of a night's CPU. Here each call has a pool of one connection, and the one
that was given back last goes first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from urllib.request import getproxies

import httpx2

__all__ = ["Lanes", "lanes"]


def lanes() -> Lanes | None:
    """A transport for many calls at once; null behind a proxy: the client's own finds it."""
    proxied = {"http", "https", "all"} & getproxies().keys()
    return None if proxied else Lanes()


class Lanes(httpx2.AsyncBaseTransport):
    """As many transports as there ever were calls at once; each call has one to itself until it is read."""

    def __init__(self) -> None:
        self._trusted = httpx2.create_ssl_context()  # one for all: it takes a while to make
        self._all: list[httpx2.AsyncHTTPTransport] = []
        self._free: list[httpx2.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request over a lane that nobody uses."""
        lane = self._free.pop() if self._free else self._another()
        try:
            response = await lane.handle_async_request(request)
        except BaseException:
            self._free.append(lane)
            raise
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Borrowed(response.stream, give_back=lambda: self._free.append(lane))
        return response

    async def aclose(self) -> None:
        """Close all connections."""
        every, self._all = self._all, []
        self._free = []
        for lane in every:
            await lane.aclose()

    def _another(self) -> httpx2.AsyncHTTPTransport:
        lane = httpx2.AsyncHTTPTransport(verify=self._trusted)
        self._all.append(lane)
        return lane


class _Borrowed(httpx2.AsyncByteStream):
    """A body whose lane is free again when it is closed."""

    def __init__(self, inner: httpx2.AsyncByteStream, *, give_back: Callable[[], None]) -> None:
        self._inner = inner
        self._give_back: Callable[[], None] | None = give_back

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:
            yield chunk

    async def aclose(self) -> None:
        try:
            await self._inner.aclose()
        finally:
            if self._give_back is not None:
                self._give_back()
                self._give_back = None
