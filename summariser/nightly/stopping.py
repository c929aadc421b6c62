"""How a night is asked to end: once for gently, twice for at once."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Stop"]

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Whether, and by which signal, the night was asked to end.

    After the first signal no new article is begun, and those in flight have `grace` seconds; after the
    second, or when these are over, `task` is cancelled.
    """

    def __init__(self, *, grace: float) -> None:
        self._grace = grace
        self.signal: signal.Signals | None = None
        self.asked = threading.Event()  # looked at by the thread that draws the articles

    @contextmanager
    def listening(self, task: asyncio.Task[None]) -> Iterator[None]:
        """Listen for the block; signals reach only the main thread, elsewhere nobody listens."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._asked, number, task)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    def _asked(self, number: signal.Signals, task: asyncio.Task[None]) -> None:
        if self.signal is not None:
            task.cancel()
            return
        self.signal = number
        self.asked.set()
        asyncio.get_running_loop().call_later(self._grace, task.cancel)
