"""The words that tell of diplomacy in a clause: of what type, and whether it took place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from summariser.model.slots.clauses import Clause
from summariser.model.slots.lexicon import pattern_of, table_at, word_list
from summariser.resources import data_table
from summariser.vocabulary import DiplomacyType, Status

__all__ = [
    "EXCHANGES",
    "REFUSALS",
    "UNDONE",
    "Cue",
    "cue_in",
    "is_speech",
    "may_tell",
    "status_of",
    "undone_in",
]

REFUSALS = frozenset({DiplomacyType.REJECTION, DiplomacyType.NON_PARTICIPATION})
EXCHANGES = frozenset({DiplomacyType.PRISONER_EXCHANGE})
_OFFERS = frozenset(
    {
        DiplomacyType.OFFER_TO_HOST,
        DiplomacyType.OFFER_OF_SUPPORT,
        DiplomacyType.MILITARY_AID,
        DiplomacyType.HUMANITARIAN_AID,
        DiplomacyType.PEACE_PROPOSAL,
        DiplomacyType.PRISONER_EXCHANGE,
        DiplomacyType.CEASEFIRE,
    }
)
UNDONE = frozenset({Status.CANCELLED, Status.POSTPONED})
"""Said of a plan, these undo it: "his planned summit was on hold"."""

_ON_A_CONDITION = frozenset({DiplomacyType.THREAT, DiplomacyType.DEMAND, DiplomacyType.REJECTION})

_FAR = 120
_REACH = 110
"""How many characters behind its verb the noun of a frame may stand."""

_BEFORE = 90
"""How many before it, in the passive: "sanctions were imposed"."""

_NAME_REACH = 60
_UP_TO_NAME = re.compile(
    r"\s(?:(?:[A-Z][\w.'’-]{0,20}|his|her|the|visiting|foreign|prime|defen[cs]e|minister|president|envoy|special|leader|counterpart),?\s){0,7}"
)
"""What may stand between a verb and the surname of its object."""

_BEHIND_NAME = re.compile(
    r"[\w’'-]{1,40}(?:[,.;”\"]|$|\s(?:on|to|from|late|early|again|before|after|and|for|in|at|by|this|over|earlier"
    r"|twice|shortly|later|yesterday|today|tonight|following|about|as|when|while|with|last|Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)(?:day)?\b)"
)
"""And behind that: "called Putin on Monday", but not "called Putin a liar"."""

_THERE_FOR = re.compile(r"(?:,|\bis|\bwas)\sin\s(?:[\w'’-]{1,20}\s){1,4}for\s(?:\w{1,15}\s){0,2}$")
""" "Araghchi, in Muscat for consultations": he is there."""

_SAID_AFTER, _ITSELF = 15, 3
_BY = re.compile(r"\sby\s")
""" "A team led by Deng arrived for talks": the participle only says whose team."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell of an event, with offsets in the sentence; `done` is what its verb says of itself."""

    type: DiplomacyType
    start: int
    end: int
    done: Status | None = None
    impersonal: bool = False  # "said that they must leave": its grammatical subject does not speak


@dataclass(frozen=True, slots=True)
class _Frame:
    """A verb and a noun that together tell of an event: "imposed" and "sanctions"."""

    type: DiplomacyType
    verbs: re.Pattern[str]
    nouns: re.Pattern[str]
    done: Status


@dataclass(frozen=True, slots=True)
class _Words:
    types: Mapping[DiplomacyType, re.Pattern[str]]
    frames: Sequence[_Frame]
    of_persons: Mapping[DiplomacyType, re.Pattern[str]]
    status: Mapping[Status, re.Pattern[str]]
    speech: frozenset[DiplomacyType]
    impersonal: re.Pattern[str]
    past: re.Pattern[str]
    arriving: re.Pattern[str]
    passive: re.Pattern[str]
    negation: re.Pattern[str]
    unreal: re.Pattern[str]
    unreal_here: re.Pattern[str]
    condition: re.Pattern[str]
    any: re.Pattern[str]


