"""One event told by several articles is one event: a night's summaries become a digest. Pure."""

from summariser.merge.digest import (
    AttackEvent,
    Digest,
    DiplomacyEvent,
    PartyName,
    Reading,
    StatusStep,
    Toll,
    TollState,
    Total,
)
from summariser.merge.night import merge_summaries

__all__ = [
    "AttackEvent",
    "Digest",
    "DiplomacyEvent",
    "PartyName",
    "Reading",
    "StatusStep",
    "Toll",
    "TollState",
    "Total",
    "merge_summaries",
]
