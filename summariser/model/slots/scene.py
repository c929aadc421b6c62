"""What the code reads of an article before anyone is asked: figures and places, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from summariser.figures.figure import Figure
from summariser.model.slots.again import taken_up
from summariser.model.slots.lexicon import lexicon, nations
from summariser.model.slots.spots import Rank, Seat, Spot, spots_in
from summariser.text.article import Article
from summariser.text.places import PlaceMention, find_places, resolve_place

__all__ = ["Line", "Scene", "Spot", "country_of", "read_scene"]

_REACH = 20
"""How many sentences back a place is still what is spoken of."""


_LEAD, _LEAD_WEIGHT = 3, 3
"""What an article is about stands in its first sentences: they count so many times."""

_SHORT = 12
"""Characters beside the places of a line that only names them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: `number` from 1, offsets in the article's body, and what is printed in it."""

    number: int
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    spots: tuple[Spot, ...]
    heading: bool
    boilerplate: bool
    background: bool
    opens: bool  # whether a paragraph begins with it
    attack: bool  # whether it tells of one at all

    def places(self, seat: Seat) -> tuple[Spot, ...]:
        """Its places that are no countries, the surest kind that it has, up to this one."""
        for allowed in Seat:
            own = tuple(spot for spot in self.spots if not spot.is_country and spot.seat <= allowed <= seat)
            if own:
                return own
        return ()

    @property
    def names_a_site(self) -> bool:
        """Whether it is little more than the name of a place: "- Beryslav." heads what follows."""
        return (
            bool(self.spots) and len(self.text) - sum(spot.end - spot.start for spot in self.spots) <= _SHORT
        )

    def at(self, figure: Figure) -> int:
        """Where a figure starts within the sentence."""
        return figure.start - self.start


@dataclass(frozen=True)
class Scene:
    """An article with what is printed in each sentence. Derived facts are computed once."""

    article: Article
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...] = field(repr=False, default=())

    @cached_property
    def country(self) -> str | None:
        """The country that most of what is attacked lies in."""
        found: Counter[str] = Counter()
        for line in self.lines:
            if line.attack:
                for spot in line.spots:
                    country = country_of(spot)
                    if country is not None and spot.seat is not Seat.ELSEWHERE:
                        found[country] += _weight(line, spot)
        return found.most_common(1)[0][0] if found else None

    def before(self, line: Line) -> str:
        """The text of the sentence before, unless it is boilerplate."""
        earlier = self.lines[line.number - 2] if line.number > 1 else None
        return "" if earlier is None or earlier.boilerplate else earlier.text

    def reach(self, line: Line) -> tuple[Spot, ...]:
        """The places that a sentence may speak of: its own, else those of the nearest attack told before.

        Where speakers sit counts only if nothing else is in reach.
        """
        for seat in (Seat.OFFICE, Seat.LOOSE, Seat.ELSEWHERE):
            for one in (line, *self.told_before(line)):
                own = one.places(seat)
                if own:
                    return own
        return ()

    def told_before(self, line: Line) -> tuple[Line, ...]:
        """What a sentence may go on from, the nearest first: attacks, and its own paragraph."""
        near = self.lines[max(0, line.number - 1 - _REACH) : line.number - 1]
        paragraph = next(one.number for one in reversed(self.lines[: line.number]) if one.opens)
        return tuple(
            one
            for one in reversed(near)
            if one.number >= paragraph or line.number - one.number <= 1 or one.names_a_site or one.attack
        )

    def country_named(self, line: Line) -> str | None:
        """The country that a sentence speaks of as a place: "on Ukraine", "across the country"."""
        for spot in line.spots:
            if spot.is_country and _HAPPENED_IN.search(line.text[: spot.start]):
                return spot.name
        return self.country if lexicon().nationwide.search(line.text) else None


_HAPPENED_IN = re.compile(
    r"\b(?:in|on|across|over|against|at|throughout|inside|hit|hitting|struck|attacked|targeting|targeted)"
    r"\s(?:the\s|all\sof\s|much\sof\s)?$",
    re.IGNORECASE,
)