def may_tell(text: str) -> bool:
    """Whether a sentence holds a word of diplomacy, and none that says that it is opinion or hope."""
    return _words().any.search(text) is not None and _words().unreal.search(text) is None


def is_speech(kind: DiplomacyType) -> bool:
    """Whether it is said rather than held."""
    return kind in _words().speech


def cue_in(text: str, clause: Clause, persons: Sequence[int] = ()) -> Cue | None:
    """What a clause tells of: the speech act that governs it, else the surest type.

    `persons` is where the sentence names them, in order: "called Zelensky" is a call only to somebody.
    """
    words = _words()
    if not words.any.search(text, clause.start, clause.end):
        return None
    if words.unreal_here.search(text, clause.start, clause.end):
        return None
    condition = words.condition.search(text, clause.start, clause.end)
    if condition is not None:
        threat = cue_in(text, replace(clause, end=condition.start()), persons)
        return threat if threat is not None and threat.type in _ON_A_CONDITION else None
    found = [*_cues(text, clause), *_to_persons(text, clause, persons)]
    found.sort(key=lambda cue: (_rank(cue.type), cue.done is None))
    if not found:
        return None
    speech = [cue for cue in found if cue.type in words.speech]
    others = [cue for cue in found if cue.type not in words.speech]
    said = min(speech, key=lambda cue: cue.start, default=None)
    if said is not None and (said.impersonal or all(said.start <= cue.start for cue in others)):
        return said
    return found[0]


def _rank(kind: DiplomacyType) -> int:
    return list(_words().types).index(kind)


def _cues(text: str, clause: Clause) -> Iterator[Cue]:
    words = _words()
    for kind, pattern in words.types.items():
        match = pattern.search(text, clause.start, clause.end)
        impersonal = match is not None and words.impersonal.fullmatch(match[0]) is not None
        if match is not None and (impersonal or not _denied(text, clause, match)):
            yield Cue(kind, match.start(), match.end(), impersonal=impersonal)
    for frame in words.frames:
        cue = _framed(text, clause, frame)
        if cue is not None:
            yield cue


def _to_persons(text: str, clause: Clause, persons: Sequence[int]) -> Iterator[Cue]:
    """Verbs whose object is one of these: "received President Joseph Aoun"."""
    for kind, verbs in _words().of_persons.items():
        for verb in verbs.finditer(text, clause.start, clause.end):
            first = bisect_right(persons, verb.end())
            near = persons[first : bisect_right(persons, verb.end() + _NAME_REACH)]
            if any(_is_object(text, verb.end(), at) for at in near) and not _denied(text, clause, verb):
                past = _words().past.fullmatch(verb[0])
                yield Cue(kind, verb.start(), verb.end(), Status.HELD if past else None)
                break


def _is_object(text: str, verb_end: int, name: int) -> bool:
    """Whether a verb's whole object is the one who is named there."""
    return (
        _UP_TO_NAME.fullmatch(text, verb_end, name) is not None and _BEHIND_NAME.match(text, name) is not None
    )


def _framed(text: str, clause: Clause, frame: _Frame) -> Cue | None:
    for verb in frame.verbs.finditer(text, clause.start, clause.end):
        if _denied(text, clause, verb):
            continue
        noun = frame.nouns.search(text, verb.end(), min(verb.end() + _REACH, clause.end))
        told = _words().passive.search(text, max(clause.start, verb.start() - 30), verb.start())
        if not told and _BY.match(text, verb.end()):
            continue
        is_done = _words().past.fullmatch(verb[0].split()[0]) or (told and verb[0].endswith("ing"))
        done = frame.done if is_done else None
        if noun is not None:
            return Cue(frame.type, verb.start(), verb.end(), done)
        if told or _words().arriving.fullmatch(verb[0]):
            start = max(clause.start, verb.start() - _BEFORE)
            if frame.nouns.search(text, start, verb.start()):
                return Cue(frame.type, verb.start(), verb.end(), done)
    return None


