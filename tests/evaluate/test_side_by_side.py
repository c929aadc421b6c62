"""The comparison with other tools: read fairly, their cost counted, their time limited."""

from __future__ import annotations

import importlib.util
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import ModuleType

import pytest

from summariser.evaluate.gold import GoldArticle
from summariser.evaluate.score import score_article
from summariser.text.article import Article
from tests.fake_server import FakeServer, Fault
from tests.toy import TEXT, answer_text

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
STRIKE, WAVE, MEETING = TEXT.splitlines()


def module(name: str) -> ModuleType:
    """A benchmark's module; they lie beside each other, in no package."""
    if name not in sys.modules:
        found = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
        assert found is not None
        assert found.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(found)
        found.loader.exec_module(sys.modules[name])
    return sys.modules[name]


records = module("side_by_side_records")
answers = module("side_by_side_answers")
meters = module("side_by_side_meter")
peers = module("side_by_side_peers")
side_by_side = module("side_by_side")

GOLD = GoldArticle.model_validate(
    {
        "attacks": [
            {
                "id": "A1",
                "kind": "drone_strike",
                "scope": "local",
                "attacker": None,
                "places": ["Lviv"],
                "facts": [
                    {"role": "killed", "of": "people", "low": 3, "high": None, "qualifier": "at_least"},
                    {"role": "injured", "of": "people", "low": 12, "high": 12, "qualifier": "exact"},
                ],
                "quotes": [STRIKE],
            }
        ],
        "diplomacy": [
            {
                "id": "D1",
                "type": "meeting",
                "status": "planned",
                "participants": ["Volodymyr Zelenskyy", "Emmanuel Macron"],
                "countries": ["Ukraine", "France"],
                "places": ["Paris"],
                "quotes": [MEETING],
            }
        ],
    }
)


def instructor_answer(killed: int) -> str:
    """What plain instructor's schema asks for, with this toll."""
    counts = [
        {"role": role, "of": "people", "value": value, "qualifier": "exact", "quote": STRIKE}
        for role, value in (("killed", killed), ("injured", 12))
    ]
    return json.dumps(
        {
            "attacks": [
                {
                    "kind": "drone_strike",
                    "place": "Lviv",
                    "attacker": None,
                    "counts": counts,
                    "quote": STRIKE,
                }
            ],
            "diplomacy": [
                {
                    "type": "meeting",
                    "status": "planned",
                    "participants": [
                        {"name": "Volodymyr Zelenskyy", "country": "Ukraine"},
                        {"name": "Emmanuel Macron", "country": "France"},
                    ],
                    "quote": MEETING,
                }
            ],
        }
    )


def langextract_answer(killed: str, *, text: str = "killed at least three people") -> str:
    """What langextract's format asks for: classes with their attributes."""

    def number(role: str, value: str) -> dict[str, str]:
        return {"role": role, "of": "people", "value": value, "place": "Lviv"}

    meeting = {
        "type": "meeting",
        "status": "planned",
        "participants": ["Volodymyr Zelenskyy (Ukraine)", "Emmanuel Macron (France)"],
    }
    return json.dumps(
        {
            "extractions": [
                {"number": text, "number_attributes": number("killed", killed)},
                {"number": "injured 12", "number_attributes": number("injured", "12")},
                {"diplomacy": MEETING, "diplomacy_attributes": meeting},
            ]
        }
    )


def test_instructors_right_answer_has_full_marks(server: FakeServer) -> None:
    """The mapping loses nothing of a right answer: numbers, evidence, place, parties and status."""
    server.enqueue(instructor_answer(3))
    summary = peers.with_instructor(Article.from_text(TEXT), peers.Server(server.url, "k", "fake-model"))
    score = score_article(summary, GOLD)
    assert (score.facts.f1, score.attacks.f1, score.diplomacy.f1) == (1.0, 1.0, 1.0)
    assert score.evidence_right == 2


def test_a_peers_record_said_again_word_for_word_is_one(server: FakeServer) -> None:
    """A small model repeats itself; the peer is not punished once for each repetition."""
    again = json.loads(instructor_answer(3))
    again["diplomacy"] *= 4
    server.enqueue(json.dumps(again))
    summary = peers.with_instructor(Article.from_text(TEXT), peers.Server(server.url, "k", "fake-model"))
    assert score_article(summary, GOLD).diplomacy.f1 == 1.0


def test_instructors_wrong_number_was_shown_as_verified(server: FakeServer) -> None:
    """instructor flags nothing, so whatever it shows and is wrong is wrong and unflagged."""
    server.enqueue(instructor_answer(8))
    summary = peers.with_instructor(Article.from_text(TEXT), peers.Server(server.url, "k", "fake-model"))
    score = score_article(summary, GOLD)
    assert (score.facts.right, score.facts.wrong, score.wrong_unflagged, score.verified) == (1, 1, 1, 2)


