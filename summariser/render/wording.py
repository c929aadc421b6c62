"""Counts as a person says them: "at least 20 killed, including 2 children". The words are `words.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, Protocol, TypeVar, cast

from summariser.records import PrintedFigure, Summary
from summariser.resources import data_table
from summariser.vocabulary import Qualifier, Role, Severity, Thing

__all__ = [
    "Counted",
    "Phrase",
    "Piece",
    "amount",
    "capital",
    "munitions",
    "no_diplomacy",
    "other_counts",
    "said",
    "tolls",
    "word",
]


class Counted(Protocol):
    """What can be said as a number: a checked count of one article, or a toll told by many."""

    @property
    def role(self) -> Role: ...  # noqa: D102
    @property
    def of(self) -> Thing: ...  # noqa: D102
    @property
    def value(self) -> int | None: ...  # noqa: D102
    @property
    def low(self) -> int | float | None: ...  # noqa: D102
    @property
    def high(self) -> int | float | None: ...  # noqa: D102
    @property
    def qualifier(self) -> Qualifier | None: ...  # noqa: D102
    @property
    def severity(self) -> Severity: ...  # noqa: D102
    @property
    def figure(self) -> PrintedFigure | None: ...  # noqa: D102


C = TypeVar("C", bound=Counted)


@dataclass(frozen=True, slots=True)
class Piece(Generic[C]):
    """A bit of a phrase; `count` is the number it states, null for the words between."""

    text: str
    count: C | None = None


Phrase = tuple[Piece[C], ...]
"""What is said in one breath: a toll with its groups, a weapon with its fates."""


@cache
def _table(name: str) -> Mapping[str, object]:
    return cast("Mapping[str, Mapping[str, object]]", data_table("render/words.toml"))[name]


def no_diplomacy(summaries: Iterable[Summary]) -> str:
    """What to say where no diplomacy is recorded: that there is none only if somebody looked for it."""
    ways = {summary.provenance.way for summary in summaries}
    return word("no_diplomacy", "patterns" if ways == {"patterns"} else "models")


def word(table: str, key: str) -> str:
    """What people call a word of a vocabulary: `word("kinds", "drone_strike")` is "drone strike"."""
    return str(_table(table).get(key, key.replace("_", " ")))


def _group(name: str) -> list[str]:
    return cast("list[str]", _table("groups")[name])


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _digits(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,}"


def amount(count: Counted) -> str | None:
    """The number with its hedge: "at least 9", "7 to 10", "dozens of"; null if nothing is known.

    A number that the text does not support is shown as it was stated: it is flagged, not corrected.
    """
    hedge = count.qualifier or Qualifier.EXACT
    if count.severity is Severity.ERROR and count.value is not None:
        return _digits(count.value)
    if hedge.value in _table("vague"):
        return word("vague", hedge)
    low = next((n for n in (count.low, count.high, count.value) if n is not None), None)
    if low is None:
        return None
    high = count.high if count.high is not None else low
    if hedge is Qualifier.UP_TO or hedge is Qualifier.LESS_THAN:
        low = high
    pattern = "range" if low != high and hedge is not Qualifier.AT_LEAST else hedge.value
    return word("hedges", pattern).format(n=_digits(low), low=_digits(low), high=_digits(high))


def _noun(count: Counted, number: str) -> str:
    """The noun as the vocabulary has it; as printed where the vocabulary has none."""
    singular, plural = cast("list[str]", _table("things")[count.of.value])
    if not singular:
        return count.figure.noun if count.figure else ""
    return singular if number.rsplit(" ", 1)[-1] == "1" else plural


def said(count: Counted, *, noun: bool, role: bool) -> str | None:
    """One number in words: "26 buildings damaged", "26 buildings", "26 damaged"; null if nothing is known."""
    number = amount(count)
    if number is None:
        return None
    if role and _is_none(count):
        return word("none", count.role)
    things = _noun(count, number) if noun else ""
    if not things:
        number = number.removesuffix(" of")
    return " ".join(filter(None, (number, things, word("roles", count.role) if role else "")))


def _is_none(count: Counted) -> bool:
    return count.low == 0 and count.high == 0 and count.role.value in _table("none")


def tolls(counts: Iterable[C]) -> list[Phrase[C]]:
    """What happened to people, a role at a time, with the groups that are parts of the toll."""
    listed = [c for c in counts if c.of.value in (Thing.PEOPLE, *_group("people"))]
    return [phrase for role in _in_order(listed) for phrase in _toll(role)]


def _in_order(counts: Sequence[C]) -> list[list[C]]:
    """Killed, injured, missing first; other roles as they come."""
    roles = [Role(r) for r in _group("tolls")]
    roles += [c.role for c in counts if c.role not in roles]
    return [[c for c in counts if c.role is role] for role in dict.fromkeys(roles)]


def _toll(counts: Sequence[C]) -> list[Phrase[C]]:
    totals = [c for c in counts if c.of is Thing.PEOPLE]
    groups = _joined([c for c in counts if c.of is not Thing.PEOPLE and not _is_none(c)])
    if not totals:
        role = f" {word('roles', counts[0].role)}" if groups else ""
        return [(*groups, Piece(role))] if groups else []
    phrases: list[Phrase[C]] = [
        (Piece(text, total),) for total in totals if (text := said(total, noun=False, role=True))
    ]
    if phrases and groups:
        phrases[0] = (*phrases[0], *_with_groups(totals[0], groups))
    if phrases:
        nobody = [c for c in counts if c.of is not Thing.PEOPLE and _is_none(c)]
        absent = (Piece(f", no {_noun(c, '0')} among them", c) for c in nobody)
        phrases[0] = (*phrases[0], *absent)
    return phrases or ([groups] if groups else [])


def _with_groups(total: C, groups: Phrase[C]) -> Phrase[C]:
    """Groups that make up the whole toll stand in brackets; others are included in it."""
    parts = sum(piece.count.low or 0 for piece in groups if piece.count)
    if parts and parts == total.low:
        return (Piece(" ("), *groups, Piece(")"))
    return (Piece(", including "), *groups)


def _joined(counts: Sequence[C]) -> Phrase[C]:
    known = [(text, count) for count in counts if (text := said(count, noun=True, role=False))]
    pieces: list[Piece[C]] = []
    for place, (text, count) in enumerate(known):
        if place:
            pieces.append(Piece(" and " if place == len(known) - 1 else ", "))
        pieces.append(Piece(text, count))
    return tuple(pieces)


def munitions(counts: Iterable[C]) -> list[Phrase[C]]:
    """What flew, a weapon at a time: "502 drones launched, 430 intercepted, 69 struck"."""
    roles = _group("munition_roles")
    flown = [c for c in counts if c.of.value in _group("munitions") and c.role.value in roles]
    phrases = []
    for thing in dict.fromkeys(c.of for c in flown):
        fates = sorted((c for c in flown if c.of is thing), key=lambda c: roles.index(c.role.value))
        phrases.append(_fates(fates))
    return [phrase for phrase in phrases if phrase]


def _fates(counts: Sequence[C]) -> Phrase[C]:
    pieces: list[Piece[C]] = []
    for count in counts:
        if text := said(count, noun=not pieces, role=True):
            if pieces:
                pieces.append(Piece(", "))
            pieces.append(Piece(text, count))
    return tuple(pieces)


def other_counts(counts: Iterable[C]) -> list[Phrase[C]]:
    """All that is neither a toll nor a weapon's fate: "26 buildings damaged", "8 airports"."""
    people = (Thing.PEOPLE, *_group("people"))
    weapons, roles = _group("munitions"), _group("munition_roles")
    left = [
        c
        for c in counts
        if c.of.value not in people and not (c.of.value in weapons and c.role.value in roles)
    ]
    return [(Piece(text, count),) for count in left if (text := said(count, noun=True, role=True))]
