"""One article's summary as Markdown that a person likes to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from summariser.records import AttackRecord, CheckedCount, DiplomacyRecord, Summary
from summariser.render.safe import markdown as md
from summariser.render.wording import (
    Phrase,
    Piece,
    capital,
    munitions,
    no_diplomacy,
    other_counts,
    said,
    tolls,
    word,
)
from summariser.vocabulary import Scope, Severity

__all__ = ["MARKS", "block", "render_markdown"]

MARKS = {Severity.OK: "", Severity.REVIEW: " (?)", Severity.ERROR: " (✗)"}
_SCOPES = (Scope.WAVE, Scope.AGGREGATE, Scope.LOCAL)


def render_markdown(summary: Summary) -> str:
    """Headline, attacks, diplomacy, then what could not be verified and what the records left out."""
    sections = [
        f"# {md(summary.headline) or 'No headline'}",
        _byline(summary),
        _section("Attacks", map(_attack, _in_order(summary.attacks)), empty="No attack is reported."),
        _section("Diplomacy", map(_diplomacy, summary.diplomacy), empty=no_diplomacy([summary])),
        _section("Could not be verified", _doubts(summary)),
        _section("In the text, in no record", _left_out(summary)),
        f"*{_provenance(summary)}*",
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def block(lines: Iterable[str], quotes: Iterable[str]) -> str:
    """A list item: its lines (Markdown) under each other, then quotes (plain text) as quotes."""
    quoted = "\n  >\n".join(f"  > {md(quote)}" for quote in dict.fromkeys(quotes))
    return "- " + "\\\n  ".join(lines) + (f"\n\n{quoted}\n" if quoted else "")


def _section(title: str, blocks: Iterable[str], *, empty: str = "") -> str:
    text = "\n".join(blocks).rstrip() or empty
    return f"## {title}\n\n{text}" if text else ""


def _byline(summary: Summary) -> str:
    article = summary.article
    published = article.published.isoformat() if article.published else "date unknown"
    known = [md(text) for text in (article.source, article.title, article.label) if text]
    return f"*{' · '.join([*dict.fromkeys(known), published])}*\n\n{_score(summary)}"


def _all_counts(summary: Summary) -> list[CheckedCount]:
    records: list[AttackRecord | DiplomacyRecord] = [*summary.attacks, *summary.diplomacy]
    return [count for record in records for count in record.counts]


def _score(summary: Summary) -> str:
    severities = [count.severity for count in _all_counts(summary)]
    if not severities:
        return "No number is stated."
    parts = [f"{severities.count(Severity.OK)} of {len(severities)} numbers verified in the text"]
    if review := severities.count(Severity.REVIEW):
        parts.append(f"{review} to look at (?)")
    if errors := severities.count(Severity.ERROR):
        parts.append(f"{errors} not supported (✗)")
    return ", ".join(parts) + "."


def _in_order(attacks: Sequence[AttackRecord]) -> list[AttackRecord]:
    return sorted(attacks, key=lambda a: (a.background, _SCOPES.index(a.scope)))


def _attack(attack: AttackRecord) -> str:
    where = attack.place.name if attack.place else attack.target_country or "Place not stated"
    return block([_title(where, _attack_facts(attack)), *_attack_lines(attack)], _quotes(attack))


def _title(title: str, facts: Iterable[str | None]) -> str:
    return " · ".join([f"**{md(title)}**", *(md(fact) for fact in facts if fact)])


def _attack_facts(attack: AttackRecord) -> list[str | None]:
    by, against = attack.attacker, attack.target_country
    return [
        word("kinds", attack.kind),
        f"{by} → {against}" if by and against else by and f"by {by}",
        attack.when.text if attack.when else None,
        f"according to {attack.claimed_by}" if attack.claimed_by else None,
        "recalled from before" if attack.background else None,
    ]


def _attack_lines(attack: AttackRecord) -> Iterator[str]:
    if people := tolls(attack.counts):
        yield f"**{_sentence(people)}**"
    if flown := munitions(attack.counts):
        yield _sentence(flown)
    if others := other_counts(attack.counts):
        yield _sentence(others)
    if attack.targets:
        effects = ((md(t.what), word("effects", t.effect)) for t in attack.targets)
        yield "Hit: " + "; ".join(f"{what} ({effect})" if effect else what for what, effect in effects)


def _sentence(phrases: Iterable[Phrase[CheckedCount]]) -> str:
    return capital("; ".join("".join(map(_piece, phrase)) for phrase in phrases)) + "."


def _piece(piece: Piece[CheckedCount]) -> str:
    return md(piece.text) + MARKS[piece.count.severity] if piece.count else piece.text


def _quotes(record: AttackRecord | DiplomacyRecord) -> list[str]:
    """The sentences that bear the record's numbers; without numbers, those that bear the record."""
    counted = [count.quote for count in record.counts if count.quote]
    return counted or [evidence.quote for evidence in record.evidence]


def _diplomacy(event: DiplomacyRecord) -> str:
    parties = ", ".join(p.name for p in event.participants) or "Parties not stated"
    facts = [
        ", ".join(filter(None, (word("diplomacy", event.type).lower(), word("statuses", event.status)))),
        event.place.name if event.place else None,
        event.when.text if event.when else None,
        "recalled from before" if event.background else None,
    ]
    lines = [_title(parties, facts)]
    about = [md(text) for text in (event.topic, event.outcome) if text]
    lines += [capital(" → ".join(about))] if about else []
    numbers = [*tolls(event.counts), *munitions(event.counts), *other_counts(event.counts)]
    lines += [_sentence(numbers)] if numbers else []
    quotes = [*(c.quote for c in event.counts if c.quote), *(e.quote for e in event.evidence)]
    return block(lines, quotes)


def _doubts(summary: Summary) -> Iterator[str]:
    """Numbers to distrust, numbers to look at, what does not go together, names the text does not hold."""
    flagged = [c for c in _all_counts(summary) if c.severity is not Severity.OK]
    for count in sorted(flagged, key=lambda c: c.severity is not Severity.ERROR):
        stated = said(count, noun=True, role=True) or word("roles", count.role)
        reason = count.note or word("verdicts", count.verdict)
        yield block([f"**{md(stated)}**{MARKS[count.severity]}: {md(reason)}"], _where(count))
    for conflict in summary.conflicts:
        yield block([md(conflict.note)], (quote.quote for quote in conflict.quotes))
    for note in summary.notes:
        yield block([f"{md(note.note)}{MARKS[note.severity]}"], ())


def _where(count: CheckedCount) -> list[str]:
    return [count.quote] if count.quote else [evidence.quote for evidence in count.evidence]


def _left_out(summary: Summary) -> Iterator[str]:
    ranked = sorted(summary.unclaimed, key=lambda u: (u.background, u.rank))
    for unclaimed in ranked:
        figure = unclaimed.figure
        context = "background" if unclaimed.background else figure.role and word("roles", figure.role)
        yield block([_title(f"{figure.text} {figure.noun}".strip(), [context])], [unclaimed.quote])


def _provenance(summary: Summary) -> str:
    made = summary.provenance
    repairs = f" Repaired: {', '.join(summary.article.repairs)}." if summary.article.repairs else ""
    model = made.model_answered or made.model
    checked = f"numbers checked by summariser {made.version}"
    return md(f"Records by {model} ({made.way}); {checked}.{repairs}")
