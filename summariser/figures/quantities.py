"""One number expression: which reader takes it, and the range or change it may be half of."""

from __future__ import annotations

from summariser.figures.ages import read_age
from summariser.figures.dates import read_date, read_time, read_year
from summariser.figures.designators import looks_misread, read_code, read_named
from summariser.figures.draft import Draft
from summariser.figures.figure import Number
from summariser.figures.lexicon import grammar, noun_senses, words
from summariser.figures.numerals import Numeral, number_words, read_numeral
from summariser.figures.tokens import STOPS, Tokens
from summariser.figures.units import (
    read_hyphenated,
    read_money,
    read_percent,
    scale_suffix,
    unit_at,
    with_unit,
)
from summariser.figures.vague import read_fraction, read_multiplier, read_ordinal, read_vague
from summariser.vocabulary import FigureKind, Qualifier

__all__ = ["read_quantity"]

_COMPARED = (
    "the",
    "more",
    "as",
    "higher",
    "larger",
    "greater",
    "that",
    "its",
    "their",
    "what",
    "normal",
    "faster",
    "bigger",
    "smaller",
    "over",
    "less",
    "lower",
)


def read_quantity(tokens: Tokens, i: int, before: Draft | None) -> Draft | None:
    """The number expression that begins at token `i`, or null if there is none."""
    word = tokens.word[i]
    if word[0].isalpha() and not word.isalpha() and any(map(str.isdecimal, word)):
        return read_code(tokens, i)
    if word[0].isdecimal() and _is_tail(tokens, i):
        return None
    if word in words("designators", "roman"):
        return Draft(i - 2, i, FigureKind.DESIGNATOR) if tokens.follows(i - 2, ("world", "war")) else None
    if word[0].isdecimal():
        special = read_time(tokens, i) or read_date(tokens, i)
    else:
        special = read_vague(tokens, i) or read_multiplier(tokens, i)
    number = None if special is not None else read_numeral(tokens, i)
    special = special or read_fraction(tokens, i, number) or read_ordinal(tokens, i)
    if special is not None:
        if special.kind is FigureKind.COUNT:
            _with_duration(tokens, special)
        return special
    return None if number is None else _read_number(tokens, i, number, before)


def _is_tail(tokens: Tokens, i: int) -> bool:
    """Whether the digits end a word, and none that only lost its space: "Around20,000"."""
    before = tokens.at(i - 1)
    return tokens.glued(i - 1) and before.isalpha() and before not in grammar().glued


def _read_number(tokens: Tokens, i: int, number: Numeral, before: Draft | None) -> Draft | None:
    named = read_named(tokens, i, number)
    if named is not None:
        return named
    if looks_misread(tokens, number.last):
        return None
    fixed = read_percent(tokens, i, number) or read_money(tokens, i, number)
    if fixed is not None:
        return fixed
    year = read_year(tokens, i, number)
    if year is not None:
        return year
    odds = _read_odds(tokens, i, number)
    if odds is not None:
        return odds
    ranged = _read_range(tokens, i, number)
    if ranged is not None:
        return ranged
    return _read_plain(tokens, i, number, before)


def _read_odds(tokens: Tokens, i: int, number: Numeral) -> Draft | None:
    """ "three-to-one", "10 to one"."""
    if tokens.at(number.last + 1) not in ("to", "-"):
        return None
    for joint in (("to", "one"), ("-", "to", "-", "one")):
        if tokens.follows(number.last + 1, joint):
            return Draft(i, number.last + len(joint), FigureKind.RATIO, number.value, number.value)
    return None


def _read_plain(tokens: Tokens, i: int, number: Numeral, before: Draft | None) -> Draft | None:
    number = scale_suffix(tokens, number, money=False)
    draft = Draft(i, number.last, FigureKind.COUNT, number.value, number.value)
    if number.dotted and _counted(tokens, number.last + 1):
        draft.low = draft.high = round(number.value * 1000)
    if with_unit(tokens, draft, before):
        return draft
    age = read_age(tokens, i, number, before)
    if age is not None:
        return age
    if _is_times(tokens, draft):
        return draft
    if _glued_unknown(tokens, draft) or read_hyphenated(tokens, draft):
        return None if tokens.word[i] == "one" else draft
    if _numbers_item(tokens, draft):
        draft.kind = FigureKind.OTHER
    if isinstance(draft.low, float) and draft.low != int(draft.low):
        draft.kind = FigureKind.OTHER
    return draft


