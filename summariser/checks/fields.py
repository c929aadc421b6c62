"""The field table: which noun classes, things and roles may bear a claim of a role and a thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, TypeAdapter

from summariser.resources import data_table
from summariser.vocabulary import FigureKind, NounClass, Role, Thing

__all__ = ["FieldTable", "ThingRow", "field_table"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThingRow(_Row):
    """What one `of` may rest on in print; see `fields.toml`."""

    classes: frozenset[NounClass]
    things: frozenset[Thing]
    wider: frozenset[Thing] = frozenset()
    roles: frozenset[Role] = frozenset()
    named: bool = False
    words: frozenset[str] = frozenset()


class _Neighbours(_Row):
    classes: frozenset[NounClass]


class _Roles(_Row):
    classes: frozenset[NounClass]
    roles: frozenset[Role]


class _Casualties(_Row):
    nouns: frozenset[str]
    roles: frozenset[Role]


class _Bodies(_Row):
    things: frozenset[Thing]
    roles: frozenset[Role]


class _Nouns(_Row):
    nouns: frozenset[str]


class _Words(_Row):
    words: frozenset[str]


class _States(_Row):
    words: frozenset[str]
    roles: frozenset[Role]


class _Kinds(_Row):
    counts: frozenset[FigureKind]
    other: frozenset[FigureKind]


class _Said(_Row):
    roles: Mapping[Role, str]
    kinds: Mapping[FigureKind, str]


class _File(_Row):
    things: Mapping[Thing, ThingRow]
    one: Mapping[Thing, frozenset[str]]
    neighbours: Sequence[_Neighbours]
    same: Sequence[_Roles]
    near: Sequence[_Roles]
    near_words: Mapping[Role, tuple[str, ...]]
    noun_roles: Mapping[Role, frozenset[str]]
    act_nouns: Mapping[Role, frozenset[str]]
    spared: _Words
    said_first: Mapping[Role, frozenset[str]]
    two: _Words
    casualties: _Casualties
    bodies: _Bodies
    elided: _Nouns
    harm: _Nouns
    states: _States
    anyone: _Nouns
    cues: Mapping[Role, tuple[str, ...]]
    kinds: _Kinds
    said: _Said


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The rows of `fields.toml`, asked by name."""

    rows: _File

    def thing(self, of: Thing) -> ThingRow:
        """What a claim of `of` may rest on."""
        return self.rows.things[of]

    def speaks_of_one(self, of: Thing, words: Set[str]) -> str | None:
        """The word that speaks of one such thing without a numeral: "a soldier was killed"."""
        return min(self.rows.one.get(of, frozenset()) & words, default=None)

    def is_same_role(self, claimed: Role, printed: Role, noun_class: NounClass) -> bool:
        """Do two roles say the same of such a thing?"""
        return claimed is printed or _together(self.rows.same, claimed, printed, noun_class)

    def is_near_role(self, claimed: Role, printed: Role, noun_class: NounClass) -> bool:
        """May a reader take one role for the other?"""
        return _together(self.rows.near, claimed, printed, noun_class)

    def are_neighbours(self, printed: NounClass, wanted: frozenset[NounClass]) -> bool:
        """Is the printed class one that some readers call one of the wanted?"""
        return any(printed in row.classes and wanted & row.classes for row in self.rows.neighbours)

    def counts_casualties(self, noun: str, claimed: Role) -> bool:
        """Is the noun one that counts the dead, the hurt or both, and the claim one of these?"""
        words = noun.casefold().split()
        return claimed in self.rows.casualties.roles and any(
            word in self.rows.casualties.nouns for word in words
        )

    def counts_bodies(self, thing: Thing) -> bool:
        """Is it a body?"""
        return thing in self.rows.bodies.things

    def befalls_bodies(self, claimed: Role) -> bool:
        """Does a number of bodies say the claimed role, whatever was done with them?"""
        return claimed in self.rows.bodies.roles

    def names_state(self, words: Set[str]) -> bool:
        """Do the words say how people already were, whatever is then done: "39 wounded Palestinians"?"""
        return bool(self.rows.states.words & words)

    def befalls_any_state(self, claimed: Role) -> bool:
        """May the claimed role befall people in such a state?"""
        return claimed in self.rows.states.roles

    def describes(self, claimed: Role, words: Set[str]) -> bool:
        """Do the words before a noun say the role themselves: "evacuated 18 wounded troops"?"""
        return bool(self.rows.noun_roles.get(claimed, frozenset()) & words)

    def counts_acts(self, claimed: Role, noun: str) -> bool:
        """Does the noun count the acts of the claimed role: "35 launches"?"""
        return bool(self.rows.act_nouns.get(claimed, frozenset()) & set(noun.casefold().split()[-1:]))

    def spares(self, words: Set[str]) -> bool:
        """Is it said that nothing befell them: "the three people inside were unharmed"?"""
        return bool(self.rows.spared.words & words)

    def says_first(self, claimed: Role, phrase: Set[str]) -> bool:
        """Does a word right after the noun say the role, whatever is told then: "a missile fired at ..."?"""
        return bool(self.rows.said_first.get(claimed, frozenset()) & phrase)

    def names_no_group(self, noun: str) -> bool:
        """Does the noun leave open whom it counts: "others", "wounded", or nothing at all?"""
        return not set(noun.casefold().split()) - self.rows.elided.nouns

    def names_harm(self, noun: str) -> bool:
        """Is it harm itself that there may be none of: "no damage", "no casualties"?"""
        return bool(set(noun.casefold().split()) & self.rows.harm.nouns)

    def names_group_other_than(self, of: Thing, phrase: Set[str]) -> bool:
        """Do the words name a group of people that a claim of `of` does not: "six of them children"?"""
        groups = [row for thing, row in self.rows.things.items() if row.named and thing is not of]
        return any(row.words & phrase for row in groups)

    def names_anyone(self, noun: str) -> bool:
        """Does the noun mean people of any kind?"""
        return bool(set(noun.casefold().split()[-1:]) & self.rows.anyone.nouns)

    def has_cue(self, claimed: Role, words: frozenset[str]) -> bool:
        """Is there a word near by that may say the claimed role?"""
        cues = self.rows.cues.get(claimed, ())
        return not cues or _one_begins(words, cues)

    def has_near_word(self, claimed: Role, words: frozenset[str]) -> bool:
        """Is there a word near by that says the claimed role beside one close to it?"""
        beginnings = self.rows.near_words.get(claimed)
        return beginnings is not None and _one_begins(words, beginnings)

    def role_of_noun(self, noun: str) -> Role | None:
        """The role that a noun says itself: "16 injured"."""
        last = noun.casefold().split()[-1:]
        return next((role for role, nouns in self.rows.noun_roles.items() if nouns & set(last)), None)

    def speaks_of_two(self, words: Set[str]) -> str | None:
        """The word that speaks of two without a numeral: "a couple"."""
        return min(self.rows.two.words & words, default=None)

    def may_state(self, kind: FigureKind, of: Thing) -> bool:
        """May a claim of `of` rest on a number of this kind?"""
        return kind in self.rows.kinds.counts or (of is Thing.OTHER and kind in self.rows.kinds.other)

    def role_said(self, role: Role) -> str:
        """A role as a note says it after a number: "without power"."""
        return self.rows.said.roles.get(role, str(role))

    def kind_said(self, kind: FigureKind) -> str:
        """A kind as a note says it: "an age"."""
        return self.rows.said.kinds.get(kind, str(kind))


@lru_cache(maxsize=1_024)
def _one_begins(words: frozenset[str], beginnings: tuple[str, ...]) -> bool:
    """Does one of the words begin so? A sentence is asked the same for each of its numbers."""
    return any(word.startswith(beginnings) for word in words)


def _together(rows: Sequence[_Roles], claimed: Role, printed: Role, noun_class: NounClass) -> bool:
    return any(
        claimed in row.roles
        and printed in row.roles
        and (noun_class in row.classes or noun_class is NounClass.NONE)
        for row in rows
    )


@lru_cache(maxsize=1)
def field_table() -> FieldTable:
    """The table shipped with the package, read once."""
    return FieldTable(TypeAdapter(_File).validate_python(data_table("checks/fields.toml")))
