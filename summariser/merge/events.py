"""From the tellings of one event to the event: every figure kept, every spelling kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from summariser.merge.attacks import Told
from summariser.merge.digest import AttackEvent, DiplomacyEvent, Reading, StatusStep
from summariser.merge.diplomacy import Spoken
from summariser.merge.evidence import rule_words
from summariser.merge.names import NameBook, party_key
from summariser.merge.tolls import merge_tolls
from summariser.records import AttackRecord, Place, Target, When
from summariser.vocabulary import AttackKind, Scope

__all__ = ["attack_event", "attack_id", "diplomacy_event"]

K = TypeVar("K")

_VAGUE_KINDS = frozenset({AttackKind.UNSPECIFIED_STRIKE, AttackKind.MIXED, AttackKind.INTERCEPTION_ONLY})


def _content_id(prefix: str, members: Iterable[str]) -> str:
    digest = hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()
    return f"{prefix}{digest[:10]}"


def attack_id(group: Sequence[Told]) -> str:
    """The id of an event: from the records that tell of it, so that the same night gives the same ids."""
    return _content_id("a", (f"{t.telling.article}/{t.telling.record.id}" for t in group))


def _most_frequent(values: Iterable[K | None]) -> K | None:
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def attack_event(group: Sequence[Told], *, parent: str | None) -> AttackEvent:
    """The event that a group of records tells of."""
    records = [told.telling.record for told in group]
    readings = [
        Reading(told.telling.article, told.telling.record.id, told.telling.published, count)
        for told in group
        for count in told.telling.record.counts
    ]
    return AttackEvent(
        id=attack_id(group),
        parent=parent,
        scope=min((r.scope for r in records), key=list(Scope).index),
        kind=_kind(records),
        attacker=_party(r.attacker for r in records),
        target_country=_party(r.target_country for r in records),
        place=_best_place(r.place for r in records),
        when=_best_when(r.when for r in records),
        weapons=tuple(dict.fromkeys(weapon for r in records for weapon in r.weapons)),
        targets=_targets(records),
        tolls=merge_tolls(readings),
        claimed_by=tuple(dict.fromkeys(r.claimed_by for r in records if r.claimed_by)),
        background=all(r.background for r in records),
        tellings=tuple(told.telling for told in group),
    )


def _kind(records: Sequence[AttackRecord]) -> AttackKind:
    """The most frequent kind that says something of the weapon."""
    telling = [r.kind for r in records if r.kind not in _VAGUE_KINDS]
    return _most_frequent(telling or [r.kind for r in records]) or AttackKind.UNSPECIFIED_STRIKE


def _party(names: Iterable[str | None]) -> str | None:
    """The most frequent spelling; of equals, the one that is the party's own name: Russia before Moscow."""
    printed = Counter(name for name in names if name)
    if not printed:
        return None
    return max(printed, key=lambda n: (printed[n], (party_key(n) or "") == n.casefold().replace(" ", "_"), n))


def _best_place(places: Iterable[Place | None]) -> Place | None:
    """The first that is resolved without doubt, else the first that is resolved, else the first."""
    known = [place for place in places if place]
    return min(known, key=lambda p: (p.latitude is None, p.kind == "country", p.ambiguous), default=None)


def _best_when(whens: Iterable[When | None]) -> When | None:
    """The first of the shortest known spans, else the first."""
    known = [when for when in whens if when]
    return min(known, key=lambda w: ((w.end or w.start) - w.start).days if w.start else 10_000, default=None)


def _targets(records: Sequence[AttackRecord]) -> tuple[Target, ...]:
    """All that was hit, each once by what it is called."""
    seen: dict[tuple[str, str], Target] = {}
    for target in (t for r in records for t in r.targets):
        seen.setdefault((target.what.casefold(), target.effect), target)
    return tuple(seen.values())


def diplomacy_event(group: Sequence[Spoken], *, names: NameBook) -> DiplomacyEvent:
    """The event that a group of diplomatic records tells of."""
    records = [spoken.telling.record for spoken in group]
    steps = _steps(group)
    printed = [p.name for r in records for p in r.participants]
    places: list[Place] = [r.place for r in records if r.place]
    return DiplomacyEvent(
        id=_content_id("d", (f"{s.telling.article}/{s.telling.record.id}" for s in group)),
        type=_most_frequent(r.type for r in records) or records[0].type,
        status=steps[-1].status,
        steps=steps,
        participants=tuple({names.key(name): names.party(name) for name in printed}.values()),
        place=_best_place(places),
        when=_best_when(r.when for r in records),
        topics=tuple(dict.fromkeys(r.topic for r in records if r.topic)),
        outcomes=tuple(dict.fromkeys(r.outcome for r in records if r.outcome)),
        tolls=merge_tolls(
            Reading(s.telling.article, s.telling.record.id, s.telling.published, count)
            for s in group
            for count in s.telling.record.counts
        ),
        background=all(r.background for r in records),
        tellings=tuple(spoken.telling for spoken in group),
    )


def _steps(group: Sequence[Spoken]) -> tuple[StatusStep, ...]:
    """The statuses in the order in which they were reported; within a day, as such events go."""
    progress = rule_words("progress")
    steps = [StatusStep(s.telling.record.status, s.telling.published, s.telling.article) for s in group]
    steps.sort(key=lambda s: (s.published or date.min, progress.index(s.status)))
    changes = [step for at, step in enumerate(steps) if at == 0 or steps[at - 1].status != step.status]
    return tuple(changes)
