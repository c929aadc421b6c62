"""A claim made ready for judging: one number, an interval, or a vague word; or what no text can say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from summariser.checks.claims import Claim
from summariser.figures.figure import Number
from summariser.vocabulary import Qualifier

__all__ = ["VAGUE_WORDS", "Shape", "Stated", "read_claim"]

VAGUE_WORDS = frozenset(
    {
        Qualifier.COUPLE, Qualifier.FEW, Qualifier.SEVERAL, Qualifier.HANDFUL, Qualifier.MANY, Qualifier.MOST,
        Qualifier.MULTIPLE, Qualifier.A_NUMBER_OF, Qualifier.TENS, Qualifier.DOZENS, Qualifier.SEVERAL_DOZEN,
        Qualifier.SCORES, Qualifier.HUNDREDS, Qualifier.SEVERAL_HUNDRED, Qualifier.THOUSANDS,
        Qualifier.SEVERAL_THOUSAND, Qualifier.TENS_OF_THOUSANDS, Qualifier.HUNDREDS_OF_THOUSANDS,
        Qualifier.MILLIONS,
    }
)  # fmt: skip


class Shape(StrEnum):
    """How a claim states its number."""

    POINT = "point"
    INTERVAL = "interval"
    WORD = "word"
    ABSURD = "absurd"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a claim states. `low == high` for a point, both null for a vague word."""

    claim: Claim
    shape: Shape
    low: Number | None = None
    high: Number | None = None
    qualifier: Qualifier | None = None
    reason: str | None = None


def read_claim(claim: Claim) -> Stated:
    """One number, an interval or a vague word. Only one bound given is a hedged number."""
    if claim.value is not None:
        return _interval(claim, claim.value, claim.value, claim.qualifier)
    if claim.low is not None and claim.high is not None:
        return _interval(claim, claim.low, claim.high, claim.qualifier)
    if claim.low is not None:
        return _interval(claim, claim.low, claim.low, claim.qualifier or Qualifier.AT_LEAST)
    if claim.high is not None:
        return _interval(claim, claim.high, claim.high, claim.qualifier or Qualifier.UP_TO)
    return Stated(claim, Shape.WORD, qualifier=claim.qualifier)


def _interval(claim: Claim, low: Number, high: Number, qualifier: Qualifier | None) -> Stated:
    reason = _absurd(low) or _absurd(high) or ("its low end is above its high end" if low > high else None)
    if reason:
        return Stated(claim, Shape.ABSURD, reason=reason)
    return Stated(claim, Shape.POINT if low == high else Shape.INTERVAL, low, high, qualifier)


def _absurd(number: Number) -> str | None:
    if isinstance(number, float) and not math.isfinite(number):
        return "it is not a number that can be counted"
    return "a count cannot be negative" if number < 0 else None
