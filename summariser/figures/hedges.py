"""How sure a text is of a number: the words that touch it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from summariser.figures.draft import Draft
from summariser.figures.lexicon import Phrase, grammar, table, triggers
from summariser.figures.tokens import Tokens
from summariser.vocabulary import FigureKind, NounClass, Qualifier

__all__ = ["hedge_left", "hedge_right", "more_right", "settle_place_hedge"]

_Hedges = Mapping[str, list[tuple[Phrase, Qualifier | None]]]
_EMPHASIS = ("as", "many", "as")  # a bound for some, no more than emphasis for others
_KINDS_WITHOUT = frozenset({FigureKind.DESIGNATOR, FigureKind.DATE, FigureKind.ORDINAL})


def _collect(section: Mapping[str, Iterable[str]], *, key: int) -> _Hedges:
    found: dict[str, list[tuple[Phrase, Qualifier | None]]] = {}
    for qualifier, entries in section.items():
        for entry in entries:
            phrase = tuple(entry.split())
            found.setdefault(phrase[key], []).append((phrase, Qualifier(qualifier)))
    return found


@lru_cache(maxsize=1)
def _left() -> _Hedges:
    """Hedges before a number by their last word, longest first; those of null only add to another number."""
    found = dict(_collect(cast(Mapping[str, list[str]], table("hedges")["left"]), key=-1))
    for entry in cast(Mapping[str, list[str]], table("hedges")["additional"])["left"]:
        phrase = tuple(entry.split())
        found.setdefault(phrase[-1], []).append((phrase, None))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


@lru_cache(maxsize=1)
def _right() -> _Hedges:
    found = _collect(cast(Mapping[str, list[str]], table("hedges")["right"]), key=0)
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


def _match_left(tokens: Tokens, before: int) -> tuple[int, Qualifier | None] | None:
    for phrase, qualifier in _left().get(tokens.at(before), ()):
        first = before - len(phrase) + 1
        if tokens.follows(first, phrase):
            return first, qualifier
    return None


def hedge_left(tokens: Tokens, draft: Draft, *, floor: int) -> None:
    """Take in the hedges and additions before a number, not reaching below token `floor`."""
    if draft.kind in _KINDS_WITHOUT:
        return
    for _ in range(4):
        match = _match_left(tokens, draft.left - 1)
        if match is None or match[0] < floor:
            break
        first, qualifier = match
        if not _fits(tokens, draft, first, qualifier):
            break
        draft.left = first
        if qualifier is None:
            draft.additional = True
        elif draft.qualifier is Qualifier.EXACT:
            draft.qualifier = qualifier
            draft.also = Qualifier.EXACT if tokens.follows(first, _EMPHASIS) else None
    if draft.qualifier is Qualifier.RANGE and tokens.at(draft.left - 1) in ("between", "from"):
        draft.left -= 1
    if draft.kind is FigureKind.DURATION and tokens.at(draft.left - 1) == "within" and draft.qualifier in (
        Qualifier.EXACT, Qualifier.RANGE,
    ):  # fmt: skip
        draft.left -= 1
        if draft.qualifier is Qualifier.EXACT:
            draft.qualifier = Qualifier.UP_TO


def _fits(tokens: Tokens, draft: Draft, first: int, qualifier: Qualifier | None) -> bool:
    """Some hedges are other words too: "from 20", "climbed up to 21", "hit 8 cities"."""
    word, before = tokens.word[first], tokens.at(first - 1)
    changes = cast(Iterable[str], table("grammar")["changes"])
    if word == "from" or (
        word == "over" and before in cast(Mapping[str, list[str]], table("hedges")["place_hedges"])["verbs"]
    ):
        return False
    if word == "up" and before != "that" and (before in changes or before in grammar().figures):
        return before == "down" and tokens.at(first - 2) in triggers()  # "shot down up to four drones"
    if word in ("passed", "topped") and draft.kind is not FigureKind.COUNT:
        return False
    if word == "past" and before in ("the", "in", "over"):
        return False
    if word == "min" and tokens.at(first - 1)[:1].isdecimal():
        return False
    if word == "just" and before == "over":
        return True
    return not (qualifier is None and word == "second" and draft.kind is not FigureKind.COUNT)


def hedge_right(tokens: Tokens, draft: Draft, at: int) -> int:
    """Take in a hedge that stands at token `at`; give where the phrase goes on."""
    if draft.kind in _KINDS_WITHOUT:
        return at
    for phrase, qualifier in _right().get(tokens.at(at), ()):
        if tokens.follows(at, phrase):
            if phrase[0] in ("odd", "plus", "maximum", "approximately") and not tokens.at(at + 1):
                continue
            if phrase == ("plus",) and tokens.at(at + 1)[:1].isalnum() and not tokens.glued(at - 1):
                continue
            if draft.qualifier is Qualifier.EXACT and qualifier is not None:
                draft.qualifier = qualifier
            draft.right = max(draft.right, at + len(phrase) - 1)
            return at + len(phrase)
    return at


@lru_cache(maxsize=1)
def _more() -> frozenset[str]:
    return frozenset(cast(Mapping[str, list[str]], table("hedges")["additional"])["right"])


def more_right(tokens: Tokens, draft: Draft, at: int) -> int:
    """Take in "more" or "further" at token `at`: the number adds to another. Give where the noun begins."""
    if tokens.at(at) in _more() and not tokens.follows(at, ("more", "than")):
        draft.additional = True
        if tokens.at(at) != "others":
            draft.right = max(draft.right, at)
            return at + 1
    return at


def settle_place_hedge(tokens: Tokens, draft: Draft) -> None:
    """ "shot down over eight regions": where it may be a place, `over` is no proven hedge."""
    if draft.qualifier is not Qualifier.MORE_THAN:
        return
    data = cast(Mapping[str, list[str]], table("hedges")["place_hedges"])
    if tokens.at(draft.left) not in data["words"]:
        return
    spans = draft.kind is FigureKind.DURATION and tokens.at(draft.left - 1) not in data["durations"]
    if draft.noun_class is NounClass.PLACE or spans:
        draft.qualifier, draft.also = Qualifier.EXACT, Qualifier.MORE_THAN
        draft.left += 1
