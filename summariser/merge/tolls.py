"""One number told by several sources: agreed, risen, revised or in conflict. Nothing is averaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise
from math import inf

from summariser.merge.digest import Reading, Toll, TollState
from summariser.merge.evidence import rule_words
from summariser.records import CheckedCount
from summariser.vocabulary import Qualifier, Severity

__all__ = ["compatible", "merge_tolls", "point"]

_OPEN_ABOVE = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN})
_OPEN_BELOW = frozenset({Qualifier.UP_TO, Qualifier.LESS_THAN})
_ROUNDED = frozenset({Qualifier.ABOUT, Qualifier.NEARLY})
_SLACK = 0.15  # "about 100" may be 85 to 115


def point(count: CheckedCount) -> float | None:
    """The one value a count is compared by: what the text says, else what was stated."""
    known = (count.low, count.high, count.value)
    return next((float(n) for n in known if n is not None), None)


def _bounds(count: CheckedCount) -> tuple[float, float]:
    low = float(count.low) if count.low is not None else point(count) or 0.0
    high = float(count.high) if count.high is not None else low
    if count.qualifier in _OPEN_ABOVE:
        return low, inf
    if count.qualifier in _OPEN_BELOW:
        return 0.0, high
    if count.qualifier in _ROUNDED:
        return low * (1 - _SLACK), high * (1 + _SLACK)
    return (low, inf) if _is_vague(count) and count.high is None else (low, high)


def _is_vague(count: CheckedCount) -> bool:
    hedged = {Qualifier.EXACT, Qualifier.RANGE, *_OPEN_ABOVE, *_OPEN_BELOW, *_ROUNDED}
    return count.qualifier is not None and count.qualifier not in hedged


def compatible(one: CheckedCount, other: CheckedCount) -> bool:
    """Whether both can be true of one moment: 502 and "more than 500", 24 and "dozens"; not 20 and 25."""
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    return low <= other_high and other_low <= high


def merge_tolls(readings: Iterable[Reading]) -> tuple[Toll, ...]:
    """All numbers of one event, a toll for each role and thing, in the order in which they are first told."""
    ordered = sorted(readings, key=lambda r: r.published or date.min)
    kinds = dict.fromkeys((r.count.role, r.count.of) for r in ordered)
    return tuple(_toll([r for r in ordered if (r.count.role, r.count.of) == kind]) for kind in kinds)


def _toll(readings: Sequence[Reading]) -> Toll:
    """A number that its text does not support decides nothing as long as another one is there."""
    sound = [r for r in readings if r.count.severity is not Severity.ERROR] or list(readings)
    counted = [r for r in sound if point(r.count) is not None] or sound
    role, of = readings[0].count.role, readings[0].count.of
    state, current, series = _state(counted)
    shown = {"history": series} if state in (TollState.RISEN, TollState.REVISED) else {}
    if state is TollState.CONFLICT:
        shown = {"alternatives": series}
    return Toll(
        role, of, state, current, tuple(readings), shown.get("history", ()), shown.get("alternatives", ())
    )


def _state(readings: Sequence[Reading]) -> tuple[TollState, Reading, tuple[Reading, ...]]:
    """What the readings come to, the one to show, and those that differ in the order they came."""
    if len({(point(r.count), r.count.qualifier) for r in readings}) == 1:
        single = len({r.article for r in readings}) == 1
        return (TollState.SINGLE if single else TollState.AGREED), readings[-1], ()
    if _restated(readings):
        return TollState.AGREED, max(readings, key=_precision), ()
    days = [list(day) for _, day in groupby(readings, key=lambda r: r.published)]
    if any(not _settled(day) for day in days):
        return TollState.CONFLICT, min(readings, key=_value), _distinct(sorted(readings, key=_value))
    series = _distinct([max(day, key=_precision) if _restated(day) else max(day, key=_value) for day in days])
    if len(series) == 1:
        series = _distinct(sorted(readings, key=_value))
    rising = all(_value(a) <= _value(b) for a, b in pairwise(series))
    return (TollState.RISEN if rising else TollState.REVISED), series[-1], series


def _restated(readings: Sequence[Reading]) -> bool:
    """Whether all tell the same number, some more roughly. A minimum that became another is none."""
    exact = [r for r in readings if not _is_rough(r.count)]
    if len({_value(r) for r in exact}) > 1:
        return False
    if not exact:
        return len({_value(r) for r in readings}) == 1
    best = exact[0].count
    return all(compatible(best, r.count) and _near(best, r.count) for r in readings)


def _is_rough(count: CheckedCount) -> bool:
    return count.qualifier in _OPEN_ABOVE | _OPEN_BELOW | _ROUNDED or _is_vague(count)


def _near(exact: CheckedCount, rough: CheckedCount) -> bool:
    """ "More than 500" restates 502; "at least 20" does not restate 26."""
    if not _is_rough(rough) or _is_vague(rough):
        return True
    one, other = point(exact) or 0.0, point(rough) or 0.0
    return abs(one - other) <= 0.1 * max(one, other)


def _settled(day: Sequence[Reading]) -> bool:
    """Whether what was told on one day goes together: one number, a rougher one, or a rise that is told."""
    if len({_value(r) for r in day}) == 1 or _restated(day):
        return True
    top = max(day, key=_value)
    minima = all(r.count.qualifier in _OPEN_ABOVE or r is top or _value(r) == _value(top) for r in day)
    told = any(cue in (top.count.quote or "").casefold() for cue in rule_words("rise_cues"))
    return minima or told


def _value(reading: Reading) -> float:
    return point(reading.count) or 0.0


def _precision(reading: Reading) -> tuple[bool, bool, float]:
    """Exact before hedged before vague; then the larger; then the newer, as `max` keeps the first."""
    return (not _is_rough(reading.count), not _is_vague(reading.count), _value(reading))


def _distinct(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Neighbours that differ in value."""
    return tuple(next(same) for _, same in groupby(readings, key=_value))
