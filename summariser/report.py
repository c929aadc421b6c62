"""What happened to the articles of a run, and the exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from summariser.errors import RunError
from summariser.pipeline import Outcome
from summariser.records import CheckedCount, Summary
from summariser.vocabulary import Severity, SummaryStatus

__all__ = ["Report", "counts_of"]


@dataclass(slots=True)
class Report:
    """Counts outcomes; one object owns the exit code."""

    summarised: int = 0
    flagged: int = 0
    cached: int = 0
    failed: int = 0
    verified_counts: int = 0
    doubtful_counts: int = 0
    wrong_counts: int = 0
    unclaimed: int = 0
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    cost_usd: float | None = 0.0
    failures: list[str] = field(default_factory=list)
    stopped: RunError | None = None

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.error is not None:
            self.failed += 1
            self.failures.append(f"{outcome.label}: {outcome.error.reason}: {outcome.error}")
        if outcome.summary is None:
            return
        self.summarised += outcome.error is None
        self.cached += outcome.cached
        self._add_summary(outcome.summary)

    def _add_summary(self, summary: Summary) -> None:
        self.flagged += summary.status is SummaryStatus.FLAGGED
        severities = [count.severity for count in counts_of(summary)]
        self.verified_counts += severities.count(Severity.OK)
        self.doubtful_counts += severities.count(Severity.REVIEW)
        self.wrong_counts += severities.count(Severity.ERROR)
        self.unclaimed += sum(not item.background for item in summary.unclaimed)
        self.input_tokens = _plus(self.input_tokens, summary.provenance.input_tokens)
        self.output_tokens = _plus(self.output_tokens, summary.provenance.output_tokens)
        cost = summary.provenance.cost_usd
        self.cost_usd = None if self.cost_usd is None or cost is None else self.cost_usd + cost

    @contextmanager
    def keeping_what_stops(self) -> Iterator[None]:
        """Keep a `RunError` until the output is complete."""
        try:
            yield
        except RunError as error:
            self.stopped = error

    def raise_what_stopped(self) -> None:
        """Raise the `RunError` that was kept, if any."""
        if self.stopped is not None:
            raise self.stopped

    def exit_code(self, *, strict: bool) -> int:
        """0 all done; 1 some articles failed or, if strict, a number is contradicted."""
        return 1 if self.failed or (strict and self.wrong_counts) else 0

    def __str__(self) -> str:
        """One line for a person."""
        cost = "cost unknown" if self.cost_usd is None else f"${self.cost_usd:.2f}"
        return (
            f"{self.summarised} summarised ({self.flagged} flagged, {self.cached} from the cache), "
            f"{self.failed} failed; numbers: {self.verified_counts} verified, "
            f"{self.doubtful_counts} to review, "
            f"{self.wrong_counts} not supported, {self.unclaimed} left out by the records; {cost}"
        )


def counts_of(summary: Summary) -> list[CheckedCount]:
    """All counts of all records of a summary."""
    attacks = [count for attack in summary.attacks for count in attack.counts]
    return attacks + [count for event in summary.diplomacy for count in event.counts]


def _plus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right
