"""What the code reads of an article before anyone is asked: figures and places, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from summariser.figures.figure import Figure
from summariser.model.slots.again import LastNamed
from summariser.model.slots.lexicon import lexicon, nations
from summariser.model.slots.spot import Rank, Seat, Spot
from summariser.model.slots.spots import spots_in
from summariser.text.article import Article
from summariser.text.places import PlaceMention, find_places, resolve_place

__all__ = ["Line", "Scene", "Spot", "country_of", "read_scene"]

Mention = TypeVar("Mention", Figure, PlaceMention)

_REACH = 20
"""How many sentences back a place is still what is spoken of."""


_LEAD, _LEAD_WEIGHT = 3, 3
"""What an article is about stands in its first sentences: they count so many times."""

_MUCH = 3
"""A second country is attacked too, not only named, if it has a third of the first one's weight."""

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
    paragraph: int  # the number of the sentence that its paragraph begins with
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
    def countries(self) -> tuple[tuple[str, int], ...]:
        """The countries that what is attacked lies in, with their weight, the heaviest first."""
        found: Counter[str] = Counter()
        for line in self.lines:
            if line.attack:
                for spot in line.spots:
                    country = country_of(spot)
                    if country is not None and spot.seat is not Seat.ELSEWHERE:
                        found[country] += _weight(line, spot)
        return tuple(found.most_common())

    @property
    def country(self) -> str | None:
        """The country that most of what is attacked lies in."""
        return self.countries[0][0] if self.countries else None

    @property
    def is_of_two_countries(self) -> bool:
        """Whether much of what is attacked lies in a second country."""
        return len(self.countries) > 1 and self.countries[1][1] * _MUCH >= self.countries[0][1]

    def line_before(self, line: Line) -> Line | None:
        """The sentence before; null before the first."""
        return self.lines[line.number - 2] if line.number > 1 else None

    def before(self, line: Line) -> str:
        """The text of the sentence before, unless it is boilerplate."""
        earlier = self.line_before(line)
        return "" if earlier is None or earlier.boilerplate else earlier.text

    def nearest(self, lines: Sequence[Line]) -> tuple[Line, tuple[Spot, ...]] | None:
        """The first of these sentences that names a place, with its places.

        Where speakers sit counts only if none of them names another.
        """
        for seat in (Seat.OFFICE, Seat.LOOSE, Seat.ELSEWHERE):
            for line in lines:
                if own := line.places(seat):
                    return line, own
        return None

    def told_before(self, line: Line) -> tuple[Line, ...]:
        """What a sentence may go on from, the nearest first: attacks, and its own paragraph."""
        near = self.lines[max(0, line.number - 1 - _REACH) : line.number - 1]
        return tuple(
            one
            for one in reversed(near)
            if one.paragraph == line.paragraph
            or line.number - one.number <= 1
            or one.names_a_site
            or one.attack
        )

    def country_named(self, line: Line) -> Spot | None:
        """The country that a sentence speaks of as a place: "on Ukraine", "across the country"."""
        for spot in line.spots:
            before = line.text[: spot.start]
            speaks = spot.seat is Seat.ELSEWHERE
            if (
                spot.is_country
                and not speaks
                and _HAPPENED_IN.search(before)
                and not _COMES_FROM.search(before)
            ):
                return spot
        return None


_HAPPENED_IN = re.compile(
    r"\b(?:in|on|across|over|against|at|throughout|inside|hit|hitting|struck|attacked|targeting|targeted)"
    r"\s(?:the\s|all\sof\s|much\sof\s)?$",
    re.IGNORECASE,
)

_COMES_FROM = re.compile(
    r"\b(?:trained|made|built|based|born|raised|educated|registered|manufactured|produced|living|exiled"
    r"|signed|agreed|brokered|mediated|reached|hosted|talks|meeting)\sin\s(?:the\s)?$",
    re.IGNORECASE,
)


def _weight(line: Line, spot: Spot) -> int:
    """How much a place says of the country that is attacked: more in the lead; a country that acts, less."""
    acts = spot.is_country and not _HAPPENED_IN.search(line.text[: spot.start])
    return _LEAD_WEIGHT if line.number <= _LEAD and not acts else 1