def _denied(text: str, clause: Clause, match: re.Match[str]) -> bool:
    no = _words().negation.search(text, max(clause.start, match.start() - 30), match.start())
    return no is not None and not (no.start() > clause.start and no[0][0].isupper())


def status_of(text: str, clause: Clause, cue: Cue) -> Status | None:
    """The status that words near the event's own word say: the nearest before it, else the nearest after."""
    if cue.type in _words().speech:
        return Status.REJECTED if cue.type in REFUSALS else Status.MADE
    best: tuple[int, Status] | None = (_ITSELF + 7, cue.done) if cue.done is not None else None
    for order, (status, words) in enumerate(_words().status.items()):
        if status is Status.OFFERED and cue.type not in _OFFERS:
            continue
        for found in words.finditer(text, clause.joined, clause.end):
            if status in UNDONE and abs(found.start() - cue.start) <= _FAR:
                return status
            cost = _distance(found, cue) + order
            if best is None or cost < best[0]:
                best = (cost, status)
    if best is None and cue.type is DiplomacyType.MILITARY_POSTURE:
        return Status.MADE
    if best is None and _THERE_FOR.search(text, clause.start, cue.start):
        return Status.HELD
    return best[1] if best is not None else None


def undone_in(text: str, clause: Clause) -> Status | None:
    """Whether a clause says of what was planned that it is off, or put off."""
    words = _words().status
    return next((one for one in sorted(UNDONE) if words[one].search(text, clause.start, clause.end)), None)


def _distance(found: re.Match[str], cue: Cue) -> int:
    if found.end() <= cue.start:
        return cue.start - found.end()
    if found.start() > cue.start:
        return max(found.start() - cue.end, 0) + _SAID_AFTER
    return _ITSELF


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = data_table("model/slots/diplomacy.toml")
    persons = table_at(table, "of_persons")
    types, status = table_at(table, "types"), table_at(table, "status")
    frames = table["frames"]
    assert isinstance(frames, list)
    verbs = table_at(table, "verbs")
    said = [word for name in types for word in word_list(types, name)]
    return _Words(
        types={DiplomacyType(name): pattern_of(word_list(types, name)) for name in types},
        frames=[_frame(row) for row in frames],
        of_persons={DiplomacyType(kind): pattern_of(word_list(persons, kind)) for kind in persons},
        status={Status(name): pattern_of(word_list(status, name)) for name in status},
        speech=frozenset(DiplomacyType(name) for name in word_list(table_at(table, "speech"), "types")),
        impersonal=pattern_of(word_list(table_at(table, "speech"), "impersonal")),
        past=re.compile(rf"{pattern_of(word_list(verbs, 'past')).pattern}|\b[a-z]{{1,20}}ed", re.IGNORECASE),
        arriving=pattern_of(word_list(verbs, "arriving")),
        passive=re.compile(rf"{pattern_of(word_list(verbs, 'passive')).pattern}\s(?:[a-z]{{2,20}}ly\s)?$"),
        negation=re.compile(
            rf"""(?i:{pattern_of(word_list(verbs, "negation")).pattern})\s(?:\S{{1,12}}\s)?$
              | {pattern_of(word_list(verbs, "failing")).pattern}\s(?:\S{{1,12}}\s){{0,3}}$
              | {pattern_of(word_list(verbs, "named")).pattern}\s$""",
            re.VERBOSE,
        ),
        unreal=pattern_of(word_list(table_at(table, "unreal"), "sentences")),
        unreal_here=pattern_of(word_list(table_at(table, "unreal"), "clauses")),
        condition=pattern_of(word_list(table_at(table, "unreal"), "conditions")),
        any=pattern_of(
            [
                *said,
                *(word for kind in persons for word in word_list(persons, kind)),
                *(word for row in frames for word in word_list(row, "verbs")),
            ]
        ),
    )


def _frame(row: Mapping[str, object]) -> _Frame:
    return _Frame(
        type=DiplomacyType(str(row["type"])),
        verbs=pattern_of(word_list(row, "verbs")),
        nouns=pattern_of(word_list(row, "nouns")),
        done=Status(str(row["done"])),
    )
