"""Which numbers are a part of another: "20 people, including two children", "31 dead (6 children)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from summariser.figures.beside import coordinated, same_sentence
from summariser.figures.draft import Draft
from summariser.figures.figure import Part, Tier
from summariser.figures.lexicon import Phrase, grammar, phrases, table, triggers
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import NounClass, Thing

__all__ = ["link_part"]

_BESIDE = 4
_OPENS_SUM = frozenset({"-", "(", ":", ","})
_MOST_PARTS = 7
_PLACED = frozenset({"-", "over", "in", "near", "above", "at", "on", "around", "outside", "across", "en"})
_CLOSING = frozenset({",", ".", ";", ")", "and", "that", "they", ""})


@lru_cache(maxsize=4)
def _subset(side: str) -> Mapping[str, list[Phrase]]:
    """What opens a part, by its last word (left) or its first (right)."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases(cast(Sequence[str], table("grammar")[f"subset_{side}"])):
        found.setdefault(phrase[-1 if side == "left" else 0], []).append(phrase)
    return found


def _opener(tokens: Tokens, left: int) -> int:
    """Where a phrase that opens a part begins, if one ends just before `left`; else -1."""
    for phrase in _subset("left").get(tokens.at(left - 1), ()):
        if tokens.follows(left - len(phrase), phrase):
            return left - len(phrase)
    return -1


def _is_bracketed(drafts: list[Draft], position: int) -> bool:
    """ "31 dead (6 children)": what brackets right after a number count is a part of it."""
    draft, before = drafts[position], drafts[position - 1] if position else None
    if (
        before is None
        or not before.counts
        or before.tier is Tier.IMPLICIT
        or draft.noun_class is not NounClass.PERSON
    ):
        return False
    people = before.noun_class in (NounClass.PERSON, NounClass.NONE) and draft.left - before.right <= _BESIDE
    if people and before.low is not None and draft.low is not None and draft.low < before.low:
        draft.whole = before.whole or before
    return draft.whole is not None


def _listed_opener(tokens: Tokens, left: int) -> int:
    """The opener of a list that the number goes on: "including the mayor and two of his bodyguards"."""
    for j in range(left - 2, max(left - 8, -1), -1):
        if tokens.word[j] in ("including", "incl"):
            return j
        if not tokens.word[j][0].isalpha() or tokens.word[j] in grammar().be:
            return -1
    return -1


def link_part(tokens: Tokens, drafts: list[Draft], position: int) -> None:
    """Find the whole that a number is a part of, if the text says that it is one."""
    draft = drafts[position]
    if position and tokens.at(draft.left - 1) in _OPENS_SUM and _adds_up(tokens, drafts, position):
        return
    opener = _opener(tokens, draft.left)
    if opener < 0 and tokens.at(draft.left - 1) in ("and", "&"):
        opener = _listed_opener(tokens, draft.left)
    if opener >= 0 and tokens.word[opener] != "with":
        draft.whole = _whole(tokens, drafts, position, opener)
        return
    if not draft.noun and _opens_breakdown(tokens, drafts, position):
        return
    after = draft.last + 1
    after += tokens.at(after) == "so"  # "six so badly that they will be pulled down"
    if not draft.noun and tokens.at(after) in grammar().gravely and tokens.at(after + 1) in _CLOSING:
        draft.whole = _whole(tokens, drafts, position, draft.left)
        return
    if tokens.at(draft.left - 1) == "(" and _is_bracketed(drafts, position):
        return
    if _is_said_of_part(tokens, after) or _is_among_them(tokens, draft):
        draft.whole = _whole(tokens, drafts, position, draft.left)
        return
    before = drafts[position - 1] if position else None
    own_clause = _has_own_clause(tokens, draft)
    if (
        before is not None
        and before.whole is not None
        and not own_clause
        and before.counts
        and same_sentence(tokens, before, draft)
        and (coordinated(tokens, before, draft))
    ):
        draft.whole = before.whole


def _has_own_clause(tokens: Tokens, draft: Draft) -> bool:
    """ "38 died, including eight children, and 94 were hurt", "…, and 94 people hurt": no part of the 38."""
    j = draft.right + 1
    if draft.noun:
        begins = tokens.word[max(draft.left - 2, 0) : draft.left] == [",", "and"]
        return tokens.at(draft.right) in triggers() or (begins and tokens.at(j) in grammar().participles)
    while tokens.at(j) in grammar().be or tokens.at(j) in grammar().have:
        j += 1
    return tokens.at(j) in triggers()


