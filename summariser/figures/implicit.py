"""Numbers nobody wrote: "a mother", "another", "his wife", "no casualties", "nobody"."""

from __future__ import annotations

from functools import lru_cache

from summariser.figures.counted import take_noun
from summariser.figures.draft import Draft
from summariser.figures.figure import Tier
from summariser.figures.hedges import hedge_left
from summariser.figures.lexicon import Form, NounSense, grammar, table, triggers
from summariser.figures.nouns import closed, noun_sense, read_noun
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import FigureKind, NounClass, Thing

__all__ = ["DEFINITE", "definite_singles", "implicit_words", "read_implicit"]

_ARTICLES = frozenset({"a", "an", "another"})
_POSSESSIVES = frozenset({"his", "her", "their"})
DEFINITE = frozenset({"the", "its"})
_NOTHING = frozenset({"no", "nobody", "none", "neither", "without"})
_LOSSES = frozenset(
    {
        "casualties",
        "injuries",
        "deaths",
        "fatalities",
        "casualty",
        "losses",
        "damage",
        "victims",
        "wounded",
        "dead",
        "injury",
        "destruction",
        "survivors",
    }
)
_SCALES = frozenset(
    {
        "hundred", "thousand", "million", "billion", "dozen", "few", "couple", "pair", "handful", "number",
        "large", "total", "lakh", "crore",
    }
)  # fmt: skip
_GROWN = 18
_ALONE = frozenset({"one", "died", "suffered", "remains", "remained", "lost", ","})
_WOUNDS = frozenset({"injury", "wound"})
_COUNTED = frozenset(
    {
        NounClass.PERSON,
        NounClass.DRONE,
        NounClass.MISSILE,
        NounClass.BOMB,
        NounClass.AIRCRAFT,
        NounClass.BUILDING,
        NounClass.VEHICLE,
        NounClass.SHIP,
        NounClass.PLACE,
    }
)


@lru_cache(maxsize=1)
def implicit_words() -> frozenset[str]:
    """The words that may hide a number."""
    return _ARTICLES | _POSSESSIVES | _NOTHING


def definite_singles(tokens: Tokens) -> list[int]:
    """Where "the driver", "its 47-year-old driver", "the night watchman" begin: one, new to the reader."""
    roles = grammar().single_roles
    if roles.isdisjoint(tokens.word):
        return []
    return [i for i, word in enumerate(tokens.word) if word in DEFINITE and _names_one(tokens, i)]


def _names_one(tokens: Tokens, i: int) -> bool:
    j = _over_age(tokens, i + 1)
    return not grammar().single_roles.isdisjoint(tokens.word[j : j + 2])


def read_implicit(tokens: Tokens, i: int) -> Draft | None:
    """The number hidden in the word at `i`, or null."""
    word = tokens.word[i]
    if word in _NOTHING:
        return _read_zero(tokens, i)
    if word in _POSSESSIVES or word in DEFINITE:
        return _read_kin(tokens, i)
    return _read_article(tokens, i)


def _read_article(tokens: Tokens, i: int) -> Draft | None:
    word = tokens.word[i]
    following = tokens.at(i + 1)
    couple = i + 1 if following == "couple" else i + 2
    if tokens.at(couple) == "couple" and tokens.at(couple + 1) != "of":
        return Draft(
            i,
            couple,
            FigureKind.COUNT,
            2,
            2,
            noun="couple",
            noun_class=NounClass.PERSON,
            thing=Thing.PEOPLE,
            noun_first=couple,
            noun_last=couple,
            tier=Tier.IMPLICIT,
        )
    if following in _SCALES:
        return None
    if word == "another":
        return _read_another(tokens, i)
    if tokens.at(i - 1) == "not" and following == "single":
        return _read_zero(tokens, i + 1)  # "not a single person was hurt"
    if _is_one_more(tokens, i):
        return Draft(i, i + 1, FigureKind.COUNT, 1, 1, additional=True, tier=Tier.IMPLICIT)
    return _read_moment(tokens, i) or _read_single(tokens, i)


