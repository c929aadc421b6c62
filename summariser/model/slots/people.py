"""The persons of an article: who a title introduces, under which name, and the country each stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from summariser.model.slots.lexicon import lexicon, nations, pattern_of, table_at, word_list
from summariser.model.slots.scene import Scene
from summariser.resources import data_table

__all__ = ["Party", "People", "name_follows", "persons_in", "read_people", "readable", "titles"]

_NAME = r"(?:[aAeE]l-)?[^\W\d_a-z][\w'’.-]*"
_SHORT_NAME = r"(?:[aAeE]l-)?[^\W\d_a-z][\w'’.-]{0,40}+"  # where many may begin, none is read to a far end
_PARTICLE = r"(?:al|el|bin|ibn|von|van|der|de|da|dos)"
_FULL_NAME = re.compile(rf"{_NAME}(?: (?:{_PARTICLE} )?{_NAME}){{0,3}}")
_ONE_NAME = re.compile(_NAME)
_APPOSED = re.compile(
    rf"({_SHORT_NAME}(?: {_SHORT_NAME}){{1,3}}),\s(?:the\s|a\s|an\s)?((?:[\w.'’-]{{1,20}}\s){{0,4}})$"
)
_OWNED = re.compile(
    rf"['’]s\s({_SHORT_NAME}\s(?:{_PARTICLE}\s)?{_SHORT_NAME})\s"
    r"(?:said|says|told|met|meets|flew|spoke|visited|arrived|urged|called|accused|warned|wrote|used|travelled|traveled"
    r"|hosted|received|telephoned|phoned|welcomed|condemned|offered|pledged|promised|insisted|appealed|vowed"
    r"|threatened|signed|chaired|briefed|dismissed|refused|ruled"
    r"|went|held|added|announced|rejected|demanded|was\s(?:in|due|to)|is\s(?:in|due|to)|will)\b"
)
_SPEAKS_THERE = re.compile(r"In\s([A-Z][\w'’]{1,20}(?:\s[A-Z][\w'’]{1,20})?),\s")
""" "In Moscow, foreign ministry spokeswoman Irina Orlova said": whose spokeswoman she is."""

_LED_BY = re.compile(
    rf"\b(?:headed|led|represented|chaired)\sby\s({_SHORT_NAME}\s(?:{_PARTICLE}[\s-])?{_SHORT_NAME})(?!\w)"
)
_SEAT = re.compile(
    r"\s(?:of|to)\s(?:the\s)?(?:[A-Z][\w'’-]{1,20}\s?){1,3}(?:\sand\s[A-Z][\w'’-]{1,20})?,\s(?=[A-Z][\w'’-]+\s[A-Z])"
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
    between: re.Pattern[str]
    national: re.Pattern[str]
    local: re.Pattern[str]
    no_person: re.Pattern[str]


def read_people(scene: Scene) -> People:
    """The persons whom titles introduce anywhere in the article, and those whom everybody knows."""
    people: dict[str, Party] = {}
    for line in scene.lines:
        text = readable(line.text)
        there = _SPEAKS_THERE.match(text)
        for person in [*_introduced(text, one_word=line.text.isupper()), *_owned(text), *_leading(text)]:
            if person.country is None and there is not None and not person.is_local:
                person = replace(person, country=nations().state(there[1]))
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
            and re.search(rf"(?<![\w-]){re.escape(surname)}\b{_GIVEN_NAME}", scene.article.body)
        ):
            people[surname] = Party(_full_name(scene.article.body, surname), country, 0, is_person=True)
    home = scene.country
    return People(
        {
            surname: replace(one, country=home) if one.is_national and one.country is None else one
            for surname, one in people.items()
        }
    )


def readable(text: str) -> str:
    """A wire in capitals with its words capitalised; same length."""
    return text.title() if text.isupper() else text


def _introduced(text: str, *, one_word: bool) -> Iterator[Party]:
    """The persons whom a title introduces: "Swedish Prime Minister Ulf Kristersson", "Kristersson, the …"."""
    name_of = _ONE_NAME if one_word else _FULL_NAME
    for match in titles().finditer(text):
        found = name_of.match(text, _skip(text, match.end())) or _seated(text, match.end())
        if found is not None:
            printed, country = _person_name(found[0])
            behind = _country_behind(text, found.end())
            said = country or behind or _country_before(text, match.start()) or nations().state(match[0])
        else:
            apposed = _APPOSED.search(text[max(0, match.start() - 120) : match.start()])
            if apposed is None:
                continue
            printed, said = _trimmed(apposed[1]), _country_in(apposed[2])
        surname = printed.split()[-1] if printed else ""
        if (
            len(surname) > 2 - (" " in printed)
            and nations().state(printed) is None
            and not lexicon().no_place.fullmatch(surname)
            and not _words().no_person.fullmatch(printed)
        ):
            local = _words().local.search(text, max(0, match.start() - 12), match.end()) is not None
            country = said or nations().people.get(surname.removeprefix("al-"))
            national = _words().national.fullmatch(match[0]) is not None
            yield Party(printed, country, 0, is_person=True, is_national=national, is_local=local)


def _seated(text: str, at: int) -> re.Match[str] | None:
    """The name behind a title and its seat: "the bishop of Goma, Willy Ngumbi"."""
    seat = _SEAT.match(text, at)
    return _FULL_NAME.match(text, seat.end()) if seat is not None else None


def _owned(text: str) -> Iterator[Party]:
    """Who is named behind a state alone, and speaks or travels: "Oman's Badr al-Busaidi met …"."""
    for match in nations().actor.finditer(text):
        found = _OWNED.match(text, match.end())
        if found is not None and not _words().no_person.search(found[1]):
            yield Party(found[1], nations().state(match[0]), 0, is_person=True)


def _leading(text: str) -> Iterator[Party]:
    """Who leads a delegation: "a team headed by Salim Harb"."""
    for match in _LED_BY.finditer(text):
        words = match[1].split()
        unnamed = nations().state(words[0]) is not None or titles().fullmatch(words[0]) is not None
        if not unnamed and not _words().no_person.search(match[1]):
            yield Party(match[1], nations().people.get(words[-1]), 0, is_person=True)


def _person_name(name: str) -> tuple[str, str | None]:
    """The name without titles; "Togo's Faure Gnassingbe" says his country too."""
    words = _trimmed(name).split()
    country = None
    while words:
        state = nations().state(words[0])
        if state is None and not titles().fullmatch(words[0]):
            break
        country = state or country
        words = words[1:]
    return " ".join(words), country


def persons_in(people: People, text: str) -> Iterator[Party]:
    """The persons whom a text names, each where it does so first."""
    given = "" if text.istitle() else _GIVEN_NAME  # of a wire in capitals nothing tells names from words
    for surname, party in people.by_surname.items():
        if surname not in text:
            continue
        match = re.search(rf"(?<![\w-]){re.escape(surname)}(?:['’]s)?\b{given}", text)
        if match is not None:
            yield replace(party, start=match.start(), end=match.end())


def name_follows(printed: str, rest: str) -> bool:
    """Whether a title and a name follow: "Swedish Prime Minister Ulf Kristersson" is one party, not two."""
    following = rest.removeprefix("'s").removeprefix("’s").lstrip()
    if titles().fullmatch(printed):
        return _FULL_NAME.match(following) is not None
    between = _words().between.match(following)
    title = titles().match(following, between.end() if between else 0)
    name = _FULL_NAME.match(following, _skip(following, title.end())) if title is not None else None
    return name is not None and nations().state(name[0].split()[0]) is None


def _country_before(text: str, at: int) -> str | None:
    """The state whose name stands right before a title: "Iran's foreign minister", "the US special envoy"."""
    before = text[max(0, at - 60) : at]
    last = None
    for match in nations().actor.finditer(before):
        rest = before[match.end() :].removeprefix("'s").removeprefix("’s").lstrip()
        if _words().between.fullmatch(rest):
            last = nations().state(match[0])
    return last


def _country_behind(text: str, at: int) -> str | None:
    """The state behind a name: "President Daniel Noboa of Ecuador"."""
    match = nations().actor.match(text, at + len(" of ")) if text.startswith(" of ", at) else None
    return nations().state(match[0]) if match is not None else None


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
    pattern = re.compile(rf"(?<!\w)((?:{_SHORT_NAME}[ ]){{0,2}}){re.escape(surname)}\b")
    best = surname
    for match in pattern.finditer(body):
        words = [word for word in match[1].split() if not titles().fullmatch(word)]
        words = words[next((n for n, w in enumerate(words) if w in _NOT_NAMES), -1) + 1 :]
        words = [word for word in words if nations().state(word) is None]
        name = " ".join([*words, surname])
        best = name if len(name) > len(best) else best
    return best


def titles() -> re.Pattern[str]:
    """The titles, as they are printed."""
    return _words().titles


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = table_at(data_table("model/slots/diplomacy.toml"), "titles")
    between = "|".join(map(re.escape, word_list(table, "between")))
    return _Words(
        titles=re.compile(pattern_of(word_list(table, "words")).pattern),
        between=re.compile(rf"(?:(?:{between})\s){{0,3}}", re.IGNORECASE),
        national=pattern_of(word_list(table, "national")),
        local=pattern_of(word_list(table, "local")),
        no_person=pattern_of(word_list(table, "no_person")),
    )
