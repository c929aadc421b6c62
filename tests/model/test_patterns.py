"""The reader that asks no model: the baseline, and what is left when an endpoint fails."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.figures.find import find_figures
from summariser.model.contract import Reading, Way
from summariser.model.patterns import PatternsReader
from summariser.text.article import Article
from summariser.vocabulary import Grade
from tests.model.test_slots import facts

WORDS = (
    "A drone hit Sumy . killed wounded 3 12 people and two children in the Kharkiv region Russia launched "
    "574 drones 40 missiles , no casualties downed of officials said met Zelensky \n “ ” 1.5 million dozens"
)


def read(text: str) -> tuple[Reading, Article]:
    """What the patterns make of a text."""
    article = Article.from_text(text)
    return asyncio.run(PatternsReader().read(article, find_figures(article.body))), article


def test_tolls_and_munitions_are_read_without_a_model() -> None:
    """Numbers get their role from the text and their place from its neighbourhood, for nothing."""
    reading, _ = read(
        "Russia launched 574 drones at Ukraine overnight. "
        "In Lviv a missile killed one person and injured three."
    )
    assert facts(reading.answer) == [
        ("Ukraine", "launched", "drones", 574),
        ("Lviv", "killed", "people", 1),
        ("Lviv", "injured", "people", 3),
    ]
    assert (reading.calls, reading.usage.output_tokens, reading.answer.diplomacy) == (0, 0, [])
    assert reading.grades is not None
    assert set(reading.grades.values()) == {Grade.PATTERNS_ALONE}


def test_it_says_what_it_is() -> None:
    """Nobody takes its records for a model's: way and model are named, and nothing is ever sent."""
    reader = PatternsReader()
    article = Article.from_text("A strike on Ternopil killed 20 people.")
    assert (reader.way, reader.identity.model) == (Way.PATTERNS, "patterns")
    assert reader.requests(article, find_figures(article.body)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nobody minds. On the platform, 400 people sit on folding chairs and wait for the overture.",
        "The season will have 19 productions, seven more than last year.",
        "The bank approved $250 million for 12 roads.",
    ],
)
def test_an_article_without_events_has_none(text: str) -> None:
    """A concert is no attack, whatever it counts."""
    reading, _ = read(text)
    assert reading.answer.attacks == []


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("causing no casualties", {"killed", "injured"}),
        ("without causing any casualties", {"killed", "injured"}),
        ("and there were no reports of injuries", {"injured"}),
        ("and there were no injured in the town itself", {"injured"}),
        ("but nobody was killed", {"killed"}),
        ("and it is unclear whether there were no casualties", set()),
    ],
)
def test_a_text_that_tells_of_nobody_hurt_gives_a_zero(said: str, roles: set[str]) -> None:
    """Zero is what the text says, in whatever words; what it does not know is nothing."""
    reading, _ = read(f"A drone hit a warehouse in Sumy, {said}, the mayor said.")
    assert {fact[1] for fact in facts(reading.answer) if fact[3] == 0} == roles


def test_animals_are_no_toll() -> None:
    """Seventy head of cattle that perished are nobody killed."""
    reading, _ = read("Shells hit a farm in Mendhar and 70 head of cattle perished, the administration said.")
    assert [fact for fact in facts(reading.answer) if fact[3] == 70] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=60).map(" ".join))
def test_whatever_is_read_is_printed_where_it_says(text: str) -> None:
    """Any text gives records whose sentences exist and print the values that they are cited for."""
    reading, article = read(text)
    figures = find_figures(article.body)
    for attack in reading.answer.attacks:
        assert all(1 <= number <= len(article.sentences) for number in attack.evidence)
        for count in attack.counts:
            cited = [article.sentences[number - 1] for number in count.evidence]
            printed = {f.value for f in figures for s in cited if s.start <= f.start < s.end}
            assert count.value in {None, 0} or count.value in printed
