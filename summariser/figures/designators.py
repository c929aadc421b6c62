"""Numbers that name: "F-16", "Article 5", "School No. 5", "World War II", "Day 829"."""

from __future__ import annotations

import re
from functools import lru_cache

from summariser.figures.draft import Draft
from summariser.figures.lexicon import words
from summariser.figures.nouns import read_noun
from summariser.figures.numerals import Numeral
from summariser.figures.tokens import POINT, Tokens
from summariser.figures.units import unit_at
from summariser.vocabulary import FigureKind, NounClass

__all__ = ["looks_misread", "read_code", "read_named"]

_CODE = re.compile(r"\A[^\W\d_].{0,40}\d")
_MISREAD = re.compile(r"[lio]\d{1,4}|[lio]-?\d+")  # "l5 people": a letter that an OCR read for a digit
_LIKE_DIGITS = re.compile(r"[oil]+")
_SHORTEST_YEAR = 4


def read_code(tokens: Tokens, i: int) -> Draft | None:
    """Letters with digits in one token: "Kh-101", "F-16s", "G7"; any prefix. Null if digits were misread."""
    word = tokens.word[i]
    if not _CODE.match(word) or _MISREAD.fullmatch(word) or ":" in word or word.startswith("www."):
        return None
    prefix, _, rest = word.partition("-")
    if prefix in words("calendar", "half_years") and len(rest) == _SHORTEST_YEAR and rest.isdecimal():
        return Draft(i, i, FigureKind.DATE)
    return Draft(i, i, FigureKind.DESIGNATOR)


def looks_misread(tokens: Tokens, i: int) -> bool:
    """Whether letters glued to these digits may be digits misread: "2O people"."""
    return tokens.glued(i) and _LIKE_DIGITS.fullmatch(tokens.at(i + 1)) is not None


def read_named(tokens: Tokens, i: int, number: Numeral) -> Draft | None:
    """A number that a word before it makes a name."""
    if tokens.at(i - 1) not in _naming():
        return None
    if tokens.follows(i - 2, ("world", "war")):
        return Draft(i - 2, number.last, FigureKind.DESIGNATOR)
    sign = _sign_before(tokens, i)
    if sign < i:
        return Draft(sign, number.last, FigureKind.DESIGNATOR)
    if tokens.at(i - 1) in words("designators", "phones"):
        return Draft(i, number.last, FigureKind.DESIGNATOR)
    if not _prefixed(tokens, i) or _counts_after(tokens, number.last + 1):
        return None
    return Draft(i - 1, number.last, FigureKind.DESIGNATOR)


@lru_cache(maxsize=1)
def _naming() -> frozenset[str]:
    """What may stand right before a number that is a name: a word for one, a sign, the point of "No."."""
    lists = ("number_signs", "phones", "prefixes")
    return frozenset({"war", "№", ".", POINT}).union(*(words("designators", name) for name in lists))


def _sign_before(tokens: Tokens, i: int) -> int:
    signs = words("designators", "number_signs")
    first = i - 2 if tokens.at(i - 1) in (".", POINT) else i - 1
    sign = tokens.at(first)
    if sign not in signs and sign != "№":
        return i
    if sign == "no" and first == i - 1 and not tokens.capital(first):
        return i  # "no 12 people"
    return first


def _prefixed(tokens: Tokens, i: int) -> bool:
    before = tokens.at(i - 1)
    if before not in words("designators", "prefixes") or not tokens.word[i].replace(",", "").isdecimal():
        return False
    return before not in words("designators", "capital_only") or tokens.capital(i - 1)


def _counts_after(tokens: Tokens, i: int) -> bool:
    """Whether the number counts what follows: "In the camp 12 people died"."""
    if unit_at(tokens, i) is not None or tokens.at(i) in ("%", "million", "more", "others", "were", "-"):
        return True
    phrase = read_noun(tokens, i, one=False)
    return phrase is not None and phrase.sense.noun_class not in (NounClass.OTHER, NounClass.NONE)
