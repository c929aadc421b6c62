"""Dates, years and clock times: numbers that never count anything."""

from __future__ import annotations

from functools import lru_cache

from summariser.figures.draft import Draft
from summariser.figures.lexicon import grammar, words
from summariser.figures.nouns import read_noun
from summariser.figures.numerals import Numeral
from summariser.figures.tokens import POINT, STOPS, Tokens
from summariser.vocabulary import FigureKind, NounClass

__all__ = ["read_date", "read_time", "read_year"]

_ORDINAL_ENDS = ("st", "nd", "rd", "th")


def read_time(tokens: Tokens, i: int) -> Draft | None:
    """ "07:30", "7:00 am", "0500 GMT", "5 a.m."."""
    word, j = tokens.word[i], i
    clock = ":" in word or "h" in word
    if not clock and not _is_hour(word):
        return None
    if tokens.at(j + 1) in words("calendar", "meridiem"):
        j, clock = j + 1, True
    elif tokens.follows(j + 1, ("o", "'", "clock")):
        j, clock = j + 3, True
    zone = _zone_length(tokens, j + 1)
    if zone and (clock or (len(word) == 4 and word.isdecimal() and int(word) < 2400)):
        j, clock = j + zone, True
    return (
        Draft(i, j, FigureKind.TIME)
        if clock or _is_dotted_clock(tokens, i) or _is_bare_clock(tokens, i)
        else None
    )


def _is_bare_clock(tokens: Tokens, i: int) -> bool:
    """ "at 0500," and "until 2130" of military reports."""
    word = tokens.word[i]
    if not (len(word) == 4 and word.isdecimal() and int(word[:2]) < 24 and int(word[2:]) < 60):
        return False
    if word[0] == "0":
        return True
    before = (
        tokens.at(i - 2) if tokens.at(i - 1) in ("approximately", "about", "around") else tokens.at(i - 1)
    )
    return before in ("at", "until") and not tokens.at(i + 1)[:1].isalpha()


def _is_dotted_clock(tokens: Tokens, i: int) -> bool:
    """ "21.30" at the head of a line of a live blog, or after "at"."""
    hour, dot, minute = tokens.word[i].partition(".")
    if not (
        dot
        and len(minute) == 2
        and hour.isdecimal()
        and minute.isdecimal()
        and int(hour) < 24
        and int(minute) < 60
    ):
        return False
    before, following = tokens.at(i - 1), tokens.at(i + 1)
    if before in ("at", "until", "from", "by", "since", "started"):
        return (
            (following not in ("million", "billion", "%", "percent") and not tokens.glued(i))
            or following in STOPS
            or following == ","
        )
    return before in ("", "\n") and tokens.capital(i + 1)


def _is_hour(word: str) -> bool:
    if word.isdecimal():
        return len(word) in (1, 2, 4)
    hour, dot, minute = word.partition(".")
    return bool(dot) and hour.isdecimal() and len(hour) <= 2 and minute.isdecimal() and len(minute) == 2


@lru_cache(maxsize=1)
def _first_of_zones() -> frozenset[str]:
    return frozenset(zone.split()[0] for zone in words("calendar", "zones"))


def _zone_length(tokens: Tokens, i: int) -> int:
    zones = words("calendar", "zones")
    if tokens.at(i) not in _first_of_zones():
        return 0
    for length in (2, 1):
        if tokens.phrase(i, length) in zones:
            return length
    return 0


def read_date(tokens: Tokens, i: int) -> Draft | None:
    """ "Feb. 24, 2022", "24 February", "May 15-16", "2024-02-24", "9/11"."""
    word = tokens.word[i]
    if not word.isdecimal():
        written = any(mark in word for mark in "-/.") and sum(ch in "-/." for ch in word) == 2
        return Draft(i, i, FigureKind.DATE) if written and "," not in word else None
    return _month_first(tokens, i) or _day_first(tokens, i) or _slashed(tokens, i)


def _is_month(tokens: Tokens, i: int) -> bool:
    word = tokens.at(i)
    if word not in words("calendar", "months"):
        return False
    return tokens.capital(i) or word not in ("may", "march", "mar", "sun", "dec", "jan", "sep", "apr")


def _is_day(word: str) -> bool:
    return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4 and 1000 <= int(word) <= 2099


