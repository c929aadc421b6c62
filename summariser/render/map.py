"""Where it was: a map of the attacks as numbers for an inline SVG, readable without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

from summariser.merge import AttackEvent
from summariser.render.outline import Point, Window, borders, countries
from summariser.vocabulary import AttackKind

__all__ = ["Entry", "Label", "Map", "Marker", "draw_map", "shape_of"]

WIDTH = 760.0
_LEAST_SPAN = 7.0  # degrees: a single town is shown with its country, not with its streets
_MARGIN = 0.12
_TALLEST, _FLATTEST = 0.85, 0.5  # height by width
_SIZE = 15.0  # height of a name
_SPACED_LETTER = 0.75
_KINDS_BY_RANK = ("settlement", "district", "facility", "admin1")
_LETTER = 0.56  # mean width of a letter by its height
_TO_EDGE = 9.0
_SMALLEST_LABELLED = 0.02  # share of the map that a country's land must fill to be named

# A shape for a kind of weapon, so that the map can be read without colour.
SHAPES = {
    AttackKind.MISSILE_STRIKE: "triangle",
    AttackKind.AIR_STRIKE: "triangle",
    AttackKind.DRONE_STRIKE: "diamond",
    AttackKind.INTERCEPTION_ONLY: "diamond",
    AttackKind.COMBINED_MISSILE_DRONE_ATTACK: "star",
    AttackKind.SHELLING: "circle",
    AttackKind.AIRSPACE_INCURSION: "ring",
}
_PATHS = {
    "triangle": "M0-9 8.5 6.5h-17z",
    "diamond": "M0-9.5 8 0 0 9.5-8 0z",
    "star": "M0-10.5 3-3.5 10.5-3 4.7 1.8 6.6 9.2 0 5.1-6.6 9.2-4.7 1.8-10.5-3-3-3.5z",
    "circle": "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
    "ring": "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0zM-3.2 0a3.2 3.2 0 1 1 6.4 0a3.2 3.2 0 1 1-6.4 0z",
    "square": "M-6.5-6.5h13v13h-13z",
}


def shape_of(kind: AttackKind) -> str:
    """The shape that stands for a kind of attack on the map and in its legend."""
    return SHAPES.get(kind, "square")


@dataclass(frozen=True, slots=True)
class Entry:
    """An attack of a marker: its event and what its place is called."""

    event: str
    name: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A spot on the map with all its attacks; `shapes` are paths with their shift to the right.

    `number` is that of the list below the map. `label_x` is null where there is no room for the name.
    """

    x: float
    y: float
    shapes: tuple[tuple[float, str], ...]
    entries: tuple[Entry, ...]
    name: str
    number: int
    label_x: float | None
    label_y: float
    anchor: str
    vague: bool


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
    markers = _markers(_spots(frame, located), taken, height=frame.height)
    kinds = {event.kind for event, _ in located}
    shapes = dict.fromkeys(shape_of(event.kind) for event, _ in located)
    return Map(
        height=round(frame.height, 1),
        land=" ".join(_path(frame, ring, closed=True) for c in countries(frame.window) for ring in c.rings),
        lines=" ".join(_path(frame, line, closed=False) for line in borders(frame.window)),
        grid=_grid(frame),
        names=tuple(_country_names(frame, taken)),
        markers=tuple(markers),
        legend=tuple(
            (_PATHS[shape], tuple(k for k in AttackKind if k in kinds and shape_of(k) == shape))
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
        box = _box(x, y, len(country.name) * _SIZE * _SPACED_LETTER, _SIZE)
        if area >= least and _free(box, taken, height=frame.height):
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


@dataclass(slots=True)
class _Spot:
    """Attacks so near to each other that their markers would overlap."""

    x: float
    y: float
    events: list[AttackEvent]

    @property
    def shapes(self) -> list[str]:
        return list(dict.fromkeys(shape_of(event.kind) for event in self.events))

    @property
    def right(self) -> float:
        """Where the last of the shapes that stand beside each other is."""
        return self.x + (len(self.shapes) - 1) * 2 * _TO_EDGE

    @property
    def best(self) -> AttackEvent:
        """The event whose place names the spot: a settlement before its district before a region."""
        return min(self.events, key=_standing)


def _standing(event: AttackEvent) -> int:
    kind = event.place.kind if event.place else None
    return _KINDS_BY_RANK.index(kind) if kind in _KINDS_BY_RANK else len(_KINDS_BY_RANK)


def _spots(frame: _Frame, located: Sequence[tuple[AttackEvent, Point]]) -> list[_Spot]:
    spots: list[_Spot] = []
    for event, where in located:
        x, y = frame.xy(where)
        near = next(
            (s for s in spots if abs(s.x - x) < 1.6 * _TO_EDGE and abs(s.y - y) < 1.6 * _TO_EDGE), None
        )
        if near:
            near.events.append(event)
        else:
            spots.append(_Spot(x, y, [event]))
    return spots


def _markers(spots: Sequence[_Spot], taken: list[Box], *, height: float) -> list[Marker]:
    """Names are set where they meet no other name and no marker; those of settlements first."""
    taken += [_box((s.x + s.right) / 2, s.y, s.right - s.x + 2 * _TO_EDGE, 2 * _TO_EDGE) for s in spots]
    labels: dict[int, tuple[float, float, str]] = {}
    for at in sorted(range(len(spots)), key=lambda n: (_standing(spots[n].best), n)):
        if label := _label(spots[at], taken, height=height):
            labels[at] = label
    return [_marker(spot, number=at + 1, label=labels.get(at)) for at, spot in enumerate(spots)]


def _marker(spot: _Spot, *, number: int, label: tuple[float, float, str] | None) -> Marker:
    entries = dict.fromkeys(Entry(e.id, _name(e)) for e in (spot.best, *spot.events))
    return Marker(
        x=spot.x,
        y=spot.y,
        shapes=tuple((at * 2 * _TO_EDGE, _PATHS[shape]) for at, shape in enumerate(spot.shapes)),
        entries=tuple(entries),
        name=_name(spot.best),
        number=number,
        label_x=label[0] if label else None,
        label_y=label[1] if label else 0.0,
        anchor=label[2] if label else "start",
        vague=all(e.place is not None and e.place.kind == "admin1" for e in spot.events),
    )


def _name(event: AttackEvent) -> str:
    return event.place.name if event.place else ""


Box = tuple[float, float, float, float]


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _label(spot: _Spot, taken: list[Box], *, height: float) -> tuple[float, float, str] | None:
    """A free place for a name: right, left, below, above its marker; none if all are taken."""
    wide = len(_name(spot.best)) * _SIZE * _LETTER
    right, left, y = spot.right + _TO_EDGE + 4, spot.x - _TO_EDGE - 4, spot.y
    middle = (spot.x + spot.right) / 2
    choices = [
        (right, y + 5, "start", _box(right + wide / 2, y, wide, _SIZE)),
        (left, y + 5, "end", _box(left - wide / 2, y, wide, _SIZE)),
        (middle, y + _TO_EDGE + _SIZE, "middle", _box(middle, y + _TO_EDGE + _SIZE - 5, wide, _SIZE)),
        (middle, y - _TO_EDGE - 5, "middle", _box(middle, y - _TO_EDGE - 10, wide, _SIZE)),
    ]
    for label_x, label_y, anchor, box in choices:
        if _free(box, taken, height=height):
            taken.append(box)
            return round(label_x, 1), round(label_y, 1), anchor
    return None


def _free(box: Box, taken: Sequence[Box], *, height: float) -> bool:
    inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= height - 2
    return inside and not any(_meet(box, other) for other in taken)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
