"""From a digest to what a page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from summariser.merge import AttackEvent, Digest, DiplomacyEvent
from summariser.render.doubts import differences, doubts, notes, omissions
from summariser.render.glance import munition_header, munition_rows, tiles, timeline
from summariser.render.map import Map, draw_map
from summariser.render.phrases import munition_lines, other_lines, people_lines
from summariser.render.sources import Library, severity_counts
from summariser.render.titles import event_title, say_day, say_when, sides
from summariser.render.views import DiplomacyView, EventView, Line, PageView, QuoteView
from summariser.render.wording import capital, no_diplomacy, word
from summariser.vocabulary import Scope, Severity

__all__ = ["page_view"]


def page_view(digest: Digest, *, version: str) -> PageView:
    """Everything a page shows, in words, with an anchor for every number."""
    library = Library.of(digest)
    drawn = draw_map(event for event in digest.attacks if not event.background)
    attacks = _tree(digest.attacks, library, drawn)
    severities = severity_counts(digest.summaries)
    recalled = {event.id for event in digest.attacks if event.background}
    past = {event.id for event in digest.diplomacy if event.background}
    diplomacy = [_diplomacy(event, library) for event in digest.diplomacy]
    return PageView(
        title=_title(digest),
        subtitle=_subtitle(digest, library),
        single=len(digest.summaries) == 1,
        verified=severities[Severity.OK],
        review=severities[Severity.REVIEW],
        errors=severities[Severity.ERROR],
        tiles=tiles(digest),
        map=drawn,
        timeline=timeline(digest),
        attacks=tuple(e for e in attacks if e.id not in recalled),
        recalled=tuple(e for e in attacks if e.id in recalled),
        munition_header=munition_header(),
        munition_rows=tuple(munition_rows(digest, library)),
        diplomacy=tuple(d for d in diplomacy if d.id not in past),
        diplomacy_recalled=tuple(d for d in diplomacy if d.id in past),
        no_diplomacy=no_diplomacy(digest.summaries),
        differences=tuple(differences(digest, library)),
        doubts=tuple(doubts(digest, library)),
        notes=tuple(notes(digest)),
        omissions=tuple(omissions(digest, library)),
        names=tuple((party.name, party.spellings) for party in digest.names),
        articles=tuple(library.view(s.article.id) for s in digest.summaries),
        version=version,
    )


def _title(digest: Digest) -> str:
    if len(digest.summaries) == 1:
        return digest.summaries[0].headline or digest.summaries[0].article.label
    days = sorted({s.article.published for s in digest.summaries if s.article.published})
    if not days:
        return "Digest of attacks and diplomacy"
    if len(days) == 1:
        return f"Attacks and diplomacy, {say_day(days[0])}"
    return f"Attacks and diplomacy, {say_day(days[0])} to {say_day(days[-1])}"


def _subtitle(digest: Digest, library: Library) -> str:
    names = list(dict.fromkeys(source.name for source in library.sources.values()))
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    if len(digest.summaries) == 1:
        published = digest.summaries[0].article.published
        return f"{shown} · {say_day(published) if published else 'date unknown'}"
    events = len([e for e in digest.attacks if not e.background])
    return (
        f"{len(digest.summaries)} articles from {shown}: "
        f"{events} attacks, {len(digest.diplomacy)} diplomatic events"
    )


_Parts = Mapping[str | None, Sequence[AttackEvent]]


def _tree(events: Sequence[AttackEvent], library: Library, drawn: Map | None) -> list[EventView]:
    """Wholes with their parts under them, in the order of the digest."""
    ids = {event.id for event in events}
    parts: defaultdict[str | None, list[AttackEvent]] = defaultdict(list)
    for event in events:
        parts[event.parent if event.parent in ids else None].append(event)
    marks = (
        {entry.event: marker.number for marker in drawn.markers for entry in marker.entries} if drawn else {}
    )
    return [_event(event, None, parts, library=library, marks=marks) for event in parts[None]]


def _event(
    event: AttackEvent,
    whole: AttackEvent | None,
    parts: _Parts,
    *,
    library: Library,
    marks: Mapping[str, int],
) -> EventView:
    place = event.place
    unsure = place.reason or "several places have this name" if place and place.ambiguous else ""
    under = parts.get(event.id, ())
    return EventView(
        id=event.id,
        title=event_title(event),
        kind=word("kinds", event.kind),
        scope=event.scope.value,
        facts=_facts(event, whole),
        people=_sentences(people_lines(event.tolls, library)),
        munitions=_sentences(munition_lines(event.tolls, library)),
        others=_sentences(other_lines(event.tolls, library)),
        targets=tuple(_hit(t.what, word("effects", t.effect)) for t in event.targets),
        quotes=_quotes(event, library),
        sources=tuple(library.sources[a] for a in event.articles),
        place_note=unsure,
        parts=tuple(_event(part, event, parts, library=library, marks=marks) for part in under),
        number=marks.get(event.id),
    )


def _facts(event: AttackEvent, whole: AttackEvent | None) -> tuple[str, ...]:
    """Who, when, where, on whose word; a part does not repeat what its whole says."""
    said_above = {sides(whole), say_when(whole.when)} if whole else set()
    claimed = f"according to {', '.join(event.claimed_by)}" if event.claimed_by else ""
    facts = (sides(event), say_when(event.when), _region(event), claimed)
    return tuple(fact for fact in facts if fact and fact not in said_above)


def _sentences(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The first line begins with a capital."""
    if not lines or not lines[0]:
        return tuple(lines)
    first, *rest = lines[0]
    return ((replace(first, text=capital(first.text)), *rest), *lines[1:])