def _month_first(tokens: Tokens, i: int) -> Draft | None:
    first = i - 2 if tokens.at(i - 1) == POINT else i - 1
    if not _is_month(tokens, first):
        return None
    if _is_year(tokens.word[i]):
        return Draft(first, i, FigureKind.DATE)
    if not _is_day(tokens.word[i]):
        return None
    last = _to_day(tokens, _over_ordinal(tokens, i))
    comma = 1 if tokens.at(last + 1) == "," else 0
    if _is_year(tokens.at(last + 1 + comma)) and not _counts(tokens, last + 2 + comma):
        last += 1 + comma
    return Draft(first, last, FigureKind.DATE)


def _over_ordinal(tokens: Tokens, i: int) -> int:
    return i + 1 if tokens.at(i + 1) in _ORDINAL_ENDS and tokens.glued(i) else i


def _to_day(tokens: Tokens, i: int) -> int:
    """Over the second day of "15-16", "15 to 16", "15 and 16"."""
    if tokens.at(i + 1) in ("-", "to", "and", "/") and _is_day(tokens.at(i + 2)):
        beyond = tokens.at(i + 3)
        plain = tokens.at(i + 1) in ("-", "/") or not beyond[:1].isalpha() or beyond in grammar().prepositions
        return i + 2 if plain else i
    return i


def _day_first(tokens: Tokens, i: int) -> Draft | None:
    if not _is_day(tokens.word[i]):
        return None
    last = _over_ordinal(tokens, i)
    month = next((k for k in (last + 1, last + 2) if _is_month(tokens, k)), -1)
    if tokens.at(last + 1) in ("-", "and", "to") and _is_day(tokens.at(last + 2)) and month < 0:
        end = _over_ordinal(tokens, last + 2)
        month = end + 1 if _is_month(tokens, end + 1) else -1
    if month < 0 or (month == last + 2 and tokens.at(last + 1) not in ("of", "-")):
        return None
    last = (
        month + 1
        if tokens.at(month + 1) == POINT and len(tokens.word[month]) <= 4 and tokens.at(month + 2).isdecimal()
        else month
    )
    comma = 1 if tokens.at(last + 1) == "," else 0
    year = tokens.at(last + 1 + comma)
    short = not comma and len(year) == 2 and year.isdecimal() and not _counts(tokens, last + 2)
    if (_is_year(year) and not _counts(tokens, last + 2 + comma)) or short:
        return Draft(i, last + 1 + comma, FigureKind.DATE)
    return Draft(i, month, FigureKind.DATE)


def _slashed(tokens: Tokens, i: int) -> Draft | None:
    """ "9/11"."""
    if tokens.at(i + 1) != "/" or not tokens.glued(i) or not tokens.glued(i + 1):
        return None
    first, second = tokens.word[i], tokens.at(i + 2)
    if not (_is_day(first) and _is_day(second)) or (first, second) == ("24", "7"):
        return None
    phrase = read_noun(tokens, i + 3, one=False) if int(first) <= int(second) else None
    if phrase is not None and phrase.sense.noun_class in (NounClass.DRONE, NounClass.MISSILE):
        return None  # "15/20 drones shot down"
    return Draft(i, i + 2, FigureKind.DATE)


def _counts(tokens: Tokens, i: int) -> bool:
    """Whether a noun that is counted stands at `i`, so that the number before it is no year."""
    phrase = read_noun(tokens, i, one=False)
    return phrase is not None and phrase.first <= i + 1 and phrase.sense.noun_class not in (
        NounClass.EVENT, NounClass.PLACE, NounClass.OTHER, NounClass.NONE,
    )  # fmt: skip


def read_year(tokens: Tokens, i: int, number: Numeral) -> Draft | None:
    """A bare four-digit number that is no count: "in 2022", "2022-2023", "the 1990s"."""
    word = tokens.word[i]
    if number.last != i or not _is_year(word):
        return None
    following = tokens.at(i + 1)
    if following == "s" and tokens.glued(i):
        return Draft(i, i + 1, FigureKind.DATE)
    if (
        following in ("-", "/")
        and tokens.glued(i)
        and tokens.at(i + 2).isdecimal()
        and len(tokens.at(i + 2)) in (2, 4)
    ):
        return Draft(i, i + 2, FigureKind.DATE)
    if tokens.at(i - 1) in (
        "than",
        "least",
        "about",
        "some",
        "around",
        "nearly",
        "almost",
        "approximately",
        "over",
        "roughly",
        "to",
    ):
        if not _cued(tokens, i) or _counts(tokens, i + 1):
            return None
    elif int(word) < 1900 and not _cued(tokens, i):
        return None
    if _counts(tokens, i + 1):
        return None
    return Draft(i, i, FigureKind.DATE)


def _cued(tokens: Tokens, i: int) -> bool:
    return tokens.at(i - 1) in words("calendar", "year_cues")
