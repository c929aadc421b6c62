"""The places of a sentence where something may have happened: which they are, and which lies in which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from summariser.model.slots.seats import happens_at, is_sure, seat_of
from summariser.model.slots.spot import Rank, Seat, Spot
from summariser.model.slots.unlisted import head_end, unlisted

__all__ = ["spots_in"]

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

_NAMED_TOWN = re.compile(r"\b(?:villages?|settlements?|towns?|cit(?:y|ies)|hamlets?)\sof\s$", re.IGNORECASE)


def spots_in(text: str, known: Sequence[Spot]) -> list[Spot]:
    """The places of a sentence where something may have happened: `known` ones and unlisted villages.

    Of "the village of X in the region Y" X is left; of "the district X with the villages Y and Z" X too.
    """
    every = sorted([*known, *unlisted(text, known)], key=lambda spot: spot.start)
    dateline = _DATELINE.match(text)
    written = _WRITTEN_AT.match(text)
    if written and every and every[-1].start > written.end():
        dateline = dateline or written  # with no other place it is an item: "Kherson - four wounded"
    first = dateline.end() if dateline else 0
    found = [_ranked(text, spot) for spot in _where_something_happens(text, every)]
    seated = [
        replace(spot, seat=max(spot.seat, Seat.ELSEWHERE if spot.start < first else seat_of(text, spot)))
        for spot in found
        if not (spot.start < first and spot.is_country)
    ]
    return _narrowed(text, _listed_alike(text, _under_a_head(text, seated)))


def _under_a_head(text: str, spots: list[Spot]) -> list[Spot]:
    """ "Nyabiondo, Masisi." heads what happened in Nyabiondo."""
    end = head_end(text)
    if end is None:
        return spots
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


def _ranked(text: str, spot: Spot) -> Spot:
    """The place with its rank and whether it is sure."""
    named = spot.rank is Rank.TOWN and _NAMED_TOWN.search(text[: spot.start])
    return replace(spot, rank=Rank.NAMED_TOWN if named else spot.rank, sure=is_sure(text, spot))


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
        if goes_on or not happens_at(text, spot):
            left_out = spot
        else:
            left_out = None
            yield spot
