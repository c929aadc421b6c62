"""Phrases in an article that address a machine instead of a reader."""

from __future__ import annotations

__all__ = ["suspicious_phrases"]


def suspicious_phrases(text: str) -> list[str]:
    """The phrases of a text that look like instructions to a model, as printed."""
    return []
