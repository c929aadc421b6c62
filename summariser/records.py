"""What the model may say, and what goes out.

`Answer` is small, because output tokens are the cost and the latency: only what is stated is listed.
Every number of every record is one `Count`: a role, a thing, a value, and the sentences that say so.
`Summary` is an answer whose numbers have been checked, with the quotes and the article they are from.
The descriptions of the fields of `Answer` are not sent to the model: words for the model live in `prompts/`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from summariser.vocabulary import (
    AttackKind,
    Category,
    DiplomacyType,
    Effect,
    FigureKind,
    Grade,
    Qualifier,
    Role,
    Scope,
    Severity,
    Status,
    SummaryStatus,
    Thing,
    Verdict,
    Weapon,
)

__all__ = [
    "Answer",
    "Attack",
    "AttackRecord",
    "CheckedCount",
    "Conflict",
    "Count",
    "DiplomacyRecord",
    "DiplomaticEvent",
    "Evidence",
    "Note",
    "Participant",
    "Place",
    "PrintedFigure",
    "Provenance",
    "Summary",
    "SummaryArticle",
    "Target",
    "When",
]

SentenceNumbers = Annotated[list[int], Field(min_length=1, max_length=4)]


class _Said(BaseModel):
    """No defaults: the model must say null. Unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Count(_Said):
    """One number: a role, a thing, a value (null for "dozens"), and where it says so."""

    role: Role
    of: Thing
    value: int | None
    claimed_by: str | None
    evidence: SentenceNumbers


class Target(_Said):
    """An object that was hit, and what became of it."""

    what: str
    category: Category
    effect: Effect


class Attack(_Said):
    """One attack: a wave, a total over places, or one place."""

    kind: AttackKind
    scope: Scope
    attacker: str | None
    target_country: str | None
    place: str | None
    when: str | None
    weapons: list[Weapon]
    targets: list[Target]
    counts: list[Count]
    claimed_by: str | None
    background: bool
    evidence: SentenceNumbers


class Participant(_Said):
    """A person, body or state that takes part, and the country it stands for."""

    name: str
    country: str | None


class DiplomaticEvent(_Said):
    """One meeting, offer, agreement, refusal …"""

    type: DiplomacyType
    status: Status
    participants: list[Participant]
    place: str | None
    when: str | None
    topic: str | None
    outcome: str | None
    counts: list[Count]
    background: bool
    evidence: SentenceNumbers


class Answer(_Said):
    """All that the model says of one article."""

    headline: str
    attacks: list[Attack]
    diplomacy: list[DiplomaticEvent]


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(_Out):
    """A quote: `article.body[start:end] == quote`."""

    quote: str
    start: int
    end: int
    sentence: int | None = None


class PrintedFigure(_Out):
    """A number as the article prints it: `article.body[start:end] == text`."""

    text: str
    start: int
    end: int
    kind: FigureKind
    low: int | float | None
    high: int | float | None
    qualifier: Qualifier
    noun: str
    role: Role | None


class CheckedCount(_Out):
    """One number that the model stated, with what the text says of it.

    `value` is the model's; `low`, `high` and `qualifier` come from the text ("at least 9": low 9, high
    null). `quote` is the sentence that bears the verdict; `start` and `end` are its offsets. `votes`: how
    many of the model's samples state this number so; null where it was asked once.
    """

    role: Role
    of: Thing
    value: int | None
    low: int | float | None
    high: int | float | None
    qualifier: Qualifier | None
    claimed_by: str | None
    quote: str | None
    start: int | None
    end: int | None
    figure: PrintedFigure | None
    verdict: Verdict
    severity: Severity
    note: str
    grade: Grade
    evidence: list[Evidence]
    votes: int | None = None


class Place(_Out):
    """A place as printed, and where it is, as far as the gazetteer knows. `precision` as ACLED: 1 to 3."""

    name: str
    kind: str | None = None
    admin1: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: int | None = None
    ambiguous: bool = False
    reason: str | None = None


class When(_Out):
    """A time as printed. `start` and `end` only if the article's own date is known; never today."""

    text: str
    start: date | None = None
    end: date | None = None
    precision: str | None = None
    rule: str | None = None


class Note(_Out):
    """A finding about something that is not a number: a name, a place, a missing record."""

    path: str
    severity: Severity
    note: str


class AttackRecord(_Out):
    """One attack as it goes out."""

    id: str
    kind: AttackKind
    scope: Scope
    attacker: str | None
    target_country: str | None
    place: Place | None
    when: When | None
    weapons: list[Weapon]
    targets: list[Target]
    counts: list[CheckedCount]
    claimed_by: str | None
    background: bool
    evidence: list[Evidence]


class DiplomacyRecord(_Out):
    """One diplomatic event as it goes out."""

    id: str
    type: DiplomacyType
    status: Status
    participants: list[Participant]
    place: Place | None
    when: When | None
    topic: str | None
    outcome: str | None
    counts: list[CheckedCount]
    background: bool
    evidence: list[Evidence]


class UnclaimedFigure(_Out):
    """A printed number that no record used. `background`: a total of the war, residents and the like."""

    figure: PrintedFigure
    quote: str
    start: int
    end: int
    rank: int
    background: bool


class Conflict(_Out):
    """Two counts of one article that do not go together, or one event told with two values."""

    note: str
    paths: list[str]
    quotes: list[Evidence]


class SummaryArticle(_Out):
    """The article that all offsets refer to."""

    id: str
    label: str
    title: str | None
    body: str
    published: date | None
    source: str | None
    url: str | None
    repairs: list[str]
    suspicious: list[str] = []  # phrases that address a machine: see SECURITY.md


class Provenance(_Out):
    """Where the records come from. Tokens and cost are null where the endpoint does not say: never 0.

    `samples`: how many answers of the model could vote on each number.
    """

    model: str
    model_answered: str | None
    endpoint: str
    way: str
    prompt_fingerprint: str
    schema_fingerprint: str
    calls: int
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None
    repaired: bool
    version: str
    samples: int = 1


class Summary(_Out):
    """What goes out for one article."""

    article: SummaryArticle
    headline: str
    status: SummaryStatus
    attacks: list[AttackRecord]
    diplomacy: list[DiplomacyRecord]
    unclaimed: list[UnclaimedFigure]
    conflicts: list[Conflict]
    notes: list[Note]
    provenance: Provenance
