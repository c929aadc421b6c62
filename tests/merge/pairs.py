"""Pairs of reports, and whether they tell of the same event: own cases, written before any tuning.

One third of the pairs, by the hash of their ids, is held out: looked at only when the rest was done.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from summariser.merge import merge_summaries
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
    Target,
    When,
)
from summariser.vocabulary import Grade, Qualifier, Severity, SummaryStatus, Verdict

DATA = Path(__file__).parent / "data"
VAGUE = {"dozens": (24, 99)}
OPEN = {"at_least", "more_than"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports and the truth about them."""

    id: str
    same: bool
    why: str
    first: Summary
    second: Summary

    @property
    def held_out(self) -> bool:
        return hashlib.sha256(self.id.encode()).digest()[0] % 3 == 0

    def merged(self) -> bool:
        """Whether the digest of both has one event for the first record of each."""
        digest = merge_summaries([self.first, self.second])
        events = [*digest.attacks, *digest.diplomacy]
        return any({t.record.id for t in event.tellings} >= {"first", "second"} for event in events)


@cache
def places() -> dict[str, dict[str, Any]]:
    """Where the places of the pairs are."""
    return json.loads((DATA / "places.json").read_text(encoding="utf-8"))


@cache
def pairs() -> tuple[Pair, ...]:
    """All pairs of the file."""
    rows = [json.loads(line) for line in (DATA / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    return tuple(
        Pair(
            row["id"],
            row["same"],
            row["why"],
            report(row["a"], name="first"),
            report(row["b"], name="second"),
        )
        for row in rows
    )


def report(told: dict[str, Any], *, name: str) -> Summary:
    """A summary with one record, and whatever else the article tells."""
    body = " ".join([told["quote"], *(more["quote"] for more in told.get("more", []))])
    published = date.fromisoformat(told["pub"]) if told["pub"] else None
    is_attack = "kind" in told
    rest = [attack(more, record_id=f"{name}-{n}", body=body) for n, more in enumerate(told.get("more", []))]
    return Summary(
        article=SummaryArticle(
            id=hashlib.sha256(f"{name}{body}".encode()).hexdigest()[:16], label=name, title=None, body=body,
            published=published, source=None, url=None, repairs=[],
        ),
        headline=body, status=SummaryStatus.VERIFIED,
        attacks=[attack(told, record_id=name, body=body), *rest] if is_attack else [],
        diplomacy=[] if is_attack else [event(told, record_id=name, body=body)],
        unclaimed=[], conflicts=[], notes=[],
        provenance=Provenance(
            model="test", model_answered=None, endpoint="none", way="whole", prompt_fingerprint="0",
            schema_fingerprint="0", calls=0, input_tokens=None, output_tokens=None, cost_usd=None,
            repaired=False, version="test",
        ),
    )  # fmt: skip


def evidence(quote: str, body: str) -> Evidence:
    """A quote with its offsets."""
    start = body.index(quote)
    return Evidence(quote=quote, start=start, end=start + len(quote), sentence=None)


def place(name: str | None) -> Place | None:
    """A place as the gazetteer would give it."""
    if name is None:
        return None
    known = dict(places().get(name, {}))
    return Place(**{"name": name, **known}) if known else Place(name=name)


def when(told: dict[str, Any]) -> When | None:
    """A time as the resolver would give it."""
    if "when" not in told:
        return None
    text, start, end, precision = told["when"]
    return When(
        text=text,
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        precision=precision,
        rule="pair",
    )


def count(stated: str, quote: Evidence) -> CheckedCount:
    """A verified number from "role of value qualifier"."""
    role, of, value, qualifier = stated.split()
    low, high = VAGUE.get(qualifier, (int(value), None if qualifier in OPEN else int(value)))
    return CheckedCount(
        role=role, of=of, value=None if qualifier in VAGUE else int(value), low=low, high=high,
        qualifier=Qualifier(qualifier), claimed_by=None, quote=quote.quote, start=quote.start, end=quote.end,
        figure=None, verdict=Verdict.SUPPORTED, severity=Severity.OK, note="", grade=Grade.MODEL_ALONE,
        evidence=[quote],
    )  # fmt: skip


def attack(told: dict[str, Any], *, record_id: str, body: str) -> AttackRecord:
    """The record of an attack."""
    quote = evidence(told["quote"], body)
    hits = [hit.split("/") for hit in told.get("hit", [])]
    return AttackRecord(
        id=record_id, kind=told["kind"], scope=told["scope"], attacker=told["by"], target_country=told["on"],
        place=place(told["at"]), when=when(told), weapons=told.get("weapons", []),
        targets=[Target(what=what, category=category, effect=effect) for what, category, effect in hits],
        counts=[count(stated, quote) for stated in told.get("counts", [])], claimed_by=told.get("claimed"),
        background=told.get("background", False), evidence=[quote],
    )  # fmt: skip


def event(told: dict[str, Any], *, record_id: str, body: str) -> DiplomacyRecord:
    """The record of a diplomatic event."""
    return DiplomacyRecord(
        id=record_id, type=told["type"], status=told["status"], place=place(told["at"]),
        participants=[Participant(name=name, country=None) for name in told["parties"]],
        when=when(told), topic=told["topic"], outcome=told["outcome"], counts=[],
        background=told.get("background", False), evidence=[evidence(told["quote"], body)],
    )  # fmt: skip
