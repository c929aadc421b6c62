"""Rows for analysts: an attack, a number, a diplomatic event a row. Columns: `docs/columns.md`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from summariser.merge import AttackEvent, Digest, DiplomacyEvent, Reading, Toll
from summariser.records import Place, When
from summariser.render.columns import Column, columns_of, mapping
from summariser.render.phrases import short
from summariser.render.safe import cell
from summariser.render.wording import word
from summariser.vocabulary import Qualifier, Role, Thing

__all__ = ["Table", "csv_text", "tables"]

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows. Dates are ISO texts; what is not known is null."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


Row = Mapping[str, Value]


def tables(digest: Digest) -> tuple[Table, Table, Table]:
    """The tables `attacks`, `counts` and `diplomacy` of a digest."""
    return (
        _table("attacks", (_attack(event, digest) for event in digest.attacks)),
        _table("counts", _counts(digest)),
        _table("diplomacy", (_diplomacy(event, digest) for event in digest.diplomacy)),
    )


def _table(name: str, rows: Iterable[Row]) -> Table:
    columns = columns_of(name)
    return Table(name, columns, tuple(tuple(row[column.name] for column in columns) for row in rows))


def csv_text(table: Table) -> str:
    """A table as CSV (RFC 4180, with a header), safe to open in a spreadsheet: no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([cell(value) for value in row] for row in table.rows)
    return out.getvalue()


def _attack(event: AttackEvent, digest: Digest) -> Row:
    codes = cast("Mapping[str, list[str]]", mapping("attacks")[event.kind.value])
    return {
        "event_id": event.id,
        "parent_event_id": event.parent,
        "scope": event.scope.value,
        "kind": event.kind.value,
        "event_type": codes["acled"][0] or None,
        "sub_event_type": codes["acled"][1] or None,
        "plover_event": codes["plover"][0] or None,
        "plover_mode": codes["plover"][1] or None,
        "actor1": event.attacker,
        "actor2": event.target_country,
        "side_a": event.attacker,
        "side_b": event.target_country,
        "place_ambiguous": bool(event.place and event.place.ambiguous),
        "weapons": _joined(weapon.value for weapon in event.weapons),
        "targets": _joined(_target(t.what, word("effects", t.effect)) for t in event.targets),
        "claimed_by": _joined(event.claimed_by),
        **_when(event.when),
        **_where(event.place),
        **_killed(event),
        **_toll("injured", _people(event, Role.INJURED)),
        **_told(event, digest),
    }


def _target(what: str, effect: str) -> str:
    return f"{what} ({effect})" if effect else what


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def _when(when: When | None) -> Row:
    start = when.start if when else None
    end = (when.end or start) if when else None
    precision = when.precision if when and start else None
    codes = cast("list[int | None]", mapping("time_precision").get(precision or "", [None, None]))
    return {
        "event_date": _iso(end),
        "date_start": _iso(start),
        "date_end": _iso(end),
        "time_precision": codes[0],
        "date_prec": codes[1],
        "date_text": when.text if when else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _where(place: Place | None) -> Row:
    code = mapping("where_prec").get(place.kind or "") if place else None
    return {
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "location": place.name if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geo_precision": place.precision if place else None,
        "where_prec": cast("int | None", code),
    }


def _people(event: AttackEvent, role: Role) -> Toll | None:
    return next((t for t in event.tolls if (t.role, t.of) == (role, Thing.PEOPLE)), None)


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None else None


def _shown(toll: Toll) -> int | None:
    """The number to show; a vague word is none."""
    return toll.value if toll.value is not None else _whole(toll.low) if toll.low == toll.high else None


def _toll(name: str, toll: Toll | None) -> Row:
    """A number with its verdict and its sentence beside it."""
    count = toll.current.count if toll else None
    return {
        name: _shown(toll) if toll else None,
        f"{name}_text": short(toll) if toll else None,
        f"{name}_state": toll.state.value if toll else None,
        f"{name}_verdict": count.verdict.value if count else None,
        f"{name}_quote": count.quote if count else None,
    }


def _killed(event: AttackEvent) -> Row:
    toll = _people(event, Role.KILLED)
    row = dict(_toll("killed", toll))
    best = row.pop("killed")
    lows = [r.count.low for r in toll.readings if r.count.low is not None] if toll else []
    highs = [_upper(r) for r in toll.readings] if toll else []
    known = [h for h in highs if h is not None]
    return {
        **row,
        "fatalities": best,
        "best": best,
        "low": _whole(min(lows, default=None)),
        "high": _whole(max(known)) if known and len(known) == len(highs) else None,
    }


def _upper(reading: Reading) -> int | float | None:
    hedged = reading.count.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN)
    return None if hedged else reading.count.high


def _told(event: AttackEvent | DiplomacyEvent, digest: Digest) -> Row:
    names = _sources(digest)
    evidence = next((e.quote for t in event.tellings for e in t.record.evidence), None)
    return {
        "background": event.background,
        "source": _joined(dict.fromkeys(names[article] for article in event.articles)),
        "number_sources": len(event.articles),
        "notes": evidence,
    }


def _sources(digest: Digest) -> Mapping[str, str]:
    articles = (summary.article for summary in digest.summaries)
    return {a.id: a.source or a.title or a.label for a in articles}


def _counts(digest: Digest) -> Iterable[Row]:
    events: list[AttackEvent | DiplomacyEvent] = [*digest.attacks, *digest.diplomacy]
    names = _sources(digest)
    urls = {summary.article.id: summary.article.url for summary in digest.summaries}
    for event in events:
        for toll in event.tolls:
            for reading in toll.readings:
                yield {
                    "event_id": event.id,
                    "source": names[reading.article],
                    "url": urls[reading.article],
                    **_count(reading, toll),
                }


def _count(reading: Reading, toll: Toll) -> Row:
    count, figure = reading.count, reading.count.figure
    return {
        "record_id": reading.record,
        "article_id": reading.article,
        "role": count.role.value,
        "of": count.of.value,
        "value": count.value,
        "low": count.low,
        "high": count.high,
        "qualifier": count.qualifier.value if count.qualifier else None,
        "state": toll.state.value,
        "is_current": reading is toll.current,
        "verdict": count.verdict.value,
        "severity": count.severity.value,
        "note": count.note or None,
        "quote": count.quote,
        "quote_start": count.start,
        "quote_end": count.end,
        "figure": figure.text if figure else None,
        "figure_start": figure.start if figure else None,
        "figure_end": figure.end if figure else None,
        "claimed_by": count.claimed_by,
        "grade": count.grade.value,
        "votes": count.votes,
        "published": _iso(reading.published),
    }


def _diplomacy(event: DiplomacyEvent, digest: Digest) -> Row:
    stage = cast("str", mapping("statuses")[event.status.value])
    codes = cast("Mapping[str, Sequence[str]]", mapping("diplomacy")[event.type.value])[stage]
    printed = dict.fromkeys(p.name for t in event.tellings for p in t.record.participants)
    return {
        "event_id": event.id,
        "type": event.type.value,
        "status": event.status.value,
        "status_history": " → ".join(dict.fromkeys(step.status.value for step in event.steps)),
        "plover_event": codes[0] or None,
        "plover_mode": codes[1] or None,
        "participants": _joined(party.name for party in event.participants),
        "participants_printed": _joined(printed),
        "topic": _joined(event.topics),
        "outcome": _joined(event.outcomes),
        **_when(event.when),
        **_where(event.place),
        **_told(event, digest),
    }
