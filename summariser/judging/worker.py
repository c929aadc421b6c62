"""A process that judges cases, one after another, until whoever started it is gone."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress

from summariser.judging.case import judge
from summariser.judging.collector import collecting_seldom
from summariser.judging.frames import judged_frame, read_case, read_frame

__all__ = ["work"]


def work() -> None:
    """Judge what comes in over standard input, which is a socket; the answers go back over it, in order."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # systemd sends it to all: the night decides when to end
    with (
        suppress(ConnectionError),
        socket.socket(fileno=0) as wire,
        wire.makefile("rb") as cases,
        collecting_seldom(),
    ):
        while (content := read_frame(cases.read)) is not None:
            wire.sendall(judged_frame(judge(read_case(content))))
