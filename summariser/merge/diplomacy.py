"""When two diplomatic records tell of one event, and what becomes of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace

from summariser.merge.cluster import Matcher
from summariser.merge.digest import DiplomacyTelling
from summariser.merge.evidence import (
    Fit,
    Span,
    contains,
    diplomacy_family,
    place_fit,
    rule_words,
    span_of,
    time_fit,
)
from summariser.merge.names import NameBook, fold, party_key, same_word
from summariser.records import Summary
from summariser.vocabulary import Status

__all__ = ["Spoken", "diplomacy_matcher", "same_diplomacy", "spoken_events"]

THRESHOLD = 3.0
_PARTIES = 2.0
_OTHER_PARTNER = -1.0
_PLACE = 1.5
_WITHIN = 1.0
_TIME = {Fit.FIRM: 1.5, Fit.LOOSE: 0.5, Fit.UNKNOWN: 0.0}
_TOPIC = 1.5
_SAME_MATTER = 0.4  # the share of topic words that two statements must have in common
_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED, Status.POSTPONED, Status.OFFERED})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One record of one article, made comparable."""

    telling: DiplomacyTelling
    family: str
    parties: frozenset[str]
    span: Span | None
    topic: frozenset[str]


def spoken_events(summary: Summary, names: NameBook) -> list[Spoken]:
    """The diplomatic events of one article, made comparable."""
    told = [DiplomacyTelling(summary.article.id, summary.article.published, e) for e in summary.diplomacy]
    return [_spoken(telling, names) for telling in told]


def _spoken(telling: DiplomacyTelling, names: NameBook) -> Spoken:
    record = telling.record
    span = span_of(record.when, published=telling.published, background=record.background)
    if span and not span.firm and record.status in _AHEAD:
        # What lies ahead has no date yet; the article's only says from when on.
        span = replace(span, end=span.end)
    words = fold(f"{record.topic or ''} {record.outcome or ''}").split()
    empty = rule_words("empty_words")
    topic = frozenset(party_key(w) or same_word(w) for w in words if w not in empty and not w.isdigit())
    parties = frozenset(names.key(p.name) for p in record.participants)
    return Spoken(telling, diplomacy_family(record.type), parties, span, topic)


def diplomacy_matcher() -> Matcher[Spoken]:
    """Keys, points and threshold for diplomatic records."""
    return Matcher(keys=_keys, score=same_diplomacy, twice=_told_twice, threshold=THRESHOLD)


def _keys(spoken: Spoken) -> Iterator[Hashable]:
    """A family and a party; with the days it may be told under, where they are known."""
    days: list[Hashable] = [*spoken.span.days()] if spoken.span else ["undated"]
    for party in spoken.parties or {"?"}:
        for day in days:
            yield (spoken.family, party, day)


def same_diplomacy(one: Spoken, other: Spoken) -> float | None:
    """Points for two records telling of one event; null if they cannot."""
    if one.family != other.family:
        return None
    time = time_fit(one.span, other.span)
    place = _place_points(one, other)
    common = one.parties & other.parties
    if time is Fit.NO or place is None or not common:
        return None
    topic = _overlap(one.topic, other.topic)
    if one.family in rule_words("speech") and topic < _SAME_MATTER:
        return None
    both_have_others = bool(one.parties - common) and bool(other.parties - common)
    parties = _PARTIES * _overlap(one.parties, other.parties) + _OTHER_PARTNER * both_have_others
    return parties + place + _TIME[time] + _TOPIC * topic


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that is in the larger."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _place_points(one: Spoken, other: Spoken) -> float | None:
    first, second = one.telling.record.place, other.telling.record.place
    fit = place_fit(first, second)
    if fit is Fit.FIRM:
        return _PLACE
    if first is None or second is None:
        return 0.0
    return _WITHIN if contains(first, second) or contains(second, first) else None


def _told_twice(one: Spoken, other: Spoken) -> bool:
    """Two records of one article are one event only if type, parties, status and sentence are the same."""
    first, second = one.telling.record, other.telling.record
    if (first.type, first.status) != (second.type, second.status) or one.parties != other.parties:
        return False
    sentences = {e.start for e in first.evidence}
    return any(e.start in sentences for e in second.evidence)
