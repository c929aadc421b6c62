"""One answer from the answers on the overlapping parts of one article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from summariser.records import Answer, Attack, Count, DiplomaticEvent
from summariser.vocabulary import Role, Thing

__all__ = ["join_answers"]

MOST_EVIDENCE = 4

Item = TypeVar("Item")
Record = TypeVar("Record", Attack, DiplomaticEvent)


def join_answers(answers: Sequence[Answer]) -> Answer:
    """All records of all answers; what two parts both tell is told once.

    Two records of *different* answers are one if they agree on what, where and who, contradict each other in
    no count, and share a sentence or a count. Whatever either says is kept. An answer alone stays as it is.
    """
    attacks: list[Attack] = []
    diplomacy: list[DiplomaticEvent] = []
    for answer in answers:
        attacks = _joined(attacks, answer.attacks, same=_same_attack, merge=_merged_attack)
        diplomacy = _joined(diplomacy, answer.diplomacy, same=_same_event, merge=_merged_event)
    headline = next((answer.headline for answer in answers if answer.headline), "")
    return Answer(headline=headline, attacks=attacks, diplomacy=diplomacy)


def _joined(
    known: Sequence[Record],
    new: Iterable[Record],
    *,
    same: Callable[[Record, Record], bool],
    merge: Callable[[Record, Record], Record],
) -> list[Record]:
    joined = list(known)
    free = set(range(len(known)))  # what one answer tells twice are two things
    for record in new:
        match = next((index for index in sorted(free) if same(joined[index], record)), None)
        if match is None:
            joined.append(record)
        else:
            joined[match] = merge(joined[match], record)
            free.discard(match)
    return joined


def _same_attack(left: Attack, right: Attack) -> bool:
    return (
        (left.kind, left.scope, left.background) == (right.kind, right.scope, right.background)
        and _agree(left.place, right.place)
        and _agree(left.attacker, right.attacker)
        and _agree(left.target_country, right.target_country)
        and _told_together(left, right)
    )


def _same_event(left: DiplomaticEvent, right: DiplomaticEvent) -> bool:
    return (
        (left.type, left.status, left.background) == (right.type, right.status, right.background)
        and _agree(left.place, right.place)
        and _share_a_party(left, right)
        and _told_together(left, right)
    )


def _share_a_party(left: DiplomaticEvent, right: DiplomaticEvent) -> bool:
    mine, theirs = ({p.name.casefold() for p in event.participants} for event in (left, right))
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _told_together(left: Record, right: Record) -> bool:
    """They share a sentence or a count, and no count of one contradicts the other."""
    mine, theirs = _values(left.counts), _values(right.counts)
    both = mine.keys() & theirs.keys()
    if any(mine[key].isdisjoint(theirs[key]) for key in both):
        return False
    return bool(both) or bool(set(left.evidence) & set(right.evidence))


def _values(counts: Iterable[Count]) -> dict[tuple[Role, Thing], set[int | None]]:
    values: dict[tuple[Role, Thing], set[int | None]] = {}
    for count in counts:
        values.setdefault((count.role, count.of), set()).add(count.value)
    return values


def _agree(left: str | None, right: str | None) -> bool:
    return left is None or right is None or left.casefold() == right.casefold()


def _merged_attack(left: Attack, right: Attack) -> Attack:
    return left.model_copy(
        update={
            "attacker": left.attacker or right.attacker,
            "target_country": left.target_country or right.target_country,
            "place": left.place or right.place,
            "when": left.when or right.when,
            "weapons": _union(left.weapons, right.weapons),
            "targets": _union(left.targets, right.targets),
            "counts": _counts(left.counts, right.counts),
            "claimed_by": left.claimed_by or right.claimed_by,
            "evidence": _evidence(left.evidence, right.evidence),
        }
    )


def _merged_event(left: DiplomaticEvent, right: DiplomaticEvent) -> DiplomaticEvent:
    return left.model_copy(
        update={
            "participants": _union(left.participants, right.participants),
            "place": left.place or right.place,
            "when": left.when or right.when,
            "topic": left.topic or right.topic,
            "outcome": left.outcome or right.outcome,
            "counts": _counts(left.counts, right.counts),
            "evidence": _evidence(left.evidence, right.evidence),
        }
    )


def _counts(left: Sequence[Count], right: Sequence[Count]) -> list[Count]:
    joined = list(left)
    for count in right:
        key = (count.role, count.of, count.value)
        match = next((i for i, c in enumerate(joined) if (c.role, c.of, c.value) == key), None)
        if match is None:
            joined.append(count)
            continue
        known = joined[match]
        update = {
            "claimed_by": known.claimed_by or count.claimed_by,
            "evidence": _evidence(known.evidence, count.evidence),
        }
        joined[match] = known.model_copy(update=update)
    return joined


def _union(left: Sequence[Item], right: Sequence[Item]) -> list[Item]:
    return [*left, *(item for item in right if item not in left)]


def _evidence(left: Sequence[int], right: Sequence[int]) -> list[int]:
    """The sentences of both, the first ones first; a record points at four at most."""
    return _union(left, right)[:MOST_EVIDENCE]
