"""From a judged answer to the summary that goes out: the code quotes, dates and places; the model pointed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from summariser.checks.claims import Finding
from summariser.checks.judge import CheckedAnswer, FoundConflict, Unclaimed
from summariser.figures.figure import Figure, Number
from summariser.records import (
    Answer,
    Attack,
    AttackRecord,
    CheckedCount,
    Conflict,
    Count,
    DiplomacyRecord,
    DiplomaticEvent,
    Evidence,
    Note,
    Place,
    PrintedFigure,
    Provenance,
    Summary,
    SummaryArticle,
    UnclaimedFigure,
    When,
)
from summariser.text.article import Article
from summariser.text.dates import resolve_when
from summariser.text.places import resolve_place
from summariser.text.suspicion import Suspicion, examine_article
from summariser.vocabulary import Grade, Qualifier, Role, Severity, SummaryStatus, Verdict

__all__ = ["Agreement", "compose_summary"]

# A missing one of these means that an event is missing; a missing damage count is only listed.
_GRAVE_ROLES = frozenset(
    {Role.KILLED, Role.INJURED, Role.MISSING, Role.CAPTURED, Role.LAUNCHED, Role.INTERCEPTED}
)
_ADDRESSES_A_MACHINE = "the article addresses a machine"
_QUOTES_AN_ORDER = "printed in a quotation that addresses a machine"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who else reads the counts of an answer so, by path. `doubts` say why a printed number is for review."""

    grades: Mapping[str, Grade]
    votes: Mapping[str, int] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Composer:
    article: Article
    checked: CheckedAnswer
    agreement: Agreement
    suspicion: Suspicion  # of an article that addresses a machine: who wrote it may have written for ours

    def attack(self, number: int, attack: Attack) -> AttackRecord:
        path = f"attacks[{number}]"
        return AttackRecord(
            id=f"A{number + 1}",
            kind=attack.kind,
            scope=attack.scope,
            attacker=attack.attacker,
            target_country=attack.target_country,
            place=self.place(attack.place, attack.evidence),
            when=self.when(attack.when),
            weapons=attack.weapons,
            targets=attack.targets,
            counts=self.counts(path, attack.counts),
            claimed_by=attack.claimed_by,
            background=attack.background,
            evidence=self.quotes(attack.evidence),
        )

    def diplomatic_event(self, number: int, event: DiplomaticEvent) -> DiplomacyRecord:
        path = f"diplomacy[{number}]"
        return DiplomacyRecord(
            id=f"D{number + 1}",
            type=event.type,
            status=event.status,
            participants=event.participants,
            place=self.place(event.place, event.evidence),
            when=self.when(event.when),
            topic=event.topic,
            outcome=event.outcome,
            counts=self.counts(path, event.counts),
            background=event.background,
            evidence=self.quotes(event.evidence),
        )

    def counts(self, path: str, counts: Sequence[Count]) -> list[CheckedCount]:
        paths = (f"{path}.counts[{number}]" for number in range(len(counts)))
        return [self.count(count, where) for count, where in zip(counts, paths, strict=False)]

    def count(self, count: Count, path: str) -> CheckedCount:
        finding = self.checked.findings[path]
        quote = self.bearing_quote(count, finding)
        low, high, qualifier = _stated_by_text(finding)
        severity, note = self.trusted(finding, path)
        return CheckedCount(
            role=count.role,
            of=count.of,
            value=count.value,
            low=low,
            high=high,
            qualifier=qualifier,
            claimed_by=count.claimed_by,
            quote=quote.quote if quote else None,
            start=quote.start if quote else None,
            end=quote.end if quote else None,
            figure=_printed(finding.figure),
            verdict=finding.verdict,
            severity=severity,
            note=note,
            grade=self.agreement.grades.get(path, Grade.MODEL_ALONE),
            evidence=self.quotes(count.evidence),
            votes=self.agreement.votes.get(path),
        )

    def trusted(self, finding: Finding, path: str) -> tuple[Severity, str]:
        """A supported number is still for review where something else speaks against it."""
        doubts = list(self.doubts(finding, path))
        if doubts and finding.severity is Severity.OK:
            return Severity.REVIEW, "; ".join(filter(None, (finding.note, *doubts)))
        return finding.severity, finding.note

    def doubts(self, finding: Finding, path: str) -> Iterator[str]:
        """What speaks against a number although it is printed: who wrote it, and who else read it."""
        if self.suspicion.phrases:
            yield _ADDRESSES_A_MACHINE
        if any(start <= at < end for start, end in self.suspicion.quoted for at in finding.rests_on):
            yield _QUOTES_AN_ORDER
        if path in self.agreement.doubts:
            yield self.agreement.doubts[path]

    def bearing_quote(self, count: Count, finding: Finding) -> Evidence | None:
        if finding.start is not None and finding.end is not None:
            return self.quote_span(finding.start, finding.end)
        cited = self.quotes(count.evidence)
        return cited[0] if cited else None

    def quotes(self, numbers: Sequence[int]) -> list[Evidence]:
        """The cited sentences, verbatim; a number out of range quotes nothing and is a finding elsewhere."""
        sentences = self.article.sentences
        return [
            Evidence(
                quote=self.article.sentence_text(number),
                start=sentences[number - 1].start,
                end=sentences[number - 1].end,
                sentence=number,
            )
            for number in numbers
            if 1 <= number <= len(sentences)
        ]

    def quote_span(self, start: int, end: int) -> Evidence:
        return Evidence(quote=self.article.body[start:end], start=start, end=end)

    def place(self, name: str | None, evidence: Sequence[int]) -> Place | None:
        if name is None:
            return None
        context = [quote.quote for quote in self.quotes(evidence)]
        found = resolve_place(name, context=[*context, self.article.body[:1000]])
        if found is None:
            return Place(name=name, reason="not in the gazetteer")
        return Place(
            name=name,
            kind=found.kind,
            admin1=found.admin1,
            country=found.country,
            latitude=found.latitude,
            longitude=found.longitude,
            precision=found.precision,
            ambiguous=found.ambiguous,
            reason=found.reason,
        )

    def when(self, text: str | None) -> When | None:
        if text is None:
            return None
        found = resolve_when(text, published=self.article.published)
        return When(text=text, start=found.start, end=found.end, precision=found.precision, rule=found.rule)

    def unclaimed(self, item: Unclaimed) -> UnclaimedFigure:
        quote = self.sentence_around(item.figure)
        printed = _printed(item.figure)
        assert printed is not None
        return UnclaimedFigure(
            figure=printed,
            quote=quote.quote,
            start=quote.start,
            end=quote.end,
            rank=item.rank,
            background=item.figure.background,
        )

    def sentence_around(self, figure: Figure) -> Evidence:
        for sentence in self.article.sentences:
            if sentence.start <= figure.start < sentence.end:
                return self.quote_span(sentence.start, max(sentence.end, figure.end))
        return self.quote_span(figure.start, figure.end)

    def conflict(self, found: FoundConflict) -> Conflict:
        quotes = [self.quote_span(start, end) for start, end in found.spans]
        return Conflict(note=found.note, paths=list(found.ids), quotes=quotes)


