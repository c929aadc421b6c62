"""Diplomacy: which sentences may tell of an event, what the code reads there, and what the model is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summariser.model.slots.asks import is_told
from summariser.model.slots.facts import TALKED_OF, pattern_facts
from summariser.model.slots.groups import Told as ToldFact
from summariser.model.slots.groups import count_of
from summariser.model.slots.lexicon import lexicon, pattern_of, table_at, word_list
from summariser.model.slots.parties import Party, People, parties_of, read_people
from summariser.model.slots.scene import Line, Scene
from summariser.records import Count, DiplomaticEvent, Participant
from summariser.resources import data_table
from summariser.vocabulary import DiplomacyType, Status

__all__ = ["Hint", "Told", "believed", "hints", "read_diplomacy"]

_MEETINGS = frozenset(
    {
        DiplomacyType.MEETING,
        DiplomacyType.SUMMIT,
        DiplomacyType.MULTILATERAL_MEETING,
        DiplomacyType.VISIT,
        DiplomacyType.TALKS,
    }
)
_OFFERS = frozenset(
    {
        DiplomacyType.OFFER_TO_HOST,
        DiplomacyType.OFFER_OF_SUPPORT,
        DiplomacyType.MILITARY_AID,
        DiplomacyType.PEACE_PROPOSAL,
    }
)
_UNDONE = frozenset({Status.CANCELLED, Status.POSTPONED})
"""Said of a plan, these undo it: "his planned summit was on hold"."""

_FAR = 120
_NEAR = 2
_MOST_PARTIES, _MOST_EVIDENCE, _SEVERAL = 4, 4, 3


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence that may tell of an event: what the code reads of it, and whose names are in reach."""

    sentence: int
    text: str
    before: str
    type: DiplomacyType
    at: int
    status: Status | None
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a sentence tells: a hint that was believed."""

    hint: Hint
    status: Status
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    types: Mapping[DiplomacyType, re.Pattern[str]]
    status: Mapping[Status, re.Pattern[str]]
    speech: frozenset[DiplomacyType]
    unreal: re.Pattern[str]


def hints(scene: Scene) -> list[Hint]:
    """The sentences that hold a word of diplomacy and name somebody."""
    people = read_people(scene)
    told = (line for line in scene.lines if not line.boilerplate and (is_told(line) or not line.heading))
    found = (_hint(scene, people, line) for line in told)
    return [hint for hint in found if hint is not None]


def _hint(scene: Scene, people: People, line: Line) -> Hint | None:
    for kind, words in _words().types.items():
        match = words.search(line.text)
        if match is not None:
            parties = tuple(parties_of(scene, people, line))
            if not parties:
                return None
            return Hint(
                sentence=line.number,
                text=line.text,
                before=scene.before(line),
                type=_type(kind, parties),
                at=match.start(),
                status=_status(line.text, kind, match),
                parties=parties,
            )
    return None


def _type(kind: DiplomacyType, parties: Sequence[Party]) -> DiplomacyType:
    several = len({party.country or party.name for party in parties}) >= _SEVERAL
    return DiplomacyType.MULTILATERAL_MEETING if several and kind is DiplomacyType.MEETING else kind


def _status(text: str, kind: DiplomacyType, match: re.Match[str]) -> Status | None:
    """The status that words near the event's own word say: the nearest before it, else the nearest after."""
    if kind in _words().speech:
        rejecting = {DiplomacyType.REJECTION, DiplomacyType.NON_PARTICIPATION}
        return Status.REJECTED if kind in rejecting else Status.MADE
    best: tuple[int, Status] | None = None
    for order, (status, words) in enumerate(_words().status.items()):
        if status is Status.OFFERED and kind not in _OFFERS:
            continue
        for found in words.finditer(text):
            if status in _UNDONE and abs(found.start() - match.start()) <= _FAR:
                return status
            gap = match.start() - found.end() if found.end() <= match.start() else found.start() - match.end()
            cost = max(gap, 0) + order + (15 if found.start() > match.start() else 0)
            if best is None or cost < best[0]:
                best = (cost, status)
    return best[1] if best is not None else None


