"""Turn hand-made gold in the field's long form into the gold that `summariser evaluate` reads.

    python benchmarks/gold_from_notes.py IN_FOLDER OUT_FOLDER [--articles RELATIVE_FOLDER]

The long form keeps a toll with its groups, munitions by weapon and damage by object; ours is a list of number
facts. Values that are never printed (derived), parts of a total (groups) and single objects ("a home") are
optional: neither rewarded nor punished.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summariser.evaluate.gold import GoldArticle, GoldAttack, GoldDiplomacy, GoldFact
from summariser.figures.find import find_figures
from summariser.vocabulary import AttackKind, DiplomacyType, FigureKind, Qualifier, Role, Scope, Status, Thing

Long = dict[str, Any]

GROUPS = {
    "children": Thing.CHILDREN,
    "women": Thing.WOMEN,
    "men": Thing.MEN,
    "civilians": Thing.CIVILIANS,
    "military": Thing.SOLDIERS,
    "soldiers": Thing.SOLDIERS,
    "girls": Thing.CHILDREN,
    "boys": Thing.CHILDREN,
}
WEAPONS = {
    "drone": Thing.DRONES,
    "decoy_drone": Thing.DRONES,
    "naval_drone": Thing.DRONES,
    "aircraft": Thing.AIRCRAFT,
    "guided_bomb": Thing.BOMBS,
    "bomb": Thing.BOMBS,
    "rocket": Thing.MISSILES,
}
EFFECTS = {"damaged": Role.DAMAGED, "destroyed": Role.DESTROYED, "struck": Role.STRUCK, "fire": Role.DAMAGED}
STATUSES = {
    "declined": Status.REJECTED,
    "uncertain": Status.UNCONFIRMED_REPORT,
    "on_hold": Status.POSTPONED,
    "unconfirmed": Status.UNCONFIRMED_REPORT,
    "ordered": Status.MADE,
    "announced": Status.MADE,
    "imposed": Status.MADE,
}


def fact(count: Long, role: Role, of: Thing, **more: Any) -> GoldFact:
    """One fact from a long count; its own quotes, else those given."""
    quotes = count.get("evidence") or more.pop("quotes", [])
    more.pop("quotes", None)
    says_no_number = count.get("min") is None and count.get("max") is None  # "downed most of them"
    optional = says_no_number or bool(
        more.pop("optional", False) or count.get("derived") or count.get("optional")
    )
    more.pop("optional", None)
    return GoldFact(
        role=role,
        of=of,
        low=count.get("min"),
        high=count.get("max"),
        qualifier=qualifier(count["qualifier"]),
        accept_roles=[Role(name) for name in count.get("accept_also_role", [])],
        accept_of=[Thing(name) for name in count.get("accept_also_of", [])],
        accept_qualifiers=[qualifier(q) for q in count.get("accept_also", [])],
        optional=optional,
        quotes=quotes,
    )


def qualifier(name: str) -> Qualifier:
    known = {
        "none_reported": "exact",
        "none": "exact",
        "between": "range",
        "vague": "many",
        "unknown": "many",
        "less_than_or_equal": "up_to",
    }
    return Qualifier(known.get(name, name))


def facts(attack: Long) -> Iterator[GoldFact]:
    """All number facts of one long attack."""
    for field in ("killed", "injured", "rescued", "missing"):
        toll = attack.get(field)
        if not toll:
            continue
        yield fact(toll, Role(field), Thing.PEOPLE)
        for group in toll.get("groups", []):
            of = GROUPS.get(group["group"], Thing.PEOPLE)
            yield fact(group, Role(field), of, optional=True, quotes=toll.get("evidence", []))
    yield from munition_facts(attack)
    others = [
        fact(count, Role(count["role"]), Thing(count["of"])) for count in attack.get("other_counts", [])
    ]
    told = {(other.role, other.low, other.high) for other in others}
    yield from (harm for harm in damage_facts(attack) if (harm.role, harm.low, harm.high) not in told)
    yield from others


def munition_facts(attack: Long) -> Iterator[GoldFact]:
    for munition in attack.get("munitions", []):
        of = WEAPONS.get(
            munition["weapon"], Thing.MISSILES if "missile" in munition["weapon"] else Thing.OTHER
        )
        for field, role in (
            ("launched", Role.LAUNCHED),
            ("intercepted", Role.INTERCEPTED),
            ("struck", Role.STRUCK),
            ("lost_or_suppressed", Role.LOST),
            ("lost", Role.LOST),
        ):
            if munition.get(field):
                yield fact(munition[field], role, of, quotes=munition.get("evidence", []))


def damage_facts(attack: Long) -> Iterator[GoldFact]:
    for item in attack.get("infrastructure", []):
        quotes = item.get("evidence", [])
        count = item.get("count")
        if count:
            role = EFFECTS.get(item["effect"], Role.OTHER)
            single = count.get("min") == 1
            of = (
                Thing.BUILDINGS if item["category"] in ("residential", "education", "health") else Thing.SITES
            )
            yield fact(count, role, of, optional=single or role is Role.OTHER, quotes=quotes)
        for field in ("customers_without_power", "customers_affected"):
            if item.get(field):
                yield fact(item[field], Role.WITHOUT_POWER, Thing.CONSUMERS, quotes=quotes)
    restated = attack.get("munitions_rounded_restatement")
    if restated:
        yield from restated_facts(restated["evidence"])
    if attack.get("impact_sites"):
        yield fact(attack["impact_sites"], Role.STRUCK, Thing.SITES, quotes=attack.get("evidence", []))
    for field, of in (("regions", Thing.REGIONS), ("cities", Thing.SITES)):
        if attack.get("areas_count", {}).get(field):
            yield fact(attack["areas_count"][field], Role.STRUCK, of, optional=True)


def restated_facts(quote: str) -> Iterator[GoldFact]:
    """What a rounded restatement prints ("more than 500 drones"): right if said, nothing lost if not."""
    for figure in find_figures(quote):
        if figure.kind is FigureKind.COUNT and figure.role is not None and figure.thing is not Thing.OTHER:
            vague = figure.value is None
            yield GoldFact(
                role=figure.role,
                of=figure.thing,
                low=figure.low if not vague else int(figure.low or 0),
                high=figure.high if not vague else None,
                qualifier=figure.qualifier,
                optional=True,
                quotes=[quote],
            )


def distinct(found: Iterator[GoldFact]) -> list[GoldFact]:
    """The same fact said by two fields counts once."""
    seen: dict[tuple[object, ...], GoldFact] = {}
    for item in found:
        seen.setdefault((item.role, item.of, item.low, item.high), item)
    return list(seen.values())


def place_names(place: Long | None, areas: list[str]) -> list[str]:
    if not place:
        return areas
    names = [place.get("name"), place.get("admin1") if place.get("precision") == "admin1" else None]
    return [name for name in names if name]


def attack(item: Long) -> GoldAttack:
    names = {kind.value for kind in AttackKind}
    kind = item["kind"] if item["kind"] in names else "mixed"
    return GoldAttack(
        id=item["id"],
        kind=AttackKind(kind),
        accept_kinds=[AttackKind(k) for k in item.get("accept_also_kind", []) if k in names],
        scope=Scope(item["scope"]),
        attacker=item.get("attacker"),
        places=list(
            dict.fromkeys([*place_names(item.get("place"), []), *item.get("accept_also_places", [])])
        ),
        background=bool(item.get("background")),
        optional=bool(item.get("optional")),
        facts=distinct(facts(item)),
        quotes=item.get("evidence", []),
    )


def diplomacy(item: Long) -> GoldDiplomacy:
    types = {kind.value for kind in DiplomacyType}
    place = item.get("place")
    return GoldDiplomacy(
        id=item["id"],
        type=DiplomacyType(item["type"] if item["type"] in types else "other"),
        accept_types=[DiplomacyType(t) for t in item.get("accept_also_type", []) if t in types],
        status=status(item["status"]),
        accept_status=[status(s) for s in item.get("accept_also_status", [])],
        participants=[name(p) for p in item.get("participants", [])],
        countries=item.get("countries", []),
        places=[place if isinstance(place, str) else place["name"]] if place else [],
        background=bool(item.get("background")),
        optional=bool(item.get("optional")),
        quotes=item.get("evidence", []),
        facts=[fact(c, Role(c["role"]), Thing(c["of"])) for c in item.get("counts", [])],
    )


def name(participant: str | Long) -> str:
    return participant if isinstance(participant, str) else participant["name"]


def status(text: str) -> Status:
    return STATUSES.get(text) or (Status(text) if text in {s.value for s in Status} else Status.UNKNOWN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", default=".", help="where the articles lie, seen from OUT")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(options.source.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        file = gold.get("file") or f"{path.stem}.txt"
        article = GoldArticle(
            file=f"{options.articles}/{file}",
            attacks=[attack(item) for item in gold["attacks"]],
            diplomacy=[diplomacy(item) for item in gold["diplomacy"]],
        )
        text = json.dumps(article.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
        (options.out / path.name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
