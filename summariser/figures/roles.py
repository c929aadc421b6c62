"""What happened to the things a number counts: read from the clause around it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from summariser.figures.draft import Draft
from summariser.figures.figure import Cue
from summariser.figures.lexicon import Act, Form, Trigger, own_roles, triggers, words
from summariser.figures.numerals import read_numeral
from summariser.figures.tokens import Tokens
from summariser.vocabulary import NounClass, Role

__all__ = ["Found", "befalls", "role_left", "role_own", "role_right"]

_LEFT_REACH = 16
_RIGHT_REACH = 18
_ACTING = frozenset({NounClass.DRONE, NounClass.MISSILE, NounClass.BOMB, NounClass.AIRCRAFT})
_HITS = frozenset({Role.STRUCK, Role.DAMAGED, Role.DESTROYED, Role.KILLED, Role.INJURED})


class Found(NamedTuple):
    """A role and how strongly the clause says it; `act` tells which nouns it can befall."""

    role: Role
    cue: Cue
    act: Act


@lru_cache(maxsize=1)
def _clause_ends() -> frozenset[str]:
    subordinate = {"that", "when", "while", "where", "who", "which", "because", "although", "though", "whereas", "if", "before", "after", "whether", "until"}
    return words("grammar", "speech_boundary") | frozenset(subordinate) | words("grammar", "speech")


def befalls(act: Act, draft: Draft) -> bool:
    """Whether the act can befall what the draft counts; a bare number may count anything."""
    return draft.noun_class is NounClass.NONE or draft.noun_class in act.befalls or (
        draft.noun_class is NounClass.OTHER and act.befalls == {NounClass.PERSON} and not draft.noun_known
    )


def _found(act: Act, cue: Cue) -> Found:
    return Found(act.role, min(cue, Cue.WEAK) if act.weak else cue, act)


def role_own(draft: Draft) -> Found | None:
    """The role that the noun says itself: "20 deaths"."""
    act = own_roles().get(draft.noun.lower().rsplit(" ", 1)[-1])
    return None if act is None else _found(act, Cue.STRONG)


def _tail_follows(tokens: Tokens, j: int, way: Trigger) -> bool:
    if not way.tail:
        return True
    if way.loose:
        return any(word in way.tail for word in tokens.word[j + 1 : j + 6])
    if tokens.follows(j + 1, way.tail):
        return True
    return len(way.tail) == 1 and way.tail[0] in ("alive", "out", "down") and way.tail[0] in tokens.word[j + 1 : j + 3]


def role_right(tokens: Tokens, draft: Draft) -> Found | None:
    """The role that stands after the number: "20 dead", "20 people were killed", "20 died"."""
    scan = _RightScan(tokens, draft)
    return scan.run()


class _RightScan:
    """A walk to the right of a noun phrase, to the word that says what happened to it."""

    def __init__(self, tokens: Tokens, draft: Draft) -> None:
        self.tokens = tokens
        self.draft = draft
        self.passive = False
        self.near = True  # nothing but adverbs between the noun and here

    def run(self) -> Found | None:
        j = self.draft.right + 1
        end = min(j + _RIGHT_REACH, len(self.tokens))
        while j < end:
            found = self._at(j)
            if found is not None:
                return found
            following = self._step(j)
            if following <= j:
                return None
            if following - j > 1:  # over brackets and asides the reach starts anew
                end = min(following + _RIGHT_REACH, len(self.tokens))
            j = following
        return None

    def _at(self, j: int) -> Found | None:
        for way in triggers().get(self.tokens.word[j], ()):
            if befalls(way.act, self.draft) and _tail_follows(self.tokens, j, way):
                found = self._judge(j, way)
                if found is not None:
                    return found
        return None

    def _judge(self, j: int, way: Trigger) -> Found | None:
        act, form = way.act, way.form
        if form is Form.BECOME:
            return _found(act, Cue.STRONG)
        if form is Form.STATE:
            return _found(act, Cue.STRONG) if self.passive or self.near or act.befalls == {NounClass.PERSON} and self._after_comma(j) else None
        if form in (Form.PAST, Form.PARTICIPLE) and (self.passive or self.near) and not self._takes_object(j, way):
            return _found(act, Cue.STRONG)
        if form in (Form.PAST, Form.ACTIVE) and self.draft.noun_class in _ACTING and act.role in _HITS and not self.passive:
            return Found(Role.STRUCK, Cue.STRONG, act)
        return None

    def _after_comma(self, j: int) -> bool:
        return self.tokens.at(j - 1) == ","

    def _takes_object(self, j: int, way: Trigger) -> bool:
        """Whether the verb is active: "five men killed two", "three rockets hit a school"."""
        if self.passive or way.form is Form.PARTICIPLE:
            return False
        following = self.tokens.at(j + 1 + len(way.tail))
        if following[:1].isdecimal() or following in ("a", "an", "the", "at", "his", "her", "their", "its", "them", "him", "several", "dozens", "civilians"):
            return following != "at" or self.tokens.at(j + 2 + len(way.tail)) == "least"
        k = j + 1 + len(way.tail)
        return k < len(self.tokens) and following not in ("and", "or") and following[:1].isalpha() and read_numeral(self.tokens, k) is not None

    def _step(self, j: int) -> int:
        """Where to look next, or `j` to give up."""
        tokens, word = self.tokens, self.tokens.word[j]
        if word in words("grammar", "negations") or word in (".", "!", "?", "\n", ";", ":"):
            return j
        if word == "(":
            return _closing(tokens, j, ")")
        if word in (",", "-"):
            return self._over_aside(j)
        if word in words("grammar", "be"):
            self.passive = True
            return j + 1
        if word in words("grammar", "have") or word in words("grammar", "modal"):
            self.passive = False
            return j + 1 if word != "to" else j
        if word in words("grammar", "believed") and (self.passive or self.near):
            return j + 1
        if word in words("grammar", "adverbs") or (word.endswith("ly") and len(word) > 4) or word in ("who", "that", "which", '"', "'"):
            return j + 1
        if word in ("and", "or", "but", "while", "as", "when", "after", "because"):
            return j
        if self.passive:
            self.passive_words = getattr(self, "passive_words", 0) + 1
            return j + 1 if self.passive_words <= 3 else j
        self.near = False
        if word in words("grammar", "speech") or (triggers().get(word) and self._is_other_verb(word)):
            return j
        return j + 1

    def _is_other_verb(self, word: str) -> bool:
        return any(way.form in (Form.PAST, Form.ACTIVE) for way in triggers()[word]) and not word.endswith("ing")

    def _over_aside(self, j: int) -> int:
        """Over ", including five children," to where the clause goes on; `j` if no aside begins here."""
        tokens = self.tokens
        opening = tokens.at(j + 1)
        known = opening in ("including", "among", "most", "some", "many", "all", "mostly", "aged", "mainly", "half", "with", "both", "incl", "who", "a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "at", "the", "as", "several", "from", "in") or opening[:1].isdecimal()
        if not known:
            return j
        closing = _closing(tokens, j, tokens.word[j])
        if closing <= j + 1:
            return j
        following = tokens.at(closing)
        if following in words("grammar", "be") or following in words("grammar", "have") or triggers().get(following) or following in ("and", "who"):
            return closing if following not in ("and", "who") else j
        again = self.tokens.at(closing)
        return closing if again else j


def _closing(tokens: Tokens, j: int, mark: str) -> int:
    """The token after the next `mark`, or `j` if the sentence ends before."""
    for k in range(j + 1, min(j + 26, len(tokens))):
        if tokens.word[k] == mark:
            return k + 1
        if tokens.word[k] in (".", "!", "?", "\n", ";"):
            return j
    return j


def role_left(tokens: Tokens, draft: Draft) -> Found | None:
    """The role that stands before the number: "killed 20", "death toll rose to 25", "the loss of 12"."""
    return _LeftScan(tokens, draft).run()


class _LeftScan:
    """A walk to the left of a noun phrase, to the verb or head noun that governs it."""

    def __init__(self, tokens: Tokens, draft: Draft) -> None:
        self.tokens = tokens
        self.draft = draft
        self.cue = Cue.STRONG
        self.preposition = ""
        self.steps = 0

    def run(self) -> Found | None:
        linked = self._linked()
        if linked is not None:
            return linked
        j = self.draft.left - 1
        stop = max(j - _LEFT_REACH, -1)
        while j > stop:
            word = self.tokens.word[j]
            found = self._at(j)
            if found is not None:
                return found
            if not self._goes_on(j, word):
                return None
            j -= 1
        return None

    def _at(self, j: int) -> Found | None:
        ways = triggers().get(self.tokens.word[j], ())
        for way in ways:
            if way.form is Form.HEAD and self._governs(j, way) and befalls(way.act, self.draft):
                return _found(way.act, self.cue)
        for way in ways:
            if way.form not in (Form.ACTIVE, Form.PAST) or not _tail_follows(self.tokens, j, way):
                continue
            if not befalls(way.act, self.draft) or _is_passive(self.tokens, j):
                continue
            return self._judge_verb(way)
        return None

    def _judge_verb(self, way: Trigger) -> Found | None:
        if not self.preposition:
            return _found(way.act, self.cue)
        places = self.draft.noun_class in (NounClass.PLACE, NounClass.BUILDING)
        if self.preposition in ("at", "in", "on", "across", "against", "to") and places and way.act.role in (Role.STRUCK, Role.DAMAGED, Role.DESTROYED):
            return _found(way.act, Cue.WEAK)
        if self.preposition == "with" and self.draft.noun_class in _ACTING and way.act.role in _HITS:
            return Found(Role.STRUCK, Cue.WEAK, way.act)
        return None

    def _governs(self, j: int, way: Trigger) -> bool:
        """A head noun governs the number through "of" or a mark, or directly: "injured: 12", "toll of 20"."""
        lead = way.tail
        if lead and not self.tokens.follows(j - len(lead), lead):
            return False
        between = self.tokens.word[j + 1 : self.draft.left]
        if lead and self.tokens.word[j] in ("to", "for", "on", "against", "in", "at"):
            return not between
        return bool(between) and all(word in ("of", ":", "-", "now", "the", "in", "=", "at") for word in between)

    def _linked(self) -> Found | None:
        """A toll linked to its number by a verb of change: "the number of casualties has risen to 20"."""
        tokens, rises = self.tokens, words("grammar", "rises")
        j = self.draft.left - 1
        if tokens.at(j) not in rises or tokens.at(j) == "of":
            return None
        for k in range(j, max(j - 34, -1), -1):
            word = tokens.word[k]
            if word in (".", "!", "?", "\n", ";") and k < j:
                return None
            for way in triggers().get(word, ()):
                lead = way.tail
                if way.form is Form.HEAD and way.act.befalls == {NounClass.PERSON} and befalls(way.act, self.draft):
                    if (not lead or tokens.follows(k - len(lead), lead)) and self._counts_toll(k, j):
                        return _found(way.act, Cue.STRONG)
        return None

    def _counts_toll(self, k: int, j: int) -> bool:
        """Whether the head at `k` is a toll whose number stands at the end: not "killed in ... at 20 sites"."""
        tokens = self.tokens
        if tokens.word[k] in ("killed", "wounded", "injured", "captured", "rescued", "displaced", "hurt", "dead", "missing", "evacuated", "detained", "arrested"):
            return tokens.at(k - 1) in ("of", "the") or k == 0 or tokens.at(k - 1) in (".", "\n", "-", ":") or j - k <= 1 and tokens.at(j) in (":", "-", "=", "now")
        between = tokens.word[k:j + 1]
        return any(word in words("grammar", "rises") and word not in ("of",) for word in between[-4:]) and (tokens.at(j) not in ("at", "to") or any(w in words("grammar", "changes") or w in ("stands", "stood", "put", "puts", "standing", "brought", "brings") for w in between))

    def _goes_on(self, j: int, word: str) -> bool:
        if word in _clause_ends() and not (word == "that" and self.tokens.at(j - 1) == ","):
            return False
        if word in (",", ":", "-", "(", ")"):
            self.cue = Cue.WEAK
            return word != ")" and word != ":"
        if word in words("grammar", "prepositions") and not self.preposition and word not in ("about", "over", "than", "like"):
            self.preposition = word
        return True


def _is_passive(tokens: Tokens, j: int) -> bool:
    """Whether the verb at `j` is passive or describes the noun before it: "were killed in 12 strikes"."""
    if tokens.word[j].endswith("ing"):
        return False
    for k in range(j - 1, max(j - 5, -1), -1):
        word = tokens.word[k]
        if word in words("grammar", "be") and word not in ("being",):
            return True
        if not (word in words("grammar", "adverbs") or word.endswith("ly") or word in ("and", "or") or word in words("grammar", "believed")):
            return word == "being"
    return False
