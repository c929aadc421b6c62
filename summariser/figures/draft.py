"""A figure in the making: places are token numbers, and everything may still change."""

from __future__ import annotations

from dataclasses import dataclass

from summariser.figures.figure import Cue, Figure, Number, Part, Tier
from summariser.figures.tokens import Tokens
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Thing

__all__ = ["Draft"]

_COUNT = FigureKind.COUNT  # its own name, because a lookup in an enum is slow and every step asks


@dataclass(slots=True, eq=False)
class Draft:
    """One number from token `first` to `last`; with hedge and noun from `left` to `right`."""

    first: int
    last: int
    kind: FigureKind
    low: Number | None = None
    high: Number | None = None
    qualifier: Qualifier = Qualifier.EXACT
    also: Qualifier | None = None
    left: int = -1
    right: int = -1
    noun_first: int = -1
    noun_last: int = -1
    noun: str = ""
    noun_class: NounClass = NounClass.NONE
    thing: Thing = Thing.OTHER
    role: Role | None = None
    cue: Cue = Cue.NONE
    part: Part = Part.WHOLE
    whole: Draft | None = None  # the figure this is a part of
    ratio: Draft | None = None  # the other side of "430 of 502"
    original: Draft | None = None  # the figure that this one repeats in other units
    apposed: bool = False  # it only says who the number before it is
    additional: bool = False
    background: bool = False
    tier: Tier = Tier.EXPLICIT
    of_people: bool = False  # its role befalls people only
    noun_known: bool = True  # false: no list holds the noun, so it may be people

    def __post_init__(self) -> None:
        if self.left < 0:
            self.left = self.first
        if self.right < 0:
            self.right = self.last

    @property
    def noun_head(self) -> str:
        """The last word of the noun, in lower case."""
        return self.noun[self.noun.rfind(" ") + 1 :].lower()

    @property
    def counts(self) -> bool:
        """Whether the figure is a count of things."""
        return self.kind is _COUNT and not self.apposed

    def settle(self, role: Role | None, cue: Cue) -> None:
        """Take a role, unless a stronger one is known."""
        if role is not None and cue > self.cue:
            self.role, self.cue = role, cue

    @property
    def is_figure(self) -> bool:
        """Whether the draft is worth telling: what nobody wrote counts only where something befell it."""
        if self.apposed or self.role is not None:
            return not self.apposed
        if self.tier is Tier.VAGUE and self.high == 0 and not self.noun:
            return False  # "nobody shares them"
        return self.tier is not Tier.IMPLICIT or not self.counts

    def figure(self, tokens: Tokens, text: str) -> Figure:
        """The finished figure, with offsets into the text as it was given."""
        start, end = tokens.start[self.first], tokens.end[self.last]
        return Figure(
            start=start,
            end=end,
            full_start=tokens.start[min(self.left, self.first)],
            full_end=tokens.end[max(self.right, self.last)],
            text=text[start:end],
            kind=self.kind,
            low=self.low,
            high=self.high,
            qualifier=self.qualifier,
            also=self.also,
            noun=self.noun,
            noun_class=self.noun_class,
            thing=self.thing,
            role=self.role,
            cue=self.cue,
            part=self.part,
            subset_of=None if self.whole is None else tokens.start[self.whole.first],
            additional=self.additional,
            background=self.background,
            conversion_of=None if self.original is None else tokens.start[self.original.first],
            tier=self.tier,
        )
