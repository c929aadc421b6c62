"""Which numbers speak of a whole war or a people, not of an event of the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import compress, count, pairwise
from typing import cast

from summariser.figures.draft import Draft
from summariser.figures.lexicon import table
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import Role

__all__ = ["mark_background"]

_TOLLS = frozenset(
    {
        Role.KILLED,
        Role.INJURED,
        Role.DISPLACED,
        Role.CAPTURED,
        Role.LAUNCHED,
        Role.INTERCEPTED,
        Role.DESTROYED,
        Role.DAMAGED,
        Role.LOST,
        Role.MISSING,
        Role.EXCHANGED,
        Role.RESCUED,
        Role.EVACUATED,
        Role.SUPPLIED,
        Role.STRUCK,
    }
)
_REACH = 45  # tokens on either side: no sentence that matters is longer


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    data = cast(dict[str, list[str]], table("grammar")["background"])
    months = "|".join(cast(list[str], table("calendar")["months"]))
    since, war, plain = ("|".join(map(re.escape, data[key])) for key in ("since", "while", "phrases"))
    firsts = "".join(sorted({*"sfmyptl0123456789", *(phrase[0] for phrase in data["phrases"])}))
    return re.compile(
        rf"""
        \b(?=[{firsts}]) (?:     # most places are refused by one look
          since\ (?!the\ (?:start|beginning)\ of\ (?:the|this)\ day\b)
            (?: \d{{1,2}}\ )? (?: (?:{months})\b | (?:19|20)\d\d\b | \d\d?\.\d\d\.\d\d | (?:{since})\b )
        | from\ \d{{1,2}}\.\d\d\.\d{{2,4}}\ to\b            # "losses from 24.02.22 to 17.05.25"
        | (?:months|years)\ of\ (?:{war})\b                 # "in the ten months of the war"
        | (?:\d{{1,3}}|two|three)-(?:month|year)\ (?:{war})\b  # "during the 11-year war"
        | (?:past|last|first)\ (?:\w{{1,20}}\ )?(?:months|years)\b  # "over the past three years"
        | (?:{plain})\b
        )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _hints() -> tuple[str, ...]:
    """One of these stands in every sentence that holds a phrase: most hold none, and are not searched.

    The last two are there because a search that ignores case takes a dotless i and a dotted I for an i.
    """
    hints = ["since", "from ", "month", "year", "war", "ı", "\N{COMBINING DOT ABOVE}"]
    for phrase in cast(dict[str, list[str]], table("grammar")["background"])["phrases"]:
        if not any(hint in phrase for hint in hints):
            hints.append(max(phrase.split(), key=len))
    return tuple(hints)


@lru_cache(maxsize=1)
def _compared() -> frozenset[str]:
    return frozenset(cast(dict[str, list[str]], table("grammar")["background"])["compared"])


# Where another clause begins, which may speak of another time: "18 died, taking the number this year to 219".
_PARTS = re.compile(
    r"[;:—–]\s|,\s(?=bringing|taking|raising|pushing|lifting|which|while|but|after|against|compared|and\s)"
    r"|\b(?:while|after|following|compared\ with|against|in\ response\ to)\s",
    re.IGNORECASE,
)
_GREW = re.compile(r"\(\+\d")  # "10,828 tanks (+4)": a running total and what the day added
_GREW_REACH = 40
_COMPARED_REACH = 70
_RESIDENTS = 500  # fewer are people of the day's news: "eight residents will come home"


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(cast(dict[str, list[str]], table("grammar")["background"])["nouns"])


def mark_background(tokens: Tokens, drafts: list[Draft]) -> None:
    """Mark the counts whose clause speaks of the whole war, running totals, and residents with no role."""
    read: tuple[int, int] = (0, -1)
    told: list[tuple[int, int]] = []
    for draft in drafts:
        if not draft.counts:
            continue
        at = tokens.start[draft.first]
        if not read[0] <= at <= read[1]:
            start, end = _sentence(tokens, draft.first)
            read = tokens.start[start], tokens.end[end]
            told = _told_of_old(tokens.text, *read)
        residents = draft.role is None and draft.noun.lower() in _nouns() and (draft.low or 0) >= _RESIDENTS
        old = any(start <= at < end for start, end in told) and (draft.role in _TOLLS or bool(draft.noun))
        if old or residents or _is_beyond(draft) or _grew(tokens, draft):
            draft.background = True


def _told_of_old(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence that speak of a longer or an earlier time."""
    sentence = text[start:end].casefold()
    if not any(map(sentence.__contains__, _hints())):
        return []
    told = [found.start() for found in _phrases().finditer(text, start, end) if not _compares(text, found)]
    if not told:
        return []
    bounds = [start, *(found.end() for found in _PARTS.finditer(text, start, end)), end]
    return [(one, other) for one, other in pairwise(bounds) if any(one <= at < other for at in told)]


def _compares(text: str, found: re.Match[str]) -> bool:
    """ "the first such exchange since August": no total of that time."""
    before = text[max(0, found.start() - _COMPARED_REACH) : found.start()].lower()
    return not _compared().isdisjoint(re.findall(r"[a-z]+", before))


def _grew(tokens: Tokens, draft: Draft) -> bool:
    after = tokens.end[draft.right]
    return bool(_GREW.match(tokens.text, after + 1, after + _GREW_REACH))


def _is_beyond(draft: Draft) -> bool:
    """Whether so many are no toll of one event."""
    limit = _limits().get(draft.role) if draft.role is not None else None
    return limit is not None and draft.low is not None and draft.low >= limit


@lru_cache(maxsize=1)
def _limits() -> Mapping[str, int]:
    return cast(dict[str, dict[str, int]], table("grammar")["background"])["beyond"]


def _sentence(tokens: Tokens, i: int) -> tuple[int, int]:
    """The first and the last token of the sentence of token `i`, as far as it reaches."""
    words = tokens.word
    return i - _to_stop(words[max(i - _REACH, 0) : i][::-1]), i + _to_stop(words[i + 1 : i + 1 + _REACH])


def _to_stop(words: list[str]) -> int:
    """How many words stand before the first that ends a sentence."""
    return next(compress(count(), map(STOPS.__contains__, words)), len(words))
