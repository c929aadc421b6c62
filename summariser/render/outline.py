"""The outlines of countries, cut to a window: Natural Earth (public domain), see `data/outline.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from summariser.resources import data_text

__all__ = ["Country", "Point", "Window", "borders", "countries"]

Point = tuple[float, float]
Ring = tuple[Point, ...]

_Loaded = tuple[tuple[Ring, ...], dict[str, list[list[int]]]]


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of degrees."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    def grown(self, share: float) -> Window:
        """The rectangle with a margin of a share of its sides."""
        wide, high = (self.east - self.west) * share, (self.north - self.south) * share
        return Window(self.west - wide, self.east + wide, self.south - high, self.north + high)


@dataclass(frozen=True, slots=True)
class Country:
    """A country's land within a window: polygons of longitude and latitude."""

    name: str
    rings: tuple[Ring, ...]


@cache
def _loaded() -> _Loaded:
    """Arcs in degrees, and each country as rings of arc numbers (`~n` is arc n backwards)."""
    stored = json.loads(data_text("render/data/outline.json"))
    return tuple(tuple(_degrees(row, stored["scale"])) for row in stored["arcs"]), stored["countries"]


def _degrees(row: Sequence[int], scale: int) -> Iterator[Point]:
    x = y = 0
    for east, north in zip(row[::2], row[1::2], strict=True):
        x, y = x + east, y + north
        yield x / scale, y / scale


def countries(window: Window) -> list[Country]:
    """The land in a window, and a little around it so that cut edges are out of sight."""
    _, listed = _loaded()
    cut = window.grown(0.05)
    found = []
    for name, rings in listed.items():
        inside = [clipped for ring in rings if (clipped := _clipped(_ring(ring), cut))]
        if inside:
            found.append(Country(name, tuple(inside)))
    return found


def borders(window: Window) -> list[Ring]:
    """Coasts and borders in a window, each line once; a country's inner lines are none."""
    arcs, listed = _loaded()
    cut = window.grown(0.05)
    inner = {
        n
        for rings in listed.values()
        for n, times in Counter(a if a >= 0 else ~a for ring in rings for a in ring).items()
        if times > 1
    }
    outer = (arc for n, arc in enumerate(arcs) if n not in inner and any(map(cut.holds, arc)))
    return [line for arc in outer for line in _pieces(arc, cut)]


def _pieces(arc: Ring, cut: Window) -> Iterator[Ring]:
    """The runs of a line that touch the window."""
    run: list[Point] = []
    for at, point in enumerate(arc):
        near = any(cut.holds(p) for p in arc[max(at - 1, 0) : at + 2])
        if near:
            run.append(point)
        elif run:
            yield tuple(run)
            run = []
    if len(run) > 1:
        yield tuple(run)


def _ring(numbers: Iterable[int]) -> Ring:
    arcs, _ = _loaded()
    points: list[Point] = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)


def _clipped(ring: Ring, window: Window) -> Ring:
    """A polygon cut to a rectangle, a side at a time (Sutherland and Hodgman); empty if it is outside."""
    sides: list[tuple[Callable[[Point], float], int, float]] = [
        (lambda p: p[0] - window.west, 0, window.west),
        (lambda p: window.east - p[0], 0, window.east),
        (lambda p: p[1] - window.south, 1, window.south),
        (lambda p: window.north - p[1], 1, window.north),
    ]
    for inside, axis, limit in sides:
        ring = tuple(_cut_side(ring, inside, axis=axis, limit=limit))
        if not ring:
            return ()
    return ring


def _cut_side(ring: Ring, inside: Callable[[Point], float], *, axis: int, limit: float) -> Iterator[Point]:
    for last, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
        if (inside(last) >= 0) != (inside(point) >= 0):
            yield _crossing(last, point, axis=axis, limit=limit)
        if inside(point) >= 0:
            yield point


def _crossing(start: Point, end: Point, *, axis: int, limit: float) -> Point:
    share = (limit - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)
