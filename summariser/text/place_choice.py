"""Where a named place is: the choice between namesakes by what is named near it, else by size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from summariser.text.gazetteer import Entry, country_of_adjective, gazetteer, place_words
from summariser.text.place_names import PlaceMention, find_places
from summariser.text.place_rank import preferred, stem
from summariser.text.spelling import fold_name

__all__ = ["ResolvedPlace", "resolve_place"]

_FAR_LARGER = 100
"""So many times the people of its namesakes: nobody means another one without saying so."""
_SEAT_OF_A_RAION = 50_000
"""People. A village lends no raion its name."""
_WORTH_A_COUNTRY = 0.1
"""A country named nearby decides only for a town of at least this share of the largest namesake's people."""

_NEAR = re.compile(
    r"(?:(?:near|outside|around|close\sto|off|south\sof|north\sof|east\sof|west\sof)\s)(?:the\s)?",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\A(?:the\s)?(?:[\w-]{1,40}\s){0,2}?(?P<noun>[a-z]{1,40})\sof\s(?:the\s)?(?P<rest>.{1,200})",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\A(?P<owner>.{1,80}?)['’]s?\s(?P<rest>.{1,200})")
_WORD = re.compile(r"[A-Z][\w.'’-]*")


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where a named place is. `ambiguous`: another of that name could be meant; `reason` says why not."""

    name: str
    kind: str
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: int  # ACLED's geo_precision: 1 a town, 2 near it or part of a region, 3 a region or country
    ambiguous: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a name says about itself: "Dnipro district, Kyiv" → Dnipro, a district, within Kyiv."""

    core: str
    kind: str | None = None
    within: tuple[str, ...] = ()
    near: bool = False
    compass: str | None = None


@dataclass(frozen=True, slots=True)
class _Nearby:
    """What is named around a place: folded names, regions and countries."""

    names: frozenset[str]
    admin1: frozenset[str]
    countries: frozenset[str]


def resolve_place(name: str, *, context: Sequence[str] = ()) -> ResolvedPlace | None:
    """Where a place is, None if it is not known.

    `context` are texts near it (its sentence first), to choose between namesakes: an oblast or country named
    there decides. Without that the largest is taken and `ambiguous` set, unless it is larger by far.
    """
    return _resolve(name, tuple(context))


@lru_cache(maxsize=256)  # who reads, who checks and who writes an article ask for the same places
def _resolve(name: str, context: tuple[str, ...]) -> ResolvedPlace | None:
    asked = _ask(name)
    entries = gazetteer().by_name.get(fold_name(asked.core), ())
    if not entries:
        return _by_adjective(asked) or _by_part(name, asked, context=context)
    nearby = _nearby([*asked.within, *context], without=fold_name(asked.core))
    kind = asked.kind or _kind_in_context(asked, context)
    if kind == "district":
        return _district(asked, entries, nearby=nearby)
    if kind == "admin1":
        regions = [pair for pair in entries if pair[0].kind in ("admin1", "region", "country")]
        if regions:
            return _chosen(asked, regions, nearby=nearby)
        kind = "admin2"
    if kind == "admin2":
        return _surroundings(asked, entries, nearby=nearby)
    others = [pair for pair in entries if pair[0].kind != "district"]
    return _chosen(asked, others or list(entries), nearby=nearby)


# --- what the name says ---------------------------------------------------------------------------


def _ask(name: str) -> _Asked:
    text = " ".join(name.split()).strip(" .,;:\"'“”‘’")
    near = bool(match := _NEAR.match(text))
    text = text[match.end() :] if match else text
    text = text.removeprefix("the ").removeprefix("The ")
    first, *within = text.split(", ")
    if (owner := _OWNER.fullmatch(first)) and fold_name(first) not in gazetteer().by_name:
        first, within = owner["rest"], [owner["owner"], *within]
    core, kind = _without_noun(first)
    core, compass = _without_compass(core)
    return _Asked(core=core, kind=kind, within=tuple(within), near=near, compass=compass)


def _without_noun(text: str) -> tuple[str, str | None]:
    """Kharkiv region, region of Kharkiv, city of Kharkiv → Kharkiv, and what it is said to be."""
    nouns = place_words().nouns
    if any(entry.kind != "district" for entry, _ in gazetteer().by_name.get(fold_name(text), ())):
        return text, None
    head, _, last = text.rpartition(" ")
    if head and last.lower() in nouns:
        return head, nouns[last.lower()]
    if head and last.lower() in ("city", "town", "village"):
        return head, None
    match = _OF.fullmatch(text)
    if match and match["noun"].lower() in (
        *nouns,
        "city",
        "town",
        "village",
        "settlement",
        "port",
        "capital",
    ):
        return match["rest"], nouns.get(match["noun"].lower())
    return text, None


