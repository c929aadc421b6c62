"""The role that stands after a number: "20 dead", "20 people were killed", "20 died"."""

from __future__ import annotations

from functools import lru_cache

from summariser.figures.clause import (
    ACTING,
    HITS,
    Found,
    befalls,
    found,
    is_adverb,
    is_either,
    tail_follows,
)
from summariser.figures.draft import Draft
from summariser.figures.figure import Cue
from summariser.figures.lexicon import (
    Form,
    Trigger,
    grammar,
    past_triggers,
    triggers,
    verb_triggers,
    words_of,
)
from summariser.figures.nouns import closed, noun_sense, read_noun
from summariser.figures.numerals import read_numeral
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import NounClass, Role

__all__ = ["role_right"]

_REACH = 18
_ASIDE = 26
_PATIENCE = 3  # words between a form of "be" and what happened
_RELATIVE = frozenset({"that", "which"})
_LACKING = frozenset({"without", "had", "have", "has", "lacked"})
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her"})
_OBJECTS = frozenset(
    {
        "a",
        "an",
        "the",
        "his",
        "her",
        "their",
        "its",
        "them",
        "him",
        "several",
        "dozens",
        "civilians",
        "people",
        "targets",
    }
)


def role_right(tokens: Tokens, draft: Draft, following: Draft | None = None) -> Found | None:
    """Walk from the noun to the right, to the word that says what happened to it.

    `following` is the next count: where it goes on with the same subject, the walk goes on behind it.
    """
    return _Walk(tokens, draft, following).run()


