"""A number that a sentence equates with a toll: "the toll has risen to 20", "put the dead at 40"."""

from __future__ import annotations

from functools import lru_cache

from summariser.figures.clause import Found, befalls, found
from summariser.figures.draft import Draft
from summariser.figures.figure import Cue, Part
from summariser.figures.lexicon import Form, Trigger, grammar, head_triggers, triggers
from summariser.figures.tokens import STOPS, Tokens

__all__ = ["read_toll"]

_COUNTED = {"person", "consumer"}
_REACH = 34  # "The number of casualties from the Russian missile strike on Ternopil has risen to 20"
_NEAR = 20
_HEADING = 9
_CLOSE = 5


def read_toll(tokens: Tokens, draft: Draft) -> Found | None:
    """The role of the noun that a verb before the number equates with it, or null."""
    lists, end = grammar(), draft.left - 1
    if tokens.word[draft.left] == "at" or tokens.word[draft.left] in lists.equates:
        end = draft.left  # "estimated at about", "put the dead at about": part of a hedge too
    word = tokens.at(end)
    if word == ":":
        return _risen(tokens, draft, end) or _headed(tokens, draft, end)
    if word in lists.be:
        said = _inverted(tokens, draft, end)
        if said is not None:
            return said
    if word in lists.equates or (word in ("to", "of", "at", "in") and tokens.at(end - 1) in lists.equates):
        said = _equated(tokens, draft, end)
        if said is not None:
            return said
    if draft.part is Part.NEW and tokens.follows(end - 1, ("up", "to")):
        return _headed(tokens, draft, end)
    if word not in lists.rises or word == "of":
        return None
    return _risen(tokens, draft, end) or (_put(tokens, draft, end) if word in ("at", "to") else None)


def _equated(tokens: Tokens, draft: Draft, end: int) -> Found | None:
    """ "the losses are estimated at", "the salvo comprised", "the package includes"."""
    for k in range(end - 1, max(end - _NEAR, -1), -1):
        if tokens.word[k] in STOPS:
            return None
        for way in triggers().get(tokens.word[k], ()):
            if way.form is Form.HEAD and befalls(way.act, draft) and _is_led(tokens, k, way):
                return found(way.act, Cue.STRONG, end - k)
    return None


def _is_led(tokens: Tokens, k: int, way: Trigger) -> bool:
    participle = tokens.word[k] in grammar().participles or tokens.word[k] in grammar().prepositions
    return not participle and (not way.tail or tokens.follows(k - len(way.tail), way.tail))


def _headed(tokens: Tokens, draft: Draft, end: int) -> Found | None:
    """ "Enemy losses per day: 980 personnel", "Destroyed: 2 trucks"."""
    for k in range(end - 1, max(end - _HEADING, -1), -1):
        word = tokens.word[k]
        if word in STOPS or word in (":", ";", ",") or word[0].isdecimal():
            return None
        for way in triggers().get(word, ()):
            led = not way.tail or tokens.follows(k - len(way.tail), way.tail)
            if way.form is Form.HEAD and led and befalls(way.act, draft):
                return found(way.act, Cue.STRONG, end - k)
    return None


def _inverted(tokens: Tokens, draft: Draft, end: int) -> Found | None:
    """ "Under fire were 27 settlements", "left without gas are 340 homes"."""
    for k in range(end - 1, max(end - _CLOSE, -1), -1):
        for way in triggers().get(tokens.word[k], ()):
            ends = k + len(way.tail) == end - 1 and (not way.tail or tokens.follows(k + 1, way.tail))
            said = ends and way.form in (Form.STATE, Form.PAST, Form.PARTICIPLE) and not way.loose
            if said and befalls(way.act, draft):
                return found(way.act, Cue.STRONG, end - k)
    return None


def _put(tokens: Tokens, draft: Draft, end: int) -> Found | None:
    """ "put the number of civilians killed this year at 1,503", "brings those wounded to 35"."""
    said: Found | None = None
    if grammar().puts.isdisjoint(tokens.word[max(end - _REACH, 0) : end]):
        return None
    for k in range(end - 1, max(end - _REACH, -1), -1):
        word = tokens.word[k]
        if word in STOPS:
            return None
        if word in grammar().puts:
            return said
        for way in triggers().get(word, ()):
            tolled = (
                way.form in (Form.HEAD, Form.PAST, Form.STATE) and "person" in way.act.befalls <= _COUNTED
            )
            if said is None and tolled and not way.tail and befalls(way.act, draft):
                said = found(way.act, Cue.STRONG, end - k)
    return None


def _risen(tokens: Tokens, draft: Draft, end: int) -> Found | None:
    """ "the number of casualties has risen to 20"."""
    if _toll_words().isdisjoint(tokens.word[max(end - _REACH, 0) : end + 1]):
        return None
    for k in range(end, max(end - _REACH, -1), -1):
        if tokens.word[k] in STOPS:
            return None
        for way in head_triggers().get(tokens.word[k], ()):
            of_people = way.act.befalls == {"person"} and befalls(way.act, draft)
            lead = way.tail
            if of_people and (not lead or tokens.follows(k - len(lead), lead)) and _is_toll(tokens, k, end):
                return found(way.act, Cue.STRONG, end - k)
    return None


@lru_cache(maxsize=1)
def _toll_words() -> frozenset[str]:
    """The heads that speak of people alone."""
    return frozenset(
        word for word, ways in head_triggers().items() if any(way.act.befalls == {"person"} for way in ways)
    )


def _is_toll(tokens: Tokens, k: int, end: int) -> bool:
    """Whether the word at `k` is a toll and not a verb, and what stands at `end` leads to its number."""
    if tokens.word[k] in grammar().participles:
        mark = tokens.at(k - 1)
        if tokens.follows(k - 3, ("number", "of")):
            return True  # "the number of people killed in ... has risen to 14"
        headed = mark in ("of", "the", "", ":", "-") or mark in STOPS
        return headed or (end - k <= 1 and tokens.at(end) in (":", "-", "=", "now"))
    between = tokens.word[max(k - 3, 0) : end + 1]  # "brought the toll of the week to 143"
    changed = any(word in grammar().changes or word in grammar().stands for word in between)
    near = any(word in grammar().rises for word in between[-4:])
    return near and (tokens.at(end) not in ("at", "to") or changed)
