"""What each clause of an article tells of diplomacy: of what type and status, and between whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summariser.model.slots.asks import is_told
from summariser.model.slots.clauses import Joint, clauses_of
from summariser.model.slots.cues import Cue, cue_in, is_speech, may_tell, status_of, undone_in
from summariser.model.slots.participants import Sentence, participants
from summariser.model.slots.parties import distinct, parties_of
from summariser.model.slots.people import Party, People, read_people
from summariser.model.slots.scene import Line, Scene
from summariser.model.slots.unnamed import of_home, unnamed_in
from summariser.vocabulary import DiplomacyType, Status

__all__ = ["MEETINGS", "Telling", "tellings"]

MEETINGS = frozenset(
    {
        DiplomacyType.MEETING,
        DiplomacyType.SUMMIT,
        DiplomacyType.MULTILATERAL_MEETING,
        DiplomacyType.VISIT,
        DiplomacyType.TALKS,
    }
)
_TALKING = MEETINGS | {DiplomacyType.PHONE_CALL}
_SAID_AT_MEETINGS = frozenset(
    {
        DiplomacyType.APPEAL,
        DiplomacyType.DEMAND,
    }
)
_OFFERED_THERE = frozenset(
    {
        DiplomacyType.OFFER_TO_HOST,
        DiplomacyType.OFFER_OF_SUPPORT,
        DiplomacyType.MILITARY_AID,
        DiplomacyType.HUMANITARIAN_AID,
    }
)
"""Belongs to a visit or a call only in passing: "arrived in Aden, offering to mediate"."""

_IN_PASSING = re.compile(r"\b[a-z]{2,20}+(?<=ing)\b")
_GOES_ON = 3
"""How many clauses behind a plan may undo it."""

_OPEN = frozenset({None, Status.PLANNED, Status.PROPOSED})
_GOING_ON = frozenset({Joint.AND, Joint.RESUMED, Joint.WHO})
_OWN_WORDS = frozenset({Joint.NEW, Joint.SAID})
_OF_BOTH = MEETINGS | {
    DiplomacyType.PRISONER_EXCHANGE,
    DiplomacyType.AGREEMENT_SIGNING,
    DiplomacyType.CEASEFIRE,
}
"""What takes two: where a sentence names none, it is those of the last such event."""

_THE_SAME = re.compile(
    r"\b(?:again|further|another|both|the two"
    r"|(?:next|new|second|third|fourth|fifth|last|first) (?:round|exchange|swap)"
    r"|[Tt]heir teams|They|[Tt]he (?:presidents|leaders|two|sides|parties|delegations|negotiators|teams)"
    r"|[Tt]he (?:meeting|summit|exchange|swap|talks|truce|ceasefire|deal))\b"
)
_CONTENT = re.compile(
    r"""(?:The|Its|A|An|Under\sthe)\s(?:[^\s,]{1,20}\s){0,4}?
        (?:draft|plan|proposal|text|document|bill|deal|agreement|accord|pact|treaty|resolution|roadmap)
        (?:,[^,]{1,60},)?\s(?:also\s)?(?:would|provides?|calls|envisages|foresees|includes|stipulates|obliges|requires)\b""",
    re.VERBOSE,
)
"""What a draft or a deal says is no event of its own: "The draft would lift sanctions"."""

_UNDER_IT = re.compile(r"\bunder\swhich\b")
""" "a proposal under which hostages would be released" is one event, too."""

_OF_ANOTHER = re.compile(r"\b(?:before|ahead of|until|since|pending)\sthe\s(?:\w{1,20}\s){0,2}$")
"""Talks that stand so, with nobody named, are not those of whoever stands beside them."""

_SUBJECT = re.compile(
    r"The\s(?:[a-z-]{3,20}\s){1,3}?(?=(?:has|have|had|will|would|is|was|said|says|[a-z]{2,15}ed|sent|met|held)\s)"
)
""" "The junta expelled the French ambassador"."""

_BETWEEN = re.compile(r"\bbetween\s[^,;.]{3,100}")
_REMEMBERED = 14
_MOST_PARTIES, _SEVERAL = 4, 3


@dataclass(frozen=True, slots=True)
class Telling:
    """An event that a clause tells; `start`, `at` (its word) and `end` are offsets in the sentence."""

    sentence: int
    type: DiplomacyType
    status: Status
    parties: tuple[Party, ...]
    start: int
    at: int
    end: int

    @property
    def states(self) -> frozenset[str]:
        """The states and bodies between which it is."""
        return frozenset(party.country or party.name for party in self.parties)


def tellings(scene: Scene) -> Iterator[Telling]:
    """The events in their order, each with its parties; who met last may meet again without being named."""
    people = read_people(scene)
    pair: Telling | None = None
    for line in scene.lines:
        if line.boilerplate or not (is_told(line) or not line.heading) or not may_tell(line.text):
            continue
        for told in _events(scene, people, line, pair):
            if told.type in _OF_BOTH | _TALKING and len(told.states) > 1:
                pair = _those_between(line, told)
            yield told


def _events(scene: Scene, people: People, line: Line, pair: Telling | None) -> Iterator[Telling]:
    clauses = clauses_of(line.text)
    named = parties_of(scene, people, line)
    called = _called(scene, line, named)
    sentence = Sentence(line.text, clauses, sorted([*named, *called], key=lambda party: party.start))
    persons = [party.start for party in sentence.parties if party.is_person]
    cues = [(n, cue) for n, one in enumerate(clauses) if (cue := cue_in(line.text, one, persons)) is not None]
    if _CONTENT.match(line.text):
        cues = [(n, cue) for n, cue in cues if cue.type is DiplomacyType.PEACE_PROPOSAL]
    cues = [
        (n, cue) for n, cue in cues if not _UNDER_IT.search(line.text, clauses[n].joined, clauses[n].start)
    ]
    alone = len(cues) == 1
    found = [(n, cue, _status(sentence, n, cue, alone=alone) or _headlined(line, cue)) for n, cue in cues]
    held = [(n, cue) for n, cue, status in found if status is not None]
    for number, cue, status in found:
        if status is None or _said_there(sentence, (number, cue), held):
            continue
        own = participants(sentence, number, cue) or _met_before(line, cue, pair)
        own = own or _without_a_name(scene, sentence, line, (number, cue))
        parties = own or _in_reach(sentence, number, cue)
        if not parties and cue.type is DiplomacyType.HUMANITARIAN_AID:
            parties = of_home(scene, line)
        kind = cue.type if own else _same_kind((number, cue), held)
        if any(_is_known(party) for party in parties) and _can(kind, parties):
            yield Telling(
                sentence=line.number,
                type=_type(kind, parties),
                status=status,
                parties=tuple(parties[:_MOST_PARTIES]),
                start=clauses[number].start,
                at=cue.start,
                end=clauses[number].end,
            )


def _unnamed_beside(scene: Scene, line: Line, named: Sequence[Party]) -> list[Party]:
    """Whom a sentence calls by what they are: the "army" of "the Chadian army" is named already."""
    return [
        unnamed
        for unnamed in unnamed_in(scene, line)
        if not any(party.start < unnamed.end and unnamed.start < party.end for party in named)
    ]


def _called(scene: Scene, line: Line, named: Sequence[Party]) -> list[Party]:
    """Who is called by what it is and surely takes part: a subject, or one "between" whom talks are."""
    found = _BETWEEN.search(line.text)
    subject = _SUBJECT.match(line.text)
    if found is None and subject is None:
        return []
    ends = {found.start(): found.end()} if found is not None else {}
    if subject is not None:
        ends[0] = subject.end()
    return [
        party
        for party in _unnamed_beside(scene, line, named)
        if any(start < party.start and party.end <= end for start, end in ends.items())
    ]


def _those_between(line: Line, told: Telling) -> Telling:
    """Who hosts talks "between" two is none of the two who go on with them."""
    found = _BETWEEN.search(line.text, told.start)
    two = [party for party in told.parties if found is not None and found.start() < party.start < found.end()]
    return replace(told, parties=tuple(two)) if len(two) > 1 else told


def _status(sentence: Sentence, number: int, cue: Cue, *, alone: bool) -> Status | None:
    """The status that its clause says, or where it tells the only event, the clauses that go on from it."""
    clause = sentence.clauses[number]
    status = status_of(sentence.text, clause, cue)
    if status in _OPEN and (undone := _undone_behind(sentence, number)) is not None:
        return undone
    if status is not None or not alone:
        return status
    last = number
    while last + 1 < len(sentence.clauses) and sentence.clauses[last + 1].joint in _GOING_ON:
        last += 1
    return status_of(sentence.text, replace(clause, end=sentence.clauses[last].end), cue)


def _headlined(line: Line, cue: Cue) -> Status | None:
    """In a headline "to" is a plan: "Foreign minister to meet mediators"."""
    return Status.PLANNED if line.heading and line.text[: cue.start].endswith(" to ") else None


def _undone_behind(sentence: Sentence, number: int) -> Status | None:
    """Whether what goes on from a clause undoes it: "a sixth, due in Paris, has been put off"."""
    for clause in sentence.clauses[number + 1 : number + 1 + _GOES_ON]:
        if clause.joint not in (Joint.AND, Joint.RESUMED):
            return None
        undone = undone_in(sentence.text, clause)
        own = cue_in(sentence.text, clause)
        if undone is not None and (own is None or own.type in MEETINGS):
            return undone
    return None


def _same_kind(one: tuple[int, Cue], cues: Sequence[tuple[int, Cue]]) -> DiplomacyType:
    """Of five rounds of talks and "a sixth, due in Paris", the sixth is talks, too: nobody travels."""
    number, cue = one
    before = [other.type for n, other in cues if n < number and other.type in MEETINGS]
    return before[-1] if before and cue.type is DiplomacyType.VISIT else cue.type


def _said_there(sentence: Sentence, one: tuple[int, Cue], cues: Sequence[tuple[int, Cue]]) -> bool:
    """Whether it was said in what another clause tells: "met Aoun and urged restraint".

    Of "condemned the raid and called for calm" the second says more than that something was said.
    """
    number, cue = one
    if cue.type is DiplomacyType.STATEMENT:
        return any(
            n > number and is_speech(other.type) and _root(sentence, n) == _root(sentence, number)
            for n, other in cues
        )
    above = sentence.clauses[number].above
    start = sentence.clauses[number].start
    passing = cue.type in _OFFERED_THERE and _IN_PASSING.match(sentence.text, start) is not None
    own_words = above is None or sentence.clauses[number].joint in _OWN_WORDS
    if own_words or not (passing or cue.type in _SAID_AT_MEETINGS):
        return False
    return any(
        n < number and other.type in _TALKING and _root(sentence, n) == _root(sentence, number)
        for n, other in cues
    )


def _root(sentence: Sentence, number: int) -> int:
    """The clause that names the subject of this one."""
    above = sentence.clauses[number].above
    while above is not None:
        number, above = above, sentence.clauses[above].above
    return number


def _without_a_name(scene: Scene, sentence: Sentence, line: Line, one: tuple[int, Cue]) -> list[Party]:
    """Who does it where no state, body or person is named: "the government", "aid agencies"."""
    number, cue = one
    if any(party.is_local for party in sentence.head(number)):
        return []
    known = [party for party in sentence.parties if _is_known(party)]
    beside = [*known, *_unnamed_beside(scene, line, known)]
    beside.sort(key=lambda party: party.start)
    return participants(replace(sentence, parties=beside), number, cue)


def _met_before(line: Line, cue: Cue, pair: Telling | None) -> Sequence[Party]:
    """Whose event it is where its clause names nobody: of those who met last, if it speaks of the same."""
    if pair is None or cue.type not in _OF_BOTH or line.number - pair.sentence > _REMEMBERED:
        return []
    return pair.parties if _THE_SAME.search(line.text) else []


def _in_reach(sentence: Sentence, number: int, cue: Cue) -> Sequence[Party]:
    """Whose event it is where nobody is named and nobody met before: of those beside it."""
    if is_speech(cue.type):
        return []
    if _OF_ANOTHER.search(sentence.text, max(0, cue.start - 50), cue.start):
        return []
    speaking = [n for n, clause in enumerate(sentence.clauses) if clause.joint is Joint.SPEAKER]
    others = [n for n in range(len(sentence.clauses)) if n not in speaking]
    nearest = [*sorted(others, key=lambda n: (n > number, abs(n - number))), *speaking]
    beside = [[party for party in sentence.inside(n) if party.acts] for n in nearest]
    doers = [[party for party in found if not sentence.is_agent(party)] for found in beside]
    return distinct(next((found for found in [*doers, *beside] if found), []))


def _is_known(party: Party) -> bool:
    """Whether one is a person, or of a state or body that is known."""
    return party.is_person or party.is_group or party.country is not None


def _can(kind: DiplomacyType, parties: Sequence[Party]) -> bool:
    """Only people travel: a state that "came to help" visited nobody; and a call takes two."""
    if kind is DiplomacyType.PHONE_CALL:
        return len(parties) > 1
    return kind is not DiplomacyType.VISIT or any(party.is_person or party.is_group for party in parties)


def _type(kind: DiplomacyType, parties: Sequence[Party]) -> DiplomacyType:
    several = len({party.country or party.name for party in parties}) >= _SEVERAL
    return DiplomacyType.MULTILATERAL_MEETING if several and kind is DiplomacyType.MEETING else kind
