"""Places taken up again by a noun: "the city", "the region", "the village", as a reader understands them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from summariser.model.slots.seats import seat_of
from summariser.model.slots.spot import Rank, Seat, Spot

__all__ = ["LastNamed"]

_NOUN = re.compile(
    r"""\bthe\s(?:(?:\w+ern|port|same|frontline|border|neighbou?ring)\s)?
        (?:(?P<town>city|town|village|settlement|hamlet|community)
          |(?P<district>district|neighbou?rhood|suburb)
          |(?P<area>region|province|oblast|governorate)) \b (?!\sof\b|-)""",
    re.VERBOSE | re.IGNORECASE,
)
_RANKS = {
    "town": (Rank.TOWN, Rank.NAMED_TOWN),
    "district": (Rank.DISTRICT,),
    "area": (Rank.AREA,),
}


def _can_mean(spot: Spot, ranks: tuple[Rank, ...]) -> bool:
    """Whether a noun of these ranks may mean a place: a governor's town stands for his region."""
    governed = spot.seat is Seat.OFFICE and spot.rank is Rank.TOWN and Rank.AREA in ranks
    return (spot.rank in ranks and spot.seat <= Seat.OFFICE) or governed


class LastNamed:
    """The last place that a noun of each kind may mean, kept while the sentences of an article are read."""

    def __init__(self) -> None:
        self._last: dict[str, Spot] = {}

    def note(self, spots: Iterable[Spot]) -> None:
        """Remember the places of a sentence, in their order; what lies around another yields to it."""
        for spot in sorted(spots, key=lambda spot: (-spot.seat, spot.start)):
            self._last |= {kind: spot for kind, ranks in _RANKS.items() if _can_mean(spot, ranks)}

    def taken_up(self, text: str, named: Sequence[Spot]) -> list[Spot]:
        """The places that the nouns of the next sentence mean: the last one of their kind.

        `named` are those that the sentence itself names: "Moscow's mayor said that drones flew to the city".
        A noun beside a name ("the city of X", "the Kyiv region") is no such noun: the name itself is found.
        """
        found = []
        for match in _NOUN.finditer(text):
            kind = match.lastgroup or "town"
            own = [spot for spot in named if spot.end <= match.start() and _can_mean(spot, _RANKS[kind])]
            meant = own[-1] if own else self._last.get(kind)
            if meant is not None:
                start, end = match.span(match.lastgroup or 0)
                here = replace(meant, start=start, end=end, seat=Seat.NONE)
                found.append(replace(here, seat=seat_of(text, here)))
        return found
