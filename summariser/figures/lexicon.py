"""The words of this room, read once from its data files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache, lru_cache
from typing import cast

from summariser.resources import data_table
from summariser.vocabulary import NounClass, Role, Thing

__all__ = [
    "Act",
    "Form",
    "Grammar",
    "NounSense",
    "Phrase",
    "Trigger",
    "compound_heads",
    "grammar",
    "head_triggers",
    "noun_codes",
    "noun_senses",
    "own_roles",
    "past_triggers",
    "phrases",
    "table",
    "triggers",
    "verb_triggers",
    "words",
    "words_of",
]

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NounSense:
    """What a noun form means: class, thing, and whether this form is singular, plural or both."""

    noun_class: NounClass
    thing: Thing
    singular: bool
    plural: bool
    describing: bool
    known: bool = True  # false: no list holds the noun


class Form(Enum):
    """How a word of an act stands to what suffers it."""

    BASE = "base"  # "to kill 20": a verb only after "to", "will", "they"; else a noun ("the attack")
    THIRD = "third"  # "kills 20": a verb only right before the sufferer; else a noun ("strikes")
    ACTIVE = "active"  # "killing 20": the sufferer is to the right
    PAST = "past"  # "killed 20", but also "20 killed", "20 were killed"
    PARTICIPLE = "participle"  # "20 were slain"
    BECOME = "become"  # "20 died": the sufferer is to the left
    STATE = "state"  # "20 dead", "20 are missing"
    HEAD = "head"  # "the death of 20", "death toll: 20"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that befalls what a number counts."""

    role: Role
    befalls: frozenset[str]  # noun classes; things or nouns where the class is too wide ("bodies", "lives")
    weak: bool
    nouns: frozenset[str]
    beside: frozenset[str] = frozenset()  # one of these must stand in the same sentence; none asks for none
    is_narrow: bool = False  # said of certain nouns only: such an act goes before one of a whole class


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says an act: `tail` must follow it (for a head: must precede it)."""

    act: Act
    form: Form
    tail: Phrase
    loose: bool  # other words may stand before the tail: "suffered minor injuries"
    parts: bool = False  # a particle that makes another verb: what burned down burned nobody


def table(name: str) -> Mapping[str, object]:
    """A data file of this room, for example `hedges`."""
    return data_table(f"figures/{name}.toml")


@cache
def words(name: str, key: str) -> frozenset[str]:
    """A list of single words of a data file."""
    return frozenset(cast(Iterable[str], table(name)[key]))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lists of single words of `grammar.toml`, by their names."""

    abbreviations: frozenset[str]
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    asides: frozenset[str]
    assaults: frozenset[str]
    be: frozenset[str]
    believed: frozenset[str]
    changes: frozenset[str]
    clause_ends: frozenset[str]
    conjunctions: frozenset[str]
    determiners: frozenset[str]
    equates: frozenset[str]
    figures: frozenset[str]
    forces: frozenset[str]
    glued: frozenset[str]
    gravely: frozenset[str]
    groups: frozenset[str]
    have: frozenset[str]
    homes: frozenset[str]
    measures: frozenset[str]
    modal: frozenset[str]
    negations: frozenset[str]
    never_adjectives: frozenset[str]
    old_marks: frozenset[str]
    participles: frozenset[str]
    parts: frozenset[str]
    place_prepositions: frozenset[str]
    prepositions: frozenset[str]
    pronouns: frozenset[str]
    puts: frozenset[str]
    reversals: frozenset[str]
    rises: frozenset[str]
    shares: frozenset[str]
    single_roles: frozenset[str]
    speech: frozenset[str]
    stands: frozenset[str]
    superlatives: frozenset[str]
    swaps: frozenset[str]
    weekdays: frozenset[str]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The lists, read once."""
    return Grammar(**{field.name: words("grammar", field.name) for field in fields(Grammar)})


def phrases(entries: Iterable[str]) -> list[Phrase]:
    """Entries as tuples of words, the longest first."""
    return sorted((tuple(entry.split()) for entry in entries), key=len, reverse=True)


def _plural(noun: str) -> str:
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _noun_forms(entry: str) -> Iterator[tuple[str, bool, bool]]:
    singular, slash, plural = entry.partition("/")
    if not slash:
        plural = _plural(singular)
    if slash and not plural:
        yield singular, True, True
        return
    if singular:
        yield singular, True, False
    yield plural, False, True


@lru_cache(maxsize=1)
def noun_senses() -> Mapping[str, NounSense]:
    """Every known noun form, one word or two, with its sense. The first entry of a form wins."""
    data = cast(Mapping[str, Mapping[str, Sequence[str]]], table("nouns"))
    flags = data["flags"]
    describing, plural_only = set(flags["describing"]), set(flags["plural_only"])
    senses: dict[str, NounSense] = {}
    for noun_class in NounClass:
        for thing, entries in data.get(noun_class.value, {}).items():
            for entry in entries:
                stem = entry.partition("/")[0]
                for form, singular, plural in _noun_forms(entry):
                    if singular and not plural and stem in plural_only:
                        continue
                    senses.setdefault(
                        form,
                        NounSense(noun_class, Thing(thing), singular, plural, form in describing),
                    )
    return senses


@lru_cache(maxsize=1)
def compound_heads() -> frozenset[str]:
    """The last words of the nouns of two words."""
    return frozenset(noun.split()[1] for noun in noun_senses() if " " in noun)


@lru_cache(maxsize=1)
def noun_codes() -> Mapping[str, NounClass]:
    """What the letters of a code stand for: "F-16" is an aircraft."""
    codes = cast(Mapping[str, Sequence[str]], table("nouns")["codes"])
    return {letters: NounClass(kind) for kind, entries in codes.items() for letters in entries}


def _verb_forms(entry: str) -> Iterator[tuple[str, Form]]:
    base, *given = entry.split("/")
    if given:
        third, past, ing = given[:3]
        participle = given[3] if len(given) > 3 else past
    else:
        stem = base[:-1] if base.endswith("e") else base
        third = base + ("es" if base.endswith(("s", "x", "ch", "sh")) else "s")
        past, ing = stem + "ed", stem + "ing"
        if re.search(r"[^aeiou]y$", base):
            third, past = base[:-1] + "ies", base[:-1] + "ied"
        participle = past
    for form, kind in ((base, Form.BASE), (third, Form.THIRD), (ing, Form.ACTIVE)):
        if form != past:
            yield form, kind
    yield past, Form.PAST
    if participle != past:
        yield participle, Form.PARTICIPLE


_PARTICLES = frozenset({"down", "up", "out", "off", "over", "away", "back", "apart"})


def _parts(tail: Sequence[str]) -> bool:
    return bool(tail) and tail[0] in _PARTICLES


def _act_triggers(act: Act, entry: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Trigger]]:
    for verb in entry.get("verbs", ()):
        stem, *tail = verb.split("+")
        for form, kind in _verb_forms(stem):
            yield form, Trigger(act, kind, tuple(tail), loose=False, parts=_parts(tail))
    for verb in entry.get("become", ()):
        stem, _, tail_text = verb.partition("+~")
        if tail_text:  # any one of these words, soon after: "suffer+~burns|wounds"
            for form, _ in _verb_forms(stem):
                yield form, Trigger(act, Form.BECOME, tuple(tail_text.split("|")), loose=True)
            continue
        stem, *tail = verb.split("+")
        for form, _ in _verb_forms(stem):
            yield form, Trigger(act, Form.BECOME, tuple(tail), loose=False, parts=_parts(tail))
    for state in entry.get("states", ()):
        first, *rest = state.split()
        loose = bool(rest) and rest[0].startswith("~")
        yield first, Trigger(act, Form.STATE, tuple(word.lstrip("~") for word in rest), loose=loose)
    for head in entry.get("heads", ()):
        *lead, last = head.split()
        yield last, Trigger(act, Form.HEAD, tuple(lead), loose=False)


@lru_cache(maxsize=1)
def triggers() -> Mapping[str, tuple[Trigger, ...]]:
    """Every word that may say a role, with the ways it may say it; longer and stronger ways first."""
    found: dict[str, list[Trigger]] = defaultdict(list)
    classes = {noun_class.value for noun_class in NounClass}
    for entry in cast(Sequence[Mapping[str, Sequence[str]]], table("roles")["act"]):
        act = Act(
            Role(cast(str, entry["role"])),
            frozenset(entry["of"]),
            bool(entry.get("weak", False)),
            frozenset(entry.get("nouns", ())),
            frozenset(entry.get("beside", ())),
            is_narrow=not classes & set(entry["of"]),
        )
        for word, trigger in _act_triggers(act, entry):
            found[word].append(trigger)
    return {
        word: tuple(sorted(ways, key=lambda way: (-_length(way), not way.act.is_narrow, way.act.weak)))
        for word, ways in found.items()
    }


def _length(way: Trigger) -> int:
    """How many words say it."""
    return min(len(way.tail), 1) if way.loose else len(way.tail)


@lru_cache(maxsize=1)
def head_triggers() -> Mapping[str, tuple[Trigger, ...]]:
    """Of the triggers those that govern a number as nouns do."""
    heads = {word: tuple(way for way in ways if way.form is Form.HEAD) for word, ways in triggers().items()}
    return {word: ways for word, ways in heads.items() if ways}


@lru_cache(maxsize=1)
def verb_triggers() -> Mapping[str, tuple[Trigger, ...]]:
    """Of the triggers all others."""
    verbs = {
        word: tuple(way for way in ways if way.form is not Form.HEAD) for word, ways in triggers().items()
    }
    return {word: ways for word, ways in verbs.items() if ways}


@lru_cache(maxsize=1)
def past_triggers() -> Mapping[str, tuple[Trigger, ...]]:
    """Of the triggers those in the past."""
    past = {word: tuple(way for way in ways if way.form is Form.PAST) for word, ways in triggers().items()}
    return {word: ways for word, ways in past.items() if ways}


def words_of(*forms: Form) -> frozenset[str]:
    """The triggers that may have one of these forms."""
    return frozenset(word for word, ways in triggers().items() if any(way.form in forms for way in ways))


@lru_cache(maxsize=1)
def own_roles() -> Mapping[str, Act]:
    """Nouns that say their role themselves: "20 deaths", "three survivors"."""
    acts: dict[str, Act] = {}
    for ways in triggers().values():
        for way in ways:
            for noun in way.act.nouns:
                acts.setdefault(noun, way.act)
    return acts
