"""Do the counts of one article go together? Parts within wholes, what became of drones within those launched,
one event with one value. A finding here is for a person to look at: the text itself may be at odds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from summariser.checks.claims import Finding
from summariser.checks.results import FoundConflict
from summariser.figures.figure import Figure, Number
from summariser.vocabulary import Qualifier, Role, Scope, Severity, Thing

__all__ = ["Item", "find_conflicts"]


@dataclass(frozen=True, slots=True)
class Item:
    """One count of an answer with its finding. `record` groups the counts of one record; `event` is the same
    for records that tell one event (kind, place and time alike); `side` is who was hit."""

    path: str
    record: str
    event: tuple[str, ...]
    scope: Scope | None
    side: str | None
    role: Role
    of: Thing
    value: Number
    finding: Finding
    span: tuple[int, int]
    source: str | None = None

    @property
    def is_floor(self) -> bool:
        """Is it hedged so that more may be true?"""
        return self.finding.figure is not None and self.finding.figure.qualifier in _FLOORS


_FLOORS = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.ABOUT})
_PEOPLE = frozenset({Thing.CHILDREN, Thing.WOMEN, Thing.MEN, Thing.CIVILIANS, Thing.SOLDIERS})
_ENDS = (Role.INTERCEPTED, Role.LOST, Role.STRUCK)


def find_conflicts(items: Sequence[Item]) -> list[FoundConflict]:
    """Every pair or group of counts that do not go together, each once, in order of appearance."""
    sound = [item for item in items if item.finding.severity is not Severity.ERROR]
    found = [
        *_two_values(sound),
        *_groups_above_people(sound),
        *_ends_above_launched(sound),
        *_parts_above_whole(sound),
    ]
    return list({conflict.ids: conflict for conflict in found}.values())


def _two_values(items: Sequence[Item]) -> Iterable[FoundConflict]:
    """One event told with two values: an older and a newer toll, or two sources."""
    for one, other in combinations(items, 2):
        if (one.role, one.of) != (other.role, other.of) or one.role is Role.OTHER or one.value == other.value:
            continue
        if one.event == other.event and not _are_parts(one.finding.figure, other.finding.figure):
            said = f"{_number(one.value)} and {_number(other.value)} {one.of} {one.role.replace('_', ' ')}"
            yield _conflict(f"one event is told with two numbers: {said}{_sources(one, other)}", one, other)


def _groups_above_people(items: Sequence[Item]) -> Iterable[FoundConflict]:
    """More children killed than people."""
    for one, other in combinations(items, 2):
        part, whole = (one, other) if other.of is Thing.PEOPLE else (other, one)
        within = part.of in _PEOPLE and whole.of is Thing.PEOPLE and part.record == whole.record
        apart = part.finding.figure is not None and part.finding.figure.additional
        if (
            within
            and part.role is whole.role
            and part.value > whole.value
            and not whole.is_floor
            and not apart
        ):
            note = f"{_number(part.value)} {part.of} are more than {_number(whole.value)} people {part.role}"
            yield _conflict(note, part, whole)


def _ends_above_launched(items: Sequence[Item]) -> Iterable[FoundConflict]:
    """Intercepted, lost and struck together are more than launched. Fewer are no conflict."""
    for launched in items:
        if launched.role is not Role.LAUNCHED or launched.is_floor:
            continue
        alike = [item for item in items if item.record == launched.record and item.of is launched.of]
        ends = [
            max((i for i in alike if i.role is role), key=lambda i: i.value, default=None) for role in _ENDS
        ]
        known = [item for item in ends if item is not None]
        total = sum(item.value for item in known)
        if known and total > launched.value:
            said = " + ".join(f"{_number(item.value)} {item.role}" for item in known)
            yield _conflict(
                f"{said} are more than {_number(launched.value)} {launched.of} launched", *known, launched
            )


def _parts_above_whole(items: Sequence[Item]) -> Iterable[FoundConflict]:
    """A place's toll above the toll of the whole night."""
    for part in items:
        for whole in items:
            alike = (part.role, part.of, part.side) == (whole.role, whole.of, whole.side)
            nested = part.scope is Scope.LOCAL and whole.scope in (Scope.WAVE, Scope.AGGREGATE)
            if alike and nested and part.value > whole.value and not whole.is_floor:
                said = f"{_number(part.value)} {part.of} {part.role.replace('_', ' ')} in one place"
                yield _conflict(f"{said} are more than {_number(whole.value)} in all", part, whole)


def _are_parts(one: Figure | None, other: Figure | None) -> bool:
    """Is one a part of the other, are both parts of one whole, or is one said to come on top?"""
    if one is None or other is None:
        return True
    if one.additional or other.additional:
        return True
    if one.subset_of is not None or other.subset_of is not None:
        return one.subset_of in (other.start, other.subset_of) or other.subset_of == one.start
    return False


def _sources(one: Item, other: Item) -> str:
    if one.source and other.source and one.source != other.source:
        return f", by {one.source} and by {other.source}"
    return ""


def _conflict(note: str, *items: Item) -> FoundConflict:
    return FoundConflict(note, tuple(item.path for item in items), tuple(item.span for item in items))


def _number(number: Number) -> str:
    return "very many" if abs(number) >= 10**15 else f"{number:,}"