def compose_summary(
    article: Article,
    checked: CheckedAnswer,
    provenance: Provenance,
    *,
    agreement: Agreement,
) -> Summary:
    """The summary of one article: its records with quotes, offsets, verdicts, places and times."""
    answer: Answer = checked.answer
    suspicion = examine_article(article)
    composer = _Composer(article, checked, agreement, suspicion=suspicion)
    attacks = [composer.attack(number, attack) for number, attack in enumerate(answer.attacks)]
    diplomacy = [composer.diplomatic_event(number, event) for number, event in enumerate(answer.diplomacy)]
    counts = [count for attack in attacks for count in attack.counts]
    counts += [count for event in diplomacy for count in event.counts]
    doubtful = any(count.severity is not Severity.OK for count in counts)
    doubtful = doubtful or _needs_a_look(checked, sentences=len(article.sentences))
    notes = [Note(path=note.path, severity=note.severity, note=note.note) for note in checked.notes]
    return Summary(
        article=_article_out(article, suspicion.phrases),
        headline=answer.headline,
        status=SummaryStatus.FLAGGED if suspicion.phrases or doubtful else SummaryStatus.VERIFIED,
        attacks=attacks,
        diplomacy=diplomacy,
        unclaimed=[composer.unclaimed(item) for item in checked.unclaimed],
        conflicts=[composer.conflict(conflict) for conflict in checked.conflicts],
        notes=notes,
        provenance=provenance,
    )


def _needs_a_look(checked: CheckedAnswer, *, sentences: int) -> bool:
    """Whether two numbers do not go together, a record quotes nothing, or a grave figure is in no record."""
    left_out = any(
        item.figure.role in _GRAVE_ROLES and not item.figure.background for item in checked.unclaimed
    )
    cited = [record.evidence for record in checked.answer.attacks]
    cited += [record.evidence for record in checked.answer.diplomacy]
    unquoted = any(not any(1 <= number <= sentences for number in numbers) for numbers in cited)
    return left_out or unquoted or bool(checked.conflicts)


def _article_out(article: Article, suspicious: Sequence[str]) -> SummaryArticle:
    return SummaryArticle(
        id=article.id,
        label=article.label,
        title=article.title,
        body=article.body,
        published=article.published,
        source=article.source,
        url=article.url,
        repairs=[f"{repair.rule}: {repair.count}" for repair in article.repairs],
        suspicious=list(suspicious),
    )


def _printed(figure: Figure | None) -> PrintedFigure | None:
    if figure is None:
        return None
    return PrintedFigure(
        text=figure.text,
        start=figure.start,
        end=figure.end,
        kind=figure.kind,
        low=figure.low,
        high=figure.high,
        qualifier=figure.qualifier,
        noun=figure.noun,
        role=figure.role,
    )


def _stated_by_text(finding: Finding) -> tuple[Number | None, Number | None, Qualifier | None]:
    """The bounds that the text gives a supported number; nothing for one that it does not support."""
    if finding.verdict is Verdict.SUPPORTED_BY_SUM:
        total, hedge = sum(finding.terms), finding.hedge or Qualifier.EXACT
        return total, None if hedge is Qualifier.AT_LEAST else total, hedge
    if finding.severity is Severity.ERROR or finding.figure is None:
        return None, None, None
    figure = finding.figure
    if figure.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
        return figure.low, None, figure.qualifier
    if figure.qualifier in (Qualifier.UP_TO, Qualifier.LESS_THAN):
        return None, figure.high, figure.qualifier
    return figure.low, figure.high, figure.qualifier
