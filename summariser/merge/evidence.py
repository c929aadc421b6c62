"""Time, place and kind of a record, made comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache
from math import cos, hypot, radians
from typing import cast

from summariser.merge.names import fold, party_key
from summariser.records import AttackRecord, Place, When
from summariser.resources import data_table
from summariser.vocabulary import AttackKind, Weapon

__all__ = [
    "Fit",
    "Span",
    "contains",
    "diplomacy_family",
    "families",
    "place_fit",
    "place_keys",
    "region_of",
    "rule_words",
    "same_place",
    "span_of",
    "time_fit",
    "weapon_families",
]

_FIRM = frozenset({"hour", "night", "day"})
_FOLLOW_UP = timedelta(days=3)  # how long after it papers still tell of an event without saying when it was
_NEAR_KM = 6.0
_CITY_KM = 30.0
_KM_PER_DEGREE = 111.2
_CELL = 0.2  # degrees of a cell of the grid that near places share
_REACH = 0.05
_POINTS = frozenset({"settlement", "district", "facility"})
_AREA_WORDS = (" region", " oblast", " province", " district", " city", " area", " governorate")


class Fit(IntEnum):
    """How well two times or places go together."""

    NO = -1
    UNKNOWN = 0
    LOOSE = 1
    FIRM = 2


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something was; not `firm` if only the day of the article says so."""

    start: date
    end: date
    firm: bool
    night: bool = False

    def days(self) -> Iterator[date]:
        """Every day that an event of this span may be told under; at most nine."""
        start = self.start if self.firm else self.end - _FOLLOW_UP
        for offset in range(min((self.end - start).days, 8) + 1):
            yield start + timedelta(days=offset)


def span_of(when: When | None, *, published: date | None, background: bool) -> Span | None:
    """When a record's event was. Without a time of its own: about when the article appeared, loosely.

    What is recalled from before has no such default: null.
    """
    if when and when.start:
        end = when.end or when.start
        firm = when.precision in _FIRM and (end - when.start).days <= 1
        return Span(when.start, end, firm=firm, night=when.precision == "night")
    if published is None or background:
        return None
    return Span(published - timedelta(days=1), published, firm=False)


def time_fit(one: Span | None, other: Span | None) -> Fit:
    """Whether two events can be of one time. Two nights are one or not; a night goes with its morning."""
    if one is None or other is None:
        return Fit.UNKNOWN
    if one.firm and other.firm:
        return _firm_fit(one, other)
    late, early = max(one.end, other.end), min(one.end, other.end)
    if one.start <= other.end and other.start <= one.end:
        return Fit.LOOSE
    in_follow_up = late - early <= _FOLLOW_UP and not _firm_is_later(one, other)
    return Fit.UNKNOWN if in_follow_up else Fit.NO


def _firm_is_later(one: Span, other: Span) -> bool:
    """An article cannot tell of what comes after it."""
    firm, loose = (one, other) if one.firm else (other, one)
    return firm.firm and firm.start > loose.end


def _firm_fit(one: Span, other: Span) -> Fit:
    if one.night and other.night:
        return Fit.FIRM if one.end == other.end or one.start == other.start else Fit.NO
    if one.end == other.end:
        return Fit.FIRM
    overlap = one.start <= other.end and other.start <= one.end
    return Fit.LOOSE if overlap else Fit.NO


def place_fit(one: Place | None, other: Place | None) -> Fit:
    """`FIRM` for the same place, `NO` for another (also for a part of it), `UNKNOWN` if one is not named."""
    if one is None or other is None:
        return Fit.UNKNOWN
    return Fit.FIRM if same_place(one, other) else Fit.NO


def same_place(one: Place, other: Place) -> bool:
    """The same settlement, region or country, whatever it is called; a city and its district are two."""
    if one.latitude is None or other.latitude is None:
        return _bare(one.name) == _bare(other.name) and not _apart(one.admin1, other.admin1)
    if _level(one) != _level(other):
        return False
    if _level(one) == "point":
        return _km(one, other) <= _NEAR_KM and (one.kind == "district") == (other.kind == "district") and (
            one.kind != "district" or _bare(one.name) == _bare(other.name)
        )  # fmt: skip
    return _bare(one.name) == _bare(other.name) and not _apart(one.country, other.country)


def contains(whole: Place, part: Place) -> bool:
    """Whether a place lies in another: a city in its region or country, a district in its city."""
    outer, inner = _level(whole), _level(part)
    if outer == "country":
        return inner != "country" and party_key(part.country) == party_key(whole.name)
    if outer == "area":
        return inner == "point" and part.admin1 is not None and _bare(part.admin1) in _area_names(whole)
    in_city = part.kind in ("district", "facility") and whole.kind == "settlement"
    return (
        in_city and part.latitude is not None and whole.latitude is not None and _km(whole, part) <= _CITY_KM
    )


def _area_names(place: Place) -> set[str]:
    return {_bare(place.name), _bare(place.admin1 or place.name)}


def region_of(place: Place) -> str:
    """The region of a place, folded; a region's own name; empty if it is not known."""
    return _bare(place.name if _level(place) == "area" else place.admin1 or "")


def _level(place: Place) -> str:
    if place.kind == "country":
        return "country"
    return "point" if place.kind in _POINTS or place.kind is None else "area"


def _bare(name: str) -> str:
    bare = fold(name)
    for word in _AREA_WORDS:
        bare = bare.removesuffix(word)
    return bare


def _apart(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and _bare(one) != _bare(other)


def _km(one: Place, other: Place) -> float:
    one_north, one_east = one.latitude or 0.0, one.longitude or 0.0
    other_north, other_east = other.latitude or 0.0, other.longitude or 0.0
    east = (one_east - other_east) * cos(radians((one_north + other_north) / 2))
    return _KM_PER_DEGREE * hypot(one_north - other_north, east)


def place_keys(place: Place | None) -> set[str]:
    """Keys of which the same places share at least one: cells of a grid, or the folded name."""
    if place is None:
        return {"?"}
    if place.latitude is None or place.longitude is None or _level(place) != "point":
        return {_bare(place.name)}
    cells = {
        f"{int((place.latitude + north) // _CELL)}/{int((place.longitude + east) // _CELL)}"
        for north in (-_REACH, _REACH)
        for east in (-_REACH * 1.6, _REACH * 1.6)
    }
    return cells | {_bare(place.name)}


@cache
def _table(name: str) -> Mapping[str, object]:
    return cast("Mapping[str, Mapping[str, object]]", data_table("merge/families.toml"))[name]


@cache
def rule_words(name: str) -> tuple[str, ...]:
    """A list of words of the rules in `families.toml`."""
    return tuple(cast("list[str]", _table("rules")[name]))


@cache
def families(kind: AttackKind) -> frozenset[str]:
    """The kinds of event that a kind of record can tell of."""
    return frozenset(cast("list[str]", _table("attacks")[kind.value]))


def weapon_families(record: AttackRecord) -> frozenset[str]:
    """The weapons of a record in coarse classes; what the kind implies where none is named; may be empty."""
    classes = cast("Mapping[str, str]", _table("weapons"))
    named = {classes[w.value] for w in record.weapons if w is not Weapon.UNKNOWN}
    implied = cast("Mapping[str, list[str]]", _table("implied_weapons"))
    return frozenset(named or implied.get(record.kind.value, []))


@cache
def diplomacy_family(kind: str) -> str:
    """The family of a diplomatic type: a visit, talks and a meeting may be one event."""
    return cast("Mapping[str, str]", _table("diplomacy"))[kind]
