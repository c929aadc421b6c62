"""Sentences of a news text, numbered as the model sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Sentence", "split_sentences"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading: `body[start:end]`. Boilerplate (footers, cookie lines) is marked, not deleted."""

    start: int
    end: int
    boilerplate: bool = False
    heading: bool = False


def split_sentences(body: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order, without white space around them."""
    return tuple(Sentence(m.start(), m.end()) for m in re.finditer(r"[^\s.][^.\n]*\.?", body))
