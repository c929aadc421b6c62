"""Judging in processes beside the one that asks: the same results, no article lost, nobody left behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from summariser.figures.find import find_figures
from summariser.judging import Case, judge
from summariser.judging.beside import usual_processes
from summariser.judging.frames import HEAD, case_frame, judged_frame, read_case, read_judged
from summariser.model.patterns import PatternsReader
from summariser.nightly import NightSettings, Tolerance, run_night
from summariser.pipeline import Engine
from summariser.session import Summariser
from summariser.text.article import Article
from tests.fake_server import FakeServer, Fault, Seen
from tests.nightly.articles import answer_to, articles, write_source
from tests.nightly.engine import open_night
from tests.nightly.outputs import outputs, right_tolls, tolls
from tests.nightly.started import StartedNight

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def judging(night: int) -> list[int]:
    """The pids of the processes that judge for a process."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except OSError:  # gone meanwhile
            continue
        if parent == night and b"summariser.judging.worker" in command:
            found.append(int(entry.name))
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(true: Callable[[], bool], *, seconds: float = 30.0) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


async def case_of(path: Path) -> Case:
    """A seed with what the patterns read in it."""
    article = Article.from_file(path)
    summary = (await Engine(PatternsReader(), "0", repair_rounds=0).summarise(article)).summary
    assert summary is not None
    return Case(article, await PatternsReader().read(article, find_figures(article.body)), summary.provenance)


def mixed(seen: Seen) -> str | Fault:
    """Right answers; wrong ones, of which some are mended when the errors are sent back; refusals."""
    lot = zlib.crc32(seen.article_message.encode())
    wrong = lot % 3 == 0 and (lot % 2 or "compared with the article" not in seen.messages[-1]["content"])
    said = re.sub(r'"value": \d+', '"value": 7777', answer_to(seen)) if wrong else answer_to(seen)
    return Fault.REFUSAL if lot % 7 == 0 else said


@contextmanager
def judged_beside(server: FakeServer, processes: int, **more: Any) -> Iterator[Summariser]:
    """A summariser whose processes take part already."""
    with open_night(server.url, processes=processes, **more) as summariser:
        list(summariser.summarise_many(articles(1, first=5_000)))
        if processes > 1:
            until(lambda: summariser.engine.judge.__self__.ready == processes)
        yield summariser


def test_a_case_goes_there_and_back() -> None:
    """What another process says of a seed is what this one says, to the last byte."""
    for path in SEEDS:
        case = asyncio.run(case_of(path))
        assert read_case(case_frame(case)[HEAD:]) == case
        here, there = judge(case), read_judged(judged_frame(judge(case))[HEAD:])
        assert there == here
        assert there.summary.model_dump_json() == here.summary.model_dump_json()


def test_b7_the_output_does_not_depend_on_the_processes(tmp_path: Path) -> None:
    """B7: with 1, 2 or 3 processes the finished files are equal: right, mended, wrong and refused answers."""
    found = []
    for processes in (1, 2, 3):
        with FakeServer(mixed) as server, judged_beside(server, processes, fallback=True) as summariser:
            settings = NightSettings(tmp_path / str(processes), concurrency=16, tolerance=Tolerance(count=99))
            assert run_night(summariser, articles(90), settings=settings).exit_code == 0
        found.append(outputs(settings.out))
    assert found[0]["failed.jsonl"].count(b"\n") > 5
    assert found[0]["summaries.jsonl"].count(b'"repaired":true') > 5
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_processes_that_die_cost_no_article(tmp_path: Path) -> None:
    """Killed in the middle of a night: one goes on, then none, then this process; told once, all is there."""
    told: list[str] = []
    with (
        FakeServer(answer_to, latency=0.05) as server,
        judged_beside(server, 2, told=told) as summariser,
        ThreadPoolExecutor(1) as killer,
    ):
        pids = judging(os.getpid())
        killer.submit(kill_in_turn, server, pids)
        settings = NightSettings(tmp_path, concurrency=16)
        assert run_night(summariser, articles(400), settings=settings).exit_code == 0
    assert tolls(tmp_path) == right_tolls(400)
    assert len(told) == 1
    assert "died" in told[0]


def kill_in_turn(server: FakeServer, pids: list[int]) -> None:
    """The first after a hundred articles, the other after two hundred."""
    for number, pid in enumerate(pids, start=1):
        until(lambda: len(server.calls) > 100 * number)  # noqa: B023 - called at once
        os.kill(pid, signal.SIGKILL)


def test_without_other_processes_this_one_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none can be started, or what is started is no Python, the night is as good, and it is told."""
    for program in ("/nowhere/python", "/bin/true"):
        told: list[str] = []
        monkeypatch.setattr(sys, "executable", program)
        with FakeServer(answer_to) as server, open_night(server.url, processes=2, told=told) as summariser:
            settings = NightSettings(tmp_path / Path(program).name)
            assert run_night(summariser, articles(30), settings=settings).exit_code == 0
        assert tolls(settings.out) == right_tolls(30)
        assert len(told) == 1


def test_none_is_left_when_a_summariser_is_closed(server: FakeServer) -> None:
    """After the `with` block there is no process, not even a dead one."""
    server.answer = answer_to
    with judged_beside(server, 2):
        assert len(judging(os.getpid())) == 2
    assert judging(os.getpid()) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_none_outlives_its_night(number: signal.Signals, tmp_path: Path) -> None:
    """However a night dies, by kill -9, too, its processes are gone in seconds, and not before it.

    As systemd does, SIGTERM is sent to them as well.
    """
    write_source(tmp_path / "in.jsonl", 2_000)
    with FakeServer(answer_to, latency=0.05) as server:
        night = StartedNight(tmp_path, server.url, concurrency=16, processes=2)
        until(lambda: len(judging(night.pid)) == 2 and len(server.calls) > 200)
        pids = judging(night.pid)
        if number is signal.SIGTERM:
            for pid in pids:
                os.kill(pid, number)
        night.signal(number)
        code = night.wait()
        until(lambda: not any(map(alive, pids)), seconds=5)
    assert code == {signal.SIGKILL: -9, signal.SIGTERM: 3, signal.SIGINT: 130}[number]
    assert "Traceback" not in night.told
    assert "died" not in night.told


def test_ctrl_c_is_for_the_night_alone(tmp_path: Path) -> None:
    """A terminal sends Ctrl-C to all that was started from it: it ends gently, and tells it once."""
    write_source(tmp_path / "in.jsonl", 2_000)
    with FakeServer(answer_to, latency=0.05) as server:
        words = ["nightly", "in.jsonl", "--out", "out", "--base-url", server.url, "--model", "fake-model"]
        process = subprocess.Popen(
            [sys.executable, "-c", _FROM_A_TERMINAL, *words, "--processes", "2"],
            cwd=tmp_path,
            env=os.environ | {"OPENAI_API_KEY": "none", "SUMMARISER_CACHE_DIR": str(tmp_path)},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        until(lambda: len(judging(process.pid)) == 2 and len(server.calls) > 200)
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=30)[1]
    assert process.returncode == 130, told
    assert "KeyboardInterrupt" not in told
    assert "died" not in told


_FROM_A_TERMINAL = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background would ignore it
from summariser.cli import main
sys.argv[0] = "summariser"
main()
"""


def test_small_sources_are_done_by_one_process() -> None:
    """Processes take a second to come: a source of some dozen articles is done by then."""
    assert usual_processes(20) == 1
    assert usual_processes(None) == usual_processes(10_000) == min(4, os.cpu_count() or 1)
