"""Nights in processes of their own, forked from one that has imported everything."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from summariser.errors import RunError
from summariser.model.limits import Limits
from summariser.nightly import NightSettings, run_night
from tests.nightly.articles import read_source
from tests.nightly.engine import open_night

__all__ = ["StartedNight"]

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["pytest", "openai", "instructor", "tests.nightly.started"])


class StartedNight:
    """A night over `folder / in.jsonl` into `folder / out`, with `folder / cache.sqlite`."""

    def __init__(
        self, folder: Path, url: str, *, concurrency: int, log: Path | None = None, processes: int = 1
    ) -> None:
        self._log = log or folder / f"log{len(list(folder.glob('log*')))}"
        self._process = _PROCESSES.Process(target=_run, args=(folder, url, concurrency, self._log, processes))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def told(self) -> str:
        """What it wrote to stderr."""
        return self._log.read_text()

    @property
    def peak_mb(self) -> float:
        """The most memory it had, once it has ended by itself."""
        return float(self.told.split("peak MB: ")[1].split()[0])

    @property
    def cpu_seconds(self) -> float:
        """The processor time it used, once it has ended by itself."""
        return float(self.told.split("CPU s: ")[1].split()[0])

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def wait(self, *, seconds: float = 60.0) -> int | None:
        """Its exit code; null if it did not end in time."""
        self._process.join(seconds)
        return self._process.exitcode


def _run(folder: Path, url: str, concurrency: int, log: Path, processes: int) -> None:
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    code = _night(folder, url, concurrency, processes)
    used = resource.getrusage(resource.RUSAGE_SELF)
    said = f"peak MB: {used.ru_maxrss / 1024} CPU s: {used.ru_utime + used.ru_stime}\n"
    with suppress(OSError):  # the log of one test is a full disk
        os.write(2, said.encode())
    sys.exit(code)


def _night(folder: Path, url: str, concurrency: int, processes: int) -> int:
    limits = Limits(at_once=concurrency)
    settings = NightSettings(folder / "out", concurrency=concurrency)
    try:
        with open_night(url, cache=folder / "cache.sqlite", limits=limits, processes=processes) as summariser:
            source = read_source(folder / "in.jsonl")
            return run_night(summariser, source, settings=settings, limits=limits).exit_code
    except RunError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return error.exit_code
