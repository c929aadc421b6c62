"""Hostile texts made from a pattern's own letters: what each of its repeats could be made to repeat.

A run of anything in general is refused by most patterns at its first letter. These texts are what the pattern
nearly matches: its parts one after another, its beginnings many times over, and for each repeat what comes
before it and then its body without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["Attack", "attacks"]

_POOL = "a1 \nA,-.“é_:("
_ALTERNATIVES = 4
_MOST = 40
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
Attack = tuple[str, str]
"""What stands once at the beginning, and what follows it over and over."""


def attacks(pattern: re.Pattern[str]) -> list[Attack]:
    """At most forty texts for a pattern, the same ones each time; none is empty."""
    tree = _parser.parse(pattern.pattern, pattern.flags)
    found = dict.fromkeys(one for one in _attacks(tree, "") if one[1])
    return list(islice(found, _MOST))


def _attacks(nodes: Iterable[Any], before: str) -> Iterator[Attack]:
    nodes = list(nodes)
    for end in range(len(nodes), 0, -1):
        yield before, _sample(nodes[:end])
        yield "", before + _sample(nodes[:end])
    for at, (kind, value) in enumerate(nodes):
        lead = before + _sample(nodes[:at])
        if kind in _REPEATS:
            most = min(int(value[1]), 60)
            body = _sample(value[2])
            yield lead, body
            yield "", lead + body * most
        for part in _inside(kind, value):
            yield from _attacks(part, lead)


def _inside(kind: Any, value: Any) -> list[Any]:
    """The sequences of nodes within a node."""
    if kind in _REPEATS:
        return [value[2]]
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.BRANCH:
        return _few(value[1])
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return []


def _few(alternatives: Sequence[Any]) -> list[Any]:
    """First, last and some between them: the names in a list are alike."""
    step = max(1, (len(alternatives) - 1) // (_ALTERNATIVES - 1))
    return [*alternatives[::step]][:_ALTERNATIVES]


def _sample(nodes: Iterable[Any]) -> str:
    """A text that these nodes match, if the looks around them allow it."""
    return "".join(_one(kind, value) for kind, value in nodes)


def _one(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return next(letter for letter in _POOL if ord(letter) != value)
    if kind is op.ANY:
        return "a"
    if kind is op.IN:
        return _member(value)
    if kind is op.BRANCH:
        return _sample(value[1][0])
    if kind in _REPEATS:
        return _sample(value[2]) * max(1, value[0])
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT, op.GROUPREF):
        return ""
    return "".join(_sample(part) for part in _inside(kind, value))


def _member(parts: Any) -> str:
    """A letter of a set."""
    letters = re.compile(_text_of(parts))
    first = next(
        (chr(v) if k is op.LITERAL else chr(v[0]) for k, v in parts if k in (op.LITERAL, op.RANGE)), "a"
    )
    return next((letter for letter in (*_POOL, first) if letters.fullmatch(letter)), first)


def _text_of(parts: Any) -> str:
    """A set of the tree, written again."""
    written = ""
    for kind, value in parts:
        if kind is op.NEGATE:
            written += "^"
        elif kind is op.LITERAL:
            written += re.escape(chr(value))
        elif kind is op.RANGE:
            written += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        else:
            written += _CLASSES[value]
    return f"[{written}]"


_CLASSES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
