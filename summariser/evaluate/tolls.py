"""Tolls scored against corpora that state only an incident's totals: is the total right, at the right place?

Such corpora leave out other events of the same article, so a number that no key mentions says nothing. For
each toll of the keys, the counts of its role and thing at its place are looked at: right if one of them, or
their sum, is the toll (within its bounds); wrong if there are some and none is; else missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from summariser.evaluate.gold import GoldArticle, GoldAttack, GoldFact
from summariser.evaluate.matching import counts_the_same, place_matches
from summariser.records import AttackRecord, CheckedCount, Summary
from summariser.vocabulary import Qualifier, Severity, Thing

__all__ = ["Found", "TollFound", "find_tolls"]

# Who may be counted as a part of the people.
_PARTS_OF_PEOPLE = frozenset({Thing.CHILDREN, Thing.WOMEN, Thing.MEN})


class Found(StrEnum):
    """What became of a toll of the keys."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class TollFound:
    """One required toll: found at its place; found at all; and whether a wrong one was shown as verified."""

    at_its_place: Found
    anywhere: Found
    shown_as_verified: bool


def find_tolls(summary: Summary, gold: GoldArticle) -> list[TollFound]:
    """What became of every toll of the keys that is not optional."""
    wanted = [(attack, fact) for attack in gold.attacks for fact in attack.facts]
    return [
        _found(summary.attacks, attack, fact)
        for attack, fact in wanted
        if not (attack.optional or fact.optional)
    ]


def _found(records: Sequence[AttackRecord], attack: GoldAttack, fact: GoldFact) -> TollFound:
    anywhere = [count for record in records for count in _of_this_kind(record, fact)]
    near = [
        count
        for record in records
        if not attack.places or place_matches(record, attack, fact)
        for count in _of_this_kind(record, fact)
    ]
    return TollFound(
        at_its_place=_judged(near, fact),
        anywhere=_judged(anywhere, fact),
        shown_as_verified=any(count.severity is Severity.OK for count in near),
    )


def _of_this_kind(record: AttackRecord, fact: GoldFact) -> list[CheckedCount]:
    return [count for count in record.counts if count.role == fact.role and counts_the_same(count, fact)]


def _judged(counts: Sequence[CheckedCount], fact: GoldFact) -> Found:
    spans = [span for count in counts if (span := _span(count)) is not None]
    if not spans:
        return Found.MISSED
    sums = ((total, total) for total in _sums(counts))
    right = any(_within(low, high, fact) for low, high in [*spans, *sums])
    return Found.RIGHT if right else Found.WRONG


def _span(count: CheckedCount) -> tuple[float, float] | None:
    """The value twice, or a printed range's bounds; null for a word like "several"."""
    if count.value is not None:
        return count.value, count.value
    if count.qualifier is Qualifier.RANGE and count.low is not None and count.high is not None:
        return count.low, count.high
    return None


def _sums(counts: Sequence[CheckedCount]) -> tuple[int, int]:
    """All together ("six priests and two women"), and without who may be a part ("11, two of them women")."""
    told = {(count.of, count.value or 0) for count in counts}  # a number told twice counts once
    whole = sum(value for of, value in told if of not in _PARTS_OF_PEOPLE)
    return sum(value for _, value in told), whole


def _within(low: float, high: float, fact: GoldFact) -> bool:
    least = fact.low if fact.low is not None else 0
    return least <= low and (fact.high is None or high <= fact.high)
