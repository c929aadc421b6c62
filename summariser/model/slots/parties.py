"""The people, states and bodies that a sentence names as parties, and the country each stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from summariser.model.slots.lexicon import lexicon, nations, pattern_of, table_at, word_list
from summariser.model.slots.scene import Line, Scene
from summariser.resources import data_table

__all__ = ["Party", "People", "distinct", "parties_of", "read_people"]

_NAME = r"(?:[aAeE]l-)?[^\W\d_a-z][\w'’.-]*"
_SHORT_NAME = r"(?:[aAeE]l-)?[^\W\d_a-z][\w'’.-]{0,40}+"  # where many may begin, none is read to a far end
_PARTICLE = r"(?:al|el|bin|ibn|von|van|der|de|da|dos)"
_FULL_NAME = re.compile(rf"{_NAME}(?: (?:{_PARTICLE} )?{_NAME}){{0,3}}")
_ONE_NAME = re.compile(_NAME)
_PRONOUN = re.compile(r"^(?:[\"“'‘]\s?)?(?:He|She|The president|The leader|The minister)\b")
_HE_SAID = re.compile(r"[,”\"’']\s(he|she)\s(?:said|told|added|wrote)\b")
_NOBODY = ("The ", "Both ", "Two ", "Three ", "All ", "Our ", "Their ", "His ", "Some ", "Many ")
_IT = re.compile(r"(?:It|They)\s")
_ASKED_FOR = re.compile(r"['’]s\s(?:request|invitation|behest|initiative|urging)\b")
_APPOSED = re.compile(
    rf"({_SHORT_NAME}(?: {_SHORT_NAME}){{1,3}}),\s(?:the\s|a\s|an\s)?((?:[\w.'’-]{{1,20}}\s){{0,4}})$"
)
_GIVEN_NAME = r"(?!\s(?!\w{0,6}day\b)[A-Z][a-z])"
"""Not before another name: "Abbas Araqchi" is not the Abbas whom everybody knows."""


@dataclass(frozen=True, slots=True)
class Party:
    """One who may take part: `name` as printed, `country` it stands for, `start` in the sentence."""

    name: str
    country: str | None
    start: int
    is_person: bool = False
    end: int = 0
    is_national: bool = False  # a president or a minister: of the article's own country, where none is said
    is_local: bool = False  # a governor or a mayor
    is_place: bool = False  # the "Russia" of "to Russia": where to, or to whom
    is_group: bool = False  # negotiators, a delegation
    is_adjective: bool = False  # the "Russian" of "Russian drones"

    @property
    def acts(self) -> bool:
        """Whether it stands where one may act: neither a place nor an adjective."""
        return not (self.is_place or self.is_adjective)


@dataclass(frozen=True)
class People:
    """The persons of an article by surname: their full name, and their country where the article says it."""

    by_surname: dict[str, Party]


@dataclass(frozen=True, slots=True)
class _Words:
    titles: re.Pattern[str]
    groups: re.Pattern[str]
    grouped: re.Pattern[str]
    between: re.Pattern[str]
    national: re.Pattern[str]
    local: re.Pattern[str]
    unnamed: re.Pattern[str]
    place_before: re.Pattern[str]


def read_people(scene: Scene) -> People:
    """The persons whom titles introduce anywhere in the article, and those whom everybody knows."""
    people: dict[str, Party] = {}
    for line in scene.lines:
        for person in _introduced(_readable(line.text), one_word=line.text.isupper()):
            surname = person.name.split()[-1]
            known = people.get(surname)
            if known is not None:
                name = max(known.name, person.name, key=len)
                local = person.is_local and known.is_local
                country = person.country or known.country
                national = person.is_national or known.is_national
                person = Party(name, country, 0, is_person=True, is_national=national, is_local=local)
            people[surname] = person
    for surname, country in nations().people.items():
        if (
            surname in scene.article.body
            and surname not in people
            and re.search(rf"\b{re.escape(surname)}\b{_GIVEN_NAME}", scene.article.body)
        ):
            people[surname] = Party(_full_name(scene.article.body, surname), country, 0, is_person=True)
    home = scene.country
    return People(
        {
            surname: replace(one, country=home) if one.is_national and one.country is None else one
            for surname, one in people.items()
        }
    )


def _readable(text: str) -> str:
    """A wire in capitals with its words capitalised; same length."""
    return text.title() if text.isupper() else text


def _introduced(text: str, *, one_word: bool) -> Iterator[Party]:
    """The persons whom a title introduces: "Swedish Prime Minister Ulf Kristersson", "Kristersson, the …"."""
    name_of = _ONE_NAME if one_word else _FULL_NAME
    for match in _words().titles.finditer(text):
        found = name_of.match(text, _skip(text, match.end()))
        if found is not None:
            printed, country = _person_name(found[0])
            said = country or _country_before(text, match.start()) or nations().state(match[0])
        else:
            apposed = _APPOSED.search(text[max(0, match.start() - 120) : match.start()])
            if apposed is None:
                continue
            printed, said = _trimmed(apposed[1]), _country_in(apposed[2])
        surname = printed.split()[-1] if printed else ""
        if (
            len(surname) > 2
            and nations().state(printed) is None
            and not lexicon().no_place.fullmatch(surname)
        ):
            local = _words().local.search(text, max(0, match.start() - 12), match.end()) is not None
            country = said or nations().people.get(surname)
            national = _words().national.fullmatch(match[0]) is not None
            yield Party(printed, country, 0, is_person=True, is_national=national, is_local=local)


def _person_name(name: str) -> tuple[str, str | None]:
    """The name without titles; "Togo's Faure Gnassingbe" says his country too."""
    words = _trimmed(name).split()
    country = None
    while words:
        state = nations().state(words[0])
        if state is None and not _words().titles.fullmatch(words[0]):
            break
        country = state or country
        words = words[1:]
    return " ".join(words), country


def parties_of(scene: Scene, people: People, line: Line) -> list[Party]:
    """The parties of a sentence in their order; a pronoun at its beginning is the last one named."""
    found = [*_persons(people, _readable(line.text)), *_states(line)]
    if _PRONOUN.match(line.text):
        found += _last_person(scene, people, line)
    elif _IT.match(line.text):
        found += _last_speaker(scene, people, line)
    said = _HE_SAID.search(line.text, 1)
    if said is not None:
        before = [party for party in found if party.is_person and party.start < said.start()]
        speaker = before[-1:] or list(_last_person(scene, people, line))
        found += [replace(party, start=said.start(1), end=said.end(1)) for party in speaker]
    found.sort(key=lambda party: party.start)
    return found


def _persons(people: People, text: str) -> Iterator[Party]:
    given = "" if text.istitle() else _GIVEN_NAME  # of a wire in capitals nothing tells names from words
    for surname, party in people.by_surname.items():
        if surname not in text:
            continue
        match = re.search(rf"\b{re.escape(surname)}(?:['’]s)?\b{given}", text)
        if match is not None:
            yield replace(party, start=match.start(), end=match.end())


def _states(line: Line) -> Iterator[Party]:
    """States, bodies and groups that act here: not places, and not the adjective of a person's title."""
    text = _readable(line.text)
    for match in nations().actor.finditer(text):
        rest = text[match.end() : match.end() + 80]
        if _introduces(match[0], rest) or _in_a_name(line, match.start(), match.end()):
            continue
        state = nations().state(match[0])
        if state is not None:
            name = _with_group(match[0], rest)
            idle = nations().is_adjective(match[0]) and not _words().grouped.match(rest)
            yield Party(
                name,
                state,
                match.start(),
                end=match.start() + len(name),
                is_group=len(name) > len(match[0]),
                is_adjective=idle,
                is_place=_is_place(text[: match.start()], rest),
            )
    for match in _words().unnamed.finditer(text):
        named = any(nations().state(word) is not None for word in match[0].split())
        if not named and not match[0].startswith(_NOBODY):
            yield Party(match[0], None, match.start(), end=match.end())


