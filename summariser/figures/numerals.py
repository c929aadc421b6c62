"""Numbers in digits and words, read from tokens: "200,000", "two and a half million", "three-and-a-half"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, cast

from summariser.figures.figure import Number
from summariser.figures.lexicon import table
from summariser.figures.tokens import Tokens, tokenize

__all__ = [
    "MOST_DIGITS",
    "NumberWords",
    "Numeral",
    "number_from_words",
    "number_words",
    "opens_number",
    "read_numeral",
]

MOST_DIGITS = 15  # beyond this a run of digits is an identifier, not a quantity

_GROUPED = re.compile(r"\A(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?")  # 200,000; 1,00,000
_DOTTED = re.compile(r"\A(?:\d{1,3}(?:\.\d{3}){2,}|0*[1-9]\d{0,2}\.000)")  # 1.234.567; 10.000
_GROUP = re.compile(r"\d{3}(?:\.\d+)?")  # of "12 500"
_POINTED = re.compile(r"[1-9]\d{0,2}[.]\d{3}")  # "1.500"
_DECIMAL = re.compile(r"\A\d{0,30}[.,]\d{1,30}")


class Numeral(NamedTuple):
    """A number from a token to token `last`. `dotted`: "1.500" is 1500 if it counts things, else 1.5."""

    value: Number
    last: int
    dotted: bool = False


class NumberWords(NamedTuple):
    """What the words of `numerals.toml` come to, by its tables."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    suffixes: Mapping[str, int]
    signs: Mapping[str, float]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, int]
    multipliers: Mapping[str, Number]


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """The words, read once."""
    data = cast(Mapping[str, Mapping[str, int]], table("numerals"))
    return NumberWords(*(data[name] for name in NumberWords._fields))


def number_from_words(text: str) -> Number | None:
    """The number that a text of nothing but number words says, or null.

    >>> number_from_words("one hundred and five")
    105
    """
    tokens = tokenize(text)
    numeral = read_numeral(tokens, 0) if len(tokens) else None
    return numeral.value if numeral and numeral.last == len(tokens) - 1 else None


def opens_number(tokens: Tokens, i: int) -> bool:
    """Whether digits or a word below twenty stand at token `i`: a quick look, where one is enough."""
    word = tokens.at(i)
    return word[:1].isdecimal() or word in number_words().units


def read_numeral(tokens: Tokens, i: int) -> Numeral | None:
    """The longest number that begins at token `i`, or null."""
    word = tokens.word[i]
    if word[0].isdecimal() or (word[0] == "." and len(word) > 1):
        return _read_digits(tokens, i)
    if word in number_words().signs:
        return Numeral(number_words().signs[word], i)
    if word in ("a", "an", "half", "dozen"):
        return _read_article(tokens, i)
    if word in ("hundred", "thousand", "million"):
        return _read_words(tokens, i, given=1) if tokens.at(i - 1) not in ("of", "per", "the") else None
    return _read_words(tokens, i)


def _digits_value(word: str) -> tuple[Number, bool] | None:
    if sum(ch.isdecimal() for ch in word) > MOST_DIGITS:
        return None
    if word.isdecimal():
        return int(word), False
    if _GROUPED.fullmatch(word):
        plain = word.replace(",", "")
        return (float(plain) if "." in plain else int(plain)), False
    if _DOTTED.fullmatch(word):
        return int(word.replace(".", "")), False
    if _DECIMAL.fullmatch(word):
        value = float(word.replace(",", "."))
        return value, bool(_POINTED.fullmatch(word))
    return None


def _read_digits(tokens: Tokens, i: int) -> Numeral | None:
    read = _digits_value(tokens.word[i])
    if read is None:
        return None
    value, dotted = read
    groups = _spaced_groups(tokens, i)
    for word in groups:
        value = value * 1000 + (float(word) if "." in word else int(word))
    j = i + len(groups)
    if tokens.at(j + 1) in number_words().signs:
        j += 1
        value += number_words().signs[tokens.word[j]]
    return _scaled(tokens, Numeral(value, j, dotted))


def _spaced_groups(tokens: Tokens, i: int) -> list[str]:
    """The groups of three digits after the first of "12 500". A lone one needs a word or the end after it."""
    first = tokens.word[i]
    groups: list[str] = []
    if not (first.isdecimal() and len(first) <= 3 and not first.startswith("0")):
        return groups
    j = i + 1
    while _GROUP.fullmatch(tokens.at(j)) and len(groups) < 4:
        if tokens.start[j] != tokens.end[j - 1] + 1 or tokens.text[tokens.end[j - 1]] != " ":
            break
        groups.append(tokens.word[j])
        j += 1
    following = tokens.at(j)
    listed = tokens.at(i - 1) in ("-", ":") and following in (";", ",", ".")  # "personnel - 1 130; tanks - 4"
    return groups if len(groups) > 1 or listed or not following or following[0].isalpha() else []