class _Walk:
    """Where the walk stands: after a form of "be", near the noun, or inside a phrase that belongs to it."""

    def __init__(self, tokens: Tokens, draft: Draft, following: Draft | None) -> None:
        self.tokens = tokens
        self.draft = draft
        self.following = following
        self.described: Found | None = None  # "10 hostages held in Gaza ...": what follows may say more
        self.passive = False
        self.near = True  # nothing but adverbs between the noun and here
        self.waited = 0
        self.joined = False  # "two soldiers and the interpreter were killed"

    def run(self) -> Found | None:
        words, verbs = self.tokens.word, verb_triggers()
        j = self.draft.right + 1
        end = j + _REACH
        while j < min(end, len(words)):
            role = self._at(j) if words[j] in verbs else None
            if role is None:
                following = self._step(j)
            elif self.described is not None and not (self.passive or self._ends(j)):
                break  # "31 missing since the dam collapsed"
            elif self._settles(j) and not self._is_relative(j):
                return role
            else:
                self.described = self.described or role
                following = self._over_launched(j, role)
            if following <= j:
                break
            end += following - j - 1  # an aside does not use up the reach
            j = following
        return self.described

    def _settles(self, j: int) -> bool:
        """Whether what the word at `j` says is the last word on it."""
        return self.passive or self.described is not None or not self._describes(j)

    def _ends(self, j: int) -> bool:
        """Whether the verb at `j` is of the number's own clause: no conjunction stands before it."""
        return grammar().conjunctions.isdisjoint(self.tokens.word[self.draft.right + 1 : j])

    def _is_relative(self, j: int) -> bool:
        """ "Two rockets that crossed from Lebanon were intercepted": the main verb says it."""
        return self.draft.noun_class in ACTING and not self.passive and self.tokens.at(j - 1) in _RELATIVE

    def _over_launched(self, j: int, role: Found) -> int:
        """Over the participle in "38 drones sent against the port were brought down"."""
        if role.role is not Role.LAUNCHED:
            return self._step(j)
        self.near = False
        return j + 1

    def _describes(self, j: int) -> bool:
        """Whether a participle may only describe: "502 drones launched by Russia [were shot down]"."""
        return self.tokens.word[j] in _describing() and self.tokens.at(j + 1) not in (",", ".")

    def _at(self, j: int) -> Found | None:
        if self.tokens.at(j - 1) == "-" and self.tokens.glued(j - 1):
            return None  # "government-provided"
        ways = verb_triggers()[self.tokens.word[j]]
        said: Found | None = None
        length = 0
        for way in ways:
            if len(way.tail) < length:
                break  # "a shop burned down" burns nobody
            if not tail_follows(self.tokens, j, way):
                continue
            if way.parts:
                length = len(way.tail)
            if befalls(way.act, self.draft):
                role = self._judge(j, way)
                if role is not None and (
                    self.draft.noun_class is not NounClass.NONE or "person" in way.act.befalls
                ):
                    return role
                said = said or role
        return said

    def _judge(self, j: int, way: Trigger) -> Found | None:
        act, form = way.act, way.form
        between = self.tokens.word[self.draft.right + 1 : j]
        distance = len(between) - between.count('"')  # '38 drones were "lost"'
        if self._describes_another(j, way) or (form is not Form.STATE and is_either(self.tokens, j, act)):
            return None
        if form is Form.BECOME:
            return found(act, Cue.STRONG, distance, tokens=self.tokens, at=j)
        if form is Form.STATE:
            told = self.passive or self.near or self.tokens.at(j - 1) == ","
            lacking = self.tokens.word[j] in _LACKING  # "300,000 people in three regions had no heating"
            return found(act, Cue.STRONG, distance) if told or lacking else None
        if form not in (Form.PAST, Form.PARTICIPLE, Form.THIRD, Form.BASE):
            return None
        if self._hits(j, way):
            if self.tokens.word[j] in grammar().assaults:
                return Found(Role.LAUNCHED, Cue.WEAK, act, distance)  # "64 drones attacked the region"
            return Found(Role.STRUCK, Cue.STRONG, act, distance)
        if form in (Form.THIRD, Form.BASE) or (not self.passive and self._takes_object(j, way)):
            return None
        if self.passive or self.near:
            return found(act, Cue.STRONG, distance, tokens=self.tokens, at=j)
        return found(act, Cue.WEAK, distance) if self._rests(j) else None

    def _describes_another(self, j: int, way: Trigger) -> bool:
        """ "15 bodies from under the collapsed school": an adjective of another noun."""
        if j == self.draft.right + 1:
            return False
        before = self.tokens.at(j - 1)
        if way.form in (Form.BASE, Form.THIRD):
            verb = before in grammar().modal or before in ("to", "who", "which", "that", "and")
            return not (verb or is_adverb(before))
        return way.form is not Form.STATE and not way.tail and before in _ARTICLES

    def _hits(self, j: int, way: Trigger) -> bool:
        """ "69 drones struck 14 locations": what flies and acts has struck."""
        if self.draft.noun_class not in ACTING or way.act.role not in HITS or self.passive:
            return False
        return way.act.role is Role.STRUCK or self._takes_object(j, way)

    def _rests(self, j: int) -> bool:
        """ "1 missile from Yemen intercepted, sirens ..." """
        following = self.tokens.at(j + 1)
        return not following or not following[0].isalnum() or following in grammar().prepositions

    def _takes_object(self, j: int, way: Trigger) -> bool:
        """Whether the verb is active: "five men killed two"."""
        k = j + 1 + len(way.tail)
        following = self.tokens.at(k)
        if way.form is Form.PARTICIPLE or not following or following in ("and", "or"):
            return False
        if following[0].isdecimal() or following in _OBJECTS or self.tokens.follows(k, ("at", "least")):
            return True
        return following[0].isalpha() and read_numeral(self.tokens, k) is not None

    def _step(self, j: int) -> int:
        """Where to look next, or `j` to give up."""
        tokens, word = self.tokens, self.tokens.word[j]
        if not self.passive and word not in _signposts() and not is_adverb(word):
            self.near = False
            return j + 1
        if word in _walls():
            return j
        if word == "(":
            return _closing(tokens, j, ")")
        if word == "-" and tokens.glued(j) and tokens.glued(j - 1):
            return j + 1
        if word == "," and not self.draft.noun and j > self.draft.right + 1 and self.near:
            return j  # "16 were wounded, five seriously, and two were missing"
        if word in (",", "and") and self._joins_names(j):
            return j + 1
        if word in (",", "-"):
            return self._over_aside(j)
        if word == "aged":
            return self._over_ages(j)
        return self._over_word(j, word)

    def _joins_names(self, j: int) -> bool:
        """ "Consumers in the Kharkiv, Sumy and Chernihiv regions were cut off": no clause ends there."""
        return j > self.draft.right + 1 and self.tokens.capital(j - 1) and self.tokens.capital(j + 1)

    def _over_word(self, j: int, word: str) -> int:
        if self.joined and word in ("was", "is", "has"):
            return j  # said of the last of the list alone
        if word in grammar().be:
            self.passive = True
        elif word in grammar().have or word in grammar().modal:
            self.passive = False
        elif self._is_passed_over(j):
            pass
        elif word in _JOINTS:
            return self._over_and(j)
        elif self.passive:
            self.waited += 1
            other = word.endswith(("ed", "en")) and self.tokens.at(j + 1) not in ("and", "to", ",")
            return j + 1 if self.waited <= _PATIENCE and not other else j  # "are sheltered in ..."
        else:
            self.near = False
            joint = self.tokens.at(j - 1) == "-" and self.tokens.glued(j - 1)  # "rebel-turned-policeman"
            other = word in grammar().speech or (self._is_other_verb(j) and not joint)
            return j if other else j + 1
        return j + 1

    def _over_and(self, j: int) -> int:
        """Over "and" where subject or predicate goes on; else `j`."""
        if self.tokens.word[j] != "and":
            return j
        if self.tokens.at(j + 1) in ("was", "were") and self.draft.noun:
            return j + 1  # "came under fire and were taken to hospital"
        if self.passive:
            return j + 1  # "were ambushed and killed"
        partner = max(self._over_partner(j), self._over_second_noun(j))
        if partner > j or self.tokens.at(j + 1) not in grammar().determiners:
            return partner
        self.joined, self.near = True, False
        return j + 1

    def _is_passed_over(self, j: int) -> bool:
        word = self.tokens.word[j]
        if (self.passive or self.near) and word in grammar().believed:
            return True
        relative = word in ("who", "which") or (
            word == "that" and (self.near or self.tokens.word[j - 1] == ",")
        )
        return relative or is_adverb(word) or word in ('"', "'")

    def _over_partner(self, j: int) -> int:
        """Over "and their driver" where the subject goes on; else `j`."""
        partner = self.following
        if self.tokens.word[j] != "and" or self.described is not None:
            return j  # "eight dead and 20 maimed"
        if partner is None or partner.left != j + 1:
            return self._over_later_partner(j)
        return partner.right + 1 if partner.noun_class is self.draft.noun_class else j

    def _over_later_partner(self, j: int) -> int:
        """Over "and 145 drones" after "70 missiles, seven of them hypersonic,"; else `j`."""
        if self.draft.noun_class not in ACTING or not self.tokens.at(j + 1)[:1].isdecimal():
            return j
        number = read_numeral(self.tokens, j + 1)
        phrase = read_noun(self.tokens, number.last + 1, one=False) if number is not None else None
        return phrase.last + 1 if phrase is not None and phrase.sense.noun_class in ACTING else j

    def _over_second_noun(self, j: int) -> int:
        """Over "and aides" where one number counts two nouns, "five judges and aides"; else `j`."""
        for k in range(j + 1, j + 4):
            if closed(self.tokens.at(k)) or self.tokens.at(k) in triggers():
                return j
            sense = noun_sense(self.tokens, k)
            if sense is not None and sense.plural and not sense.describing:
                alike = sense.noun_class is self.draft.noun_class is not NounClass.OTHER
                return k + 1 if alike and self.draft.right >= j - 1 else j
        return j

    def _is_other_verb(self, j: int) -> bool:
        ways = past_triggers().get(self.tokens.word[j], ())
        return any(tail_follows(self.tokens, j, way) for way in ways)

    def _over_ages(self, j: int) -> int:
        k = j + 1
        while self.tokens.at(k) in ("and", ",", "between", "months", "years", "to", "-") or (
            k < len(self.tokens.word)
            and self.tokens.word[k] not in STOPS
            and read_numeral(self.tokens, k) is not None
        ):
            k += 1
        return k

    def _over_aside(self, j: int) -> int:
        """Over ", including five children," to where the clause goes on; `j` if no aside begins here."""
        tokens, opening = self.tokens, self.tokens.at(j + 1)
        if opening == "and" and self.draft.whole is not None:
            return j  # "11 hurt, among them a boy, and three are missing"
        if opening == "and":
            partner = self._over_partner(j + 1)
            return partner if partner > j + 1 else j
        if opening not in grammar().asides and not opening[:1].isdecimal():
            return self._over_apposition(j)
        closing = _closing(tokens, j, tokens.word[j])
        while closing > j and self._list_goes_on(closing):
            beyond = _closing(tokens, closing, tokens.word[j])
            if beyond <= closing:
                return j
            closing = beyond
        if tokens.at(closing) == "and":
            return closing if self._over_partner(closing) > closing else j
        return j if tokens.at(closing) in ("who", "but", "while") else closing

    def _over_apposition(self, j: int) -> int:
        """Over ", engineers of a plant," where "were" follows; else `j`."""
        sense = noun_sense(self.tokens, j + 1)
        if sense is None or not sense.plural or sense.noun_class is not self.draft.noun_class:
            return j
        closing = _closing(self.tokens, j, self.tokens.word[j])
        return closing if self.tokens.at(closing) in grammar().be else j

    def _list_goes_on(self, closing: int) -> bool:
        """Whether the aside is a list that the comma only divides: "including a boy, two women, ..."."""
        following = self.tokens.at(closing)
        if following[:1].isdecimal() or following in ("a", "an"):
            return True
        return following in ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


