"""What a night comes to: counts, tokens, money."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from summariser.nightly.rows import End, Row

__all__ = ["Tally"]

Number = TypeVar("Number", int, float)


@dataclass(slots=True)
class Tally:
    """Counts the rows of a night. `resumed` of them were there from an earlier run of the same night.

    Tokens and dollars are what the answers of all articles cost, whenever they were paid for; null as soon
    as one of them is unknown, never 0. `paid_usd` is what this run paid itself.
    """

    ends: Counter[End] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    cached: int = 0
    resumed: int = 0
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    cost_usd: float | None = 0.0
    paid_usd: float | None = 0.0
    seconds: float = 0.0

    def add(self, row: Row) -> None:
        """Count one article of this run."""
        self._count(row)
        self.cached += row.cached
        self.seconds += row.seconds
        if row.end is End.SUMMARISED and not row.cached:
            self.paid_usd = _plus(self.paid_usd, row.cost_usd)

    def add_resumed(self, row: Row) -> None:
        """Count one article that an earlier run of the night has finished."""
        self._count(row)
        self.resumed += 1

    @property
    def done(self) -> int:
        """Articles with an outcome."""
        return self.ends.total()

    @property
    def failed(self) -> int:
        """Articles without the model's summary, those with a fallback's included."""
        return self.done - self.ends[End.SUMMARISED]

    def _count(self, row: Row) -> None:
        self.ends[row.end] += 1
        self.flagged += row.flagged
        if row.reason is not None:
            self.reasons[row.reason] += 1
        if row.end is End.SUMMARISED:
            self.input_tokens = _plus(self.input_tokens, row.input_tokens)
            self.output_tokens = _plus(self.output_tokens, row.output_tokens)
            self.cost_usd = _plus(self.cost_usd, row.cost_usd)


def _plus(left: Number | None, right: Number | None) -> Number | None:
    return None if left is None or right is None else left + right
