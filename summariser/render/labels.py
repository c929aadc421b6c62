"""Markers and names on the map, set so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summariser.merge import AttackEvent
from summariser.render.outline import Point
from summariser.vocabulary import AttackKind, Role, Thing

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
_LETTER = 0.63  # mean width of a letter by its height
_TO_EDGE = 9.0
_REGION = 16.0  # radius of the ring that says "somewhere here"
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

    `number` is that of the list below the map. `label` is the name, or the number where there is no room
    for the name; `label_x` is null where there is no room at all.
    """

    x: float
    y: float
    shapes: tuple[tuple[float, str], ...]
    entries: tuple[Entry, ...]
    name: str
    number: int
    label: str
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
    def harm(self) -> float:
        """How many people were killed or injured, for what is named first."""
        tolls = (t for e in self.events for t in e.tolls if t.of is Thing.PEOPLE)
        return float(sum(t.low or 0 for t in tolls if t.role in (Role.KILLED, Role.INJURED)))

    @property
    def vague(self) -> bool:
        """Whether only regions are known."""
        return all(e.place is not None and e.place.kind == "admin1" for e in self.events)

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
    """Names are set where they meet no other name and no marker, the gravest first; else numbers."""
    for spot in placed:
        edge = _REGION if spot.vague else _TO_EDGE
        taken.append(box_around((spot.x + spot.right) / 2, spot.y, spot.right - spot.x + 2 * edge, 2 * edge))
    labels: dict[int, _Set] = {}
    for at in sorted(range(len(placed)), key=lambda n: (_standing(placed[n].best), -placed[n].harm, n)):
        for text in (_name(placed[at].best), str(at + 1)):
            if at not in labels and (label := _label(placed[at], text, taken, height=height)):
                labels[at] = label
    return [_marker(spot, number=at + 1, label=labels.get(at)) for at, spot in enumerate(placed)]


def _marker(spot: Spot, *, number: int, label: _Set | None) -> Marker:
    entries = dict.fromkeys(Entry(e.id, _name(e), e.kind) for e in (spot.best, *spot.events))
    return Marker(
        x=spot.x,
        y=spot.y,
        shapes=tuple((at * 2 * _TO_EDGE, PATHS[shape]) for at, shape in enumerate(spot.shapes)),
        entries=tuple(entries),
        name=_name(spot.best),
        number=number,
        label=label.text if label else "",
        label_x=label.x if label else None,
        label_y=label.y if label else 0.0,
        anchor=label.anchor if label else "start",
        vague=spot.vague,
    )


def _name(event: AttackEvent) -> str:
    return event.place.name if event.place else ""


Box = tuple[float, float, float, float]


def box_around(x: float, y: float, wide: float, high: float) -> Box:
    """A rectangle by its middle and sides."""
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


@dataclass(frozen=True, slots=True)
class _Set:
    """A text and where it is set."""

    text: str
    x: float
    y: float
    anchor: str


def _label(spot: Spot, text: str, taken: list[Box], *, height: float) -> _Set | None:
    """A free place for a text: right, left, below, above its marker; none if all are taken."""
    wide, edge = len(text) * SIZE * _LETTER, _REGION if spot.vague else _TO_EDGE
    right, left, y = spot.right + edge + 4, spot.x - edge - 4, spot.y
    middle = (spot.x + spot.right) / 2
    choices = [
        (right, y + 5, "start", box_around(right + wide / 2, y, wide, SIZE)),
        (left, y + 5, "end", box_around(left - wide / 2, y, wide, SIZE)),
        (middle, y + edge + SIZE, "middle", box_around(middle, y + edge + SIZE - 5, wide, SIZE)),
        (middle, y - edge - 5, "middle", box_around(middle, y - edge - 10, wide, SIZE)),
    ]
    for label_x, label_y, anchor, box in choices:
        if is_free(box, taken, height=height):
            taken.append(box)
            return _Set(text, round(label_x, 1), round(label_y, 1), anchor)
    return None


def is_free(box: Box, taken: Sequence[Box], *, height: float) -> bool:
    """Whether a rectangle is in the picture and meets no other."""
    inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= height - 2
    return inside and not any(_meet(box, other) for other in taken)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
