"""The gazetteer: names, what they stand for, and where that is. Read on first use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from summariser.resources import data_lines, data_table
from summariser.text.spelling import fold_name

__all__ = ["Entry", "Gazetteer", "PlaceWords", "country_of_adjective", "gazetteer", "place_words"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `country` is its usual English name; `ordinary`: its name is an English word too."""

    name: str
    kind: str
    admin1: str | None
    country: str | None
    latitude: float
    longitude: float
    population: int = 0
    ordinary: bool = False
    parent: str | None = None  # a district's town


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places by folded name, and by the first word of it with the words that follow (longest first)."""

    by_name: Mapping[str, tuple[tuple[Entry, bool], ...]]
    by_first_word: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    adjectives: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words by which a name is told to be a place, or not."""

    prepositions: frozenset[str]
    weak_prepositions: frozenset[str]  # they say of a party as often as of a place
    sure_prepositions: frozenset[str]  # they make a place even of an ordinary word
    between: frozenset[str]
    compass: frozenset[str]
    nouns: Mapping[str, str]
    given: frozenset[str]
    ordinary: frozenset[str]
    honorific: frozenset[str]
    lead: frozenset[str]
    title_after: frozenset[str]
    country_after: frozenset[str]


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The words, as `data/gazetteer_words.toml` lists them."""
    table = data_table("data/gazetteer_words.toml")
    flat = {name: words for name, words in table.items() if isinstance(words, str)}
    lists = {**flat, **cast("dict[str, str]", table["words"])}
    return PlaceWords(
        nouns=cast("dict[str, str]", table["nouns"]),
        **{name: frozenset(words.split()) for name, words in lists.items()},
    )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The tables, read and indexed once."""
    by_name: dict[str, list[tuple[Entry, bool]]] = defaultdict(list)
    for entry, names in _entries():
        seen = set()
        for number, name in enumerate(names):
            key = fold_name(name)
            if key and key not in seen:
                seen.add(key)
                by_name[key].append((entry, number == 0))
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for key in by_name:
        first, *rest = key.split(" ")
        by_first[first].append((tuple(rest), key))
    return Gazetteer(
        by_name={key: tuple(found) for key, found in by_name.items()},
        by_first_word={first: tuple(sorted(t, key=lambda x: -len(x[0]))) for first, t in by_first.items()},
        adjectives=dict(_adjectives()),
    )


@lru_cache(maxsize=16_384)
def country_of_adjective(word: str) -> str | None:
    """The country an adjective or demonym belongs to: "Russian", "Ukrainians", "U.S." …; None if none."""
    found = gazetteer().adjectives
    key = word.replace(".", "").casefold()
    return found.get(key) or found.get(key.removesuffix("s"))


def _entries() -> Iterator[tuple[Entry, list[str]]]:
    """Every place with its names, the one it is shown by first."""
    countries = {row[0]: row for row in _rows("data/gazetteer_countries.tsv", columns=4)}
    yield from _by_hand(countries)
    for kind, name, others, admin1, iso, latitude, longitude, population, word in _rows(
        "data/gazetteer.tsv", columns=9
    ):
        country = countries[iso][1] if iso in countries else None
        if kind == "C":
            _, name, others, _ = countries.get(iso, [iso, name, others, ""])
            country = name
        entry = Entry(
            name=name,
            kind={"S": "settlement", "C": "country", "A": "admin1"}[kind],
            admin1=admin1 or None,
            country=country,
            latitude=float(latitude),
            longitude=float(longitude),
            population=int(population or 0),
            ordinary=bool(word) or fold_name(name) in place_words().ordinary,
        )
        yield entry, [name, *filter(None, others.split("|"))]


def _by_hand(countries: Mapping[str, list[str]]) -> Iterator[tuple[Entry, list[str]]]:
    for kind, name, others, admin1, iso, latitude, longitude in _rows(
        "data/gazetteer_by_hand.tsv", columns=7
    ):
        parent, _, region = admin1.rpartition(", ")
        entry = Entry(
            name=name,
            kind=kind,
            admin1=region or None,
            country=countries[iso][1] if iso else None,
            latitude=float(latitude),
            longitude=float(longitude),
            parent=parent or None,
        )
        names = [name, *filter(None, others.split("|"))]
        yield entry, names


def _rows(table: str, *, columns: int) -> Iterator[list[str]]:
    for line in data_lines(table):
        row = line.split("\t")
        yield row + [""] * (columns - len(row))


def _adjectives() -> Iterator[tuple[str, str]]:
    for _, name, _, adjectives in _rows("data/gazetteer_countries.tsv", columns=4):
        for adjective in adjectives.split("|"):
            yield adjective.replace(".", "").casefold(), name