def _in_a_name(line: Line, start: int, end: int) -> bool:
    """Whether it is a part of a place's name: the "Sudan" of "Port Sudan"."""
    return any(
        spot.start <= start and end <= spot.end and spot.end - spot.start > end - start + 2
        for spot in line.spots
    )


def _with_group(printed: str, rest: str) -> str:
    """ "Ukrainian" and " negotiators are due" make "Ukrainian negotiators"."""
    group = _words().groups.match(rest.lstrip()) or _words().titles.match(rest.lstrip())
    plain = printed.removesuffix("'s").removesuffix("’s")
    return f"{plain} {group[0]}" if group is not None and rest[:1] == " " else plain


def _is_place(before: str, rest: str) -> bool:
    """Whether what stands before a name makes it a place: "in Moscow", but "negotiators from Moscow"."""
    if not _words().place_before.search(before) or _ASKED_FOR.match(rest):
        return False
    last = before.rstrip().rsplit(None, 2)
    return not (len(last) > 2 and last[-1] == "from" and _words().groups.fullmatch(last[-2]))


def _introduces(printed: str, rest: str) -> bool:
    """Whether a title and a name follow: "Swedish Prime Minister Ulf Kristersson" is one party, not two."""
    following = rest.removeprefix("'s").removeprefix("’s").lstrip()
    if _words().titles.fullmatch(printed):
        return _FULL_NAME.match(following) is not None
    between = _words().between.match(following)
    title = _words().titles.match(following, between.end() if between else 0)
    name = _FULL_NAME.match(following, _skip(following, title.end())) if title is not None else None
    return name is not None and nations().state(name[0].split()[0]) is None


