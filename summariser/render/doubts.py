"""What a reader must know before trusting a number: differences, doubts, findings about names, omissions."""

from __future__ import annotations

from collections.abc import Iterator

from summariser.merge import AttackEvent, Digest, DiplomacyEvent, Toll, TollState
from summariser.records import AttackRecord, DiplomacyRecord
from summariser.render.phrases import munition_lines, other_lines, people_lines
from summariser.render.sources import Library
from summariser.render.views import Bit, DoubtView, Line, OmissionView, QuoteView
from summariser.render.wording import said, word
from summariser.vocabulary import Severity, Thing

__all__ = ["differences", "doubts", "notes", "omissions"]

_DIFFERING = (TollState.CONFLICT, TollState.RISEN, TollState.REVISED)
_REASONS = {
    TollState.CONFLICT: "sources differ; none is preferred",
    TollState.RISEN: "the toll rose",
    TollState.REVISED: "the number was revised",
}


def differences(digest: Digest, library: Library) -> Iterator[DoubtView]:
    """Numbers that sources tell differently: conflicts first, then those that changed with time."""
    events: list[AttackEvent | DiplomacyEvent] = [*digest.attacks, *digest.diplomacy]
    found = [(e, t) for e in events for t in e.tolls if t.state in _DIFFERING]
    for event, toll in sorted(found, key=lambda pair: _DIFFERING.index(pair[1].state)):
        severity = Severity.REVIEW if toll.state is TollState.CONFLICT else Severity.OK
        line = _alone(toll, library)
        quotes = library.count_quotes((r.article, r.count) for r in toll.readings)
        yield DoubtView(line, _REASONS[toll.state], _name(event), quotes, severity)
    for summary in digest.summaries:
        for conflict in summary.conflicts:
            shown = tuple(library.quote(summary.article.id, e) for e in conflict.quotes)
            source = library.sources[summary.article.id].name
            yield DoubtView((Bit(conflict.note),), "within one article", source, shown, Severity.REVIEW)


def _alone(toll: Toll, library: Library) -> Line:
    lines = (*people_lines([toll], library), *munition_lines([toll], library), *other_lines([toll], library))
    return lines[0] if lines else (Bit(word("roles", toll.role)),)


def _name(event: AttackEvent | DiplomacyEvent) -> str:
    if event.place:
        return event.place.name
    if isinstance(event, AttackEvent):
        return event.target_country or ""
    return ", ".join(party.name for party in event.participants)


def doubts(digest: Digest, library: Library) -> Iterator[DoubtView]:
    """Numbers that the text does not support, then those that a person should look at."""
    found = []
    for summary in digest.summaries:
        records: list[AttackRecord | DiplomacyRecord] = [*summary.attacks, *summary.diplomacy]
        found += [
            (summary.article.id, r, c) for r in records for c in r.counts if c.severity is not Severity.OK
        ]
    for article, record, count in sorted(found, key=lambda f: f[2].severity is not Severity.ERROR):
        quotes = library.count_quotes([(article, count)])
        text = said(count, noun=count.of is not Thing.PEOPLE, role=True) or word("roles", count.role)
        place = record.place.name if record.place else ""
        where = " · ".join(filter(None, (place, library.sources[article].name)))
        bit = Bit(text, quotes[0].href if quotes else None, count.severity)
        yield DoubtView((bit,), count.note or word("verdicts", count.verdict), where, quotes, count.severity)


def notes(digest: Digest) -> Iterator[DoubtView]:
    """Findings about what is no number: names and places that the text does not hold."""
    for summary in digest.summaries:
        for note in summary.notes:
            source = summary.article.source or summary.article.label
            yield DoubtView((Bit(note.note, None, note.severity),), "", source, (), note.severity)


def omissions(digest: Digest, library: Library) -> Iterator[OmissionView]:
    """Printed numbers that no record used, the most important first; totals of the war and the like last."""
    found = [(s.article.id, u) for s in digest.summaries for u in s.unclaimed]
    for article, unclaimed in sorted(found, key=lambda f: (f[1].background, f[1].rank)):
        figure = unclaimed.figure
        left, right = figure.start - unclaimed.start, figure.end - unclaimed.start
        text = unclaimed.quote
        runs = ((text[:left], False), (text[left:right], True), (text[right:], False))
        anchor = library.anchor(article, figure.start)
        quote = QuoteView(runs, library.sources[article], f"#{anchor}")
        kind = word("roles", figure.role) if figure.role else figure.kind.value
        yield OmissionView(f"{figure.text} {figure.noun}".strip(), kind, quote, unclaimed.background)
