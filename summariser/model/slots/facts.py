"""Number facts: a role, a thing, a value, a place, and the sentence that says so; who reads it how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from summariser.figures.figure import Cue, Figure, Tier
from summariser.model.slots.beside import Nearness, Placed
from summariser.model.slots.candidates import Candidate, Family, Slot, candidates, printed_value
from summariser.model.slots.lexicon import lexicon
from summariser.model.slots.places import code_place
from summariser.model.slots.questions import Ask
from summariser.model.slots.scene import Line, Scene
from summariser.vocabulary import FigureKind, Grade, Role, Thing

__all__ = ["TALKED_OF", "Fact", "answered_facts", "pattern_facts"]

TALKED_OF = frozenset({Role.SUPPLIED, Role.EXCHANGED})
"""What is supplied or exchanged belongs to diplomacy."""

_GROUPS = frozenset({Thing.CHILDREN, Thing.WOMEN, Thing.MEN, Thing.CIVILIANS, Thing.SOLDIERS})


@dataclass(frozen=True, slots=True)
class Fact:
    """What one printed number says, and where it belongs."""

    role: Role
    of: Thing
    value: int | None
    placed: Placed
    sentence: int
    grade: Grade
    figure: Figure | None = None

    @property
    def place(self) -> str | None:
        """The place as printed; null where none is spoken of."""
        return self.placed.name

    @property
    def doubt(self) -> str | None:
        """Why a person should look, though its number may be right: what is shown as verified is a printed
        number, in a role that is seldom misread, at the only place that may be meant."""
        if self.figure is not None and self.figure.tier is not Tier.EXPLICIT:
            return _UNPRINTED
        if self.of is Thing.AIRCRAFT and self.role is Role.LAUNCHED:
            return _MEANS
        return _ROLES_DOUBTED.get(self.role) or _DOUBTED.get(self.placed.nearness)


_UNPRINTED = "no numeral is printed: somebody is told of, or many"
_MEANS = "aircraft that attack are seldom counted as launched"
_FROM_WHERE = "where they were moved from and to is easily mistaken"
_ROLES_DOUBTED = {
    Role.DISPLACED: _FROM_WHERE,
    Role.EVACUATED: _FROM_WHERE,
    Role.CAPTURED: "who is held is often told of again, long after",
}
"""On 139 articles model and patterns agreed on 24 numbers of captured people, and three were wrong; of what
is told without a numeral on 83, and six were; of all others, on 492, and eight were."""
_DOUBTED = {
    Nearness.NEAR: "its place is only that of a sentence above",
    Nearness.AMONG: "other places may be meant",
    Nearness.FAR: "its place is named only in another paragraph, or some sentences above it",
    Nearness.NOWHERE: "no place is named near it: the country is what most of the article is about",
}


def pattern_facts(scene: Scene, line: Line) -> list[Fact]:
    """The facts of a sentence as the figures' own roles tell them: no model."""
    return answered_facts(scene, line, ())


def answered_facts(
    scene: Scene, line: Line, answers: Sequence[tuple[Ask, Mapping[str, object]]]
) -> list[Fact]:
    """The facts of a sentence from the model's answers and the figures' roles together."""
    facts: list[Fact] = []
    asked: set[int] = set()
    for ask, filled in answers:
        facts += _of_answer(scene, line, ask, filled)
        asked |= {each.figure.start for each in ask.found}
    for each in candidates(line):
        role = each.figure.role
        if each.figure.start not in asked and role is not None and _tellable(scene, line, each, role):
            facts.append(_fact(scene, line, each, role=role, grade=Grade.PATTERNS_ALONE))
    return [*_with_groups(line, facts), *_zeros(scene, line)]