def _read_single(tokens: Tokens, i: int) -> Draft | None:
    """ "a mother", "a 14-year-old boy", "a drone"."""
    phrase = read_noun(tokens, _over_age(tokens, i + 1), one=True)
    if phrase is None and _over_age(tokens, i + 1) > i + 1:
        return _read_aged(tokens, i)
    if phrase is None or not phrase.sense.singular or phrase.sense.noun_class not in _COUNTED:
        return None
    if tokens.at(phrase.last + 1) == "'s" or tokens.word[phrase.last] in _WOUNDS:
        return None  # "a radio station's report", "with a blast injury"
    if phrase.sense.noun_class is NounClass.PERSON and _speaks(tokens, phrase.last + 1):
        return None
    draft = Draft(i, i, FigureKind.COUNT, 1, 1, tier=Tier.IMPLICIT)
    take_noun(tokens, draft, phrase)
    return draft


def _is_one_more(tokens: Tokens, i: int) -> bool:
    """ "Two jawans were killed and a third was injured", "injuries to a third when ..."."""
    ordinal = tokens.at(i + 1) in ("second", "third", "fourth", "fifth", "sixth", "seventh")
    following = tokens.at(i + 2)
    alone = following in grammar().be or following in _ALONE
    return ordinal and (alone or tokens.at(i - 1) in ("to", "wounding", "injuring", "killing"))


def _read_aged(tokens: Tokens, i: int) -> Draft | None:
    """ "a 16-year-old": somebody of that age."""
    if tokens.at(i + 4) not in ("old",) and tokens.at(i + 5) != "old":
        return None
    age, last = tokens.at(i + 1), i + 5
    draft = Draft(i, i, FigureKind.COUNT, 1, 1, tier=Tier.IMPLICIT, noun_class=NounClass.PERSON, right=last)
    draft.thing = Thing.CHILDREN if age.isdecimal() and int(age) < _GROWN else Thing.PEOPLE
    draft.noun_first = draft.noun_last = last
    draft.noun = tokens.text[tokens.start[i + 1] : tokens.end[last]]
    return draft


def _speaks(tokens: Tokens, i: int) -> bool:
    """ "a resistance official and residents said": who speaks is no victim."""
    speech = _speaking()
    return any(
        tokens.at(j) in speech
        for j in (i, i + 1, i + 2)
        if not any(mark in STOPS or mark == "," for mark in tokens.word[i:j])
    )


@lru_cache(maxsize=1)
def _speaking() -> frozenset[str]:
    return grammar().speech - {"reported", "reports"}


def _over_age(tokens: Tokens, i: int) -> int:
    """Over "58-year-old", so that the noun after it is found."""
    if tokens.at(i + 1) == "-" and tokens.at(i + 4) == "old":
        return i + 5
    return i


def _read_another(tokens: Tokens, i: int) -> Draft | None:
    """ "another injured", "another woman"; "another 66 people" is the number's own matter."""
    following = tokens.at(i + 1)
    if following[:1].isdecimal() or following in _number_words():
        return None
    draft = Draft(i, i, FigureKind.COUNT, 1, 1, additional=True, tier=Tier.IMPLICIT)
    if any("person" in way.act.befalls for way in triggers().get(following, ())) or following in (
        "was",
        "is",
    ):
        return draft if tokens.at(i - 1) not in ("one", "yet") else None
    if (not following or not following[0].isalnum()) and _harms(tokens, i - 1):
        return draft  # "killing one person and injuring another"
    if following in (",", "with") and tokens.at(i - 1) in ("while", "and", "but"):
        return draft  # "while another, with a bullet wound, was evacuated"
    phrase = read_noun(tokens, i + 1, one=True)
    if phrase is None or not phrase.sense.singular or phrase.sense.noun_class not in _COUNTED:
        return None
    take_noun(tokens, draft, phrase)
    return draft


