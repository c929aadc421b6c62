"""Do the counts of one article go together? Parts within wholes, what became of drones within those launched,
one event with one value. A finding here is for a person to look at: the text itself may be at odds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from summariser.checks.claims import Finding
from summariser.checks.fields import field_table
from summariser.checks.geography import Spot, may_hold
from summariser.checks.results import FoundConflict
from summariser.figures.figure import Figure, Number
from summariser.vocabulary import NounClass, Qualifier, Role, Scope, Severity, Thing

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
    spot: Spot
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
_GROUPS = frozenset({Thing.CHILDREN, Thing.WOMEN, Thing.MEN})
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
        if (one.role, one.of) != (other.role, other.of) or one.role is Role.OTHER or one.event != other.event:
            continue
        if _may_both_be_true(one, other) or _are_apart(one.finding.figure, other.finding.figure):
            continue
        said = f"{_number(one.value)} and {_number(other.value)} {one.of} {one.role.replace('_', ' ')}"
        yield _conflict(f"one event is told with two numbers: {said}{_sources(one, other)}", one, other)


def _may_both_be_true(one: Item, other: Item) -> bool:
    """The same value, or "more than 500" beside 502."""
    low, high = sorted((one, other), key=lambda item: item.value)
    return low.value == high.value or low.is_floor


def _groups_above_people(items: Sequence[Item]) -> Iterable[FoundConflict]:
    """More children killed than people."""
    for part in items:
        if part.of not in _GROUPS:
            continue
        alike = (part.record, part.role)
        people = [item for item in items if item.of is Thing.PEOPLE and (item.record, item.role) == alike]
        whole = max(people, key=lambda item: item.value, default=None)
        apart = part.finding.figure is not None and part.finding.figure.additional
        if whole is not None and part.value > whole.value and not whole.is_floor and not apart:
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
            above = alike and part.value > whole.value and not whole.is_floor
            if above and _is_within(part, whole):
                said = f"{_number(part.value)} {part.of} {part.role.replace('_', ' ')} in one place"
                yield _conflict(f"{said} are more than {_number(whole.value)} in all", part, whole)


def _is_within(part: Item, whole: Item) -> bool:
    """Should a total include the toll of a place: a wider record, over that place, of anybody?"""
    nested = part.scope is Scope.LOCAL and whole.scope in (Scope.WAVE, Scope.AGGREGATE)
    if not nested or part.spot.apart or not may_hold(whole.spot, part.spot):
        return False
    figure, table = whole.finding.figure, field_table()
    if figure is None or figure.noun_class is not NounClass.PERSON:
        return True
    anybody = table.names_anyone(figure.noun) or table.names_no_group(figure.noun)
    return anybody or (part.finding.figure is not None and _same_noun(part.finding.figure.noun, figure.noun))


def _are_apart(one: Figure | None, other: Figure | None) -> bool:
    """Do they count different things: a part and its whole, an addition, "ten people" and "15 residents"?"""
    if one is None or other is None or one.additional or other.additional:
        return True
    if one.subset_of is not None or other.subset_of is not None:
        return True
    return not _same_noun(one.noun, other.noun)


def _same_noun(one: str, other: str) -> bool:
    table = field_table()
    if table.names_no_group(one) or table.names_no_group(other):
        return True
    both_anyone = table.names_anyone(one) and table.names_anyone(other)
    return both_anyone or one.casefold().rstrip("s") == other.casefold().rstrip("s")


def _sources(one: Item, other: Item) -> str:
    if one.source and other.source and one.source != other.source:
        return f", by {one.source} and by {other.source}"
    return ""


def _conflict(note: str, *items: Item) -> FoundConflict:
    return FoundConflict(note, tuple(item.path for item in items), tuple(item.span for item in items))


def _number(number: Number) -> str:
    return "very many" if abs(number) >= 10**15 else f"{number:,}"
