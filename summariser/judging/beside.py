"""Judging in processes beside this one: on more than one core, an article's own work is most of a night.

Each process has a socket of its own, and answers in the order in which it was asked. It ends when the socket
does, so that none outlives this process, however that dies. What a process takes with it when it dies is
judged here.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from summariser.judging.case import Case, Judged, judge
from summariser.judging.frames import HEAD, case_frame, length_of, read_judged

__all__ = ["Beside", "usual_processes"]

_MOST = 4  # by then the one that asks is the limit
_WORTH_IT = 100  # articles; fewer are done by the time that the processes are there

_PROGRAM = "import sys; sys.path[:] = {path!r}; from summariser.judging.worker import work; work()"


def usual_processes(articles: int | None) -> int:
    """As many as there are cores, within reason, for so many articles; null: nobody counted."""
    if articles is not None and articles < _WORTH_IT:
        return 1
    return min(_MOST, os.cpu_count() or 1)


class Beside:
    """A judge with so many processes, started at the first case.

    That case is judged here, and in each process: one takes part as soon as it has shown that it can. `say`
    is told, once, if a process cannot be started or dies.
    """

    def __init__(self, processes: int, *, say: Callable[[str], None]) -> None:
        self._wanted = processes
        self._say = say
        self._processes: list[_Process] | None = None
        self._told = False

    @property
    def ready(self) -> int:
        """How many processes take part."""
        return sum(process.ready for process in self._processes or [])

    async def judge(self, case: Case) -> Judged:
        """Judge a case in the process that has the least to do; here, if there is none."""
        if self._processes is None:
            self._processes = []
            await self._start(case)
        ready = [process for process in self._processes if process.ready]
        if ready:
            process = min(ready, key=lambda process: process.waiting)
            if (content := await process.ask(case_frame(case))) is not None:
                return read_judged(content)
        return judge(case)

    async def aclose(self) -> None:
        """End the processes, whatever they do."""
        for process in self._processes or []:
            process.end()

    async def _start(self, case: Case) -> None:
        assert self._processes is not None
        try:
            for _ in range(self._wanted):
                self._processes.append(await self._started(first=case_frame(case)))
        except OSError as error:
            self._missing(f"could not be started ({error.strerror or error})")

    async def _started(self, *, first: bytes) -> _Process:
        """A new process, asked its first case; not of our terminal, so that Ctrl-C does not reach it."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - this Python, with a program of ours
                [sys.executable, "-I", "-c", _PROGRAM.format(path=sys.path)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        streams = await asyncio.open_connection(sock=ours)
        started = _Process(process, streams, died=lambda: self._missing("died"))
        started.ask(first)
        return started

    def _missing(self, why: str) -> None:
        if not self._told:
            self._told = True
            self._say(f"a process that judges articles {why}: the others do its work, or this one")


class _Process:
    """One process, and who waits for its answers."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        *,
        died: Callable[[], None],
    ) -> None:
        self._process = process
        self._died = died
        self._answers, self._wire = streams
        self._waiting: deque[asyncio.Future[bytes | None]] = deque()
        self._alive = True
        self.ready = False
        self._listening = asyncio.create_task(self._listen())

    @property
    def waiting(self) -> int:
        """How many cases it has not answered."""
        return len(self._waiting)

    def ask(self, frame: bytes) -> asyncio.Future[bytes | None]:
        """Its answer, or null if it dies before."""
        answer: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        if self._alive:
            self._waiting.append(answer)
            self._wire.write(frame)
        else:
            answer.set_result(None)
        return answer

    def end(self) -> None:
        self._listening.cancel()
        self._wire.transport.abort()
        self._process.kill()
        self._process.wait()

    async def _listen(self) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await self._answers.readexactly(HEAD)
                self._answered(await self._answers.readexactly(length_of(head)))
        self._alive = self.ready = False
        self._died()
        while self._waiting:
            self._answered(None)

    def _answered(self, content: bytes | None) -> None:
        self.ready = content is not None
        answer = self._waiting.popleft()
        if not answer.done():  # who asked may have given up
            answer.set_result(content)
