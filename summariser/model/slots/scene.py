"""What the code reads of an article before anyone is asked: figures and places, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from summariser.figures.figure import Figure
from summariser.model.slots.lexicon import lexicon, nations
from summariser.text.article import Article
from summariser.text.places import PlaceMention, find_places, resolve_place

__all__ = ["Line", "Scene", "Spot", "read_scene"]

_COUNTRY = "country"
_REACH = 8
"""How many sentences back a place is still what is spoken of."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a sentence: `text[start:end]` within it, as printed; a whole country or a part of one."""

    start: int
    end: int
    name: str
    usual: str
    is_country: bool


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
        found = Counter(
            country
            for line in self.lines
            if lexicon().attack.search(line.text)
            for spot in line.spots
            if (country := country_of(spot)) is not None
        )
        return found.most_common(1)[0][0] if found else None

    def before(self, line: Line) -> str:
        """The text of the sentence before, unless it is boilerplate."""
        earlier = self.lines[line.number - 2] if line.number > 1 else None
        return "" if earlier is None or earlier.boilerplate else earlier.text

    def reach(self, line: Line) -> tuple[Spot, ...]:
        """The places that a sentence may speak of: its own, else those of the nearest one before."""
        for earlier in reversed(self.lines[max(0, line.number - 1 - _REACH) : line.number]):
            own = tuple(spot for spot in earlier.spots if not spot.is_country)
            if own:
                return own
        return ()

    def country_named(self, line: Line) -> str | None:
        """The country that a sentence names as a place ("on Ukraine", "across Ukraine"), if it does."""
        return next((spot.name for spot in line.spots if spot.is_country), None)


def read_scene(article: Article, figures: Sequence[Figure]) -> Scene:
    """Sort figures and places into the sentences that print them."""
    places = find_places(article.body)
    lines = []
    for number, sentence in enumerate(article.sentences, 1):
        text = article.body[sentence.start : sentence.end]
        lines.append(
            Line(
                number=number,
                start=sentence.start,
                end=sentence.end,
                text=text,
                figures=tuple(f for f in figures if sentence.start <= f.start < sentence.end),
                spots=tuple(_spots(text, sentence.start, _inside(places, sentence.start, sentence.end))),
                heading=sentence.heading,
                boilerplate=sentence.boilerplate,
                background=lexicon().background.search(text) is not None,
            )
        )
    return Scene(article, tuple(lines), tuple(figures))


def country_of(spot: Spot) -> str | None:
    """The country of a place, as far as the gazetteer knows."""
    if spot.is_country:
        return nations().state(spot.usual) or spot.usual
    found = resolve_place(spot.usual)
    return found.country if found else None


def _inside(places: Sequence[PlaceMention], start: int, end: int) -> list[PlaceMention]:
    return [place for place in places if start <= place.start < end]


# A place that only says where another one lies, or from where somebody reports, is not where it happened.
_ONLY_NEAR = re.compile(
    r"""(?: \b(?:km|kilomet(?:er|re)s|miles?)\b [^,.;]{0,30}            # 30 km (19 miles) south of X
          | \b(?:north|south|east|west)(?:east|west)? (?:ern)? \s+ of \s # north of X
          | \bborder(?:s|ing)? \s+ (?:with|from|of) [^.;]{0,25}         # near the border with X and Y
          | \bfrom \s+ the \s+ border \b [^.;]{0,25}
          | \b(?:reporting|reports?) \s+ from \s
          | \btoward(?:s)? \s
        ) $""",
    re.VERBOSE | re.IGNORECASE,
)
_DATELINE = re.compile(r"^[A-Z][A-Z .'-]{2,40}(?:,\s[A-Z][a-z]+)?(?:\s\([A-Z][a-z]+\))?\s[-–—]\s")


def _spots(text: str, start: int, places: Sequence[PlaceMention]) -> list[Spot]:
    dateline = _DATELINE.match(text)
    first = dateline.end() if dateline else 0
    spots = []
    for place in places:
        at, end = place.start - start, place.end - start
        if at < first or _ONLY_NEAR.search(text[max(0, at - 60) : at]):
            continue
        spots.append(Spot(at, end, text[at:end], place.name, place.kind == _COUNTRY))
    return spots