def believed(hint: Hint) -> Told | None:
    """What the code alone believes: a status that words say, and parties enough for such an event."""
    if hint.status is None or _words().unreal.search(hint.text):
        return None
    return Told(hint, hint.status, hint.parties[:_MOST_PARTIES])


def read_diplomacy(scene: Scene, told: Sequence[Told]) -> list[DiplomaticEvent]:
    """The records: an event that two sentences tell is one."""
    groups: list[list[Told]] = []
    for each in told:
        same = next((group for group in groups if _same(group, each)), None)
        if same is None:
            groups.append([each])
        else:
            same.append(each)
    return [_record(scene, group) for group in groups]


def _same(group: Sequence[Told], each: Told) -> bool:
    """Of one family, of one status, and of the same parties; a sentence on it may leave some out."""
    first = group[0]
    here, there = _countries(each), set().union(*(_countries(told) for told in group))
    one_family = first.hint.type is each.hint.type or {first.hint.type, each.hint.type} <= _MEETINGS
    near = each.hint.sentence - group[-1].hint.sentence <= _NEAR
    one_set = here == there or (near and (here <= there or there <= here))
    return one_family and first.status is each.status and one_set


def _countries(told: Told) -> set[str]:
    return {party.country or party.name for party in told.parties}


def _record(scene: Scene, group: Sequence[Told]) -> DiplomaticEvent:
    fullest = max(group, key=lambda told: len(told.parties))
    first = group[0]
    line = scene.lines[first.hint.sentence - 1]
    evidence = sorted({told.hint.sentence for told in group})
    when = lexicon().when.search(line.text)
    return DiplomaticEvent(
        type=fullest.hint.type,
        status=first.status,
        participants=[Participant(name=party.name, country=party.country) for party in fullest.parties],
        place=_place(line),
        when=when[0] if when else None,
        topic=_topic(line.text, fullest.hint.at),
        outcome=_outcome(line.text),
        counts=[count for number in evidence for count in _counts(scene, number)],
        background=line.background,
        evidence=evidence[:_MOST_EVIDENCE],
    )


def _counts(scene: Scene, number: int) -> list[Count]:
    """What a sentence says was exchanged or supplied: such numbers belong to the talks, not to an attack."""
    facts = pattern_facts(scene, scene.lines[number - 1])
    return [count_of(scene, ToldFact(fact, [number])) for fact in facts if fact.role in TALKED_OF]


_MET_AT = re.compile(r"\b(?:in|at|to|visit(?:s|ed|ing)?)\s(?:the\s)?$", re.IGNORECASE)


def _place(line: Line) -> str | None:
    """The place where it is, or that is visited."""
    for spot in line.spots:
        if _MET_AT.search(line.text[: spot.start]):
            return spot.name
    return None


_TOPIC = re.compile(
    r"\b(?:to discuss|discuss(?:ed|ing)?|on|about|over|regarding|aimed at|to end|to coordinate|to review)\s+"
    r"(?:the\s|a\s|an\s)?([^,.;“”\"]{4,90})",
    re.IGNORECASE,
)
_OUTCOME = re.compile(r"\b(?:but|yielded|resulted in|without)\s+([^.;]{4,110})", re.IGNORECASE)


def _topic(text: str, at: int) -> str | None:
    match = _TOPIC.search(text, at)
    while match is not None and lexicon().when.match(match[1]):
        match = _TOPIC.search(text, match.end(1))
    return match[1].strip() if match else None


def _outcome(text: str) -> str | None:
    match = _OUTCOME.search(text)
    return (
        match[1].strip()
        if match and re.search(r"\b(?:no|only|agreement|deal|unresolved|without)\b", match[0])
        else None
    )


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = data_table("model/slots/diplomacy.toml")
    types, status = table_at(table, "types"), table_at(table, "status")
    return _Words(
        types={DiplomacyType(name): pattern_of(word_list(types, name)) for name in types},
        status={Status(name): pattern_of(word_list(status, name)) for name in status},
        speech=frozenset(DiplomacyType(name) for name in word_list(table_at(table, "speech"), "types")),
        unreal=pattern_of(word_list(table_at(table, "unreal"), "words")),
    )
