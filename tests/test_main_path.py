"""The main path through a real server on loopback: an article in, checked records out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from summariser import Article, Settings, Summariser, open_summariser
from summariser.errors import NotCached, UnreadableArticle
from summariser.records import Summary
from summariser.report import counts_of
from summariser.settings import CacheUse, Fallback
from summariser.vocabulary import Severity, SummaryStatus, Verdict
from tests.fake_server import FakeServer, Fault
from tests.toy import TEXT, answer_text, count


def settings(server: FakeServer, folder: Path, **changes: object) -> Settings:
    """A hosted model at the fake server, a cache of the test's own."""
    plain = {"model": "fake-model", "base_url": server.url, "api_key": "sk-test", "folder": folder}
    return Settings(**(plain | changes))  # type: ignore[arg-type]


@pytest.fixture
def summariser(server: FakeServer, tmp_path: Path) -> Iterator[Summariser]:
    with open_summariser(settings=settings(server, tmp_path)) as opened:
        yield opened


def article(text: str = TEXT) -> Article:
    return Article.from_text(text, label="toy")


def test_a_right_answer_comes_out_verified_with_exact_quotes(
    server: FakeServer, summariser: Summariser
) -> None:
    """Every number of a right answer is supported, its quote is the article's own text at its offsets."""
    server.enqueue(answer_text())
    summary = summariser.summarise(article())
    assert [c.verdict for c in counts_of(summary)] == [Verdict.SUPPORTED] * 4
    assert summary.status is SummaryStatus.VERIFIED
    for item in counts_of(summary):
        assert item.quote is not None
        assert summary.article.body[item.start : item.end] == item.quote
    toll = summary.attacks[0].counts[0]
    assert (toll.value, toll.low, toll.high, toll.qualifier) == (3, 3, None, "at_least")
    assert summary.attacks[0].place is not None
    assert summary.attacks[0].place.country == "Ukraine"
    assert len(server.calls) == 1


def test_a_wrong_number_goes_back_once_and_the_better_answer_is_taken(
    server: FakeServer, summariser: Summariser
) -> None:
    """A number that is not printed goes back with what is printed there; a right one replaces it."""
    server.enqueue(answer_text(killed=22), answer_text())
    summary = summariser.summarise(article())
    assert summary.attacks[0].counts[0].value == 3
    assert summary.provenance.repaired
    assert summary.provenance.calls == 2
    sent_back = server.calls[1].messages[-1]["content"]
    assert "attacks[0].counts[0]" in sent_back
    assert "22" in sent_back


def test_a_number_that_stays_wrong_is_flagged_and_never_dropped(
    server: FakeServer, summariser: Summariser
) -> None:
    """After one repair round a wrong number stays, with its verdict and without the text's hedge."""
    server.enqueue(answer_text(killed=22), answer_text(killed=23))
    summary = summariser.summarise(article())
    wrong = summary.attacks[0].counts[0]
    assert (wrong.value, wrong.severity) == (22, Severity.ERROR)
    assert (wrong.low, wrong.high) == (None, None)
    assert summary.status is SummaryStatus.FLAGGED
    assert len(server.calls) == 2


def test_what_the_model_left_out_is_listed(server: FakeServer, summariser: Summariser) -> None:
    """An empty answer to an article with a toll is no clean bill: its figures are listed."""
    server.enqueue('{"headline": "h", "attacks": [], "diplomacy": []}')
    summary = summariser.summarise(article())
    left_out = {item.figure.text for item in summary.unclaimed}
    assert {"three", "12", "40", "45"} <= left_out
    assert summary.status is SummaryStatus.FLAGGED


def test_sentence_numbers_out_of_range_are_a_finding(server: FakeServer, summariser: Summariser) -> None:
    """A sentence that does not exist is judged as no evidence; nothing breaks."""
    made_up = count("missing", "people", 7, 99)
    server.enqueue(answer_text(extra=(made_up,)), answer_text(extra=(made_up,)))
    summary = summariser.summarise(article())
    assert summary.attacks[0].counts[2].severity is Severity.ERROR


