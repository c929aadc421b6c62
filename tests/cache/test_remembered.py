"""A remembered model pays once, whoever asks; and what is in the key (C4)."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel

from summariser.cache import SqliteCache, TableCache
from summariser.errors import ModelRefused, NotCached
from summariser.model.contract import Identity, Message, Reply, Request, Usage, cache_key
from summariser.model.remembered import OfflineModel, RememberedModel

Opened = Callable[..., TableCache]


class Said(BaseModel):
    number: int


class Stricter(BaseModel):
    number: int
    why: str


REQUEST = Request((Message("system", "s"), Message("user", "Artikel «1»")), "said", "{}", Said, max_tokens=9)


class CountingModel:
    """Answers with the number of the call; `answers` are used up first, errors among them raised."""

    identity = Identity("http://nowhere/v1", "counting")

    def __init__(self, *answers: str | Exception, seconds: float = 0.0) -> None:
        self.calls = 0
        self.closed = False
        self._answers = list(answers)
        self._seconds = seconds

    async def complete(self, request: Request) -> Reply:
        self.calls += 1
        await asyncio.sleep(self._seconds)
        answer = self._answers.pop(0) if self._answers else f'{{"number": {self.calls}}}'
        if isinstance(answer, Exception):
            raise answer
        return Reply(answer, Usage(10, 0, 5, None), "counting-1", finish_reason="stop", attempts=2)

    async def aclose(self) -> None:
        self.closed = True


@pytest.fixture
def cache(tmp_path: Path) -> SqliteCache:
    """An empty cache."""
    return SqliteCache(tmp_path / "cache.sqlite")


async def test_the_second_ask_is_free_and_equal(cache: SqliteCache) -> None:
    """A remembered reply equals the paid one but for being marked as cached."""
    model = CountingModel()
    remembered = RememberedModel(model, cache)
    paid = await remembered.complete(REQUEST)
    assert await remembered.complete(REQUEST) == replace(paid, cached=True)
    assert model.calls == 1
    await remembered.aclose()
    assert model.closed


async def test_askers_at_the_same_time_share_one_call(cache: SqliteCache) -> None:
    """Fifty copies of an article at once cost one call; one of them pays."""
    model = CountingModel(seconds=0.05)
    remembered = RememberedModel(model, cache)
    replies = await asyncio.gather(*(remembered.complete(REQUEST) for _ in range(50)))
    assert model.calls == 1
    assert sorted(reply.cached for reply in replies) == [False] + [True] * 49
    assert {reply.content for reply in replies} == {'{"number": 1}'}


async def test_a_failure_is_shared_but_not_remembered(cache: SqliteCache) -> None:
    """All who asked together get the error; who asks later makes a new call."""
    model = CountingModel(ModelRefused("no"), seconds=0.02)
    remembered = RememberedModel(model, cache)
    errors = await asyncio.gather(*(remembered.complete(REQUEST) for _ in range(5)), return_exceptions=True)
    assert [type(error) for error in errors] == [ModelRefused] * 5
    assert (await remembered.complete(REQUEST)).content == '{"number": 2}'
    assert model.calls == 2


async def test_who_is_cancelled_takes_nobody_along(cache: SqliteCache) -> None:
    """If the asker who pays is cancelled, the next one asks; a cancelled waiter is just gone."""
    model = CountingModel(seconds=0.05)
    remembered = RememberedModel(model, cache)
    first, second, third = (asyncio.create_task(remembered.complete(REQUEST)) for _ in range(3))
    await asyncio.sleep(0.01)
    second.cancel()
    first.cancel()
    assert (await third).content == '{"number": 2}'
    assert (first.cancelled(), second.cancelled()) == (True, True)


async def test_an_answer_that_is_no_longer_valid_is_asked_for_again(cache: SqliteCache) -> None:
    """An entry that today's type refuses is a miss, and replaced by the new answer."""
    model = CountingModel('{"number": 1}', '{"number": 2, "why": "asked again"}')
    remembered = RememberedModel(model, cache)
    await remembered.complete(REQUEST)
    stricter = replace(REQUEST, answer_type=Stricter)
    assert (await remembered.complete(stricter)).content == '{"number": 2, "why": "asked again"}'
    assert (await remembered.complete(stricter)).cached


async def test_a_long_call_keeps_its_lease(tmp_path: Path) -> None:
    """A call longer than the lease is not paid for a second time by another process's model."""
    slow, quick = CountingModel(seconds=0.6), CountingModel()
    first = RememberedModel(slow, SqliteCache(tmp_path / "cache.sqlite"), lease_seconds=0.2)
    second = RememberedModel(quick, SqliteCache(tmp_path / "cache.sqlite"), lease_seconds=0.2)
    asked = asyncio.create_task(first.complete(REQUEST))
    await asyncio.sleep(0.05)
    reply = await second.complete(REQUEST)
    assert (slow.calls, quick.calls, reply.cached) == (1, 0, True)
    await asked


