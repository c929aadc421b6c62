"""One of something, told without a numeral: "a soldier was killed", "seven homes and a chapel"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summariser.checks.case import Case
from summariser.checks.fit import Match
from summariser.figures.lexicon import noun_senses
from summariser.vocabulary import Role, Thing

__all__ = ["ONE", "are_spared", "counts_people", "is_joined_single", "is_one_of", "singles", "told_singly"]


def told_singly(case: Case) -> str | None:
    """The word that tells of one such thing after an article, or a singular verb: "a soldier was killed"."""
    named = next((word for word in singles(case.cited_text()) if is_one_of(case, word)), None)
    if named is not None or not counts_people(case):
        return named
    said = [*_SAID_OF_ONE.finditer(case.cited_text().lower()), *_NAMED_ONE.finditer(case.cited_text())]
    words = (word for found in said for word in found[1].split())
    return next(
        (word for word in words if case.table.has_cue(case.stated.claim.role, frozenset({word}))), None
    )


def are_spared(case: Case) -> bool:
    """Does the evidence say that nobody was hurt, and tell of nobody who was?"""
    harmed = case.stated.low == 0 and case.stated.claim.role in (Role.KILLED, Role.INJURED)
    return harmed and counts_people(case) and case.table.spares(case.words()) and not case.rivals()


def is_joined_single(case: Case, other: Match) -> bool:
    """Does "and" join one such thing to a number of them: "seven homes and a chapel"?"""
    body, figure = case.text.article.body, other.figure
    after = _AND_ONE.match(body, figure.full_end)
    before = _ONE_AND.search(body, max(figure.full_start - _REACH, 0), figure.full_start)
    phrases = [found[1].lower().split() for found in (after, before) if found is not None]
    return any(is_one_of(case, word) for words in phrases for word in words)


def is_one_of(case: Case, word: str) -> bool:
    """Is the word the name of one such thing as is claimed?"""
    of = case.stated.claim.of
    if word in case.table.rows.one.get(of, frozenset()):
        return True
    sense, row = noun_senses().get(word), case.table.thing(of)
    if of is Thing.OTHER:
        return sense is None or (sense.singular and sense.thing is of)
    if sense is None or not sense.singular:
        return False
    return sense.thing in row.things or (sense.noun_class in row.classes and sense.thing is not Thing.OTHER)


def singles(text: str) -> Iterator[str]:
    """The words of a noun phrase after an article, and what a line tells of first without one."""
    for found in ONE.finditer(text):
        yield from re.findall(r"[\w'’-]+", found[1].lower())
    for found in _BARE_ONE.finditer(text):
        yield found[1].lower()


def counts_people(case: Case) -> bool:
    """Is the claim one of people, of whatever kind?"""
    return case.stated.claim.of in _PEOPLE


ONE = re.compile(
    r"\b(?:a|an|another|one|the|his|her|their|its|our|my)\s{1,4}(?=((?:[\w'’-]{1,30},?\s{1,4}){0,4}+[\w'’-]{1,30}))",
    re.IGNORECASE,
)
_REACH = 60
# A singular verb: "the vice-principal was shot dead".
_SAID_OF_ONE = re.compile(r"\b(?:was|has\ been|is)\s((?:[a-z]{1,20}\s){0,3}[a-z]{2,20})\b")
# A name that died: "Lance Corporal Andrii Shevchuk, 33, from Berdychiv, who fell near Siversk".
_NAMED_ONE = re.compile(
    r"""
    \b [A-Z][a-z'’-]{1,30} \s [A-Z][a-z'’-]{1,30} (?: ,\s [^.,;]{1,30} ){0,2} ,?\s (?:who\s)?
    (died|fell|perished|drowned|succumbed) \b
    """,
    re.VERBOSE,
)
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
