"""Markers and names on the map, set so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summariser.merge import AttackEvent
from summariser.render.outline import Point
from summariser.vocabulary import AttackKind

__all__ = [
    "PATHS",
    "SIZE",
    "WIDTH",
    "Box",
    "Entry",
    "Marker",
    "Spot",
    "box_around",
    "is_free",
    "markers",
    "shape_of",
    "spots",
]

WIDTH = 760.0
SIZE = 15.0  # height of a name
_LETTER = 0.56  # mean width of a letter by its height
_TO_EDGE = 9.0
_KINDS_BY_RANK = ("settlement", "district", "facility", "admin1")

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
PATHS = {
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
    kind: AttackKind


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


@dataclass(slots=True)
class Spot:
    """Attacks so near to each other that their markers would overlap."""

    x: float
    y: float
    events: list[AttackEvent]

    @property
    def shapes(self) -> list[str]:
        """The shapes of its attacks, each once."""
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


def spots(located: Iterable[tuple[AttackEvent, Point]]) -> list[Spot]:
    """Attacks by where they are in the picture, those that would overlap together."""
    found: list[Spot] = []
    for event, (x, y) in located:
        near = next(
            (s for s in found if abs(s.x - x) < 1.6 * _TO_EDGE and abs(s.y - y) < 1.6 * _TO_EDGE), None
        )
        if near:
            near.events.append(event)
        else:
            found.append(Spot(x, y, [event]))
    return found


def markers(placed: Sequence[Spot], taken: list[Box], *, height: float) -> list[Marker]:
    """Names are set where they meet no other name and no marker; those of settlements first."""
    taken += [
        box_around((s.x + s.right) / 2, s.y, s.right - s.x + 2 * _TO_EDGE, 2 * _TO_EDGE) for s in placed
    ]
    labels: dict[int, tuple[float, float, str]] = {}
    for at in sorted(range(len(placed)), key=lambda n: (_standing(placed[n].best), n)):
        if label := _label(placed[at], taken, height=height):
            labels[at] = label
    return [_marker(spot, number=at + 1, label=labels.get(at)) for at, spot in enumerate(placed)]


def _marker(spot: Spot, *, number: int, label: tuple[float, float, str] | None) -> Marker:
    entries = dict.fromkeys(Entry(e.id, _name(e), e.kind) for e in (spot.best, *spot.events))
    return Marker(
        x=spot.x,
        y=spot.y,
        shapes=tuple((at * 2 * _TO_EDGE, PATHS[shape]) for at, shape in enumerate(spot.shapes)),
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


def box_around(x: float, y: float, wide: float, high: float) -> Box:
    """A rectangle by its middle and sides."""
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _label(spot: Spot, taken: list[Box], *, height: float) -> tuple[float, float, str] | None:
    """A free place for a name: right, left, below, above its marker; none if all are taken."""
    wide = len(_name(spot.best)) * SIZE * _LETTER
    right, left, y = spot.right + _TO_EDGE + 4, spot.x - _TO_EDGE - 4, spot.y
    middle = (spot.x + spot.right) / 2
    choices = [
        (right, y + 5, "start", box_around(right + wide / 2, y, wide, SIZE)),
        (left, y + 5, "end", box_around(left - wide / 2, y, wide, SIZE)),
        (middle, y + _TO_EDGE + SIZE, "middle", box_around(middle, y + _TO_EDGE + SIZE - 5, wide, SIZE)),
        (middle, y - _TO_EDGE - 5, "middle", box_around(middle, y - _TO_EDGE - 10, wide, SIZE)),
    ]
    for label_x, label_y, anchor, box in choices:
        if is_free(box, taken, height=height):
            taken.append(box)
            return round(label_x, 1), round(label_y, 1), anchor
    return None


def is_free(box: Box, taken: Sequence[Box], *, height: float) -> bool:
    """Whether a rectangle is in the picture and meets no other."""
    inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= height - 2
    return inside and not any(_meet(box, other) for other in taken)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
