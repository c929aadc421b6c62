"""A figure: one number printed in a text, with its place, its hedge, its noun and its role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Thing

__all__ = ["Cue", "Figure", "Number", "Part", "Tier"]

Number = int | float


class Cue(IntEnum):
    """How strongly the text says a figure's role: a verdict may only lean on what is strong."""

    NONE = 0
    WEAK = 1
    STRONG = 2


class Part(StrEnum):
    """What a figure is within its expression."""

    WHOLE = "whole"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    OLD = "old"
    NEW = "new"


class Tier(IntEnum):
    """How plainly the number is printed."""

    EXPLICIT = 1
    VAGUE = 2
    IMPLICIT = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One number printed in a text.

    `text == source[start:end]` is the numeral alone; `full_start:full_end` adds hedge and noun
    ("at least 20 people"). `low` and `high` are equal for a single value, and bounds for a range or a
    vague word ("dozens": 24 to 99). The hedge is *not* in the bounds: "more than 476" is 476, 476,
    `more_than`. Values of designators, dates and times are null where no number makes sense.
    """

    start: int
    end: int
    full_start: int
    full_end: int
    text: str
    kind: FigureKind
    low: Number | None
    high: Number | None
    qualifier: Qualifier = Qualifier.EXACT
    also: Qualifier | None = None  # a hedge that may spread: "more than 476 drones and 48 missiles"
    noun: str = ""
    noun_class: NounClass = NounClass.NONE
    thing: Thing = Thing.OTHER  # finer than the class: children, women, soldiers …
    role: Role | None = None
    cue: Cue = Cue.NONE
    part: Part = Part.WHOLE
    subset_of: int | None = None  # `start` of the figure that this one is a part of
    additional: bool = False  # "another 66 people"
    background: bool = False  # "since the war began", residents: no event of this article
    conversion_of: int | None = None  # `start` of the figure that "(43 miles)" repeats in other units
    tier: Tier = Tier.EXPLICIT

    @property
    def value(self) -> Number | None:
        """The value where there is just one."""
        return self.low if self.low == self.high else None
