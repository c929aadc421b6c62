"""Footers, cookie lines, credits: lines of a news page that are not the news. The phrases are data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from summariser.resources import data_table

__all__ = ["glued_tail", "is_boilerplate"]

_LONGEST = 400
_AROUND = " \t\n-–—•*|>»«[](){}.:!…'\"“”‘’"
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class _Start:
    begins: str
    at_most: int
    needs: tuple[str, ...]
    digits: bool


@dataclass(frozen=True, slots=True)
class _Phrases:
    lines: frozenset[str]
    starts: dict[str, tuple[_Start, ...]]  # by their first word, so that a sentence meets few of them
    ends: tuple[str, ...]
    tails: tuple[str, ...]


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    table = data_table("text/boilerplate.toml")
    starts: dict[str, tuple[_Start, ...]] = {}
    for row in cast("list[dict[str, object]]", table["starts"]):
        start = _Start(
            begins=str(row["with"]),
            at_most=cast("int", row.get("at_most", 120)),
            needs=tuple(cast("list[str]", row.get("needs", []))),
            digits=bool(row.get("digits", True)),
        )
        word = start.begins.split()[0]
        starts[word] = (*starts.get(word, ()), start)
    return _Phrases(
        lines=frozenset(cast("list[str]", table["lines"])),
        starts=starts,
        ends=tuple(cast("list[str]", table["ends"])),
        tails=tuple(cast("list[str]", table["tails"])),
    )


def is_boilerplate(sentence: str) -> bool:
    """Whether a sentence is a page's furniture and not its news."""
    if len(sentence) > _LONGEST:
        return False
    phrases = _phrases()
    text = " ".join(sentence.translate(_STRAIGHT).casefold().split())
    bare = text.strip(_AROUND)
    if not bare or bare in phrases.lines:
        return bare in phrases.lines
    if len(bare) <= 160 and bare.endswith(phrases.ends):
        return True
    return any(_begins(bare, text, start) for start in phrases.starts.get(bare.split()[0], ()))


def _begins(bare: str, text: str, start: _Start) -> bool:
    return (
        bare.startswith(start.begins.strip(_AROUND))
        and (text.lstrip(_AROUND).startswith(start.begins))
        and len(bare) <= start.at_most
        and (not start.needs or any(word in bare for word in start.needs))
        and (start.digits or not re.search(r"\d", bare))
    )


def glued_tail(body: str, start: int, end: int) -> int | None:
    """Where a page's heading is glued to the end of a paragraph ("… for years.Leave a Reply"), if it is."""
    for tail in _phrases().tails:
        at = end - len(tail)
        if at > start and body.startswith(tail, at) and not body[at - 1].isupper():
            return at
    return None
