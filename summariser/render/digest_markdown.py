"""A night as Markdown: the same content as its page, for a terminal, a mail or a wiki."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summariser.merge import Digest
from summariser.render.markdown import MARKS, block
from summariser.render.page import page_view
from summariser.render.safe import markdown as md
from summariser.render.titles import say_day
from summariser.render.views import (
    Bit,
    DiplomacyView,
    DoubtView,
    EventView,
    Line,
    OmissionView,
    PageView,
    QuoteView,
    Tile,
    WaveRow,
)
from summariser.render.wording import capital

__all__ = ["render_digest_markdown"]


def render_digest_markdown(digest: Digest) -> str:
    """Totals, attacks with their parts, munitions, diplomacy, differences, doubts and omissions."""
    versions = {summary.provenance.version for summary in digest.summaries}
    page = page_view(digest, version=", ".join(sorted(versions)))
    sections = [
        f"# {md(page.title)}",
        f"{md(page.subtitle)}\n\n{_score(page)}",
        _section("At a glance", _glance(page)),
        _section("Attacks", (_event(e) for e in page.attacks), empty="No attack is reported."),
        _section("Attacks recalled from before", (_event(e) for e in page.recalled)),
        _munitions(page),
        _section("Diplomacy", map(_talk, page.diplomacy), empty=page.no_diplomacy),
        _section("Diplomacy recalled from before", map(_talk, page.diplomacy_recalled)),
        _section("Where sources differ", map(_doubt, page.differences)),
        _section("Could not be verified", map(_doubt, (*page.doubts, *page.notes))),
        _section("In the texts, in no record", map(_omission, page.omissions)),
        _section("Names in several spellings", _names(page)),
        _section("Articles", _articles(page)),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def _section(title: str, blocks: Iterable[str], *, empty: str = "") -> str:
    text = "\n".join(blocks).rstrip() or empty
    return f"## {title}\n\n{text}" if text else ""


def _score(page: PageView) -> str:
    if not page.numbers:
        return "No number is stated."
    parts = [f"{page.verified} of {page.numbers} numbers verified in the text"]
    parts += [f"{page.review} to check (?)"] if page.review else []
    parts += [f"{page.errors} not in the text (✗)"] if page.errors else []
    return ", ".join(parts) + "."


def _line(bits: Line) -> str:
    return "".join(map(_bit, bits))


def _bit(bit: Bit) -> str:
    space = bit.text[: len(bit.text) - len(bit.text.lstrip())]
    tail = bit.text[len(bit.text.rstrip()) :] if bit.text.strip() else ""
    return f"{space}{md(bit.text)}{tail}{MARKS[bit.severity] if bit.severity else ''}"


def _lines(lines: Iterable[Line]) -> str:
    return "; ".join(map(_line, lines))


def _glance(page: PageView) -> Iterator[str]:
    for direction, tiles in page.tiles:
        yield f"- **{md(direction)}**: {'; '.join(map(_tile, tiles))}"


def _tile(tile: Tile) -> str:
    figures = (" ".join(filter(None, (f.hedge, f.number, f.word))) + f" ({f.note})" for f in tile.figures)
    return f"{tile.label.lower()} {', '.join(figures)}"


def _event(event: EventView, *, depth: int = 0) -> str:
    """An attack with its parts as a nested list."""
    lines = [f"**{md(event.title)}** · {' · '.join(map(md, (event.kind, *event.facts)))}"]
    lines += [f"**{_lines(event.people)}**"] if event.people else []
    lines += [_lines(said) for said in (event.munitions, event.others) if said]
    lines += [f"Hit: {md('; '.join(event.targets))}"] if event.targets else []
    lines += [f"Place not certain: {md(event.place_note)}"] if event.place_note else []
    lines += [_tellers(event)] if len(event.sources) > 1 else []
    own = block(lines, map(_quote, event.quotes))
    parts = [_event(part, depth=1) for part in event.parts]
    text = "\n".join([own, *parts]) if parts else own
    return "\n".join(f"  {line}" if line else line for line in text.split("\n")) if depth else text


def _tellers(event: EventView) -> str:
    names = dict.fromkeys(source.name for source in event.sources)
    return f"Told by {len(event.sources)} articles: {md(', '.join(names))}"


def _quote(quote: QuoteView) -> str:
    published = quote.source.published
    source = f"{quote.source.name}, {say_day(published)}" if published else quote.source.name
    return f"{''.join(text for text, _ in quote.runs)} — {source}"


def _munitions(page: PageView) -> str:
    if not page.munition_rows:
        return ""
    header = ["Attack", "When", *page.munition_header]
    ruled = [_row(header), _row(["---"] * 2 + ["--:"] * len(page.munition_header))]
    rows = [*ruled, *map(_munition_row, page.munition_rows)]
    note = "An empty cell is unknown, not zero; nothing is subtracted."
    return "## Drones and missiles\n\n" + "\n".join(rows) + f"\n\n{note}"


def _munition_row(row: WaveRow) -> str:
    return _row([md(row.title), md(row.when), *map(_line, row.cells)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _talk(talk: DiplomacyView) -> str:
    kind = ", ".join(filter(None, (talk.kind.lower(), talk.status)))
    lines = [f"**{md(talk.title)}** · {' · '.join(map(md, (kind, *talk.facts)))}"]
    about = " → ".join(filter(None, (talk.topic, talk.outcome)))
    lines += [capital(md(about))] if about else []
    lines += [_lines(talk.numbers)] if talk.numbers else []
    lines += [f"Printed as: {md(', '.join(talk.spellings))}"] if talk.spellings else []
    return block(lines, map(_quote, talk.quotes))


def _doubt(doubt: DoubtView) -> str:
    facts = " · ".join(md(fact) for fact in (doubt.reason, doubt.where) if fact)
    text = f"**{_line(doubt.text)}**" if facts else _line(doubt.text)
    return block([": ".join(filter(None, (text, facts)))], map(_quote, doubt.quotes))


def _omission(omission: OmissionView) -> str:
    kind = "background" if omission.background else omission.kind
    return block([f"**{md(omission.figure)}** · {md(kind)}"], [_quote(omission.quote)])


def _names(page: PageView) -> Iterator[str]:
    for name, spellings in page.names:
        yield f"- {md(name)}: printed {md(', '.join(spellings))}"


def _articles(page: PageView) -> Iterator[str]:
    for article in page.articles:
        published = article.source.published
        day = say_day(published) if published else "date unknown"
        warning = f" · (?) addresses a machine: {article.warning}" if article.warning else ""
        yield f"- {md(f'{article.source.name} · {article.label} · {day} · {article.made_by}{warning}')}"