async def test_offline_never_asks(cache: SqliteCache) -> None:
    """Offline gives what is remembered, and `NotCached` for the rest."""
    paid = await RememberedModel(CountingModel(), cache).complete(REQUEST)
    offline = OfflineModel(CountingModel.identity, cache)
    assert await offline.complete(REQUEST) == replace(paid, cached=True)
    with pytest.raises(NotCached, match="counting"):
        await offline.complete(replace(REQUEST, max_tokens=10))
    await offline.aclose()


IDENTITY = Identity("http://a/v1", "m", (("seed", "1"), ("temperature", "0")))
MUTATIONS: dict[str, tuple[Identity, Request]] = {
    "endpoint": (replace(IDENTITY, endpoint="http://b/v1"), REQUEST),
    "model": (replace(IDENTITY, model="m2"), REQUEST),
    "model's case": (replace(IDENTITY, model="M"), REQUEST),
    "a parameter's value": (replace(IDENTITY, parameters=(("seed", "2"), ("temperature", "0"))), REQUEST),
    "a parameter's name": (replace(IDENTITY, parameters=(("seed", "1"), ("top_p", "0"))), REQUEST),
    "a parameter more": (replace(IDENTITY, parameters=(*IDENTITY.parameters, ("top_p", "1"))), REQUEST),
    "no parameters": (replace(IDENTITY, parameters=()), REQUEST),
    "user message": (IDENTITY, replace(REQUEST, messages=(Message("system", "s"), Message("user", "2")))),
    "system message": (IDENTITY, replace(REQUEST, messages=(Message("system", "t"), REQUEST.messages[1]))),
    "one blank more": (IDENTITY, replace(REQUEST, messages=(Message("system", "s "), REQUEST.messages[1]))),
    "a role": (IDENTITY, replace(REQUEST, messages=(Message("developer", "s"), REQUEST.messages[1]))),
    "order of messages": (IDENTITY, replace(REQUEST, messages=REQUEST.messages[::-1])),
    "a message more": (IDENTITY, replace(REQUEST, messages=(*REQUEST.messages, Message("user", "")))),
    "a message less": (IDENTITY, replace(REQUEST, messages=REQUEST.messages[:1])),
    "two messages in one": (IDENTITY, replace(REQUEST, messages=(Message("system", "sArtikel «1»"),))),
    "typography": (
        IDENTITY,
        replace(REQUEST, messages=(REQUEST.messages[0], Message("user", 'Artikel "1"'))),
    ),
    "schema": (IDENTITY, replace(REQUEST, schema='{"type":"object"}')),
    "name of the schema": (IDENTITY, replace(REQUEST, schema_name="saidd")),
    "token limit": (IDENTITY, replace(REQUEST, max_tokens=10)),
    "name and endpoint swapped": (replace(IDENTITY, endpoint="m", model="http://a/v1"), REQUEST),
}


@pytest.mark.parametrize("changed", MUTATIONS)
def test_c4_what_shapes_an_answer_changes_its_key(changed: str) -> None:
    """C4: whatever the model sees or is set to is in the key."""
    keys = {cache_key(*mutation) for mutation in MUTATIONS.values()}
    assert len(keys) == 20
    assert cache_key(*MUTATIONS[changed]) != cache_key(IDENTITY, REQUEST)


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, article_id="another"),
        replace(REQUEST, prompt_fingerprint="another"),
        replace(REQUEST, answer_type=Stricter),
    ],
)
def test_c4_what_does_not_shape_an_answer_does_not(other: Request) -> None:
    """C4: what only describes a request for us is not in the key."""
    assert cache_key(IDENTITY, other) == cache_key(IDENTITY, REQUEST)


def test_c4_the_key_does_not_depend_on_the_environment() -> None:
    """C4: another process with another key, locale and hash seed makes the same cache key."""
    code = "from tests.cache.test_remembered import *; print(cache_key(IDENTITY, REQUEST).hex(), end='')"
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"OPENAI_API_KEY": secret, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for secret, seed, locale in [("sk-one", "1", "C"), ("sk-two", "2", "C.UTF-8")]
    }
    assert keys == {cache_key(IDENTITY, REQUEST).hex()}


def test_a_warm_path_imports_no_model_library(tmp_path: Path) -> None:
    """A cache and a remembered model do not import openai, instructor or psycopg."""
    code = (
        "import sys; from summariser.cache import open_cache; import summariser.model.remembered;"
        f"open_cache({str(tmp_path / 'c.sqlite')!r}).get(b'k');"
        "sys.exit(bool({'openai', 'instructor', 'psycopg', 'httpx2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
