"""What speaks against a claim whose number stands in its evidence: a part, an older value, another hedge."""

from __future__ import annotations

import re
from collections.abc import Callable

from summariser.checks import notes
from summariser.checks.case import Case
from summariser.checks.fit import Match, RoleFit, ThingFit, ValueFit
from summariser.checks.hedging import is_hedged_otherwise, same_family
from summariser.checks.ruling import Ruling, ruled_by
from summariser.checks.stated import Shape
from summariser.checks.sums import follows_and
from summariser.figures.figure import Cue, Figure, Part, Tier
from summariser.vocabulary import NounClass, Role, Severity, Thing, Verdict

__all__ = ["doubt", "is_total"]


def doubt(case: Case, best: Match) -> Ruling | None:
    """The first doubt that has something to say of the figure that bears the stated number best."""
    for look in _DOUBTS:
        ruling = look(case, best)
        if ruling is not None:
            return ruling
    return None


def _part_of_whole(case: Case, best: Match) -> Ruling | None:
    """ "20 people, including two children": two people killed is a part offered as the total."""
    whole = case.figure_at(best.figure.subset_of)
    if whole is None or not case.cited.holds(whole.figure) or not is_total(case, best.figure, whole.figure):
        return None
    note = notes.part_note(case, best, whole.figure)
    plain = whole.is_strong and best.figure.tier is not Tier.IMPLICIT
    severity = Severity.ERROR if plain else Severity.REVIEW
    ruling = ruled_by(case, Verdict.SUBSET_AS_TOTAL, severity, match=best, note=note)
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
    ruling = ruled_by(case, Verdict.SUBSET_AS_TOTAL, Severity.REVIEW, match=best, note=note)
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
    return ruled_by(case, Verdict.CONTRADICTED, Severity.REVIEW, match=best, note=note)


def _vague(case: Case, best: Match) -> Ruling | None:
    """The text prints a vague word or a range, the claim one number within."""
    if best.value is ValueFit.EQUAL and case.stated.shape is not Shape.WORD:
        return None
    note = notes.vague_note(case, best)
    if case.stated.shape is Shape.WORD and best.value is ValueFit.EQUAL:
        return ruled_by(case, Verdict.SUPPORTED, Severity.OK, match=best, note=note)
    fits = same_family(case.stated.qualifier, best.figure) and case.stated.shape is not Shape.WORD
    severity = Severity.OK if fits else Severity.REVIEW
    return ruled_by(case, Verdict.VAGUE, severity, match=best, note=note)


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
    if place_part or told or (best.thing >= ThingFit.OPEN and best.role is RoleFit.OPEN):
        return None  # of what is left quite open, nobody says what it counts
    listed = {term.figure.start for term in case.lists.get(best.figure.start, ())}
    apart = {*listed, best.figure.subset_of}
    rivals = [rival for rival in case.rivals(near=best.figure) if rival.figure.start not in apart]
    if not rivals:
        return None  # "six schools and a clinic": the terms of one list do not gainsay each other
    note = notes.rival_note(case, best, rivals[0])
    return ruled_by(case, Verdict.CONTRADICTED, Severity.REVIEW, match=best, note=note)


def _other_hedge(case: Case, best: Match) -> Ruling | None:
    if not is_hedged_otherwise(case, best):
        return None
    note = notes.hedge_note(case, best)
    return ruled_by(case, Verdict.SUPPORTED, Severity.REVIEW, match=best, note=note)


_DOUBTS: tuple[Callable[[Case, Match], Ruling | None], ...] = (
    _part_of_whole, _part_of_list, _older, _vague, _rivalled, _other_hedge,
)  # fmt: skip

# A part told by its place is a toll of that place: "216 drones, including 66 over Krasnodar".
_PLACE_PART = re.compile(
    r"(?:\s{0,8}+[,–—-]){0,2}+\s{0,8}+(?:of\ (?:them|those|which|these)\s+)?(?:more\s+)?"
    r"(?:were\s+\w+\s+)?(?:over|in|near|at|from|above|outside|around|across|on)\s+(?:the\s+)?[A-Z]",
    re.VERBOSE,
)


def is_total(case: Case, part: Figure, whole: Figure) -> bool:
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
