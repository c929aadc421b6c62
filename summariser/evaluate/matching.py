"""When is a record's number, attack or event the one that the gold means?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from summariser.evaluate.gold import GoldAttack, GoldDiplomacy, GoldFact
from summariser.records import AttackRecord, CheckedCount, DiplomacyRecord, Evidence
from summariser.text.places import resolve_place
from summariser.vocabulary import Qualifier, Role, Scope, Thing

__all__ = [
    "counts_the_same",
    "fact_matches",
    "hedge_matches",
    "kind_matches",
    "parties_match",
    "place_matches",
    "quotes_overlap",
    "status_matches",
    "types_match",
]

# Gold says what the text says; a model may name the wider class ("people" for men), never another one.
_WIDER: dict[Thing, frozenset[Thing]] = {
    Thing.PEOPLE: frozenset(
        {Thing.PEOPLE, Thing.CIVILIANS, Thing.MEN, Thing.WOMEN, Thing.SOLDIERS, Thing.BODIES}
    ),
    Thing.CIVILIANS: frozenset({Thing.CIVILIANS, Thing.PEOPLE}),
    Thing.SOLDIERS: frozenset({Thing.SOLDIERS, Thing.PEOPLE}),
    Thing.MEN: frozenset({Thing.MEN, Thing.PEOPLE, Thing.CIVILIANS}),
    Thing.WOMEN: frozenset({Thing.WOMEN, Thing.PEOPLE, Thing.CIVILIANS}),
    Thing.PRISONERS: frozenset({Thing.PRISONERS, Thing.SOLDIERS, Thing.PEOPLE}),
    Thing.BODIES: frozenset({Thing.BODIES, Thing.PEOPLE}),
    Thing.SITES: frozenset({Thing.SITES, Thing.BUILDINGS, Thing.REGIONS, Thing.OTHER}),
    Thing.REGIONS: frozenset({Thing.REGIONS, Thing.SITES}),
    Thing.BUILDINGS: frozenset({Thing.BUILDINGS, Thing.SITES, Thing.OTHER}),
    Thing.CONSUMERS: frozenset({Thing.CONSUMERS, Thing.PEOPLE, Thing.BUILDINGS}),
}
_HARM = frozenset({Role.DAMAGED, Role.DESTROYED, Role.STRUCK})
_MUNITIONS = frozenset({Thing.DRONES, Thing.MISSILES, Thing.BOMBS, Thing.AIRCRAFT})
_SPEECH_FAMILIES = (
    {"meeting", "summit", "multilateral_meeting", "visit", "talks", "phone_call", "envoy_participation"},
    {"peace_proposal", "offer_to_host", "offer_of_support"},
    {"agreement_signing", "ceasefire", "prisoner_exchange"},
    {"sanctions"},
    {"military_aid", "humanitarian_aid", "offer_of_support"},
    {"demand", "appeal", "statement", "accusation", "threat"},
    {"rejection", "non_participation"},
    {"military_posture", "threat"},
)
_STATUS_FAMILIES = (
    {"held", "ongoing", "made"},
    {"planned"},
    {"proposed", "offered"},
    {"postponed", "cancelled", "reported_cancelled", "rejected"},
    {"unconfirmed_report", "unknown"},
)


def fact_matches(count: CheckedCount, fact: GoldFact) -> bool:
    """Whether a count states this fact: role, thing and value; its hedge and place are asked apart."""
    if count.role not in (fact.role, *fact.accept_roles) and not (count.role in _HARM and fact.role in _HARM):
        return False
    if not counts_the_same(count, fact):
        return False
    if fact.qualifier in (Qualifier.EXACT, Qualifier.AT_LEAST) or count.value is not None:
        return count.value is not None and count.value in (fact.low, fact.high)
    same_bounds = (count.low, count.high) == (fact.low, fact.high)
    return same_bounds or (fact.qualifier is not Qualifier.RANGE and count.qualifier == fact.qualifier)


def counts_the_same(count: CheckedCount, fact: GoldFact) -> bool:
    """Whether a count is of the gold's thing, or of one that holds it."""
    return any(count.of in _WIDER.get(of, frozenset({of})) for of in (fact.of, *fact.accept_of))