def _scaled(tokens: Tokens, number: Numeral) -> Numeral:
    """The number times what follows: "1.5 million", "two dozen", "40k"."""
    words, value, j = number_words(), number.value, number.last
    following = tokens.at(j + 1)
    hyphen = 1 if following == "-" and tokens.glued(j) and tokens.at(j + 2) in words.scales else 0
    scale = words.scales.get(tokens.at(j + 1 + hyphen))
    if scale is None and following == "hundred":
        scale = 100
    if scale is not None:
        return _scaled(tokens, Numeral(_times(value, scale), j + 1 + hyphen))
    if following in ("dozen", "dozens") and value < 100:
        return Numeral(_times(value, 12), j + 1)
    return number


def _times(value: Number, scale: int) -> Number:
    product = round(value * scale, 6)
    return int(product) if product == int(product) else product


def _read_article(tokens: Tokens, i: int) -> Numeral | None:
    """ "a hundred", "a dozen", "half a million", "half a dozen", "dozen"."""
    words, word = number_words(), tokens.word[i]
    if word == "dozen":
        return Numeral(12, i)
    if word == "half":
        skip = 1 if tokens.at(i + 1) in ("a", "-") else 0
        scale = 12 if tokens.at(i + 1 + skip) == "dozen" else words.scales.get(tokens.at(i + 1 + skip))
        if scale is not None:
            return Numeral(_times(0.5, scale), i + 1 + skip)
        return None
    following = tokens.at(i + 1)
    if following == "dozen":
        return Numeral(12, i + 1)
    if following == "hundred" or following in words.scales:
        return _read_words(tokens, i + 1, given=1)
    return None


class _Reader:
    """Number words taken one by one; each either fits what stands before it or ends the number."""

    def __init__(self, given: int | None) -> None:
        self.total: Number = 0
        self.group: Number | None = given  # what stands before the next scale word
        self.ceiling: float = float("inf")  # the next scale must be smaller than the last
        self.started = given is not None

    def take(self, word: str) -> bool:
        words, group = number_words(), self.group
        if word in words.units:
            value = words.units[word]
            fits = (
                group is None
                or (group >= 100 and group % 100 == 0)
                or (group % 100 >= 20 and group % 10 == 0 and 0 < value < 10)
            )
            self.group = (group or 0) + value if fits else group
        elif word in words.tens:
            fits = group is None or (group >= 100 and group % 100 == 0)
            self.group = (group or 0) + words.tens[word] if fits else group
        elif word == "hundred":
            fits = group is not None and 0 < group < 100
            self.group = _times(group, 100) if fits and group is not None else group
        elif word in words.scales:
            fits = group is not None and words.scales[word] < self.ceiling
            if fits and group is not None:
                self.total += _times(group, words.scales[word])
                self.group, self.ceiling = None, words.scales[word]
        else:
            return False
        self.started = self.started or fits
        return fits

    def add_half(self) -> bool:
        """Take "and a half" where it can stand: "two and a half", "a million and a half"."""
        if self.group is None and self.total and self.ceiling > 1000:
            self.total += int(self.ceiling) // 2
            self.ceiling = 0
            return True
        if self.group is None or self.group != int(self.group):
            return False
        self.group += 0.5
        return True

    @property
    def value(self) -> Number:
        return self.total + (self.group or 0)


def _read_words(tokens: Tokens, i: int, *, given: int | None = None) -> Numeral | None:
    reader = _Reader(given)
    last = i - 1
    while last < i + 24:
        begin = last + 1 + _joint(tokens, last, first=i)
        half = _half_length(tokens, begin) if begin > last + 1 else 0
        if half and reader.add_half():
            last = begin + half - 1
        elif reader.take(tokens.at(begin)):
            last = begin
        else:
            break
    if not reader.started or last < i:
        return None
    if tokens.at(last + 1) in ("dozen", "dozens") and reader.value < 100:
        return Numeral(_times(reader.value, 12), last + 1)
    return Numeral(reader.value, last)


def _joint(tokens: Tokens, last: int, *, first: int) -> int:
    """How many joining tokens stand after `last`: a hyphen inside a number, "and" after a scale."""
    if last < first:
        return 0
    joint = tokens.at(last + 1)
    if joint == "-" and tokens.glued(last) and tokens.glued(last + 1):
        three = tokens.at(last + 2) == "and" and tokens.at(last + 3) == "-"
        return 3 if three else 1
    if joint != "and":
        return 0
    if _half_length(tokens, last + 2):
        return 1
    following, beyond = tokens.at(last + 2), tokens.at(last + 3)
    after_hundred, after_scale = tokens.at(last) == "hundred", tokens.at(last) in number_words().scales
    small = following in number_words().tens or following in number_words().units
    if after_hundred:  # "one hundred and one thousand", but "one hundred and two hundred" are two numbers
        return 1 if small and beyond not in ("hundred", "dozen") else 0
    return 1 if after_scale and small and beyond != "dozen" and beyond not in number_words().scales else 0


def _half_length(tokens: Tokens, i: int) -> int:
    """How many tokens from `i` on say "a half"."""
    if tokens.at(i) == "half":
        return 1
    hyphen = 1 if tokens.at(i + 1) == "-" else 0
    return 2 + hyphen if tokens.at(i) == "a" and tokens.at(i + 1 + hyphen) == "half" else 0
