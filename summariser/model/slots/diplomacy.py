"""Diplomacy: what the sentences of an article tell of it, and which of them tell of one event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summariser.model.slots.asks import is_told
from summariser.model.slots.clauses import Joint, clauses_of
from summariser.model.slots.cues import Cue, cue_in, is_speech, may_tell, status_of
from summariser.model.slots.facts import TALKED_OF, pattern_facts
from summariser.model.slots.groups import Told as ToldFact
from summariser.model.slots.groups import count_of
from summariser.model.slots.lexicon import lexicon
from summariser.model.slots.participants import Sentence, participants
from summariser.model.slots.parties import Party, People, distinct, parties_of, read_people
from summariser.model.slots.scene import Line, Scene
from summariser.records import Count, DiplomaticEvent, Participant
from summariser.vocabulary import DiplomacyType, Status

__all__ = ["read_diplomacy"]

_MEETINGS = frozenset(
    {
        DiplomacyType.MEETING,
        DiplomacyType.SUMMIT,
        DiplomacyType.MULTILATERAL_MEETING,
        DiplomacyType.VISIT,
        DiplomacyType.TALKS,
    }
)
_SAID_AT_MEETINGS = frozenset(
    {
        DiplomacyType.APPEAL,
        DiplomacyType.DEMAND,
        DiplomacyType.OFFER_TO_HOST,
        DiplomacyType.OFFER_OF_SUPPORT,
        DiplomacyType.MILITARY_AID,
        DiplomacyType.HUMANITARIAN_AID,
    }
)
_GOING_ON = frozenset({Joint.AND, Joint.RESUMED, Joint.WHO})
_OWN_WORDS = frozenset({Joint.NEW, Joint.SAID})
_OF_BOTH = _MEETINGS | {
    DiplomacyType.PRISONER_EXCHANGE,
    DiplomacyType.AGREEMENT_SIGNING,
    DiplomacyType.CEASEFIRE,
}
"""What takes two: where a sentence names none, it is those of the last such event."""

_AGAIN = re.compile(
    r"(?:The|Their|This|That|It)\s(?:[a-z-]{1,12}\s){0,2}(?:meeting|talks|summit|visit|call|conversation|round|negotiations)\b"
)
_THE_SAME = re.compile(
    r"\b(?:again|further|another|both|the two"
    r"|(?:next|new|second|third|fourth|fifth|last|first) (?:round|exchange|swap)"
    r"|[Tt]he (?:sides|parties|delegations|negotiators|teams|exchange|swap|talks|truce|ceasefire|deal))\b"
)
_NEAR, _FAR, _REMEMBERED = 2, 12, 14
_MOST_PARTIES, _MOST_EVIDENCE, _SEVERAL = 4, 4, 3


@dataclass(frozen=True, slots=True)
class _Told:
    """An event that a clause tells."""

    sentence: int
    type: DiplomacyType
    at: int
    status: Status
    parties: tuple[Party, ...]
    again: bool = False  # "The talks lasted …": of those told before


def _told(scene: Scene) -> Iterator[_Told]:
    """The events in their order, each with its parties; who met last may meet again without being named."""
    people = read_people(scene)
    pair: _Told | None = None
    for line in scene.lines:
        if line.boilerplate or not (is_told(line) or not line.heading) or not may_tell(line.text):
            continue
        for told in _events(scene, people, line, pair):
            if told.type in _OF_BOTH and len({_stands_for(party) for party in told.parties}) > 1:
                pair = told
            yield told


def _events(scene: Scene, people: People, line: Line, pair: _Told | None) -> Iterator[_Told]:
    clauses = clauses_of(line.text)
    sentence = Sentence(line.text, clauses, parties_of(scene, people, line))
    cues = [(n, cue) for n, clause in enumerate(clauses) if (cue := cue_in(line.text, clause)) is not None]
    found = [(n, cue, _status(sentence, n, cue, alone=len(cues) == 1)) for n, cue in cues]
    held = [(n, cue) for n, cue, status in found if status is not None]
    for number, cue, status in found:
        if status is None or _said_there(sentence, (number, cue), held):
            continue
        parties = participants(sentence, number, cue) or _in_reach(sentence, number, line, cue, pair)
        if any(_is_known(party) for party in parties) and _can(cue.type, parties):
            yield _Told(
                sentence=line.number,
                type=_type(cue.type, parties),
                at=cue.start,
                status=status,
                parties=tuple(parties[:_MOST_PARTIES]),
                again=_AGAIN.match(line.text) is not None,
            )


def _status(sentence: Sentence, number: int, cue: Cue, *, alone: bool) -> Status | None:
    """The status that its clause says, or where it tells the only event, the clauses that go on from it."""
    clause = sentence.clauses[number]
    status = status_of(sentence.text, clause, cue)
    if status is not None or not alone:
        return status
    last = number
    while last + 1 < len(sentence.clauses) and sentence.clauses[last + 1].joint in _GOING_ON:
        last += 1
    return status_of(sentence.text, replace(clause, end=sentence.clauses[last].end), cue)


def _said_there(sentence: Sentence, one: tuple[int, Cue], cues: Sequence[tuple[int, Cue]]) -> bool:
    """Whether an appeal or an offer is what was said at a meeting: "met Aoun and urged restraint"."""
    number, cue = one
    above = sentence.clauses[number].above
    if cue.type not in _SAID_AT_MEETINGS or above is None or sentence.clauses[number].joint in _OWN_WORDS:
        return False
    return any(
        other.type in _MEETINGS | {DiplomacyType.PHONE_CALL} and n in _linked(sentence, number)
        for n, other in cues
    )


def _linked(sentence: Sentence, number: int) -> set[int]:
    """The clauses that share the subject of this one, among those before it."""
    found: set[int] = set()
    above = sentence.clauses[number].above
    while above is not None:
        found.add(above)
        found |= {n for n in range(above, number) if sentence.clauses[n].above == above}
        above = sentence.clauses[above].above if sentence.clauses[above].joint is not Joint.START else None
    return found


def _in_reach(sentence: Sentence, number: int, line: Line, cue: Cue, pair: _Told | None) -> Sequence[Party]:
    """Whose event it is where its clause names nobody: of those who met last, else of those beside it."""
    if is_speech(cue.type):
        return []
    near = pair is not None and line.number - pair.sentence <= _REMEMBERED
    if pair is not None and near and cue.type in _OF_BOTH and _THE_SAME.search(line.text):
        return pair.parties
    speaking = [n for n, clause in enumerate(sentence.clauses) if clause.joint is Joint.SPEAKER]
    others = [n for n in range(len(sentence.clauses)) if n not in speaking]
    for n in [*sorted(others, key=lambda n: (n > number, abs(n - number))), *speaking]:
        found = [party for party in sentence.inside(n) if party.acts]
        if found:
            return distinct(found)
    return []


def _is_known(party: Party) -> bool:
    """Whether one is a person, or of a state or body that is known."""
    return party.is_person or party.country is not None


def _can(kind: DiplomacyType, parties: Sequence[Party]) -> bool:
    """Only people travel: a state that "came to help" visited nobody; and a call takes two."""
    if kind is DiplomacyType.PHONE_CALL:
        return len(parties) > 1
    return kind is not DiplomacyType.VISIT or any(party.is_person or party.is_group for party in parties)


def _type(kind: DiplomacyType, parties: Sequence[Party]) -> DiplomacyType:
    several = len({_stands_for(party) for party in parties}) >= _SEVERAL
    return DiplomacyType.MULTILATERAL_MEETING if several and kind is DiplomacyType.MEETING else kind


def _stands_for(party: Party) -> str:
    return party.country or party.name


def read_diplomacy(scene: Scene) -> list[DiplomaticEvent]:
    """The diplomacy of an article: an event that two sentences tell is one record."""
    groups: list[list[_Told]] = []
    for each in _told(scene):
        same = next((group for group in groups if _same(group, each)), None)
        if same is None:
            groups.append([each])
        else:
            same.append(each)
    return [_record(scene, group) for group in groups]


def _same(group: Sequence[_Told], each: _Told) -> bool:
    """Of one family, of one status, and of the same parties; a sentence on it may leave some out."""
    first = group[0]
    here, there = _countries(each), set().union(*(_countries(told) for told in group))
    one_family = first.type is each.type or {first.type, each.type} <= _MEETINGS
    near = each.sentence - group[-1].sentence <= _NEAR
    if (
        each.again
        and one_family
        and first.status is each.status
        and each.sentence - group[-1].sentence <= _FAR
    ):
        return True
    if is_speech(each.type) and not near:
        return False
    one_set = here == there or (near and (here <= there or there <= here))
    return one_family and first.status is each.status and one_set


def _countries(told: _Told) -> set[str]:
    return {_stands_for(party) for party in told.parties}


def _record(scene: Scene, group: Sequence[_Told]) -> DiplomaticEvent:
    fullest = max(group, key=lambda told: len(told.parties))
    first = group[0]
    line = scene.lines[first.sentence - 1]
    evidence = sorted({told.sentence for told in group})
    when = lexicon().when.search(line.text)
    return DiplomaticEvent(
        type=fullest.type,
        status=first.status,
        participants=[Participant(name=party.name, country=party.country) for party in fullest.parties],
        place=_place(line),
        when=when[0] if when else None,
        topic=_topic(line.text, fullest.at),
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
