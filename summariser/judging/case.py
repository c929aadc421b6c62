"""One article and one reading of it: the figures are found, the answer is judged, the summary composed.

Pure: the same case gives the same summary in any process.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from summariser.checks.judge import cross_check
from summariser.compose import compose_summary
from summariser.figures.figure import Figure
from summariser.figures.find import find_figures
from summariser.model.agreement import agreement_of
from summariser.model.contract import Reading, Way
from summariser.records import Provenance, Summary
from summariser.text.article import Article

__all__ = ["Case", "Judge", "Judged", "judge", "judge_here"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged. `figures` are those that the reader was given; null if it needed none."""

    article: Article
    reading: Reading
    provenance: Provenance
    figures: Sequence[Figure] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The summary, and what is wrong with the answer: one line an error, for the model to mend."""

    summary: Summary
    problems: tuple[str, ...] = ()


Judge: TypeAlias = Callable[[Case], Awaitable[Judged]]
"""Who judges a case, and where; raises nothing."""


def judge(case: Case) -> Judged:
    """Judge an answer against its article."""
    article, reading = case.article, case.reading
    figures = find_figures(article.body) if case.figures is None else case.figures
    checked = cross_check(article, reading.answer, figures)
    agreement = agreement_of(reading, figures, article, way=Way(case.provenance.way))
    return Judged(
        summary=compose_summary(article, checked, case.provenance, agreement=agreement),
        problems=tuple(f"{path}: {checked.findings[path].note}" for path in checked.errors),
    )


async def judge_here(case: Case) -> Judged:
    """Judge in this process."""
    return judge(case)
