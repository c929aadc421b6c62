"""One worker process of the cache tests: asks a model that writes a bill, or stores and acknowledges.

python -m tests.cache.worker ask WHERE BILL KEYS SEED
python -m tests.cache.worker store WHERE ACKNOWLEDGED NAME
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from itertools import count

from pydantic import BaseModel

from summariser.cache import open_cache
from summariser.model.contract import Entry, Identity, Message, Reply, Request, Usage
from summariser.model.remembered import RememberedModel


class Said(BaseModel):
    number: int


class BillingModel:
    """Writes one line to the bill for each call it is paid for."""

    identity = Identity("http://nowhere/v1", "billing")

    def __init__(self, bill: str) -> None:
        self._bill = os.open(bill, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def complete(self, request: Request) -> Reply:
        number = request.messages[0].content
        os.write(self._bill, f"{number}\n".encode())
        await asyncio.sleep(0.02)
        return Reply(f'{{"number": {number}}}', Usage(1, 0, 1, 0.01), "billing-1")

    async def aclose(self) -> None:
        os.close(self._bill)


def request_of(number: int) -> Request:
    """The request whose right answer is `number`."""
    return Request((Message("user", str(number)),), "said", "{}", Said, max_tokens=9)


def key_of(name: str, number: int) -> bytes:
    """A key of the storing worker."""
    return f"{name}/{number}".encode().ljust(32)


async def ask(where: str, bill: str, keys: int, seed: int) -> None:
    """Ask for all keys in an order of one's own."""
    model = RememberedModel(BillingModel(bill), open_cache(where), lease_seconds=2.0)
    numbers = random.Random(seed).sample(range(keys), keys)
    for number in numbers:
        reply = await model.complete(request_of(number))
        assert Said.model_validate_json(reply.content).number == number


def store(where: str, acknowledged: str, name: str) -> None:
    """Store for ever, and write down what was stored."""
    cache = open_cache(where)
    log = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for number in count():
        cache.put(key_of(name, number), Entry(f'{{"number": {number}}}', Usage(1, 0, 1, None), "m", "m"))
        os.write(log, f"{name} {number}\n".encode())


if __name__ == "__main__":
    _, command, where, log, *rest = sys.argv
    if command == "ask":
        asyncio.run(ask(where, log, int(rest[0]), int(rest[1])))
    else:
        store(where, log, rest[0])