def _numbers_item(tokens: Tokens, draft: Draft) -> bool:
    """ "1. We call on ...": the number of an item in a list."""
    i = draft.first
    if (
        tokens.at(i + 1) not in (".", ")")
        or not tokens.glued(i)
        or not tokens.word[i].isdecimal()
        or len(tokens.word[i]) > 2
    ):
        return False
    listed = tokens.at(i - 1) == ":" and tokens.word[i] == "1"  # else a toll: "Death toll: 7. Injured: 19"
    return (tokens.at(i - 1) in STOPS or tokens.at(i - 1) == "" or listed) and tokens.capital(i + 2)


def _with_duration(tokens: Tokens, draft: Draft) -> None:
    """ "several weeks", "hundreds of miles"."""
    at = draft.last + 1
    if tokens.at(at) == "of":
        at += 1
    unit = unit_at(tokens, at)
    if unit is not None and unit.kind is not FigureKind.CALIBRE and len(tokens.word[unit.first]) > 2:
        draft.kind, draft.right = unit.kind, unit.last
        draft.noun = tokens.text[tokens.start[unit.first] : tokens.end[unit.last]]
        draft.noun_first, draft.noun_last = unit.first, unit.last


def _counted(tokens: Tokens, i: int) -> bool:
    sense = noun_senses().get(tokens.at(i)) or noun_senses().get(tokens.at(i + 1))
    return sense is not None and sense.plural


def _is_times(tokens: Tokens, draft: Draft) -> bool:
    """ "six times the norm"; "attacked six times" stays a count."""
    j = draft.last + 1
    if tokens.at(j) not in ("times", "fold") and not tokens.follows(j, ("-", "fold")):
        return False
    if tokens.at(j) == "times" and tokens.at(j + 1) not in _COMPARED:
        return False
    draft.kind, draft.right = FigureKind.MULTIPLIER, j
    return True


def _glued_unknown(tokens: Tokens, draft: Draft) -> bool:
    """ "5G", "3D": digits with letters of no unit are a name."""
    following = tokens.at(draft.last + 1)
    if not tokens.glued(draft.last) or not following.isalpha() or not tokens.word[draft.last][0].isdecimal():
        return False
    if len(following) > 4:  # a missing space: "70people"
        return False
    if following == "s" and tokens.at(draft.first - 1) in ("their", "his", "her"):
        draft.kind, draft.right = FigureKind.AGE, draft.last + 1  # "in their 70s"
        return True
    draft.last += 1
    draft.right = max(draft.right, draft.last)
    draft.kind, draft.low, draft.high = FigureKind.DESIGNATOR, None, None
    return True


def _read_range(tokens: Tokens, i: int, number: Numeral) -> Draft | None:
    """ "20-30", "seven to 10", "between 20 and 30", "2 to 3 million", "two or three"."""
    joint = number.last + 1
    second = _second(tokens, i, joint)
    if second is None:
        return None
    low: Number = number.value
    second = scale_suffix(tokens, second, money=False)
    scale = number_words().scales.get(tokens.word[second.last], 1)
    if tokens.word[second.last] == "hundred":
        scale = 100
    if low < 1000 and scale > 1 and tokens.word[number.last] != tokens.word[second.last]:
        low = low * scale
    if not low < second.value or (tokens.word[joint] == "or" and second.value > 3 * low):
        return None
    fixed = read_percent(tokens, i, second) or read_money(tokens, i, second)
    if fixed is not None:
        fixed.low, fixed.qualifier = low, Qualifier.RANGE
        return fixed
    draft = Draft(i, second.last, FigureKind.COUNT, low, second.value, Qualifier.RANGE)
    if not with_unit(tokens, draft) and not read_hyphenated(tokens, draft):
        _age_range(tokens, draft)
    return draft


def _age_range(tokens: Tokens, draft: Draft) -> None:
    if tokens.at(draft.first - 1) in words("calendar", "age_left") or tokens.follows(
        draft.first - 2, ("aged", "between")
    ):
        draft.kind = FigureKind.AGE


def _second(tokens: Tokens, i: int, joint: int) -> Numeral | None:
    word = tokens.at(joint)
    if joint + 1 >= len(tokens.word) or word not in ("-", "to", "and", "or"):
        return None
    if word == "and" and tokens.at(i - 1) != "between":
        return None
    if word == "-" and tokens.glued(joint - 1) is not tokens.glued(joint):
        return None
    if word == "to" and _is_change(tokens, i):
        return None
    if word == "-" and not tokens.glued(joint) and not tokens.at(joint + 1)[0].isdecimal():
        return None
    return read_numeral(tokens, joint + 1) if tokens.at(joint + 1) not in ("a", "an", "half") else None


def _is_change(tokens: Tokens, i: int) -> bool:
    """ "rose from 20 to 25": two figures, old and new."""
    changes = grammar().changes
    near = tokens.word[max(i - 7, 0) : i - 1]
    return tokens.at(i - 1) == "from" and any(word in changes or word == "toll" for word in near)
