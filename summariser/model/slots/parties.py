"""The people, states and bodies that a sentence names as parties, and the country each stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from summariser.model.slots.lexicon import nations, pattern_of, table_at, word_list
from summariser.model.slots.scene import Line, Scene
from summariser.resources import data_table

__all__ = ["Party", "People", "parties_of", "read_people"]

_NAME = r"[^\W\d_a-z][\w'’.-]*"
_PARTICLE = r"(?:al|el|bin|ibn|von|van|der|de|da|dos|al-|el-)"
_FULL_NAME = re.compile(rf"{_NAME}(?:\s(?:{_PARTICLE}\s)?{_NAME}){{0,3}}")
_PRONOUN = re.compile(r"^(?:[\"“'‘]\s?)?(?:He|She|The president|The leader|The minister)\b")


@dataclass(frozen=True, slots=True)
class Party:
    """One who may take part: `name` as printed, `country` it stands for, `start` in the sentence."""

    name: str
    country: str | None
    start: int
    is_person: bool = False


@dataclass(frozen=True)
class People:
    """The persons of an article by surname: their full name, and their country where the article says it."""

    by_surname: dict[str, Party]


@dataclass(frozen=True, slots=True)
class _Words:
    titles: re.Pattern[str]
    groups: re.Pattern[str]
    place_before: re.Pattern[str]


def read_people(scene: Scene) -> People:
    """The persons whom titles introduce anywhere in the article, and those whom everybody knows."""
    people: dict[str, Party] = {}
    for line in scene.lines:
        for match in _words().titles.finditer(line.text):
            name = _FULL_NAME.match(line.text, _skip(line.text, match.end()))
            if name is None:
                continue
            printed = _trimmed(name[0])
            surname = printed.split()[-1] if printed else ""
            if len(surname) > 2 and nations().state(printed) is None:
                country = _country_before(line.text, match.start()) or nations().people.get(surname)
                known = people.get(surname)
                if known is None or len(known.name) < len(printed) or known.country is None:
                    best = printed if known is None or len(printed) > len(known.name) else known.name
                    old = known.country if known is not None else None
                    people[surname] = Party(best, country or old, 0, is_person=True)
    for surname, country in nations().people.items():
        if surname not in people and re.search(rf"\b{re.escape(surname)}\b", scene.article.body):
            people[surname] = Party(_full_name(scene.article.body, surname), country, 0, is_person=True)
    return People(people)


def parties_of(scene: Scene, people: People, line: Line) -> list[Party]:
    """The parties of a sentence in their order; a pronoun at its beginning is the last person named."""
    found = [*_persons(people, line.text), *_states(line)]
    if _PRONOUN.match(line.text):
        found += _last_person(scene, people, line)
    found.sort(key=lambda party: party.start)
    return list(_distinct(found))


def _persons(people: People, text: str) -> Iterator[Party]:
    for surname, party in people.by_surname.items():
        match = re.search(rf"\b{re.escape(surname)}(?:['’]s)?\b", text)
        if match is not None:
            yield Party(party.name, party.country, match.start(), is_person=True)


def _states(line: Line) -> Iterator[Party]:
    """States and bodies that act here: not places, and not the adjective of a person's title."""
    text = line.text
    for match in nations().actor.finditer(text):
        rest = text[match.end() : match.end() + 60]
        if _words().place_before.search(text[: match.start()]) or _introduces(rest):
            continue
        state = nations().state(match[0])
        if state is None:
            continue
        group = _words().groups.match(rest.lstrip())
        printed = match[0].removesuffix("'s").removesuffix("’s")
        name = f"{printed} {group[0]}" if group and rest[:1] == " " else printed
        yield Party(name, state, match.start())


def _introduces(rest: str) -> bool:
    """Whether a title and a name follow: "Swedish Prime Minister Ulf Kristersson" is one party, not two."""
    title = _words().titles.match(rest.removeprefix("'s").removeprefix("’s").lstrip())
    return title is not None


def _last_person(scene: Scene, people: People, line: Line) -> Iterator[Party]:
    for earlier in reversed(scene.lines[max(0, line.number - 4) : line.number - 1]):
        found = sorted(_persons(people, earlier.text), key=lambda party: party.start)
        if found:
            yield Party(found[0].name, found[0].country, 0, is_person=True)
            return


def _country_before(text: str, at: int) -> str | None:
    """The state whose adjective stands right before a title."""
    before = text[max(0, at - 40) : at]
    last = None
    for match in nations().actor.finditer(before):
        if len(before) - match.end() <= 4:  # "'s " and a space
            last = nations().state(match[0])
    return last


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,":
        at += 1
    return at


_NOT_NAMES = frozenset(
    {
        "The",
        "A",
        "In",
        "On",
        "He",
        "She",
        "It",
        "They",
        "But",
        "And",
        "His",
        "Her",
        "This",
        "That",
        "Of",
        "For",
    }
)


def _trimmed(name: str) -> str:
    words = name.removesuffix("'s").removesuffix("’s").rstrip(".,").split()
    return "" if words and words[0] in _NOT_NAMES else " ".join(words)


def _full_name(body: str, surname: str) -> str:
    """The longest run of capitalised words that ends in a surname, without titles."""
    pattern = re.compile(rf"((?:{_NAME}\s){{0,2}}){re.escape(surname)}\b")
    best = surname
    for match in pattern.finditer(body):
        words = [word for word in match[1].split() if not _words().titles.fullmatch(word)]
        words = words[next((n for n, w in enumerate(words) if w in _NOT_NAMES), -1) + 1 :]
        words = [word for word in words if nations().state(word) is None]
        name = " ".join([*words, surname])
        best = name if len(name) > len(best) else best
    return best


def _distinct(found: Iterable[Party]) -> Iterator[Party]:
    """Each party once: a country that one of its people stands for is not a second party."""
    found = list(found)
    persons = {party.country for party in found if party.is_person}
    seen: set[str] = set()
    for party in found:
        covered = not party.is_person and party.country in persons
        key = party.name.lower() if party.is_person else str(party.country)
        if not covered and key not in seen:
            seen.add(key)
            yield party


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = data_table("model/slots/diplomacy.toml")
    titles = pattern_of(word_list(table_at(table, "titles"), "words"))
    before = "|".join(word_list(table_at(table, "places"), "before"))
    return _Words(
        titles=re.compile(titles.pattern),
        groups=pattern_of(word_list(table_at(table, "groups"), "words")),
        place_before=re.compile(
            rf"\b(?:{before})\s(?:the\s|central\s|southern\s|northern\s)?$", re.IGNORECASE
        ),
    )
