"""A claim: one number that somebody states of an article; a finding: what the text says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from summariser.figures.figure import Figure, Number
from summariser.vocabulary import Qualifier, Role, Severity, Thing, Verdict

__all__ = ["Claim", "Finding"]


class Claim(BaseModel):
    """One number stated of an article, by us or by another tool.

    `evidence` is an exact quote or a list of sentence numbers (1-based); null: the whole article.
    `value` or `low`/`high`; all three null with a vague `qualifier` ("dozens").
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    role: Role
    of: Thing
    value: int | float | None = None
    low: int | float | None = None
    high: int | float | None = None
    qualifier: Qualifier | None = None
    evidence: str | Annotated[list[int], Field(max_length=64)] | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the text says of one claim. `figure` is the printed number that decided it, if one did.

    `start` and `end` are the offsets of the sentence or quote that bears the verdict.
    """

    id: str
    verdict: Verdict
    severity: Severity
    note: str
    figure: Figure | None = None
    terms: tuple[Number, ...] = ()  # the printed terms of a sum
    hedge: Qualifier | None = None  # of a sum: at least, if one of its terms is only a floor
    rests_on: tuple[int, ...] = ()  # `start` of every figure that bears the claim; empty where none does
    start: int | None = None
    end: int | None = None
