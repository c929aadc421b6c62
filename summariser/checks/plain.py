"""What the evidence may say although no figure was read so: a reason to look at a claim, not to distrust it.

Reading a number's noun and role is the hard part. These scans lean on neither, so that a claim whose number
does stand there, or is told in persons, is never called wrong for what may be a misreading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summariser.checks.case import Case
from summariser.checks.fit import RoleFit, ThingFit
from summariser.checks.singles import ONE, counts_people, is_one_of, singles, told_singly
from summariser.checks.stated import Shape
from summariser.figures.figure import Number, Tier
from summariser.figures.lexicon import table
from summariser.figures.numerals import number_from_words
from summariser.vocabulary import FigureKind, NounClass, Thing

__all__ = ["may_be_told"]


def may_be_told(case: Case) -> str | None:
    """Why the stated number may be told after all, as a note says it; none where nothing speaks for it."""
    value = case.stated.low
    if case.stated.shape is not Shape.POINT or value is None:
        return None
    if any(number == value for number in _unread_numbers(case)):
        return "it is printed there, but not read as a count"
    if value == 0 and _NEGATION.search(case.cited_text()):
        return "something is denied there"
    speaks = case.table.has_cue(case.stated.claim.role, case.words())
    if speaks and _REST.search(case.cited_text()):
        return "a rest is told of there without a number"
    if speaks and value == 1 and (_tells_of_no_such_count(case) or told_singly(case)):
        return "one of something is seldom printed as a number"
    if counts_people(case) and 1 <= value <= _MOST_IMPLIED and _are_implied(case, value):
        return "persons are told of there without a numeral"
    if (
        1 < value <= _MOST_SINGLES
        and sum(is_one_of(case, word) for word in singles(case.cited_text())) >= value
    ):
        return "as many are told of there singly"
    return None


def _count_ages(case: Case) -> int:
    """ "including children aged 1 and 6": two of them."""
    return sum(match.figure.kind is FigureKind.AGE for match in case.inside)


def _count_singles(case: Case) -> int:
    return sum(is_one_of(case, word) for word in singles(case.cited_text()))


_MOST_IMPLIED = 12
_MOST_SINGLES = 3
_NEGATION = re.compile(
    r"\b(?:no|not|none|nobody|without|never|unharmed|unhurt|unscathed|alive|safe|survived|intact)\b|n['’]t\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:the\ (?:rest|remainder|others)|the\ remaining)\b(?!\ of\ the\ day)", re.IGNORECASE)
_NUMERAL = re.compile(
    r"(?<![\w.,/-]) (?: \d{1,3}(?:[,\ \u00a0\u202f]\d{3}){1,4} | \d{1,12} ) (?![\w/%-]|[.,]\d)", re.VERBOSE
)
_NAME = re.compile(r"\b[A-Z][a-z]{1,30}\s[A-Z][a-z]{1,30}\b")
_LISTED_ONE = re.compile(r"(?:[,:–—-]|\band)\s{1,4}([a-z]{2,30})\b")  # "a family – father, mother and son"


def _unread_numbers(case: Case) -> Iterator[Number]:
    """Numerals and number words of the evidence that no figure covers: what was read stays as it was read."""
    body = case.text.article.body
    read = frozenset(at for match in case.inside for at in range(match.figure.start, match.figure.end))
    for start, end in case.cited.spans:
        for found in _NUMERAL.finditer(body, start, end):
            if not _is_read(read, found):
                yield int(re.sub(r"\D", "", found[0]))
        for found in _number_words().finditer(body, start, end):
            value = None if _is_read(read, found) else number_from_words(found[0])
            if value is not None:
                yield value


def _is_read(read: frozenset[int], found: re.Match[str]) -> bool:
    return not read.isdisjoint(range(*found.span()))


@lru_cache(maxsize=1)
def _number_words() -> re.Pattern[str]:
    rows = table("numerals")
    names: list[str] = ["hundred"]
    for key in ("units", "tens", "scales"):
        entries = rows[key]
        assert isinstance(entries, dict)
        names.extend(map(str, entries))
    word = "|".join(sorted(names, key=len, reverse=True))
    firsts = "".join(sorted({name[0] for name in names}))  # most places are refused by one look at these
    return re.compile(rf"\b(?=[{firsts}])(?:{word})(?:(?:[ -]|\sand\s)(?:{word})){{0,8}}\b", re.IGNORECASE)


def _are_implied(case: Case, value: Number) -> bool:
    """As many persons as stated, or as many as the printed numbers of people leave open."""
    implied = _persons(case)
    figures = [match.figure for match in case.inside if match.figure.tier is Tier.EXPLICIT]
    printed = [f.value or 0 for f in figures if f.noun_class is NounClass.PERSON and f.subset_of is None]
    return implied >= value or 1 <= value - sum(printed) <= implied


def _persons(case: Case) -> int:
    """Persons told of singly ("a man", "his wife"), and names of two words."""
    text, one = case.cited_text(), case.table.rows.one[Thing.PEOPLE]
    singles = sum(not one.isdisjoint(found[1].lower().split()) for found in ONE.finditer(text))
    listed = sum(found[1] in one for found in _LISTED_ONE.finditer(text.lower()))
    return singles + listed + len(set(_NAME.findall(text)))


def _tells_of_no_such_count(case: Case) -> bool:
    """No number of such things with such a role is printed there: what is told of may be told singly."""
    return not any(
        match.is_count and match.thing >= ThingFit.OPEN and match.role >= RoleFit.OPEN
        for match in case.inside
    )
