"""Places: found in texts, and resolved to where they are."""

import json
import time
from pathlib import Path

import pytest

from summariser.text.article import Article
from summariser.text.places import (
    PlaceMention,
    country_of_adjective,
    find_places,
    fold_name,
    resolve_place,
)

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, object]]:
    """The rows of a data file."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", rows("places.jsonl"), ids=lambda row: row["name"])
def test_a_place_is_where_it_is(row: dict[str, object]) -> None:
    """Old and new spellings, districts, regions and namesakes resolve; what could be another says so."""
    place = resolve_place(str(row["name"]), context=row["context"])
    assert place is not None
    assert (place.kind, place.admin1, place.country, place.ambiguous) == (
        row["kind"],
        row["admin1"],
        row["country"],
        row["ambiguous"],
    )
    assert place.reason or not place.ambiguous
    assert place.latitude is not None
    assert place.longitude is not None


@pytest.mark.parametrize("row", rows("place_names.jsonl"), ids=lambda row: row["text"][:40])
def test_places_are_told_from_people_papers_and_words(row: dict[str, object]) -> None:
    """Names of places are found in order; demonyms, people, papers and ordinary words are not."""
    text = str(row["text"])
    assert [text[mention.start : mention.end] for mention in find_places(text)] == row["places"]


@pytest.mark.parametrize("row", rows("gold_places.jsonl"), ids=lambda row: f"{row['seed']} {row['name']}")
def test_the_gold_places_of_the_seeds(row: dict[str, object]) -> None:
    """Every place that the seeds' gold names resolves to the gold's region and country."""
    place = resolve_place(str(row["name"]), context=row["context"])
    assert place is not None
    assert (place.admin1, place.country) == (row["admin1"], row["country"])


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.name[:3])
def test_every_place_found_in_a_seed_resolves(path: Path) -> None:
    """What is found in the seeds is known, and quoted as printed."""
    article = Article.from_file(path)
    found = find_places(article.body)
    assert len(found) > 20
    unknown = [mention.name for mention in found if resolve_place(mention.name) is None]
    assert unknown == []


def test_the_place_of_an_event_is_told_from_a_party() -> None:
    """A mention says which preposition governs it: "in Kyiv" is a place, "Moscow said" a party."""
    found = find_places("Moscow said it hit Lutsk and Lviv, in western Ukraine, from the Kursk region.")
    assert [(mention.name, mention.kind, mention.preposition) for mention in found] == [
        ("Moscow", "settlement", None),
        ("Lutsk", "settlement", "hit"),
        ("Lviv", "settlement", "hit"),
        ("western Ukraine", "region", "in"),
        ("Kursk region", "admin1", "from"),
    ]


def test_a_plural_noun_makes_regions_of_all_before_it() -> None:
    """In "Kharkiv, Poltava and Donetsk regions" all three are regions."""
    found = find_places("Drones hit the Kharkiv, Poltava and Donetsk regions.")
    assert [(mention.name, mention.kind) for mention in found] == [
        ("Kharkiv region", "admin1"),
        ("Poltava region", "admin1"),
        ("Donetsk region", "admin1"),
    ]


def test_offsets_are_into_the_text() -> None:
    """A mention's offsets give the name as printed, possessive left out."""
    text = "Kyiv’s air force and Ukraine's partners met in Nova Kakhovka."
    assert [text[each.start : each.end] for each in find_places(text)] == ["Kyiv", "Ukraine", "Nova Kakhovka"]


@pytest.mark.parametrize("name", ["", "nowhere at all", "various locations", "Zzyzxville", "the front", "42"])
def test_what_is_no_place_is_none(name: str) -> None:
    """An unknown name is not guessed at."""
    assert resolve_place(name) is None


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Russian", "Russia"),
        ("Ukrainians", "Ukraine"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("British", "United Kingdom"),
        ("Israeli", "Israel"),
        ("Swiss", "Switzerland"),
        ("Turks", "Turkey"),
        ("Martian", None),
    ],
)
def test_the_country_of_an_adjective(word: str, country: str | None) -> None:
    """Adjectives and demonyms name their country."""
    assert country_of_adjective(word) == country


@pytest.mark.parametrize(
    "names",
    [
        ["Kyiv", "Kyyiv"],
        ["Kupiansk", "Kupyansk"],
        ["Mykolaiv", "Mykolayiv", "Mykolaïv"],
        ["Zaporizhzhia", "Zaporizhzhya"],
        ["Izium", "Izyum"],
        ["Slov'yansk", "Slov’yansk", "Sloviansk"],
        ["Kostiantynivka", "Kostyantynivka"],
        ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi"],
        ["Türkiye", "Turkiye"],
        ["Vinnytsia", "Vinnytsya"],
        ["Ivano-Frankivsk", "ivano frankivsk", "IVANO–FRANKIVSK"],
    ],
)
def test_spellings_of_one_name_have_one_key(names: list[str]) -> None:
    """Romanisations, apostrophes, diacritics, hyphens and capitals do not matter for matching."""
    assert len({fold_name(name) for name in names}) == 1


def test_different_names_keep_different_keys() -> None:
    """Folding does not make one of what is two."""
    names = [
        "Kyiv",
        "Kharkiv",
        "Lviv",
        "Sumy",
        "Syria",
        "Serbia",
        "Mali",
        "Malawi",
        "Iran",
        "Iraq",
        "Niger",
        "Nigeria",
    ]
    assert len({fold_name(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "piece", ["A", "Kyiv ", "Kyiv, ", "St. ", "New York ", "village of Village of ", "Kyiv-", "Aa "]
)
def test_finding_takes_time_in_proportion(piece: str) -> None:
    """A hundred thousand characters of anything is searched in seconds."""
    text = piece * (100_000 // len(piece))
    started = time.monotonic()
    find_places(text)
    assert time.monotonic() - started < 5


def test_a_mention_is_a_value() -> None:
    """Mentions compare by value."""
    assert find_places("in Kyiv") == [PlaceMention(3, 7, "Kyiv", "settlement", "in")]
