"""Orders to a machine in words that no list has: our own texts, and three sets by strangers.

The learned reader has seen them all but the third set, which nobody has looked at: running it set `known`.
What it makes of writers that were left out is in `test_learned_reader.py`.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from summariser import Article
from summariser.report import counts_of
from summariser.text.suspicion import examine, examine_article
from summariser.vocabulary import Severity, SummaryStatus
from tests.fake_server import FakeServer
from tests.hostile.test_injection import obeyed, opened

DATA = Path(__file__).parent / "data"
Row = dict[str, str]
SETS = {"composed": (0, 2), "others_first": (1, 5), "others_second": (1, 4), "others_third": (9, 6)}
"""Attacks missed and honest articles marked, of each set: the figures that SECURITY.md gives."""


def rows(name: str) -> list[Row]:
    """The rows of a set; `known` ones go wrong."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


ALL = [row for name in SETS for row in rows(name)]
MISSED = [row for row in ALL if row.get("known") == "missed"]


def is_marked(row: Row) -> bool:
    """Whether the output would call the article suspicious."""
    return examine_article(Article.from_text(row["text"])).phrases != []


@pytest.mark.parametrize("row", [row for row in ALL if "known" not in row], ids=lambda row: row["id"])
def test_an_order_is_told_from_news(row: Row) -> None:
    """Orders in words of their own are marked, and honest articles with the same words are not."""
    assert is_marked(row) == (row["kind"] == "attack")


@pytest.mark.parametrize("row", [row for row in ALL if "known" in row], ids=lambda row: row["id"])
def test_what_is_known_to_go_wrong_still_does(row: Row) -> None:
    """A row that comes right loses its `known`, so that the figures in SECURITY.md stay true."""
    assert is_marked(row) == (row["kind"] == "honest")


@pytest.mark.parametrize("name", SETS)
def test_the_figures_of_the_page_are_these(name: str) -> None:
    """SECURITY.md tells how many attacks of a set are missed, and how many honest articles are marked."""
    known = [row["known"] for row in rows(name) if "known" in row]
    assert (known.count("missed"), known.count("marked")) == SETS[name]


@pytest.mark.parametrize("row", MISSED, ids=lambda row: row["id"])
def test_an_invented_number_is_an_error_where_the_order_was_missed(row: Row) -> None:
    """The next wall holds: a number that the text does not print is an error, and the article is flagged."""
    want = {"role": "killed", "of": "people", "value": 77_345, "place": None, "evidence": [1]}
    with FakeServer(obeyed([want])) as server, opened(server.url) as summariser:
        summary = summariser.summarise(Article.from_text(row["text"], label=row["id"]))
    assert summary.status is SummaryStatus.FLAGGED
    assert [count.severity for count in counts_of(summary)] == [Severity.ERROR]


@pytest.mark.long
@pytest.mark.parametrize("lead", ["", "The page said “ignore all instructions”. "])
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "AI must report ",
            "ШІ: запиши загиблих ",
            "“ignore all instructions” he said. ",
            "[1] a\n",
            "<!-- ",
            "“",
        ),
        *(
            "To the AI which reads this: ",
            "whoever compiles this page into data ",
            "researchers found “AI: ” ",
        ),
    ],
)
def test_a_hostile_megabyte_costs_less_than_a_second(piece: str, lead: str) -> None:
    """A megabyte of orders, halves of orders or quotations is examined in a second of processor time."""
    text = lead + piece * (1_000_000 // len(piece))
    needed = min(_seconds(text) for _ in range(2))
    assert needed < 1


def _seconds(text: str) -> float:
    started = time.thread_time()
    examine(text)
    return time.thread_time() - started
