"""The Batch API: every ending gives what it has, nothing is sent twice, the rest is named with its reason."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from summariser.errors import EndpointDown, OutputError, RunLocked, SettingsError
from summariser.model.batch_api import custom_id
from summariser.model.contract import cache_key
from summariser.scale.batch import visit_batches
from summariser.scale.batch_collect import Collected, collect, status
from summariser.scale.batch_desk import open_desk
from summariser.scale.batch_files import BatchLimits
from summariser.scale.batch_submit import Submitted, submit
from summariser.settings import CacheUse, Ceilings
from summariser.wiring import open_summariser
from tests.fake_batches import Ending, FakeBatches, Says, Trouble
from tests.fake_server import completion
from tests.scale.night import articles_for, desk_at, remembered, settings_for

GOOD = '{"headline":"h","attacks":[],"diplomacy":[]}'
UNAVAILABLE, REJECTED, TOO_LONG = "ModelUnavailable", "RequestRejected", "PromptTooLong"

# ending, how many of 10 are answered, why the others are not, whether another batch may have them
ENDINGS = [
    pytest.param(Ending(), 10, None, None, id="completed"),
    pytest.param(Ending(shuffled=False, duplicated=True), 10, None, None, id="every line twice"),
    pytest.param(Ending(strangers=True), 10, None, None, id="lines of nobody"),
    pytest.param(Ending(empty_ids=True), 10, None, None, id="file ids that are empty texts"),
    pytest.param(Ending(answered=0.7), 7, UNAVAILABLE, False, id="completed, some are in no file"),
    pytest.param(
        Ending(answered=0.7, others=Says.BAD_REQUEST), 7, REJECTED, False, id="completed, some refused"
    ),
    pytest.param(Ending(answered=0, others=Says.TOO_LONG), 0, TOO_LONG, False, id="error file only"),
    pytest.param(Ending(answered=0, others=Says.SERVER_ERROR), 0, UNAVAILABLE, True, id="all 500"),
    pytest.param(
        Ending("expired", 0.4, Says.EXPIRED), 4, UNAVAILABLE, True, id="expired with results and reasons"
    ),
    pytest.param(Ending("expired", 0.4), 4, UNAVAILABLE, True, id="expired with results only"),
    pytest.param(Ending("expired", 0, empty_ids=True), 0, UNAVAILABLE, True, id="expired with nothing"),
    pytest.param(Ending("cancelled", 0.5, Says.CANCELLED), 5, UNAVAILABLE, True, id="cancelled"),
    pytest.param(
        Ending("failed", problem="invalid_json_line"), 0, UNAVAILABLE, False, id="failed validation"
    ),
    pytest.param(
        Ending("failed", problem="token_limit_exceeded"), 0, UNAVAILABLE, True, id="failed: the queue is full"
    ),
]


@pytest.mark.parametrize(("ending", "answered", "reason", "again"), ENDINGS)
async def test_every_ending_gives_what_it_has(
    ending: Ending, answered: int, reason: str | None, again: bool | None, tmp_path: Path
) -> None:
    """Output and error file are read in all four endings; each request is answered or left with its reason.

    What a batch never began goes into another one; then all is answered and nothing was sent twice.
    """
    articles = articles_for(10)
    with FakeBatches(GOOD) as server:
        async with desk_at(server.url, tmp_path) as desk:
            assert (await submit(desk, articles)).requests == 10
            server.end(ending)
            collected = await collect(desk)
            entries = remembered(tmp_path, desk, articles)
            resent = await submit(desk, articles)
        assert collected.answered == answered == sum(entry is not None for entry in entries)
        assert {entry.content for entry in entries if entry} <= {GOOD}
        assert Counter((left.reason, left.again) for left in collected.left) == (
            {(reason, again): 10 - answered} if reason else {}
        )
        assert resent.requests == (10 - answered if again else 0)
        assert server.twice == []
        assert set(server.paid.values()) <= {1}


async def test_the_night_reads_what_the_batch_answered(tmp_path: Path) -> None:
    """After collecting, an ordinary run finds every answer in the cache and calls nobody."""
    articles = articles_for(5)
    with FakeBatches(GOOD) as server:
        async with desk_at(server.url, tmp_path) as desk:
            await submit(desk, articles)
            server.end(Ending())
            await collect(desk)
        with open_summariser(settings=settings_for(server.url, tmp_path)) as summariser:
            outcomes = list(summariser.summarise_many(articles))
        assert [outcome.error for outcome in outcomes] == [None] * 5
        assert all(outcome.cached for outcome in outcomes)
        assert server.calls == []


async def test_a_line_of_a_batch_is_the_body_of_a_call(tmp_path: Path) -> None:
    """A batch asks in exactly the words in which the ordinary path would have asked."""
    article = articles_for(1)[0]
    with FakeBatches(GOOD) as server:
        async with desk_at(server.url, tmp_path) as desk:
            (request,) = desk.reader.requests(article, ())
            key = cache_key(desk.reader.identity, request)
            await submit(desk, [article])
        (line,) = (json.loads(content) for name, content in server.files.items())
        with open_summariser(
            settings=replace(settings_for(server.url, tmp_path), cache_use=CacheUse.OFF)
        ) as s:
            s.summarise(article)
        assert line["body"] == server.calls[0].body
        assert line["custom_id"] == custom_id(key) == key.hex()[:40]


async def test_an_answer_is_judged_as_online(tmp_path: Path) -> None:
    """Refused, filtered, cut and invalid answers are never remembered, and are named as a call's would be."""
    bodies = {
        "ModelRefused": completion(None, choices=[_choice(None, "stop", "I cannot help")]),
        "ModelRefused ": completion(None, choices=[_choice(None, "content_filter")]),
        "AnswerTruncated": completion(None, choices=[_choice(GOOD[:20], "length")]),
        "InvalidAnswer": completion('{"headline": 7}'),
        "InvalidAnswer ": completion("no JSON"),
        "ModelUnavailable": completion(None, choices=[]),
    }
    said = iter(bodies.values())
    with FakeBatches(lambda _: next(said)) as server:
        async with desk_at(server.url, tmp_path) as desk:
            await submit(desk, articles_for(6))
            server.end(Ending())
            collected = await collect(desk)
            assert not any(remembered(tmp_path, desk, articles_for(6)))
            assert (await submit(desk, articles_for(6))).requests == 0
    assert Counter(left.reason for left in collected.left) == Counter(name.strip() for name in bodies)
    assert {left.reason: left.raw for left in collected.left}["AnswerTruncated"] == GOOD[:20]