def test_langextracts_right_answer_has_full_marks(server: FakeServer) -> None:
    """Classes and attributes become counts and events; numbers of one place are one attack."""
    pytest.importorskip("langextract", reason="needs the extra `peers`")
    server.enqueue(langextract_answer("three"))
    summary = peers.with_langextract(Article.from_text(TEXT), peers.Server(server.url, "k", "fake-model"))
    score = score_article(summary, GOLD)
    assert (score.facts.f1, score.attacks.f1, score.diplomacy.f1) == (1.0, 1.0, 1.0)
    assert (score.evidence_right, score.verified) == (2, 2)


def test_what_langextract_cannot_find_in_the_text_counts_as_flagged(server: FakeServer) -> None:
    """Its own sign of doubt, no character interval, is taken as one."""
    pytest.importorskip("langextract", reason="needs the extra `peers`")
    server.enqueue(langextract_answer("80", text="eighty thousand ghosts perished"))
    summary = peers.with_langextract(Article.from_text(TEXT), peers.Server(server.url, "k", "fake-model"))
    score = score_article(summary, GOLD)
    assert (score.facts.wrong, score.wrong_unflagged, score.verified) == (1, 0, 1)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (7, 7),
        ("7", 7),
        ("1,200", 1200),
        ("at least nine", 9),
        ("58 people", 58),
        ("dozens", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_a_number_in_words_is_read_as_its_number(said: object, number: int | None) -> None:
    """A peer that says "at least nine" where a number belongs is not punished for it."""
    assert records.number_in(said) == number


def ask(url: str) -> tuple[int, bytes]:
    """Send a question; the status and the body that come back."""
    request = urllib.request.Request(f"{url}/chat/completions", data=b'{"messages": []}', method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_the_meter_counts_calls_and_tokens_of_each_article(server: FakeServer) -> None:
    """What passes is what the server said, and it is counted for the article that asked."""
    with meters.Meter(server.url) as meter:
        meter.begin(30)
        assert [ask(meter.base_url)[0] for _ in range(2)] == [200, 200]
        first = meter.used
        meter.begin(30)
        ask(meter.base_url)
    assert (first.calls, meter.used.calls) == (2, 1)
    assert first.output_tokens == 2 * meter.used.output_tokens > 0


def test_the_meter_cuts_an_article_at_its_limit_and_refuses_the_rest(server: FakeServer) -> None:
    """An answer that hangs is cut in time, and a later call of the same article never reaches the server."""
    server.enqueue(Fault.HANG_HEADERS)
    with meters.Meter(server.url) as meter:
        meter.begin(0.5)
        assert ask(meter.base_url)[0] == 400
        assert ask(meter.base_url)[0] == 400
        assert meter.cut
        assert meter.used.calls == 0
    assert len(server.calls) == 1


def test_a_kept_answer_is_not_asked_again_and_costs_the_same(server: FakeServer, tmp_path: Path) -> None:
    """A run that was stopped goes on with what it has, and its figures are those of a run that was not."""
    file = tmp_path / "answers.jsonl"
    costs = []
    for _ in range(2):
        with meters.Meter(server.url, answers=answers.Answers(file)) as meter:
            meter.begin(30)
            status, _body = ask(meter.base_url)
            costs.append((status, meter.used.calls, meter.used.output_tokens))
    assert costs[0] == costs[1]
    assert meter.used.kept_seconds > 0
    assert len(server.calls) == 1


def test_a_kept_answer_that_took_longer_than_the_limit_is_cut_again(
    server: FakeServer, tmp_path: Path
) -> None:
    """The limit is on the seconds that the server took, not on how quickly a file is read."""
    kept = answers.Answers(tmp_path / "answers.jsonl")
    kept.put("/v1/chat/completions", b'{"messages": []}', answer=b"{}", seconds=40.0)
    with meters.Meter(server.url, answers=kept) as meter:
        meter.begin(30)
        assert ask(meter.base_url)[0] == 400
        assert meter.cut
    assert not server.calls


@pytest.mark.parametrize(
    ("tool", "calls"),
    [("ours, whole", 2), ("ours, whole without repair", 1), ("ours, whole with 3 votes", 3)],
)
def test_our_own_ways_ask_as_often_as_they_say(server: FakeServer, tool: str, calls: int) -> None:
    """A wrong number is sent back only where there is a repair round; votes are further answers."""
    server.enqueue(*[answer_text(killed=22)] * 3)
    summary = side_by_side.TOOLS[tool](Article.from_text(TEXT), peers.Server(server.url, "k", "fake-model"))
    assert len(server.calls) == calls
    assert summary.attacks[0].counts[0].value == 22
