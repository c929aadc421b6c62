"""Is a claim hedged as the text hedges its number? Nuances count for nothing: "about" beside "nearly"."""

from __future__ import annotations

from summariser.checks.case import Case
from summariser.checks.fit import Match
from summariser.checks.stated import VAGUE_WORDS
from summariser.checks.sums import hedge_of
from summariser.figures.figure import Figure
from summariser.vocabulary import Qualifier

__all__ = ["is_hedged_otherwise", "same_family", "sum_hedged_otherwise"]

# Hedges that a careful reader may write for each other.
_FAMILIES = (
    frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.ABOUT}),
    frozenset({Qualifier.UP_TO, Qualifier.LESS_THAN, Qualifier.NEARLY, Qualifier.ABOUT}),
    frozenset({Qualifier.ABOUT, Qualifier.NEARLY, Qualifier.RANGE}),
    VAGUE_WORDS | {Qualifier.ABOUT},
)


def is_hedged_otherwise(case: Case, best: Match) -> bool:
    """Is the claim hedged where the printed number is plain, plain where it is hedged, or quite otherwise?"""
    claimed = case.stated.qualifier
    if claimed is None or same_family(claimed, best.figure):
        return False
    return claimed is Qualifier.EXACT or not _may_spread(case, best.figure)


def _may_spread(case: Case, figure: Figure) -> bool:
    """A hedge of an earlier number in the sentence may reach a later one: "at least 20 dead, 66 hurt"."""
    number = case.text.sentence_at(figure.start)
    earlier = (m.figure for m in case.inside if m.figure.start < figure.start)
    return figure.qualifier is Qualifier.EXACT and any(
        same_family(case.stated.qualifier, other)
        for other in earlier
        if case.text.sentence_at(other.start) == number
    )


def same_family(claimed: Qualifier | None, figure: Figure) -> bool:
    """Is the hedge the printed one, or one that a careful reader may write for it?"""
    printed = {figure.qualifier} | ({figure.also} if figure.also else set())
    if claimed in printed:
        return True
    return any(claimed in family and printed & family for family in _FAMILIES)


def sum_hedged_otherwise(case: Case, terms: tuple[Match, ...]) -> bool:
    """Is the claim hedged where no term of the sum is, or plain where one is?"""
    claimed, plain = case.stated.qualifier, hedge_of(terms) is Qualifier.EXACT
    if claimed in (None, Qualifier.EXACT):
        return claimed is not None and not plain
    return plain and all(term.figure.also is None for term in terms)
