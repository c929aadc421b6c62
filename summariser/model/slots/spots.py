"""Places in a sentence: where something happened, and names that no gazetteer lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from summariser.model.slots.lexicon import lexicon, nations
from summariser.text.places import is_unknown_name

__all__ = ["Rank", "Seat", "Spot", "seat_of", "spots_in"]


class Rank(IntEnum):
    """How narrow a place is: of two that lie in each other the narrower is where it happened."""

    COUNTRY = 0
    AREA = 1
    TOWN = 2
    DISTRICT = 3
    NAMED_TOWN = 4  # "the village of X", "the city of X"


class Seat(IntEnum):
    """Whether a place is rather said of a speaker."""

    NONE = 0
    AROUND = 1  # the region around a narrower place of the sentence: "the region" may mean it later
    OFFICE = 2  # "the governor of X": what he tells of is in X, unless his sentence says where
    LOOSE = 3  # a sea, or what says where another place lies ("30 km south of X"), if there is no other
    ELSEWHERE = 4  # "sources in X"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a sentence: `text[start:end]` within it, as printed.

    `usual` is its usual English spelling, `rank` how narrow it is, `seat` whether a speaker sits there,
    `sure` that it is no part of another name and no end of a road.
    """

    start: int
    end: int
    name: str
    usual: str
    rank: Rank = Rank.TOWN
    seat: Seat = Seat.NONE
    sure: bool = True

    @property
    def is_country(self) -> bool:
        """Whether it is a whole country."""
        return self.rank is Rank.COUNTRY


_DATELINE = re.compile(
    r"""^ [A-Z][A-Z .'/-]{2,40}                    # KYIV, PORT SUDAN, ATHENS/ADEN
        (?: (?: ,\s [A-Z0-9][\w. ]{1,20} ){0,2}     # , Ukraine, Nov. 19
            (?: \s? \( [A-Z][\w./ -]{1,20} \) )?   # (Reuters)
            \s? [-–—]{1,2}
          | (?: ,\s [A-Z0-9][\w. ]{1,20} ){1,2} :   # , May 27:
        ) \s""",
    re.VERBOSE,
)

# "Damascus - Israeli soldiers killed ten people"; PESHAWAR / QUETTA: and a sentence
_WRITTEN_AT = re.compile(
    r"""^(?: [A-Z][\w'’-]+ (?:[\s/][A-Z][\w'’-]+){0,2} (?:\s\([^()\n]{1,30}\))? \s[-–—]
          | [A-Z][A-Z\ .'/-]{2,40}:
        )\s""",
    re.VERBOSE,
)

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
          embassy|office|newsroom|relatives|spokes(?:man|woman|person)|headquarters|bureau|told\s[^,.;]{1,30}|speaking|officer|
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
    r"\b(?:State|Qaeda|Mission|Operation|Command|Forces?|Front|Movement|Party)\sin\s(?:the\s)?$"
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
_NAMED_TOWN = re.compile(r"\b(?:villages?|settlements?|towns?|cit(?:y|ies)|hamlets?)\sof\s$", re.IGNORECASE)


def spots_in(text: str, known: Sequence[Spot]) -> list[Spot]:
    """The places of a sentence where something may have happened: `known` ones and unlisted villages.

    Of "the village of X in the region Y" X is left; of "the district X with the villages Y and Z" X too.
    """
    every = sorted([*known, *_unlisted(text, known)], key=lambda spot: spot.start)
    dateline = _DATELINE.match(text)
    written = _WRITTEN_AT.match(text)
    if written and every and every[-1].start > written.end():
        dateline = dateline or written  # with no other place it is an item: "Kherson - four wounded"
    first = dateline.end() if dateline else 0
    found = [_judged(text, spot) for spot in _where_something_happens(text, every)]
    seated = [
        replace(spot, seat=max(spot.seat, Seat.ELSEWHERE if spot.start < first else seat_of(text, spot)))
        for spot in found
        if not (spot.start < first and spot.is_country)
    ]
    return _narrowed(text, _listed_alike(text, _under_a_head(text, seated)))


def _under_a_head(text: str, spots: list[Spot]) -> list[Spot]:
    """ "Nyabiondo, Masisi." heads what happened in Nyabiondo."""
    item = _ITEM.match(text)
    end = item.end("head") if item and item["head"] else len(text)
    return [replace(spot, seat=Seat.AROUND) if spot.start > end else spot for spot in spots]


