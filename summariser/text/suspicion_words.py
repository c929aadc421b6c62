"""What a word may be in an order to a machine: a part is a bit, a word may be several. They are data."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from summariser.resources import data_table

__all__ = ["kind_of", "parts"]

_LONGEST = 16  # letters of a stem


@lru_cache(maxsize=1 << 13)
def kind_of(word: str) -> int:
    """The parts that a word in lower case may be; a word with a hyphen is what its pieces are."""
    whole, stems = _lexicon()
    kinds = whole.get(word, 0)
    for length in range(2, min(len(word), _LONGEST) + 1):
        kinds |= stems.get(word[:length], 0)
    if not kinds and "-" in word:
        for piece in word.split("-"):
            kinds |= kind_of(piece) if piece else 0
    return kinds


@lru_cache(maxsize=1)
def parts() -> tuple[str, ...]:
    """The names of the parts, in the order of their bits."""
    return tuple(cast("dict[str, str]", data_table("text/suspicion_parts.toml")["parts"]))


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, int], dict[str, int]]:
    """Whole words, and stems that any ending may follow."""
    table = cast("dict[str, str]", data_table("text/suspicion_parts.toml")["parts"])
    whole: dict[str, int] = {}
    stems: dict[str, int] = {}
    for number, name in enumerate(parts()):
        for word in table[name].split():
            words = stems if word.endswith("*") else whole
            key = word.removesuffix("*")
            words[key] = words.get(key, 0) | 1 << number
    return whole, stems
