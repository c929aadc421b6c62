"""What any tool states of an article, in the records that our scorer reads.

The mapping, the same for every peer:

- each number is a count with its role, thing and value as the tool states them; a word or a hedged number in
  a text field ("at least nine", "58 people") is read as its number;
- its place is the place that the tool gives; counts of one place and kind are one attack;
- whatever is shown counts as verified, unless the tool itself says that it is not sure: instructor never
  does, langextract does for what it could not find in the text (no character interval);
- a record that is said again word for word is one record;
- evidence is the quote or the interval that the tool gives, where it is in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from summariser.figures.find import find_figures
from summariser.records import (
    AttackRecord,
    CheckedCount,
    DiplomacyRecord,
    Evidence,
    Participant,
    Place,
    Provenance,
    Summary,
    SummaryArticle,
)
from summariser.text.article import Article
from summariser.vocabulary import (
    AttackKind,
    DiplomacyType,
    Grade,
    Qualifier,
    Role,
    Scope,
    Severity,
    Status,
    SummaryStatus,
    Thing,
    Verdict,
)

__all__ = ["StatedAttack", "StatedCount", "StatedEvent", "number_in", "span_of", "summary_of", "word_of"]

Word = TypeVar("Word", bound=StrEnum)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class StatedCount:
    """One number as a tool states it; `sure` is false where the tool itself flags it."""

    role: Role
    of: Thing
    value: int | None
    qualifier: Qualifier | None
    span: Span | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class StatedAttack:
    """One attack as a tool states it."""

    kind: AttackKind
    place: str | None
    attacker: str | None
    counts: Sequence[StatedCount]
    span: Span | None


@dataclass(frozen=True, slots=True)
class StatedEvent:
    """One diplomatic event as a tool states it."""

    type: DiplomacyType
    status: Status
    participants: Sequence[tuple[str, str | None]]
    span: Span | None


def word_of(words: type[Word], said: object, default: Word) -> Word:
    """The word of a vocabulary that a tool says in free text ("Shot down" → no word: the default)."""
    folded = str(said or "").strip().lower().replace(" ", "_").replace("-", "_")
    return words(folded) if folded in {word.value for word in words} else default


def number_in(said: object) -> int | None:
    """The number that a text field states, in digits or words; null where there is none."""
    if isinstance(said, bool) or said is None:
        return None
    if isinstance(said, int | float):
        return int(said)
    text = str(said).strip()
    if text.replace(",", "").isdigit():
        return int(text.replace(",", ""))
    values = (figure.value for figure in find_figures(text))
    return next((int(value) for value in values if value is not None), None)


def span_of(body: str, quote: str | None) -> Span | None:
    """Where a quote stands in the article, spaces apart; null where it does not."""
    words = (quote or "").split()
    if not words:
        return None
    start = body.find(" ".join(words))
    return (start, start + len(" ".join(words))) if start >= 0 else None


def summary_of(
    article: Article, attacks: Iterable[StatedAttack], events: Iterable[StatedEvent], *, tool: str
) -> Summary:
    """A summary that holds what the tool states, and nothing that we would add."""
    body = article.body
    return Summary(
        article=_article(article),
        headline="",
        status=SummaryStatus.VERIFIED,
        attacks=[_attack(number, attack, body) for number, attack in enumerate(_once(attacks), start=1)],
        diplomacy=[_event(number, event, body) for number, event in enumerate(_once(events), start=1)],
        unclaimed=[],
        conflicts=[],
        notes=[],
        provenance=_provenance(tool),
    )


Stated = TypeVar("Stated", StatedAttack, StatedEvent)


def _once(records: Iterable[Stated]) -> list[Stated]:
    """The records without those that repeat an earlier one in every field."""
    distinct: list[Stated] = []
    for record in records:
        if record not in distinct:
            distinct.append(record)
    return distinct


def _attack(number: int, attack: StatedAttack, body: str) -> AttackRecord:
    spans = [attack.span, *(count.span for count in attack.counts)]
    return AttackRecord(
        id=f"A{number}",
        kind=attack.kind,
        scope=Scope.LOCAL if attack.place else Scope.AGGREGATE,
        attacker=attack.attacker,
        target_country=None,
        place=Place(name=attack.place) if attack.place else None,
        when=None,
        weapons=[],
        targets=[],
        counts=[_count(count, body) for count in attack.counts],
        claimed_by=None,
        background=False,
        evidence=_evidence(spans, body),
    )


def _count(count: StatedCount, body: str) -> CheckedCount:
    evidence = _evidence([count.span], body)
    return CheckedCount(
        role=count.role,
        of=count.of,
        value=count.value,
        low=count.value,
        high=count.value,
        qualifier=count.qualifier,
        claimed_by=None,
        quote=evidence[0].quote if evidence else None,
        start=evidence[0].start if evidence else None,
        end=evidence[0].end if evidence else None,
        figure=None,
        verdict=Verdict.SUPPORTED if count.sure else Verdict.NO_EVIDENCE,
        severity=Severity.OK if count.sure else Severity.REVIEW,
        note="",
        grade=Grade.MODEL_ALONE,
        evidence=evidence,
    )


def _event(number: int, event: StatedEvent, body: str) -> DiplomacyRecord:
    return DiplomacyRecord(
        id=f"D{number}",
        type=event.type,
        status=event.status,
        participants=[Participant(name=name, country=country) for name, country in event.participants],
        place=None,
        when=None,
        topic=None,
        outcome=None,
        counts=[],
        background=False,
        evidence=_evidence([event.span], body),
    )


def _evidence(spans: Iterable[Span | None], body: str) -> list[Evidence]:
    return [
        Evidence(quote=body[span[0] : span[1]], start=span[0], end=span[1])
        for span in spans
        if span is not None
    ]


def _article(article: Article) -> SummaryArticle:
    return SummaryArticle(
        id=article.id,
        label=article.label,
        title=article.title,
        body=article.body,
        published=article.published,
        source=article.source,
        url=article.url,
        repairs=[],
    )


def _provenance(tool: str) -> Provenance:
    return Provenance(
        model="",
        model_answered=None,
        endpoint="local",
        way=tool,
        prompt_fingerprint="",
        schema_fingerprint="",
        calls=0,
        input_tokens=0,
        output_tokens=0,
        cost_usd=0.0,
        repaired=False,
        version="",
    )
