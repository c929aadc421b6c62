"""Where it was: a map of the attacks as numbers for an inline SVG, readable without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

from summariser.merge import AttackEvent
from summariser.render.labels import (
    PATHS,
    SIZE,
    WIDTH,
    Box,
    Marker,
    box_around,
    is_free,
    markers,
    shape_of,
    spots,
)
from summariser.render.outline import Point, Window, borders, countries
from summariser.vocabulary import AttackKind

__all__ = ["Label", "Map", "draw_map"]

_LEAST_SPAN = 7.0  # degrees: a single town is shown with its country, not with its streets
_MARGIN = 0.12
_TALLEST, _FLATTEST = 0.68, 0.5  # height by width
_SPACED_LETTER = 0.75
_SMALLEST_LABELLED = 0.02  # share of the map that a country's land must fill to be named


@dataclass(frozen=True, slots=True)
class Label:
    """A country's name."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Map:
    """All that the SVG needs, in its own units. `legend` are the shapes in use and what they stand for."""

    height: float
    land: str
    lines: str
    grid: str
    names: tuple[Label, ...]
    markers: tuple[Marker, ...]
    legend: tuple[tuple[str, tuple[AttackKind, ...]], ...]
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class _Frame:
    window: Window
    scale: float
    height: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> _Frame:
        """Equirectangular, true to scale at the middle latitude."""
        west, east = _spread([x for x, _ in points])
        south, north = _spread([y for _, y in points])
        squeeze = cos(radians(max(-80.0, min(80.0, (south + north) / 2))))
        ratio = (north - south) / ((east - west) * squeeze)
        if ratio > _TALLEST:
            east, west = _widened(east, west, by=ratio / _TALLEST)
        elif ratio < _FLATTEST:
            north, south = _widened(north, south, by=_FLATTEST / ratio)
        scale = WIDTH / ((east - west) * squeeze)
        return cls(Window(west, east, south, north), scale * squeeze, (north - south) * scale)

    def xy(self, point: Point) -> Point:
        """A point of longitude and latitude in units of the picture."""
        down = (self.window.north - point[1]) * self.height / (self.window.north - self.window.south)
        return round((point[0] - self.window.west) * self.scale, 1), round(down, 1)


def _spread(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    span = max(high - low, _LEAST_SPAN)
    middle = (low + high) / 2
    return middle - span * (0.5 + _MARGIN), middle + span * (0.5 + _MARGIN)


def _widened(high: float, low: float, *, by: float) -> tuple[float, float]:
    middle, half = (high + low) / 2, (high - low) / 2 * by
    return middle + half, middle - half


def draw_map(events: Iterable[AttackEvent]) -> Map | None:
    """The map of all attacks on places that are known; null if there is none."""
    located = [(event, where) for event in events if (where := _where(event)) is not None]
    if not located:
        return None
    frame = _Frame.around([where for _, where in located])
    taken: list[Box] = []
    placed = markers(spots([(e, frame.xy(w)) for e, w in located]), taken, height=frame.height)
    kinds = {event.kind for event, _ in located}
    shapes = dict.fromkeys(shape_of(event.kind) for event, _ in located)
    return Map(
        height=round(frame.height, 1),
        land=" ".join(_path(frame, ring, closed=True) for c in countries(frame.window) for ring in c.rings),
        lines=" ".join(_path(frame, line, closed=False) for line in borders(frame.window)),
        grid=_grid(frame),
        names=tuple(_country_names(frame, taken)),
        markers=tuple(placed),
        legend=tuple(
            (PATHS[shape], tuple(k for k in AttackKind if k in kinds and shape_of(k) == shape))
            for shape in shapes
        ),
    )


def _where(event: AttackEvent) -> Point | None:
    place = event.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    is_whole_country = place.kind == "country" and event.kind is not AttackKind.AIRSPACE_INCURSION
    return None if is_whole_country else (place.longitude, place.latitude)


def _path(frame: _Frame, points: Iterable[Point], *, closed: bool) -> str:
    steps: list[Point] = []
    for xy in map(frame.xy, points):
        if not steps or abs(xy[0] - steps[-1][0]) + abs(xy[1] - steps[-1][1]) >= 1.0:
            steps.append(xy)
    drawn = "L".join(f"{x:g} {y:g}" for x, y in steps)
    return f"M{drawn}{'z' if closed else ''}"


def _grid(frame: _Frame) -> str:
    """Meridians and parallels, every five degrees or wider."""
    window = frame.window
    step = max(5, round((window.east - window.west) / 40) * 5)
    meridians = [x for x in range(-180, 181, step) if window.west < x < window.east]
    parallels = [y for y in range(-90, 91, step) if window.south < y < window.north]
    lines = [f"M{frame.xy((x, 0))[0]:g} 0V{frame.height:g}" for x in meridians]
    return " ".join([*lines, *(f"M0 {frame.xy((0, y))[1]:g}H{WIDTH:g}" for y in parallels)])


def _country_names(frame: _Frame, taken: list[Box]) -> Iterator[Label]:
    """Names of countries in the middle of their largest piece of land, where nothing else is written."""
    least = WIDTH * frame.height * _SMALLEST_LABELLED
    for country in countries(frame.window):
        area, (x, y) = max((_area([frame.xy(p) for p in ring]) for ring in country.rings), key=_size)
        box = box_around(x, y, len(country.name) * SIZE * _SPACED_LETTER, SIZE)
        if area >= least and is_free(box, taken, height=frame.height):
            yield Label(round(x, 1), round(y, 1), country.name)


def _size(piece: tuple[float, Point]) -> float:
    return piece[0]


def _area(points: Sequence[Point]) -> tuple[float, Point]:
    """The area of a polygon and its centre of gravity."""
    doubled = east = north = 0.0
    for (x, y), (next_x, next_y) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x * next_y - next_x * y
        doubled, east, north = doubled + cross, east + (x + next_x) * cross, north + (y + next_y) * cross
    if not doubled:
        return 0.0, points[0]
    return abs(doubled) / 2, (east / (3 * doubled), north / (3 * doubled))