def read_scene(article: Article, figures: Sequence[Figure]) -> Scene:
    """Sort figures and places into the sentences that print them."""
    printed = sorted(figures, key=attrgetter("start"))
    places = find_places(article.body)
    last_named = LastNamed()
    lines: list[Line] = []
    begun = False  # the first sentence that is no heading tells of today, whatever it compares it with
    for number, sentence in enumerate(article.sentences, 1):
        text = article.body[sentence.start : sentence.end]
        known = _known(text, sentence.start, _inside(places, sentence.start, sentence.end))
        before = lines[-1] if lines else None
        line = Line(
            number=number,
            start=sentence.start,
            end=sentence.end,
            text=text,
            figures=tuple(_inside(printed, sentence.start, sentence.end)),
            spots=_spots_of(text, known, last_named),
            heading=sentence.heading,
            boilerplate=sentence.boilerplate,
            attack=lexicon().attack.search(text) is not None,
            paragraph=_paragraph(article, before, number),
            background=begun and _tells_of_the_past(text, before),
        )
        if line.attack or line.names_a_site or not line.heading:  # a byline names the writer's town
            last_named.note(line.spots)
        begun = begun or not (line.heading or line.boilerplate)
        lines.append(line)
    return Scene(article, tuple(lines), tuple(figures))


def _paragraph(article: Article, before: Line | None, number: int) -> int:
    """The number of the sentence with which the paragraph of sentence `number` begins."""
    if before is None or "\n" in article.body[before.end : article.sentences[number - 1].start]:
        return number
    return before.paragraph


_THAT_DAY = re.compile(
    r"""\bthat\s(?:day|night|year|month|attack|assault|strike|war)\b
      | ^(?:the|this)\s(?:number|figure|total|tally)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def _tells_of_the_past(text: str, before: Line | None) -> bool:
    """Whether a sentence looks back, by its words or by going on from one that does."""
    if lexicon().background.search(text):
        return True
    return before is not None and _looks_back(before) and _THAT_DAY.search(text) is not None


def _looks_back(line: Line) -> bool:
    return line.background or any(figure.background for figure in line.figures)


def country_of(spot: Spot) -> str | None:
    """The country of a place, as far as the gazetteer knows."""
    if spot.is_country:
        return nations().state(spot.usual) or spot.usual
    found = resolve_place(spot.usual)
    return found.country if found else None


def _inside(found: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those of a text's figures or places, in its order, that begin in a part of it."""
    begins = attrgetter("start")
    return found[bisect_left(found, start, key=begins) : bisect_left(found, end, key=begins)]


_RANKS = {
    "country": Rank.COUNTRY,
    "admin1": Rank.AREA,
    "admin2": Rank.AREA,
    "region": Rank.AREA,
    "district": Rank.DISTRICT,
}


_SUFFERS = re.compile(
    r"^,?\s(?:(?:also|again|too|itself)\s)?(?:was|were|is|has been|had been|came under|suffered)\b",
    re.IGNORECASE,
)

_IS_A_TOWN = re.compile(
    r"^(?:['’]s)?\s(?:mayor|city|region|oblast|suburbs?|districts?|airports?)\b", re.IGNORECASE
)

_OF_PARTIES = (None, "from", "between", "with")


def _acts(text: str, place: PlaceMention, start: int) -> bool:
    """Whether a capital stands for its state: "Moscow launched", "Kyiv's air force"."""
    if place.preposition not in _OF_PARTIES or place.kind == "country" or nations().state(place.name) is None:
        return False
    after = text[place.end - start :]
    return not (_SUFFERS.match(after) or _IS_A_TOWN.match(after))


def _spots_of(text: str, known: Sequence[Spot], last_named: LastNamed) -> tuple[Spot, ...]:
    """The places that a sentence names, and those that it takes up again."""
    named = spots_in(text, known)
    again = [
        spot
        for spot in last_named.taken_up(text, named)
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
