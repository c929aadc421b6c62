"""A number that is not printed but is the full sum of what is: "three women and five men" are eight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from summariser.checks.case import Case
from summariser.checks.evidence import Width
from summariser.checks.fit import Match, RoleFit, ThingFit
from summariser.checks.lists import is_term
from summariser.checks.stated import Shape
from summariser.figures.figure import Cue, Figure, Number, Tier
from summariser.figures.lexicon import noun_senses
from summariser.vocabulary import NounClass, Qualifier, Thing

__all__ = ["follows_and", "full_sum", "hedge_of", "joined_person", "unprinted_few"]


def full_sum(case: Case) -> tuple[Match, ...]:
    """The terms whose sum is the stated number, or none.

    Always *all* the terms of a passage: any lucky subset of the printed numbers would let a wrong one pass.
    """
    if case.stated.shape is not Shape.POINT:
        return ()
    for passage in _passages(case):
        for terms in _readings(case, passage):
            if len(terms) > 1 and _total(terms) == case.stated.low:
                return terms
    return ()


def hedge_of(terms: Sequence[Match]) -> Qualifier:
    """How sure a sum is: "at least six" and another: at least; with any other hedge about so many."""
    hedges = {term.figure.qualifier for term in terms}
    if hedges <= {Qualifier.EXACT}:
        return Qualifier.EXACT
    floors = {Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.MORE_THAN}
    return Qualifier.AT_LEAST if hedges <= floors else Qualifier.ABOUT


def _passages(case: Case) -> Iterable[list[Match]]:
    """All that is cited, unless it is the article; then each sentence; then the parts of one whole."""
    terms = [match for match in case.inside if is_term(match) and _is_summed(match.figure)]
    wholes = [match for match in terms if match.figure.subset_of is None]
    if case.cited.width is not Width.ARTICLE:
        yield wholes
    for _, group in groupby(wholes, key=lambda match: case.text.sentence_at(match.figure.start)):
        yield list(group)
    parts = sorted(
        (m for m in terms if m.figure.subset_of is not None), key=lambda m: m.figure.subset_of or 0
    )
    for _, group in groupby(parts, key=lambda match: match.figure.subset_of):
        yield list(group)


def _readings(case: Case, passage: Sequence[Match]) -> Iterable[tuple[Match, ...]]:
    """The terms that plainly have the claimed role; then with them those listed beside one that has it; where
    none has any, a list beside a word for it ("lost two tanks, five vehicles and 11 cars")."""
    plain = [match for match in passage if match.role >= RoleFit.CLOSE and _stands_firm(case, match)]
    yield tuple(plain)
    roles = {start: {term.role for term in linked} for start, linked in case.lists.items()}
    yield tuple(m for m in passage if m in plain or RoleFit.SAME in roles.get(m.figure.start, ()))
    silent = [match for match in passage if match.role is RoleFit.OPEN and match.thing is ThingFit.SAME]
    if not plain and silent and tuple(silent) == case.lists.get(silent[0].figure.start):
        yield tuple(silent)


def _stands_firm(case: Case, match: Match) -> bool:
    """Printed as a numeral, or an implicit one told beside others: "three children and their mother", "at
    least six people ... and another injured"."""
    figure = match.figure
    plain = match.role is RoleFit.SAME and figure.cue is Cue.STRONG
    told = plain and (figure.additional or follows_and(case, figure))
    return figure.tier is not Tier.IMPLICIT or told or figure.start in case.lists


def follows_and(case: Case, figure: Figure) -> bool:
    """Is it joined to what was told before: "two jawans of the Rifles and a police officer"?"""
    before = max(figure.full_start - len(" and    "), 0)
    return bool(_AND.search(case.text.article.body, before, figure.full_start))


