"""The rules: from a case to a verdict and its severity. The first rule that has something to say decides."""

from __future__ import annotations

from collections.abc import Callable

from summariser.checks import notes
from summariser.checks.case import Case
from summariser.checks.claims import Finding
from summariser.checks.doubts import doubt, is_total
from summariser.checks.evidence import Span, Width
from summariser.checks.fit import Match, RoleFit, ThingFit, ValueFit
from summariser.checks.hedging import sum_hedged_otherwise
from summariser.checks.plain import may_be_told
from summariser.checks.ruling import Ruling, ruled, ruled_by
from summariser.checks.singles import are_spared, is_joined_single, told_singly
from summariser.checks.stated import Shape
from summariser.checks.sums import full_sum, hedge_of, joined_person, unprinted_few
from summariser.figures.figure import Cue, Tier
from summariser.vocabulary import Severity, Verdict

__all__ = ["rule_on"]


def rule_on(case: Case) -> Ruling:
    """Judge one claim."""
    for rule in _RULES:
        ruling = rule(case)
        if ruling is not None:
            return ruling
    return _unsupported(case)


def _absurd(case: Case) -> Ruling | None:
    if case.stated.shape is not Shape.ABSURD:
        return None
    return ruled(case, Verdict.UNSUPPORTED, Severity.ERROR, note=notes.absurd_note(case.stated))


def _no_evidence(case: Case) -> Ruling | None:
    if case.cited.spans:
        return None
    return ruled(case, Verdict.NO_EVIDENCE, Severity.ERROR, note=notes.missing_note(case))


def _printed_there(case: Case) -> Ruling | None:
    """The number is in the evidence, and nothing plainly speaks against it."""
    best = case.best
    if best is None or best.severity is not Severity.OK:
        return None
    return doubt(case, best) or ruled_by(
        case, Verdict.SUPPORTED, Severity.OK, match=best, note=notes.supported_note(case, best)
    )


def _summed(case: Case) -> Ruling | None:
    terms = full_sum(case)
    if not terms:
        return None
    whole = next((t.figure.subset_of for t in terms if t.figure.subset_of is not None), None)
    total = case.figure_at(whole)
    offered = (
        total is not None and case.cited.holds(total.figure) and is_total(case, terms[0].figure, total.figure)
    )
    verdict = Verdict.SUBSET_AS_TOTAL if offered else Verdict.SUPPORTED_BY_SUM
    severity = Severity.REVIEW if offered or sum_hedged_otherwise(case, terms) else Severity.OK
    start, end = _join(case, terms)
    finding = Finding(
        id=case.stated.claim.id,
        verdict=verdict,
        severity=severity,
        note=notes.sum_note(case, terms),
        terms=tuple(term.figure.value for term in terms if term.figure.value is not None),
        hedge=hedge_of(terms),
        rests_on=tuple(term.figure.start for term in terms),
        start=start,
        end=end,
    )
    return Ruling(finding, whole=(whole,) if offered and whole is not None else ())


def _elsewhere(case: Case) -> Ruling | None:
    """Printed in another sentence, while the cited one does not plainly say another number."""
    match = _strong_elsewhere(case)
    if match is None or (case.best is None and case.rivals()):
        return None
    told = _unprinted_few(case)
    if told is not None and told.finding.severity is Severity.OK:
        return told  # "the gunman was killed", though another one is printed elsewhere
    note = notes.elsewhere_note(case, match)
    return ruled_by(case, Verdict.SUPPORTED_ELSEWHERE, Severity.REVIEW, match=match, note=note)


def _misattributed(case: Case) -> Ruling | None:
    best = case.best
    if best is None or best.value is ValueFit.WITHIN:
        return None
    note = notes.misattributed_note(case, best)
    severity = Severity.ERROR if _is_told_both_ways(case, best) else best.severity
    return ruled_by(case, Verdict.MISATTRIBUTED, severity, match=best, note=note, bears=False)


def _is_told_both_ways(case: Case, best: Match) -> bool:
    """The text plainly gives this number another role, and the claimed role another number: two readings
    that agree on the mistake ("killed three and injured 12": 12 killed)."""
    plain = best.figure.cue is Cue.STRONG and best.figure.tier is not Tier.IMPLICIT
    swapped = best.role is RoleFit.CONTESTED and best.is_count and plain
    return swapped and bool(case.rivals(near=best.figure))


def _unprinted_few(case: Case) -> Ruling | None:
    """ "A soldier was killed", "ten guests and a father": a few more than the numerals add up to."""
    if case.stated.shape is not Shape.POINT or case.cited.width is Width.ARTICLE:
        return None
    if are_spared(case):
        return ruled(case, Verdict.SUPPORTED, Severity.OK, note=notes.spared_note(case))
    if case.best is not None and _may_be_meant(case.best):
        return None
    if not case.table.has_cue(case.stated.claim.role, case.words()):
        return None
    single = told_singly(case) if case.stated.low == 1 else None
    if single is not None and all(is_joined_single(case, rival) for rival in case.rivals()):
        return ruled(case, Verdict.SUPPORTED, Severity.OK, note=notes.unprinted_note(case, single))
    word = unprinted_few(case)
    if word is None:
        return None
    severity = Severity.REVIEW if joined_person(case) is None else Severity.OK
    verdict = Verdict.UNSUPPORTED if severity is Severity.REVIEW else Verdict.SUPPORTED
    return ruled(case, verdict, severity, note=notes.unprinted_note(case, word))


def _may_be_meant(best: Match) -> bool:
    """Is it a number of such things, or a single thing of just this kind with another role?"""
    if best.figure.tier is Tier.IMPLICIT:
        return best.thing is ThingFit.SAME and best.role < RoleFit.OPEN
    return best.is_count and best.thing >= ThingFit.LOOSE


def _contradicted(case: Case) -> Ruling | None:
    rivals = case.rivals()
    if not rivals:
        return None
    told = may_be_told(case)
    implied = all(rival.figure.tier is Tier.IMPLICIT for rival in rivals)
    mild = told or implied or case.stated.shape is Shape.WORD
    severity = Severity.REVIEW if mild else Severity.ERROR
    note = _with_reason(notes.contradicted_note(case, rivals, _strong_elsewhere(case)), told)
    return ruled_by(case, Verdict.CONTRADICTED, severity, match=rivals[0], note=note, bears=False)


def _unsupported(case: Case) -> Ruling:
    told = may_be_told(case)
    severity = Severity.REVIEW if told else Severity.ERROR
    return ruled(case, Verdict.UNSUPPORTED, severity, note=_with_reason(notes.unsupported_note(case), told))


def _with_reason(note: str, told: str | None) -> str:
    return f"{note}; {told}" if told else note


_RULES: tuple[Callable[[Case], Ruling | None], ...] = (
    _absurd, _no_evidence, _printed_there, _summed, _elsewhere, _unprinted_few, _misattributed, _contradicted,
)  # fmt: skip


def _strong_elsewhere(case: Case) -> Match | None:
    strong = (
        match
        for match in case.matches
        if match.value is ValueFit.EQUAL
        and match.is_count
        and match.thing is ThingFit.SAME
        and (match.role is RoleFit.SAME and match.figure.cue is not Cue.NONE)
        and not case.cited.holds(match.figure)
    )
    return next(strong, None)


def _join(case: Case, terms: tuple[Match, ...]) -> Span:
    spans = [case.span(term.figure) or (term.figure.start, term.figure.end) for term in terms]
    return min(start for start, _ in spans), max(end for _, end in spans)
