"""Where it happened, by code: the nearest place of the sentence, else of the one before, else the country."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summariser.figures.figure import Figure, Tier
from summariser.model.slots.beside import (
    BREAK,
    Nearness,
    Placed,
    distance,
    is_of_another,
    is_right_behind,
    nearest,
    text_between,
)
from summariser.model.slots.candidates import WEAPONS, Candidate, Family, candidates
from summariser.model.slots.lexicon import lexicon
from summariser.model.slots.scene import Line, Scene
from summariser.model.slots.spot import Rank, Seat, Spot
from summariser.text.places import country_of_adjective
from summariser.vocabulary import Thing

__all__ = ["code_place"]

_NEAR = 2
"""Sentences that one without a place goes on from. On 112 articles that no rule here was made with, 24 of 152
numbers placed so were wrong, though the model and the patterns agreed on them."""


def code_place(scene: Scene, line: Line, candidate: Candidate | None) -> Placed:
    """The place of a number. Munitions have one only if their own clause names it."""
    at = line.at(candidate.figure) if candidate is not None else len(line.text)
    if _IN_THE_SAME.match(line.text, at):
        return _told_above(scene, line)
    is_weapon = candidate is not None and candidate.family is Family.WEAPONS
    own = _of_clause(scene, line, at) if is_weapon else line.places(Seat.LOOSE)
    if candidate is not None and candidate.thing is Thing.REGIONS:
        around = tuple(spot for spot in own if _holds_towns(spot, at))
        if not around and _WIDE.search(candidate.figure.noun):
            return _of_country(scene, line, at) or _nationwide(scene, line)
        own = around or own
    if own and not _is_national(line, at):
        return nearest(line, own, at)
    if (national := _of_country(scene, line, at)) is not None:
        return national
    if candidate is not None and _is_of_a_wave(line, candidate):
        return _of_a_wave(scene, line)
    return _told_above(scene, line)


def _of_a_wave(scene: Scene, line: Line) -> Placed:
    """Munitions without a place are of a country's wave if they are many and an army counts them; else
    perhaps of the town that was just spoken of."""
    few = _are_few(line)
    if not few and any(lexicon().armies.search(text) for text in (line.text, scene.before(line))):
        return Placed(None, Nearness.HERE)
    above = _told_above(scene, line)
    if above.nearness in (Nearness.NEAR, Nearness.AMONG):
        return Placed(above.name, Nearness.AMONG)
    return Placed(None, Nearness.AMONG if few else Nearness.HERE)


_REGIONS_OF = re.compile(
    r"\b(?P<people>[A-Z][\w-]+)\s(?:regions|oblasts|provinces|cities|governorates|states|towns)\b"
)


def _of_country(scene: Scene, line: Line, at: int) -> Placed | None:
    """The country that a sentence speaks of; null if of none."""
    named = scene.country_named(line)
    if named is not None:
        return Placed(named.name, Nearness.AMONG if is_of_another(line, named, at) else Nearness.HERE)
    return _nationwide(scene, line) if lexicon().nationwide.search(line.text) else None


def _nationwide(scene: Scene, line: Line) -> Placed:
    """The country whose "10 Russian regions" are spoken of, else what most of the article is about."""
    owner = _REGIONS_OF.search(line.text)
    country = country_of_adjective(owner["people"]) if owner else None
    sure = country is not None or not scene.is_of_two_countries
    return Placed(country or scene.country, Nearness.HERE if sure else Nearness.NOWHERE)


def _of_clause(scene: Scene, line: Line, at: int) -> Sequence[Spot]:
    """The places of a number's own clause, else of the governor who goes on."""
    own = [spot for spot in line.places(Seat.OFFICE) if not BREAK.search(text_between(line.text, spot, at))]
    return own or _governed(scene, line)


_POSSESSIVES = ("'s", "’s")


def _is_national(line: Line, at: int) -> bool:
    """Whether a number is said of a country: "killed four across Ukraine and left Sumy without power"."""
    behind = (spot for spot in line.spots if spot.is_country and is_right_behind(line, spot, at))
    return not all(line.text.startswith(_POSSESSIVES, spot.end) for spot in behind)


