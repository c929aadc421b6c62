"""Two readings of one number, the model's and the patterns', say more than one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summariser.figures.figure import Cue, Figure
from summariser.records import Answer, Count
from summariser.text.article import Article
from summariser.vocabulary import FigureKind, Grade

__all__ = ["grade_counts"]


def grade_counts(answer: Answer, figures: Sequence[Figure], article: Article) -> Mapping[str, Grade]:
    """The grade of each count of an answer, by its path (`attacks[0].counts[1]`).

    For a model that read the whole article. `both`: a printed number of that value in a cited sentence has
    that role for the patterns too; `conflict`: it has another one; else the model alone says so.
    """
    counts = {
        **{f"attacks[{n}]": attack.counts for n, attack in enumerate(answer.attacks)},
        **{f"diplomacy[{n}]": event.counts for n, event in enumerate(answer.diplomacy)},
    }
    return {
        f"{path}.counts[{number}]": _grade(count, figures, article)
        for path, listed in counts.items()
        for number, count in enumerate(listed)
    }


def _grade(count: Count, figures: Sequence[Figure], article: Article) -> Grade:
    roles = {figure.role for figure in _printed(count, figures, article) if figure.cue is not Cue.NONE}
    if count.role in roles:
        return Grade.BOTH
    return Grade.CONFLICT if roles - {None} else Grade.MODEL_ALONE


def _printed(count: Count, figures: Sequence[Figure], article: Article) -> list[Figure]:
    """The figures of that value in the cited sentences; for a null value the vague ones ("dozens")."""
    cited = [article.sentences[n - 1] for n in count.evidence if 1 <= n <= len(article.sentences)]
    return [
        figure
        for figure in figures
        if figure.kind is FigureKind.COUNT
        and figure.value == count.value
        and any(sentence.start <= figure.start < sentence.end for sentence in cited)
    ]