def _of_answer(scene: Scene, line: Line, ask: Ask, filled: Mapping[str, object]) -> Iterator[Fact]:
    """The facts that an answer is about. What it reads otherwise than the code is in conflict."""
    taken = _mentions(ask, filled)
    for each in ask.found:
        role, grade = _decided(each.figure, taken.get(each.figure.start))
        if role is None or not _tellable(scene, line, each, role):
            continue
        fact = _fact(scene, line, each, role=role, grade=grade)
        passed_over = each.figure.start not in taken and _has_free_slot(ask, filled, each)
        yield replace(fact, grade=Grade.CONFLICT) if passed_over else fact


def _has_free_slot(ask: Ask, filled: Mapping[str, object], each: Candidate) -> bool:
    """Whether the model left a slot empty that could have taken this number in the pattern's role."""
    return any(
        slot.role is each.figure.role and slot.thing in (None, each.thing) and slot.key not in filled
        for slot in ask.slots
    )


def _decided(figure: Figure, said: Role | None) -> tuple[Role | None, Grade]:
    """The role of a number, from the model's word and the pattern's.

    A strong cue beats the model: asked for a number it answers from the sentence's topic.
    """
    if said is None:
        strong = figure.role if figure.cue is Cue.STRONG else None
        return strong, Grade.PATTERNS_ALONE
    if figure.role is None or figure.cue is Cue.NONE:
        return said, Grade.MODEL_ALONE
    if figure.role is said:
        return said, Grade.BOTH
    return (figure.role if figure.cue is Cue.STRONG else said), Grade.CONFLICT


def _mentions(ask: Ask, filled: Mapping[str, object]) -> dict[int, Role]:
    """Which printed number each slot took: one mention fills one slot."""
    taken: dict[int, Role] = {}
    slots = [slot for slot in ask.slots if slot.role is not None and slot.key in filled]
    for slot in sorted(slots, key=lambda slot: not _has_own(ask, slot, filled[slot.key])):
        mention = _mention(ask, slot, filled[slot.key], taken)
        if mention is not None and slot.role is not None:
            taken[mention.figure.start] = slot.role
    return taken


def _has_own(ask: Ask, slot: Slot, label: object) -> bool:
    """Whether the patterns read a mention of this value in this role too."""
    return any(each.label == label and each.figure.role is slot.role for each in ask.found)


def _mention(ask: Ask, slot: Slot, label: object, taken: Mapping[int, Role]) -> Candidate | None:
    free = [
        each
        for each in ask.found
        if each.label == label
        and each.figure.start not in taken
        and (each.thing is slot.thing if slot.thing is not None else each.family is Family.PEOPLE)
    ]
    return min(free, key=lambda each: each.figure.role is not slot.role, default=None)


def _fact(scene: Scene, line: Line, each: Candidate, *, role: Role, grade: Grade) -> Fact:
    return Fact(
        role=_plain_role(line, each, role),
        of=each.thing,
        value=printed_value(each.figure),
        placed=code_place(scene, line, each),
        sentence=line.number,
        grade=grade,
        figure=each.figure,
    )


_HARM = frozenset({Role.STRUCK, Role.DAMAGED, Role.WITHOUT_POWER})
"""What "ten regions" suffered says how wide an attack was; it is no toll."""

_FREED_FROM = re.compile(r"\b(?:rubble|debris|wreckage|ruins|flames|building)\b", re.IGNORECASE)
_LOSSES = re.compile(r"\b(?:losses|personnel|neutrali[sz]ed)\b", re.IGNORECASE)


def _is_of_an_attack(scene: Scene, line: Line) -> bool:
    """Whether an attack is told of at all: two hives that broke on the way are no harm of one."""
    return line.attack or any(one.attack for one in scene.told_before(line))


_TOLLS = frozenset({Role.KILLED, Role.INJURED})


def _is_of_no_attack(scene: Scene, line: Line) -> bool:
    """ "Cholera: 14 deaths", "Aid workers counted 83 cases of cholera; six have died": a disease, a flood."""
    told = [line]
    before = scene.line_before(line)
    if before is not None and before.paragraph == line.paragraph and not line.attack:
        told.append(before)
    return any(lexicon().no_attack.search(one.text) for one in told)


