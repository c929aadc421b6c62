"""Numbers with a unit: percentages, money, measures, durations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, cast

from summariser.figures.ages import LISTED, settle_age
from summariser.figures.draft import Draft
from summariser.figures.lexicon import noun_senses, table, words
from summariser.figures.numerals import Numeral, number_words
from summariser.figures.tokens import Tokens
from summariser.vocabulary import FigureKind, NounClass, Thing

__all__ = [
    "Unit",
    "read_hyphenated",
    "read_money",
    "read_percent",
    "scale_suffix",
    "unit_at",
    "with_unit",
]

_UNIT_KINDS = ("distance", "area", "duration", "other", "calibre")


class Unit(NamedTuple):
    """A unit from token `first` to `last`."""

    kind: FigureKind
    first: int
    last: int


@lru_cache(maxsize=1)
def _units() -> Mapping[str, FigureKind]:
    data = cast(Mapping[str, list[str]], table("units"))
    return {unit: FigureKind(kind) for kind in _UNIT_KINDS for unit in data[kind]}


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return _first_of(frozenset(_units()))


@lru_cache(maxsize=4)
def _first_of(entries: frozenset[str]) -> frozenset[str]:
    """The first words of entries that may be of several."""
    return frozenset(entry.split()[0] for entry in entries)


def unit_at(tokens: Tokens, i: int) -> Unit | None:
    """The longest unit that begins at token `i` or after a hyphen there."""
    hyphen = tokens.at(i) == "-" and tokens.glued(i - 1) and tokens.glued(i)
    first = i + 1 if hyphen else i
    if tokens.at(first) not in _first_words():
        return None
    for length in (3, 2, 1):
        kind = _units().get(tokens.phrase(first, length))
        if kind is not None and _is_plausible(tokens, first, length=length):
            return Unit(kind, first, first + length - 1)
    return None


def _is_plausible(tokens: Tokens, first: int, *, length: int) -> bool:
    """One-letter units must be glued to their number or end the phrase: "70 m", but not "5 T-72 tanks"."""
    word = tokens.word[first]
    if length > 1 or len(word) > 2 or tokens.glued(first - 1):
        return True
    return not tokens.glued(first) or not tokens.at(first + 1)[:1].isalnum()


def scale_suffix(tokens: Tokens, number: Numeral, *, money: bool) -> Numeral:
    """The number with a glued "k", "m", "bn" taken in, where that is no unit."""
    suffixes = number_words().suffixes
    letter = tokens.at(number.last + 1)
    if letter not in suffixes or not tokens.glued(number.last):
        return number
    capital = tokens.text[tokens.start[number.last + 1]] == "M"
    if letter == "mm" and not money:
        return number
    if letter == "m" and not (money or capital or _counts_ahead(tokens, number.last + 2)):
        return number
    value = round(number.value * suffixes[letter], 6)
    return Numeral(int(value) if value == int(value) else value, number.last + 1)


def _counts_ahead(tokens: Tokens, i: int) -> bool:
    for j in (i, i + 1):
        sense = noun_senses().get(tokens.at(j))
        if sense is not None and sense.plural:
            return True
    return tokens.at(i) in ("displaced", "refugees", "of")


def read_percent(tokens: Tokens, i: int, number: Numeral) -> Draft | None:
    """ "20%", "80 per cent": the sign belongs to the figure."""
    j = number.last + 1
    hyphen = 1 if tokens.at(j) == "-" and tokens.glued(j) else 0
    signs = words("units", "percent")
    if tokens.at(j + hyphen) not in _first_of(signs):
        return None
    for length in (2, 1):
        if tokens.phrase(j + hyphen, length) in signs:
            if tokens.at(j + hyphen) == "pc" and not tokens.glued(number.last):
                return None
            return Draft(i, j + hyphen + length - 1, FigureKind.PERCENT, number.value, number.value)
    return None


def read_money(tokens: Tokens, i: int, number: Numeral) -> Draft | None:
    """ "$1.2bn", "SDG 45,000", "300 million dollars": sign or word belong to the figure."""
    first = _currency_before(tokens, i)
    if first < i:
        number = scale_suffix(tokens, number, money=True)
        return Draft(first, number.last, FigureKind.MONEY, number.value, number.value)
    number = scale_suffix(tokens, number, money=False)
    j = number.last + 1
    if tokens.at(j) in words("units", "currency_signs"):
        return Draft(i, j, FigureKind.MONEY, number.value, number.value)
    if tokens.at(j) == "-" and tokens.glued(j):
        j += 1
    if tokens.at(j) in ("to", "per", "against") and _rated(tokens, j):
        return Draft(i, number.last, FigureKind.MONEY, number.value, number.value)
    if tokens.at(j) in _codes_after():
        return Draft(i, j, FigureKind.MONEY, number.value, number.value)
    currencies = words("units", "currency_words")
    if tokens.at(j) not in _first_of(currencies):
        return None
    for length in (2, 1):
        if tokens.phrase(j, length) in currencies:
            if tokens.at(j) in ("pound", "pounds") and j > number.last + 1:
                return None  # a 500-pound bomb
            return Draft(i, j + length - 1, FigureKind.MONEY, number.value, number.value)
    return None


@lru_cache(maxsize=1)
def _codes_after() -> frozenset[str]:
    """The codes that may follow a number; "try" and "rs" are other words there."""
    return words("units", "currency_codes") - {"try", "rs"}


def _rated(tokens: Tokens, j: int) -> bool:
    """ "the rouble at 92 to the dollar"."""
    k = j + 2 if tokens.at(j + 1) in ("the", "a", "one") else j + 1
    return tokens.at(k) in words("units", "currency_words") or tokens.at(k) in words(
        "units", "currency_signs"
    )


def _currency_before(tokens: Tokens, i: int) -> int:
    before = tokens.at(i - 1)
    if before in words("units", "currency_signs"):
        glued_code = tokens.glued(i - 2) and tokens.at(i - 2) in ("us", "c", "a", "u.s.", "hk", "nt", "r")
        return i - 2 if glued_code else i - 1
    if before in words("units", "currency_codes") and tokens.text[tokens.start[i - 1]].isupper():
        return i - 1
    return i


def with_unit(tokens: Tokens, draft: Draft, before: Draft | None = None) -> bool:
    """Make the draft a measure, a duration or an age if a unit follows; say whether one did."""
    unit = unit_at(tokens, draft.last + 1)
    if unit is None:
        return False
    draft.kind, draft.right = unit.kind, unit.last
    draft.noun = tokens.text[tokens.start[unit.first] : tokens.end[unit.last]]
    draft.noun_first, draft.noun_last = unit.first, unit.last
    if unit.kind is FigureKind.DURATION:
        settle_age(tokens, draft, after=unit.last + 1)
        if (
            before is not None
            and before.kind is FigureKind.AGE
            and tokens.word[before.right + 1 : draft.first] in LISTED
        ):
            draft.kind = FigureKind.AGE
    if unit.kind is FigureKind.CALIBRE:
        draft.last = unit.last
    return True


def read_hyphenated(tokens: Tokens, draft: Draft) -> bool:
    """ "a 16-story building", "a 20-point plan": a property, no count. Say whether it is one."""
    j = draft.last + 1
    if (
        tokens.at(j) != "-"
        or not (tokens.glued(draft.last) and tokens.glued(j))
        or not tokens.at(j + 1).isalpha()
    ):
        return False
    if tokens.at(j + 1) in ("plus", "odd"):
        return False
    draft.right = j + 1
    draft.noun = tokens.text[tokens.start[j + 1] : tokens.end[j + 1]]
    draft.noun_first = draft.noun_last = j + 1
    word = tokens.word[j + 1]
    sense = noun_senses().get(word)
    if word in words("units", "hyphen_people"):
        draft.noun_class, draft.thing = NounClass.PERSON, Thing.PEOPLE
    elif sense is not None and sense.singular and word not in words("units", "hyphen"):
        draft.noun_class, draft.thing = sense.noun_class, sense.thing
    elif word not in words("units", "hyphen_counts"):
        draft.kind = FigureKind.OTHER
    return True
