"""How well one printed figure fits one claim: by value, kind, thing and role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from summariser.checks.claims import Claim
from summariser.checks.context import Printed
from summariser.checks.fields import FieldTable, ThingRow
from summariser.checks.stated import VAGUE_WORDS, Shape, Stated
from summariser.figures.figure import Cue, Figure, Part, Tier
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Severity, Thing

__all__ = ["Match", "RoleFit", "ThingFit", "ValueFit", "match_figure", "role_fit", "thing_fit", "value_fit"]


class ValueFit(IntEnum):
    """Is it the stated number?"""

    NO = 0
    WITHIN = 1  # a vague word or a range that holds it
    EQUAL = 2


class ThingFit(IntEnum):
    """Does it count the claimed thing?"""

    OTHER = 0  # another class of thing
    LOOSE = 1  # a wider or neighbouring group: "people" for a claim of children
    OPEN = 2  # the text does not say
    SAME = 3


class RoleFit(IntEnum):
    """Did to them happen what is claimed?"""

    CONTRARY = 0  # the text plainly says something else
    CONTESTED = 1  # it plainly says something else, but speaks of the claimed role in the same sentence
    DOUBTFUL = 2  # the text seems to say something else
    OPEN = 3  # the text does not say
    CLOSE = 4  # a role that readers take for the claimed one
    SAME = 5


@dataclass(frozen=True, eq=False)
class Match:
    """One figure held against one claim.

    Of most figures of an article no rule asks more than the value: thing and role are found when one does.
    """

    claim: Claim
    printed: Printed
    figure: Figure  # the printed one
    value: ValueFit
    is_count: bool
    table: FieldTable

    @cached_property
    def thing(self) -> ThingFit:
        """Does it count the claimed thing?"""
        acts = _counts_acts(self.claim, self.figure, table=self.table)
        return acts or thing_fit(self.claim.of, self.printed, table=self.table)

    @cached_property
    def role(self) -> RoleFit:
        """Did to them happen what is claimed?"""
        return role_fit(self.claim, self.printed, table=self.table)

    @property
    def severity(self) -> Severity:
        """What the figure's kind, thing and role make of the claim, were the value right.

        The number does stand there, so an error must rest on what is rarely misread: a kind that is no count,
        a role plainly said with no word for the claimed one, or another role and another thing together.
        """
        if not self.is_count:
            return Severity.ERROR if self.figure.kind in _NO_COUNTS else Severity.REVIEW
        contrary = self.role is RoleFit.CONTRARY or (
            self.thing is ThingFit.OTHER and self.role is RoleFit.CONTESTED
        )
        if contrary and self.figure.tier is not Tier.IMPLICIT:
            return Severity.ERROR  # many things are told of singly: another one may be meant
        if self.thing in (ThingFit.OTHER, ThingFit.LOOSE) or self.role < RoleFit.OPEN:
            return Severity.REVIEW
        return Severity.OK

    @property
    def is_strong(self) -> bool:
        """Does the text plainly say that this is the number of such things with such a role?"""
        return (
            self.is_count
            and self.thing is ThingFit.SAME
            and self.role is RoleFit.SAME
            and self.figure.cue is Cue.STRONG
        )

    @property
    def rank(self) -> tuple[int, int, int, int, int, int]:
        """The greater, the better it bears the claim."""
        order = {Severity.OK: 2, Severity.REVIEW: 1, Severity.ERROR: 0}
        explicit = -int(self.figure.tier)
        return order[self.severity], self.value, self.role, self.thing, explicit, -_is_part(self.figure)


def match_figure(stated: Stated, printed: Printed, *, table: FieldTable) -> Match:
    """Hold a figure against a claim."""
    claim, figure = stated.claim, printed.figure
    return Match(
        claim=claim,
        printed=printed,
        figure=figure,
        value=value_fit(stated, figure),
        is_count=table.may_state(figure.kind, claim.of),
        table=table,
    )


def _counts_acts(claim: Claim, figure: Figure, *, table: FieldTable) -> ThingFit | None:
    """ "seven hits out of about 30 missiles", "35 launches from Lebanon": as many munitions."""
    munitions = claim.of in (Thing.DRONES, Thing.MISSILES, Thing.BOMBS)
    return ThingFit.OPEN if munitions and table.counts_acts(claim.role, figure.noun) else None


def value_fit(stated: Stated, figure: Figure) -> ValueFit:
    """Is the printed number the stated one?"""
    if stated.shape is Shape.WORD:
        return _word_fit(stated.qualifier, figure)
    low, high = stated.low, stated.high
    if figure.low is None or figure.high is None or low is None or high is None:
        return ValueFit.NO
    if figure.low == low and figure.high == high:
        return ValueFit.EQUAL
    inside = figure.low <= low and high <= figure.high
    around = stated.shape is Shape.INTERVAL and low <= figure.low and figure.high <= high
    return ValueFit.WITHIN if inside or around else ValueFit.NO


def thing_fit(of: Thing, printed: Printed, *, table: FieldTable) -> ThingFit:
    """Does the figure count `of`?"""
    row, figure = table.thing(of), printed.figure
    if of is Thing.OTHER:
        return ThingFit.SAME if figure.noun_class in _UNCLASSED else ThingFit.OPEN
    if _is_named(row, figure):
        return ThingFit.SAME
    unknown = not printed.knows_noun
    unclassed = unknown or figure.noun_class is NounClass.PERSON
    if unclassed and row.words & printed.phrase:
        return ThingFit.SAME
    if figure.low == 0 and table.names_harm(figure.noun):
        anybody = NounClass.PERSON in row.classes
        return ThingFit.OPEN if anybody or row.words & printed.sentence else ThingFit.LOOSE
    if unclassed and table.names_no_group(figure.noun):
        return _shared_noun(printed, row)
    if unknown:
        if printed.antecedent is not None:  # "five jets, among them three Rafales"
            return _shared_noun(printed, row)
        return ThingFit.OPEN if row.classes & _OFTEN_UNKNOWN else ThingFit.LOOSE
    if _is_named_otherwise(printed, row):
        return ThingFit.OPEN
    near = figure.thing in row.wider or table.are_neighbours(figure.noun_class, row.classes)
    return ThingFit.LOOSE if near else ThingFit.OTHER


def _is_named(row: ThingRow, figure: Figure) -> bool:
    named = figure.thing is not Thing.OTHER and figure.thing in row.things
    spoken = row.words & set(figure.noun.casefold().split()) and figure.noun_class in _LOOSELY_CLASSED
    return named or figure.noun_class in row.classes or bool(spoken)


def _is_named_otherwise(printed: Printed, row: ThingRow) -> bool:
    """Part of a named whole ("3,893 prisoners, including 22 foreigners"), or told by what befell them."""
    figure, whole = printed.figure, printed.antecedent
    if figure.thing not in row.wider:
        return False
    if not row.named and row.words & printed.sentence:
        return True  # "five people" of a sentence about soldiers
    return figure.role in row.roles or (whole is not None and _is_named(row, whole.figure))


def _shared_noun(printed: Printed, row: ThingRow) -> ThingFit:
    """No noun of its own: that of the number before it, else what is spoken of near by."""
    if printed.antecedent is not None:
        whole = printed.antecedent.figure
        if whole.thing in _ANYBODY and row.words & printed.clause and not row.named:
            return ThingFit.OPEN  # "the number of bodies found at 28", after "78 people drowned"
        named = _is_named(row, whole) or row.words & printed.antecedent.phrase
        told = whole.thing in row.wider and whole.role in row.roles
        return ThingFit.OPEN if named or told else ThingFit.LOOSE
    spoken_of = not row.words or (row.words & printed.near and not row.named)
    bare = printed.figure.noun_class is NounClass.NONE and not printed.figure.noun
    if bare and row.classes & _BEFALLEN.get(printed.figure.role or Role.OTHER, frozenset()):
        return ThingFit.OPEN  # "18,000 in the dark", "six were lost from radar"
    return ThingFit.OPEN if spoken_of else ThingFit.LOOSE


def role_fit(claim: Claim, printed: Printed, *, table: FieldTable) -> RoleFit:
    """Does the figure's role say what is claimed, and how plainly?"""
    claimed, figure, role = claim.role, printed.figure, printed.role
    if claimed is Role.OTHER:
        return RoleFit.SAME if role in (None, Role.OTHER) else RoleFit.OPEN
    if role is not None and table.is_same_role(claimed, role, figure.noun_class):
        return RoleFit.SAME
    bodies = table.counts_bodies(figure.thing) or table.counts_bodies(claim.of)
    if bodies and (table.befalls_bodies(claimed) or role is None or table.befalls_bodies(role)):
        if table.befalls_bodies(claimed):
            return RoleFit.SAME
        return RoleFit.DOUBTFUL if claimed is Role.INJURED else _unsaid_role(claimed, printed, table=table)
    if table.counts_casualties(figure.noun, claimed) or table.says_first(claimed, printed.phrase):
        return RoleFit.CLOSE
    if claimed is Role.KILLED and table.describes(claimed, printed.described):
        return RoleFit.CLOSE  # "one dead man was pulled out"
    return _other_role(claimed, printed, table=table)


