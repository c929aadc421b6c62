"""Places named in a text, and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["PlaceMention", "ResolvedPlace", "find_places", "resolve_place"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place's name in a text: `text[start:end]`; `name` is its usual English spelling."""

    start: int
    end: int
    name: str
    kind: str  # settlement, admin1, admin2, country, district, region, facility


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where a named place is. `ambiguous` if another place of that name could be meant; `reason` says why not."""

    name: str
    kind: str
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: int  # ACLED's geo_precision: 1 a town, 2 near it or part of a region, 3 a region or country
    ambiguous: bool
    reason: str | None


def find_places(text: str) -> list[PlaceMention]:
    """The places named in a text, in order; demonyms ("Ukrainian") are not places."""
    return []


def resolve_place(name: str, *, context: Sequence[str] = ()) -> ResolvedPlace | None:
    """Where a place is; `context` are texts near it (its sentence first), to choose between namesakes."""
    return None
