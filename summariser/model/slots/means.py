"""With what, and what was hit: kinds, weapons and targets, by the words of the sentences."""

from __future__ import annotations

from collections.abc import Sequence

from summariser.model.slots.lexicon import lexicon
from summariser.records import Target
from summariser.vocabulary import AttackKind, Effect, Weapon

__all__ = ["kind_of", "targets_in", "weapons_in"]

_MOST_TARGETS = 4
_COMBINED = frozenset({AttackKind.DRONE_STRIKE, AttackKind.MISSILE_STRIKE})


def weapons_in(texts: Sequence[str]) -> list[Weapon]:
    """The weapons that sentences name; "cruise missiles" are not also "missiles"."""
    found: set[Weapon] = set()
    for text in texts:
        left = text
        for weapon, words in lexicon().weapons.items():
            if words.search(left):
                found.add(weapon)
                left = words.sub(" ", left)
    return [weapon for weapon in Weapon if weapon in found]


def kind_of(texts: Sequence[str], weapons: Sequence[Weapon]) -> AttackKind:
    """The kind of an attack: by a phrase that names it, else by its weapons, else unspecified."""
    for text in texts:
        for kind, words in lexicon().kinds_said.items():
            if words.search(text):
                return kind
    kinds = {lexicon().kinds_of_weapons[w] for w in weapons if w in lexicon().kinds_of_weapons}
    if not kinds:
        return AttackKind.UNSPECIFIED_STRIKE
    if kinds == _COMBINED:
        return AttackKind.COMBINED_MISSILE_DRONE_ATTACK
    return kinds.pop() if len(kinds) == 1 else AttackKind.MIXED


def targets_in(texts: Sequence[str]) -> list[Target]:
    """The objects that sentences name, each with what became of it there; at most four."""
    found: dict[str, Target] = {}
    for text in texts:
        effect = _effect(text)
        if effect is None:
            continue
        left = text
        for category, words in lexicon().targets.items():
            match = words.search(left)
            if match is not None:
                what = match[0]
                left = words.sub(" ", left)
                found.setdefault(what.lower(), Target(what=what, category=category, effect=effect))
    return list(found.values())[:_MOST_TARGETS]


def _effect(text: str) -> Effect | None:
    return next((effect for effect, words in lexicon().effects.items() if words.search(text)), None)