def _last_person(scene: Scene, people: People, line: Line) -> Iterator[Party]:
    for earlier in reversed(scene.lines[max(0, line.number - 4) : line.number - 1]):
        found = sorted(_persons(people, earlier.text), key=lambda party: party.start)
        found = found or [party for party in _states(earlier) if party.is_group]
        if found:
            yield replace(found[0], start=0, end=0)
            return


def _last_speaker(scene: Scene, people: People, line: Line) -> Iterator[Party]:
    """Whom "It" goes on about: who stands first in the sentence before."""
    if line.number > 1:
        earlier = scene.lines[line.number - 2]
        found = [*_persons(people, earlier.text), *(party for party in _states(earlier) if party.acts)]
        first = min(found, key=lambda party: party.start, default=None)
        if first is not None:
            yield replace(first, start=0, end=0)


def _country_before(text: str, at: int) -> str | None:
    """The state whose name stands right before a title: "Iran's foreign minister", "the US special envoy"."""
    before = text[max(0, at - 60) : at]
    last = None
    for match in nations().actor.finditer(before):
        rest = before[match.end() :].removeprefix("'s").removeprefix("’s").lstrip()
        if _words().between.fullmatch(rest):
            last = nations().state(match[0])
    return last


def _country_in(text: str) -> str | None:
    match = nations().actor.search(text)
    return nations().state(match[0]) if match is not None else None


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
    pattern = re.compile(rf"(?<!\w)((?:{_SHORT_NAME}\s){{0,2}}){re.escape(surname)}\b")
    best = surname
    for match in pattern.finditer(body):
        words = [word for word in match[1].split() if not _words().titles.fullmatch(word)]
        words = words[next((n for n, w in enumerate(words) if w in _NOT_NAMES), -1) + 1 :]
        words = [word for word in words if nations().state(word) is None]
        name = " ".join([*words, surname])
        best = name if len(name) > len(best) else best
    return best


def distinct(found: Iterable[Party]) -> list[Party]:
    """Each party once: a country that one of its people stands for is not a second party."""
    found = list(found)
    persons = {party.country for party in found if party.is_person}
    told: dict[str, Party] = {}
    for party in found:
        covered = not party.is_person and party.country in persons
        key = party.name.lower() if party.is_person else (party.country or party.name)
        if not covered:
            told.setdefault(key, party)
    return list(told.values())


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = data_table("model/slots/diplomacy.toml")
    titles = pattern_of(word_list(table_at(table, "titles"), "words"))
    groups = word_list(table_at(table, "groups"), "words")
    unnamed = [
        *map(re.escape, word_list(table_at(table, "groups"), "offices")),
        rf"[A-Z]\w+(?: and [A-Z]\w+)? (?:{'|'.join(map(re.escape, groups))})",
    ]
    before = "|".join(word_list(table_at(table, "places"), "before"))
    any_group = rf"(?:{pattern_of(groups).pattern}|{titles.pattern})"
    between = "|".join(map(re.escape, word_list(table_at(table, "titles"), "between")))
    return _Words(
        titles=re.compile(titles.pattern),
        groups=pattern_of(groups),
        grouped=re.compile(
            rf"(?:(?:,|\sand|\sor|,\sand)\s[A-Z][\w.]{{1,20}}){{0,5}}(?:\s[\w’'-]{{1,20}}){{0,3}}?\s{any_group}",
            re.IGNORECASE,
        ),
        between=re.compile(rf"(?:(?:{between})\s){{0,3}}", re.IGNORECASE),
        national=pattern_of(word_list(table_at(table, "titles"), "national")),
        local=pattern_of(word_list(table_at(table, "titles"), "local")),
        unnamed=re.compile(rf"\b(?:{'|'.join(unnamed)})(?!\w)(?! [A-Z])"),
        place_before=re.compile(
            rf"\b(?:{before})\s(?:the\s|central\s|southern\s|northern\s)?$", re.IGNORECASE
        ),
    )
