"""Time, as the waiting parts see it: passed in, so that a test can make an hour pass at once."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

__all__ = ["Clock", "RealClock"]


class Clock(Protocol):
    """A monotonic time in seconds, and a way to wait."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""

    async def sleep(self, seconds: float) -> None:
        """Wait without holding up other articles."""


class RealClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait without holding up other articles."""
        await asyncio.sleep(seconds)
