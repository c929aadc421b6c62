"""The way of a night: summaries in, events and totals out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from summariser.merge.attacks import Told, attack_matcher, told_attacks
from summariser.merge.cluster import cluster
from summariser.merge.digest import AttackEvent, Digest, DiplomacyEvent
from summariser.merge.diplomacy import diplomacy_matcher, spoken_events
from summariser.merge.events import attack_event, attack_id, diplomacy_event
from summariser.merge.names import NameBook
from summariser.merge.nesting import parents
from summariser.merge.totals import totals
from summariser.records import Summary
from summariser.vocabulary import Scope

__all__ = ["merge_summaries"]


def merge_summaries(summaries: Iterable[Summary]) -> Digest:
    """One event told by several articles becomes one event; the result does not depend on their order.

    An article that is there twice (two runs, two folders) counts once. Every figure of every source stays,
    with its quote; parts are linked to their wholes and never added to them.
    """
    articles = _each_once(summaries)
    attacks = _attacks(articles)
    names = NameBook.of(p for s in articles for event in s.diplomacy for p in event.participants)
    spoken = cluster((spoken_events(summary, names) for summary in articles), diplomacy_matcher())
    diplomacy = [diplomacy_event(group, names=names) for group in spoken]
    return Digest(
        summaries=tuple(articles),
        attacks=tuple(sorted(attacks, key=_attack_order)),
        diplomacy=tuple(sorted(diplomacy, key=_diplomacy_order)),
        names=tuple(party for party in names.shown.values() if len(party.spellings) > 1),
        totals=totals(attacks),
    )


def _each_once(summaries: Iterable[Summary]) -> list[Summary]:
    """Oldest first, undated last; of two summaries of one article, the later one."""
    by_article = {summary.article.id: summary for summary in summaries}
    return sorted(by_article.values(), key=lambda s: (s.article.published or date.max, s.article.id))


def _attacks(articles: Sequence[Summary]) -> list[AttackEvent]:
    """Waves first: two articles that tell of one wave tell of one night, which dates what else they tell."""
    told = [told_attacks(summary) for summary in articles]
    waves = cluster(([t for t in article if t.wide] for article in told), attack_matcher())
    nights = _nights(waves)
    local = [
        [replace(t, nights=nights.get(t.telling.article, frozenset())) for t in article if not t.wide]
        for article in told
    ]
    groups = [*waves, *cluster(local, attack_matcher())]
    wholes = parents(groups)
    return [
        attack_event(group, parent=attack_id(groups[wholes[number]]) if number in wholes else None)
        for number, group in enumerate(groups)
    ]


def _nights(waves: Sequence[Sequence[Told]]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, wave in enumerate(waves):
        for told in wave:
            if not told.telling.record.background:
                found[told.telling.article] = found.get(told.telling.article, frozenset()) | {number}
    return found


def _attack_order(event: AttackEvent) -> tuple[bool, date, int, int, str]:
    """Fresh before recalled, then by day, waves first, then by how many tell of it."""
    day = event.when.start if event.when and event.when.start else _published(event)
    return (event.background, day, list(Scope).index(event.scope), -len(event.articles), event.id)


def _diplomacy_order(event: DiplomacyEvent) -> tuple[bool, date, int, str]:
    day = event.when.start if event.when and event.when.start else _published(event)
    return (event.background, day, -len(event.articles), event.id)


def _published(event: AttackEvent | DiplomacyEvent) -> date:
    return min((t.published for t in event.tellings if t.published), default=date.max)