def _listed_alike(text: str, spots: list[Spot]) -> list[Spot]:
    """Of "hospitals in X and Y" both lie elsewhere."""
    alike = spots[:1]
    for spot in spots[1:]:
        before = alike[-1]
        in_list = _LIST.fullmatch(text[before.end : spot.start]) is not None
        elsewhere = in_list and before.seat is Seat.ELSEWHERE and spot.seat is Seat.NONE
        alike.append(replace(spot, seat=Seat.ELSEWHERE) if elsewhere else spot)
    return alike


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


def _judged(text: str, spot: Spot) -> Spot:
    """The place with its rank and whether it is sure."""
    before = text[: spot.start]
    named = spot.rank is Rank.TOWN and _NAMED_TOWN.search(before)
    word = before.rsplit(None, 1)[-1] if before[-1:].isspace() else ""
    unsure = _AN_END.search(before) or (word and is_unknown_name(word) and len(word) < len(before.strip()))
    return replace(spot, rank=Rank.NAMED_TOWN if named else spot.rank, sure=not unsure)


_AN_END = re.compile(r"\b(?:between|to|from)\s(?:the\s)?$", re.IGNORECASE)
"""Before one end of what lies or goes between two places."""

_LIST = re.compile(r"(?:,|,?\sand|\sor)\s(?:the\s)?")
_NEST = 45
_APART = re.compile(
    r"\d|[;:]|\b(?:and|while|but|another|one|two|three|four|five|six|seven|eight|nine|ten)\s(?!the\b)",
    re.IGNORECASE,
)
"""Between two places: "12 in Lubero territory and three in Djugu" do not lie in each other."""


def _narrowed(text: str, spots: list[Spot]) -> list[Spot]:
    """Of neighbours that lie in each other the narrower; of an area and a list of its villages the area.

    The others stay as what lies around.
    """
    listed = {
        spot
        for left, right in pairwise(spots)
        if _LIST.fullmatch(text[left.end : right.start]) and left.rank is not Rank.AREA
        for spot in (left, right)
        if spot.rank in (Rank.TOWN, Rank.NAMED_TOWN)
    }
    around: set[Spot] = set()
    for left, right in pairwise(spots):
        between = text[left.end : right.start]
        if Rank.COUNTRY in (left.rank, right.rank) or len(between) > _NEST or _APART.search(between):
            continue
        if left in listed and right in listed:
            continue
        narrow, wide = (left, right) if left.rank > right.rank else (right, left)
        if narrow.rank is wide.rank or _LIST.fullmatch(between):
            continue
        around |= listed if narrow in listed else {wide}
    return [replace(spot, seat=max(spot.seat, Seat.AROUND)) if spot in around else spot for spot in spots]


def _where_something_happens(text: str, spots: Sequence[Spot]) -> Iterator[Spot]:
    """Without destinations and the like, and what a list goes on with: "towards El Obeid and White Nile"."""
    left_out: Spot | None = None
    for spot in spots:
        goes_on = left_out is not None and _LIST.fullmatch(text[left_out.end : spot.start])
        if goes_on or not _happens_at(text, spot):
            left_out = spot
        else:
            left_out = None
            yield spot


def _happens_at(text: str, spot: Spot) -> bool:
    """Whether something may have happened there: it is no destination and no first name."""
    after = _PERSON_AFTER.match(text[spot.end :])
    if after is not None and after["name"] in nations().people:
        return False
    return not _NOT_THERE.search(text[max(0, spot.start - 60) : spot.start])