def _without_compass(text: str) -> tuple[str, str | None]:
    first, _, rest = text.partition(" ")
    if (
        rest
        and first.lower() in place_words().compass | {"central"}
        and fold_name(text) not in gazetteer().by_name
    ):
        return rest, first.lower()
    return text, None


def _kind_in_context(asked: _Asked, context: Sequence[str]) -> str | None:
    """The kind that the nearest text gives the name: "northern Chernihiv", "the region of Kharkiv"."""
    if asked.compass and asked.compass != "central":
        has_oblast = any(
            entry.name.endswith(" oblast") for entry, _ in gazetteer().by_name[fold_name(asked.core)]
        )
        return "admin1" if has_oblast else None
    key = fold_name(asked.core)
    kinds = {
        mention.kind
        for mention in _places_in(context[0] if context else "")
        if fold_name(mention.name).split(" ")[: len(key.split(" "))] == key.split(" ")
    }
    return "admin1" if kinds == {"admin1"} else None


def _nearby(texts: Sequence[str], *, without: str) -> _Nearby:
    names: set[str] = set()
    regions: set[str] = set()
    countries: set[str] = set()
    for named in map(_named_in, texts):
        countries |= named.peoples
        for place in named.places:
            if place.key != without:
                names.add(place.key)
                countries.update(filter(None, [place.country]))
                regions |= place.regions
    return _Nearby(frozenset(names), frozenset(regions), frozenset(countries))


@dataclass(frozen=True, slots=True)
class _NamedPlace:
    """A place of the gazetteer that a text names, and what else its name says."""

    key: str
    country: str | None
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Named:
    """The places that a text names, and the countries whose people or adjectives it names."""

    places: tuple[_NamedPlace, ...]
    peoples: frozenset[str]


@lru_cache(maxsize=256)  # an article's opening is near all of its places
def _named_in(text: str) -> _Named:
    known = gazetteer().by_name
    mentions = _places_in(text) or _places_in(f"in {text}")
    keyed = ((fold_name(mention.name.removesuffix(" region")), mention) for mention in mentions)
    places = tuple(_named_place(key, mention) for key, mention in keyed if key in known)
    peoples = frozenset(filter(None, map(country_of_adjective, _WORD.findall(text))))
    return _Named(places, peoples)


@lru_cache(maxsize=256)
def _places_in(text: str) -> tuple[PlaceMention, ...]:
    return tuple(find_places(text))


def _named_place(key: str, mention: PlaceMention) -> _NamedPlace:
    namesakes = gazetteer().by_name[key]
    entry = preferred(namesakes, key=key)
    regions = {entry.admin1} if mention.kind == "admin1" or len(namesakes) < 3 else set()
    if mention.kind == "admin1":
        regions |= {other.admin1 for other, _ in namesakes if other.kind == "admin1"}
    return _NamedPlace(key, entry.country, frozenset(filter(None, regions)))


# --- the choice -----------------------------------------------------------------------------------

_Pairs = Sequence[tuple[Entry, bool]]


def _chosen(asked: _Asked, entries: _Pairs, *, nearby: _Nearby) -> ResolvedPlace:
    key = fold_name(asked.core)
    best = preferred(entries, key=key)
    namesakes = [entry for entry, _ in entries if _differs(entry, best)]
    if not namesakes:
        return _resolved(asked, best, ambiguous=False, reason=None)
    named = [entry for entry, _ in entries if entry.kind == "settlement" and entry.admin1 in nearby.admin1]
    if len(named) == 1:
        return _resolved(asked, named[0], ambiguous=False, reason=f"{named[0].admin1} is named nearby")
    largest = max(entry.population for entry, _ in entries)
    abroad = [
        pair for pair in entries
        if pair[0].country in nearby.countries and pair[0].population >= _WORTH_A_COUNTRY * largest
    ]  # fmt: skip
    if abroad and len({entry.country for entry, _ in abroad}) == 1 and best.kind == "settlement":
        best = preferred(abroad, key=key)
        namesakes = [entry for entry, _ in entries if _differs(entry, best) and entry.country == best.country]
        if not namesakes:
            return _resolved(asked, best, ambiguous=False, reason=f"{best.country} is named nearby")
    rival = max((entry.population for entry in namesakes), default=0)
    if best.kind == "settlement" and best.population >= _FAR_LARGER * max(rival, 1):
        return _resolved(asked, best, ambiguous=False, reason=f"by far the largest of {len(namesakes) + 1}")
    where = sorted({str(entry.admin1 or entry.country) for entry in namesakes})
    kind = "the country" if best.kind == "country" else f"the largest of {len(namesakes) + 1}"
    return _resolved(
        asked, best, ambiguous=True, reason=f"{kind}; others of that name in {', '.join(where[:4])}"
    )