def _harms(tokens: Tokens, i: int) -> bool:
    ways = triggers().get(tokens.at(i), ())
    return any(way.form in (Form.ACTIVE, Form.PAST) and "person" in way.act.befalls for way in ways)


@lru_cache(maxsize=1)
def _number_words() -> frozenset[str]:
    data = table("numerals")
    found: set[str] = {"dozen", "hundred", "several", "few"}
    for key in ("units", "tens"):
        section = data[key]
        assert isinstance(section, dict)
        found.update(section)
    return frozenset(found)


def _read_moment(tokens: Tokens, i: int) -> Draft | None:
    """ "a day earlier", "more than an hour"."""
    unit = tokens.at(i + 1)
    if unit not in ("second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "century"):
        return None
    hedged = tokens.at(i - 1) in (
        "than",
        "about",
        "almost",
        "nearly",
        "least",
        "within",
        "for",
        "over",
        "around",
        "under",
        "in",
    )
    if not hedged and tokens.at(i + 2) not in ("earlier", "later", "ago", "before", "after", "long"):
        return None
    value = {"decade": 10, "century": 100}.get(unit, 1)
    draft = Draft(i, i, FigureKind.DURATION, value, value, right=i + 1, tier=Tier.IMPLICIT)
    draft.noun = unit
    hedge_left(tokens, draft, floor=0)
    return draft


def _read_kin(tokens: Tokens, i: int) -> Draft | None:
    """ "his wife", "their three-year-old daughter", "the driver"."""
    phrase = read_noun(tokens, _over_age(tokens, i + 1), one=True)
    if phrase is None or not phrase.sense.singular or phrase.sense.noun_class is not NounClass.PERSON:
        return None
    if tokens.at(phrase.last + 1) == "'s" or _speaks(tokens, phrase.last + 1):
        return None
    draft = Draft(i, i, FigureKind.COUNT, 1, 1, tier=Tier.IMPLICIT)
    take_noun(tokens, draft, phrase)
    return draft


def _last_of_no_one(tokens: Tokens, i: int) -> int:
    """Where "no one" or "no-one" ends; `i` for any other word."""
    if tokens.word[i] != "no":
        return i
    return i + 1 if tokens.at(i + 1) == "one" else i + 2 * tokens.follows(i + 1, ("-", "one"))


def _read_zero(tokens: Tokens, i: int) -> Draft | None:
    """ "no casualties", "no one was injured", "nobody", "none of the staff", "without casualties"."""
    word, following = tokens.word[i], tokens.at(i + 1)
    last = _last_of_no_one(tokens, i)
    draft = Draft(i, last, FigureKind.COUNT, 0, 0, tier=Tier.VAGUE)
    if word == "neither" and following != "of":
        return None
    if last > i or word in ("nobody", "none", "neither"):
        draft.noun_class = NounClass.PERSON
        return draft
    if following in ("longer", "more", "less", "fewer", "matter", "doubt"):
        return None
    for j in range(i + 1, min(i + 6, len(tokens.word))):
        noun = tokens.word[j]
        if noun == "damage" and tokens.at(j + 1) in ("or", "and", ",") and tokens.at(j + 2) in _LOSSES:
            continue  # "no damage or casualties": the people matter more
        if noun in _LOSSES:
            sense = noun_sense(tokens, j) or NounSense(
                NounClass.OTHER, Thing.OTHER, singular=True, plural=True, describing=False
            )
            draft.noun, draft.noun_class, draft.thing = noun, sense.noun_class, sense.thing
            draft.noun_first = draft.noun_last = draft.right = j
            return draft
        if closed(noun) and noun not in ("or", "reported", "confirmed"):
            break
    if word == "without":
        return None
    phrase = read_noun(tokens, i + 1, one=False) or read_noun(tokens, i + 1, one=True)
    if (
        phrase is None
        or phrase.sense.noun_class is NounClass.OTHER
        or phrase.sense.noun_class is NounClass.EVENT
    ):
        return None
    take_noun(tokens, draft, phrase)
    return draft
