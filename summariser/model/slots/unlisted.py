"""Names that stand where a place stands, and that no gazetteer lists: villages, mostly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summariser.model.slots.lexicon import lexicon, nations
from summariser.model.slots.spot import Spot

__all__ = ["head_end", "unlisted"]

_NAME = r"(?:(?:[aA]l|[eE]l|as|ash|an)-)?[^\W\d_a-z][\w'’-]*"
_UNLISTED = re.compile(
    rf"""\b(?:
          (?:in|In|at|At|near|Near|between|outside|around|hit|struck|shelled|bombed|over)\s(?:the\s)?
            (?:(?:nearby|neighbou?ring)\s)?
        | off\s(?=[\w'’-]+\s(?:Island|Islands|Isle|Point|Cape)\b)
        | (?:north|south|east|west)(?:east|west)?\sof\s
        | (?:outskirts|suburbs?|edge|cent(?:re|er)|streets|area|port|vicinity)\sof\s
        | (?:entrance|fell|landed|close|next)\s(?:to|on|in)\s
        | (?:villages?|towns?|cit(?:y|ies)|settlements?|provinces?|regions?|districts?|governorates?
             |islands?|communes?|localit(?:y|ies)|municipalit(?:y|ies)|hamlets?|parish(?:es)?|camps?)\sof\s
        | (?:strikes?|attacks?|raids?|assault|launched|fired|shelling)\s(?:on|at|of|against)\s
        )
        (?P<name>{_NAME}(?:\s{_NAME}){{0,2}}
          (?:\s(?:roundabout|junction|crossroads|checkpoint|bridge|crossing)\b)?)
      | \b(?:(?:attack|storm|raid|target|pound)(?:ed|ing)|(?:captur|seiz)(?:ed|ing)|overran|entered|fled
             |hitting|striking|shelling|bombing)\s
        (?P<object>{_NAME}(?:\s{_NAME}){{0,2}})
        (?=[,.;]|\s(?:airstrip|airport|airfield|base|port|camp|garrison)\b|\s(?:and|in|on|with|at|where|early|late|overnight)\b)""",
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


def unlisted(text: str, known: Sequence[Spot]) -> Iterator[Spot]:
    """Names that stand where a place stands: villages that no gazetteer has. Found only beside known ones."""
    pattern = _UNLISTED_CAPITALS if text.isupper() else _UNLISTED
    item = _ITEM.match(text)
    for match in [*pattern.finditer(text), *([item] if item else [])]:
        group = match.lastgroup or "name"
        start, name = match.start(group), _shortened(match[group])
        end = start + len(name)
        overlaps = any(spot.start < end and start < spot.end for spot in known)
        employed = _EMPLOYED_AT.search(text[max(0, start - 40) : start])
        if name and not overlaps and not employed and not _is_abbreviation(name, text):
            yield Spot(start, end, name, name)
            yield from _listed_after(text, end, known)


_LONGEST_ABBREVIATION = 5


def _is_abbreviation(name: str, text: str) -> bool:
    """ "Near the FC headquarters": who sits there, and no place."""
    return len(name) <= _LONGEST_ABBREVIATION and name.isupper() and not text.isupper()


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


def head_end(text: str) -> int | None:
    """Where the first name of a heading such as "Nyabiondo, Masisi." ends; null for any other text."""
    item = _ITEM.match(text)
    return item.end("head") if item and item["head"] else None
