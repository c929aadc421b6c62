"""Who takes part in what a clause tells: its subject, even where another clause names it, and its objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summariser.model.slots.clauses import Clause, Joint
from summariser.model.slots.cues import EXCHANGES, REFUSALS, Cue, is_speech
from summariser.model.slots.parties import distinct
from summariser.model.slots.people import Party
from summariser.vocabulary import DiplomacyType

__all__ = ["Sentence", "participants"]

_LISTED = re.compile(
    r"""(?:['’]s)?(?:,?\s(?:and|or|with)\s|,\s|\s\(|\s)
        (?:(?:[A-Z][\w.'’-]{0,20}|the|his|her|foreign|prime|defen[cs]e|minister|president|envoy|special|counterpart)\s){0,7}""",
    re.VERBOSE,
)
_TO_WHOM = re.compile(r"\s(?:(?:on|that|the|to|against|with|of|its|his)\s){0,2}", re.IGNORECASE)
_ALONE = {*REFUSALS, DiplomacyType.OFFER_TO_HOST, DiplomacyType.MILITARY_POSTURE}
_BY_ITS_SUBJECT = {DiplomacyType.OFFER_TO_HOST, DiplomacyType.MILITARY_POSTURE}
_TO_SOMEBODY = {
    *EXCHANGES,
    DiplomacyType.SANCTIONS,
    DiplomacyType.MILITARY_AID,
    DiplomacyType.HUMANITARIAN_AID,
    DiplomacyType.OFFER_OF_SUPPORT,
}
_QUOTED = re.compile(r"\b(?:We|we|I|[Oo]ur)\b.{0,200}[,!?][\"”’']\s(?:said|says)\s$")
""" "We refuse," said Qassem: he who speaks stands behind."""

_AMONG = re.compile(r",\s(?:among\sthem|including|of\swhom)\s[^,.;]{0,60}$")
""" "1,200 prisoners, among them seven Saudis": not whose exchange it is."""

_SENT = re.compile(r"\s(?:aid|relief|humanitarian|food|arms|weapons)\b")
""" "Turkish aid arrived": Turkey sent it."""

_BY = 10  # characters of "by the" and a little more
_AGENT = re.compile(r"\bby\s(?:the\s)?$")
_TOWARDS = re.compile(r"\b(?:to|for|with|from)\s(?:the\s)?$")
_IMPOSED_ON = re.compile(r"\b(?:on|against)\s(?:the\s)?$")
_MOST = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses and everybody whom it names."""

    text: str
    clauses: Sequence[Clause]
    parties: Sequence[Party]

    def inside(self, number: int) -> list[Party]:
        """Whom a clause names."""
        clause = self.clauses[number]
        return [party for party in self.parties if clause.start <= party.start < clause.end]

    def is_agent(self, party: Party) -> bool:
        """Whether one only did what a participle says: the "Washington" of "a plan drafted by Washington"."""
        return _AGENT.search(self.text, max(0, party.start - _BY), party.start) is not None

    def head(self, number: int) -> list[Party]:
        """The subject of a clause: whom it names first, or that of the clause that it goes on with."""
        clause = self.clauses[number]
        if clause.above is None:
            own = self.first_group(self._acting(number))
            said = not own and number > 0 and clause.joint is Joint.SAID
            return self.head(number - 1) if said else own
        if clause.joint is Joint.WHO:
            return self._last_group(self._acting(clause.above)) or self.head(clause.above)
        return self.head(clause.above)

    def _acting(self, number: int) -> list[Party]:
        return [party for party in self.inside(number) if party.acts and not self.is_agent(party)]

    def first_group(self, parties: Sequence[Party]) -> list[Party]:
        """The first of these, with those that are named in one breath with it: "Egypt and Qatar"."""
        group = list(parties[:1])
        for party in parties[1:]:
            if not _LISTED.fullmatch(self.text, group[-1].end, party.start):
                break
            group.append(party)
        return group

    def _last_group(self, parties: Sequence[Party]) -> list[Party]:
        group = list(parties[-1:])
        for party in reversed(parties[:-1]):
            if not _LISTED.fullmatch(self.text, party.end, group[0].start):
                break
            group.insert(0, party)
        return group


def participants(sentence: Sentence, number: int, cue: Cue) -> list[Party]:
    """The parties of what a clause tells."""
    if is_speech(cue.type) or cue.type in _BY_ITS_SUBJECT:
        return _speakers(sentence, number, cue)
    clause = sentence.clauses[number]
    carried = sentence.head(clause.above) if clause.above is not None else []
    if clause.joint is Joint.WHO:
        carried = sentence.head(number)
    own = [party for party in sentence.inside(number) if party.acts or _receives(sentence, party, cue)]
    own = [party for party in own if not _AMONG.search(sentence.text, clause.start, party.start)]
    return distinct([*carried, *own])[:_MOST]


def _receives(sentence: Sentence, party: Party, cue: Cue) -> bool:
    """Whether what is sent or imposed is so to this one: "to Ukraine", "against Iran"."""
    if party.is_adjective:
        return cue.type in EXCHANGES or _SENT.match(sentence.text, party.end) is not None
    towards = _IMPOSED_ON if cue.type is DiplomacyType.SANCTIONS else _TOWARDS
    return cue.type in _TO_SOMEBODY and towards.search(sentence.text, 0, party.start) is not None


def _speakers(sentence: Sentence, number: int, cue: Cue) -> list[Party]:
    """Who speaks, and to whom: "accused Rwanda of …"."""
    clause = sentence.clauses[number]
    own = [party for party in sentence.inside(number) if party.acts]
    if cue.impersonal:
        return _impersonal(sentence, number, cue)
    inviting = [party for party in sentence.inside(number) if cue.start < party.start < cue.end]
    if inviting and cue.type is DiplomacyType.OFFER_TO_HOST:
        speakers = inviting
    elif clause.above is not None:
        speakers = sentence.head(number)
    else:
        speakers = sentence.first_group([party for party in own if party.start < cue.start])
    if not speakers:
        speakers = _who_says(sentence, number)
    if any(party.is_local for party in speakers):
        return []  # "Kyiv's mayor, …, called on residents": not the state
    speakers = [party for party in speakers if _may_speak(party)]
    if not speakers or cue.type in _ALONE:
        return distinct(speakers)
    addressed = _addressed(sentence, number, cue)
    if cue.type is DiplomacyType.ACCUSATION and not addressed and not _calls(sentence, cue):
        return []
    return distinct([*speakers, *addressed])[:_MOST]


def _impersonal(sentence: Sentence, number: int, cue: Cue) -> list[Party]:
    """Who says that others "must leave", and those; nobody, where no one is named who says it."""
    speakers = [party for party in _who_says(sentence, number) if _may_speak(party)]
    subject = [party for party in sentence.inside(number) if party.start < cue.start]
    asked = sentence.first_group(subject) if speakers and cue.type not in _ALONE else []
    return distinct([*speakers, *asked])[:_MOST]


def _who_says(sentence: Sentence, number: int) -> list[Party]:
    """Who says it: "Peskov said that …", "…, Peskov told reporters"."""
    above = sentence.clauses[number].above
    while sentence.clauses[number].joint is Joint.AND and above is not None:
        number, above = above, sentence.clauses[above].above
    if sentence.clauses[number].joint is Joint.SAID:
        return sentence.head(number - 1)
    if _QUOTED.search(sentence.text, sentence.clauses[number].start, sentence.clauses[number].end):
        return sentence.head(number + 1) if number + 1 < len(sentence.clauses) else []
    for number, clause in enumerate(sentence.clauses):
        if clause.joint is Joint.SPEAKER:
            return sentence.head(number)
    return []


def _calls(sentence: Sentence, cue: Cue) -> bool:
    """Whether it is the deed that is accused: "called the raid a war crime"."""
    return " " in sentence.text[cue.start : cue.end]


def _may_speak(party: Party) -> bool:
    return not party.is_local and (party.country is not None or party.is_person or party.is_group)


def _addressed(sentence: Sentence, number: int, cue: Cue) -> list[Party]:
    asked = [party for party in sentence.inside(number) if cue.start < party.start < cue.end]
    after = [party for party in sentence.inside(number) if party.start >= cue.end]
    if asked:
        return asked[:1]
    if not after or not _TO_WHOM.fullmatch(sentence.text, cue.end, after[0].start):
        return []
    return [party for party in after if party.start == after[0].start]
