"""What the checks hand back: omissions, conflicts, doubtful names, and a whole answer judged."""

from __future__ import annotations

from dataclasses import dataclass

from summariser.checks.claims import Finding
from summariser.figures.figure import Figure
from summariser.records import Answer
from summariser.vocabulary import Severity

__all__ = ["CheckedAnswer", "FoundConflict", "NameNote", "Unclaimed"]


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
