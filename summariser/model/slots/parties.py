"""The people, states and bodies that a sentence names as parties, and the country each stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from summariser.model.slots.lexicon import nations, pattern_of, table_at, word_list
from summariser.model.slots.people import Party, People, name_follows, persons_in, readable, titles
from summariser.model.slots.scene import Line, Scene
from summariser.resources import data_table

__all__ = ["distinct", "parties_of"]

_PRONOUN = re.compile(
    r"^(?:[\"“'‘]\s?)?(?:He|She|The president|The leader|The minister|In\s[A-Z][\w’-]{1,20},\s(?:he|she))\b"
)
_HE_SAID = re.compile(r"[,”\"’']\s(he|she)\s(?:said|told|added|wrote)\b")
_NOBODY = ("The ", "Both ", "Two ", "Three ", "All ", "Our ", "Their ", "His ", "Some ", "Many ")
_AND = re.compile(r",?\s(?:and|or)\s(?:the\s)?")
_IT = re.compile(r"(?:It|They|Its|Their|The\s(?:bloc|alliance|body|organisation|organization))\s")
_VENUE = re.compile(
    r"(?:(?:,|\sand|\sor|,\sand)\s[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?){0,3}"
    r"\s(?:has|have|had|is|are|was|were)\s(?:\w{1,10}\s){0,3}"
    r"(?:mentioned|floated|named|considered|suggested|proposed|chosen|picked|discussed|offered)\s"
    r"as\s(?:\w{1,12}\s){0,3}(?:venues?|sites?|locations?|places?|hosts?)\b"
)
"""Behind a town, these make it a place: "Geneva has been mentioned as a venue"."""

_OF_SEVERAL = (
    r"\s(?:of|from)\s(?!the\sthree\b)(?:the\s)?(?!two\b|both\b)(?:[a-z-]{3,9}|\d{1,3})"
    r"\s(?:[A-Z]\w{1,15}\s(?:and\s[A-Z]\w{1,15}\s)?)?(?:countries|nations|states|powers)\b"
)
"""Ministers "of eight Arab and Muslim countries" are a party, though none of them is named."""

_SEVERAL = re.compile(
    r"\b(?:[Bb]oth|[Tt]he\s(?P<number>two|three)|[Tt]wo)\s(?:[A-Z][a-z]{2,12}\s)?"
    r"(?:countries|neighbou?rs|nations|governments|armies|militaries|capitals|powers|states)\b"
)
_A_PAIR, _LOOK_BACK = 2, 25
"""How many sentences back those may have been named that "both countries" are."""

_IN_ITS_TOWN = re.compile(r"\b(?:in|at|from|near)\s[A-Z][\w'’-]{1,20}(?:\s[A-Z][\w'’-]{1,20})?,\s$")
""" "in Jeddah, Saudi Arabia": the state only says where."""

_ASKED_FOR = re.compile(r"['’]s\s(?:request|invitation|behest|initiative|urging)\b")


@dataclass(frozen=True, slots=True)
class _Words:
    groups: re.Pattern[str]
    grouped: re.Pattern[str]
    unnamed: re.Pattern[str]
    of_several: re.Pattern[str]
    office: re.Pattern[str]
    hyphened: re.Pattern[str]
    place_before: re.Pattern[str]


def parties_of(scene: Scene, people: People, line: Line) -> list[Party]:
    """The parties of a sentence in their order; a pronoun at its beginning is the last one named."""
    found = [*persons_in(people, readable(line.text)), *_states(line)]
    found += _both(scene, line, found)
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


def _states(line: Line) -> Iterator[Party]:
    """States, bodies and groups that act here: not places, and not the adjective of a person's title."""
    text = readable(line.text)
    for match in nations().actor.finditer(text):
        rest = text[match.end() : match.end() + 80]
        if name_follows(match[0], rest) or _in_a_name(line, match.start(), match.end()):
            continue
        if _words().hyphened.match(rest):
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
                is_place=not _titled(rest)
                and _is_place(text[max(0, match.start() - 60) : match.start()], rest),
            )
    for match in _words().of_several.finditer(text):
        yield Party(match[0], None, match.start(), end=match.end(), is_group=True)
    for match in _words().unnamed.finditer(text):
        named = any(nations().state(word) is not None for word in match[0].split())
        if not named and not match[0].startswith(_NOBODY):
            yield Party(match[0], None, match.start(), end=match.end())


def _both(scene: Scene, line: Line, found: Iterable[Party]) -> Iterator[Party]:
    """Who "both countries" are: the last that one sentence named together, else those named last."""
    match = _SEVERAL.search(line.text)
    if match is None or len({party.country for party in found if party.country is not None}) > 1:
        return
    wanted = _A_PAIR + (match["number"] == "three")
    last: list[str] = []
    for earlier in reversed(scene.lines[max(0, line.number - 1 - _LOOK_BACK) : line.number]):
        named = _named(earlier)
        if len(named) == wanted:
            last = named
            break
        last += [state for state in named if state not in last]
    for state in last[:wanted] if len(last) >= wanted else ():
        yield Party(state, state, match.start(), end=match.end())


