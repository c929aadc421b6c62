"""What events are called, and how their days are said."""

from __future__ import annotations

from datetime import date

from summariser.merge import AttackEvent
from summariser.records import When
from summariser.vocabulary import Scope

__all__ = ["event_title", "say_day", "say_when", "sides"]


def say_day(day: date) -> str:
    """A date as a person writes it: 3 September 2025."""
    return f"{day.day}\N{NO-BREAK SPACE}{day:%B}\N{NO-BREAK SPACE}{day.year}"


def event_title(event: AttackEvent) -> str:
    """What an attack is called: its place; a wave by whom it was against."""
    if event.scope is Scope.WAVE or event.place is None:
        against = event.target_country or (event.place.name if event.place else None)
        name = f"Wave against {against}" if against and event.scope is Scope.WAVE else against
        return name or "Place not stated"
    return event.place.name


def sides(event: AttackEvent) -> str:
    """Who attacked whom, as far as it is stated."""
    if event.attacker and event.target_country:
        return f"{event.attacker} → {event.target_country}"
    return f"by {event.attacker}" if event.attacker else "attacker not stated"


def say_when(when: When | None) -> str:
    """The day where it is known, with the words of the text; else the words alone."""
    if when is None:
        return ""
    if when.start is None:
        return when.text
    end = when.end or when.start
    if end == when.start:
        return say_day(end)
    if when.precision == "night":
        return f"night of {_from_to(when.start, end)}"
    return _from_to(when.start, end)


def _from_to(start: date, end: date) -> str:
    first = (
        f"{start.day}" if (start.year, start.month) == (end.year, end.month) else f"{start.day} {start:%B}"
    )
    return f"{first}–{say_day(end)}"
