"""From number facts to records of attacks: one record a place, waves above them, evidence united."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summariser.model.slots.actors import Sides, claimant, read_sides, target_country
from summariser.model.slots.facts import TALKED_OF, Fact
from summariser.model.slots.groups import MOST_EVIDENCE, Group, count_of, settle
from summariser.model.slots.lexicon import lexicon, nations
from summariser.model.slots.means import kind_of, targets_in, weapons_in
from summariser.model.slots.scene import Line, Scene
from summariser.model.slots.spot import Seat, Spot
from summariser.records import Attack
from summariser.vocabulary import Grade, Role, Scope, Thing

__all__ = ["AttackReading", "read_attacks"]

_MOST_PLACES = 3
_MUNITIONS = frozenset({Role.LAUNCHED, Role.INTERCEPTED, Role.LOST, Role.STRUCK})
_WEAPONS = frozenset({Thing.DRONES, Thing.MISSILES, Thing.BOMBS, Thing.AIRCRAFT})


@dataclass(frozen=True, slots=True)
class AttackReading:
    """Attack records. By path of each count (`attacks[0].counts[1]`): who reads it so, what is doubtful."""

    attacks: tuple[Attack, ...]
    grades: dict[str, Grade]
    doubts: dict[str, str]


def read_attacks(scene: Scene, facts: Sequence[Fact]) -> AttackReading:
    """The records of an article's attacks: those with numbers, then places that were hit without any."""
    sides = read_sides(scene)
    groups: dict[tuple[str, str], Group] = {}
    for fact in facts:
        if fact.role in TALKED_OF:
            continue
        _group_for(groups, scene, sides, fact).add(fact)
    settle(scene, groups.values())
    groups = {key: group for key, group in groups.items() if group.told}
    for line, spot in _hit_places(scene):
        key = ("", spot.usual.lower())
        groups.setdefault(key, Group(spot.name, spot.usual, is_country=False)).cite(line.number)
    ordered = sorted(groups.values(), key=lambda group: (not group.is_country, min(group.sentences)))
    facts_by_path = {
        f"attacks[{at}].counts[{number}]": told.fact
        for at, group in enumerate(ordered)
        for number, told in enumerate(group.told)
    }
    return AttackReading(
        attacks=tuple(_record(scene, sides, group) for group in ordered),
        grades={path: fact.grade for path, fact in facts_by_path.items()},
        doubts={path: fact.doubt for path, fact in facts_by_path.items() if fact.doubt is not None},
    )


def _group_for(groups: dict[tuple[str, str], Group], scene: Scene, sides: Sides, fact: Fact) -> Group:
    """The group of a fact's place; a country's numbers go apart by attacker: each side has its wave."""
    usual = _usual(scene, fact.place) if fact.place is not None else None
    state = nations().state(fact.place) if fact.place is not None else None
    is_country = usual is None or (state is not None and usual == state) or usual == scene.country
    if is_country:
        key = (sides.wave_of(fact.sentence) or "", "")
        return groups.setdefault(key, Group(fact.place, usual or "", is_country=True))
    assert usual is not None
    return groups.setdefault(("", usual.lower()), Group(fact.place, usual, is_country=False))


def _usual(scene: Scene, printed: str) -> str:
    found = (spot.usual for line in scene.lines for spot in line.spots if spot.name == printed)
    return next(found, printed)


def _hit_places(scene: Scene) -> Iterable[tuple[Line, Spot]]:
    """Places that a sentence says were hit, whether or not it counts anything."""
    words = lexicon()
    for line in scene.lines:
        if line.boilerplate or line.heading or line.background or not words.struck.search(line.text):
            continue
        if words.unreal.search(line.text):
            continue
        named = line.places(Seat.NONE)
        if len(named) <= _MOST_PLACES:  # a longer list says how wide a wave was
            for spot in named:
                yield line, spot


def _record(scene: Scene, sides: Sides, group: Group) -> Attack:
    lines = [scene.lines[number - 1] for number in sorted(group.sentences)]
    texts = [line.text for line in lines]
    weapons = weapons_in(texts)
    target = _target(scene, sides, group)
    said = claimant(texts[0])
    return Attack(
        kind=kind_of(texts, weapons),
        scope=_scope(group),
        attacker=sides.attacker(sorted(group.sentences), target),
        target_country=target,
        place=_printed(scene, target) if group.is_country else group.place,
        when=_when(texts),
        weapons=weapons,
        targets=targets_in(texts),
        counts=[count_of(scene, told) for told in group.told],
        claimed_by=said,
        background=all(line.background for line in lines),
        evidence=sorted(group.sentences)[:MOST_EVIDENCE],
    )


def _target(scene: Scene, sides: Sides, group: Group) -> str | None:
    """The country that was attacked: the place's own, else the attacker's other side."""
    if not group.is_country:
        return target_country(scene, group.sentences) or scene.country
    attacker = sides.wave_of(min(group.sentences))
    named = nations().state(group.place) if group.place else None
    if named is not None and named != attacker:
        return named
    return sides.target(attacker) or (scene.country if scene.country != attacker else None)


def _printed(scene: Scene, name: str | None) -> str | None:
    return name if name is not None and name in scene.article.body else None


def _scope(group: Group) -> Scope:
    if not group.is_country:
        return Scope.LOCAL
    waves = any(told.fact.role in _MUNITIONS and told.fact.of in _WEAPONS for told in group.told)
    return Scope.WAVE if waves else Scope.AGGREGATE


def _when(texts: Iterable[str]) -> str | None:
    return next((match[0] for text in texts if (match := lexicon().when.search(text))), None)