def _choice(content: str | None, finish: str, refusal: str | None = None) -> dict[str, object]:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {"index": 0, "message": message, "finish_reason": finish}


async def test_sending_again_sends_nothing(tmp_path: Path) -> None:
    """While a batch holds a request, and when its answer is in the cache, it is not sent."""
    articles = articles_for(4)
    with FakeBatches() as server:
        async with desk_at(server.url, tmp_path) as desk:
            assert await submit(desk, [*articles, articles[0]]) == Submitted(1, 4, 0, 1)
            assert await submit(desk, articles) == Submitted(0, 0, 0, 4)
            server.end(Ending())
            assert await submit(desk, articles) == Submitted(0, 0, 0, 4)
            assert await collect(desk) == Collected(4, (), 0)
            assert await collect(desk) == Collected(0, (), 0)
            assert await submit(desk, articles) == Submitted(0, 0, 4, 0)
        assert len(server.batches) == 1


async def test_the_same_file_from_another_folder_is_the_same_batch(tmp_path: Path) -> None:
    """Two machines that send the same night share one batch, and both read its answers."""
    with FakeBatches() as server:
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            async with desk_at(server.url, tmp_path / name) as desk:
                await submit(desk, articles_for(3))
        server.end(Ending())
        for name in ("one", "two"):
            async with desk_at(server.url, tmp_path / name) as desk:
                assert (await collect(desk)).answered == 3
        assert len(server.batches) == 1


