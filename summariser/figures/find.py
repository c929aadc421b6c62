"""Find every number printed in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summariser.figures.assign import assign_roles
from summariser.figures.background import mark_background
from summariser.figures.counted import read_counted
from summariser.figures.draft import Draft
from summariser.figures.figure import Figure, Tier
from summariser.figures.fold import fold, unwrap
from summariser.figures.implicit import DEFINITE, definite_singles, implicit_words, read_implicit
from summariser.figures.lexicon import table
from summariser.figures.quantities import read_quantity
from summariser.figures.relations import link
from summariser.figures.tokens import Tokens, tokenize

__all__ = ["find_figures", "find_numbers"]

_LONGEST_ROW = 400  # more numbers than this, each within so many tokens of the last, are noise and no prose
_DENSE = 3


def find_figures(text: str) -> list[Figure]:
    """Every number printed in a text, in order of appearance, none overlapping another.

    Offsets are into the text as given. Any text will do; one without numbers gives an empty list.
    """
    tokens = tokenize(unwrap(fold(text)))
    drafts = list(_drafts(tokens))
    link(tokens, drafts)
    assign_roles(tokens, drafts)
    mark_background(tokens, drafts)
    return [draft.figure(tokens, text) for draft in drafts if draft.is_figure]


def find_numbers(text: str) -> list[Figure]:
    """The figures of a text that are printed as numbers, without their roles: half the work of finding those.

    Each has the kind and the value that `find_figures` gives it.
    """
    tokens = tokenize(unwrap(fold(text)))
    return [draft.figure(tokens, text) for draft in _drafts(tokens) if draft.tier is Tier.EXPLICIT]


def _drafts(tokens: Tokens) -> Iterator[Draft]:
    """Each number expression in turn; the next begins after the last one's end."""
    before: Draft | None = None
    free = 0  # the first token no figure has taken
    for i in _anchors(tokens):
        if i < free:
            continue
        hides_one = tokens.word[i] in implicit_words() or tokens.word[i] in DEFINITE
        draft = read_implicit(tokens, i) if hides_one else None
        if draft is None:
            draft = read_quantity(tokens, i, before)
            if draft is None or draft.first < free or not read_counted(tokens, draft, floor=free):
                continue
        free = draft.last + 1
        before = draft
        yield draft


def _anchors(tokens: Tokens) -> list[int]:
    """The tokens where a number may begin: digits and number words. Long dense rows of them are left out."""
    known = _anchor_words()
    found = [
        i
        for i, word in enumerate(tokens.word)
        if word in known or (not word.isalpha() and _holds_digit(word))
    ]
    found = sorted([*found, *definite_singles(tokens)])
    kept: list[int] = []
    start = 0
    for k in range(1, len(found) + 1):
        if k == len(found) or found[k] - found[k - 1] > _DENSE:
            if k - start <= _LONGEST_ROW:
                kept.extend(found[start:k])
            start = k
    return kept


def _holds_digit(word: str) -> bool:
    return word.isdecimal() or (len(word) > 1 and _DIGIT.search(word) is not None)


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1)
def _anchor_words() -> frozenset[str]:
    data = table("numerals")
    found: set[str] = {"half", "dozen", "most", "both", "ii", "iii"}
    for key in ("units", "tens", "ordinals", "multipliers", "signs"):
        section = data[key]
        assert isinstance(section, dict)
        found.update(section)
    vague = data["vague"]
    assert isinstance(vague, dict)
    found.update(phrase.split()[0] for phrase in vague)
    found.update(("hundred", "thousand", "million"))
    return frozenset(found) | implicit_words()
