"""Which attack is a part of which: a district's of the city's, a city's of the night's wave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from summariser.merge.attacks import Told
from summariser.merge.evidence import Fit, contains, region_of, rule_words, same_place, time_fit
from summariser.vocabulary import AttackKind, Scope

__all__ = ["parents"]

Group = Sequence[Told]

_SAMPLE = 4  # tellings of an event that are compared across articles
_MOST = 64  # wholes under one key that are looked at: a night stays linear


def parents(groups: Sequence[Group]) -> dict[int, int]:
    """For each group that is a part of another: the number of that other.

    Looked at are wholes that share an article with the part, or sides, a day and (but for waves) a region.
    """
    wholes = _wholes(groups)
    found: dict[int, int] = {}
    for number, group in enumerate(groups):
        near = dict.fromkeys(whole for key in _keys(group) for whole in wholes.get(key, [])[:_MOST])
        fitting = [whole for whole in near if whole != number and _is_part(group, groups[whole])]
        if fitting:
            found[number] = min(fitting, key=lambda whole: (_width(groups[whole]), whole))
    return _without_circles(found)


def _wholes(groups: Sequence[Group]) -> Mapping[Hashable, list[int]]:
    """What can hold parts, by the keys that a part shares: waves and totals first."""
    wholes: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, group in sorted(enumerate(groups), key=lambda g: all(map(_is_local, g[1]))):
        wide = any(told.wide for told in group)
        for key in _articles(group) | {(*sides, "" if wide else region) for *sides, region in _days(group)}:
            wholes[key].append(number)
    return wholes


def _is_local(told: Told) -> bool:
    return told.telling.record.scope is Scope.LOCAL


def _keys(group: Group) -> set[Hashable]:
    days = {(*sides, where) for *sides, region in _days(group) for where in ("", region)}
    return _articles(group) | days


def _articles(group: Group) -> set[Hashable]:
    return {told.telling.article for told in group}


def _days(group: Group) -> Iterator[tuple[Hashable, ...]]:
    """Sides, day and region of the first tellings."""
    for told in group[:_SAMPLE]:
        region = region_of(told.place) if told.place else "?"
        for day in told.span.days() if told.span else ():
            yield (told.attacker, told.target, day, region)


def _width(group: Group) -> int:
    """The narrowest whole is the parent: a city's total before the country's wave."""
    if any(told.wide for told in group):
        return 2
    kinds = {told.place.kind for told in group if told.place}
    return 0 if kinds <= {"settlement", "district", "facility"} else 1


def _is_part(group: Group, whole: Group) -> bool:
    """Whether an article tells the two as part and whole, or two articles of one night together do."""
    if any(told.wide for told in whole) and any(map(_told_apart, group)):
        return False
    shared = {told.telling.article for told in group} & {told.telling.article for told in whole}
    if shared:
        pairs = ((p, w) for w in whole for p in group if p.telling.article == w.telling.article)
        return any(_part_of(part, larger) for part, larger in pairs)
    pairs = ((part, larger) for larger in whole[:_SAMPLE] for part in group[:_SAMPLE])
    return any(time_fit(p.span, w.span) > Fit.UNKNOWN and _part_of(p, w) for p, w in pairs)


def _part_of(part: Told, whole: Told) -> bool:
    if part.wide or part.attacker != whole.attacker or not _weapons_within(part, whole):
        return False
    if part.telling.record.background is not whole.telling.record.background:
        return False
    if whole.wide:
        return _in_wave(part, whole)
    if not part.place or not whole.place or time_fit(part.span, whole.span) is Fit.NO:
        return False
    if contains(whole.place, part.place):
        return True
    return _is_local(part) and not _is_local(whole) and same_place(whole.place, part.place)


def _weapons_within(part: Told, whole: Told) -> bool:
    if not part.weapons or not whole.weapons:
        return True
    return part.weapons <= whole.weapons


def _in_wave(part: Told, wave: Told) -> bool:
    """A strike of the wave's night, against the same country, that is not told as something apart."""
    incursion = part.telling.record.kind is AttackKind.AIRSPACE_INCURSION
    if not incursion and (part.target != wave.target or not part.families & wave.families):
        return False
    if not wave.telling.record.when:
        return False  # a wave without a time of its own holds nothing: its night is not known
    stated = part.telling.record.when is not None
    return time_fit(part.span, wave.span) is not Fit.NO if stated else True


def _told_apart(told: Told) -> bool:
    first = min(told.telling.record.evidence, key=lambda e: e.start, default=None)
    return first is not None and first.quote.casefold().startswith(rule_words("apart_cues"))


def _without_circles(found: dict[int, int]) -> dict[int, int]:
    """Two totals that hold each other hold neither."""
    kept = dict(found)
    for start in found:
        seen, at = {start}, kept.get(start)
        while at is not None and at not in seen:
            seen.add(at)
            at = kept.get(at)
        if at is not None:
            kept.pop(start)
    return kept
