"""Two readings of one number, the model's and the patterns', say more than one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summariser.figures.figure import Figure
from summariser.records import Answer
from summariser.text.article import Article
from summariser.vocabulary import Grade

__all__ = ["grade_counts"]


def grade_counts(answer: Answer, figures: Sequence[Figure], article: Article) -> Mapping[str, Grade]:
    """The grade of each count of an answer, by its path (`attacks[0].counts[1]`)."""
    return {}
