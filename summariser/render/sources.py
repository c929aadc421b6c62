"""Articles on a page: their names, their anchors, and their text with the sentences that were pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summariser.merge import Digest, Reading
from summariser.records import AttackRecord, CheckedCount, DiplomacyRecord, Evidence, Summary
from summariser.render.views import ArticleView, QuoteView, SaysView, Segment, SourceView
from summariser.render.wording import said, word
from summariser.vocabulary import Severity

__all__ = ["Library", "severity_counts"]


@dataclass(frozen=True, slots=True)
class Library:
    """The articles of a digest by their ids."""

    summaries: dict[str, Summary]
    sources: dict[str, SourceView]

    @classmethod
    def of(cls, digest: Digest) -> Library:
        """Articles are numbered in the order of the digest: t1, t2 …"""
        sources = {
            s.article.id: SourceView(f"t{n}", _name(s), s.article.published)
            for n, s in enumerate(digest.summaries, 1)
        }
        return cls({s.article.id: s for s in digest.summaries}, sources)

    def anchor(self, article: str, start: int) -> str:
        """The id of a place in an article's text."""
        return f"{self.sources[article].anchor}-{start}"

    def href(self, reading: Reading) -> str:
        """Where the sentence of a number is on the page."""
        return self._href(reading.article, reading.count)

    def _href(self, article: str, count: CheckedCount) -> str:
        span = _span(count)
        return f"#{self.anchor(article, span[0])}" if span else f"#{self.sources[article].anchor}"

    def count_quotes(self, counts: Iterable[tuple[str, CheckedCount]]) -> tuple[QuoteView, ...]:
        """The sentences that bear numbers, each once, with all its numbers marked and what was made of them.

        `counts` are pairs of an article's id and a number of its records.
        """
        found: dict[tuple[str, int, str], list[CheckedCount]] = {}
        for article, count in counts:
            if bearing := _bearing(count):
                found.setdefault((article, *bearing), []).append(count)
        return tuple(
            QuoteView(
                runs=_runs(quote, start, told),
                source=self.sources[article],
                href=self._href(article, told[0]),
                says=tuple(dict.fromkeys(map(_says, told))),
            )
            for (article, start, quote), told in found.items()
        )

    def quote(self, article: str, evidence: Evidence) -> QuoteView:
        """A sentence that bears a record."""
        href = f"#{self.anchor(article, evidence.start)}"
        return QuoteView(((evidence.quote, False),), self.sources[article], href)

    def view(self, article: str) -> ArticleView:
        """The article's text with everything marked that a record points at."""
        summary = self.summaries[article]
        told, made = summary.article, summary.provenance
        return ArticleView(
            source=self.sources[article],
            title=told.title or summary.headline or told.label,
            label=told.label,
            url=told.url if told.url and told.url.startswith(("https://", "http://")) else None,
            made_by=f"{made.model_answered or made.model} ({made.way}), summariser {made.version}",
            repairs=", ".join(told.repairs),
            warning="; ".join(told.suspicious),
            paragraphs=_paragraphs(told.body, _marks(summary), self.sources[article].anchor),
        )


def _name(summary: Summary) -> str:
    """Who published it; else what it is called; else the end of its path."""
    article = summary.article
    return article.source or article.title or article.label.rstrip("/").rsplit("/", 1)[-1]


def _span(count: CheckedCount) -> tuple[int, int] | None:
    """The printed number; if there is none, its sentence."""
    if count.figure:
        return count.figure.start, count.figure.end
    if count.start is not None and count.end is not None:
        return count.start, count.end
    return (count.evidence[0].start, count.evidence[0].end) if count.evidence else None


def _bearing(count: CheckedCount) -> tuple[int, str] | None:
    """Start and text of the sentence that bears a number; the first that was cited if none does."""
    if count.quote is not None and count.start is not None:
        return count.start, count.quote
    return (count.evidence[0].start, count.evidence[0].quote) if count.evidence else None


def _says(count: CheckedCount) -> SaysView:
    stated = said(count, noun=True, role=True) or word("roles", count.role)
    return SaysView(f"{stated}: {count.note or word('verdicts', count.verdict)}", count.severity)


def _runs(quote: str, start: int, counts: Iterable[CheckedCount]) -> tuple[tuple[str, bool], ...]:
    """The sentence cut at its numbers."""
    end = start + len(quote)
    figures = sorted({(c.figure.start, c.figure.end) for c in counts if c.figure})
    runs, at = [], start
    for left, right in figures:
        if at <= left < right <= end:
            runs += [(quote[at - start : left - start], False), (quote[left - start : right - start], True)]
            at = right
    runs.append((quote[at - start :], False))
    return tuple((text, marked) for text, marked in runs if text)


def _marks(summary: Summary) -> list[tuple[int, int, str]]:
    records: list[AttackRecord | DiplomacyRecord] = [*summary.attacks, *summary.diplomacy]
    counts = [count for record in records for count in record.counts]
    evidence = [e for record in records for e in record.evidence] + [e for c in counts for e in c.evidence]
    marks = [(e.start, e.end, "sentence") for e in evidence]
    marks += [(c.start, c.end, "sentence") for c in counts if c.start is not None and c.end is not None]
    marks += [(c.figure.start, c.figure.end, "figure") for c in counts if c.figure]
    marks += [(u.figure.start, u.figure.end, "unclaimed") for u in summary.unclaimed]
    return list(dict.fromkeys(marks))


def _paragraphs(
    body: str, marks: Sequence[tuple[int, int, str]], anchor: str
) -> tuple[tuple[Segment, ...], ...]:
    """Lines of the body as paragraphs of flat segments: marks may overlap, tags may not."""
    cuts = {0, len(body)}
    for start, end, _ in marks:
        cuts |= {start, end}
    cuts |= {at for at, character in enumerate(body) if character == "\n"}
    edges = sorted(cuts)
    starts = {start for start, _, _ in marks}
    paragraphs: list[list[Segment]] = [[]]
    active = _active(marks, edges)
    for start, end, mark in zip(edges, edges[1:], active, strict=False):
        text = body[start:end]
        if text.startswith("\n"):
            paragraphs.append([])
            text = text.lstrip("\n")
        anchors = (f"{anchor}-{start}",) if start in starts else ()
        if text or anchors:
            paragraphs[-1].append(Segment(text, mark, anchors))
    return tuple(tuple(p) for p in paragraphs if any(s.text.strip() for s in p))


def _active(marks: Sequence[tuple[int, int, str]], edges: Sequence[int]) -> list[str]:
    """The strongest mark between each edge and the next."""
    strength = ("", "sentence", "unclaimed", "figure")
    at = {edge: n for n, edge in enumerate(edges)}
    found = [0] * len(edges)
    for start, end, mark in marks:
        for n in range(at[start], at[end]):
            found[n] = max(found[n], strength.index(mark))
    return [strength[n] for n in found]


def severity_counts(summaries: Iterable[Summary]) -> dict[Severity, int]:
    """How many numbers of all records are verified, to look at, and not supported."""
    found = dict.fromkeys(Severity, 0)
    for summary in summaries:
        records: list[AttackRecord | DiplomacyRecord] = [*summary.attacks, *summary.diplomacy]
        for count in (count for record in records for count in record.counts):
            found[count.severity] += 1
    return found
