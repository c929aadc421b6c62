"""The rules: from a case to a verdict and its severity. The first rule that has something to say decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from summariser.checks import notes
from summariser.checks.case import Case
from summariser.checks.claims import Finding
from summariser.checks.evidence import Span, Width
from summariser.checks.fit import Match, RoleFit, ThingFit, ValueFit
from summariser.checks.hedging import is_hedged_otherwise, same_family, sum_hedged_otherwise
from summariser.checks.plain import are_spared, is_joined_single, is_told_singly, may_be_told
from summariser.checks.stated import Shape
from summariser.checks.sums import follows_and, full_sum, hedge_of, joined_person, unprinted_few
from summariser.figures.figure import Cue, Figure, Part, Tier
from summariser.vocabulary import NounClass, Role, Severity, Thing, Verdict

__all__ = ["Ruling", "rule_on"]


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
    return _ruling(case, Verdict.UNSUPPORTED, Severity.ERROR, note=notes.absurd_note(case.stated))


def _no_evidence(case: Case) -> Ruling | None:
    if case.cited.spans:
        return None
    return _ruling(case, Verdict.NO_EVIDENCE, Severity.ERROR, note=notes.missing_note(case))


def _printed_there(case: Case) -> Ruling | None:
    """The number is in the evidence, and nothing plainly speaks against it."""
    best = case.best
    if best is None or best.severity is not Severity.OK:
        return None
    for doubt in _DOUBTS:
        ruling = doubt(case, best)
        if ruling is not None:
            return ruling
    return _on_figure(case, Verdict.SUPPORTED, Severity.OK, match=best, note=notes.supported_note(case, best))


def _summed(case: Case) -> Ruling | None:
    terms = full_sum(case)
    if not terms:
        return None
    whole = next((t.figure.subset_of for t in terms if t.figure.subset_of is not None), None)
    total = case.figure_at(whole)
    offered = (
        total is not None
        and case.cited.holds(total.figure)
        and _is_total(case, terms[0].figure, total.figure)
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
    return _on_figure(case, Verdict.SUPPORTED_ELSEWHERE, Severity.REVIEW, match=match, note=note)


def _misattributed(case: Case) -> Ruling | None:
    best = case.best
    if best is None or best.value is ValueFit.WITHIN:
        return None
    note = notes.misattributed_note(case, best)
    severity = Severity.ERROR if _is_told_both_ways(case, best) else best.severity
    return _on_figure(case, Verdict.MISATTRIBUTED, severity, match=best, note=note, bears=False)


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
        return _ruling(case, Verdict.SUPPORTED, Severity.OK, note=notes.spared_note(case))
    if case.best is not None and case.best.is_count and case.best.thing >= ThingFit.LOOSE:
        return None
    word = unprinted_few(case)
    if word is None or not case.table.has_cue(case.stated.claim.role, case.words()):
        return None
    note = notes.unprinted_note(case, word)
    if joined_person(case) is not None:
        return _ruling(case, Verdict.SUPPORTED, Severity.OK, note=note)
    if (
        case.stated.low == 1
        and is_told_singly(case)
        and all(is_joined_single(case, r) for r in case.rivals())
    ):
        return _ruling(case, Verdict.SUPPORTED, Severity.OK, note=note)
    return _ruling(case, Verdict.UNSUPPORTED, Severity.REVIEW, note=note)


def _contradicted(case: Case) -> Ruling | None:
    rivals = case.rivals()
    if not rivals:
        return None
    told = may_be_told(case)
    implied = all(rival.figure.tier is Tier.IMPLICIT for rival in rivals)
    mild = told or implied or case.stated.shape is Shape.WORD
    severity = Severity.REVIEW if mild else Severity.ERROR
    note = _with_reason(notes.contradicted_note(case, rivals, _strong_elsewhere(case)), told)
    return _on_figure(case, Verdict.CONTRADICTED, severity, match=rivals[0], note=note, bears=False)


def _unsupported(case: Case) -> Ruling:
    told = may_be_told(case)
    severity = Severity.REVIEW if told else Severity.ERROR
    return _ruling(case, Verdict.UNSUPPORTED, severity, note=_with_reason(notes.unsupported_note(case), told))


def _with_reason(note: str, told: str | None) -> str:
    return f"{note}; {told}" if told else note


_RULES: tuple[Callable[[Case], Ruling | None], ...] = (
    _absurd, _no_evidence, _printed_there, _summed, _elsewhere, _unprinted_few, _misattributed, _contradicted,
)  # fmt: skip


def _part_of_whole(case: Case, best: Match) -> Ruling | None:
    """ "20 people, including two children": two people killed is a part offered as the total."""
    whole = case.figure_at(best.figure.subset_of)
    if whole is None or not case.cited.holds(whole.figure) or not _is_total(case, best.figure, whole.figure):
        return None
    note = notes.part_note(case, best, whole.figure)
    plain = whole.is_strong and best.figure.tier is not Tier.IMPLICIT
    severity = Severity.ERROR if plain else Severity.REVIEW
    ruling = _on_figure(case, Verdict.SUBSET_AS_TOTAL, severity, match=best, note=note)
    named = case.table.names_group_other_than(case.stated.claim.of, best.printed.phrase)
    doubtful = named or is_hedged_otherwise(case, best)
    stated = Severity.REVIEW if doubtful else Severity.OK
    return Ruling(ruling.finding, whole=(whole.figure.start,), stated=stated)


def _part_of_list(case: Case, best: Match) -> Ruling | None:
    """ "three women and five men were killed": three people killed is a part; eight is the total."""
    of, noun = case.stated.claim.of, best.figure.noun
    is_group = best.figure.noun_class is NounClass.PERSON and noun and not case.table.names_anyone(noun)
    if best.role is not RoleFit.SAME or not (is_group or best.figure.tier is Tier.IMPLICIT):
        return None
    named = best.figure.thing is of or bool(case.table.thing(of).words & best.printed.phrase)
    if case.stated.claim.role is Role.OTHER or (of is not Thing.PEOPLE and named):
        return None
    siblings = case.lists.get(best.figure.start, ())
    if not any(term.role is RoleFit.SAME and _other_noun(noun, term.figure.noun) for term in siblings):
        return None
    note = notes.part_note(case, best, None)
    ruling = _on_figure(case, Verdict.SUBSET_AS_TOTAL, Severity.REVIEW, match=best, note=note)
    stated = Severity.REVIEW if is_hedged_otherwise(case, best) else Severity.OK
    anybody = best.figure.thing in _ANY_GROUP or best.figure.tier is Tier.IMPLICIT
    own = best.figure.start if of is Thing.PEOPLE and anybody else None
    whole = tuple(term.figure.start for term in siblings)
    return Ruling(ruling.finding, whole=whole, stated=stated, own=own)


# Whom some call people and others by what they are.
_ANY_GROUP = (Thing.PEOPLE, Thing.SOLDIERS, Thing.PRISONERS)


def _other_noun(one: str, other: str) -> bool:
    return bool(other) and one.casefold().rstrip("s") != other.casefold().rstrip("s")


def _older(case: Case, best: Match) -> Ruling | None:
    if best.figure.part is not Part.OLD:
        return None
    note = notes.older_note(case, best)
    return _on_figure(case, Verdict.CONTRADICTED, Severity.REVIEW, match=best, note=note)


def _vague(case: Case, best: Match) -> Ruling | None:
    """The text prints a vague word or a range, the claim one number within."""
    if best.value is ValueFit.EQUAL and case.stated.shape is not Shape.WORD:
        return None
    note = notes.vague_note(case, best)
    if case.stated.shape is Shape.WORD and best.value is ValueFit.EQUAL:
        return _on_figure(case, Verdict.SUPPORTED, Severity.OK, match=best, note=note)
    fits = same_family(case.stated.qualifier, best.figure) and case.stated.shape is not Shape.WORD
    severity = Severity.OK if fits else Severity.REVIEW
    return _on_figure(case, Verdict.VAGUE, severity, match=best, note=note)


def _rivalled(case: Case, best: Match) -> Ruling | None:
    """The number stands there without its role or noun, and another answers the claim plainly."""
    place_part = _PLACE_PART.match(case.text.article.body, best.figure.full_end)
    if case.stated.claim.of is Thing.OTHER:
        return None  # what the numbers count is left open: any other may count something else
    told = best.role is RoleFit.SAME and (
        best.figure.tier is not Tier.IMPLICIT
        or best.figure.cue is Cue.STRONG
        or follows_and(case, best.figure)
    )
    if place_part or told or (best.thing is ThingFit.OPEN and best.role is RoleFit.OPEN):
        return None  # of what is left quite open, nobody says what it counts
    listed = {term.figure.start for term in case.lists.get(best.figure.start, ())}
    apart = {*listed, best.figure.subset_of}
    rivals = [rival for rival in case.rivals(near=best.figure) if rival.figure.start not in apart]
    if not rivals:
        return None  # "six schools and a clinic": the terms of one list do not gainsay each other
    note = notes.rival_note(case, best, rivals[0])
    return _on_figure(case, Verdict.CONTRADICTED, Severity.REVIEW, match=best, note=note)


def _other_hedge(case: Case, best: Match) -> Ruling | None:
    if not is_hedged_otherwise(case, best):
        return None
    note = notes.hedge_note(case, best)
    return _on_figure(case, Verdict.SUPPORTED, Severity.REVIEW, match=best, note=note)


_DOUBTS: tuple[Callable[[Case, Match], Ruling | None], ...] = (
    _part_of_whole, _part_of_list, _older, _vague, _rivalled, _other_hedge,
)  # fmt: skip

# A part told by its place is a toll of that place: "216 drones, including 66 over Krasnodar".
_PLACE_PART = re.compile(
    r"(?:\s{0,8}+[,–—-]){0,2}+\s{0,8}+(?:of\ (?:them|those|which|these)\s+)?(?:more\s+)?"
    r"(?:were\s+\w+\s+)?(?:over|in|near|at|from|above|outside|around|across|on)\s+(?:the\s+)?[A-Z]",
    re.VERBOSE,
)


def _is_total(case: Case, part: Figure, whole: Figure) -> bool:
    """Would the claim, read by itself, be taken for one about the whole?"""
    claim = case.stated.claim
    if part.thing is claim.of and whole.thing is not claim.of:
        return False
    if whole.role is None and part.role is claim.role:
        return False  # "of the 56 people on board, 14 died": all of the dead, if not of the 56
    held = case.figure_at(whole.start)
    if held is None or held.thing < ThingFit.OPEN or held.role < RoleFit.OPEN:
        return False
    same = not part.noun or part.thing is whole.thing
    return not (same and _PLACE_PART.match(case.text.article.body, part.full_end))


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


def _ruling(case: Case, verdict: Verdict, severity: Severity, *, note: str) -> Ruling:
    start, end = case.span(None) or (None, None)
    return Ruling(Finding(case.stated.claim.id, verdict, severity, note, start=start, end=end))


def _on_figure(
    case: Case, verdict: Verdict, severity: Severity, *, match: Match, note: str, bears: bool = True
) -> Ruling:
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


def _join(case: Case, terms: tuple[Match, ...]) -> Span:
    spans = [case.span(term.figure) or (term.figure.start, term.figure.end) for term in terms]
    return min(start for start, _ in spans), max(end for _, end in spans)