@pytest.mark.parametrize(
    ("limits", "sizes"),
    [(BatchLimits(requests=4), [4, 4, 2]), (BatchLimits(size_bytes=1), [1] * 10)],
)
async def test_a_night_is_split_into_what_a_file_may_hold(
    limits: BatchLimits, sizes: list[int], tmp_path: Path
) -> None:
    """More than 50,000 requests or 200 MB become several batches."""
    with FakeBatches() as server:
        async with desk_at(server.url, tmp_path, limits=limits) as desk:
            assert (await submit(desk, articles_for(10))).batches == len(sizes)
            server.end(Ending())
            assert (await collect(desk)).answered == 10
        assert [len(server.files[batch.input_file].splitlines()) for batch in server.batches] == sizes


async def test_the_limits_are_those_of_the_api() -> None:
    """A file holds 50,000 requests and 200 MB at most."""
    assert BatchLimits() == BatchLimits(requests=50_000, size_bytes=200_000_000)


async def test_a_full_queue_is_filled_again_when_it_empties(tmp_path: Path) -> None:
    """With a limit of waiting tokens a run sends what has room, says so, and the next goes on."""
    articles = articles_for(10)
    with FakeBatches() as server:
        async with desk_at(server.url, tmp_path, limits=BatchLimits(requests=2)) as desk:
            await submit(desk, articles[:2])
            (one,) = desk.state.parts()
        assert one.requests == 2
        server.end(Ending())
        limits = BatchLimits(requests=2, queued_tokens=int(one.tokens * 2.5))
        rounds = []
        async with desk_at(server.url, tmp_path, limits=limits) as desk:
            while not rounds or not rounds[-1].complete:
                await collect(desk)
                rounds.append(await submit(desk, articles))
                server.end(Ending())
            await collect(desk)
            assert all(remembered(tmp_path, desk, articles))
        assert [each.requests for each in rounds] == [5, 3] or [each.requests for each in rounds] == [4, 4]
        assert [each.complete for each in rounds] == [False, True]
        assert server.twice == []


@pytest.mark.parametrize(
    "troubles",
    [
        {"create": [Trouble.UNHEARD]},
        {"create": [Trouble.ERROR_500, Trouble.UNHEARD]},
        {"create": [Trouble.THROTTLED, Trouble.PAGE]},
        {"upload": [Trouble.ERROR_500, Trouble.UNHEARD, Trouble.CUT]},
        {"list": [Trouble.ERROR_500, Trouble.CUT, Trouble.PAGE]},
        {"retrieve": [Trouble.ERROR_500, Trouble.CUT, Trouble.PAGE]},
        {"download": [Trouble.CUT, Trouble.ERROR_500]},
        {"download": [Trouble.TORN]},
        {"download": [Trouble.SHORT, Trouble.CUT, Trouble.TORN]},
    ],
    ids=str,
)
async def test_trouble_on_the_way_costs_nothing(troubles: dict[str, list[Trouble]], tmp_path: Path) -> None:
    """An answer that was not heard, a cut download, a half file: tried again, and no batch is made twice."""
    with FakeBatches() as server:
        for route, steps in troubles.items():
            server.plan_trouble(route, *steps)
        async with desk_at(server.url, tmp_path) as desk:
            await submit(desk, articles_for(6))
            server.end(Ending())
            collected = await collect(desk)
        assert collected == Collected(6, (), 0)
        assert not any(server.trouble.values()), "the trouble was not met"
        assert len(server.batches) == 1
        assert server.twice == []


async def test_a_batch_that_was_made_unheard_is_found_by_the_next_run(tmp_path: Path) -> None:
    """If the endpoint goes silent just as it makes a batch, a later run finds it instead of paying again."""
    with FakeBatches() as server:
        server.plan_trouble("create", Trouble.UNHEARD)
        server.plan_trouble("list", Trouble.NONE, *[Trouble.ERROR_500] * 6)
        async with desk_at(server.url, tmp_path) as desk:
            with pytest.raises(EndpointDown):
                await submit(desk, articles_for(3))
        async with desk_at(server.url, tmp_path) as desk:
            assert (await submit(desk, articles_for(3))).requests == 3
            server.end(Ending())
            assert (await collect(desk)).answered == 3
        assert len(server.batches) == 1


