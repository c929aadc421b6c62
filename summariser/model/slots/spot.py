"""A place in a sentence, how narrow it is, and whether a speaker sits there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Rank", "Seat", "Spot"]


class Rank(IntEnum):
    """How narrow a place is: of two that lie in each other the narrower is where it happened."""

    COUNTRY = 0
    AREA = 1
    TOWN = 2
    DISTRICT = 3
    NAMED_TOWN = 4  # "the village of X", "the city of X"


class Seat(IntEnum):
    """Whether a place is rather said of a speaker."""

    NONE = 0
    AROUND = 1  # the region around a narrower place of the sentence: "the region" may mean it later
    OFFICE = 2  # "the governor of X": what he tells of is in X, unless his sentence says where
    LOOSE = 3  # a sea, or what says where another place lies ("30 km south of X"), if there is no other
    ELSEWHERE = 4  # "sources in X"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a sentence: `text[start:end]` within it, as printed.

    `usual` is its usual English spelling, `rank` how narrow it is, `seat` whether a speaker sits there,
    `sure` that it is no part of another name and no end of a road.
    """

    start: int
    end: int
    name: str
    usual: str
    rank: Rank = Rank.TOWN
    seat: Seat = Seat.NONE
    sure: bool = True

    @property
    def is_country(self) -> bool:
        """Whether it is a whole country."""
        return self.rank is Rank.COUNTRY
