"""What can be chosen about a night."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from summariser.errors import SettingsError

__all__ = ["NightSettings", "Tolerance"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How many articles may fail before the night counts as failed: a share of all, or a number."""

    share: float | None = None
    count: int = 0

    @classmethod
    def parse(cls, text: str) -> Tolerance:
        """From `0.02` or `2%` (a share) or `50` (a number); raises `SettingsError`."""
        try:
            if text.endswith("%"):
                return cls(share=_share(float(text[:-1]) / 100))
            return cls(share=_share(float(text))) if "." in text else cls(count=_count(int(text)))
        except ValueError:
            raise SettingsError(
                f"--fail-on-error {text}: a share from 0.0 to 1.0 (or 2%), or a number of articles"
            ) from None

    def allows(self, failed: int, *, of: int) -> bool:
        """Whether so many failures are within the tolerance."""
        return failed <= (self.count if self.share is None else self.share * of)

    def __str__(self) -> str:
        """As it was given."""
        return str(self.count if self.share is None else self.share)


def _share(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError(value)
    return value


def _count(value: int) -> int:
    if value < 0:
        raise ValueError(value)
    return value


@dataclass(frozen=True, slots=True)
class NightSettings:
    """A night's settings, none of them secret: they are written to the manifest.

    `total` is how many articles the source holds, or about how many where it is a part of one, for the time
    left; null if nobody counted. `shard` names the part that the caller chose. After a signal the articles in
    flight have `grace` seconds. `every` is the time between progress lines, in seconds; a `quiet` night has
    none, and tells only what went wrong with it.
    """

    out: Path
    sources: tuple[str, ...] = ()
    concurrency: int = 64
    tolerance: Tolerance = Tolerance()
    shard: str | None = None
    total: int | None = None
    grace: float = 25.0
    every: float = 30.0
    quiet: bool = False
