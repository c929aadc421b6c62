"""What the tests of this room share: requests, quick clocks, and a loop in which time costs nothing."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import Any

from summariser.model.contract import Message, Reply, Request
from summariser.model.gateway import Endpoint, OpenAIModel
from summariser.model.limits import Gate
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.schema import strict_schema
from summariser.records import Answer
from tests.fake_server import FakeServer

__all__ = ["CANARY", "GOOD", "HurriedClock", "LoopClock", "ask", "model_at", "request_for", "run_virtually"]

CANARY = "sk-CANARY-7f3a9b2c1d"
GOOD = '{"headline":"h","attacks":[],"diplomacy":[]}'


class HurriedClock:
    """Real time, but nobody waits; remembers for how long one should have waited."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)


class LoopClock:
    """The time of the running loop: virtual inside `run_virtually`."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Leaping(selectors.SelectSelector):
    """A selector that does not wait, but notes for how long it would have waited."""

    waited = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.waited += timeout or 0.0
        return super().select(0)


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.waited


def run_virtually(main: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a loop whose clock leaps to the next event."""
    with asyncio.Runner(loop_factory=_VirtualLoop) as runner:
        return runner.run(main)


def request_for(*texts: str, max_tokens: int = 100) -> Request:
    """A request for an `Answer` with a system message and the given user messages."""
    messages = (Message("system", "rules"), *(Message("user", text) for text in texts or ("an article",)))
    return Request(messages, "answer", strict_schema(Answer), Answer, max_tokens)


def model_at(
    server: FakeServer | str,
    *,
    kind: EndpointKind = EndpointKind.OPENAI,
    name: str = "gpt-4o-mini",
    clock: HurriedClock | None = None,
    gate: Gate | None = None,
    **overrides: object,
) -> OpenAIModel:
    """A model behind the fake server that does not wait between attempts."""
    url = server if isinstance(server, str) else server.url
    profile = profile_for(name, kind, overrides=overrides)
    return OpenAIModel(Endpoint(name, url, CANARY, kind), profile, clock=clock or HurriedClock(), gate=gate)


async def ask(model: OpenAIModel, request: Request | None = None) -> Reply:
    """One question, after which the connections are closed."""
    try:
        return await model.complete(request or request_for())
    finally:
        await model.aclose()
