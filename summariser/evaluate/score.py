"""The score of one article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from summariser.evaluate.gold import GoldArticle, GoldAttack, GoldDiplomacy, GoldFact
from summariser.evaluate.matching import (
    fact_matches,
    hedge_matches,
    kind_matches,
    parties_match,
    place_matches,
    quotes_overlap,
    status_matches,
    types_match,
)
from summariser.evaluate.tally import Score, Tally, total_score
from summariser.evaluate.tolls import Found, find_tolls
from summariser.records import AttackRecord, CheckedCount, DiplomacyRecord, Summary
from summariser.vocabulary import Grade, Severity, Verdict

__all__ = ["Score", "Tally", "lost_score", "score_article", "total_score"]


class _MayBeOptional(Protocol):
    @property
    def optional(self) -> bool: ...


Record = TypeVar("Record")
Gold = TypeVar("Gold", bound=_MayBeOptional)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A count with the attack it belongs to."""

    record: AttackRecord
    count: CheckedCount


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A gold fact with the attack it belongs to; optional ones neither reward nor punish."""

    attack: GoldAttack
    fact: GoldFact

    @property
    def optional(self) -> bool:
        return self.attack.optional or self.fact.optional


def score_article(summary: Summary, gold: GoldArticle) -> Score:
    """Score one summary against its gold."""
    score = Score(articles=1)
    if "facts" in gold.scored:
        _score_facts(score, summary, gold)
    if "tolls" in gold.scored:
        _score_tolls(score, summary, gold)
    if "attacks" in gold.scored:
        _score_attacks(score, summary, gold)
    if "diplomacy" in gold.scored:
        _score_diplomacy(score, summary, gold)
    invented = score.attacks.wrong + score.diplomacy.wrong > 0
    score.events_from_nothing = int(invented and _is_eventless(gold))
    _add_costs(score, summary)
    return score


def lost_score(gold: GoldArticle) -> Score:
    """The score of an article that failed: all that was scored in it is missed."""
    score = Score(articles=1, failed=1)
    if "facts" in gold.scored:
        score.facts.missed = len(_required_facts(gold))
    if "tolls" in gold.scored:
        score.tolls.missed = score.tolls_anywhere.missed = len(_required_facts(gold))
    if "attacks" in gold.scored:
        score.attacks.missed = sum(not attack.optional for attack in gold.attacks)
    if "diplomacy" in gold.scored:
        score.diplomacy.missed = sum(not event.optional for event in gold.diplomacy)
        score.diplomacy_without_status.missed = score.diplomacy.missed
    return score


def _required_facts(gold: GoldArticle) -> list[GoldFact]:
    return [
        fact for attack in gold.attacks for fact in attack.facts if not (attack.optional or fact.optional)
    ]


def _is_eventless(gold: GoldArticle) -> bool:
    events: list[GoldAttack | GoldDiplomacy] = [*gold.attacks, *gold.diplomacy]
    return all(event.optional for event in events)


def _score_tolls(score: Score, summary: Summary, gold: GoldArticle) -> None:
    for toll in find_tolls(summary, gold):
        _add_toll(score.tolls, toll.at_its_place)
        _add_toll(score.tolls_anywhere, toll.anywhere)
        if toll.at_its_place is not Found.MISSED:
            score.verified += toll.shown_as_verified
        if toll.at_its_place is Found.WRONG:
            score.wrong_unflagged += toll.shown_as_verified


def _add_toll(tally: Tally, found: Found) -> None:
    """A wrong toll was also missed: precision is of those answered, recall of all."""
    tally.right += found is Found.RIGHT
    tally.wrong += found is Found.WRONG
    tally.missed += found is not Found.RIGHT


def _score_facts(score: Score, summary: Summary, gold: GoldArticle) -> None:
    stated = _distinct(_Stated(record, count) for record in summary.attacks for count in record.counts)
    wanted = [_Wanted(attack, fact) for attack in gold.attacks for fact in attack.facts]
    pairs = _pair(stated, sorted(wanted, key=lambda item: item.optional), _states)
    matched = {id(item): want for item, want in pairs}
    for item in stated:
        want = matched.get(id(item))
        _score_stated(score, item, want, summary.article.body)
    found = {id(want) for _, want in pairs}
    score.facts.missed += sum(id(want) not in found and not want.optional for want in wanted)


def _score_stated(score: Score, item: _Stated, want: _Wanted | None, body: str) -> None:
    """Right, neutral (optional, or a derived sum that nobody prints) or wrong; flagged or not."""
    shown_as_verified = item.count.severity is Severity.OK
    if want is None and item.count.verdict is Verdict.SUPPORTED_BY_SUM:
        return
    if want is not None and want.optional:
        return
    score.verified += shown_as_verified
    grade = _of_grade(score, item.count.grade)
    grade.right += want is not None
    grade.wrong += want is None
    if want is None:
        score.facts.wrong += 1
        score.wrong_unflagged += shown_as_verified
        return
    score.facts.right += 1
    score.false_alarms += item.count.severity is Severity.ERROR
    score.hedges_right += hedge_matches(item.count, want.fact)
    score.evidence_right += quotes_overlap(
        item.count.evidence, [*want.fact.quotes, *want.attack.quotes], body
    )


def _of_grade(score: Score, grade: Grade) -> Tally:
    match grade:
        case Grade.BOTH:
            return score.read_by_both
        case Grade.MODEL_ALONE:
            return score.read_by_model_alone
        case Grade.PATTERNS_ALONE:
            return score.read_by_patterns_alone
        case Grade.CONFLICT:
            return score.read_in_conflict


def _states(item: _Stated, want: _Wanted) -> bool:
    return fact_matches(item.count, want.fact) and place_matches(item.record, want.attack, want.fact)


def _distinct(stated: Iterable[_Stated]) -> list[_Stated]:
    """A fact named twice counts once."""
    seen: dict[tuple[object, ...], _Stated] = {}
    for item in stated:
        place = item.record.place.name if item.record.place else None
        seen.setdefault((place, item.count.role, item.count.of, item.count.value, item.count.low), item)
    return list(seen.values())


def _score_attacks(score: Score, summary: Summary, gold: GoldArticle) -> None:
    body = summary.article.body

    def same(record: AttackRecord, attack: GoldAttack) -> bool:
        near = place_matches(record, attack) and quotes_overlap(
            record.evidence,
            [*attack.quotes, *(quote for fact in attack.facts for quote in fact.quotes)],
            body,
        )
        return near or (place_matches(record, attack) and _share_a_fact(record, attack))

    pairs = _tally(score.attacks, summary.attacks, gold.attacks, same)
    score.kinds_said += len(pairs)
    score.kinds_right += sum(kind_matches(record, attack) for record, attack in pairs)
    of_gold = [sum(same(record, attack) for record in summary.attacks) for attack in gold.attacks]
    of_record = [sum(same(record, attack) for attack in gold.attacks) for record in summary.attacks]
    score.split_too_much += sum(number > 1 for number in of_gold)
    score.split_too_little += sum(number > 1 for number in of_record)


def _share_a_fact(record: AttackRecord, attack: GoldAttack) -> bool:
    return any(fact_matches(count, fact) for count in record.counts for fact in attack.facts)


def _score_diplomacy(score: Score, summary: Summary, gold: GoldArticle) -> None:
    body = summary.article.body

    def same(record: DiplomacyRecord, event: GoldDiplomacy) -> bool:
        told_there = quotes_overlap(record.evidence, event.quotes, body)
        return parties_match(record, event) and (told_there or types_match(record, event))

    def same_with_status(record: DiplomacyRecord, event: GoldDiplomacy) -> bool:
        return same(record, event) and status_matches(record, event)

    _tally(score.diplomacy_without_status, summary.diplomacy, gold.diplomacy, same)
    _tally(score.diplomacy, summary.diplomacy, gold.diplomacy, same_with_status)


def _tally(
    tally: Tally,
    records: Sequence[Record],
    gold: Sequence[Gold],
    same: Callable[[Record, Gold], bool],
) -> list[tuple[Record, Gold]]:
    """Pair records with gold, required gold first; count right, wrong and missed."""
    pairs = _pair(records, sorted(gold, key=_is_optional), same)
    right = sum(not _is_optional(item) for _, item in pairs)
    tally.right += right
    tally.wrong += len(records) - len(pairs)
    tally.missed += sum(not _is_optional(item) for item in gold) - right
    return pairs


def _is_optional(gold: _MayBeOptional) -> bool:
    return gold.optional


def _pair(
    records: Sequence[Record], gold: Sequence[Gold], same: Callable[[Record, Gold], bool]
) -> list[tuple[Record, Gold]]:
    """As many one-to-one pairs as there are (augmenting paths), earlier gold preferred."""
    partner: dict[int, int] = {}  # record index -> gold index

    def find(want: int, tried: set[int]) -> bool:
        for index, record in enumerate(records):
            if index in tried or not same(record, gold[want]):
                continue
            tried.add(index)
            if index not in partner or find(partner[index], tried):
                partner[index] = want
                return True
        return False

    for want in range(len(gold)):
        find(want, set())
    return [(records[index], gold[want]) for index, want in partner.items()]


def _add_costs(score: Score, summary: Summary) -> None:
    paid = summary.provenance
    score.calls += paid.calls
    score.input_tokens += paid.input_tokens or 0
    score.output_tokens += paid.output_tokens or 0
    score.cost_usd += paid.cost_usd or 0.0
    score.cost_unknown += paid.cost_usd is None
