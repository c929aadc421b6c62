"""Whether something happened at a place, or somebody only speaks, lies or comes from there."""

from __future__ import annotations

import re

from summariser.model.slots.lexicon import nations
from summariser.model.slots.spot import Seat, Spot
from summariser.text.gazetteer import place_words
from summariser.text.places import is_unknown_name

__all__ = ["happens_at", "is_sure", "seat_of"]

# A place that only says where another one lies.
_LANDMARK = re.compile(
    r"""(?: \b(?:km|kilomet(?:er|re)s|miles?)\b [^,.;]{0,30}            # 30 km (19 miles) south of X
          | \b(?:north|south|east|west)(?:east|west)? (?:ern)? \s+ of \s # north of X
        ) $""",
    re.VERBOSE | re.IGNORECASE,
)
# Where people go, or the writer sits: nothing happened there.
_NOT_THERE = re.compile(
    r"""(?: \bborder(?:s|ing)? \s+ (?:with|from|of) [^.;]{0,25}         # near the border with X and Y
          | \bfrom \s+ the \s+ border \b [^.;]{0,25}
          | \bfrom \s (?:the \s)? directions? \s of \s [^.;]{0,60}    # where what was launched came from
          | \b(?:launched|fired|flown?|flying|took \s off) \s (?:[\w-]+ \s){0,3}? from \s [^.;]{0,30}
          | \b(?:reporting|reports?|said|says|replied|wrote|spoke|speaking) \s+ from \s (?:nearby \s)?
          | \b(?:sail(?:ed|ing)|travel(?:led|ling|ed|ing)|arriv(?:ed|ing)) \s from \s
          | \bfrom \s the \s [^,.;]{0,25} \s base \s (?:at|in) \s  # "fired from the UN base at Gina"
          | \b(?:toward(?:s)?|bound \s (?:for|from)|head(?:ed|ing) \s (?:for|to)|en \s route \s to) \s
          | \b(?:fled|flee|fleeing|flew|evacuated|moved|transferred|flown|airlifted|relocated|travell?ed) \s
            (?:[\w-]+ \s){0,2}? to \s (?:the \s)? (?:(?-i:[A-Z])[\w.'’-]* \s){0,2}   # to the CMH Peshawar
            (?: (?:[\w-]+ \s){0,2}? (?:camps?|shelters?|schools?|hospitals?) \s (?:at|in) \s (?:the \s)? )?
          | \b(?:crews?|teams?|rescuers|firefighters|medics|experts|reinforcements) \s from \s (?:the \s)?
          | \b(?:most|many|some|half|several) \s of \s (?:them|whom) \s in \s (?:[\w-]+ \s){0,4}  # not all
          | \bsince \s (?:the \s)?  # "since Goma changed hands"
          | \bthe \s others? (?: \s \w+ )? \s to \s (?:the \s)?
          | \b(?:between|from) \s [\w'’-]+ (?:\s[\w'’-]+)? \s (?:and|to) \s # the road between X and Y
        ) $""",
    re.VERBOSE | re.IGNORECASE,
)
_SPEAKERS_IN = re.compile(
    r"""\b(?:sources?|officials?|authorit(?:y|ies)|reporters?|correspondents?|diplomats?|analysts?|agency|mission|
          embassy|office|newsroom|ministry|relatives|spokes(?:man|woman|person)|headquarters|bureau|told\s[^,.;]{1,30}|speaking|officer|
          commander|witness(?:es)?)
        \sin\s(?:the\s)?(?:(?:nearby|neighbou?ring)\s)?(?:(?:town|city|village)\sof\s)?$
      | \b(?:based|sits?|seated|headquartered|headquarters\sis|phone|telephone|telephoned)
        \sin\s(?:the\s)?(?:[\w-]+\s){0,2}(?:(?:town|city|village|capital)\sof\s)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_TREATED_IN = re.compile(
    r"""\b(?:surgery|treated|treatment|taken|rushed|admitted|brought|shifted|transferred|airlifted|driven|buried|
          funeral|cared\sfor)
        (?:\s[\w'’-]+){0,7}\s(?:in|at|to)\s(?:the\s)?(?:(?-i:[A-Z])[\w'’-]+,?\sand\s)?$
      | \bin\shospitals?\sin\s(?:the\s)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_CLINIC = r"(?:[Hh]ospital|[Cc]linic|[Ii]nfirmary|[Mm]orgue|[Mm]edical\s[Cc]ent(?:er|re))s?"
_CLINIC_IN = re.compile(rf"\b{_CLINIC}\s(?:in|of|at)\s(?:the\s)?$")
_CLINIC_AFTER = re.compile(rf"^(?:\s[^\W\d_a-z][\w'’-]*){{0,2}}\s{_CLINIC}\b")
_HIT = re.compile(
    r"\b(?:hit|struck|strik|shell|bomb|damag|attack|target|raid|fell|landed|storm|destroy)", re.IGNORECASE
)
# "the Islamic State in the Sahel": a body's name that ends with a place.
_BODY_IN = re.compile(
    r"\b(?:State|Qaeda|Mission|Operation|Command|Forces?|Front|Movement|Party)\sin\s(?:the\s)?$|\bIslamic\sState\s$"
)
_OFFICE_OF = re.compile(
    r"\b(?:mayor|governor|head|chief|administration|council|authorities|residents)\sof\s(?:the\s)?$",
    re.IGNORECASE,
)
_CAPITAL_WORD = r"[^\W\d_a-z][\w'’-]*"
_SEA = re.compile(r"\b(?:Sea|Ocean|Gulf)$")
_PERSON_AFTER = re.compile(r"^\s(?P<name>[^\W\d_a-z][\w-]+)")


_OFFICE = re.compile(
    r"""^(?:['’]s)?\s(?:[\w-]+\s){0,2}?
        (?:governor|mayor|officials?|authorities|police|prosecutors?|administration|residents|council|
           emergency\sservices?|rescuers|civil\sdefence|civil\sdefense|(?:health|interior)\s(?:ministry|department))\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "the Gaza Humanitarian Foundation": a body's name that begins with a place.
_BODY = re.compile(
    rf"""^\s(?:{_CAPITAL_WORD}\s){{0,3}}
        (?:Foundation|Network|Agency|Committee|Institute|Organi[sz]ation|Group|Society|Association|Company|Bank|
           Observatory|Programme|Program|Fund|Union|Federation|Corps|Command|Movement|Army|Front|Party|Times|Post|
           Forces?|Brigade|Division|Regiment|Battalion|Watch|Mission|Team|Service)\b""",
    re.VERBOSE,
)

_AN_END = re.compile(r"\b(?:between|to|from|around)\s(?:the\s)?$", re.IGNORECASE)
"""Before one end of what lies or goes between two places, and before what only lies near."""


def seat_of(text: str, spot: Spot) -> Seat:
    """Whether a speaker sits at a place, or somebody was only treated there."""
    before = text[max(0, spot.start - 80) : spot.start]
    after = text[spot.end : spot.end + 80]
    if _OFFICE_OF.search(before) or _OFFICE.match(after):
        return Seat.OFFICE
    in_a_clinic = _CLINIC_IN.search(before) or _CLINIC_AFTER.match(after)
    if in_a_clinic and not _HIT.search(before):
        return Seat.ELSEWHERE
    if _BODY.match(after) or _BODY_IN.search(before):
        return Seat.ELSEWHERE
    if _SPEAKERS_IN.search(before) or _TREATED_IN.search(before):
        return Seat.ELSEWHERE
    return Seat.LOOSE if _SEA.search(spot.name) or _LANDMARK.search(before) else Seat.NONE


def happens_at(text: str, spot: Spot) -> bool:
    """Whether something may have happened there: it is no destination and no first name."""
    after = _PERSON_AFTER.match(text[spot.end :])
    if after is not None and after["name"] in nations().people:
        return False
    return not _NOT_THERE.search(text[max(0, spot.start - 60) : spot.start])


def is_sure(text: str, spot: Spot) -> bool:
    """Whether nothing says that a place is part of another name, an end of a way, or "north-eastern Ukraine":
    another sentence says where in it."""
    before = text[: spot.start]
    if _AN_END.search(before) or spot.usual.partition(" ")[0] in place_words().compass:
        return False
    word = before.rsplit(None, 1)[-1] if before[-1:].isspace() else ""
    begins = len(word) == len(before.strip())  # any word is capitalised there
    return not word or begins or not is_unknown_name(word)
