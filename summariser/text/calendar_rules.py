"""Arithmetic with days, weeks and months, as news mean them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

__all__ = [
    "Span",
    "Tense",
    "calendar_day",
    "calendar_month",
    "calendar_week",
    "calendar_year",
    "number",
    "weekday_near",
    "weekend",
]


class Tense(StrEnum):
    """Whether a phrase tells of what has been or of what is to come: "on Friday" is one day or another."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date
    precision: str


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number(word: str) -> int:
    """A small number in words or digits; "a" is one and "a couple of" two."""
    word = " ".join(word.lower().split())
    if word in ("a", "an"):
        return 1
    if word == "a couple of":
        return 2
    return int(word) if word.isdigit() else _NUMBERS.index(word)


def weekday_near(name: str, published: date, tense: Tense) -> date:
    """The latest such weekday up to a date, or the first from it on; the date itself counts."""
    away = (published.weekday() - _WEEKDAYS.index(name[:3].lower())) % 7
    return (
        published - timedelta(days=away) if tense is Tense.PAST else published + timedelta(days=(-away) % 7)
    )


def calendar_week(day: date) -> Span:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=6), "week")


def weekend(published: date, tense: Tense, *, step: int) -> Span:
    """The latest weekend that has begun; in the future the first that has not ended; `step` ±1: another."""
    saturday = weekday_near("saturday", published, Tense.PAST)
    if tense is Tense.FUTURE and published > saturday + timedelta(days=1):
        saturday += timedelta(days=7)
    elif step == -1 and published <= saturday + timedelta(days=1):
        saturday -= timedelta(days=7)
    return Span(saturday, saturday + timedelta(days=1), "day")


def calendar_month(year: int, month: int) -> Span:
    """A whole month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return Span(date(year, month, 1), following - timedelta(days=1), "month")


def calendar_year(year: int) -> Span:
    """A whole year."""
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def calendar_day(
    parts: Mapping[str, str | None], published: date, tense: Tense, *, day: int | None = None
) -> date | None:
    """The day that a month, a day and perhaps a year name; without a year the nearest one in the tense.

    None if there is no such day: the 31st of June, or the 29th of February of a common year that is named.
    """
    month = (
        _MONTHS.index(str(parts["month"])[:3].lower()) + 1
        if parts.get("month")
        else int(str(parts["digits"]))
    )
    day = day or int(str(parts["day"]))
    year = parts.get("year") or _century(parts.get("short"), published)
    if year is not None:
        return _date(int(year), month, day)
    # eight years hold a leap year, also around 1900
    years = (
        range(published.year, published.year - 9, -1)
        if tense is Tense.PAST
        else range(published.year, published.year + 9)
    )
    for candidate in years:
        found = _date(candidate, month, day)
        if found and (found <= published if tense is Tense.PAST else found >= published):
            return found
    return None


def _century(short: str | None, published: date) -> str | None:
    """The year that two digits mean: 90 in an article of 1990."""
    if short is None:
        return None
    year = published.year // 100 * 100 + int(short)
    return str(year if year <= published.year + 1 else year - 100)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