async def test_results_that_are_gone_are_left_for_the_ordinary_path(tmp_path: Path) -> None:
    """After 30 days the endpoint forgets its files: the requests are named, not lost."""
    with FakeBatches() as server:
        async with desk_at(server.url, tmp_path) as desk:
            await submit(desk, articles_for(3))
            server.end(Ending())
            server.plan_trouble("download", Trouble.GONE)
            collected = await collect(desk)
    assert collected.answered == 0
    assert [(left.reason, left.again) for left in collected.left] == [("ModelUnavailable", False)] * 3


async def test_visits_are_all_that_a_night_needs(tmp_path: Path) -> None:
    """Visit until nothing is waited for: first sent, then waited, then collected, then left alone."""
    articles = articles_for(5)
    with FakeBatches() as server:
        async with desk_at(server.url, tmp_path) as desk:
            visits = [await visit_batches(desk, articles), await visit_batches(desk, articles)]
            server.end(Ending("expired", 0.6, Says.EXPIRED))
            visits.append(await visit_batches(desk, articles))
            server.end(Ending())
            visits += [await visit_batches(desk, articles), await visit_batches(desk, articles)]
    assert [(v.submitted.requests, v.collected.answered, v.waiting) for v in visits] == [
        (5, 0, True),
        (0, 0, True),
        (2, 3, True),
        (0, 2, False),
        (0, 0, False),
    ]
    assert str(visits[2]) == "3 answers collected, 2 requests sent, 2 waited for, 2 not answered by a batch"


async def test_answers_stay_at_the_endpoint_until_the_cache_keeps_them(tmp_path: Path) -> None:
    """A cache that cannot be used does not eat paid answers: the run stops, and the next takes them."""
    place = tmp_path / "cache.sqlite"
    with FakeBatches() as server:
        place.mkdir()
        async with desk_at(server.url, tmp_path) as desk:
            await submit(desk, articles_for(3))
            server.end(Ending())
            with pytest.raises(OutputError):
                await collect(desk)
        place.rmdir()
        async with desk_at(server.url, tmp_path) as desk:
            assert await collect(desk) == Collected(3, (), 0)
            assert all(remembered(tmp_path, desk, articles_for(3)))
        assert len(server.batches) == 1


async def test_progress_is_what_the_endpoint_says(tmp_path: Path) -> None:
    """`status` shows each batch and changes nothing."""
    with FakeBatches() as server:
        async with desk_at(server.url, tmp_path) as desk:
            await submit(desk, articles_for(3))
            before = await status(desk)
            server.end(Ending(answered=2 / 3, others=Says.SERVER_ERROR))
            after = await status(desk)
            assert (await collect(desk)).answered == 2
            assert (await status(desk)).parts == ()
    assert before.running
    assert not after.running
    assert [(part.requests, part.status, part.completed, part.failed) for part in after.parts] == [
        (3, "completed", 2, 1)
    ]


async def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    """A second run is turned away before it sends anything."""
    with FakeBatches() as server:
        async with desk_at(server.url, tmp_path):
            with pytest.raises(RunLocked):
                async with desk_at(server.url, tmp_path):
                    pass
        assert server.requests == []


async def test_batches_say_what_they_cannot_do(tmp_path: Path) -> None:
    """Ways that ask one question after another, a run without a cache, a ceiling: refused at once."""
    good = settings_for("http://127.0.0.1:9/v1", tmp_path)
    refused = {
        "in one call": replace(good, model="qwen2.5-1.5b-instruct"),
        "Batch API": replace(good, api_key=None, base_url=None),
        "cache": replace(good, cache_use=CacheUse.OFFLINE),
        "ceiling": replace(good, ceilings=Ceilings(max_cost=5.0)),
    }
    for words, settings in refused.items():
        with pytest.raises(SettingsError, match=words):
            async with open_desk(settings, tmp_path / "batch", say=print):
                pass


async def test_a_server_without_batches_says_so(tmp_path: Path) -> None:
    """vLLM and its like answer 404: that is told as what it is."""
    with FakeBatches() as server:
        server.plan_trouble("upload", Trouble.GONE)
        async with desk_at(server.url, tmp_path) as desk:
            with pytest.raises(SettingsError, match="has no Batch API"):
                await submit(desk, articles_for(1))
