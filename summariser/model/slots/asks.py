"""Which sentences are asked, in what pieces: only those that print a number that may be a toll."""

from __future__ import annotations

import re

from summariser.model.slots.candidates import Candidate, Family, Slot, candidates, slots_of
from summariser.model.slots.lexicon import lexicon
from summariser.model.slots.questions import Ask
from summariser.model.slots.scene import Line, Scene

__all__ = ["is_told", "toll_asks"]

_MOST_WEAPONS = 3
"""More weapon counts than this in one question, and the model mixes them up."""

_JOINT = re.compile(
    r"(?:[,;]\s+(?:and|while|but|adding|with|as)\s|;\s|\s(?:while|adding that)\s)", re.IGNORECASE
)


_BULLETS = ("- ", "– ", "— ", "• ", "* ")
"""A line that begins so is an item of a list, also where it lacks a full stop."""


def toll_asks(scene: Scene) -> list[Ask]:
    """The questions about tolls and munitions of an article, in its order."""
    return [ask for line in scene.lines if is_told(line) for ask in _asks(line)]


def is_told(line: Line) -> bool:
    """Whether a sentence tells of this article's events: no footer, heading or look back."""
    heading = line.heading and not line.text.startswith(_BULLETS)
    untrue = lexicon().untrue.search(line.text) is not None
    return not (line.boilerplate or heading or line.background or untrue)


def _asks(line: Line) -> list[Ask]:
    found = candidates(line)
    asks = []
    for start, end in _clauses(line, found):
        inside = tuple(each for each in found if start <= line.at(each.figure) < end)
        text = line.text[start:end].strip(" ,;")
        slots = slots_of(inside, text=text)
        if slots:
            asked = tuple(each for each in inside if _has_slot(each, slots))
            asks.append(Ask(line.number, text, slots, asked))
    return asks


def _has_slot(each: Candidate, slots: tuple[Slot, ...]) -> bool:
    if each.family is Family.PEOPLE:
        return any(slot.thing is None for slot in slots)
    return any(slot.thing is each.thing for slot in slots)


def _clauses(line: Line, found: tuple[Candidate, ...]) -> list[tuple[int, int]]:
    """The whole sentence, or its clauses if it holds many munitions counts: each with a count of its own."""
    weapons = [line.at(each.figure) for each in found if each.family is Family.WEAPONS]
    if len(weapons) <= _MOST_WEAPONS:
        return [(0, len(line.text))]
    cuts = [0]
    for joint in _JOINT.finditer(line.text):
        before = any(cuts[-1] <= at < joint.start() for at in weapons)
        if before and any(at >= joint.end() for at in weapons):
            cuts.append(joint.start())
    return list(zip(cuts, [*cuts[1:], len(line.text)], strict=True))
