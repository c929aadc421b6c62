"""Lists of numbers: "three women, five men and a boy" are terms of one total."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summariser.checks.fit import Match, RoleFit, ThingFit
from summariser.figures.figure import Figure, Part, Tier
from summariser.vocabulary import FigureKind

__all__ = ["is_term", "lists_of"]


def is_term(match: Match) -> bool:
    """May the figure be added to others for the claim: a plain count of such things, with no other role?"""
    figure = match.figure
    return (
        figure.kind is FigureKind.COUNT
        and figure.value is not None
        and figure.part not in (Part.DENOMINATOR, Part.OLD)
        and figure.conversion_of is None
        and match.thing in (ThingFit.SAME, ThingFit.OPEN)
        and (match.role >= RoleFit.OPEN or _is_silent(figure))
    )


def lists_of(matches: Sequence[Match], body: str) -> dict[int, tuple[Match, ...]]:
    """The list of each term that stands in one, by the start of its figure. Parts of a whole are in none."""
    lists: list[list[Match]] = []
    for match in matches:
        if not is_term(match) or match.figure.subset_of is not None:
            continue
        if lists and _LINK.fullmatch(body, lists[-1][-1].figure.full_end, match.figure.full_start):
            lists[-1].append(match)
        else:
            lists.append([match])
    long = [tuple(linked) for linked in lists if len(linked) > 1]
    return {term.figure.start: linked for linked in long for term in linked}


# Nothing but punctuation, "and" or "as well as" between two terms of one list.
_LINK = re.compile(
    r"\s*+ (?:[,;/&]|and|plus|as\ well\ as|,\s*+and)?+ \s*+ (?:his|her|their|its)?+ \s*+", re.VERBOSE
)


def _is_silent(figure: Figure) -> bool:
    """An implicit one whose role the text leaves to its neighbours."""
    return figure.tier is Tier.IMPLICIT and figure.role is None
