"""Numbers that are no plain numeral: vague words, fractions, ordinals, multipliers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from summariser.figures.draft import Draft
from summariser.figures.figure import Number, Tier
from summariser.figures.lexicon import Phrase, grammar, table
from summariser.figures.numerals import Numeral, number_words, read_numeral
from summariser.figures.tokens import Tokens
from summariser.figures.units import unit_at, with_unit
from summariser.vocabulary import FigureKind, Qualifier

__all__ = ["read_fraction", "read_multiplier", "read_ordinal", "read_vague"]

_Vague = tuple[Phrase, Number, Number, Qualifier]


@lru_cache(maxsize=1)
def _vague_by_first() -> Mapping[str, list[_Vague]]:
    entries = cast(Mapping[str, Mapping[str, Number | str]], table("numerals")["vague"])
    found: dict[str, list[_Vague]] = {}
    for phrase, entry in entries.items():
        parts = tuple(phrase.split())
        reading = (
            parts,
            cast(Number, entry["low"]),
            cast(Number, entry["high"]),
            Qualifier(str(entry["qualifier"])),
        )
        found.setdefault(parts[0], []).append(reading)
    for readings in found.values():
        readings.sort(key=lambda reading: -len(reading[0]))
    return found


def read_vague(tokens: Tokens, i: int) -> Draft | None:
    """ "dozens", "several hundred", "a couple of", "most of", "both"."""
    word = tokens.word[i]
    for phrase, low, high, qualifier in _vague_by_first().get(word, ()):
        if tokens.follows(i, phrase) and not _is_misled(tokens, i, phrase):
            last = i + len(phrase) - 1
            return Draft(i, last, FigureKind.COUNT, low, high, qualifier, tier=Tier.VAGUE)
    if word == "most" and _is_share(tokens, i):
        return Draft(i, i, FigureKind.RATIO, 0.5, 1, Qualifier.MOST, tier=Tier.VAGUE)
    if word == "both" and tokens.at(i + 1)[:1].isalpha() and "and" not in tokens.word[i + 2 : i + 6]:
        return Draft(i, i, FigureKind.OTHER, 2, 2, tier=Tier.VAGUE)
    return None


def _is_misled(tokens: Tokens, i: int, phrase: Phrase) -> bool:
    """ "many times more" and the like are no numbers; "how many", "too many", "so few" neither."""
    before = tokens.at(i - 1)
    if phrase in (("many",), ("few",)) and before in (
        "how",
        "too",
        "so",
        "as",
        "very",
        "the",
        "not",
        "great",
    ):
        return True
    if phrase == ("tens",):
        return tokens.at(i + 1) != "of"
    return phrase == ("scores",) and tokens.at(i + 1) != "of" and before not in (",", "and", ".", "", "\n")


def _is_share(tokens: Tokens, i: int) -> bool:
    following = tokens.at(i + 1)
    return tokens.at(i - 1) not in ("the", "at") and (
        following == "of" or following in grammar().be or following in grammar().have
    )


def read_multiplier(tokens: Tokens, i: int) -> Draft | None:
    """ "twice", "doubled", "tenfold"."""
    value = number_words().multipliers.get(tokens.word[i])
    return None if value is None else Draft(i, i, FigureKind.MULTIPLIER, value, value)


def read_ordinal(tokens: Tokens, i: int) -> Draft | None:
    """ "sixth", "72nd", "24th-26th", "twenty-first", "second-largest"."""
    number, ordinals = _ordinal_at(tokens, i), None
    if number is None:
        return None
    value, last = number
    if tokens.at(last + 1) == "-" and last + 2 < len(tokens):
        ordinals = _ordinal_at(tokens, last + 2)
    if ordinals is not None and ordinals[0] > value:
        return Draft(i, ordinals[1], FigureKind.ORDINAL, value, ordinals[0], Qualifier.RANGE)
    return Draft(i, last, FigureKind.ORDINAL, value, value)


def _ordinal_at(tokens: Tokens, i: int) -> tuple[Number, int] | None:
    ordinals, tens, word = number_words().ordinals, number_words().tens, tokens.at(i)
    if word in ordinals:
        return ordinals[word], i
    if word[:1].isdecimal() and tokens.at(i + 1) in ("st", "nd", "rd", "th") and tokens.glued(i):
        digits = word.replace(",", "")
        return (int(digits), i + 1) if digits.isdecimal() and len(digits) <= 9 else None
    if word in tens and tokens.at(i + 1) == "-" and 0 < ordinals.get(tokens.at(i + 2), 0) < 10:
        return tens[word] + ordinals[tokens.at(i + 2)], i + 2
    return None


def read_fraction(tokens: Tokens, i: int, number: Numeral | None) -> Draft | None:
    """ "one-third", "two thirds", "a fifth of", "half of", "one in five", "½"; `number` is read at `i`."""
    fractions = number_words().fractions
    word = tokens.word[i]
    if word == "half":
        return None if number is not None else _half(tokens, i)
    top: Number = 1
    last = i
    if word not in ("a", "one"):
        if number is None or not 0 < number.value < 10:
            return None
        top, last = number.value, number.last
    if isinstance(top, float) and tokens.word[i][0] in ".0123456789" and "." in tokens.word[i]:
        return None  # "0.25%"
    if top == 0.5 or isinstance(top, float):
        return Draft(i, last, FigureKind.RATIO, top, top) if top < 1 else None
    if tokens.at(last + 1) == "in" and word != "a":
        return _one_in(tokens, i, Numeral(top, last))
    hyphen = 1 if tokens.at(last + 1) == "-" else 0
    divisor = fractions.get(tokens.at(last + 1 + hyphen))
    end = last + 1 + hyphen
    plural = tokens.at(end).endswith("s") or tokens.at(end) == "halves"
    if (
        divisor is None
        or divisor <= top
        or (top > 1) != plural
        or (word == "a" and not _is_part(tokens, end))
    ):
        return None
    return _of_scale(tokens, i, Numeral(top / divisor, end))


def _of_scale(tokens: Tokens, i: int, share: Numeral) -> Draft:
    """ "a quarter of a million people" is a count, "a quarter of the people" a share."""
    scales = number_words().scales
    at = share.last + 3 if tokens.follows(share.last + 1, ("of", "a")) else share.last + 1
    scale = scales.get(tokens.at(at))
    if scale is None:
        return Draft(i, share.last, FigureKind.RATIO, share.value, share.value)
    value = round(share.value * scale)
    return Draft(i, at, FigureKind.COUNT, value, value)


def _is_part(tokens: Tokens, end: int) -> bool:
    """ "a third of the city", but "a third drone"."""
    following = tokens.at(end + 1)
    return following in ("of", ",", ".", "", "million", "billion") or (
        tokens.at(end) == "quarter" and following != "-"
    )


def _half(tokens: Tokens, i: int) -> Draft | None:
    following, before = tokens.at(i + 1), tokens.at(i - 1)
    article = 1 if following in ("an", "a", "-") else 0
    if (
        article
        and unit_at(tokens, i + 2) is not None
        and tokens.at(i + 2) in ("hour", "day", "year", "century", "mile", "kilometre")
    ):
        draft = Draft(i, i, FigureKind.COUNT, 0.5, 0.5)
        draft.last = i + 1
        with_unit(tokens, draft)
        return draft
    if before in ("first", "second", "other", "latter", "a") or following in ("-", "an", "way"):
        return None
    if following == "a" and tokens.at(i + 2) not in ("the", "of"):
        return None
    return Draft(i, i, FigureKind.RATIO, 0.5, 0.5)


def _one_in(tokens: Tokens, i: int, top: Numeral) -> Draft | None:
    """ "one in five", "nine in 10"."""
    bottom = read_numeral(tokens, top.last + 2) if top.last + 2 < len(tokens) else None
    if bottom is None or not top.value < bottom.value <= 1000 or bottom.value == 0:
        return None
    ratios = {2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 50, 100, 1000}
    if bottom.value not in ratios or (
        tokens.at(top.last + 2)[:1].isdecimal() is not tokens.at(i)[:1].isdecimal() and top.value > 1
    ):
        return None
    value = top.value / bottom.value
    return Draft(i, bottom.last, FigureKind.RATIO, value, value)
