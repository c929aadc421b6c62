"""Places in a sentence: where something happened, and names that no gazetteer lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summariser.model.slots.lexicon import lexicon, nations

__all__ = ["DATELINE", "Spot", "happens_at", "unlisted_spots"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a sentence: `text[start:end]` within it, as printed.

    A whole country, a part of one (`is_area`: a region, a province), or a town and the like.
    """

    start: int
    end: int
    name: str
    usual: str
    is_country: bool = False
    is_area: bool = False


DATELINE = re.compile(r"^[A-Z][A-Z .'-]{2,40}(?:,\s[A-Z][a-z]+)?(?:\s\([A-Z][a-z]+\))?\s[-–—]\s")

# A place that only says where another one lies, or who speaks from there, is not where it happened.
_ONLY_NEAR = re.compile(
    r"""(?: \b(?:km|kilomet(?:er|re)s|miles?)\b [^,.;]{0,30}            # 30 km (19 miles) south of X
          | \b(?:north|south|east|west)(?:east|west)? (?:ern)? \s+ of \s # north of X
          | \bborder(?:s|ing)? \s+ (?:with|from|of) [^.;]{0,25}         # near the border with X and Y
          | \bfrom \s+ the \s+ border \b [^.;]{0,25}
          | \b(?:reporting|reports?) \s+ from \s
          | \b(?:sources|officials|authorities|reporters?|diplomats) \s+ in \s
          | \b(?:mayor|governor|head|governor) \s+ of \s
          | \btoward(?:s)? \s
        ) $""",
    re.VERBOSE | re.IGNORECASE,
)
_PERSON_AFTER = re.compile(r"^\s(?P<name>[^\W\d_a-z][\w-]+)")


def happens_at(text: str, spot: Spot) -> bool:
    """Whether something may have happened there: not a mere landmark, speaker's seat or first name."""
    after = _PERSON_AFTER.match(text[spot.end :])
    if after is not None and after["name"] in nations().people:
        return False
    return not _ONLY_NEAR.search(text[max(0, spot.start - 60) : spot.start])


_NAME = r"(?:(?:[aA]l|[eE]l|as|ash|an)-)?[^\W\d_a-z][\w'’-]*"
_UNLISTED = re.compile(
    rf"""\b(?:
          (?:in|In|at|near|Near|outside|around|hit|struck|shelled|bombed|over)\s(?:the\s)?
        | (?:villages?|towns?|cit(?:y|ies)|settlements?)\sof\s
        | (?:strikes?|attacks?|raids?|assault|launched|fired|shelling)\s(?:on|at|of|against)\s
        )
        (?P<name>{_NAME}(?:\s{_NAME}){{0,2}})""",
    re.VERBOSE,
)
_UNLISTED_CAPITALS = re.compile(r"\b(?:IN|AT|NEAR|VILLAGE OF|TOWN OF)\s(?P<name>[A-Z][A-Z'-]{3,})(?=[,.;:])")
_ITEM = re.compile(r"^(?:\d{1,2}[.)]\s)?(?P<name>[^\W\d_a-z][\w'’-]+)\.$")


def unlisted_spots(text: str, known: Sequence[Spot]) -> Iterator[Spot]:
    """Names that stand where a place stands: villages that no gazetteer has. Found only beside known ones."""
    pattern = _UNLISTED_CAPITALS if text.isupper() else _UNLISTED
    item = _ITEM.match(text)
    for match in [*pattern.finditer(text), *([item] if item else [])]:
        start, name = match.start("name"), _shortened(match["name"])
        end = start + len(name)
        overlaps = any(spot.start < end and start < spot.end for spot in known)
        if name and not overlaps:
            yield Spot(start, end, name, name)


def _shortened(name: str) -> str:
    """The name without a possessive; nothing if it holds a word that no place has."""
    name = re.sub(r"['’]s?$", "", name)
    words = name.split()
    plain = any(lexicon().no_place.fullmatch(word) for word in words)
    acting = nations().state(words[0]) is not None or any(word in nations().people for word in words)
    return "" if plain or acting else name
