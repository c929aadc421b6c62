"""Tolls of many sources as lines: "20 → 26 killed", "20 or 26 killed", each number linked to its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from summariser.merge import Reading, Toll, TollState
from summariser.render.sources import Library
from summariser.render.views import Bit, Line
from summariser.render.wording import Phrase, amount, munitions, other_counts, tolls, word

__all__ = ["munition_lines", "other_lines", "people_lines", "short"]


def people_lines(counts: Sequence[Toll], library: Library) -> tuple[Line, ...]:
    """What happened to people."""
    return tuple(_line(phrase, library) for phrase in tolls(counts))


def munition_lines(counts: Sequence[Toll], library: Library) -> tuple[Line, ...]:
    """What flew and what became of it."""
    return tuple(_line(phrase, library) for phrase in munitions(counts))


def other_lines(counts: Sequence[Toll], library: Library) -> tuple[Line, ...]:
    """Damage, outages, exchanges, supplies."""
    return tuple(_line(phrase, library) for phrase in other_counts(counts))


def _line(phrase: Phrase[Toll], library: Library) -> Line:
    return tuple(
        _bit(piece.text, piece.count, library) if piece.count else Bit(piece.text) for piece in phrase
    )


def _bit(text: str, toll: Toll, library: Library) -> Bit:
    reading = toll.current
    source = library.sources[reading.article].name
    return Bit(
        text=_told(text, toll),
        href=library.href(reading),
        severity=toll.severity,
        tip=f"{source}: {reading.count.note or word('verdicts', reading.count.verdict)}",
    )


def _told(text: str, toll: Toll) -> str:
    """The phrase with all values where sources differ."""
    shown = _plain_amount(toll)
    if not shown or not text.startswith(shown):
        return text
    rest = text.removeprefix(shown)
    if toll.state in (TollState.RISEN, TollState.REVISED):
        return " → ".join(_amounts(toll.history)) + rest
    if toll.state is TollState.CONFLICT:
        return " or ".join(_amounts(toll.alternatives)) + f"{rest} (sources differ)"
    return text


def _plain_amount(toll: Toll) -> str:
    return (amount(toll) or "").removesuffix(" of")


def _amounts(readings: Sequence[Reading]) -> list[str]:
    return list(dict.fromkeys((amount(r.count) or "?").removesuffix(" of") for r in readings))


def short(toll: Toll) -> str:
    """The number alone, with all values where sources differ."""
    return _told(_plain_amount(toll), toll)
