"""Dies at each step that reaches the disk, in a forked child, and lets another child finish the night.

    python -m tests.nightly.sweep FOLDER ARTICLES EVERY

Prints one line of JSON: how many steps there are, how many were tried, and what went wrong.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from summariser.nightly import NightSettings, run_night
from summariser.nightly.code import code_fingerprint
from tests.nightly.articles import articles
from tests.nightly.outputs import outputs
from tests.nightly.scripted import open_scripted

CONCURRENCY = 2
_REACHES_THE_DISK = {"pwrite", "ftruncate", "fsync", "replace", "unlink", "write", "flush"}


def night(folder: Path, count: int) -> int:
    """One night; its exit code."""
    with open_scripted(folder / "bill", cache=folder / "cache.sqlite", seconds=0.002) as summariser:
        settings = NightSettings(folder / "out", concurrency=CONCURRENCY)
        return run_night(summariser, articles(count), settings=settings).exit_code


def dying(step: int, counted: Callable[[int], None]) -> Callable[[FrameType, str, object], None]:
    """A profiler that kills its process before step `step`; -1: only counts. Calls and returns are steps."""
    at = 0

    def profile(frame: FrameType, event: str, function: object) -> None:
        nonlocal at
        if event not in ("c_call", "c_return") or getattr(function, "__name__", "") not in _REACHES_THE_DISK:
            return
        if not any(part in frame.f_code.co_filename for part in ("nightly", "pathlib")):
            return
        if at == step:
            os.kill(os.getpid(), signal.SIGKILL)
        at += 1
        counted(at)

    return profile


def forked(work: Callable[[], int]) -> int:
    """Do work in a child; its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            code = work()
        except BaseException:
            traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
            raise
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def profiled(folder: Path, count: int, step: int) -> int:
    """A night under the profiler; writes down how many steps it had."""
    steps = [0]
    profile = dying(step, lambda at: steps.__setitem__(0, at))
    threading.setprofile(profile)  # the engine's thread, which keeps the results
    sys.setprofile(profile)
    code = night(folder, count)
    sys.setprofile(None)
    (folder / "steps").write_text(str(steps[0]))
    return code


def billed(folder: Path) -> int:
    """How many calls were paid for."""
    return len((folder / "bill").read_text().split())


def main(root: Path, count: int, every: int) -> None:
    """Count the steps, then die at each, and look at what is left."""
    code_fingerprint()  # once, not in every child
    whole = root / "whole"
    whole.mkdir(parents=True)
    assert forked(lambda: profiled(whole, count, -1)) == 0
    wanted = outputs(whole / "out")
    steps = int((whole / "steps").read_text())
    wrong = []
    tried = range(0, steps, every)
    for step in tried:
        folder = root / f"step{step}"
        folder.mkdir()
        died = forked(lambda folder=folder, step=step: profiled(folder, count, step))
        went_on = forked(lambda folder=folder: night(folder, count))
        left = [path.name for path in (folder / "out").iterdir() if path.name.endswith(".new")]
        if died != -signal.SIGKILL or went_on or left or outputs(folder / "out") != wanted:
            wrong.append(f"step {step}: died {died}, went on {went_on}, left {left}")
        if billed(folder) > count + CONCURRENCY:
            wrong.append(f"step {step}: {billed(folder)} calls")
        shutil.rmtree(folder)
    print(json.dumps({"steps": steps, "tried": len(tried), "wrong": wrong}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
