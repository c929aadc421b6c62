"""When: news phrases against the article's own date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["ResolvedWhen", "resolve_when"]


@dataclass(frozen=True, slots=True)
class ResolvedWhen:
    """A span of days, its precision (hour, night, day, week, month, year) and the rule that gave it."""

    start: date | None
    end: date | None
    precision: str | None
    rule: str | None


def resolve_when(text: str, *, published: date | None) -> ResolvedWhen:
    """Resolve "overnight", "later Wednesday", "a day earlier" …; all null when the date is not known."""
    return ResolvedWhen(None, None, None, None)