_JOINTS = frozenset({"and", "or", "but", "while", "as", "when", "after", "because", "before", "until"})
_MARKS = frozenset({"(", "-", ",", '"', "'"})


@lru_cache(maxsize=1)
def _walls() -> frozenset[str]:
    """What ends the walk."""
    return STOPS | grammar().negations | {";", ":"}


@lru_cache(maxsize=1)
def _signposts() -> frozenset[str]:
    """The words that the walk heeds, adverbs apart: over any other it goes on while nothing was said."""
    lists = grammar()
    verbs = lists.be | lists.have | lists.modal | lists.believed | lists.speech
    return _walls() | _MARKS | _JOINTS | verbs.union({"aged", "who", "which", "that"}, past_triggers())


@lru_cache(maxsize=1)
def _describing() -> frozenset[str]:
    """Words that may describe what was counted: "two drones flying towards the capital were shot down"."""
    flying = (word for word in words_of(Form.BECOME) if word.endswith("ing"))
    return words_of(Form.PAST, Form.STATE).union(flying)


def _closing(tokens: Tokens, j: int, mark: str) -> int:
    """The token after the next `mark`, or `j` if the sentence ends before."""
    for k in range(j + 1, min(j + _ASIDE, len(tokens.word))):
        if tokens.word[k] == mark and not (mark == "-" and tokens.glued(k) and tokens.glued(k - 1)):
            return k + 1
        if tokens.word[k] in STOPS or tokens.word[k] == ";":
            return j
    return j
