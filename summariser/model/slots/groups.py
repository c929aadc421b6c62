"""One record a place: its facts, each told once, with all the sentences that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from summariser.figures.figure import Tier
from summariser.model.slots.actors import claimant
from summariser.model.slots.beside import Nearness
from summariser.model.slots.facts import Fact
from summariser.model.slots.scene import Scene
from summariser.model.slots.spot import Seat
from summariser.records import Count
from summariser.text.places import resolve_place
from summariser.vocabulary import Qualifier, Role, Thing

__all__ = ["MOST_EVIDENCE", "Group", "Told", "count_of", "settle"]

MOST_EVIDENCE = 4

_ROUNDING = 0.1
_TOLLS = (Role.KILLED, Role.INJURED)
_ANYBODY = frozenset({Thing.PEOPLE, Thing.BODIES})


@dataclass(slots=True)
class Told:
    """A fact with all the sentences that say it."""

    fact: Fact
    sentences: list[int]

    def cite(self, sentences: Iterable[int]) -> None:
        """Point at more sentences that say it, each once."""
        for sentence in sentences:
            if sentence not in self.sentences:
                self.sentences.append(sentence)


@dataclass(slots=True)
class Group:
    """What becomes one record: a place (null: a country's wave) with its facts and its sentences."""

    place: str | None
    usual: str
    is_country: bool
    sentences: list[int] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        """The same role, thing and value again is the same fact, with one more sentence."""
        self.cite(fact.sentence)
        for told in self.told:
            if _is_same(told.fact, fact):
                if _restates(told.fact, fact):
                    told.fact = fact
                told.cite([fact.sentence])
                return
        self.told.append(Told(fact, [fact.sentence]))

    def leave_parts_out(self, scene: Scene) -> None:
        """Leave out the parts of a place's greatest toll: what is told after it, and a single person."""
        for role in _TOLLS:
            tolls = [told for told in self.told if told.fact.role is role and told.fact.of in _ANYBODY]
            most = max(tolls, key=lambda told: told.fact.value or 0, default=None)
            if most is not None:
                singles = [told for told in self.told if told.fact.role is role and _is_single(told.fact)]
                parts = [told for told in [*tolls, *singles] if _is_part(scene, told, most)]
                self.told = [told for told in self.told if told not in parts]

    def cite(self, sentence: int) -> None:
        """Point at a sentence that tells of the event."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)


_ADDS = re.compile(
    r"\b(?:more|others?|another|further|additional|earlier|previous(?:ly)?|initial(?:ly)?)\b", re.IGNORECASE
)
"""Words of a toll that adds to another, or came before it."""

_OTHER_ATTACK = re.compile(
    r"""\b(?:an?|another|second|third)\s(?:[\w-]+\s){0,3}
        (?:attack|strike|raid|shelling|ambush|blast|explosion|clash)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def _is_single(fact: Fact) -> bool:
    """One person without a printed number ("the body of a man was found") who is part of no group."""
    figure = fact.figure
    implicit = figure is not None and figure.tier is Tier.IMPLICIT and figure.subset_of is None
    return implicit and fact.value == 1


def _is_part(scene: Scene, told: Told, most: Told) -> bool:
    value, whole = told.fact.value, most.fact.value
    if not value or whole is None or value >= whole:
        return False
    if told.sentences[0] <= most.sentences[0] and not _is_single(told.fact):
        return False
    line = scene.lines[told.sentences[0] - 1]
    if 2 * value > whole and not (_is_single(told.fact) or _ADDS.search(line.text)):
        return False  # so near the whole, it is rather another source's toll
    return not line.places(Seat.OFFICE) and not _OTHER_ATTACK.search(line.text)


def _is_same(known: Fact, fact: Fact) -> bool:
    if (known.role, known.of) != (fact.role, fact.of):
        return False
    return known.value == fact.value or _restates(known, fact) or _restates(fact, known)


def _restates(rough: Fact, exact: Fact) -> bool:
    """ "More than 500 drones and dozens of missiles": the same 502 and 24, rounded."""
    figure, value = rough.figure, exact.value
    if figure is None or value is None or figure.low is None or figure.high is None:
        return False
    if exact.figure is not None and exact.figure.qualifier is not Qualifier.EXACT:
        return False
    if figure.value is None:
        return figure.low <= value <= figure.high
    more = figure.qualifier in (Qualifier.MORE_THAN, Qualifier.ABOUT, Qualifier.NEARLY)
    return more and value != figure.low and abs(value - figure.low) <= _ROUNDING * figure.low


def count_of(scene: Scene, told: Told) -> Count:
    """A told fact as a record states it: who claims it where it is told first, and where it is told."""
    return Count(
        role=told.fact.role,
        of=told.fact.of,
        value=told.fact.value,
        claimed_by=claimant(scene.lines[told.sentences[0] - 1].text),
        evidence=told.sentences[:MOST_EVIDENCE],
    )


def settle(scene: Scene, groups: Iterable[Group]) -> None:
    """Leave out what is told twice: parts of a toll, and a region's toll that is told of its town too."""
    found = list(groups)
    for group in found:
        group.leave_parts_out(scene)
    for wide in found:
        for narrow in found:
            if wide is not narrow and not wide.is_country and _lies_in(scene, narrow, wide):
                _hand_down(wide, narrow)
    for sure in found:
        for unsure in found:
            if sure is not unsure and not unsure.is_country:
                _hand_back(unsure, sure)


_TELLING = 5
"""From here on the same toll at two places is hardly a coincidence."""


def _hand_back(unsure: Group, sure: Group) -> None:
    """A toll that is told again in a sentence without a place is that of the place that it was told of."""
    for told in sure.told:
        value = told.fact.value or 0
        if told.fact.role in _TOLLS and value >= _TELLING and told.fact.placed.nearness is Nearness.HERE:
            again = [each for each in unsure.told if _is_again(each.fact, told.fact)]
            for each in again:
                told.cite(each.sentences)
            unsure.told = [each for each in unsure.told if each not in again]


def _is_again(fact: Fact, known: Fact) -> bool:
    inherited = fact.placed.nearness not in (Nearness.HERE, Nearness.NOWHERE)
    return inherited and (fact.role, fact.of, fact.value) == (known.role, known.of, known.value)


def _lies_in(scene: Scene, narrow: Group, wide: Group) -> bool:
    """Whether the place of one record lies in the region of another, by the gazetteer or its sentences."""
    region = resolve_place(wide.usual)
    if region is None or region.kind != "admin1" or narrow.is_country or not narrow.place:
        return False
    town = resolve_place(narrow.usual)
    if town is not None:
        return town.kind != "admin1" and (town.admin1, town.country) == (region.admin1, region.country)
    core = wide.usual.split()[0]
    return any(core in scene.lines[number - 1].text for number in narrow.sentences)


def _hand_down(wide: Group, narrow: Group) -> None:
    """What is told of the region and of its town is told of the town."""
    for told in narrow.told:
        twin = next((each for each in wide.told if _is_same(each.fact, told.fact)), None)
        if twin is not None:
            told.cite(twin.sentences)
            wide.told.remove(twin)
