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
    """The list of each term that stands in one, by the start of its figure. Parts and wholes are apart."""
    lists: list[list[Match]] = []
    links: list[str] = []
    for match in filter(is_term, matches):
        link = _link(lists[-1][-1], match, body) if lists else None
        if link is None or (links and links[-1] == "and" and link != "and"):
            lists.append([match])
            links = []
        else:
            lists[-1].append(match)
            links.append(link)
    long = [tuple(linked) for linked in lists if len(linked) > 1]
    return {term.figure.start: linked for linked in long for term in linked}


# Nothing but an age, punctuation, "and" or "as well as" between two terms of a list, which ends after "and".
_LINK = re.compile(
    r"(?:\s*+ ,?+ \s*+ (?:of|aged|age)?+ \s*+ \(?+ \d{1,3}+ \)?+)?+"  # "a boy of 11, and his father"
    r"\s*+ ,?+ \s*+ (?P<link>[,;/&]|and|plus|as\ well\ as)?+ \s*+ (?:his|her|their|its)?+ \s*+",
    re.VERBOSE,
)


def _link(one: Match, other: Match, body: str) -> str | None:
    if one.figure.subset_of != other.figure.subset_of:
        return None
    found = _LINK.fullmatch(body, one.figure.full_end, other.figure.full_start)
    return None if found is None else found["link"] or ","


def _is_silent(figure: Figure) -> bool:
    """An implicit one whose role the text leaves to its neighbours."""
    return figure.tier is Tier.IMPLICIT and figure.role is None