def hedge_matches(count: CheckedCount, fact: GoldFact) -> bool:
    """Whether a matched count carries the hedge that the gold reads in the text."""
    return count.qualifier in (fact.qualifier, *fact.accept_qualifiers)


def place_matches(record: AttackRecord, attack: GoldAttack, fact: GoldFact | None = None) -> bool:
    """Whether a record is about the gold's place; munitions of a wave are counted for a whole country."""
    if fact is not None and fact.of in _MUNITIONS and attack.scope is not Scope.LOCAL:
        return True
    if record.place is None:
        return attack.scope is not Scope.LOCAL or not attack.places
    return any(_same_place(record.place.name, name) for name in attack.places)


_KIND_OF_PLACE = frozenset({"district", "neighbourhood", "neighborhood", "village", "town", "suburb", "area"})


def _same_place(stated: str, gold: str) -> bool:
    """Whether two names mean one place: "Rimal district" is the gold's "Rimal, Gaza City"."""
    left, right = _bare(stated), _bare(gold)
    if left == right or f" {left} " in f" {right} " or f" {right} " in f" {left} ":
        return True
    here, there = resolve_place(stated), resolve_place(gold)
    return here is not None and there is not None and (here.name, here.country) == (there.name, there.country)


def _bare(name: str) -> str:
    """The name without the word for its kind: no "region", which tells an oblast from its town."""
    words = _fold(name).split()
    return " ".join(word for word in words if word not in _KIND_OF_PLACE) or " ".join(words)


def kind_matches(record: AttackRecord, attack: GoldAttack) -> bool:
    """Whether the kind is right; gold that could not tell accepts any."""
    vague = {"unspecified_strike", "mixed"}
    return attack.kind in vague or record.kind == attack.kind or record.kind in attack.accept_kinds


def parties_match(record: DiplomacyRecord, gold: GoldDiplomacy) -> bool:
    """Whether at least half of the stated parties are right, and at least half of the gold's are stated.

    The gold's parties are its countries or its participants, whichever are stated better: a person speaks for
    a country.
    """
    stated = [[part.name, part.country or ""] for part in record.participants]
    known = _names([*gold.participants, *gold.countries])
    right = sum(bool(_names(part) & known) for part in stated)
    named = _names(name for part in stated for name in part)
    half_named = any(_half_named(party, named) for party in (gold.countries, gold.participants))
    return bool(stated) and 2 * right >= len(stated) and half_named


def _half_named(parties: Sequence[str], named: set[str]) -> bool:
    found = sum(bool(_names([party]) & named) for party in parties)
    return bool(parties) and 2 * found >= len(parties)


def types_match(record: DiplomacyRecord, gold: GoldDiplomacy) -> bool:
    """Whether the types are of one family (a visit is a meeting)."""
    accepted = (gold.type, *gold.accept_types)
    return any(_same_family(record.type.value, kind.value, _SPEECH_FAMILIES) for kind in accepted)


def status_matches(record: DiplomacyRecord, gold: GoldDiplomacy) -> bool:
    """Whether the status is of the gold's family, or one that it also accepts."""
    accepted = (gold.status, *gold.accept_status)
    return any(_same_family(record.status.value, status.value, _STATUS_FAMILIES) for status in accepted)


def quotes_overlap(evidence: Iterable[Evidence], quotes: Iterable[str], body: str) -> bool:
    """Whether any cited sentence shares characters with any of the gold's quotes."""
    spans = [(start, start + len(quote)) for quote in quotes if (start := body.find(quote)) >= 0]
    return any(item.start < end and start < item.end for item in evidence for start, end in spans)


def _same_family(left: str, right: str, families: Iterable[set[str]]) -> bool:
    return left == right or any({left, right} <= family for family in families)


def _names(texts: Iterable[str]) -> set[str]:
    """The telling words of names, folded: the last two letters of transliterations do not tell."""
    words = {word for text in texts for word in _fold(text).split() if len(word) > 2 and word not in _TITLES}
    return {word[:6] for word in words}


_TITLES = frozenset(
    {"the", "president", "minister", "prime", "foreign", "host", "and", "states", "united", "leaders"}
)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("united states", "usa").replace("u.s.", "usa").replace("turkiye", "turkey")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