_NAME = r"(?:(?:[aA]l|[eE]l|as|ash|an)-)?[^\W\d_a-z][\w'’-]*"
_UNLISTED = re.compile(
    rf"""\b(?:
          (?:in|In|at|At|near|Near|between|outside|around|hit|struck|shelled|bombed|over)\s(?:the\s)?
            (?:(?:nearby|neighbou?ring)\s)?
        | off\s(?=[\w'’-]+\s(?:Island|Islands|Isle|Point|Cape)\b)
        | (?:north|south|east|west)(?:east|west)?\sof\s
        | (?:outskirts|suburbs?|edge|cent(?:re|er)|streets|area|port|vicinity)\sof\s
        | (?:entrance|fell|landed|close|next)\s(?:to|on|in)\s
        | (?:villages?|towns?|cit(?:y|ies)|settlements?|provinces?|regions?|districts?|governorates?)\sof\s
        | (?:strikes?|attacks?|raids?|assault|launched|fired|shelling)\s(?:on|at|of|against)\s
        )
        (?P<name>{_NAME}(?:\s{_NAME}){{0,2}})
      | \b(?:(?:attack|storm|raid|target|pound)(?:ed|ing)|(?:captur|seiz)(?:ed|ing)|overran|entered|fled
             |hitting|striking|shelling|bombing)\s
        (?P<object>{_NAME}(?:\s{_NAME}){{0,2}})
        (?=[,.;]|\s(?:and|in|on|with|at|where|early|late|overnight)\b)""",
    re.VERBOSE,
)
# "an official at Diaplous": who works there speaks, and nothing happened.
_EMPLOYED_AT = re.compile(
    r"""\b(?:official|analyst|director|expert|researcher|fellow|professor|spokes(?:man|woman|person)|manager|
          executive|editor|doctor|surgeon|nurse|employee|student|lecturer|economist|strategist|adviser)s?\sat\s(?:the\s)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_UNLISTED_CAPITALS = re.compile(
    r"""\b(?:IN|AT|NEAR|ON|(?:VILLAGE|TOWN|CITY|AREA)\sOF)\s(?:THE\s)?
        (?P<name>[A-Z][A-Z'-]{3,}(?:\s[A-Z][A-Z'-]{2,})?)
        (?=[,.;:]|\s(?:MUNICIPALITY|DEPARTMENT|PROVINCE|DISTRICT|TOWN|CITY|NEIGHBOU?RHOOD|TODAY|YESTERDAY)\b)""",
    re.VERBOSE,
)
_ITEM = re.compile(
    r"""^(?: (?:\d{1,2}[.)]\s|[-–—•*]\s)? (?P<name>[^\W\d_a-z][\w'’-]+) [.:]     # 2. Depayin.
        | [-–—•*]\s (?P<listed>[^\W\d_a-z][\w'’-]+) ,\s [^.,]{3,40}\.           # - Tokarivka, D. community.
        | (?P<head>[^\W\d_a-z][\w'’-]+ (?:[ –][^\W\d_a-z][\w'’-]+)?) ,\s [^\W\d_a-z][\w'’-]+ (?:\s\w+)? \.
       )$                                                                      # Nyabiondo, Masisi.
    """,
    re.VERBOSE,
)


def _unlisted(text: str, known: Sequence[Spot]) -> Iterator[Spot]:
    """Names that stand where a place stands: villages that no gazetteer has. Found only beside known ones."""
    pattern = _UNLISTED_CAPITALS if text.isupper() else _UNLISTED
    item = _ITEM.match(text)
    for match in [*pattern.finditer(text), *([item] if item else [])]:
        group = match.lastgroup or "name"
        start, name = match.start(group), _shortened(match[group])
        end = start + len(name)
        overlaps = any(spot.start < end and start < spot.end for spot in known)
        employed = _EMPLOYED_AT.search(text[max(0, start - 40) : start])
        if name and not overlaps and not employed:
            yield Spot(start, end, name, name)
            yield from _listed_after(text, end, known)


_NEXT_IN_LIST = re.compile(rf"(?:,\s|,?\sand\s)(?P<name>{_NAME})(?=\s+(?:and|were|was|in)\b|[,.;])")


def _listed_after(text: str, end: int, known: Sequence[Spot]) -> Iterator[Spot]:
    """ "The settlements of Terebreno and Demidovka": what follows in the list, as far as it is unlisted."""
    while (match := _NEXT_IN_LIST.match(text, end)) is not None:
        end = match.end()
        name = _shortened(match["name"])
        if not name or any(spot.start < end and match.start("name") < spot.end for spot in known):
            return
        yield Spot(match.start("name"), end, name, name)


def _shortened(name: str) -> str:
    """The name without a possessive; nothing if it holds a word that no place has."""
    name = re.sub(r"['’]s?$", "", name)
    words = name.split()
    plain = any(lexicon().no_place.fullmatch(word) for word in words)
    acting = nations().state(words[0]) is not None or any(word in nations().people for word in words)
    return "" if plain or acting else name
