"""Which of several places of one name is meant when nothing else tells."""

from __future__ import annotations

from collections.abc import Sequence

from summariser.text.gazetteer import Entry
from summariser.text.spelling import fold_name

__all__ = ["preferred", "rank", "stem"]

_TOWN_BEFORE_REGION = 100_000
"""People. "Kharkiv" is the town; the village of Volyn is not what "Volyn" means."""

_SUFFIXES = (" oblast", " Krai", " Strip")


def stem(name: str) -> str:
    """Kharkiv oblast → Kharkiv: what a region's name shares with its town's."""
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def rank(entry: Entry, *, key: str, exact: bool) -> tuple[int, int, int]:
    """The higher, the likelier: countries, then names over other spellings, then towns by their size."""
    exact = exact or fold_name(stem(entry.name)) == key
    if entry.kind == "country":
        kind = 4
    elif entry.kind == "settlement":
        kind = 3 if entry.population >= _TOWN_BEFORE_REGION else 1
    elif entry.kind == "district":
        kind = 0
    else:
        kind = 2
    return (int(exact) if entry.kind != "country" else 1, kind, entry.population)


def preferred(entries: Sequence[tuple[Entry, bool]], *, key: str) -> Entry:
    """The likeliest of the places of one (folded) name."""
    return max(entries, key=lambda pair: rank(pair[0], key=key, exact=pair[1]))[0]
