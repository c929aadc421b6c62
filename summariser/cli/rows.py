"""A figure as a row: the same fields wherever a command prints one."""

from __future__ import annotations

from summariser.figures.figure import Figure

__all__ = ["figure_row"]


def figure_row(figure: Figure) -> dict[str, object]:
    """The fields of a figure that outsiders may rely on, in the documented order."""
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "kind": figure.kind,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "noun": figure.noun,
        "role": figure.role,
    }
