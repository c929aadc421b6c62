"""What a night comes to: events, each with all its tellings, and every source's figures side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from summariser.records import (
    AttackRecord,
    CheckedCount,
    DiplomacyRecord,
    Place,
    PrintedFigure,
    Summary,
    Target,
    When,
)
from summariser.vocabulary import (
    AttackKind,
    DiplomacyType,
    Qualifier,
    Role,
    Scope,
    Severity,
    Status,
    Thing,
    Weapon,
)

__all__ = [
    "AttackEvent",
    "AttackTelling",
    "Digest",
    "DiplomacyEvent",
    "DiplomacyTelling",
    "PartyName",
    "Reading",
    "StatusStep",
    "Toll",
    "TollState",
    "Total",
]


class TollState(StrEnum):
    """How the sources of one number stand to each other."""

    SINGLE = "single"
    AGREED = "agreed"
    RISEN = "risen"
    REVISED = "revised"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of one article. `article` is its id; `record` the id of the record that states it."""

    article: str
    record: str
    published: date | None
    count: CheckedCount


@dataclass(frozen=True, slots=True)
class Toll:
    """One number of one event, as all its sources have it, oldest first.

    `current` is the reading to show: the newest of a toll that rose, the most precise of those that agree,
    the lowest of a conflict. `history` are the readings it rose through, `alternatives` those that conflict;
    both are empty otherwise. Nothing is averaged and no reading is left out.
    """

    role: Role
    of: Thing
    state: TollState
    current: Reading
    readings: tuple[Reading, ...]
    history: tuple[Reading, ...] = ()
    alternatives: tuple[Reading, ...] = ()

    @property
    def value(self) -> int | None:
        """What the model said of the current reading."""
        return self.current.count.value

    @property
    def low(self) -> int | float | None:
        """The text's lower bound of the current reading; null if there is none."""
        return self.current.count.low

    @property
    def high(self) -> int | float | None:
        """The text's upper bound of the current reading; null if there is none."""
        return self.current.count.high

    @property
    def qualifier(self) -> Qualifier | None:
        """The hedge of the current reading."""
        return self.current.count.qualifier

    @property
    def severity(self) -> Severity:
        """The severity of the current reading."""
        return self.current.count.severity

    @property
    def figure(self) -> PrintedFigure | None:
        """The printed number of the current reading."""
        return self.current.count.figure


@dataclass(frozen=True, slots=True)
class AttackTelling:
    """One article's record of an attack."""

    article: str
    published: date | None
    record: AttackRecord


@dataclass(frozen=True, slots=True)
class AttackEvent:
    """One attack as all its articles tell it.

    `parent` is the id of the wave or of the larger total that this one is a part of: its numbers are parts of
    the parent's and never added to them.
    """

    id: str
    parent: str | None
    scope: Scope
    kind: AttackKind
    attacker: str | None
    target_country: str | None
    place: Place | None
    when: When | None
    weapons: tuple[Weapon, ...]
    targets: tuple[Target, ...]
    tolls: tuple[Toll, ...]
    claimed_by: tuple[str, ...]
    background: bool
    tellings: tuple[AttackTelling, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that tell of it, each once."""
        return tuple(dict.fromkeys(telling.article for telling in self.tellings))


@dataclass(frozen=True, slots=True)
class DiplomacyTelling:
    """One article's record of a diplomatic event."""

    article: str
    published: date | None
    record: DiplomacyRecord


@dataclass(frozen=True, slots=True)
class StatusStep:
    """A status that an article gives; several steps tell of a progress: planned, then held."""

    status: Status
    published: date | None
    article: str


@dataclass(frozen=True, slots=True)
class PartyName:
    """A party under one name, with all the spellings that were printed."""

    name: str
    country: str | None
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiplomacyEvent:
    """One diplomatic event as all its articles tell it. `status` is the latest step's."""

    id: str
    type: DiplomacyType
    status: Status
    steps: tuple[StatusStep, ...]
    participants: tuple[PartyName, ...]
    place: Place | None
    when: When | None
    topics: tuple[str, ...]
    outcomes: tuple[str, ...]
    tolls: tuple[Toll, ...]
    background: bool
    tellings: tuple[DiplomacyTelling, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that tell of it, each once."""
        return tuple(dict.fromkeys(telling.article for telling in self.tellings))


@dataclass(frozen=True, slots=True)
class Total:
    """A number of a whole direction of attack, added up by us from events that are no parts of each other.

    `low` is a lower bound: events without the number add nothing. `events` are the ids that were added;
    with one event it is that event's own number. Numbers that no text supports are left out: `left_out`.
    """

    attacker: str | None
    target_country: str | None
    role: Role
    of: Thing
    low: int | float
    exact: bool
    events: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One or several nights. `summaries` are the articles it was made of, oldest first, each once."""

    summaries: tuple[Summary, ...]
    attacks: tuple[AttackEvent, ...]
    diplomacy: tuple[DiplomacyEvent, ...]
    names: tuple[PartyName, ...]
    totals: tuple[Total, ...]
