"""What a rule says of one claim, before the claims are judged together."""

from __future__ import annotations

from dataclasses import dataclass

from summariser.checks.case import Case
from summariser.checks.claims import Finding
from summariser.checks.fit import Match
from summariser.vocabulary import Severity, Verdict

__all__ = ["Ruling", "ruled", "ruled_by"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A finding, and where it hangs on the rest of the batch: the whole that the stated number is a part of.

    `whole` are the starts of the figures that make up that whole. If another claim states the whole, then
    nobody offers the part as the total, and the severity is `stated`. So too if others state all but `own`, a
    term that has no name but the claimed one ("29 children and 54 companions").
    """

    finding: Finding
    whole: tuple[int, ...] = ()
    stated: Severity = Severity.OK
    own: int | None = None


def ruled(case: Case, verdict: Verdict, severity: Severity, *, note: str) -> Ruling:
    """A ruling that rests on no figure."""
    start, end = case.span(None) or (None, None)
    return Ruling(Finding(case.stated.claim.id, verdict, severity, note, start=start, end=end))


def ruled_by(
    case: Case, verdict: Verdict, severity: Severity, *, match: Match, note: str, bears: bool = True
) -> Ruling:
    """A ruling on the figure of `match`; unless it `bears` the claim, the claim does not use it up."""
    figure = match.figure
    start, end = case.span(figure) or (None, None)
    finding = Finding(
        id=case.stated.claim.id,
        verdict=verdict,
        severity=severity,
        note=note,
        figure=figure,
        rests_on=(figure.start,) if bears else (),
        start=start,
        end=end,
    )
    return Ruling(finding)
