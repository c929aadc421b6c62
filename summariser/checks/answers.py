"""A whole answer judged: every count, every name, what it left out, and what does not go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summariser.checks.claims import Claim, Finding
from summariser.checks.consistency import Item, find_conflicts
from summariser.checks.context import read_context
from summariser.checks.evidence import Text
from summariser.checks.fields import field_table
from summariser.checks.geography import NOWHERE, Spot, lies_in_target, locate
from summariser.checks.names import check_countries, check_names
from summariser.checks.results import CheckedAnswer, NameNote
from summariser.checks.rulings import judge_among
from summariser.checks.unclaimed import unclaimed_among
from summariser.checks.whereabouts import doubt_far_places
from summariser.figures.figure import Figure
from summariser.records import Answer, Attack, Count, DiplomaticEvent
from summariser.text.article import Article
from summariser.vocabulary import Scope

__all__ = ["cross_check"]


def cross_check(article: Article, answer: Answer, figures: Sequence[Figure]) -> CheckedAnswer:
    """Judge every count and name of an answer, list what it left out, and what does not go together."""
    spots = [locate(article, attack.place, attack.evidence) for attack in answer.attacks]
    stated = list(_stated_counts(answer, spots))
    text = Text(article)
    printed = read_context(text, figures, table=field_table())
    findings = judge_among(text, [item.claim() for item in stated], printed)
    pairs = list(zip(stated, findings, strict=True))
    return CheckedAnswer(
        answer=answer,
        findings=doubt_far_places(text, _attacks_by_count(stated), {item.path: f for item, f in pairs}),
        notes=tuple(_notes(article, answer, figures, spots)),
        unclaimed=tuple(unclaimed_among(article, printed, findings)),
        conflicts=tuple(find_conflicts([i for item, finding in pairs for i in item.for_conflicts(finding)])),
    )


def _notes(
    article: Article, answer: Answer, figures: Sequence[Figure], spots: Sequence[Spot]
) -> Iterator[NameNote]:
    """One note a name: no second one for a place, none for a country that the place itself says."""
    clear = {
        f"attacks[{number}].target_country"
        for number, (attack, spot) in enumerate(zip(answer.attacks, spots, strict=True))
        if lies_in_target(attack, spot)
    }
    named = [note for note in check_names(article, answer, figures) if note.path not in clear]
    noted = {note.path for note in named}
    yield from named
    yield from (note for note in check_countries(answer, spots) if note.path not in noted)


@dataclass(frozen=True, slots=True)
class _StatedCount:
    """A count, and the record that it stands in."""

    path: str
    record_path: str
    record: Attack | DiplomaticEvent
    spot: Spot
    count: Count

    def claim(self) -> Claim:
        """The claim that the record makes with this count."""
        return Claim(
            id=self.path,
            role=self.count.role,
            of=self.count.of,
            value=self.count.value,
            evidence=list(self.count.evidence),
            place=self.record.place,
        )

    def for_conflicts(self, finding: Finding) -> Iterator[Item]:
        """What the consistency checks need of it; nothing for a vague number, a background or no quote."""
        if self.count.value is None or self.record.background or finding.start is None or finding.end is None:
            return
        attack = self.record if isinstance(self.record, Attack) else None
        yield Item(
            path=self.path,
            record=self.record_path,
            event=self._event(attack),
            scope=attack.scope if attack else None,
            side=_plain(attack.target_country) if attack else None,
            spot=self.spot,
            role=self.count.role,
            of=self.count.of,
            value=self.count.value,
            finding=finding,
            span=(finding.start, finding.end),
            source=self.count.claimed_by,
        )

    def _event(self, attack: Attack | None) -> tuple[str, ...]:
        """The same for two records of one event. Without a place nothing but the record itself is known."""
        if attack is None or not attack.place:
            return (self.record_path,)
        parts = (attack.place, attack.when, attack.attacker)
        return attack.kind, "place" if attack.scope is Scope.LOCAL else "whole", *map(_plain, parts)


def _stated_counts(answer: Answer, spots: Sequence[Spot]) -> Iterator[_StatedCount]:
    records: list[tuple[str, Attack | DiplomaticEvent, Spot]] = [
        *((f"attacks[{index}]", attack, spots[index]) for index, attack in enumerate(answer.attacks)),
        *((f"diplomacy[{index}]", event, NOWHERE) for index, event in enumerate(answer.diplomacy)),
    ]
    for path, record, spot in records:
        for index, count in enumerate(record.counts):
            yield _StatedCount(f"{path}.counts[{index}]", path, record, spot, count)


def _attacks_by_count(stated: Sequence[_StatedCount]) -> dict[str, Attack]:
    return {item.path: item.record for item in stated if isinstance(item.record, Attack)}


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