_IN_THE_SAME = re.compile(
    r"""[^.;:]{0,60}?\bin\sthe\ssame\s
        (?:municipality|city|town|village|settlement|district|region|province|area|neighbou?rhood)\b""",
    re.VERBOSE | re.IGNORECASE,
)

_WIDE = re.compile(r"\b(?:regions|oblasts|provinces|cities|governorates|states)$", re.IGNORECASE)
"""What many of lie in no region but in a country."""

_CLOSE = 30
"""Characters between "38 settlements" and the region that they lie in."""


def _holds_towns(spot: Spot, at: int) -> bool:
    """Whether towns that are counted lie in a place: "In X region 33 villages", "12 villages of X region"."""
    return spot.rank is Rank.AREA and (spot.end <= at or spot.start - at <= _CLOSE)


_GOES_ON = re.compile(r"^(?:he|she)\s(?:also\s)?(?:said|says|added|reported|claimed|wrote)\b", re.IGNORECASE)


def _governed(scene: Scene, line: Line) -> list[Spot]:
    """Where the governor governs who goes on: "He said five drones were destroyed"."""
    before = scene.line_before(line)
    if before is None or not _GOES_ON.match(line.text):
        return []
    seats = [spot for spot in before.spots if spot.seat is Seat.OFFICE and not spot.is_country]
    return seats[-1:]


_ANEW = re.compile(
    r"""^(?:elsewhere|separately|nationwide|overall
        |in\s(?:a|an(?:other)?)\s(?:separate|another|different|unrelated)\s
        |in\sanother\s|in\s(?:all|total)\b|a\stotal\sof\s|on\sthe\s\w+\sside\b)""",
    re.VERBOSE | re.IGNORECASE,
)
"""A sentence that begins so leaves the place that was spoken of."""


def _told_above(scene: Scene, line: Line) -> Placed:
    """The place that a sentence without one goes on about; the article's country if it begins anew."""
    found = None if _ANEW.match(line.text) else scene.nearest(scene.told_before(line))
    if found is None:
        return Placed(scene.country, Nearness.NOWHERE)
    named, spots = found
    goes_on = named.paragraph == line.paragraph and not line.background  # what is past was elsewhere, often
    is_near = goes_on and line.number - named.number <= _NEAR
    site = _site(named, spots)
    is_alone = {spot.name for spot in spots} == {site.name} and site.sure
    near = Nearness.NEAR if is_alone else Nearness.AMONG
    return Placed(site.name, near if is_near else Nearness.FAR)


def _site(line: Line, spots: Sequence[Spot]) -> Spot:
    """Of the places of a sentence the one where its last toll was."""
    people = [
        each for each in candidates(line) if each.family is Family.PEOPLE and each.figure.role is not None
    ]
    if not people:
        return spots[-1]
    at = line.at(people[-1].figure)
    return min(spots, key=lambda spot: distance(line, spot, at))


_FEW = 10

_OVERHEAD = re.compile(
    r"""[^,.;:]{0,40}?\b(?:over|above|at|near|around|outside|on\s(?:the\s)?approach(?:es)?\sto)\s(?:the|its)\s
        (?:city|town|airport|airfield|port|harbou?r|base|village|settlement|plant|refinery|station|hospital
          |market|school|camp|mosque|church|bridge|depot|crowd)\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Munitions that came down on what the text speaks of: "three other drones over the airport"."""


def _is_of_a_wave(line: Line, candidate: Candidate) -> bool:
    """Whether a number of munitions, or of sites hit by them, belongs to no town unless one is named.

    A few that no army counts belong to the strike that is being told of: "It was hit by two missiles".
    """
    if candidate.family is Family.PEOPLE or _OVERHEAD.match(line.text, line.at(candidate.figure)):
        return False
    return bool(_munitions(line)) and (not _are_few(line) or lexicon().armies.search(line.text) is not None)


def _are_few(line: Line) -> bool:
    return all(figure.high is not None and figure.high < _FEW for figure in _munitions(line))


def _munitions(line: Line) -> list[Figure]:
    return [
        figure for figure in line.figures if figure.noun_class in WEAPONS and figure.tier is not Tier.IMPLICIT
    ]
