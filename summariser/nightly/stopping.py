"""How a night is asked to end: once for gently, twice for at once."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Stop"]

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Whether, and by which signal, the night was asked to end.

    After the first signal no new article is begun, and those in flight have `grace` seconds; after the
    second, or when these are over, the night's task is cancelled.
    """

    def __init__(self, *, grace: float) -> None:
        self._grace = grace
        self._work: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None
        self.signal: signal.Signals | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen for the block; signals reach only the main thread, elsewhere nobody listens."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._heard) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def ending(self, task: asyncio.Task[None]) -> Iterator[None]:
        """Let signals end a task of the running loop, for the block."""
        self._work = asyncio.get_running_loop(), task
        if self.signal is not None:
            self._end(again=False)
        try:
            yield
        finally:
            self._work = None

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        """In the main thread, while the loop runs in its own."""
        again = self.signal is not None
        self.signal = self.signal or signal.Signals(number)
        if self._work is not None:
            self._work[0].call_soon_threadsafe(lambda: self._end(again=again))

    def _end(self, *, again: bool) -> None:
        if self._work is None:
            return
        loop, task = self._work
        if again:
            task.cancel()
        else:
            loop.call_later(self._grace, task.cancel)
