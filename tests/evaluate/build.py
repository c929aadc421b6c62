"""Records and gold made by hand: the scorer is asked about what it is given, whatever checks say."""

from __future__ import annotations

from summariser.evaluate.gold import GoldArticle, GoldAttack, GoldDiplomacy, GoldFact
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

__all__ = ["BODY", "attack", "count", "event", "fact", "gold", "gold_attack", "gold_event", "summary"]

STRIKE = "A drone killed at least three people in Sumy and wounded 12."
TALKS = "Zelensky will meet Trump in Washington on Friday."
BODY = f"{STRIKE} {TALKS}"


def count(
    role: str,
    of: str,
    value: int | None,
    *,
    severity: Severity = Severity.OK,
    qualifier: str = "exact",
    verdict: Verdict = Verdict.SUPPORTED,
    grade: Grade = Grade.MODEL_ALONE,
) -> CheckedCount:
    """One number as it goes out, cited from the first sentence."""
    return CheckedCount(
        role=Role(role),
        of=Thing(of),
        value=value,
        low=value,
        high=value,
        qualifier=Qualifier(qualifier),
        claimed_by=None,
        quote=STRIKE,
        start=0,
        end=len(STRIKE),
        figure=None,
        verdict=verdict,
        severity=severity,
        note="",
        grade=grade,
        evidence=[_first()],
    )


def attack(
    place: str | None, *counts: CheckedCount, kind: str = "drone_strike", cited: Evidence | None = None
) -> AttackRecord:
    """One attack at a place."""
    return AttackRecord(
        id="A1",
        kind=AttackKind(kind),
        scope=Scope.LOCAL,
        attacker=None,
        target_country=None,
        place=Place(name=place) if place else None,
        when=None,
        weapons=[],
        targets=[],
        counts=list(counts),
        claimed_by=None,
        background=False,
        evidence=[cited or _first()],
    )


def event(*parties: str, kind: str = "meeting", status: str = "planned") -> DiplomacyRecord:
    """One diplomatic event, cited from the second sentence."""
    return DiplomacyRecord(
        id="D1",
        type=DiplomacyType(kind),
        status=Status(status),
        participants=[Participant(name=name, country=None) for name in parties],
        place=None,
        when=None,
        topic=None,
        outcome=None,
        counts=[],
        background=False,
        evidence=[Evidence(quote=TALKS, start=len(STRIKE) + 1, end=len(BODY))],
    )


def summary(*records: AttackRecord | DiplomacyRecord) -> Summary:
    """What goes out for the article `BODY`; a call of 100 and 20 tokens whose price nobody knows."""
    return Summary(
        article=SummaryArticle(
            id="x",
            label="x",
            title=None,
            body=BODY,
            published=None,
            source=None,
            url=None,
            repairs=[],
        ),
        headline="",
        status=SummaryStatus.VERIFIED,
        attacks=[record for record in records if isinstance(record, AttackRecord)],
        diplomacy=[record for record in records if isinstance(record, DiplomacyRecord)],
        unclaimed=[],
        conflicts=[],
        notes=[],
        provenance=Provenance(
            model="m",
            model_answered=None,
            endpoint="e",
            way="whole",
            prompt_fingerprint="p",
            schema_fingerprint="s",
            calls=1,
            input_tokens=100,
            output_tokens=20,
            cost_usd=None,
            repaired=False,
            version="0",
        ),
    )


def fact(
    role: str,
    of: str,
    low: int | None,
    high: int | None = None,
    *,
    qualifier: str = "exact",
    optional: bool = False,
) -> GoldFact:
    """A gold number: exact unless said otherwise, when the upper bound is what is given."""
    upper = low if qualifier == "exact" else high
    return GoldFact(
        role=Role(role),
        of=Thing(of),
        low=low,
        high=upper,
        qualifier=Qualifier(qualifier),
        optional=optional,
        quotes=[STRIKE],
    )


def gold_attack(
    *facts: GoldFact,
    places: tuple[str, ...] = ("Sumy",),
    scope: str = "local",
    kind: str = "drone_strike",
    optional: bool = False,
) -> GoldAttack:
    """A gold attack, told in the first sentence."""
    return GoldAttack(
        id="A1",
        kind=AttackKind(kind),
        scope=Scope(scope),
        attacker=None,
        places=list(places),
        facts=list(facts),
        quotes=[STRIKE],
        optional=optional,
    )


def gold_event(*, status: str = "planned", optional: bool = False) -> GoldDiplomacy:
    """The gold meeting of the second sentence."""
    return GoldDiplomacy(
        id="D1",
        type=DiplomacyType.MEETING,
        status=Status(status),
        participants=["Volodymyr Zelensky", "Donald Trump"],
        countries=["Ukraine", "United States"],
        places=["Washington"],
        quotes=[TALKS],
        optional=optional,
    )


def gold(*records: GoldAttack | GoldDiplomacy, scored: tuple[str, ...] = ()) -> GoldArticle:
    """The gold of the article `BODY`."""
    attacks = [record for record in records if isinstance(record, GoldAttack)]
    diplomacy = [record for record in records if isinstance(record, GoldDiplomacy)]
    if scored:
        return GoldArticle(text=BODY, attacks=attacks, diplomacy=diplomacy, scored=list(scored))
    return GoldArticle(text=BODY, attacks=attacks, diplomacy=diplomacy)


def _first() -> Evidence:
    return Evidence(quote=STRIKE, start=0, end=len(STRIKE))
