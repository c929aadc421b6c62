"""A number that is not printed but is the full sum of what is: "three women and five men" are eight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from summariser.checks.case import Case
from summariser.checks.evidence import Width
from summariser.checks.fit import Match, RoleFit, ThingFit
from summariser.checks.stated import Shape
from summariser.figures.figure import Cue, Figure, Number, Part, Tier
from summariser.vocabulary import FigureKind, NounClass

__all__ = ["full_sum", "sibling_terms"]


def full_sum(case: Case) -> tuple[Match, ...]:
    """The terms whose sum is the stated number, or none.

    Always *all* the terms of a passage: any lucky subset of the printed numbers would let a wrong one pass.
    """
    if case.stated.shape is not Shape.POINT:
        return ()
    for passage in _passages(case):
        for terms in _readings(case, passage):
            if len(terms) > 1 and _total(terms) == case.stated.low:
                return terms
    return ()


def sibling_terms(case: Case, match: Match) -> tuple[Match, ...]:
    """The terms of a list that a figure is one of: "three women and five men". Empty if it stands alone."""
    terms = [other for other in case.matches if _is_term(other) and other.figure.subset_of is None]
    for _, chain in groupby(enumerate(terms), key=_ChainKey(case, terms)):
        linked = tuple(term for _, term in chain)
        if match in linked and len(linked) > 1:
            return linked
    return ()


class _ChainKey:
    """Numbers the lists of a text: terms with only a comma or "and" between them have the same number."""

    def __init__(self, case: Case, terms: Sequence[Match]) -> None:
        self._body = case.text.article.body
        self._terms = terms
        self._chain = 0

    def __call__(self, item: tuple[int, Match]) -> int:
        index, match = item
        if index:
            before = self._terms[index - 1].figure
            between = self._body[before.full_end : match.figure.full_start]
            if not _LINK.fullmatch(between):
                self._chain += 1
        return self._chain


# Nothing but punctuation, "and" or "as well as" between two terms of one list.
_LINK = re.compile(r"\s*(?:,|;|/|&|and|plus|as\ well\ as|,\s*and)?\s*(?:his|her|their|its)?\s*", re.VERBOSE)


def _passages(case: Case) -> Iterable[list[Match]]:
    """All that is cited, unless it is the article; then each sentence; then the parts of one whole."""
    terms = [match for match in case.inside if _is_term(match) and _is_summed(match.figure)]
    wholes = [match for match in terms if match.figure.subset_of is None]
    if case.cited.width is not Width.ARTICLE:
        yield wholes
    for _, group in groupby(wholes, key=lambda match: case.text.sentence_at(match.figure.start)):
        yield list(group)
    parts = sorted(
        (m for m in terms if m.figure.subset_of is not None), key=lambda m: m.figure.subset_of or 0
    )
    for _, group in groupby(parts, key=lambda match: match.figure.subset_of):
        yield list(group)


def _readings(case: Case, passage: Sequence[Match]) -> Iterable[tuple[Match, ...]]:
    """The terms that plainly have the claimed role, then those that may have it; implicit ones in or out."""
    terms = [
        match for match in passage if match.figure.tier is not Tier.IMPLICIT or sibling_terms(case, match)
    ]
    plain = tuple(match for match in terms if match.role is RoleFit.SAME)
    if not plain:
        return
    yield plain
    yield tuple(match for match in plain if match.figure.tier is not Tier.IMPLICIT)
    if any(match.figure.cue is Cue.STRONG for match in plain):
        yield tuple(match for match in terms if match.figure.tier is not Tier.IMPLICIT)
    yield tuple(terms)


def _is_term(match: Match) -> bool:
    figure = match.figure
    return (
        figure.kind is FigureKind.COUNT
        and figure.value is not None
        and figure.part not in (Part.DENOMINATOR, Part.OLD)
        and figure.conversion_of is None
        and match.thing in (ThingFit.SAME, ThingFit.OPEN)
        and (match.role >= RoleFit.OPEN or _is_silent(figure))
    )


def _is_summed(figure: Figure) -> bool:
    """An implicit one ("a village") counts in a sum only if it is a person: nobody adds up the rest."""
    return figure.tier is not Tier.IMPLICIT or figure.noun_class is NounClass.PERSON


def _is_silent(figure: Figure) -> bool:
    """An implicit one whose role the text leaves to its neighbours."""
    return figure.tier is Tier.IMPLICIT and figure.role is None


def _total(terms: Sequence[Match]) -> Number:
    return sum(match.figure.value or 0 for match in terms)
