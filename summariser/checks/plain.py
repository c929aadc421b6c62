"""What the evidence may say although no figure was read so: a reason to look at a claim, not to distrust it.

Reading a number's noun and role is the hard part. These scans lean on neither, so that a claim whose number
does stand there, or is told in persons, is never called wrong for what may be a misreading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summariser.checks.case import Case
from summariser.checks.fit import Match, RoleFit, ThingFit
from summariser.checks.stated import Shape
from summariser.figures.figure import Number, Tier
from summariser.figures.lexicon import noun_senses, table
from summariser.figures.numerals import number_from_words
from summariser.vocabulary import NounClass, Role, Thing

__all__ = ["are_spared", "is_joined_single", "is_told_singly", "may_be_told"]


def may_be_told(case: Case) -> str | None:
    """Why the stated number may be told after all, as a note says it; none where nothing speaks for it."""
    value = case.stated.low
    if case.stated.shape is not Shape.POINT or value is None:
        return None
    if any(number == value for number in _unread_numbers(case)):
        return "it is printed there, but not read as a count"
    if value == 0 and _NEGATION.search(_cited(case)):
        return "something is denied there"
    speaks = case.table.has_cue(case.stated.claim.role, case.words())
    if speaks and _REST.search(_cited(case)):
        return "a rest is told of there without a number"
    if speaks and value == 1 and (_tells_of_no_such_count(case) or is_told_singly(case)):
        return "one of something is seldom printed as a number"
    if _counts_people(case) and 1 <= value <= _MOST_IMPLIED and _are_implied(case, value):
        return "persons are told of there without a numeral"
    if 1 < value <= _MOST_SINGLES and sum(_is_one_of(case, word) for word in _singles(_cited(case))) >= value:
        return "as many are told of there singly"
    return None


def is_told_singly(case: Case) -> bool:
    """Does the evidence tell of one such thing singly, after an article: "a soldier was killed"?"""
    if any(_is_one_of(case, word) for word in _singles(_cited(case))):
        return True
    said = _SAID_OF_ONE.finditer(_cited(case).lower()) if _counts_people(case) else ()
    return any(case.table.has_cue(case.stated.claim.role, frozenset({found[1]})) for found in said)


def are_spared(case: Case) -> bool:
    """Does the evidence say that nobody was hurt, and tell of nobody who was?"""
    harmed = case.stated.low == 0 and case.stated.claim.role in (Role.KILLED, Role.INJURED)
    return harmed and _counts_people(case) and case.table.spares(case.words()) and not case.rivals()


def is_joined_single(case: Case, other: Match) -> bool:
    """Does "and" join one such thing to a number of them: "seven homes and a chapel"?"""
    body, figure = case.text.article.body, other.figure
    after = _AND_ONE.match(body, figure.full_end)
    before = _ONE_AND.search(body, max(figure.full_start - _REACH, 0), figure.full_start)
    phrases = [found[1].lower().split() for found in (after, before) if found is not None]
    return any(_is_one_of(case, word) for words in phrases for word in words)


def _is_one_of(case: Case, word: str) -> bool:
    of = case.stated.claim.of
    if word in case.table.rows.one.get(of, frozenset()):
        return True
    sense, row = noun_senses().get(word), case.table.thing(of)
    if of is Thing.OTHER:
        return sense is None or (sense.singular and sense.thing is of)
    if sense is None or not sense.singular or of is Thing.PEOPLE:
        return False
    return sense.thing in row.things or (sense.noun_class in row.classes and sense.thing is not Thing.OTHER)


def _singles(text: str) -> Iterator[str]:
    """The words of a noun phrase after an article, and what a line tells of first without one."""
    for found in _ONE.finditer(text):
        yield from found[1].lower().split()
    for found in _BARE_ONE.finditer(text):
        yield found[1].lower()


_MOST_IMPLIED = 12
_MOST_SINGLES = 3
_NEGATION = re.compile(
    r"\b(?:no|not|none|nobody|without|never|unharmed|unhurt|unscathed|alive|safe|survived)\b|n['’]t\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:the\ (?:rest|remainder|others)|the\ remaining)\b(?!\ of\ the\ day)", re.IGNORECASE)
_NUMERAL = re.compile(
    r"(?<![\w.,/-]) (?: \d{1,3}(?:[,\ \u00a0\u202f]\d{3}){1,4} | \d{1,12} ) (?![\w/%-]|[.,]\d)", re.VERBOSE
)
_NAME = re.compile(r"\b[A-Z][a-z]{1,30}\s[A-Z][a-z]{1,30}\b")
_ONE = re.compile(
    r"\b(?:a|an|another|one|the|his|her|their|its)\s{1,4}(?=((?:[\w'’-]{1,30}\s{1,4}){0,3}+[\w'’-]{1,30}))",
    re.IGNORECASE,
)
_REACH = 60
# A singular verb: "the vice-principal was shot dead".
_SAID_OF_ONE = re.compile(r"\b(?:was|has\ been|is)\s(?:[a-z]{1,20}\s){0,1}([a-z]{2,20})\b")
_AND_ONE = re.compile(
    r"""
    (?: ,\s [^.;]{0,50}? )? \s (?:and|as\ well\ as|plus) \s (?:an?|one|the|its|his|her|their) \s
    ( (?:[\w'’-]{1,30}\ ){0,2} [\w'’-]{1,30} )
    """,
    re.VERBOSE,
)
_ONE_AND = re.compile(
    r"""
    \b (?:an?|one|the|its|his|her|their) \s ( (?:[\w'’-]{1,30}\ ){0,2} [\w'’-]{1,30} ) \s
    (?:and|as\ well\ as|plus) \s \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LISTED_ONE = re.compile(r"(?:[,:–—-]|\band)\s{1,4}([a-z]{2,30})\b")  # "a family – father, mother and son"
# Without an article, as headlines and live blogs write: "vessel hit by 2 projectiles", "woman, 35, wounded".
_BARE_ONE = re.compile(
    r"""
    (?: \A | [\n:;.|–—-] \s{0,3} ) (?: [\w'’-]{1,30} \s ){0,3}? ([A-Za-z]{2,30})
    (?= \s (?:among|hit|killed|dies|died|dead|hurt|injured|wounded|struck|sunk|damaged|destroyed|shot
          |found|missing)\b
      | ,\s?\d{1,2}\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PEOPLE = frozenset(
    {
        Thing.PEOPLE, Thing.CHILDREN, Thing.WOMEN, Thing.MEN, Thing.CIVILIANS, Thing.SOLDIERS,
        Thing.PRISONERS, Thing.BODIES,
    }
)  # fmt: skip


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


def _counts_people(case: Case) -> bool:
    return case.stated.claim.of in _PEOPLE


def _are_implied(case: Case, value: Number) -> bool:
    """As many persons as stated, or as many as the printed numbers of people leave open."""
    implied = _persons(case)
    figures = [match.figure for match in case.inside if match.figure.tier is Tier.EXPLICIT]
    printed = [f.value or 0 for f in figures if f.noun_class is NounClass.PERSON and f.subset_of is None]
    return implied >= value or 1 <= value - sum(printed) <= implied


def _persons(case: Case) -> int:
    """Persons told of singly ("a man", "his wife"), and names of two words."""
    text, one = _cited(case), case.table.rows.one[Thing.PEOPLE]
    singles = sum(not one.isdisjoint(found[1].lower().split()) for found in _ONE.finditer(text))
    listed = sum(found[1] in one for found in _LISTED_ONE.finditer(text.lower()))
    return singles + listed + len(set(_NAME.findall(text)))


def _tells_of_no_such_count(case: Case) -> bool:
    """No number of such things with such a role is printed there: what is told of may be told singly."""
    return not any(
        match.is_count and match.thing >= ThingFit.OPEN and match.role >= RoleFit.OPEN
        for match in case.inside
    )


def _cited(case: Case) -> str:
    body = case.text.article.body
    return " ".join(body[start:end] for start, end in case.cited.spans)