def _other_role(claimed: Role, printed: Printed, *, table: FieldTable) -> RoleFit:
    figure, role = printed.figure, printed.role
    if claimed is Role.KILLED and role is Role.INJURED and figure.high == 0:
        return RoleFit.CLOSE  # where nobody was hurt nobody was killed
    if role is None or role is Role.OTHER:
        return _unsaid_role(claimed, printed, table=table)
    if table.names_state(printed.described):
        if figure.role is claimed or table.describes(claimed, printed.described):
            return RoleFit.CLOSE  # "12 wounded were evacuated"
        if table.befalls_any_state(claimed):
            return RoleFit.CLOSE if table.has_cue(claimed, printed.sentence) else RoleFit.DOUBTFUL
    if table.is_near_role(claimed, role, figure.noun_class):
        plain = figure.cue is Cue.STRONG and not table.has_near_word(claimed, printed.sentence)
        return RoleFit.DOUBTFUL if plain or figure.part is Part.DENOMINATOR else RoleFit.CLOSE
    if figure.part is Part.NUMERATOR and claimed is not Role.LAUNCHED:
        told = table.has_cue(claimed, printed.clause)  # "32 of the 38 sent were brought down"
        return RoleFit.OPEN if told else RoleFit.DOUBTFUL
    if figure.cue is Cue.STRONG and figure.low != 0:
        return RoleFit.CONTESTED if table.has_cue(claimed, printed.sentence) else RoleFit.CONTRARY
    told = table.has_cue(claimed, printed.clause) and claimed not in printed.owned
    return RoleFit.OPEN if told else RoleFit.DOUBTFUL