def _region(event: AttackEvent) -> str:
    place = event.place
    if place is None or event.scope is Scope.WAVE or place.kind in ("admin1", "country"):
        return ""
    known = [n for n in (place.admin1, place.country) if n and n != place.name]
    return ", ".join(n for n in known if n != event.target_country)


def _hit(what: str, effect: str) -> str:
    return f"{what} ({effect})" if effect else what


def _quotes(event: AttackEvent | DiplomacyEvent, library: Library) -> tuple[QuoteView, ...]:
    """A sentence for every reading of every number, then the other sentences that tell of the event."""
    readings = [(reading.article, reading.count) for toll in event.tolls for reading in toll.readings]
    quotes = list(library.count_quotes(readings))
    shown = {(quote.source.anchor, "".join(text for text, _ in quote.runs)) for quote in quotes}
    for telling in event.tellings:
        for evidence in telling.record.evidence:
            key = (library.sources[telling.article].anchor, evidence.quote)
            if key not in shown:
                shown.add(key)
                quotes.append(library.quote(telling.article, evidence))
    return tuple(quotes)


def _diplomacy(event: DiplomacyEvent, library: Library) -> DiplomacyView:
    steps = list(dict.fromkeys(word("statuses", step.status) for step in event.steps))
    place = event.place.name if event.place else ""
    return DiplomacyView(
        id=event.id,
        title=", ".join(party.name for party in event.participants) or "Parties not stated",
        kind=word("diplomacy", event.type),
        status=" → ".join(filter(None, steps)),
        facts=tuple(filter(None, (place, say_when(event.when)))),
        topic=capital("; ".join(event.topics)),
        outcome="; ".join(event.outcomes),
        numbers=(
            *people_lines(event.tolls, library),
            *munition_lines(event.tolls, library),
            *other_lines(event.tolls, library),
        ),
        spellings=_printed(event),
        quotes=_quotes(event, library),
        sources=tuple(library.sources[a] for a in event.articles),
    )


def _printed(event: DiplomacyEvent) -> tuple[str, ...]:
    """Names as these articles print them, where the page shows another spelling."""
    shown = {party.name for party in event.participants}
    printed = dict.fromkeys(p.name for t in event.tellings for p in t.record.participants)
    return tuple(name for name in printed if name not in shown)
