"""The place beside a number, in its own sentence: the nearest, and whether another may be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from summariser.model.slots.scene import Line
from summariser.model.slots.spot import Rank, Seat, Spot
from summariser.vocabulary import NounClass

__all__ = [
    "BREAK",
    "Nearness",
    "Placed",
    "distance",
    "is_of_another",
    "is_right_behind",
    "nearest",
    "text_between",
]

BREAK = re.compile(r"[;:]|,?\s(?:while|whereas|but|adding|meanwhile)\s", re.IGNORECASE)
"""Where another clause begins, which has places of its own."""

_COMMA = re.compile(r",|\sand\s")
_BREAK_COST, _COMMA_COST, _NUMBER_COST, _BACKWARD_COST, _AREA_COST = 60, 12, 25, 10, 60
_NEW_SUBJECT_COST = 120
_NEW_SUBJECT = re.compile(r",\sand\s$", re.IGNORECASE)
_OWN = re.compile(
    r"[^,;:]{1,40}?\s(?:over|above|in|near|at|around|outside|across)\s(?:the\s)?(?:[a-z]+\s){0,2}",
    re.IGNORECASE,
)
"""Between a number and the place that is its own: "19 over the Bryansk region"."""


class Nearness(StrEnum):
    """How near to a number its place is named."""

    HERE = "here"  # in its sentence, and no other is; a wave's munitions are at home in their country
    NEAR = "near"  # a sentence or two above, in the same paragraph
    AMONG = "among"  # beside others, there or above
    FAR = "far"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a number belongs, as printed; null where nothing is named."""

    name: str | None
    nearness: Nearness


def nearest(line: Line, own: Sequence[Spot], at: int) -> Placed:
    """The nearest of the places of a number's sentence: one of several, unless it stands right behind it and
    is no region around another."""
    spot = min(own, key=lambda spot: distance(line, spot, at))
    narrower = any(each.rank > spot.rank for each in own)
    is_alone = not any(_may_be_meant(line, each, spot) for each in line.spots)
    is_own = is_alone or (is_right_behind(line, spot, at) and not narrower)
    is_sure = is_own and spot.sure and not is_of_another(line, spot, at)
    return Placed(spot.name, Nearness.HERE if is_sure else Nearness.AMONG)


_SPEAKS = re.compile(r"\b(?:said|says|told|tells|reports?|reported|according)\b", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"[;:]")
_OTHER_CLAUSE = re.compile(r"\b(?:who|which|whose|and\sthat)\b", re.IGNORECASE)


def is_of_another(line: Line, spot: Spot, at: int) -> bool:
    """Whether a place is rather where somebody speaks, or of a clause that says who somebody is."""
    gap = text_between(line.text, spot, at)
    if spot.start > at and _NEXT_CLAUSE.search(gap):
        return True  # "seven died there; an orderly in Nioro told me"
    speaks = spot.end <= at and spot.seat is not Seat.OFFICE and _SPEAKS.search(gap)
    return bool(speaks or _OTHER_CLAUSE.search(gap) or _OTHER_CLAUSE.search(_clause_before(line, spot, at)))


def _clause_before(line: Line, spot: Spot, at: int) -> str:
    """From the last comma to a place, if the number stands behind the clause: "which had left X, lost 12"."""
    return line.text[: spot.start].rpartition(",")[2] if spot.end <= at else ""


_NEW_CLAUSE = re.compile(r"[;:]|\b(?:and|while|but)\s", re.IGNORECASE)


def _may_be_meant(line: Line, other: Spot, spot: Spot) -> bool:
    """Whether a number may belong to another place of its sentence. One that only says where this one lies
    ("X, west of Y") is no other; in a clause of its own ("west of Y, and medics in X said") it is."""
    if other.is_country or other.name == spot.name:
        return False
    if other.seat is Seat.LOOSE:
        first, last = sorted((other, spot), key=attrgetter("start"))
        return _NEW_CLAUSE.search(line.text, first.end, last.start) is not None
    return other.seat is Seat.NONE


def distance(line: Line, spot: Spot, at: int) -> int:
    """How far a place is from a number, in characters. A clause's end between them counts as many more, and
    so does another number before the place: "twelve in Lubero and three in Djugu"."""
    if is_right_behind(line, spot, at):
        return 0
    gap = text_between(line.text, spot, at)
    breaks = len(BREAK.findall(gap)) * _BREAK_COST + len(_COMMA.findall(gap)) * _COMMA_COST
    backward = _BACKWARD_COST if spot.end <= at else 0
    if backward and _NEW_SUBJECT.search(gap):
        backward = _NEW_SUBJECT_COST
    area = _AREA_COST if spot.rank is Rank.AREA else 0
    numbers = _numbers_before(line, spot, at) * _NUMBER_COST
    return len(gap) + breaks + numbers + backward + area


def is_right_behind(line: Line, spot: Spot, at: int) -> bool:
    """Whether a place is a number's own: "19 over the Bryansk region", with no other number between."""
    if at >= spot.start or not _OWN.fullmatch(text_between(line.text, spot, at)):
        return False
    return not _numbers_before(line, spot, at)


def _numbers_before(line: Line, spot: Spot, at: int) -> int:
    """How many other numbers that count something stand between a number and a place behind it."""
    counted = (line.at(figure) for figure in line.figures if figure.noun_class is not NounClass.NONE)
    return sum(at < each < spot.start for each in counted)


def text_between(text: str, spot: Spot, at: int) -> str:
    """What stands between a place and the number at an offset of its sentence."""
    return text[spot.end : at] if spot.end <= at else text[at : spot.start]
