"""When: news phrases against the article's own date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from summariser.text.calendar_rules import (
    Span,
    Tense,
    calendar_day,
    calendar_month,
    calendar_week,
    calendar_year,
    number,
    weekday_near,
    weekend,
)
from summariser.text.when_phrases import CLOCK, RULES

__all__ = ["ResolvedWhen", "Tense", "WhenPhrase", "find_when", "resolve_when"]


@dataclass(frozen=True, slots=True)
class ResolvedWhen:
    """A span of days, its precision (hour, night, day, week, month, year) and the rule that gave it."""

    start: date | None
    end: date | None
    precision: str | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class WhenPhrase:
    """A phrase of time in a text, as printed: `text[start:end]`."""

    start: int
    end: int
    text: str


_FUTURE = re.compile(r"\b(?:next|coming|upcoming|will|tomorrow|scheduled|planned|due)\b", re.IGNORECASE)
_ANY_CLOCK = re.compile(CLOCK, re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|since|during|until|of|over|at|within|by)\s(?=\S)", re.IGNORECASE)
_ON_ITS_OWN = ("clock time", "this day's part")
"""Rules that hold only if nothing else does: "around 7:00 am; Wednesday" is a Wednesday."""


def resolve_when(text: str, *, published: date | None, tense: Tense = Tense.PAST) -> ResolvedWhen:
    """Resolve "overnight", "later Wednesday", "a day earlier" …; all null if the article's date is unknown.

    A weekday is the latest such day up to and including the article's, with `Tense.FUTURE` (or "next", "will"
    in the phrase) the first from the article's on. What no rule reads is null too.
    """
    if published is not None:
        tense = Tense.FUTURE if _FUTURE.search(text) else tense
        for rule, pattern in RULES:
            for match in pattern.finditer(text):
                span = _resolve(rule, match, published, tense)
                if span is not None:
                    return _with_hour(text, span, rule=rule)
    return ResolvedWhen(None, None, None, None)


def _with_hour(text: str, span: Span, *, rule: str) -> ResolvedWhen:
    one_day = span.start == span.end and span.precision == "day"
    precision = "hour" if one_day and _ANY_CLOCK.search(text) and rule != "iso date" else span.precision
    return ResolvedWhen(span.start, span.end, precision, rule)


def find_when(text: str) -> list[WhenPhrase]:
    """The phrases of time printed in a text, in order: "overnight", "early Wednesday", "a day earlier".

    Clock times count as one only beside another phrase; durations ("for three days") are none.
    """
    found: list[tuple[int, int]] = []
    for rule, pattern in RULES:
        if rule in _ON_ITS_OWN[:1]:
            continue
        for match in pattern.finditer(text):
            if _plausible(match):
                lead = (
                    _PREPOSITION.match(match[0])
                    if rule not in ("in so many days", "the last so many days")
                    else None
                )
                start = match.start() + (lead.end() if lead and rule not in _KEEPS_LEAD else 0)
                found.append((start, match.end()))
    phrases: list[WhenPhrase] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not phrases or start >= phrases[-1].end:
            phrases.append(WhenPhrase(start, end, text[start:end]))
    return phrases


_KEEPS_LEAD = ("yesterday's night", "weekend", "this day's part")


def _plausible(match: re.Match[str]) -> bool:
    """Not the verbs may and march: a month without a capital is none, unless all is in capitals."""
    month = match.groupdict().get("month")
    return month is None or month[0].isupper()


# --- the rules ------------------------------------------------------------------------------------

_Rule = Callable[["re.Match[str]", date, Tense], Span | None]


def _resolve(rule: str, match: re.Match[str], published: date, tense: Tense) -> Span | None:
    if not _plausible(match) and match["month"].lower().rstrip(".") in ("may", "march", "mar"):
        return None
    return _BY_RULE[rule](match, published, tense)


def _days(published: date, first: int, last: int | None = None, *, precision: str = "day") -> Span:
    last = first if last is None else last
    return Span(published + timedelta(days=first), published + timedelta(days=last), precision)


def _weekday(match: re.Match[str]) -> str:
    return str(match["weekday"])


def _on_weekday(match: re.Match[str], published: date, tense: Tense) -> Span:
    day = weekday_near(_weekday(match), published, tense)
    return Span(day, day, "day")


def _night_of(match: re.Match[str], published: date, tense: Tense) -> Span:
    day = weekday_near(_weekday(match), published, tense)
    return Span(day, day + timedelta(days=1), "night")


def _night_to(match: re.Match[str], published: date, tense: Tense) -> Span:
    day = weekday_near(_weekday(match), published, tense)
    return Span(day - timedelta(days=1), day, "night")


def _last_weekday(match: re.Match[str], published: date, _: Tense) -> Span:
    day = weekday_near(_weekday(match), published - timedelta(days=1), Tense.PAST)
    return Span(day, day, "day")


def _next_weekday(match: re.Match[str], published: date, _: Tense) -> Span:
    day = weekday_near(_weekday(match), published + timedelta(days=1), Tense.FUTURE)
    return Span(day, day, "day")


def _in_week(weeks: int) -> _Rule:
    def rule(match: re.Match[str], published: date, _: Tense) -> Span:
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=weeks)
        day = weekday_near(_weekday(match), monday, Tense.FUTURE)
        return Span(day, day, "day")

    return rule


def _ago(unit_days: int, precision: str) -> _Rule:
    def rule(match: re.Match[str], published: date, _: Tense) -> Span:
        count = number(match.groupdict().get("count") or "1")
        day = published - timedelta(days=unit_days * count)
        if precision == "week":
            return calendar_week(day)
        return Span(day, day, precision)

    return rule


def _months_ago(match: re.Match[str], published: date, _: Tense) -> Span:
    months = published.year * 12 + published.month - 1 - number(match["count"])
    return calendar_month(months // 12, months % 12 + 1)


def _last_days(match: re.Match[str], published: date, _: Tense) -> Span:
    count = number(match["count"] or "1")
    unit = match["unit"].lower()
    if unit == "hours":
        return _days(published, -max(1, count // 24), 0)
    days = count * 7 if unit.startswith("week") else count
    return _days(published, -days, 0, precision="week" if unit.startswith("week") else "day")


def _ahead(match: re.Match[str], published: date, _: Tense) -> Span:
    return _days(published, number(match["count"]))


_STEPS = {"last": -1, "the previous": -1, "next": 1}


def _step(match: re.Match[str]) -> int:
    return _STEPS.get(" ".join(match["which"].lower().split()), 0)


def _named_month(match: re.Match[str], published: date, tense: Tense) -> Span | None:
    month = calendar_day(match.groupdict(), published, tense, day=1)
    return calendar_month(month.year, month.month) if month else None


def _month_days(match: re.Match[str], published: date, tense: Tense) -> Span | None:
    first = calendar_day(match.groupdict(), published, tense)
    if first is None or not first.day < int(match["last_day"]) <= 31:
        return None
    last = first + timedelta(days=int(match["last_day"]) - first.day)
    return Span(first, last, "day") if last.month == first.month else None


def _month_day(match: re.Match[str], published: date, tense: Tense) -> Span | None:
    day = calendar_day(match.groupdict(), published, tense)
    return Span(day, day, "day") if day else None


def _some_month(match: re.Match[str], published: date, _: Tense) -> Span:
    months = published.year * 12 + published.month - 1 + _step(match)
    return calendar_month(months // 12, months % 12 + 1)


_BY_RULE: dict[str, _Rule] = {
    "iso date": _month_day,
    "days of a month": _month_days,
    "day and month": _month_day,
    "day before yesterday": lambda _, published, __: _days(published, -2),
    "day after tomorrow": lambda _, published, __: _days(published, 2),
    "night that ends on a weekday": _night_to,
    "weekday of last week": _in_week(-1),
    "weekday of next week": _in_week(1),
    "last weekday": _last_weekday,
    "next weekday": _next_weekday,
    "weekday's night": _night_of,
    "weekday": _on_weekday,
    "yesterday's night": lambda _, published, __: _days(published, -1, 0, precision="night"),
    "yesterday": lambda _, published, __: _days(published, -1),
    "tonight": lambda _, published, __: _days(published, 0, 1, precision="night"),
    "today": lambda _, published, __: _days(published, 0),
    "tomorrow": lambda _, published, __: _days(published, 1),
    "in so many days": _ahead,
    "so many days before": _ago(1, "day"),
    "so many hours before": lambda _, published, __: _days(published, 0),
    "so many weeks before": _ago(7, "week"),
    "so many months before": _months_ago,
    "so many years before": lambda m, published, _: calendar_year(published.year - number(m["count"])),
    "the last so many days": _last_days,
    "weekend": lambda m, published, tense: weekend(published, tense, step=_step(m)),
    "week": lambda m, published, _: calendar_week(published + timedelta(weeks=_step(m))),
    "month": _some_month,
    "year": lambda m, published, _: calendar_year(published.year + _step(m)),
    "month and year": _named_month,
    "named month": _named_month,
    "named year": lambda m, _, __: calendar_year(int(m["year"])),
    "this day's part": lambda _, published, __: _days(published, 0),
    "clock time": lambda _, published, __: _days(published, 0),
}
