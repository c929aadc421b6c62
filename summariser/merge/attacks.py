"""When two attack records tell of one attack."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from summariser.merge.cluster import Matcher
from summariser.merge.digest import AttackTelling
from summariser.merge.evidence import (
    Fit,
    Span,
    families,
    place_fit,
    place_keys,
    span_of,
    time_fit,
    weapon_families,
)
from summariser.merge.names import party_key
from summariser.merge.tolls import compatible, point
from summariser.records import CheckedCount, Place, Summary
from summariser.vocabulary import Category, Qualifier, Role, Scope, Severity, Thing

__all__ = ["Told", "attack_matcher", "same_attack", "told_attacks"]

# What speaks for two records being one event, in points; the threshold is what one place and one day give.
THRESHOLD = 3.0
_SAME_PLACE = 2.0
_SAME_SIDES = 1.5  # of a wave: there is hardly ever more than one a night
_SAME_KIND = 0.5
_SAME_TARGET = 0.5
_OTHER_WEAPON = -1.5
_LARGE_FIGURE = 10  # numbers from here on are hardly ever equal by chance
_CLOSE = 0.05
_MOST_FROM_NUMBERS = 3.0
_PROOF_WITHOUT_TIME = 1.0  # what numbers must give where no time is known

_TOLLS = frozenset({Role.KILLED, Role.INJURED, Role.MISSING, Role.RESCUED, Role.EVACUATED})


@dataclass(frozen=True, slots=True)
class Told:
    """One record of one article, made comparable. `nights`: the waves that its article tells of."""

    telling: AttackTelling
    wide: bool
    attacker: str | None
    target: str | None
    place: Place | None
    span: Span | None
    families: frozenset[str]
    weapons: frozenset[str]
    categories: frozenset[Category]
    numbers: Mapping[tuple[Role, Thing], CheckedCount]
    nights: frozenset[int] = frozenset()


def told_attacks(summary: Summary) -> list[Told]:
    """The attacks of one article, made comparable."""
    published = summary.article.published
    return [_told(AttackTelling(summary.article.id, published, record)) for record in summary.attacks]


def _told(telling: AttackTelling) -> Told:
    record = telling.record
    place = record.place
    wide = record.scope is Scope.WAVE or (
        record.scope is Scope.AGGREGATE and (not place or place.kind == "country")
    )
    return Told(
        telling=telling,
        wide=wide,
        attacker=party_key(record.attacker),
        target=party_key(record.target_country or (place.country if place else None)),
        place=None if wide else place,
        span=span_of(record.when, published=telling.published, background=record.background),
        families=families(record.kind),
        weapons=weapon_families(record),
        categories=frozenset(t.category for t in record.targets if t.category is not Category.OTHER),
        numbers={(c.role, c.of): c for c in record.counts if c.severity is not Severity.ERROR},
    )


def attack_matcher() -> Matcher[Told]:
    """Keys, points and threshold for attack records."""
    return Matcher(keys=_keys, score=same_attack, twice=_told_twice, threshold=THRESHOLD)


def _keys(told: Told) -> Iterator[Hashable]:
    """One for each place and day; one for each figure, for what has no day; one for each shared wave."""
    spots: set[str] = {f"wave on {told.target or '?'}"} if told.wide else place_keys(told.place)
    times: list[Hashable] = [*told.span.days()] if told.span else []
    times += [("night", night) for night in told.nights]
    times += [
        (role, of, point(count)) for (role, of), count in told.numbers.items() if not told.span or count.low
    ]
    for spot in spots:
        for time in times or ["undated"]:
            yield (told.wide, spot, time)


def same_attack(one: Told, other: Told) -> float | None:
    """Points for two records telling of one attack; null if they cannot."""
    if one.wide != other.wide or _differ(one.attacker, other.attacker) or _differ(one.target, other.target):
        return None
    if not one.families & other.families:
        return None
    time = time_fit(one.span, other.span)
    if time in (Fit.UNKNOWN, Fit.LOOSE) and one.nights & other.nights:
        time = Fit.FIRM
    place = Fit.UNKNOWN if one.wide else place_fit(one.place, other.place)
    if time is Fit.NO or place is Fit.NO:
        return None
    numbers = _numbers(one, other, forgiving=time is Fit.FIRM)
    unproven = time is Fit.UNKNOWN or (place is Fit.UNKNOWN and not one.wide)
    if unproven and numbers < _PROOF_WITHOUT_TIME:
        return None
    where = _SAME_SIDES if one.wide else _SAME_PLACE * (place is Fit.FIRM)
    return where + max(time, 0) + numbers + _likeness(one, other)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _likeness(one: Told, other: Told) -> float:
    """Kind, weapon and target."""
    points = _SAME_KIND if one.telling.record.kind is other.telling.record.kind else 0.0
    if one.weapons and other.weapons and not one.weapons & other.weapons:
        points += _OTHER_WEAPON
    if one.categories and other.categories:
        points += _SAME_TARGET if one.categories & other.categories else -_SAME_TARGET
    return points


def _numbers(one: Told, other: Told, *, forgiving: bool) -> float:
    """What the shared figures say. `forgiving`: the day is the same, so that sources may well differ."""
    shared = one.numbers.keys() & other.numbers.keys()
    points = sum(_agreement(role, one.numbers[role, of], other.numbers[role, of]) for role, of in shared)
    least = -_SAME_KIND if forgiving else -_MOST_FROM_NUMBERS
    return max(least, min(points, _MOST_FROM_NUMBERS))


def _agreement(role: Role, one: CheckedCount, other: CheckedCount) -> float:
    first, second = point(one), point(other)
    if first is None or second is None:
        return 0.0
    large = max(first, second) >= _LARGE_FIGURE
    if first == second:
        return (2.0 if role not in _TOLLS else 1.0) if large else 0.5
    if abs(first - second) <= _CLOSE * max(first, second):
        return 0.5
    if compatible(one, other) and {one.qualifier, other.qualifier} != {Qualifier.AT_LEAST}:
        return 0.0
    if role in _TOLLS:
        return -0.5 if large and max(first, second) > 2 * min(first, second) else 0.0
    return -2.0


def _told_twice(one: Told, other: Told) -> bool:
    """Two records of one article are one event only if they say the same of scope, kind, place and number."""
    first, second = one.telling.record, other.telling.record
    same = first.scope is second.scope and first.kind is second.kind and first.background is second.background
    if not same or one.attacker != other.attacker or one.target != other.target:
        return False
    if not one.wide and place_fit(one.place, other.place) is not Fit.FIRM:
        return False
    if first.when and second.when and first.when.text != second.when.text:
        return False
    shared = one.numbers.keys() & other.numbers.keys()
    agree = all(point(one.numbers[key]) == point(other.numbers[key]) for key in shared)
    return agree and (bool(shared) or _same_sentence(one, other) or one.wide)


def _same_sentence(one: Told, other: Told) -> bool:
    quotes = {e.start for e in one.telling.record.evidence}
    return any(e.start in quotes for e in other.telling.record.evidence)
