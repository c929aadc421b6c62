"""Connections to the endpoint: as many as there are calls at once, and used again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest

from summariser.model.gateway_wire import make_client
from tests.fake_server import FakeServer
from tests.model.support import GOOD, ask, model_at


class Door:
    """A server that counts who comes in, and answers when it is opened."""

    def __init__(self) -> None:
        self.came = 0
        self.open = asyncio.Event()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await self.open.wait()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    @contextlib.asynccontextmanager
    async def standing(self) -> AsyncIterator[Callable[[], Awaitable[str]]]:
        """The door, and a way to call it."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server, make_client(base_url=url, api_key="none", deadline_s=5.0) as client:

            async def call() -> str:
                return (await client.get("/", cast_to=httpx2.Response)).text

            yield call


async def test_calls_one_after_another_share_a_connection() -> None:
    """A connection that was given back is used again, also after a round of calls at once."""
    door = Door()
    async with door.standing() as call:
        door.open.set()
        for _ in range(5):
            assert await call() == "ok"
        assert door.came == 1
        for _ in range(3):
            await asyncio.gather(*(call() for _ in range(8)))
        assert door.came <= 8


async def test_a_call_that_was_given_up_takes_no_connection_with_it() -> None:
    """After a cancelled call the next ones are answered, whole and in their own words."""
    door = Door()
    async with door.standing() as call:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await asyncio.gather(*(call() for _ in range(4)))
        door.open.set()
        answers = await asyncio.gather(*(call() for _ in range(4)))
        assert answers == ["ok"] * 4


async def test_a_proxy_of_the_environment_is_used(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where HTTP_PROXY names a proxy, every call goes through it."""
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, server.url.removesuffix("/v1"))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    server.enqueue(GOOD)
    assert (await ask(model_at("http://model.invalid/v1"))).content == GOOD
    assert [seen.path for seen in server.calls] == ["http://model.invalid/v1/chat/completions"]
