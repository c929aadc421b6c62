"""Where it happened, by code: the nearest place of the sentence, else of the one before, else the country."""

from __future__ import annotations

import re

from summariser.model.slots.candidates import WEAPONS, Candidate, Family
from summariser.model.slots.scene import Line, Scene
from summariser.model.slots.spots import Rank, Seat, Spot

__all__ = ["code_place", "offered_places"]

_BREAK = re.compile(r"[;:]|,?\s(?:while|whereas|but|adding|meanwhile)\s", re.IGNORECASE)
_COMMA = re.compile(r",|\sand\s")
_BREAK_COST, _COMMA_COST, _BACKWARD_COST, _AREA_COST = 60, 12, 10, 60
_MOST_OFFERED = 6


def code_place(scene: Scene, line: Line, candidate: Candidate | None) -> str | None:
    """The place of a number, as printed. Munitions have one only if their own clause names it."""
    at = line.at(candidate.figure) if candidate is not None else len(line.text)
    own = list(line.places(Seat.OFFICE))
    if candidate is not None and candidate.family is Family.WEAPONS:
        own = [spot for spot in own if not _BREAK.search(_between(line.text, spot, at))]
    if own:
        return min(own, key=lambda spot: _distance(line.text, spot, at)).name
    named = scene.country_named(line)
    if named is not None or (candidate is not None and _is_of_a_wave(line, candidate)):
        return named
    reached = scene.reach(line)
    return reached[-1].name if reached else scene.country


def _is_of_a_wave(line: Line, candidate: Candidate) -> bool:
    """Munitions, and the sites that a sentence on munitions counts, belong to no town unless one is named."""
    if candidate.family is Family.WEAPONS:
        return True
    munitions = any(figure.noun_class in WEAPONS for figure in line.figures)
    return munitions and candidate.family is Family.OBJECTS


def offered_places(scene: Scene, line: Line) -> tuple[str, ...]:
    """The places that the model may choose from: few, and never none, as far as any is known."""
    reached = scene.reach(line)
    towns = [spot for spot in reached if spot.rank is not Rank.AREA]
    names = [spot.name for spot in towns or reached][:_MOST_OFFERED]
    country = scene.country_named(line) or (None if line.places(Seat.OFFICE) else scene.country)
    return tuple(dict.fromkeys([*names, *([country] if country else [])]))


def _distance(text: str, spot: Spot, at: int) -> int:
    """How far a place is from a number, in characters; a clause's end between them counts as many more."""
    between = _between(text, spot, at)
    breaks = len(_BREAK.findall(between)) * _BREAK_COST + len(_COMMA.findall(between)) * _COMMA_COST
    backward = _BACKWARD_COST if spot.end <= at else 0
    return len(between) + breaks + backward + (_AREA_COST if spot.rank is Rank.AREA else 0)


def _between(text: str, spot: Spot, at: int) -> str:
    return text[spot.end : at] if spot.end <= at else text[at : spot.start]