def _is_said_of_part(tokens: Tokens, after: int) -> bool:
    return any(tokens.follows(after, phrase) for phrase in _subset("right").get(tokens.at(after), ()))


def _is_among_them(tokens: Tokens, draft: Draft) -> bool:
    """ "six civilians, a schoolteacher among them": of people before, told singly or not."""
    return bool(draft.noun) and tokens.follows(draft.right + 1, ("among", "them"))


def _adds_up(tokens: Tokens, drafts: list[Draft], position: int) -> bool:
    """ "15 farm workers - 14 women and one man -", "223 civilians, in two villages: 44 people in the former,
    179 in the latter": what adds up to the number before it is its parts. Only a colon may be far from it."""
    first, opening = drafts[position], tokens.at(drafts[position].left - 1)
    if not first.counts:
        return False
    for whole in reversed(drafts[max(position - _MOST_PARTS, 0) : position]):
        if not same_sentence(tokens, whole, first) or (opening != ":" and first.left - 2 != whole.right):
            return False
        mixed = opening == ":"  # "104 means of attack: two missiles, one ballistic one and 101 UAVs"
        if whole.counts and whole.whole is None and _are_parts(tokens, drafts[position:], whole, mixed=mixed):
            return True
    return False


def _are_parts(tokens: Tokens, drafts: list[Draft], whole: Draft, *, mixed: bool) -> bool:
    """Mark the first drafts as the parts of `whole` if they add up to it."""
    parts: list[Draft] = []
    left = whole.low or 0
    for draft in drafts[:_MOST_PARTS]:
        alike = mixed or draft.noun_class in (whole.noun_class, NounClass.NONE)
        if not (draft.counts and draft.whole is None and alike) or (
            parts and not same_sentence(tokens, parts[-1], draft)
        ):
            return False
        parts.append(draft)
        left -= draft.low or 0
        if left <= 0:
            break
    if left != 0 or len(parts) < 2:
        return False
    for part in parts:
        part.whole = whole
    return True


def _opens_breakdown(tokens: Tokens, drafts: list[Draft], position: int) -> bool:
    """ "destroyed 17 UAVs: 12 over Kaluga, three over Tula and two over Moscow": parts by place."""
    draft, before = drafts[position], drafts[position - 1] if position else None
    if before is None or not before.counts or tokens.at(draft.last + 1) not in _PLACED:
        return False
    if not same_sentence(tokens, before, draft):
        return False
    if tokens.at(draft.left - 1) == ":" and before.noun and before.whole is None:
        draft.whole = before
    elif tokens.at(draft.left - 1) in (",", "and", ";") and before.whole is not None and not before.noun:
        draft.whole = before.whole
    return draft.whole is not None


def _whole(tokens: Tokens, drafts: list[Draft], position: int, opener: int) -> Draft | None:
    """The figure before that the part belongs to: the nearest of a class that can hold it."""
    draft = drafts[position]
    nearest: Draft | None = None
    for k in range(position - 1, max(position - 7, -1), -1):
        candidate = drafts[k]
        if (
            not candidate.counts
            or candidate.whole is not None
            or candidate.tier is Tier.IMPLICIT
            or candidate.part is Part.DENOMINATOR
        ):
            continue
        if not _near_enough(tokens, candidate, draft, opener):
            break
        if nearest is None:
            nearest = candidate
        if candidate.noun_class is draft.noun_class or NounClass.NONE in (
            candidate.noun_class,
            draft.noun_class,
        ):
            return candidate
    fits = draft.noun_class in (NounClass.NONE, NounClass.OTHER) or nearest is None
    of_bodies = nearest is not None and nearest.thing is Thing.BODIES and draft.noun_class is NounClass.PERSON
    return nearest if fits or of_bodies else None


def _near_enough(tokens: Tokens, candidate: Draft, draft: Draft, opener: int) -> bool:
    ends = sum(word in STOPS for word in tokens.word[candidate.last + 1 : draft.first])
    crosses = tokens.at(opener) in ("among", "the", "of") or opener == draft.left
    return ends == 0 or (ends == 1 and crosses)
