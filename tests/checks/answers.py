"""Small answers for the tests of whole answers."""

from __future__ import annotations

from summariser.records import Answer, Attack, Count, DiplomaticEvent, Participant
from summariser.vocabulary import AttackKind, DiplomacyType, Role, Scope, Status, Thing

CountRow = tuple[str, str, int | None, list[int]]


def attack(
    *counts: CountRow,
    scope: str = "local",
    place: str | None = None,
    attacker: str | None = None,
    target: str | None = None,
    claimed_by: str | None = None,
    when: str | None = None,
    evidence: list[int] | None = None,
) -> Attack:
    """An attack of which only what matters is given; a count is role, of, value, sentences."""
    return Attack(
        kind=AttackKind.DRONE_STRIKE,
        scope=Scope(scope),
        attacker=attacker,
        target_country=target,
        place=place,
        when=when,
        weapons=[],
        targets=[],
        counts=[
            Count(role=Role(role), of=Thing(of), value=value, claimed_by=None, evidence=numbers)
            for role, of, value, numbers in counts
        ],
        claimed_by=claimed_by,
        background=False,
        evidence=evidence or [1],
    )


def meeting(
    *names: tuple[str, str | None], place: str | None = None, outcome: str | None = None
) -> DiplomaticEvent:
    """A meeting of (name, country) pairs."""
    return DiplomaticEvent(
        type=DiplomacyType.MEETING,
        status=Status.HELD,
        participants=[Participant(name=name, country=country) for name, country in names],
        place=place,
        when=None,
        topic=None,
        outcome=outcome,
        counts=[],
        background=False,
        evidence=[1],
    )


def answer(*attacks: Attack, diplomacy: tuple[DiplomaticEvent, ...] = (), headline: str = "News") -> Answer:
    """An answer of these records."""
    return Answer(headline=headline, attacks=list(attacks), diplomacy=list(diplomacy))
