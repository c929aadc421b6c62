"""What a night comes to, added up from events that are no parts of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from summariser.merge.digest import AttackEvent, Toll, TollState, Total
from summariser.merge.names import party_key
from summariser.vocabulary import Qualifier, Role, Severity, Thing

__all__ = ["totals"]

_SUMMED = (
    (Role.KILLED, Thing.PEOPLE),
    (Role.INJURED, Thing.PEOPLE),
    (Role.MISSING, Thing.PEOPLE),
    (Role.LAUNCHED, Thing.DRONES),
    (Role.INTERCEPTED, Thing.DRONES),
    (Role.LAUNCHED, Thing.MISSILES),
    (Role.INTERCEPTED, Thing.MISSILES),
)


def totals(events: Sequence[AttackEvent]) -> tuple[Total, ...]:
    """For each direction of attack and each number: a lower bound over all events of the night.

    A whole that states the number counts, its parts do not; where the whole is silent, its parts count.
    What is recalled from before, and what no text supports, is left out.
    """
    fresh = [event for event in events if not event.background]
    parts: defaultdict[str, list[AttackEvent]] = defaultdict(list)
    for event in fresh:
        if event.parent:
            parts[event.parent].append(event)
    directions: defaultdict[tuple[str | None, str | None], list[AttackEvent]] = defaultdict(list)
    ids = {event.id for event in fresh}
    for event in fresh:
        if event.parent not in ids:
            directions[party_key(event.attacker), party_key(event.target_country)].append(event)
    found = [_total(group, number, parts) for group in directions.values() for number in _SUMMED]
    return tuple(total for total in found if total is not None)


def _total(
    roots: Sequence[AttackEvent], number: tuple[Role, Thing], parts: Mapping[str, Sequence[AttackEvent]]
) -> Total | None:
    stated = [(event, toll) for root in roots for event, toll in _stated(root, number, parts)]
    sound = [(event, toll) for event, toll in stated if toll.severity is not Severity.ERROR]
    known = [(event, toll, low) for event, toll in sound if (low := _low(toll)) is not None]
    if not known:
        return None
    first = roots[0]
    return Total(
        attacker=first.attacker,
        target_country=first.target_country,
        role=number[0],
        of=number[1],
        low=sum(low for _, _, low in known),
        exact=all(_is_exact(toll) for _, toll, _ in known),
        events=tuple(event.id for event, _, _ in known),
        left_out=len(stated) - len(known),
    )


def _stated(
    event: AttackEvent, number: tuple[Role, Thing], parts: Mapping[str, Sequence[AttackEvent]]
) -> Iterable[tuple[AttackEvent, Toll]]:
    own = [toll for toll in event.tolls if (toll.role, toll.of) == number]
    if own:
        return [(event, own[0])]
    return [pair for part in parts.get(event.id, ()) for pair in _stated(part, number, parts)]


def _low(toll: Toll) -> int | float | None:
    """The least that the current reading says; an upper bound says nothing of the least."""
    if toll.qualifier in (Qualifier.UP_TO, Qualifier.LESS_THAN):
        return None
    return next((n for n in (toll.low, toll.value) if n is not None), None)


def _is_exact(toll: Toll) -> bool:
    return toll.qualifier in (None, Qualifier.EXACT) and toll.state is not TollState.CONFLICT
