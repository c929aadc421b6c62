"""What both walks through a clause share: what a word does, and to what it can befall."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from summariser.figures.draft import Draft
from summariser.figures.figure import Cue
from summariser.figures.lexicon import Act, Form, Trigger, grammar, own_roles, triggers
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import NounClass, Role, Thing

__all__ = [
    "ACTING",
    "HITS",
    "Found",
    "befalls",
    "clause_ends",
    "found",
    "is_adverb",
    "is_either",
    "is_passive",
    "role_inside",
    "role_own",
    "tail_follows",
]

ACTING = frozenset({NounClass.DRONE, NounClass.MISSILE, NounClass.BOMB, NounClass.AIRCRAFT})
_FATALLY = frozenset({"fatally", "mortally", "lethally", "fatal", "mortal", "lethal"})
_ADJECTIVES = (Form.PAST, Form.PARTICIPLE, Form.STATE)
HITS = frozenset({Role.STRUCK, Role.DAMAGED, Role.DESTROYED, Role.KILLED, Role.INJURED})


class Found(NamedTuple):
    """A role, how strongly the clause says it, the act it comes from, and how many words away it stands."""

    role: Role
    cue: Cue
    act: Act
    distance: int


def found(act: Act, cue: Cue, distance: int, *, tokens: Tokens | None = None, at: int = -1) -> Found:
    """A finding, no stronger than its act allows. With the verb's place: "fatally wounded" is killed."""
    role = act.role
    if tokens is not None and role is Role.INJURED and _is_fatal(tokens, at):
        role = Role.KILLED
    return Found(role, min(cue, Cue.WEAK) if act.weak else cue, act, distance)


def _is_fatal(tokens: Tokens, j: int) -> bool:
    return tokens.at(j - 1) in _FATALLY or tokens.at(j + 1) in _FATALLY


def is_either(tokens: Tokens, j: int, act: Act) -> bool:
    """Whether the verb at `j` is one of two that the text leaves open: "killed or maimed 692 people"."""
    other = j - 2 if tokens.at(j - 1) == "or" else j + 2 if tokens.at(j + 1) == "or" else -1
    if other < 0:
        return False
    ways = triggers().get(tokens.at(other), ())
    return any(way.form is Form.PAST and not way.tail and way.act.role is not act.role for way in ways)


def befalls(act: Act, draft: Draft) -> bool:
    """Whether the act can befall what the draft counts; a bare number and an unknown noun may be people."""
    sufferers = act.befalls
    if act.is_narrow:
        return draft.thing in sufferers or draft.noun_head in sufferers
    if draft.noun_class in sufferers or draft.noun_class is NounClass.NONE:
        return True
    return (draft.thing in sufferers and draft.thing is not Thing.OTHER) or (
        not draft.noun_known and "person" in sufferers
    )


def role_own(draft: Draft) -> Found | None:
    """The role that the noun says itself: "20 deaths"."""
    act = own_roles().get(draft.noun.lower())
    return None if act is None else found(act, Cue.STRONG, 0)


def role_inside(tokens: Tokens, draft: Draft) -> Found | None:
    """The role that an adjective between number and noun says: "54 wounded people"."""
    for j in range(draft.last + 1, draft.noun_first):
        for way in triggers().get(tokens.word[j], ()):
            if way.form in _ADJECTIVES and not way.tail and befalls(way.act, draft):
                return found(way.act, Cue.STRONG, 0)
    return None


def tail_follows(tokens: Tokens, j: int, way: Trigger) -> bool:
    """Whether the words that must follow the trigger at `j` do."""
    tail = way.tail
    if not tail:
        return True
    if way.loose:
        return not set(tail).isdisjoint(tokens.word[j + 1 : j + 6])
    if len(tail) > 1:
        return tokens.follows(j + 1, tail)
    following = tokens.at(j + 1)
    return following == tail[0] or (following in ("all", "them") and tokens.at(j + 2) == tail[0])


@lru_cache(maxsize=1)
def clause_ends() -> frozenset[str]:
    """The words at which a clause ends for whoever comes from the right."""
    return STOPS | grammar().clause_ends | grammar().speech


def is_adverb(word: str) -> bool:
    """Whether the word only says how, when or how surely."""
    return word in grammar().adverbs or (len(word) > 4 and word.endswith("ly"))


def is_passive(tokens: Tokens, j: int) -> bool:
    """Whether the verb at `j` is passive: "were killed in 12 strikes"."""
    if tokens.word[j].endswith("ing"):
        return False
    for k in range(j - 1, max(j - 5, -1), -1):
        word = tokens.word[k]
        if word in grammar().be:
            return True
        if not (is_adverb(word) or word in ("and", "or") or word in grammar().believed):
            return False
    return False
