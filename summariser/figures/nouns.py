"""What a number counts: the noun phrase after it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from summariser.figures.clause import tail_follows
from summariser.figures.lexicon import (
    Form,
    NounSense,
    Trigger,
    compound_heads,
    grammar,
    noun_codes,
    noun_senses,
    triggers,
    verb_triggers,
    words,
)
from summariser.figures.numerals import opens_number
from summariser.figures.tokens import Tokens
from summariser.vocabulary import NounClass, Role, Thing

__all__ = ["NounPhrase", "closed", "noun_sense", "partitive", "read_noun"]

_THINGS = {
    NounClass.AIRCRAFT: Thing.AIRCRAFT,
    NounClass.MISSILE: Thing.MISSILES,
    NounClass.DRONE: Thing.DRONES,
    NounClass.VEHICLE: Thing.VEHICLES,
}
_CODE = re.compile(r"\A([^\W\d_]+(?:/[^\W\d_]+)?)-?\d+[^\W\d_]*(?:/\d+)*")
_REACH = 9  # "12 heavily armed Russian marine infantry soldiers"
_UNKNOWN = NounSense(NounClass.OTHER, Thing.OTHER, singular=False, plural=True, describing=False, known=False)


class NounPhrase(NamedTuple):
    """The head noun of a number, from token `first` to `last`."""

    first: int
    last: int
    sense: NounSense


@lru_cache(maxsize=1)
def _closed_words() -> frozenset[str]:
    closing = ("be", "have", "modal", "prepositions", "determiners", "conjunctions", "pronouns")
    others = ("speech", "negations", "adverbs", "weekdays")
    groups = (*closing, *others)
    return frozenset().union(*(words("grammar", group) for group in groups)) - grammar().adjectives - {"us"}


def closed(word: str) -> bool:
    """Whether a noun phrase cannot go on over this word or mark."""
    if not word or word in _closed_words():
        return True
    return not word[0].isalnum() and word not in ("'s", '"', "'")


def noun_sense(tokens: Tokens, i: int) -> NounSense | None:
    """What the word at `i` means as a noun, alone or with the word before it."""
    senses, word, before = noun_senses(), tokens.at(i), tokens.at(i - 1)
    sense = senses.get(word)
    if before == "-" and i > 1:
        return senses.get(f"{tokens.word[i - 2]}-{word}", sense)
    sense = sense or _unlisted_sense(word)
    return senses.get(f"{before} {word}", sense) if word in compound_heads() and i > 0 else sense


@lru_cache(maxsize=4_096)
def _unlisted_sense(word: str) -> NounSense | None:
    """What a word means that no list holds: a code, or people by its ending."""
    if word and word[-1] != "e" and not word.isalpha():
        return _code_sense(word)
    if len(word) > 6 and word.endswith(("ists", "ians", "men", "women")):
        return NounSense(NounClass.PERSON, Thing.PEOPLE, singular=False, plural=True, describing=False)
    return None


def _code_sense(word: str) -> NounSense | None:
    """What a code names, by its letters: "two F-16s", "three Kh-101s"."""
    match = _CODE.fullmatch(word)
    if match is None:
        return None
    name = noun_codes().get(match[1])
    plural = word.endswith("s") and not word.endswith("ms")
    return (
        None
        if name is None
        else NounSense(name, _THINGS[name], singular=not plural, plural=True, describing=True)
    )


def partitive(tokens: Tokens, i: int) -> int:
    """Where the noun begins if "of", "of the", "of its", "of the country's" stands at token `i`; else `i`."""
    if tokens.at(i) != "of":
        return i
    j = i + 1
    while tokens.at(j) in ("the", "its", "his", "her", "their", "our", "my", "these", "those", "all"):
        j += 1
    for k in range(j, min(j + 4, len(tokens.word))):
        if tokens.word[k] == "'s" or (tokens.word[k] == "'" and tokens.at(k - 1).endswith("s")):
            return k + 1
        if closed(tokens.word[k]):
            break
    return j


def read_noun(tokens: Tokens, i: int, *, one: bool) -> NounPhrase | None:
    """The noun phrase that begins at token `i`, counted by one or by more.

    After a number other than one the head is the first plural; after one, the last of a run of singulars
    ("one apartment building"). A phrase of unknown words has its last plural-looking word as head.
    """
    head: NounPhrase | None = None
    unknown, fallback = -1, None
    for j in range(i, min(i + _REACH, len(tokens.word))):
        if j > i and tokens.word[j].isdecimal() and _is_number(tokens, j):
            break  # "3 dead 11 injured"
        sense = noun_sense(tokens, j)
        if sense is not None and _is_prefixed(tokens, j):
            sense = None
        if sense is not None and (sense.singular if one else sense.plural) and not _stays(tokens, j, head):
            head = NounPhrase(j, j, _in_the_air(tokens, j, sense))
            continue
        if head is not None and one and _is_event_word(tokens, j) and j == head.last + 1:
            return None  # "a Russian strike", "1 missile strike"
        if head is not None and not head.sense.describing and not _compound_goes_on(tokens, j, one=one):
            break
        if sense is not None and sense.singular and not sense.describing:
            fallback = NounPhrase(j, j, sense)
        bridged = j > i and head is None and _bridges(tokens, j)
        if not bridged if _ends(tokens, j) else _is_verb(tokens, j):
            break
        if (
            head is None
            and not bridged
            and _may_head(tokens.word[j])
            and not _looks_plural(tokens.at(unknown))
        ):
            unknown = j
    return head or _second_best(tokens, i, fallback, unknown)


def _compound_goes_on(tokens: Tokens, j: int, *, one: bool) -> bool:
    """ "a UAV control point", "two weapons storage facilities": the noun of a place is the head."""
    if closed(tokens.word[j]) or not tokens.word[j].isalpha() or _is_acted(tokens.word[j]):
        return False
    sense = noun_sense(tokens, j + 1)
    built = sense is not None and sense.noun_class in (NounClass.PLACE, NounClass.BUILDING)
    return built and sense is not None and (sense.singular if one else sense.plural)


def _in_the_air(tokens: Tokens, j: int, sense: NounSense) -> NounSense:
    """ "two Su-30 fighters": what the code names, and nobody who fights."""
    if tokens.word[j] not in ("fighter", "fighters"):
        return sense
    before = noun_sense(tokens, j - 1)
    return before if before is not None and before.noun_class is NounClass.AIRCRAFT else sense


def _is_acted(word: str) -> bool:
    return word in verb_triggers()


def _is_prefixed(tokens: Tokens, j: int) -> bool:
    """ "an anti-ship cruise missile": the ship is no head; nor are aircraft in "72 aircraft-type drones"."""
    if tokens.at(j - 1) == "-" and tokens.at(j - 2) in ("anti", "counter"):
        return True
    if tokens.at(j + 1) != "-" or not (tokens.glued(j) and tokens.glued(j + 1)):
        return False
    return tokens.at(j + 2) not in ("of", "in", "to", "and", "turned")


def _is_number(tokens: Tokens, j: int) -> bool:
    """Whether another number begins, and no measure that describes: "two 122 mm rockets"."""
    if tokens.glued(j):
        return False
    return not (tokens.at(j + 1) == "-" or tokens.at(j + 1) in words("units", "calibre"))


def _is_event_word(tokens: Tokens, j: int) -> bool:
    """Whether the word is rather the noun of an act than its verb: "strike", "attack"."""
    forms = {way.form for way in triggers().get(tokens.word[j], ())}
    return Form.BASE in forms and Form.PAST not in forms


def _second_best(tokens: Tokens, i: int, singular: NounPhrase | None, unknown: int) -> NounPhrase | None:
    """Where no fitting noun stands: a known singular ("5 UAV"), else the unknown word ("12 Alawites")."""
    if singular is not None and not _looks_plural(tokens.at(unknown)):
        return singular
    verbal = tokens.at(i).endswith("ing") and len(tokens.at(i)) > len("being")  # "36 serving life terms"
    return NounPhrase(unknown, unknown, _UNKNOWN) if unknown >= 0 and not verbal else None


def _stays(tokens: Tokens, j: int, head: NounPhrase | None) -> bool:
    """Whether the head found before stays the head although `j` is a noun too: "five men target ..."."""
    if head is None or head.sense.describing:
        return False
    sense = noun_sense(tokens, j)
    event = sense is not None and sense.noun_class is NounClass.EVENT
    acts = any(way.form not in (Form.THIRD, Form.HEAD) for way in triggers().get(tokens.word[j], ()))
    return head.last != j - 1 or (acts and not event)


def _ends(tokens: Tokens, j: int) -> bool:
    if tokens.word[j] == "-":
        return not (tokens.glued(j) and tokens.glued(j - 1))
    if j > 1 and tokens.word[j - 1] == "-" and tokens.glued(j - 1) and tokens.glued(j - 2):
        return False  # "six pick-up trucks"
    return closed(tokens.word[j])


def _is_verb(tokens: Tokens, j: int) -> bool:
    """Whether the word acts rather than describes: "three hit a school", but "three wounded men"."""
    word = tokens.word[j]
    if word not in verb_triggers() or _is_hyphenated(tokens, j):
        return False
    if tokens.at(j - 1) in ("a", "an"):
        return False  # "a downed drone"
    ways = triggers()[word]
    if word in grammar().never_adjectives:
        return True
    if any(_is_whole(tokens, j, way) for way in ways):
        return True  # "nine required hospital treatment", "one taken prisoner"
    if tokens.at(j + 1) == "and" and tokens.at(j + 2).endswith("ing"):
        return True  # "leaving 35 hurt and starting fires"
    for k in (j + 1, j + 2):
        if closed(tokens.at(k)):
            return not (k == j + 1 and tokens.at(k) in ("and", "or") and _noun_near(tokens, k))
        sense = noun_sense(tokens, k)
        if sense is not None:  # "12 strike targets", but "12 strike drones"
            aimed = sense.noun_class in (NounClass.PLACE, NounClass.BUILDING)
            return aimed and any(way.form is Form.BASE and way.act.role is Role.STRUCK for way in ways)
    return True


def _is_hyphenated(tokens: Tokens, j: int) -> bool:
    """Whether the word is a part of another: "six pick-ups"."""
    begins = tokens.at(j + 1) == "-" and tokens.glued(j) and tokens.glued(j + 1)
    return tokens.at(j - 1) == "-" or begins


def _is_whole(tokens: Tokens, j: int, way: Trigger) -> bool:
    """Whether the word is the verb of an act that has more words, and they follow."""
    verbal = way.form in (Form.PAST, Form.PARTICIPLE, Form.BECOME) and bool(way.tail)
    return verbal and tail_follows(tokens, j, way)


def _bridges(tokens: Tokens, j: int) -> bool:
    """Whether a list of modifiers goes on over "and": "405 strike and decoy drones"."""
    if tokens.word[j] not in ("and", "or", ",", "&", "/") or opens_number(tokens, j + 1):
        return False
    done = any(way.form in (Form.PAST, Form.STATE) for way in triggers().get(tokens.at(j - 1), ()))
    return not done and _noun_near(tokens, j)


def _noun_near(tokens: Tokens, j: int) -> bool:
    before = noun_senses().get(tokens.at(j - 1))
    if before is not None and before.plural:
        return False
    for k in (j + 1, j + 2, j + 3):
        if closed(tokens.at(k)) or not tokens.at(k)[0].isalpha():
            return False
        sense = noun_sense(tokens, k)
        if sense is not None and sense.plural:
            return True
    return False


def _may_head(word: str) -> bool:
    return word[0].isalpha() and not word.endswith(("ly", "ed")) and word not in grammar().believed


def _looks_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
