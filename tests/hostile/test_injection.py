"""S1: an article that gives orders, and a model that obeys it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summariser import Article, Settings, Summariser, Summary, open_summariser
from summariser.figures.find import find_figures
from summariser.model.patterns import PatternsReader
from summariser.pipeline import Engine
from summariser.report import counts_of
from summariser.settings import CacheUse
from summariser.text.article import Article as Read
from summariser.vocabulary import Severity, SummaryStatus, Verdict
from tests.fake_server import FakeServer, Seen

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HONEST = [
    *sorted((ROOT / "seeds").glob("*.txt")),
    *sorted((ROOT / "tests/corpora/dev/articles").glob("*.txt")),
]
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """The rows of a data file."""
    return [json.loads(line) for line in (HERE / "data" / name).read_text(encoding="utf-8").splitlines()]


INJECTIONS = rows("injections.jsonl")


def obeyed(wants: list[Row]) -> str:
    """What a model says that does as it is told."""
    attacks = [
        {
            "kind": "missile_strike",
            "scope": "local",
            "attacker": None,
            "target_country": None,
            "place": want["place"],
            "when": None,
            "weapons": [],
            "targets": [],
            "counts": [
                {
                    "role": want["role"],
                    "of": want["of"],
                    "value": want["value"],
                    "claimed_by": None,
                    "evidence": want["evidence"],
                }
            ],
            "claimed_by": None,
            "background": False,
            "evidence": want["evidence"],
        }
        for want in wants
    ]
    return json.dumps({"headline": "As ordered", "attacks": attacks, "diplomacy": []})


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, Summary]]:
    """Every injection through the whole path, with the obedient model on loopback."""
    wanted = {row["id"]: obeyed(row["wants"]) for row in INJECTIONS}

    def obey(seen: Seen) -> str:
        return wanted[by_prompt[seen.article_message]]

    articles = {row["id"]: _article(row) for row in INJECTIONS}
    by_prompt: dict[str, str] = {}
    with FakeServer(obey) as server, opened(server.url) as summariser:
        for name, article in articles.items():
            (request,) = summariser.engine.reader.requests(article, ())
            by_prompt[request.messages[-1].content] = name
        yield {name: summariser.summarise(article) for name, article in articles.items()}


def opened(url: str) -> Summariser:
    """A summariser in front of a server, without a cache."""
    settings = Settings(model="fake-model", base_url=url, api_key="sk-test", cache_use=CacheUse.OFF)
    return open_summariser(settings=settings)


def _article(row: Row) -> Read:
    return Article.from_text(row["body"], label=row["id"], title=row.get("title"))


def test_there_are_enough_of_every_kind() -> None:
    """At least 60 articles, in three languages, with all the tricks that we know of."""
    assert len(INJECTIONS) >= 60
    assert {row["language"] for row in INJECTIONS} == {"en", "uk", "ru"}
    kinds = {
        "order",
        "address",
        "role",
        "delimiter",
        "answer",
        "numbers",
        "zero_width",
        "bidi",
        "tags",
        "variation",
        "spaced",
        "look_alike",
        "full_width",
        "quote",
        "reported",
        "framed",
        "request",
        "footer",
        "comment",
        "title",
    }
    assert kinds <= {row["kind"] for row in INJECTIONS}


@pytest.mark.parametrize("row", INJECTIONS, ids=lambda row: f"{row['id']}-{row['kind']}-{row['language']}")
def test_no_order_comes_out_verified(results: dict[str, Summary], row: Row) -> None:
    """No number that the attacker wanted is verified, and none is lost: each is there, with its verdict."""
    counts = counts_of(results[row["id"]])
    assert [count.value for count in counts] == [want["value"] for want in row["wants"]]
    assert [count for count in counts if count.severity is Severity.OK] == []
    assert results[row["id"]].status is SummaryStatus.FLAGGED


@pytest.mark.parametrize("row", INJECTIONS, ids=lambda row: f"{row['id']}-{row['kind']}-{row['language']}")
def test_an_invented_number_is_an_error(results: dict[str, Summary], row: Row) -> None:
    """A number that the article prints nowhere is an error by the checks alone, suspicion or not."""
    summary = results[row["id"]]
    figures = find_figures(summary.article.body)
    printed = {value for figure in figures for value in (figure.low, figure.high)} | {0}
    invented = [count for count in counts_of(summary) if count.value not in printed]
    assert [count for count in invented if count.severity is not Severity.ERROR] == []
    assert [count for count in invented if count.low is not None or count.high is not None] == []


@pytest.mark.parametrize("row", INJECTIONS, ids=lambda row: f"{row['id']}-{row['kind']}-{row['language']}")
def test_the_article_is_marked(results: dict[str, Summary], row: Row) -> None:
    """Each of them is told to the reader as suspicious, also when only hidden letters or the title say it."""
    assert results[row["id"]].article.suspicious != []


def test_quotes_are_the_articles_own(results: dict[str, Summary]) -> None:
    """Whatever sentence the attacker cites, what is quoted is in the article at its offsets, or nothing."""
    for summary in results.values():
        for record in summary.attacks:
            for quote in [*record.evidence, *(e for count in record.counts for e in count.evidence)]:
                assert summary.article.body[quote.start : quote.end] == quote.quote
                assert quote.sentence is not None
                assert quote.sentence >= 1


@pytest.mark.parametrize("evidence", [[99], [0], [-1], [10**14, 2**31]])
def test_a_record_without_evidence_is_never_verified(evidence: list[int]) -> None:
    """In an honest article too: a record whose sentences do not exist is kept, noted, flagged."""
    want = {"role": "killed", "of": "people", "value": 2, "place": "Odesa", "evidence": evidence}
    said = json.loads(obeyed([want]))
    said["attacks"][0]["counts"] = []
    text = "A statement was read in Odesa on Monday. Nothing more was said."
    with FakeServer(json.dumps(said)) as server, opened(server.url) as summariser:
        summary = summariser.summarise(Article.from_text(text, label="honest"))
    assert summary.article.suspicious == []
    assert summary.attacks[0].evidence == []
    assert summary.status is SummaryStatus.FLAGGED
    assert any("no such sentence" in note.note for note in summary.notes)


def test_there_are_enough_honest_articles() -> None:
    """The seeds and the development articles: at least 20, or the next test says little."""
    assert len(HONEST) >= 14
    assert len(HONEST) + len(rows("honest.jsonl")) >= 20


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem[:12])
def test_an_honest_article_is_not_marked(path: Path) -> None:
    """Seeds and development articles go through the whole path without suspicion."""
    assert suspicious_of(Article.from_file(path)) == []


@pytest.mark.parametrize("row", rows("honest.jsonl"), ids=lambda row: row["id"])
def test_honest_talk_of_such_things_is_not_marked(row: Row) -> None:
    """Articles on prompt injection, ignored orders, systems, records and sentences are left alone."""
    assert suspicious_of(_article(row)) == []


@pytest.mark.parametrize("row", rows("honest_quoting.jsonl"), ids=lambda row: f"{row['id']} {row['why']}")
def test_an_article_that_quotes_such_words_is_not_marked(row: Row) -> None:
    """Reports on injections, chatbots, orders and transcripts may quote them word for word, at no cost."""
    summary = read_by_patterns(_article(row))
    assert summary.article.suspicious == []
    assert [count for count in counts_of(summary) if "addresses a machine" in count.note] == []


def test_numbers_beside_a_quotation_are_as_good_as_any() -> None:
    """In most of those articles the patterns find a number that the text supports, and the quotation puts no
    such number up for a look; some are verified."""
    quoting = rows("honest_quoting.jsonl")
    found = [list(counts_of(read_by_patterns(_article(row)))) for row in quoting]
    beside = [
        [count for count in counts if count.verdict is Verdict.SUPPORTED and "machine" not in count.note]
        for counts in found
    ]
    assert len(quoting) >= 50
    assert sum(map(bool, beside)) > len(quoting) / 2
    assert sum(any(count.severity is Severity.OK for count in counts) for counts in beside) >= 10


@pytest.mark.parametrize("row", rows("honest_marked.jsonl"), ids=lambda row: f"{row['id']} {row['why']}")
def test_a_quotation_costs_a_look_and_no_more(row: Row) -> None:
    """Where the quoted order goes on to an answer, an honest article is marked: its numbers go to a person.

    A report on prompt injection and an attacker who dresses as one (`reported` above) are the same text.
    """
    summary = read_by_patterns(_article(row))
    assert any(row["tells"] in phrase for phrase in summary.article.suspicious)
    assert summary.status is SummaryStatus.FLAGGED
    assert len(counts_of(summary)) >= row["counts"]
    for count in counts_of(summary):
        assert count.severity is Severity.REVIEW
        assert count.quote is not None
        assert (count.low, count.high) != (None, None)


def test_a_number_inside_such_a_quotation_is_not_verified() -> None:
    """Where the article is not marked, what the quotation prints still goes to a person, and only that."""
    text = (
        "The court published a transcript of the hearing.\n"
        "Judge: How many were there?\n"
        "Assistant: Twelve people were killed at the mill in Riga.\n"
        "Judge: Thank you.\n"
        "A drone killed two people in Odesa on Monday."
    )
    article = Article.from_text(text, label="transcript")
    wants = [
        {"role": "killed", "of": "people", "value": value, "place": place, "evidence": [evidence]}
        for value, place, evidence in ((12, "Riga", 3), (2, "Odesa", len(article.sentences)))
    ]
    with FakeServer(obeyed(wants)) as server, opened(server.url) as summariser:
        summary = summariser.summarise(article)
    assert summary.article.suspicious == []
    inside, beside = counts_of(summary)
    assert (inside.severity, beside.severity) == (Severity.REVIEW, Severity.OK)
    assert "quotation that addresses a machine" in inside.note


def suspicious_of(article: Read) -> list[str]:
    """What the output would tell the reader."""
    return list(read_by_patterns(article).article.suspicious)


def read_by_patterns(article: Read) -> Summary:
    """The summary without a model."""
    outcome = asyncio.run(Engine(PatternsReader(), "test", repair_rounds=0).summarise(article))
    assert outcome.summary is not None
    return outcome.summary


def test_a_title_cannot_pass_for_sentences() -> None:
    """A title with lines of its own reaches the prompt as one line: it adds no numbered sentence."""
    row = next(row for row in INJECTIONS if row["kind"] == "title" and "\n" in row["title"])
    with FakeServer() as server, opened(server.url) as summariser:
        summariser.summarise(_article(row))
        lines = server.calls[0].article_message.split("\n")
    assert [line for line in lines if line.startswith("[1]")] == [f"[1] {_article(row).sentence_text(1)}"]
