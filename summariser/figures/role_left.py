"""The role that stands before a number: "killed 20", "the loss of 12", "death toll rose to 25"."""

from __future__ import annotations

from summariser.figures.clause import (
    ACTING,
    HITS,
    Found,
    befalls,
    ends_clause,
    found,
    is_passive,
    tail_follows,
)
from summariser.figures.draft import Draft
from summariser.figures.figure import Cue
from summariser.figures.lexicon import Form, Trigger, triggers, words
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import NounClass, Role

__all__ = ["role_left"]

_REACH = 16
_TOLL_REACH = 34  # "The number of casualties from the Russian missile strike on Ternopil has risen to 20"
_SITES = frozenset({NounClass.PLACE, NounClass.BUILDING})
_AIMED = frozenset({Role.STRUCK, Role.DAMAGED, Role.DESTROYED})
_THIRD_REACH = 2
_TRANSPARENT = frozenset({"about", "over", "than", "like", "down", "out", "up", "off"})


def role_left(tokens: Tokens, draft: Draft, *, wall: int) -> Found | None:
    """Walk from the number to the left, to what governs it; beyond `wall`, another number, only weakly."""
    walk = _Walk(tokens, draft, wall)
    return walk.toll() or walk.run()


class _Walk:
    """How far the walk came: over a comma, over a preposition, over another number."""

    def __init__(self, tokens: Tokens, draft: Draft, wall: int) -> None:
        self.tokens = tokens
        self.draft = draft
        self.wall = wall
        self.cue = Cue.STRONG
        self.preposition = ""

    def run(self) -> Found | None:
        start = self.draft.left - 1
        for j in range(start, max(start - _REACH, -1), -1):
            if j <= self.wall:
                self.cue = Cue.WEAK
            role, ends = self._at(j, start - j)
            if role is not None or ends or not self._goes_on(j):
                return role
        return None

    def _at(self, j: int, distance: int) -> tuple[Found | None, bool]:
        """The role said at `j`, and whether the walk ends there anyway."""
        if self.tokens.at(j - 1) == "-" and self.tokens.glued(j - 1):
            return None, False  # "Israeli-occupied"
        ways = triggers().get(self.tokens.word[j], ())
        for way in ways:
            if way.form is Form.HEAD and self._governs(j, way) and befalls(way.act, self.draft):
                return found(way.act, self.cue, distance), True
        for way in ways:
            if self._acts(j, way, distance) and befalls(way.act, self.draft):
                if self.tokens.at(j - 1) == "/":
                    return None, False
                role = self._judge(j, way, distance)
                if role is not None or self.preposition:
                    return role, True
        return None, False

    def _acts(self, j: int, way: Trigger, distance: int) -> bool:
        """Whether the word is a verb here, active, with all its parts."""
        tokens = self.tokens
        if way.form is Form.BASE:
            before = tokens.at(j - 1)
            verb = (
                before in words("grammar", "modal")
                or before in ("to", "not", "they", "we", "who", "and")
                or (before.endswith("s") and distance <= 1)
            )
            return verb and tail_follows(tokens, j, way)
        if way.form is Form.THIRD:
            return (
                distance <= _THIRD_REACH + len(way.tail)
                and not self.preposition
                and tail_follows(tokens, j, way)
            )
        if way.form not in (Form.ACTIVE, Form.PAST) or not tail_follows(tokens, j, way):
            return False
        return not is_passive(tokens, j)

    def _judge(self, j: int, way: Trigger, distance: int) -> Found | None:
        if not self.preposition:
            return found(way.act, self.cue, distance)
        adverbial = words("grammar", "prepositions") - {"by"} - _TRANSPARENT
        bare = self.tokens.at(self.draft.left - 1) not in words("grammar", "prepositions")
        if (
            bare
            and self.tokens.at(j + 1) in adverbial
            and self.tokens.at(self.draft.left - 1) not in (",", "and")
        ):
            return found(way.act, Cue.WEAK, distance)  # "lost on the Kursk front 310 servicemen"
        if self.preposition == "of" and self.tokens.at(j + 1) == "of":
            return found(way.act, self.cue, distance)  # "the seizing of 12 vehicles"
        aimed = self.preposition in ("at", "in", "on", "across", "against", "to", "into")
        if aimed and self.draft.noun_class in _SITES and way.act.role in _AIMED:
            return found(way.act, Cue.WEAK, distance)
        if self.preposition == "with" and self.draft.noun_class in ACTING and way.act.role in HITS:
            return Found(Role.LAUNCHED, Cue.WEAK, way.act, distance)  # "attacked with 174 drones"
        return None

    def _governs(self, j: int, way: Trigger) -> bool:
        """A head noun governs through "of" or a mark: "injured: 12", "the loss of 20", "power to 300"."""
        lead, between = way.tail, self.tokens.word[j + 1 : self.draft.left]
        if lead and not self.tokens.follows(j - len(lead), lead):
            return False
        if self.tokens.at(j - len(lead) - 1) in words("grammar", "reversals"):
            return False
        if self.tokens.word[j] in words("grammar", "prepositions"):
            return not between
        return bool(between) and all(
            word in ("of", ":", "-", "now", "the", "in", "=", "at", "a", "total") for word in between
        )

    def toll(self) -> Found | None:
        """A toll linked to its number by a verb of change: "the number of casualties has risen to 20"."""
        tokens, end = self.tokens, self.draft.left - 1
        if tokens.at(end) not in words("grammar", "rises") or tokens.at(end) == "of":
            return None
        for k in range(end, max(end - _TOLL_REACH, -1), -1):
            if tokens.word[k] in STOPS:
                return None
            for way in triggers().get(tokens.word[k], ()):
                of_people = (
                    way.form is Form.HEAD and way.act.befalls == {"person"} and befalls(way.act, self.draft)
                )
                lead = way.tail
                if of_people and (not lead or tokens.follows(k - len(lead), lead)) and self._is_toll(k, end):
                    return found(way.act, Cue.STRONG, end - k)
        return None

    def _is_toll(self, k: int, end: int) -> bool:
        """Whether the word at `k` is a toll and not a verb, and what stands at `end` leads to its number."""
        tokens = self.tokens
        if tokens.word[k] in words("grammar", "participles"):
            mark = tokens.at(k - 1)
            headed = mark in ("of", "the", "", ":", "-") or mark in STOPS
            return headed or (end - k <= 1 and tokens.at(end) in (":", "-", "=", "now"))
        between = tokens.word[max(k - 3, 0) : end + 1]  # "brought the toll of the week to 143"
        changed = any(
            word in words("grammar", "changes") or word in words("grammar", "stands") for word in between
        )
        near = any(word in words("grammar", "rises") for word in between[-4:])
        return near and (tokens.at(end) not in ("at", "to") or changed)

    def _goes_on(self, j: int) -> bool:
        word = self.tokens.word[j]
        if ends_clause(self.tokens, j) or word in (":", ")", "left", "leaving", "leaves", ";"):
            return False
        if word in (",", "-", "("):
            self.cue = Cue.WEAK
        elif word in words("grammar", "prepositions") and word not in _TRANSPARENT and not self.preposition:
            self.preposition = word
        return True
