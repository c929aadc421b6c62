"""Which numbers speak of a whole war or a people, not of an event of the day."""

from __future__ import annotations

import re
from functools import lru_cache
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
    }
)
_REACH = 45  # tokens on either side: no sentence that matters is longer


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    data = cast(dict[str, list[str]], table("grammar")["background"])
    phrases = [re.escape(phrase) for phrase in data["phrases"]]
    firsts = "".join(
        sorted({phrase[0] for phrase in phrases})
    )  # most places are refused by one look at these
    return re.compile(rf"\b(?=[{firsts}])(?:{'|'.join(phrases)})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(cast(dict[str, list[str]], table("grammar")["background"])["nouns"])


def mark_background(tokens: Tokens, drafts: list[Draft]) -> None:
    """Mark the counts whose sentence speaks of the whole war, and those of residents with no role."""
    seen_until, seen = -1, False
    for draft in drafts:
        if not draft.counts:
            continue
        if draft.first > seen_until:
            start, seen_until = _sentence(tokens, draft.first)
            seen = bool(_phrases().search(tokens.text, tokens.start[start], tokens.end[seen_until]))
        residents = draft.role is None and draft.noun.lower() in _nouns()
        if (seen and draft.role in _TOLLS) or residents or _is_beyond(draft):
            draft.background = True


def _is_beyond(draft: Draft) -> bool:
    """Whether so many are no toll of one event."""
    limits = cast(dict[str, dict[str, int]], table("grammar")["background"])["beyond"]
    limit = limits.get(draft.role.value) if draft.role is not None else None
    return limit is not None and draft.low is not None and draft.low >= limit


def _sentence(tokens: Tokens, i: int) -> tuple[int, int]:
    start = end = i
    while start > 0 and i - start < _REACH and tokens.word[start - 1] not in STOPS:
        start -= 1
    while end < len(tokens) - 1 and end - i < _REACH and tokens.word[end + 1] not in STOPS:
        end += 1
    return start, end
