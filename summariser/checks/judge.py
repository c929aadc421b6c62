"""Judge claims, answers and omissions against the figures of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summariser.checks.claims import Claim, Finding
from summariser.figures.figure import Figure
from summariser.records import Answer
from summariser.text.article import Article
from summariser.vocabulary import Severity

__all__ = [
    "CheckedAnswer",
    "FoundConflict",
    "NameNote",
    "Unclaimed",
    "check_claims",
    "cross_check",
    "unclaimed_figures",
]


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A salient figure that no claim used; rank 1 is the most important. Background totals are marked."""

    figure: Figure
    rank: int


@dataclass(frozen=True, slots=True)
class FoundConflict:
    """Two claims that do not go together; `ids` are their ids or paths, spans are their quotes' offsets."""

    note: str
    ids: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NameNote:
    """A name (place, party, claimant) or time phrase that the text does not hold; severity review."""

    path: str
    severity: Severity
    note: str


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer judged. Keys of `findings` are paths: `attacks[0].counts[1]`, `diplomacy[2].counts[0]`."""

    answer: Answer
    findings: dict[str, Finding]
    notes: tuple[NameNote, ...]
    unclaimed: tuple[Unclaimed, ...]
    conflicts: tuple[FoundConflict, ...]

    @property
    def errors(self) -> list[str]:
        """The paths of counts with severity error."""
        return [path for path, finding in self.findings.items() if finding.severity is Severity.ERROR]


def check_claims(
    article: Article, claims: Iterable[Claim], *, figures: Sequence[Figure] | None = None
) -> list[Finding]:
    """Judge each claim; one finding a claim, in order."""
    raise NotImplementedError


def unclaimed_figures(
    article: Article, figures: Sequence[Figure], findings: Sequence[Finding]
) -> list[Unclaimed]:
    """The salient figures that no finding rests on, ranked."""
    raise NotImplementedError


def cross_check(article: Article, answer: Answer, figures: Sequence[Figure]) -> CheckedAnswer:
    """Judge every count and name of an answer, list what it left out, and what does not go together."""
    raise NotImplementedError
