"""Ages: "a 14-year-old", "aged 29 and 41", "Olena Petrenko, 54, said", "a boy of 11"."""

from __future__ import annotations

from functools import lru_cache

from summariser.figures.draft import Draft
from summariser.figures.lexicon import Form, grammar, noun_senses, triggers, words
from summariser.figures.nouns import noun_sense
from summariser.figures.numerals import Numeral
from summariser.figures.tokens import Tokens
from summariser.vocabulary import FigureKind, NounClass

__all__ = ["LISTED", "read_age", "settle_age"]

LISTED = (["and"], [","], [",", "and"], ["or"])  # what stands between two ages of one list
_BOUNDS = frozenset({"under", "over", "below", "above"})
_OLDEST = 115


def settle_age(tokens: Tokens, draft: Draft, *, after: int) -> None:
    """Make a duration an age where the text says so: "aged two months", "a 300-year-old church" is none."""
    j = after + 1 if tokens.at(after) == "-" else after
    if tokens.at(j) in ("old", "olds"):
        things = words("calendar", "old_things")
        old_thing = any(tokens.at(k) in things for k in range(j + 1, j + 4))
        draft.kind = FigureKind.DURATION if old_thing else FigureKind.AGE
        draft.right = j
    elif _age_cue(tokens, draft.first) or tokens.follows(j, ("of", "age")) or _baby_of(tokens, draft.first):
        draft.kind = FigureKind.AGE


def _baby_of(tokens: Tokens, first: int) -> bool:
    if tokens.at(first - 1) == "of" and tokens.at(first - 2) == "minor":
        return True  # mostly an adjective, so no noun of ours
    sense = noun_senses().get(tokens.at(first - 2))
    if any(way.form is Form.HEAD for way in triggers().get(tokens.at(first - 2), ())):
        return False  # "the death of two of its staff"
    return (
        tokens.at(first - 1) == "of"
        and sense is not None
        and sense.noun_class is NounClass.PERSON
        and sense.singular
    )


def _age_cue(tokens: Tokens, first: int) -> bool:
    cues = words("calendar", "age_left")
    return any(" ".join(tokens.word[max(first - n, 0) : first]) in cues for n in (1, 2))


def read_age(tokens: Tokens, i: int, number: Numeral, before: Draft | None) -> Draft | None:
    """An age without a unit: "aged 29 and 41", "Olena Petrenko, 54, said", "Ahmed (32)"."""
    if tokens.at(i - 1) not in _before_ages():
        return None
    value = number.value
    if not 0 <= value <= _OLDEST or value != int(value):
        return None
    draft = Draft(i, number.last, FigureKind.AGE, value, value)
    if (
        _age_cue(tokens, i)
        or _child_of(tokens, i, number.last)
        or _apposed(tokens, i, number.last)
        or _after_age(tokens, i, before)
        or _ages_of(tokens, i, before)
        or _bounded_age(tokens, i, number.last)
    ):
        return draft
    return None


@lru_cache(maxsize=1)
def _before_ages() -> frozenset[str]:
    """What may stand right before an age without a unit."""
    cues = (cue.split()[-1] for cue in words("calendar", "age_left"))
    return frozenset({"of", ",", "(", "and", "or", *_BOUNDS, *cues})


def _bounded_age(tokens: Tokens, i: int, last: int) -> bool:
    """ "children under five", "a third of them were over 60"."""
    if tokens.at(i - 1) not in _BOUNDS or not closed_after(tokens.at(last + 1) or "."):
        return False
    sense = noun_sense(tokens, i - 2)
    people = sense is not None and sense.noun_class is NounClass.PERSON
    return people or (tokens.at(i - 2) in grammar().be and tokens.at(i - 3) != "toll")


def _child_of(tokens: Tokens, i: int, last: int) -> bool:
    """ "a boy of 11, and his father", "a woman of 28 and her son"."""
    following = tokens.at(last + 1)
    return (
        _baby_of(tokens, i)
        and tokens.at(i - 2) not in grammar().groups
        and (not following or closed_after(following) or following == "who" or following in triggers())
    )


def _after_age(tokens: Tokens, i: int, before: Draft | None) -> bool:
    """ "aged 29 and 41", "aged six and 12": the list goes on."""
    if before is None or before.kind is not FigureKind.AGE or before.right != before.last:
        return False
    between = tokens.word[before.last + 1 : i]
    following = tokens.at(i + 1)
    return between in LISTED and (not following or closed_after(following) or following in triggers())


_MOST_AGES = 5


def _ages_of(tokens: Tokens, i: int, before: Draft | None) -> bool:
    """ "two women, 52 and 67,": as many bare numbers after a comma as there are people."""
    if before is None or not before.counts or tokens.at(i - 1) != "," or i - 2 != before.right:
        return False
    if before.noun_class is not NounClass.PERSON or before.low is None or not 1 < before.low <= _MOST_AGES:
        return False
    found, j = 0, i
    while tokens.at(j).isdecimal() and int(tokens.at(j)) <= _OLDEST:
        found, j = found + 1, j + 1
        while tokens.at(j) in (",", "and") and tokens.at(j + 1).isdecimal():
            j += 1
    return found == before.low and closed_after(tokens.at(j) or ".")


def closed_after(word: str) -> bool:
    """Whether a bare number may end before this word."""
    return not word[0].isalnum() or word in _closing()


@lru_cache(maxsize=1)
def _closing() -> frozenset[str]:
    return grammar().conjunctions | grammar().be | grammar().have | grammar().prepositions


def _apposed(tokens: Tokens, i: int, last: int) -> bool:
    """A number between a name and a comma or in brackets after it."""
    opening, closing = tokens.at(i - 1), tokens.at(last + 1)
    name = i - 2
    sense = noun_sense(tokens, name)
    if (
        sense is not None
        and sense.singular
        and sense.noun_class is NounClass.PERSON
        and opening == ","
        and closing in (",", ".")
    ):
        return tokens.word[i].isdecimal()
    if not tokens.word[i].isdecimal() or not tokens.capital(name) or not tokens.at(name).isalpha():
        return False
    if tokens.text[tokens.start[name] : tokens.end[name]].isupper() and not tokens.capital(name - 1):
        return False
    if opening == "(" and closing in (")", ","):
        return tokens.capital(name - 1) or tokens.at(name - 1) not in (
            "in",
            "at",
            "from",
            "near",
            "to",
            "over",
        )
    if opening != "," or closing not in (",", ".", "and") or tokens.at(name) in words("calendar", "months"):
        return False
    in_list = (
        tokens.capital(last + 2)
        and tokens.at(last + 3) in (",", "-", ":")
        and tokens.at(last + 4)[:1].isdecimal()
    )
    return tokens.at(name - 1) not in ("in", "at", "from", "near", "to", "over", "and") and not in_list