_HELD_ALREADY = re.compile(
    r"\bstill\s(?:occup|hold|held|control|detain)|\bbeen\sheld\b|\bin\scaptivity\b|\bheld\sin\b",
    re.IGNORECASE,
)
_ASKED_BACK = re.compile(r"\b(?:release|return|freedom)\sof\s(?:all\s|the\s)*$", re.IGNORECASE)


def _is_state(line: Line, each: Candidate) -> bool:
    """ "Still occupies five hills", "the release of 59 staff whom they detained": nothing new was taken."""
    before = line.text[: line.at(each.figure)]
    return _HELD_ALREADY.search(line.text) is not None or _ASKED_BACK.search(before) is not None


_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)?|refut(?:es|ed))\s[^.;]{0,30}?\b(?:rumou?rs?|reports?|claims?|allegations?)\b",
    re.IGNORECASE,
)


def _is_denied(line: Line, each: Candidate) -> bool:
    """ "The staff denies the rumours of the capture of 80 soldiers": what follows is not what happened."""
    return _DENIED.search(line.text, 0, line.at(each.figure)) is not None


def _plain_role(line: Line, each: Candidate, role: Role) -> Role:
    """What a word means here: freed from rubble is rescued, and the two men whom an army lost are dead."""
    if role is Role.EXCHANGED and _FREED_FROM.search(line.text):
        return Role.RESCUED
    if role is Role.LOST and each.family is Family.PEOPLE and not _LOSSES.search(line.text):
        return Role.KILLED
    return role


_WEAPON_ROLES = frozenset(
    {Role.LAUNCHED, Role.INTERCEPTED, Role.LOST, Role.STRUCK, Role.SUPPLIED, Role.DESTROYED, Role.DAMAGED}
)


def _tellable(scene: Scene, line: Line, each: Candidate, role: Role) -> bool:
    """Whether such things can have such a role, and such a number says anything."""
    if role is Role.OTHER or _is_denied(line, each):
        return False
    if role in (Role.CAPTURED, Role.MISSING) and _is_state(line, each):
        return False
    if role in _TOLLS and _is_of_no_attack(scene, line):
        return False
    if each.family is Family.WEAPONS:
        return role in _WEAPON_ROLES
    if each.family is Family.OBJECTS:
        counted = printed_value(each.figure) is not None and _is_of_an_attack(scene, line)
        return counted and not (each.thing is Thing.REGIONS and role is Role.DAMAGED)
    held = each.thing is Thing.PRISONERS and role in (Role.CAPTURED, Role.RESCUED)
    return not held or each.figure.role is role  # who is called a prisoner was one before


def _with_groups(line: Line, facts: list[Fact]) -> list[Fact]:
    """Give back what was taken out: "20 people, including two children" says two children too."""
    wholes = {fact.figure.start: fact for fact in facts if fact.figure is not None}
    groups = []
    for figure in line.figures:
        whole = wholes.get(figure.subset_of) if figure.subset_of is not None else None
        group = figure.kind is FigureKind.COUNT and figure.thing in _GROUPS
        if whole is not None and group and figure.thing is not whole.of:
            value = printed_value(figure)
            groups.append(replace(whole, of=figure.thing, value=value, figure=figure))
    return [*facts, *groups]


def _zeros(scene: Scene, line: Line) -> list[Fact]:
    """ "No casualties": said, not assumed. A text that does not know ("whether …") says nothing."""
    words = lexicon()
    if words.zero_unsure.search(line.text):
        return []
    roles = []
    for role, pattern in ((Role.KILLED, words.zero_killed), (Role.INJURED, words.zero_injured)):
        if pattern.search(line.text) or words.zero_both.search(line.text):
            roles.append(role)
    if not roles or (placed := code_place(scene, line, None)).name is None:
        return []
    return [Fact(role, Thing.PEOPLE, 0, placed, line.number, Grade.PATTERNS_ALONE) for role in roles]
