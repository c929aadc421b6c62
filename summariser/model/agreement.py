"""Two readings of one number say more than one: the model's and the patterns', or the model's own samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summariser.compose import Agreement
from summariser.figures.figure import Cue, Figure
from summariser.model.contract import Reading, Way
from summariser.records import Answer, Count
from summariser.text.article import Article
from summariser.vocabulary import FigureKind, Grade

__all__ = ["agreement_of", "count_votes", "grade_counts"]


def agreement_of(reading: Reading, figures: Sequence[Figure], article: Article, *, way: Way) -> Agreement:
    """What speaks for and against a reading: itself, the patterns, and the model's further samples.

    Most samples carry a number, else it is doubted. Patterns doubt it where a way asks with them in hand;
    of a model that read the whole article they know less than the checks do.
    """
    grades, doubts = reading.grades, dict(reading.doubts)
    if grades is None:
        grades = grade_counts(reading.answer, figures, article)
    else:
        known = _DOUBTS | _NOT_ASKED if way is Way.SLOTS else _DOUBTS
        doubts |= {path: known[grade] for path, grade in grades.items() if grade in known}
    votes = count_votes(reading.answer, reading.samples) if reading.samples else {}
    samples = 1 + len(reading.samples)
    few = {path: f"stated in {n} of {samples} samples" for path, n in votes.items() if 2 * n <= samples}
    return Agreement(grades, votes, doubts | few)


_DOUBTS = {
    Grade.CONFLICT: "the model and the patterns read it differently",
    Grade.MODEL_ALONE: "only the model reads it so",
}

_NOT_ASKED = {Grade.PATTERNS_ALONE: "only the patterns read it: the model was not asked, or passed over it"}
"""Where a model reads too, two must agree. On articles that nobody had looked at 2 in 100 of the numbers that
both read were wrong, and 32 of those that the patterns read alone."""


def grade_counts(answer: Answer, figures: Sequence[Figure], article: Article) -> Mapping[str, Grade]:
    """The grade of each count of an answer, by its path (`attacks[0].counts[1]`).

    For a model that read the whole article. `both`: a printed number of that value in a cited sentence has
    that role for the patterns too; `conflict`: it has another one; else the model alone says so.
    """
    return {path: _grade(count, figures, article) for path, (_, count) in _counts(answer).items()}


def count_votes(answer: Answer, samples: Sequence[Answer]) -> Mapping[str, int]:
    """How many say each count of an answer, by its path: the answer itself, and each sample that says it too.

    The same is said by the same role, thing and value from a sentence that both cite, at the same place.
    """
    stated = [list(_counts(sample).values()) for sample in samples]
    return {
        path: 1 + sum(any(_says(said, wanted) for said in sample) for sample in stated)
        for path, wanted in _counts(answer).items()
    }


_Placed = tuple[str | None, Count]


def _counts(answer: Answer) -> dict[str, _Placed]:
    """Every count of an answer with the place of its record, by its path."""
    records = {f"attacks[{n}]": record for n, record in enumerate(answer.attacks)} | {
        f"diplomacy[{n}]": record for n, record in enumerate(answer.diplomacy)
    }
    return {
        f"{path}.counts[{number}]": (record.place, count)
        for path, record in records.items()
        for number, count in enumerate(record.counts)
    }


def _says(said: _Placed, wanted: _Placed) -> bool:
    (there, other), (here, count) = said, wanted
    alike = (other.role, other.of, other.value) == (count.role, count.of, count.value)
    return alike and bool(set(other.evidence) & set(count.evidence)) and _folded(there) == _folded(here)


def _folded(place: str | None) -> str:
    return " ".join((place or "").casefold().split())


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
