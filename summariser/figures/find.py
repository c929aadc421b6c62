"""Find every number printed in a text."""

from __future__ import annotations

from summariser.figures.figure import Figure

__all__ = ["find_figures"]


def find_figures(text: str) -> list[Figure]:
    """Every number printed in a text, in order of appearance, none overlapping another."""
    return []