def _named(line: Line) -> list[str]:
    """The states that a sentence names, each once."""
    states = (nations().state(word[0]) for word in nations().actor.finditer(line.text))
    return list(dict.fromkeys(state for state in states if state is not None))


def _in_a_name(line: Line, start: int, end: int) -> bool:
    """Whether it is a part of a place's name: the "Sudan" of "Port Sudan"."""
    return any(
        spot.start <= start
        and end <= spot.end
        and spot.end - spot.start > end - start + 2
        and line.text[spot.start : start].lower() != "the "
        for spot in line.spots
    )


def _with_group(printed: str, rest: str) -> str:
    """ "Ukrainian" and " negotiators are due" make "Ukrainian negotiators"."""
    office = _words().office.match(rest.lstrip())
    group = _words().groups.match(rest.lstrip()) or titles().match(rest.lstrip()) or office
    plain = printed.removesuffix("'s").removesuffix("’s")
    owned = _words().groups.match(rest, 3) or titles().match(rest, 3) or _words().office.match(rest, 3)
    if rest[:3] in ("'s ", "’s ") and owned is not None:
        return f"{plain}{rest[:3]}{owned[0]}"
    return f"{plain} {group[0]}" if group is not None and rest[:1] == " " else plain


def _titled(rest: str) -> bool:
    """Whether an office follows: "to the Ukrainian president"."""
    return rest[:1] == " " and titles().match(rest, 1) is not None


def _is_place(before: str, rest: str) -> bool:
    """Whether what stands before a name makes it a place: "in Moscow", but "negotiators from Moscow"."""
    if _VENUE.match(rest):
        return True
    if _IN_ITS_TOWN.search(before):
        return True
    if not _words().place_before.search(before) or _ASKED_FOR.match(rest):
        return False
    last = before.rstrip().rsplit(None, 2)
    return not (len(last) > 1 and last[-1] == "from" and _words().groups.fullmatch(last[-2]))


def _last_person(scene: Scene, people: People, line: Line) -> Iterator[Party]:
    for earlier in reversed(scene.lines[max(0, line.number - 4) : line.number - 1]):
        found = sorted(persons_in(people, earlier.text), key=lambda party: party.start)
        found = found or [party for party in _states(earlier) if party.is_group]
        if found:
            yield replace(found[0], start=0, end=0)
            return


def _last_speaker(scene: Scene, people: People, line: Line) -> Iterator[Party]:
    """Whom "It" goes on about: who stands first in the sentence before; "They", all in one breath."""
    earlier = scene.line_before(line)
    if earlier is not None:
        found = [*persons_in(people, earlier.text), *(party for party in _states(earlier) if party.acts)]
        found.sort(key=lambda party: party.start)
        for before, party in zip([None, *found], found, strict=False):
            if before is not None and not (
                line.text.startswith("The") and _AND.fullmatch(earlier.text, before.end, party.start)
            ):
                return
            yield replace(party, start=0, end=0)


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
    groups = word_list(table_at(table, "groups"), "words")
    unnamed = [
        *map(re.escape, word_list(table_at(table, "groups"), "offices")),
        rf"[A-Z]\w+(?: and [A-Z]\w+)? (?:{'|'.join(map(re.escape, groups))})",
    ]
    before = "|".join(word_list(table_at(table, "places"), "before"))
    between = "|".join(map(re.escape, word_list(table_at(table, "titles"), "between")))
    any_group = rf"(?i:{pattern_of(groups).pattern}|{titles().pattern})"
    return _Words(
        groups=pattern_of(groups),
        grouped=re.compile(
            r"(?:(?:,|\sand|\sor|,\sand)\s[A-Z][\w.]{1,20}){0,5}(?:\s(?!and\b|or\b)[\w’'-]{1,20}){0,3}?\s"
            + any_group
        ),
        unnamed=re.compile(rf"\b(?:{'|'.join(unnamed)})(?!\w)(?! [A-Z])"),
        office=re.compile(rf"(?:(?:{between})\s){{1,2}}{any_group}", re.IGNORECASE),
        hyphened=re.compile(rf"-(?:{'|'.join(word_list(table_at(table, 'verbs'), 'hyphened'))})\b"),
        of_several=re.compile(rf"\b{any_group}{_OF_SEVERAL}"),
        place_before=re.compile(
            rf"\b(?:{before})\s(?:the\s|central\s|southern\s|northern\s)?$", re.IGNORECASE
        ),
    )
