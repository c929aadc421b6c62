"""Judge claims, answers and omissions against the figures of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summariser.checks.answers import cross_check
from summariser.checks.claims import Claim, Finding
from summariser.checks.results import CheckedAnswer, FoundConflict, NameNote, Unclaimed
from summariser.checks.rulings import judge_all
from summariser.checks.unclaimed import unclaimed_figures
from summariser.figures.figure import Figure
from summariser.figures.find import find_figures
from summariser.text.article import Article

__all__ = [
    "CheckedAnswer",
    "FoundConflict",
    "NameNote",
    "Unclaimed",
    "check_claims",
    "cross_check",
    "unclaimed_figures",
]


def check_claims(
    article: Article, claims: Iterable[Claim], *, figures: Sequence[Figure] | None = None
) -> list[Finding]:
    """Judge each claim; one finding a claim, in order. Figures are found unless they are given."""
    return judge_all(article, list(claims), find_figures(article.body) if figures is None else figures)
