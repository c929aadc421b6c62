"""The words that the code reads for itself: `words.toml`, `nations.toml`, `diplomacy.toml`, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from summariser.resources import data_table
from summariser.vocabulary import AttackKind, Category, Effect, Role, Weapon

__all__ = ["Lexicon", "Nations", "lexicon", "nations", "pattern_of", "table_at", "word_list"]

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled words. A sentence may be matched against each; all are linear in its length."""

    people: Mapping[Role, re.Pattern[str]]
    munitions: Mapping[Role, re.Pattern[str]]
    weapons: Mapping[Weapon, re.Pattern[str]]
    kinds_said: Mapping[AttackKind, re.Pattern[str]]
    kinds_of_weapons: Mapping[Weapon, AttackKind]
    targets: Mapping[Category, re.Pattern[str]]
    effects: Mapping[Effect, re.Pattern[str]]
    attack: re.Pattern[str]
    struck: re.Pattern[str]
    unreal: re.Pattern[str]
    background: re.Pattern[str]
    zero_both: re.Pattern[str]
    zero_killed: re.Pattern[str]
    zero_injured: re.Pattern[str]
    zero_unsure: re.Pattern[str]
    claim_verbs: re.Pattern[str]
    when: re.Pattern[str]
    nationwide: re.Pattern[str]
    uncounted: re.Pattern[str]
    no_attack: re.Pattern[str]
    no_place: re.Pattern[str]
    untrue: re.Pattern[str]
    armies: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Nations:
    """Who acts: `actor` finds any printed name of a state or body; `names` says whose."""

    actor: re.Pattern[str]
    names: Mapping[str, str]
    stems: tuple[tuple[str, str], ...]
    people: Mapping[str, str]
    adjectives: frozenset[str]

    def is_adjective(self, printed: str) -> bool:
        """Whether it is "Russian" or "French" rather than a name or a people ("Russians")."""
        word = printed.lower()
        if word in self.adjectives:
            return True
        stem = any(word.startswith(stem) for stem, _ in self.stems)
        return stem and word not in self.names and not word.endswith("s")

    def state(self, printed: str) -> str | None:
        """The state or body that a printed name or adjective stands for."""
        word = printed.lower().removesuffix("'s").removesuffix("’s")
        if word in self.names:
            return self.names[word]
        return next((state for stem, state in self.stems if word.startswith(stem)), None)


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Words as one pattern: whole words in any case; `kill*` is a beginning, a lone `*` up to three words."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return _NEVER
    runs = groupby(longest_first, key=lambda word: word[0].isalnum())
    parts = [
        part for plain, run in runs for part in (_by_first_letter(run) if plain else map(_word_pattern, run))
    ]
    return re.compile(rf"\b(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _by_first_letter(words: Iterable[str]) -> Iterator[str]:
    """Words with one first letter as one alternative, so that most are not tried at most places."""
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(word[0].lower(), []).append(_word_pattern(word))
    for same in grouped.values():
        firsts = "".join(dict.fromkeys(pattern[0] for pattern in same))
        if len(firsts) == 1:
            yield f"{firsts}(?:{'|'.join(pattern[1:] for pattern in same)})"
        else:
            yield f"(?=[{firsts}])(?:{'|'.join(same)})"


def _word_pattern(word: str) -> str:
    pieces = [
        r"(?:\S{1,30}\s+){0,3}?\S{1,30}" if piece == "*" else re.escape(piece).replace(r"\*", r"\w{0,20}")
        for piece in word.split()
    ]
    return r"\s+".join(pieces)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The attack words, compiled once."""
    table = data_table("model/slots/words.toml")
    background, zero = table_at(table, "background"), table_at(table, "zero")
    return Lexicon(
        people={Role(k): pattern_of(v) for k, v in _lists(table_at(table, "slots", "people"))},
        munitions={Role(k): pattern_of(v) for k, v in _lists(table_at(table, "slots", "weapons"))},
        weapons={Weapon(k): pattern_of(v) for k, v in _lists(table_at(table, "weapons"))},
        kinds_said={AttackKind(k): pattern_of(v) for k, v in _lists(table_at(table, "kinds", "said"))},
        kinds_of_weapons={
            Weapon(weapon): AttackKind(kind)
            for kind, weapons in _lists(table_at(table, "kinds", "weapons"))
            for weapon in weapons
        },
        targets={Category(k): pattern_of(v) for k, v in _lists(table_at(table, "targets"))},
        effects={Effect(k): pattern_of(v) for k, v in _lists(table_at(table, "effects"))},
        attack=_pattern(table_at(table, "attack"), "words"),
        struck=_pattern(table_at(table, "attack"), "struck"),
        unreal=_pattern(table_at(table, "attack"), "unreal"),
        background=_pattern(background, "words"),
        zero_both=_pattern(zero, "both"),
        zero_killed=_pattern(zero, "killed"),
        zero_injured=_pattern(zero, "injured"),
        zero_unsure=_pattern(zero, "unsure"),
        claim_verbs=_pattern(table_at(table, "claims"), "verbs"),
        when=_pattern(table_at(table, "when"), "words"),
        nationwide=_pattern(table_at(table, "nationwide"), "words"),
        uncounted=_pattern(table_at(table, "uncounted"), "nouns"),
        armies=_pattern(table_at(table, "armies"), "words"),
        untrue=_pattern(table_at(table, "untrue"), "words"),
        no_attack=_pattern(table_at(table, "no_attack"), "words"),
        no_place=_pattern(table_at(table, "no_place"), "words"),
    )


@lru_cache(maxsize=1)
def nations() -> Nations:
    """The names of states and bodies, compiled once."""
    table = data_table("model/slots/nations.toml")
    names: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    words: list[str] = []
    for state, others in _lists(table_at(table, "states")):
        names[state.lower()] = state
        words += [state, *others]
        for other in others:
            if other.endswith("*"):
                stems.append((other[:-1].lower(), state))
            else:
                names[other.lower()] = state
    bodies: list[str] = []
    for body, others in _lists(table_at(table, "bodies")):
        bodies += [body, *others]
        names |= {name.lower(): names.get(name.lower(), body) for name in [body, *others]}
    actor = re.compile(pattern_of([*words, *bodies]).pattern)  # names have capitals
    people = {name: str(state) for name, state in table_at(table, "people").items()}
    longest_first = tuple(sorted(stems, key=lambda stem: -len(stem[0])))
    adjectives = (word.lower() for word in word_list(table_at(table, "adjectives"), "words"))
    return Nations(actor, names, longest_first, people, frozenset(adjectives))


def table_at(table: Mapping[str, object], *path: str) -> Mapping[str, object]:
    """The table inside a table."""
    for name in path:
        inner = table[name]
        assert isinstance(inner, Mapping), name
        table = inner
    return table


def _lists(table: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    return [(name, [str(word) for word in words]) for name, words in table.items() if isinstance(words, list)]


def word_list(table: Mapping[str, object], name: str) -> list[str]:
    """The words under a name of a table."""
    words = table[name]
    assert isinstance(words, list), name
    return [str(word) for word in words]


def _pattern(table: Mapping[str, object], name: str) -> re.Pattern[str]:
    return pattern_of(word_list(table, name))
