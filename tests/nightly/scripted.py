"""A model without a network, which writes a bill: for tests that start or kill many processes."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from summariser.cache import open_cache
from summariser.model.contract import Identity, Reply, Request, Usage
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.remembered import RememberedModel
from summariser.model.whole import WholeReader
from summariser.pipeline import Engine
from summariser.session import Summariser
from tests.nightly.articles import right_answer

__all__ = ["open_scripted"]


class BillingModel:
    """Knows the right answer, and writes one line to the bill for each call."""

    identity = Identity("http://scripted/v1", "scripted")

    def __init__(self, bill: Path, *, seconds: float) -> None:
        self._bill = os.open(bill, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._seconds = seconds

    async def complete(self, request: Request) -> Reply:
        os.write(self._bill, f"{request.article_id or 'call'}\n".encode())
        await asyncio.sleep(self._seconds)
        content = right_answer(request.messages[-1].content)
        return Reply(content, Usage(100, 0, 10, 0.001), "scripted-1")

    async def aclose(self) -> None:
        os.close(self._bill)


def open_scripted(bill: Path, *, cache: Path, seconds: float = 0.0) -> Summariser:
    """A summariser whose calls are counted in the file `bill`."""
    store = open_cache(cache)
    model = RememberedModel(BillingModel(bill, seconds=seconds), store, lease_seconds=2.0)
    reader = WholeReader(model, profile_for("scripted", EndpointKind.OPENAI))

    async def close() -> None:
        await model.aclose()
        store.close()

    return Summariser(Engine(reader, "0"), close=close)