def test_a_rerun_makes_no_call_and_gives_the_same_bytes(server: FakeServer, tmp_path: Path) -> None:
    """What was paid for once is never paid for again, in another process's summariser either."""
    server.enqueue(answer_text())
    with open_summariser(settings=settings(server, tmp_path)) as first:
        before = first.summarise(article()).model_dump_json()
    with open_summariser(settings=settings(server, tmp_path)) as second:
        (outcome,) = second.summarise_many([article()])
    assert outcome.summary is not None
    assert outcome.summary.model_dump_json() == before
    assert outcome.cached
    assert len(server.calls) == 1


def test_offline_answers_from_the_cache_only(server: FakeServer, tmp_path: Path) -> None:
    """An offline run fails an article that is not remembered, and never calls."""
    with (
        open_summariser(settings=settings(server, tmp_path, cache_use=CacheUse.OFFLINE)) as offline,
        pytest.raises(NotCached),
    ):
        offline.summarise(article())
    assert not server.calls


def test_one_bad_article_costs_the_others_nothing(server: FakeServer, summariser: Summariser) -> None:
    """A refusal and an unreadable line are outcomes; the articles around them are summarised."""
    server.enqueue(Fault.REFUSAL)
    unreadable = UnreadableArticle("not JSON", source="night.jsonl", line=7)
    articles = [article(), unreadable, article(TEXT + "Nothing else happened.\n")]
    outcomes = sorted(summariser.summarise_many(articles, concurrency=1), key=lambda outcome: outcome.index)
    assert [outcome.error.reason if outcome.error else None for outcome in outcomes] == [
        "ModelRefused",
        "UnreadableArticle",
        None,
    ]
    assert outcomes[1].label == "night.jsonl:7"


def test_a_failed_article_with_a_fallback_gives_what_the_patterns_see(
    server: FakeServer, tmp_path: Path
) -> None:
    """With the fallback a refused article still yields its printed toll, marked as read by patterns."""
    server.enqueue(Fault.REFUSAL)
    with open_summariser(settings=settings(server, tmp_path, fallback=Fallback.PATTERNS)) as opened:
        (outcome,) = opened.summarise_many([article()])
    assert outcome.error is not None
    assert outcome.summary is not None
    assert outcome.summary.provenance.way == "patterns"
    assert ("killed", 3) in {(item.role.value, item.value) for item in counts_of(outcome.summary)}


async def test_it_works_inside_a_running_event_loop(server: FakeServer, tmp_path: Path) -> None:
    """In a notebook both faces work: `await asummarise` and plain `summarise`."""
    server.enqueue(answer_text(), answer_text())
    async with open_summariser(settings=settings(server, tmp_path)) as opened:
        awaited = await opened.asummarise(article())
        plain = opened.summarise(article())
        streamed = [outcome async for outcome in opened.asummarise_many([article()], concurrency=4)]
    assert awaited == plain
    assert streamed[0].summary == awaited


def test_a_long_article_read_in_windows_that_fails_is_one_failed_article(
    server: FakeServer, tmp_path: Path
) -> None:
    """When one of several windows is refused, the article fails with that reason; the run goes on."""
    server.enqueue(*[Fault.REFUSAL] * 40)
    long = "\n".join(
        f"Shelling of village number {n} killed {n + 2} people, officials said." for n in range(9000)
    )
    with open_summariser(settings=settings(server, tmp_path)) as opened:
        (outcome,) = opened.summarise_many([Article.from_text(long, label="long")])
    assert outcome.error is not None
    assert outcome.error.reason == "ModelRefused"


def test_the_output_is_what_the_schema_says(server: FakeServer, summariser: Summariser) -> None:
    """A summary validates against the shipped schema file, and reads back as itself."""
    import jsonschema

    from summariser.resources import shipped_folder

    server.enqueue(answer_text())
    summary = summariser.summarise(article())
    schema = json.loads((shipped_folder("schemas") / "summary.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(summary.model_dump_json()), schema)
    assert Summary.model_validate_json(summary.model_dump_json()) == summary
