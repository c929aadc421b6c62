"""Diplomacy as the code reads it: who, what, and whether it took place."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import NamedTuple, TypedDict

import pytest

from summariser.figures.find import find_figures
from summariser.model.slots import SlotsReader
from summariser.records import DiplomaticEvent
from summariser.text.article import Article
from summariser.vocabulary import Grade
from tests.model.test_slots import PROFILE, ScriptedModel, nothing


class Case(NamedTuple):
    """A text, and the one event that it tells."""

    text: str
    type: str
    status: str
    parties: list[tuple[str, str | None]]
    place: str | None = None


CASES = [
    Case(
        "Armenian Prime Minister Nikol Pashinyan met Georgian President Salome Zourabichvili in Tbilisi.",
        "meeting",
        "held",
        [("Nikol Pashinyan", "Armenia"), ("Salome Zourabichvili", "Georgia")],
        "Tbilisi",
    ),
    Case(
        "Egyptian Foreign Minister Badr Abdelatty will visit Khartoum next week.",
        "visit",
        "planned",
        [("Badr Abdelatty", "Egypt")],
        "Khartoum",
    ),
    Case(
        "A planned summit between Kigali and Kinshasa was put off.",
        "summit",
        "postponed",
        [("Kigali", "Rwanda"), ("Kinshasa", "Democratic Republic of the Congo")],
    ),
    Case(
        "Kenya offered to host talks on the border.",
        "offer_to_host",
        "offered",
        [("Kenya", "Kenya")],
    ),
    Case(
        "The European Union imposed sanctions on two generals.",
        "sanctions",
        "held",
        [("European Union", "European Union")],
    ),
    Case(
        "Hezbollah rejected the plan as a surrender.",
        "rejection",
        "rejected",
        [("Hezbollah", "Hezbollah")],
    ),
]


class Event(TypedDict):
    """What is recorded of an event; parties by the state or body that they stand for."""

    type: str
    status: str
    parties: list[str]


class Row(TypedDict):
    """A text, and all that it tells of diplomacy."""

    why: str
    text: str
    events: list[Event]


ROWS: list[Row] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "diplomacy.jsonl").read_text(encoding="utf-8").splitlines()
]


def events(text: str) -> list[DiplomaticEvent]:
    """The diplomacy of a text."""
    article = Article.from_text(text)
    reader = SlotsReader(ScriptedModel(nothing), PROFILE)
    return asyncio.run(reader.read(article, find_figures(article.body))).answer.diplomacy


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_each_clause_tells_its_own_event(row: Row) -> None:
    """Sentences of our own, one mechanism a row: types, statuses and parties, in the order of the text."""
    found = [
        {
            "type": event.type.value,
            "status": event.status.value,
            "parties": [party.country or party.name for party in event.participants],
        }
        for event in events(row["text"])
    ]
    assert found == row["events"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type} {case.status}")
def test_an_event_has_its_type_status_parties_and_place(case: Case) -> None:
    """Planned, held and refused are different events, and parties carry the country they stand for."""
    (event,) = events(case.text)
    assert (event.type, event.status) == (case.type, case.status)
    assert [(party.name, party.country) for party in event.participants] == case.parties
    assert event.place == case.place
    assert event.evidence == [1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Fighting went on near Bara on Monday.",
        "Analysts doubt that talks would help.",
        "The orchestra met on Monday to rehearse.",
        "Russian missiles hit Kyiv overnight.",
    ],
)
def test_what_is_no_diplomacy_gives_no_event(text: str) -> None:
    """Fighting, opinions and other people's meetings make no diplomatic record."""
    assert events(text) == []


def test_two_sentences_on_one_meeting_are_one_event() -> None:
    """A meeting told twice is one record with both sentences."""
    (event,) = events(
        "Polish Prime Minister Donald Tusk met Zelensky in Warsaw on Monday. "
        "Tusk and Zelensky met for two hours, officials said."
    )
    assert event.evidence == [1, 2]


def test_a_pronoun_stands_for_the_person_named_before() -> None:
    """ "He then met …" takes part himself."""
    (event,) = events("Togolese mediator Faure Gnassingbe spoke on Monday. He met Kagame in Kigali.")
    assert {party.name for party in event.participants} == {"Faure Gnassingbe", "Kagame"}


def test_an_all_capitals_wire_is_read_too() -> None:
    """Old wires print everything in capitals; their parties are found all the same."""
    (event,) = events("PRESIDENT TSHISEKEDI WILL MEET HIS ANGOLAN COUNTERPART IN LUANDA ON WEDNESDAY.")
    assert event.status == "planned"
    assert {party.country for party in event.participants} == {"Democratic Republic of the Congo", "Angola"}


def test_what_was_exchanged_is_a_number_of_the_talks() -> None:
    """Prisoners that two sides exchanged are counted in the diplomatic record, with their sentence."""
    text = "Ukraine and Russia exchanged 205 prisoners of war on Friday, Kyiv's headquarters said."
    article = Article.from_text(text)
    model = ScriptedModel(nothing)
    reading = asyncio.run(SlotsReader(model, PROFILE).read(article, find_figures(article.body)))
    counts = [count for event in reading.answer.diplomacy for count in event.counts]
    assert [(c.role.value, c.of.value, c.value, c.evidence) for c in counts] == [
        ("exchanged", "prisoners", 205, [1])
    ]
    assert reading.grades is not None
    assert reading.grades["diplomacy[0].counts[0]"] is Grade.PATTERNS_ALONE


def test_a_number_belongs_to_one_event_of_its_sentence() -> None:
    """Prisoners are counted with their exchange, not with the sanctions that the same sentence tells of."""
    exchange, sanctions = events(
        "Armenia and Azerbaijan exchanged 14 prisoners on Tuesday, while Canada imposed sanctions on Belarus."
    )
    assert [count.value for count in exchange.counts] == [14]
    assert sanctions.counts == []


def test_an_event_has_the_place_and_the_time_of_its_clause() -> None:
    """Two events of one sentence are each where and when their own clause says."""
    met, visit = events(
        "Kenyan President William Ruto met Kagame in Nairobi on Friday and will travel to Kampala on Monday."
    )
    assert (met.place, met.when) == ("Nairobi", "Friday")
    assert (visit.place, visit.when) == ("Kampala", "Monday")