def _weight(line: Line, spot: Spot) -> int:
    """How much a place says of the country that is attacked: more in the lead; a country that acts, less."""
    acts = spot.is_country and not _HAPPENED_IN.search(line.text[: spot.start])
    return _LEAD_WEIGHT if line.number <= _LEAD and not acts else 1


def read_scene(article: Article, figures: Sequence[Figure]) -> Scene:
    """Sort figures and places into the sentences that print them."""
    places = find_places(article.body)
    lines: list[Line] = []
    for number, sentence in enumerate(article.sentences, 1):
        text = article.body[sentence.start : sentence.end]
        known = _known(text, sentence.start, _inside(places, sentence.start, sentence.end))
        past = bool(lines) and _THAT_DAY.search(text) is not None and _looks_back(lines[-1])
        lines.append(
            Line(
                number=number,
                start=sentence.start,
                end=sentence.end,
                text=text,
                figures=tuple(f for f in figures if sentence.start <= f.start < sentence.end),
                spots=_spots_of(text, known, [line.spots for line in lines]),
                heading=sentence.heading,
                boilerplate=sentence.boilerplate,
                attack=lexicon().attack.search(text) is not None,
                opens=not lines or "\n" in article.body[lines[-1].end : sentence.start],
                background=not _is_lead(lines) and (past or lexicon().background.search(text) is not None),
            )
        )
    return Scene(article, tuple(lines), tuple(figures))


_THAT_DAY = re.compile(
    r"""\bthat\s(?:day|night|year|month|attack|assault|strike|war)\b
      | ^(?:the|this)\s(?:number|figure|total|tally)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def _is_lead(before: Sequence[Line]) -> bool:
    """Whether the next sentence is the article's first: it tells of today, whatever it compares it with."""
    return all(line.heading or line.boilerplate for line in before)


def _looks_back(line: Line) -> bool:
    return line.background or any(figure.background for figure in line.figures)


def country_of(spot: Spot) -> str | None:
    """The country of a place, as far as the gazetteer knows."""
    if spot.is_country:
        return nations().state(spot.usual) or spot.usual
    found = resolve_place(spot.usual)
    return found.country if found else None


def _inside(places: Sequence[PlaceMention], start: int, end: int) -> list[PlaceMention]:
    return [place for place in places if start <= place.start < end]


_RANKS = {
    "country": Rank.COUNTRY,
    "admin1": Rank.AREA,
    "admin2": Rank.AREA,
    "region": Rank.AREA,
    "district": Rank.DISTRICT,
}


_SUFFERS = re.compile(r"^\s(?:was|were|is|has been|had been|came under|suffered)\b", re.IGNORECASE)


_OF_PARTIES = (None, "from", "between", "with")


def _acts(text: str, place: PlaceMention, start: int) -> bool:
    """Whether a capital stands for its state: "Moscow launched", "Kyiv's air force"."""
    if place.preposition not in _OF_PARTIES or place.kind == "country" or nations().state(place.name) is None:
        return False
    return not _SUFFERS.match(text[place.end - start :])


def _spots_of(text: str, known: Sequence[Spot], before: Sequence[Sequence[Spot]]) -> tuple[Spot, ...]:
    """The places that a sentence names, and those that it takes up again."""
    named = spots_in(text, known)
    again = [
        spot
        for spot in taken_up(text, before)
        if not any(other.start < spot.end and spot.start < other.end for other in named)
    ]
    return tuple(sorted([*named, *again], key=lambda spot: spot.start))


def _known(text: str, start: int, places: Sequence[PlaceMention]) -> list[Spot]:
    return [
        Spot(
            place.start - start,
            place.end - start,
            text[place.start - start : place.end - start],
            place.name,
            _RANKS.get(place.kind, Rank.TOWN),
            Seat.ELSEWHERE if _acts(text, place, start) else Seat.NONE,
        )
        for place in places
    ]
