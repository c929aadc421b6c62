"""F1 and F2 at the gateway: many articles at once while a share of all calls goes wrong in twelve ways.

An answer that is cut twice, or invalid three times, is lost by design: it goes to the dead-letter file. At a
fifth of faulty calls, five of the twelve kinds being such, that is about one article in a thousand.
"""

from __future__ import annotations

import asyncio

from summariser.errors import AnswerTruncated, ArticleError, InvalidAnswer
from summariser.model.contract import Reply
from tests.fake_server import CONTENT_FAULTS, TRANSPORT_FAULTS, FakeServer, Seen, faulty
from tests.model.support import model_at, request_for

TWELVE = TRANSPORT_FAULTS + CONTENT_FAULTS


def echo(seen: Seen) -> str:
    """An answer whose headline is the article, so that a mix-up would show."""
    return f'{{"headline":"{seen.messages[1]["content"]}","attacks":[],"diplomacy":[]}}'


async def ask_many(server: FakeServer, articles: int) -> list[Reply | BaseException]:
    """All articles through one model, 64 at a time."""
    model, places = model_at(server), asyncio.Semaphore(64)

    async def one(number: int) -> Reply:
        async with places:
            return await model.complete(request_for(f"article {number}"))

    outcomes = await asyncio.gather(*(one(number) for number in range(articles)), return_exceptions=True)
    await model.aclose()
    return outcomes


def test_there_are_twelve_kinds_of_fault() -> None:
    """As the note on the platform asks."""
    assert len(TWELVE) == 12


async def test_a_fifth_of_faulty_calls_costs_hardly_an_article() -> None:
    """F1, 200 articles: each has its own answer, one may be lost by design; at most 1.4 calls an article."""
    with FakeServer(faulty(echo, 0.2, seed=1, faults=TWELVE)) as server:
        outcomes = await ask_many(server, 200)
    lost = [outcome for outcome in outcomes if not isinstance(outcome, Reply)]
    assert len(lost) <= 1
    assert all(isinstance(outcome, AnswerTruncated | InvalidAnswer) for outcome in lost)
    for number, outcome in enumerate(outcomes):
        assert not isinstance(outcome, Reply) or f'"article {number}"' in outcome.content
    assert len(server.calls) <= 1.4 * 200
    assert len(server.played) >= 10


async def test_with_most_calls_faulty_every_article_still_has_an_outcome() -> None:
    """F2, 100 articles at 60 %: an answer, or an error of ours with a reason; never the wrong answer."""
    with FakeServer(faulty(echo, 0.6, seed=2, faults=TWELVE)) as server:
        outcomes = await ask_many(server, 100)
    for number, outcome in enumerate(outcomes):
        if isinstance(outcome, Reply):
            assert f'"article {number}"' in outcome.content
        else:
            assert isinstance(outcome, ArticleError)
            assert outcome.reason in {"ModelUnavailable", "InvalidAnswer", "AnswerTruncated"}
    assert sum(isinstance(outcome, Reply) for outcome in outcomes) > 50
