"""The role that stands before a number: "killed 20", "the loss of 12", "death toll rose to 25"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from summariser.figures.clause import (
    ACTING,
    HITS,
    Found,
    befalls,
    clause_ends,
    found,
    is_adverb,
    is_either,
    is_passive,
    tail_follows,
)
from summariser.figures.draft import Draft
from summariser.figures.figure import Cue
from summariser.figures.lexicon import (
    Form,
    Phrase,
    Trigger,
    grammar,
    head_triggers,
    triggers,
    verb_triggers,
)
from summariser.figures.tokens import Tokens
from summariser.figures.tolls import read_toll
from summariser.vocabulary import NounClass, Role

__all__ = ["role_left"]

_REACH = 16
_DONE = (Form.PAST, Form.PARTICIPLE)
_SITES = frozenset({NounClass.PLACE, NounClass.BUILDING})
_AIMED = frozenset({Role.STRUCK, Role.DAMAGED, Role.DESTROYED})
_LINKS = frozenset({"of", ":", "-", "now", "the", "in", "=", "at", "a", "total"})
_BODIES = frozenset({"bodies", "body", "corpses", "remains"})
_THIRD_REACH = 2
_TRANSPARENT = frozenset({"about", "over", "than", "like", "down", "out", "up", "off"})


def role_left(tokens: Tokens, draft: Draft, *, wall: int) -> Found | None:
    """Walk from the number to the left, to what governs it; beyond `wall`, another number, only weakly."""
    return read_toll(tokens, draft) or _Walk(tokens, draft, wall).run()


class _Walk:
    """How far the walk came: over a comma, over a preposition, over another number."""

    def __init__(self, tokens: Tokens, draft: Draft, wall: int) -> None:
        self.tokens = tokens
        self.draft = draft
        self.wall = wall
        self.cue = Cue.STRONG
        self.preposition = ""
        self.bodies: Found | None = None

    def run(self) -> Found | None:
        role = self._walk()
        if self.bodies is not None and (role is None or role.role is not Role.EXCHANGED):
            return self.bodies
        return role

    def _walk(self) -> Found | None:
        words, start = self.tokens.word, self.draft.left - 1
        for j in range(start, max(start - _REACH, -1), -1):
            if j <= self.wall:
                self.cue = Cue.WEAK
            if words[j] in triggers():
                role, ends = self._at(j, start - j)
                if role is not None and self.bodies is None and words[j] in _BODIES:
                    self.bodies, self.preposition = role, ""  # found, or given back: further left may say
                    continue
                if role is not None or ends:
                    return role
            if not self._goes_on(j):
                return None
        return None

    def _at(self, j: int, distance: int) -> tuple[Found | None, bool]:
        """The role that the trigger at `j` says, and whether the walk ends there anyway."""
        word = self.tokens.word[j]
        if self.tokens.at(j - 1) == "-" and self.tokens.glued(j - 1):
            return None, False  # "Israeli-occupied"
        heads, ways = head_triggers().get(word), verb_triggers().get(word, ())
        said = self._headed(j, heads, distance) if heads else None
        if said is not None:
            return said, True
        length, become = 0, Form.BECOME
        for way in ways:
            if len(way.tail) < length:
                break  # "a shop burned down and two people were inside": that burns nobody
            if (way.parts or way.form is become) and tail_follows(self.tokens, j, way):
                length = len(way.tail)
            if (befalls(way.act, self.draft) or self._is_target(way)) and self._acts(j, way, distance):
                if self._is_slashed(j, way):
                    return None, False
                either = is_either(self.tokens, j, way.act)
                role = None if either else self._judge(j, way, distance)
                if role is not None or self.preposition or either:
                    return role, True
        return None, False

    def _is_slashed(self, j: int, way: Trigger) -> bool:
        """ "shot down/suppressed 12": the first of the two says it."""
        return self.tokens.at(j - 1) == "/" or (way.act.role is Role.LOST and self._or_downed(j))

    def _is_target(self, way: Trigger) -> bool:
        """ "fired 12 missiles at three towns": what they were fired at was hit."""
        aimed = self.preposition in ("at", "on", "against") and self.draft.noun_class in _SITES
        return aimed and way.act.role is Role.LAUNCHED

    def _or_downed(self, j: int) -> bool:
        """ "shot down or jammed 188 drones": an air force's word for all that did not get through."""
        return self.tokens.at(j - 1) in ("or", "and") and self.tokens.at(j - 2) in (
            "down",
            "downed",
            "intercepted",
        )

    def _whole_verb(self, j: int, way: Trigger) -> bool:
        """Whether the rest of the verb stands after it, or after its object: "hacked 16 farmers to death"."""
        if tail_follows(self.tokens, j, way):
            return True
        after = self.draft.right + 1
        loss = way.act.role in (Role.KILLED, Role.INTERCEPTED, Role.DESTROYED)
        if way.loose or (loss and way.tail == ("out",) and self.tokens.at(after + 1) == "of"):
            return False
        return self.tokens.follows(after, way.tail) or self.tokens.follows(after + 1, way.tail)

    def _acts(self, j: int, way: Trigger, distance: int) -> bool:
        """Whether the word is a verb here, active, with all its parts."""
        form, before = way.form, self.tokens.at(j - 1)
        if form in _DONE and before in grammar().prepositions:
            return False  # "a depot near occupied Dovzhansk and two launchers"
        if self._is_means(way):
            return self._whole_verb(j, way)
        if form is Form.PAST:
            return self._joins(j, way) if is_passive(self.tokens, j) else self._whole_verb(j, way)
        if form is Form.BASE:
            return self._is_led_base(before, distance) and self._whole_verb(j, way)
        if form is Form.THIRD:
            near = distance <= _THIRD_REACH + len(way.tail) and not self.preposition
            return near and not self._is_noun(j) and self._whole_verb(j, way)
        if form is Form.BECOME:
            return self._joins(j, way)
        if form is Form.PARTICIPLE:  # "have taken two colonels prisoner"
            return before in grammar().have and self._whole_verb(j, way)
        return form is Form.ACTIVE and self._whole_verb(j, way)

    def _is_led_base(self, before: str, distance: int) -> bool:
        """Whether a bare form is a verb, by the word before it: "to kill", "they kill", "rockets kill 20"."""
        led = before in grammar().modal or before in ("to", "not", "they", "we", "who", "and")
        return led or (before.endswith("s") and distance <= 1)

    def _is_noun(self, j: int) -> bool:
        """Whether a third person is rather a plural: "shot by pirates", "25 attacks and 43 drones"."""
        before = self.tokens.at(j - 1)
        if before in grammar().prepositions or before in grammar().determiners:
            return True
        return self.tokens.at(j + 1) in ("and", "or", ",")

    def _is_means(self, way: Trigger) -> bool:
        """ "attacked Ukraine with 500 drones", "was attacked by 20 drones": what flies is the means."""
        means = self.preposition in ("with", "by", "using") and self.draft.noun_class in ACTING
        return means and way.act.role in HITS

    def _joins(self, j: int, way: Trigger) -> bool:
        """Whether the number comes after a predicate that it shares: "died with four aides", "was killed in
        Sanaa, along with two aides", "were killed 5 people"."""
        tokens, before = self.tokens, self.draft.left - 1
        if not tail_follows(tokens, j, way):
            return False
        if way.form is Form.PAST and before == j + len(way.tail):
            return bool(self.draft.noun)
        if tokens.at(before) == "with":
            return before == j + len(way.tail) + 1 or tokens.at(before - 1) in ("along", "together")
        return tokens.at(before) == "alongside" or (
            tokens.at(before - 1) == "as"
            and (tokens.at(before) in grammar().be or tokens.at(before) == "did")
        )

    def _judge(self, j: int, way: Trigger, distance: int) -> Found | None:
        if self._is_means(way):
            return self._means(j, way, distance)
        if (
            not self.preposition
            or (way.tail and j + len(way.tail) == self.draft.left - 1)  # "made off with 200 cows"
            or way.form is Form.BECOME
            or (is_passive(self.tokens, j) and self._joins(j, way))
        ):
            return found(way.act, self.cue, distance, tokens=self.tokens, at=j)
        if self._is_adverbial(j):
            return found(way.act, Cue.WEAK, distance)  # "lost on the Kursk front 310 servicemen"
        if self.preposition == "of" and self.tokens.at(j + 1) == "of":
            return found(way.act, self.cue, distance)  # "the seizing of 12 vehicles"
        aimed = self.preposition in ("at", "in", "on", "across", "against", "to", "into")
        if aimed and self.draft.noun_class in _SITES and way.act.role in _AIMED:
            return found(way.act, Cue.WEAK, distance)
        if self._is_target(way):
            return Found(Role.STRUCK, Cue.WEAK, way.act, distance)  # "dropped 50 bombs on six targets"
        if self.preposition == "for" and way.act.role is Role.EXCHANGED and not way.act.weak:
            return found(way.act, Cue.STRONG, distance)  # "exchanged 32 Armenians for two Azerbaijanis"
        return None

    def _is_adverbial(self, j: int) -> bool:
        """Whether the phrase between verb and number only says where or when."""
        opening, last = self.tokens.at(j + 1), self.tokens.at(self.draft.left - 1)
        opens = opening in grammar().prepositions and opening != "by" and opening not in _TRANSPARENT
        return opens and last not in grammar().prepositions and last not in (",", "and")

    def _means(self, j: int, way: Trigger, distance: int) -> Found:
        """ "attacked with 174 drones": launched; "sunk by two drones": they hit."""
        sent = self.preposition != "by" or self.tokens.word[j] in grammar().assaults
        return Found(Role.LAUNCHED if sent else Role.STRUCK, Cue.WEAK, way.act, distance)

    def _headed(self, j: int, heads: Sequence[Trigger], distance: int) -> Found | None:
        """A head noun governs through "of" or a mark: "injured: 12", "the loss of 20", "power to 300"."""
        between = self.tokens.word[j + 1 : self.draft.left]
        direct = self.tokens.word[j] in grammar().prepositions
        if bool(between) is direct or not _LINKS.issuperset(between):
            return None
        for way in heads:
            if befalls(way.act, self.draft) and self._is_led(j, way.tail, direct=direct):
                return found(way.act, self.cue, distance)
        return None

    def _is_led(self, j: int, lead: Phrase, *, direct: bool) -> bool:
        """Whether the words that must stand before the head do."""
        if lead and not self.tokens.follows(j - len(lead), lead):
            return direct and self._is_said_of(j, lead)
        return self.tokens.at(j - len(lead) - 1) not in grammar().reversals

    def _is_said_of(self, j: int, lead: Phrase) -> bool:
        """ "damage was also reported to 12 houses", "power has been cut to 28 villages"."""
        lists, said = grammar(), False
        if lead[-1] not in self.tokens.word[max(j - 5, 0) : j]:
            return False
        for k in range(j - 1, max(j - 6, -1), -1):
            word = self.tokens.word[k]
            if word == lead[-1]:
                return said
            said = said or word in lists.be or word in lists.have
            verbal = word.endswith("ed") or word in ("cut", "done", "lost", "gone", "off", "out")
            if word in lists.reversals or not (said or verbal or is_adverb(word)):
                return False
        return False

    def _goes_on(self, j: int) -> bool:
        word = self.tokens.word[j]
        if word in _walls():
            return False
        if word.endswith("ed") and self.tokens.at(j - 1) == "and" and word not in triggers():
            return False  # "shot dead a teacher and marched 25 students": another verb, of no role
        if word in (",", "-", "("):
            self.cue = Cue.WEAK
        elif word in grammar().prepositions and self._is_governing(j, word):
            self.preposition = self.preposition or word
        return True

    def _is_governing(self, j: int, preposition: str) -> bool:
        """Whether the number hangs on it: the "of" of "damaged the roofs of four houses" parts nothing."""
        if preposition in _TRANSPARENT:
            return False
        return preposition != "of" or self.tokens.at(j - 1) not in grammar().parts


@lru_cache(maxsize=1)
def _walls() -> frozenset[str]:
    """What ends the walk."""
    return clause_ends() | {":", ")", "left", "leaving", "leaves", ";"}