def _differs(one: Entry, two: Entry) -> bool:
    """Whether it is another place, and not the region around the town or the town inside the region."""
    if one is two or one.kind == "district":
        return False
    if {one.kind, two.kind} == {"settlement", "admin1"} and one.country == two.country:
        inside = one.admin1 == "Kyiv City" or stem(str(one.admin1)) == stem(str(two.admin1))
        return one.kind == "settlement" and not inside
    return True


def _district(asked: _Asked, entries: _Pairs, *, nearby: _Nearby) -> ResolvedPlace:
    """A town's district if its town is named nearby or no town bears the name; else a town's surroundings."""
    districts = [entry for entry, _ in entries if entry.kind == "district"]
    here = [entry for entry in districts if fold_name(str(entry.parent)) in nearby.names]
    if here:
        return _resolved(asked, here[0], ambiguous=False, reason=f"{here[0].parent} is named nearby")
    smallest = _SEAT_OF_A_RAION if districts else 0
    towns = [pair for pair in entries if pair[0].kind == "settlement" and pair[0].population >= smallest]
    if towns:
        found = _surroundings(asked, towns, nearby=nearby)
        return (
            found
            if not districts
            else replace(found, ambiguous=True, reason=f"not the district of {districts[0].parent}")
        )
    if not districts:
        return _chosen(asked, entries, nearby=nearby)
    reason = f"one of {len(districts)} towns' districts of that name" if len(districts) > 1 else None
    return _resolved(asked, districts[0], ambiguous=len(districts) > 1, reason=reason)


def _surroundings(asked: _Asked, entries: _Pairs, *, nearby: _Nearby) -> ResolvedPlace:
    """The raion around a town: where the town is, less exactly."""
    town = _chosen(asked, entries, nearby=nearby)
    return replace(town, name=f"{town.name} district", kind="admin2", precision=2)


def _by_adjective(asked: _Asked) -> ResolvedPlace | None:
    """Kupianskyi district → around Kupiansk: a raion's name is its town's adjective."""
    key = fold_name(asked.core)
    if asked.kind not in ("district", "admin1", "admin2") or not key.endswith("sky"):
        return None
    known = gazetteer().by_name
    base = key.removesuffix("sky")
    for root in (base, base.removesuffix("iv"), base.removesuffix("yiv")):
        for ending in ("sk", "", "e", "a", "y", "ka", "iv", "ove", "ivka"):
            towns = [pair for pair in known.get(root + ending, ()) if pair[0].kind == "settlement"]
            towns = [pair for pair in towns if pair[0].population >= 5_000 and pair[0].country == "Ukraine"]
            if towns:
                town = preferred(towns, key=root + ending)
                found = _resolved(asked, town, ambiguous=True, reason=f"by its adjective, from {town.name}")
                return replace(found, name=f"{asked.core} district", kind="admin2", precision=2)
    return None


def _by_part(name: str, asked: _Asked, *, context: Sequence[str]) -> ResolvedPlace | None:
    """A description that holds a place: "village in the Kyiv region" is somewhere in it."""
    for text in (asked.core, name):
        for mention in find_places(text) or find_places(f"in {text}"):
            if fold_name(mention.name) == fold_name(name) or mention.name == name:
                continue
            found = resolve_place(mention.name, context=[name, *context])
            if found is not None:
                return replace(found, precision=max(2, found.precision))
    for word in _WORD.findall(name):
        if (country := country_of_adjective(word)) is not None:
            return resolve_place(country)
    return None


# --- what comes out -------------------------------------------------------------------------------


def _resolved(asked: _Asked, entry: Entry, *, ambiguous: bool, reason: str | None) -> ResolvedPlace:
    precision = 1 if entry.kind in ("settlement", "district", "facility") else 3
    name, kind = entry.name, entry.kind
    if entry.parent:
        name = f"{entry.name}, {entry.parent}"
    if asked.compass and kind == "country":
        name, kind = f"{asked.compass} {entry.name}", "region"
    return ResolvedPlace(
        name=name,
        kind=kind,
        admin1=entry.admin1,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
        precision=max(precision, 2) if asked.near else precision,
        ambiguous=ambiguous,
        reason=reason,
    )
