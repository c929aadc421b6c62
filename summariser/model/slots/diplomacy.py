"""Diplomacy: which clauses of an article tell of one event, and its record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summariser.model.slots.cues import UNDONE, is_speech
from summariser.model.slots.facts import TALKED_OF, Fact, pattern_facts
from summariser.model.slots.groups import Told, count_of
from summariser.model.slots.lexicon import lexicon
from summariser.model.slots.scene import Line, Scene
from summariser.model.slots.tellings import MEETINGS, Telling, tellings
from summariser.records import Count, DiplomaticEvent, Participant
from summariser.vocabulary import DiplomacyType, Role, Status

__all__ = ["read_diplomacy"]

_AGAIN = re.compile(
    r"(?:The|Their|This|That|It)\s(?:[a-z-]{1,12}\s){0,2}"
    r"(?:meeting|talks|summit|visit|call|conversation|round|negotiations)\b"
)
"""A sentence that begins so goes on about what was told before: "The talks lasted …"."""

_DEFINITE = re.compile(
    r"\b(?:attend|attended|attending|at|in|join|joined|took part in|take part in)"
    r"\sthe\s(?:summit|meeting|talks|gathering|conference)\b"
)
"""Others who were there are no second event: "Leaders of 31 countries attended the summit"."""

_NOUN_AT = 40
_NEAR, _FAR = 2, 12
"""How many sentences apart one event is told, with parties left out; with such a beginning."""

_MOST_EVIDENCE = 4
_COUNTED: Mapping[Role, frozenset[DiplomacyType]] = {
    Role.EXCHANGED: frozenset({DiplomacyType.PRISONER_EXCHANGE}),
    Role.SUPPLIED: frozenset(
        {DiplomacyType.MILITARY_AID, DiplomacyType.HUMANITARIAN_AID, DiplomacyType.OFFER_OF_SUPPORT}
    ),
}


@dataclass(slots=True)
class _Event:
    """What becomes one record: all that tells of it; of a plan that was undone, `status` is its end."""

    status: Status
    told: list[Telling] = field(default_factory=list)
    states: set[str] = field(default_factory=set)

    def add(self, telling: Telling) -> None:
        self.told.append(telling)
        self.states |= telling.states
        if telling.status in UNDONE:
            self.status = telling.status


def read_diplomacy(scene: Scene) -> list[DiplomaticEvent]:
    """The diplomacy of an article: an event that several clauses tell is one record."""
    events: list[_Event] = []
    told: dict[int, list[Telling]] = {}
    for telling in tellings(scene):
        told.setdefault(telling.sentence, []).append(telling)
        same = next((event for event in events if _same(scene, event, telling)), None)
        if same is None:
            events.append(same := _Event(telling.status))
        same.add(telling)
    return [_record(scene, event, told) for event in events]


def _same(scene: Scene, event: _Event, telling: Telling) -> bool:
    """Of one family, of one status, and of the same parties; a sentence on it may leave some out."""
    first = event.told[0]
    one_family = first.type is telling.type or {first.type, telling.type} <= MEETINGS
    apart = telling.sentence - event.told[-1].sentence
    if one_family and first.status is Status.PLANNED and telling.status in UNDONE and apart <= _NEAR:
        return event.states == telling.states
    if not one_family or event.status is not telling.status:
        return False
    text = scene.lines[telling.sentence - 1].text
    if apart <= _NEAR and telling.type in MEETINGS and _DEFINITE.search(text, 0, telling.at + _NOUN_AT):
        return True
    if apart <= _FAR and _AGAIN.match(text):
        return True
    if apart > _NEAR:
        return event.states == telling.states and not is_speech(telling.type)
    return event.states <= telling.states or telling.states <= event.states


def _record(scene: Scene, event: _Event, told: Mapping[int, Sequence[Telling]]) -> DiplomaticEvent:
    fullest = max(event.told, key=lambda telling: len(telling.parties))
    first = event.told[0]
    line = scene.lines[first.sentence - 1]
    evidence = sorted({telling.sentence for telling in event.told})
    return DiplomaticEvent(
        type=fullest.type,
        status=event.status,
        participants=[Participant(name=party.name, country=party.country) for party in fullest.parties],
        place=_place(line, first),
        when=_when(line, first),
        topic=_topic(line.text, first.at),
        outcome=_outcome(line.text),
        counts=[count for number in evidence for count in _counts(scene, number, told[number], event.told)],
        background=line.background,
        evidence=evidence[:_MOST_EVIDENCE],
    )


def _counts(scene: Scene, number: int, told: Sequence[Telling], own: Sequence[Telling]) -> list[Count]:
    """What was exchanged or supplied: such numbers belong to the talks, not to an attack."""
    line = scene.lines[number - 1]
    facts = [fact for fact in pattern_facts(scene, line) if fact.role in TALKED_OF]
    return [count_of(scene, Told(fact, [number])) for fact in facts if _whose(line, fact, told) in own]


def _whose(line: Line, fact: Fact, told: Sequence[Telling]) -> Telling:
    """Of which event of its sentence a number is: one of its kind, best the one in whose clause it is."""
    at = line.at(fact.figure) if fact.figure is not None else 0
    return min(
        told,
        key=lambda telling: (
            telling.type not in _COUNTED.get(fact.role, ()),
            not telling.start <= at < telling.end,
            abs(telling.at - at),
        ),
    )


_MET_AT = re.compile(r"\b(?:in|at|to|visit(?:s|ed|ing)?)\s(?:the\s)?$", re.IGNORECASE)


def _place(line: Line, told: Telling) -> str | None:
    """The place where it is, or that is visited: one of its own clause before others."""
    spots = [spot for spot in line.spots if _MET_AT.search(line.text, max(0, spot.start - 20), spot.start)]
    own = [spot for spot in spots if told.start <= spot.start < told.end]
    return next((spot.name for spot in own or spots), None)


def _when(line: Line, told: Telling) -> str | None:
    own = lexicon().when.search(line.text, told.start, told.end)
    found = own or lexicon().when.search(line.text)
    return found[0] if found else None


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
