"""Make `summariser/render/data/outline.json`: the outlines of countries for the map of a page.

    npm install world-atlas@2.0.2
    python benchmarks/make_map_outline.py node_modules/world-atlas/countries-50m.json \\
        summariser/render/data/outline.json

Source: Natural Earth 1:50m (public domain), as TopoJSON by world-atlas (ISC). Arcs are simplified: finely for
Europe, the Middle East and North-East Africa, coarsely elsewhere. Crimea is drawn as a part of Ukraine
(UN General Assembly resolution 68/262); the source draws it with Russia.
"""

from __future__ import annotations

import json
import sys
from math import hypot
from pathlib import Path

FINE_WINDOW = (-12.0, 70.0, 8.0, 72.0)  # west, east, south, north
FINE, COARSE = 0.015, 0.3  # degrees that a simplified line may be off
SCALE = 100  # stored in hundredths of a degree

Point = tuple[float, float]


def decoded(topology: dict, arc: list[list[int]]) -> list[Point]:
    """An arc of the topology in degrees."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return points


def tolerance(points: list[Point]) -> float:
    """How far an arc may be off."""
    west, east, south, north = FINE_WINDOW
    inside = any(west <= x <= east and south <= y <= north for x, y in points)
    return FINE if inside else COARSE


def simplified(points: list[Point], slack: float) -> list[Point]:
    """Douglas and Peucker, without recursion."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        far, at = 0.0, None
        for middle in range(start + 1, end):
            distance = off(points[middle], points[start], points[end])
            if distance > far:
                far, at = distance, middle
        if at is not None and far > slack:
            keep.add(at)
            spans += [(start, at), (at, end)]
    return [points[i] for i in sorted(keep)]


def off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if not dx and not dy:
        return hypot(point[0] - start[0], point[1] - start[1])
    product = (point[0] - start[0]) * dx + (point[1] - start[1]) * dy
    along = max(0.0, min(1.0, product / (dx * dx + dy * dy)))
    return hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def in_crimea(points: list[Point]) -> bool:
    """Whether a ring is the peninsula's."""
    return all(32.3 < x < 36.8 and 44.2 < y < 46.4 for x, y in points)


def main(source: str, target: str) -> None:
    """Read the topology, simplify, write."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    full = [decoded(topology, arc) for arc in topology["arcs"]]
    arcs = [simplified(points, tolerance(points)) for points in full]
    countries: dict[str, list[list[int]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        name = shape["properties"]["name"]
        for polygon in polygons:
            ring = polygon[0]
            points = [p for n in ring for p in full[n if n >= 0 else ~n]]
            owner = "Ukraine" if name == "Russia" and in_crimea(points) else name
            countries.setdefault(owner, []).append(ring)
    stored = [[round(c * SCALE) for point in arc for c in point] for arc in arcs]
    deltas = [row[:2] + [row[i] - row[i - 2] for i in range(2, len(row))] for row in stored]
    text = json.dumps({"scale": SCALE, "arcs": deltas, "countries": countries}, separators=(",", ":"))
    Path(target).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