def _unsaid_role(claimed: Role, printed: Printed, *, table: FieldTable) -> RoleFit:
    silent = printed.figure.part is Part.DENOMINATOR or printed.figure.tier is Tier.IMPLICIT
    told = table.has_cue(claimed, printed.near) or _flies(claimed, printed.figure)
    told = told or not _speaks_of_another(claimed, printed, table=table)
    return RoleFit.OPEN if told and not silent else RoleFit.DOUBTFUL


def _speaks_of_another(claimed: Role, printed: Printed, *, table: FieldTable) -> bool:
    """Has the sentence a number with the claimed role, or a word for another role and none for this one?"""
    others = _FATES.get(printed.figure.noun_class, frozenset()) - {claimed}
    return claimed in printed.owned or any(table.has_cue(role, printed.clause) for role in others)


def _flies(claimed: Role, figure: Figure) -> bool:
    """ "14 Shaheds overnight": drones and missiles that a report counts were launched by somebody."""
    return claimed is Role.LAUNCHED and figure.noun_class in (NounClass.DRONE, NounClass.MISSILE)


# Things with so many names that no lexicon has them all; weapons have few.
_OFTEN_UNKNOWN = frozenset(
    {NounClass.PERSON, NounClass.PLACE, NounClass.BUILDING, NounClass.VEHICLE, NounClass.SHIP}
)
_WEAPONS = frozenset({NounClass.DRONE, NounClass.MISSILE})
# Whom or what a role befalls in nearly every text that leaves the noun out.
_BEFALLEN = {
    Role.WITHOUT_POWER: frozenset({NounClass.CONSUMER, NounClass.PERSON}),
    Role.INTERCEPTED: _WEAPONS, Role.LAUNCHED: _WEAPONS, Role.LOST: _WEAPONS,
}  # fmt: skip
# What may have befallen them instead, in the same words' reach.
_FATES = {
    NounClass.PERSON: frozenset({Role.KILLED, Role.INJURED, Role.MISSING, Role.CAPTURED}),
    NounClass.DRONE: frozenset({Role.INTERCEPTED, Role.LOST, Role.STRUCK}),
    NounClass.MISSILE: frozenset({Role.INTERCEPTED, Role.LOST, Role.STRUCK}),
}
_ANYBODY = (Thing.PEOPLE, Thing.OTHER)
_LOOSELY_CLASSED = (NounClass.PERSON, NounClass.NONE, NounClass.OTHER)
_NO_COUNTS = frozenset(
    {
        FigureKind.DATE, FigureKind.TIME, FigureKind.AGE, FigureKind.DURATION, FigureKind.DISTANCE,
        FigureKind.AREA, FigureKind.CALIBRE, FigureKind.MONEY, FigureKind.PERCENT, FigureKind.DESIGNATOR,
    }
)  # fmt: skip
_UNCLASSED = (NounClass.NONE, NounClass.OTHER, NounClass.EVENT)


def _word_fit(word: Qualifier | None, figure: Figure) -> ValueFit:
    if figure.qualifier not in VAGUE_WORDS:
        return ValueFit.NO
    return ValueFit.EQUAL if word in (None, figure.qualifier) else ValueFit.WITHIN


def _is_part(figure: Figure) -> int:
    return int(figure.subset_of is not None or figure.part is Part.OLD)
