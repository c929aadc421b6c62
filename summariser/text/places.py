"""Places named in a text, and where they are."""

from __future__ import annotations

from summariser.text.gazetteer import country_of_adjective
from summariser.text.place_choice import ResolvedPlace, resolve_place
from summariser.text.place_names import PlaceMention, find_places, is_unknown_name
from summariser.text.spelling import fold_name

__all__ = [
    "PlaceMention",
    "ResolvedPlace",
    "country_of_adjective",
    "find_places",
    "fold_name",
    "is_unknown_name",
    "resolve_place",
]
