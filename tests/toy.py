"""A small article and the right and wrong answers to it."""

from __future__ import annotations

import json
from typing import Any

TEXT = (
    "A drone attack on the city of Lviv killed at least three people and injured 12, "
    "officials said on Monday.\n"
    "The air force said it had shot down 40 of 45 drones launched overnight.\n"
    "President Volodymyr Zelenskyy will meet Emmanuel Macron in Paris on Friday.\n"
)


def count(role: str, of: str, value: int | None, *evidence: int) -> dict[str, Any]:
    """One count of an answer."""
    return {"role": role, "of": of, "value": value, "claimed_by": None, "evidence": list(evidence)}


def answer(*, killed: int = 3, extra: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """The answer to `TEXT`; `killed` is what it says of the toll, which is three."""
    local = {
        "kind": "drone_strike",
        "scope": "local",
        "attacker": None,
        "target_country": None,
        "place": "Lviv",
        "when": "Monday",
        "weapons": ["drone"],
        "targets": [],
        "counts": [count("killed", "people", killed, 1), count("injured", "people", 12, 1), *extra],
        "claimed_by": "officials",
        "background": False,
        "evidence": [1],
    }
    wave = local | {
        "scope": "wave",
        "place": None,
        "when": "overnight",
        "counts": [count("intercepted", "drones", 40, 2), count("launched", "drones", 45, 2)],
        "claimed_by": "The air force",
        "evidence": [2],
    }
    meeting = {
        "type": "meeting",
        "status": "planned",
        "participants": [
            {"name": "Volodymyr Zelenskyy", "country": None},
            {"name": "Emmanuel Macron", "country": None},
        ],
        "place": "Paris",
        "when": "Friday",
        "topic": None,
        "outcome": None,
        "counts": [],
        "background": False,
        "evidence": [3],
    }
    return {"headline": "Drones hit Lviv", "attacks": [local, wave], "diplomacy": [meeting]}


def answer_text(*, killed: int = 3, extra: tuple[dict[str, Any], ...] = ()) -> str:
    """`answer` as a model writes it."""
    return json.dumps(answer(killed=killed, extra=extra))
