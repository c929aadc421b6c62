"""Articles with hand-made figures, so that a rule is tested apart from the reading of numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from summariser.figures.figure import Cue, Figure, Part, Tier
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Thing

DATA = Path(__file__).parent / "data"
_ENUMS: dict[str, Any] = {
    "kind": FigureKind,
    "qualifier": Qualifier,
    "also": Qualifier,
    "noun_class": NounClass,
    "thing": Thing,
    "role": Role,
    "cue": Cue,
    "part": Part,
    "tier": Tier,
}


def read_json(name: str) -> Any:
    """A data file of these tests."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def hand_made(body: str, rows: list[Any]) -> list[Figure]:
    """Figures from rows of (words as printed, numeral, fields); people by default."""
    figures: list[Figure] = []
    for words, numeral, fields in rows:
        full_start = body.index(words)
        start = body.index(numeral, full_start)
        value = None if "low" in fields else fields["value"] if "value" in fields else _plain(numeral)
        known = {name: _ENUMS[name](fields[name]) for name in _ENUMS if name in fields}
        parent = fields.get("subset_of")
        figures.append(
            Figure(
                start=start,
                end=start + len(numeral),
                full_start=full_start,
                full_end=full_start + len(words),
                text=numeral,
                low=fields.get("low", value),
                high=fields.get("high", value),
                noun=fields.get("noun", "people"),
                subset_of=None if parent is None else body.index(parent),
                additional=fields.get("additional", False),
                **{"kind": FigureKind.COUNT, "noun_class": NounClass.PERSON, "thing": Thing.PEOPLE, **known},
            )
        )
    return figures


def _plain(numeral: str) -> int:
    return int(numeral.replace(",", ""))
