"""The night at a glance: totals as tiles, munitions as a table, events by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from summariser.merge import AttackEvent, Digest, DiplomacyEvent, Toll, TollState, Total
from summariser.merge.names import party_key
from summariser.records import When
from summariser.render.phrases import short
from summariser.render.sources import Library
from summariser.render.titles import event_title, say_when, sides
from summariser.render.views import Bit, DayView, Line, Tile, TileFigure, WaveRow
from summariser.render.wording import capital, word
from summariser.vocabulary import Role, Thing

__all__ = ["munition_header", "munition_rows", "tiles", "timeline"]

_MUNITIONS = (
    (Role.LAUNCHED, Thing.DRONES),
    (Role.INTERCEPTED, Thing.DRONES),
    (Role.STRUCK, Thing.DRONES),
    (Role.LAUNCHED, Thing.MISSILES),
    (Role.INTERCEPTED, Thing.MISSILES),
    (Role.STRUCK, Thing.MISSILES),
)


def tiles(digest: Digest) -> tuple[tuple[str, tuple[Tile, ...]], ...]:
    """For each direction of attack its totals, the deadliest direction first."""
    by_id = {event.id: event for event in digest.attacks}
    directions: defaultdict[tuple[str | None, str | None], list[Total]] = defaultdict(list)
    for total in digest.totals:
        directions[party_key(total.attacker), party_key(total.target_country)].append(total)
    listed = sorted(directions.values(), key=lambda group: -max(map(_weight, group)))
    return tuple((_direction(group[0]), tuple(_tiles(group, by_id))) for group in listed)


def _weight(total: Total) -> float:
    return float(total.low) * (1e6 if total.of is Thing.PEOPLE else 1.0)


def _direction(total: Total) -> str:
    if total.attacker and total.target_country:
        return f"{total.attacker} → {total.target_country}"
    return f"By {total.attacker}" if total.attacker else f"Against {total.target_country or 'not stated'}"


def _tiles(totals: Sequence[Total], by_id: Mapping[str, AttackEvent]) -> Iterator[Tile]:
    """A tile for each toll of people; one for drones, one for missiles, with their fates together."""
    for total in (t for t in totals if t.of is Thing.PEOPLE):
        yield Tile(capital(word("roles", total.role)), (_figure(total, by_id, word_shown=""),))
    for thing in dict.fromkeys(t.of for t in totals if t.of is not Thing.PEOPLE):
        group = [t for t in totals if t.of is thing]
        figures = (_figure(t, by_id, word_shown=word("roles", t.role)) for t in group)
        yield Tile(capital(thing.value), tuple(figures))


def _figure(total: Total, by_id: Mapping[str, AttackEvent], *, word_shown: str) -> TileFigure:
    stated = [by_id[id_] for id_ in total.events]
    added = f"added up by us from {len(stated)} events" if len(stated) > 1 else "stated for 1 event"
    left_out = f"{total.left_out} more only vaguely or without support" if total.left_out else ""
    return TileFigure(
        hedge="" if total.exact else "at least",
        number=f"{total.low:,.0f}",
        word=word_shown,
        note="; ".join(filter(None, (added, left_out))),
        parts=tuple((f"#{e.id}", _dated_title(e), short(_toll_of(e, total))) for e in stated),
    )


def _dated_title(event: AttackEvent) -> str:
    return ", ".join(filter(None, (event_title(event), say_when(event.when))))


def _toll_of(event: AttackEvent, total: Total) -> Toll:
    return next(toll for toll in event.tolls if (toll.role, toll.of) == (total.role, total.of))


def munition_header() -> tuple[str, ...]:
    """The columns of the table of munitions."""
    return tuple(f"{capital(of.value)} {word('roles', role)}" for role, of in _MUNITIONS)


def munition_rows(digest: Digest, library: Library) -> Iterable[WaveRow]:
    """An attack a row, of all that tell of drones or missiles that flew."""
    for event in digest.attacks:
        flown = {(t.role, t.of): t for t in event.tolls if (t.role, t.of) in _MUNITIONS}
        if flown and not event.background:
            cells = tuple(_cell(flown.get(number), library) for number in _MUNITIONS)
            yield WaveRow(f"#{event.id}", event_title(event), say_when(event.when), cells)


def _cell(toll: Toll | None, library: Library) -> Line:
    if toll is None:
        return ()
    reading = toll.current
    return (Bit(short(toll), library.href(reading), toll.severity, library.sources[reading.article].name),)


def timeline(digest: Digest) -> tuple[DayView, ...]:
    """Everything that is no part of something else, a day at a time; what is planned under its day."""
    days: defaultdict[date | None, list[tuple[str, str, str]]] = defaultdict(list)
    for attack in digest.attacks:
        if not attack.parent:
            days[_day(attack.when)].append((f"#{attack.id}", _attack_entry(attack), sides(attack)))
    for event in digest.diplomacy:
        if event.when and event.when.start:
            place = event.place.name if event.place else ""
            days[_day(event.when)].append((f"#{event.id}", _diplomacy_entry(event), place))
    return tuple(DayView(day, tuple(days[day])) for day in sorted(days, key=lambda day: day or date.max))


def _attack_entry(event: AttackEvent) -> str:
    deaths = [t for t in event.tolls if (t.role, t.of) == (Role.KILLED, Thing.PEOPLE)]
    known = deaths and deaths[0].state is not TollState.CONFLICT and deaths[0].low
    toll = f", {short(deaths[0])} killed" if known else ""
    return f"{event_title(event)}: {word('kinds', event.kind)}{toll}"


def _diplomacy_entry(event: DiplomacyEvent) -> str:
    names = ", ".join(party.name for party in event.participants)
    status = word("statuses", event.status)
    return f"{word('diplomacy', event.type)}{f' ({status})' if status else ''}: {names}"


def _day(when: When | None) -> date | None:
    return (when.end or when.start) if when and when.start else None
