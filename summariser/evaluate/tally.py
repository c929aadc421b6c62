"""What is counted: right, wrong and missed, for each kind of thing that is scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

__all__ = ["Score", "Tally", "total_score"]


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed; precision, recall and F1 are null where nothing was to be found or said."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """The share of what was said that is right."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """The share of the gold that was found."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(slots=True)
class Score:
    """What is right in the records of one or more articles.

    `wrong_unflagged` are wrong numbers that were shown as verified: the figure that matters most.
    `false_alarms` are right numbers that were called an error. `read_…` are the numbers of each
    grade: how often is it right? `tolls` are those of corpora that state an incident's totals only, at its
    place, and `tolls_anywhere` whatever the place.
    """

    articles: int = 0
    failed: int = 0
    facts: Tally = field(default_factory=Tally)
    attacks: Tally = field(default_factory=Tally)
    diplomacy: Tally = field(default_factory=Tally)
    diplomacy_without_status: Tally = field(default_factory=Tally)
    hedges_right: int = 0
    evidence_right: int = 0
    kinds_right: int = 0
    kinds_said: int = 0
    verified: int = 0
    wrong_unflagged: int = 0
    false_alarms: int = 0
    read_by_both: Tally = field(default_factory=Tally)
    read_by_model_alone: Tally = field(default_factory=Tally)
    read_by_patterns_alone: Tally = field(default_factory=Tally)
    read_in_conflict: Tally = field(default_factory=Tally)
    tolls: Tally = field(default_factory=Tally)
    tolls_anywhere: Tally = field(default_factory=Tally)
    split_too_much: int = 0
    split_too_little: int = 0
    events_from_nothing: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    cost_unknown: int = 0
    seconds: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)})

    @property
    def wrong_among_verified(self) -> float | None:
        """The share of wrong values among those shown as verified."""
        return _share(self.wrong_unflagged, self.verified)


def total_score(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    total = Score()
    for score in scores:
        total += score
    return total


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
