"""Repair of what news sites do to text, one character for one character wherever it can be."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Repair", "repair_text"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What was repaired: a rule's name and how often it applied."""

    rule: str
    count: int


def repair_text(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The repaired text and what was done to it."""
    return text, ()
