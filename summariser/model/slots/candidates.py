"""Which numbers of a sentence can be a toll, and which slots can take them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from summariser.figures.figure import Figure, Tier
from summariser.model.slots.lexicon import lexicon
from summariser.model.slots.scene import Line
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Thing

__all__ = ["WEAPONS", "Candidate", "Family", "Slot", "candidates", "printed_value", "slots_of"]


class Family(StrEnum):
    """What kinds of things are counted: each has slots of its own."""

    PEOPLE = "people"
    WEAPONS = "weapons"
    OBJECTS = "objects"


_FAMILIES = {
    NounClass.PERSON: Family.PEOPLE,
    NounClass.DRONE: Family.WEAPONS,
    NounClass.MISSILE: Family.WEAPONS,
    NounClass.BOMB: Family.WEAPONS,
    NounClass.AIRCRAFT: Family.WEAPONS,
    NounClass.PLACE: Family.OBJECTS,
    NounClass.BUILDING: Family.OBJECTS,
    NounClass.VEHICLE: Family.OBJECTS,
    NounClass.SHIP: Family.OBJECTS,
    NounClass.CONSUMER: Family.OBJECTS,
    NounClass.OTHER: Family.OBJECTS,
}
WEAPONS = frozenset(noun for noun, family in _FAMILIES.items() if family is Family.WEAPONS)
_PARTS = frozenset({Qualifier.MOST})
"""Words that only say a share: "most of the attacks"."""

_MUNITIONS = frozenset({Role.INTERCEPTED, Role.LOST, Role.STRUCK})

_CROWD = 1_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A printed number that may be a toll. `label` is how the model may name it: its value, or its words."""

    figure: Figure
    family: Family
    label: int | str

    @property
    def thing(self) -> Thing:
        """What it counts; persons without a noun ("another 41 were injured") are people."""
        thing = self.figure.thing
        return Thing.PEOPLE if self.family is Family.PEOPLE and thing is Thing.OTHER else thing


@dataclass(frozen=True, slots=True)
class Slot:
    """A question of a sentence: how many `thing`s had this role; null `role` is a decoy for other numbers."""

    key: str
    role: Role | None
    thing: Thing | None
    labels: tuple[int | str, ...]


def candidates(line: Line) -> tuple[Candidate, ...]:
    """The numbers of a sentence that count people, weapons or objects of this event; subsets are left out."""
    found = []
    for figure in line.figures:
        family = _FAMILIES.get(figure.noun_class)
        if family is not None and _counts(figure, line.figures) and not _is_none_of(line, figure):
            found.append(Candidate(figure, family, _label(figure)))
    return tuple(found)


def printed_value(figure: Figure) -> int | None:
    """The whole number that is printed; null for "dozens", ranges, and what is no whole number."""
    value = figure.value
    return int(value) if value is not None and float(value).is_integer() else None


def slots_of(found: Iterable[Candidate], *, text: str) -> tuple[Slot, ...]:
    """The slots that can apply: those of the people, if people are counted, and of each kind of weapon.

    `text` is the part of the sentence that speaks of them. No slots: there is nothing to ask.
    """
    people = [each for each in found if each.family is Family.PEOPLE]
    weapons = [each for each in found if each.family is Family.WEAPONS]
    return (*_people_slots(people, text), *_weapon_slots(weapons, text))


def _people_slots(found: list[Candidate], text: str) -> list[Slot]:
    labels = _labels(found)
    slots = [
        Slot(role.value, role, None, labels)
        for role, words in lexicon().people.items()
        if labels and words.search(text)
    ]
    return [*slots, Slot("others", None, None, labels)] if slots else []


def _weapon_slots(found: list[Candidate], text: str) -> list[Slot]:
    roles = [role for role, words in lexicon().munitions.items() if words.search(text)]
    things = list(dict.fromkeys(each.thing for each in found))
    return [
        Slot(f"{thing.value}.{_KEYS.get(role, role.value)}", role, thing, _labels(of_thing))
        for thing in things
        if (of_thing := [each for each in found if each.thing is thing])
        for role in roles
    ]


_KEYS = {Role.INTERCEPTED: "downed"}
"""The word that measured best, where it is not the role's own."""


def _counts(figure: Figure, others: Iterable[Figure]) -> bool:
    return (
        figure.kind is FigureKind.COUNT
        and not figure.background
        and figure.conversion_of is None
        and figure.qualifier not in _PARTS
        and not _is_crowd(figure)
        and figure.value != 0  # zeros are read by their own words
        and (figure.tier is not Tier.IMPLICIT or figure.noun_class is NounClass.PERSON)
        and (figure.subset_of is None or _has_other_role(figure, others))
        and not lexicon().uncounted.fullmatch(figure.noun)
    )


_NONE_OF = re.compile(r"\b(?:none|not one|no one|neither)\sof\s(?:the|its|his|her|their)\s$", re.IGNORECASE)
_IN_HOSPITAL = re.compile(
    r"^\W{0,2}\s?(?:(?:of (?:them|whom)|are|were|remain)\s)*(?:in|taken to) (?:a )?(?:hospital|\w+ condition)"
)


def _is_none_of(line: Line, figure: Figure) -> bool:
    """ "None of the 16 crew"; and "34 are injured, 12 are in hospital", where the 12 are some of the 34."""
    if _NONE_OF.search(line.text[: line.at(figure)]):
        return True
    some = not figure.noun and _IN_HOSPITAL.match(line.text[line.at(figure) + len(figure.text) :])
    return bool(some) and any(
        other.role is Role.INJURED and other.start < figure.start and (other.low or 0) > (figure.high or 0)
        for other in line.figures
    )


def _is_crowd(figure: Figure) -> bool:
    """Thousands, without a number: that is what a war did, not an event."""
    return figure.value is None and figure.low is not None and figure.low >= _CROWD


def _has_other_role(figure: Figure, others: Iterable[Figure]) -> bool:
    """ "289 were neutralised, 164 of them killed": a part that something else befell is no mere subset."""
    whole = next((other for other in others if other.start == figure.subset_of), None)
    if whole is None and figure.role in _MUNITIONS:
        return True  # "Russia launched 96 drones. Air defence downed 71 of them."
    return whole is not None and figure.role is not None and figure.role is not whole.role


def _label(figure: Figure) -> int | str:
    value = printed_value(figure)
    return figure.text.lower() if value is None else value


def _labels(found: Iterable[Candidate]) -> tuple[int | str, ...]:
    return tuple(dict.fromkeys(each.label for each in found))