def unprinted_few(case: Case) -> str | None:
    """The word that speaks of what is missing between the printed numbers and the stated one, if it is few.

    One of something ("a soldier"), a pair ("a couple"), or one more person joined to the others by "and".
    """
    value, words = case.stated.low, case.words()
    if value == 1:
        return case.table.speaks_of_one(case.stated.claim.of, words) or ("one" if "one" in words else None)
    if case.stated.claim.of is not Thing.PEOPLE and value != _PAIR:
        return None
    pair = case.table.speaks_of_two(words) if value == _PAIR else None
    return pair or joined_person(case) or _joined(case)


def joined_person(case: Case) -> str | None:
    """The one person that "and" joins to the only number of those people: "13 novices and the abbot"."""
    if case.stated.claim.of is not Thing.PEOPLE:
        return None
    terms = [m for m in case.inside if m.role is RoleFit.SAME and m.thing is ThingFit.SAME]
    wholes = [m for m in terms if m.figure.subset_of is None and m.figure.cue is Cue.STRONG]
    if len(wholes) != 1 or (wholes[0].figure.value or 0) + 1 != case.stated.low:
        return None
    body, figure = case.text.article.body, wholes[0].figure
    found = _ONE_AND.search(body, max(figure.full_start - _REACH, 0), figure.full_start)
    found = found or _AND_ONE.match(body, figure.full_end)
    word = found[1] if found is not None else ""
    return word if word and _may_be_somebody(word) else None


def _joined(case: Case) -> str | None:
    plain = [m for m in case.inside if is_term(m) and m.role >= RoleFit.CLOSE and m.figure.subset_of is None]
    missing = (case.stated.low or 0) - _total(plain)
    if not 1 <= missing <= _PAIR:
        return None
    body, table = case.text.article.body, case.table
    for start, end in case.cited.spans:
        before = {found[1].lower() for found in _BEFORE_AND.finditer(body, start, end)}
        after = [found[1].split() for found in _AFTER_AND.finditer(body, start, end)]
        word = table.speaks_of_one(Thing.PEOPLE, before | {word.lower() for words in after for word in words})
        word = word or next((words[0] for words in after if _may_be_somebody(words[0])), None)
        if word is not None:
            return word
    return None


def _may_be_somebody(word: str) -> bool:
    """One person, or a noun that no list holds: "13 novices and the abbot"."""
    sense = noun_senses().get(word)
    return word.islower() and (sense is None or (sense.singular and sense.noun_class is NounClass.PERSON))


_AND = re.compile(r"\band\s{1,4}\Z")
_PAIR = 2
_REACH = 60
# "the bride's father and" before "ten guests"; "and the abbot" after "13 novices", where the list ends.
_ONE_AND = re.compile(
    r"""
    (?: \b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) | ['’]s ) \s (?:[\w'’-]{1,30}\ ){0,2}
    ([a-z]{2,30}) \s and \s \Z
    """,
    re.VERBOSE,
)
_AND_ONE = re.compile(
    r"""
    \s and \s (?:the|his|her|their|its) \s ([a-z]{2,30})
    (?= [,.;] | \s (?:in|near|at|when|after|on|were|died|who) \b )
    """,
    re.VERBOSE,
)
# "... father and ten guests", "a woman and her infant": a word before "and", or soon after its determiner.
_BEFORE_AND = re.compile(
    r"\b ([A-Za-z]{1,40}) \s{1,8} and \s{1,8} (?!\w{1,40}ed\b)", re.VERBOSE | re.IGNORECASE
)
_AFTER_AND = re.compile(
    r"\b and \s{1,8} (?:a|an|his|her|their|its|the) \s{1,8} ([\w'’-]{1,40} (?:\s{1,8}[A-Za-z]{1,40})?)",
    re.VERBOSE | re.IGNORECASE,
)


def _is_summed(figure: Figure) -> bool:
    """An implicit one ("a village") counts in a sum only if it is a person: nobody adds up the rest."""
    return figure.tier is not Tier.IMPLICIT or figure.noun_class is NounClass.PERSON


def _total(terms: Sequence[Match]) -> Number:
    return sum(match.figure.value or 0 for match in terms)
