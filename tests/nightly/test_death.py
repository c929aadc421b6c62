"""Death at any moment: what was kept stays, the next run does what is missing, and nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from summariser.errors import RunLocked
from summariser.nightly import NightSettings, run_night
from summariser.nightly.lock import holding_lock
from tests.fake_server import FakeServer
from tests.nightly.articles import answer_to, articles, write_source
from tests.nightly.engine import open_night
from tests.nightly.outputs import manifest, outputs, right_tolls, tolls
from tests.nightly.started import StartedNight

CONCURRENCY = 16


def start(tmp_path: Path, server: FakeServer) -> StartedNight:
    """A night in a process of its own over `tmp_path / in.jsonl`."""
    return StartedNight(tmp_path, server.url, concurrency=CONCURRENCY)


def wait_for_calls(server: FakeServer, count: int) -> None:
    """Until the server has seen so many calls."""
    until = time.monotonic() + 30
    while len(server.calls) < count:
        assert time.monotonic() < until, "the night does not get on"
        time.sleep(0.02)


def kill_and_resume(tmp_path: Path, *, count: int, kills: int) -> tuple[int, int]:
    """Kill a night again and again, then let it finish; gives its calls, and the most in excess."""
    write_source(tmp_path / "in.jsonl", count)
    dice = random.Random(count)
    with FakeServer(answer_to, latency=0.1) as server:
        for _ in range(kills):
            night = start(tmp_path, server)
            wait_for_calls(server, len(server.calls) + dice.randrange(1, count // (kills + 1)))
            time.sleep(dice.uniform(0, 0.1))
            night.signal(signal.SIGKILL)
            night.wait()
        last = start(tmp_path, server)
        assert last.wait() == 0, last.told
        return len(server.calls), kills * CONCURRENCY


@pytest.mark.parametrize(
    ("count", "kills"), [(90, 2), pytest.param(1_000, 20, marks=pytest.mark.slow)], ids=["90", "1,000"]
)
def test_b1_killed_again_and_again(count: int, kills: int, tmp_path: Path) -> None:
    """B1: every article once in the output, in order; extra calls at most kills × those in flight."""
    calls, most_extra = kill_and_resume(tmp_path, count=count, kills=kills)
    assert tolls(tmp_path / "out") == right_tolls(count)
    assert count <= calls <= count + most_extra


@pytest.mark.parametrize("every", [13, pytest.param(1, marks=pytest.mark.slow)])
def test_b2_death_at_each_step_that_reaches_the_disk(every: int, tmp_path: Path) -> None:
    """B2: killed before and after each write, sync and rename in turn, the next run leaves the same files.

    Every 13th step here, each one in the slow run.
    """
    command = [sys.executable, "-m", "tests.nightly.sweep", str(tmp_path / "sweep"), "6", str(every)]
    swept = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(swept.stdout.splitlines()[-1])
    assert found["wrong"] == []
    assert found["steps"] > 50
    assert found["tried"] == len(range(0, found["steps"], every))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 3), (signal.SIGINT, 130)])
def test_b3_a_signal_ends_a_night_gently(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """B3: on SIGTERM or Ctrl-C the articles in flight are finished and kept, none is begun; exit 3 or 130."""
    write_source(tmp_path / "in.jsonl", 400)
    with FakeServer(answer_to, latency=0.3) as server:
        night = start(tmp_path, server)
        wait_for_calls(server, 40)
        asked = time.monotonic()
        night.signal(number)
        assert night.wait() == code, night.told
        assert time.monotonic() - asked < 10
        said = manifest(tmp_path / "out")
        assert (said["state"], said["stopped_by"]) == ("interrupted", number.name)
        assert said["articles"]["total"] == len(server.calls), "nothing paid for is lost"
        calls = len(server.calls)
        (tmp_path / "in.jsonl").write_text("".join((tmp_path / "in.jsonl").open().readlines()[:60]))
        night = start(tmp_path, server)
        assert night.wait() == 0, night.told
        assert len(server.calls) == max(60, calls)
    assert tolls(tmp_path / "out") == right_tolls(60)


def test_b3_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    """A second signal does not wait for calls that hang; what was done is kept all the same."""
    write_source(tmp_path / "in.jsonl", 100)
    with FakeServer(answer_to, latency=20.0) as server:
        night = start(tmp_path, server)
        wait_for_calls(server, CONCURRENCY)
        night.signal(signal.SIGTERM)
        time.sleep(0.3)
        night.signal(signal.SIGTERM)
        asked = time.monotonic()
        assert night.wait() == 3, night.told
        assert time.monotonic() - asked < 5
        assert "Traceback" not in night.told
        assert "Task was destroyed" not in night.told
    assert manifest(tmp_path / "out")["state"] == "interrupted"


def test_b4_a_second_run_is_told_who_works_here(tmp_path: Path) -> None:
    """B4: while one run works in a folder another exits 75 at once, names its pid, and makes no call."""
    write_source(tmp_path / "in.jsonl", 60)
    with FakeServer(answer_to, latency=0.4) as server, FakeServer(answer_to) as other:
        night = start(tmp_path, server)
        wait_for_calls(server, 1)
        second = start(tmp_path, other)
        assert second.wait() == 75
        assert f"pid {night.pid}" in second.told
        assert other.calls == []
        assert night.wait() == 0
    assert tolls(tmp_path / "out") == right_tolls(60)


def test_the_lock_is_free_after_the_night(tmp_path: Path) -> None:
    """A lock ends with its run, and holds inside one process, too."""
    with FakeServer(answer_to, latency=0.1) as server, open_night(server.url) as summariser:
        settings = NightSettings(tmp_path / "out")
        with holding_lock(tmp_path / "out"), pytest.raises(RunLocked, match=str(os.getpid())):
            run_night(summariser, articles(1), settings=settings)
        assert run_night(summariser, articles(1), settings=settings).exit_code == 0
        assert run_night(summariser, articles(1), settings=settings).exit_code == 0


def test_b2_a_torn_last_line_is_cut_off(tmp_path: Path) -> None:
    """Half a line at the end of the partial results, and one of noise, are the articles to do again."""
    write_source(tmp_path / "in.jsonl", 60)
    with FakeServer(answer_to, latency=0.1) as server:
        night = start(tmp_path, server)
        wait_for_calls(server, 40)
        night.signal(signal.SIGKILL)
        night.wait()
        partial = tmp_path / "out" / "results.partial.jsonl"
        lines = partial.read_bytes().splitlines(keepends=True)
        assert len(lines) > 3
        partial.write_bytes(b"".join([*lines[:-2], b"\0" * 400 + b"\n", lines[-1][: len(lines[-1]) // 2]]))
        assert start(tmp_path, server).wait() == 0
    assert tolls(tmp_path / "out") == right_tolls(60)


# Disks that are full (B5): a small file system of memory, made by those who may.


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """A file system of so many kilobytes; skips where mounting is not allowed."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("mounting a small file system needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_b5_a_full_disk_under_the_cache_costs_no_article(tmp_path: Path) -> None:
    """B5: when the cache's disk is full the night goes on, is told once, and all results are there."""
    told: list[str] = []
    with (
        small_disk(tmp_path / "disk", kilobytes=120) as disk,
        FakeServer(answer_to) as server,
        open_night(server.url, cache=disk / "cache.sqlite", told=told) as summariser,
    ):
        report = run_night(summariser, articles(200), settings=NightSettings(tmp_path / "out"))
    assert report.exit_code == 0
    assert tolls(tmp_path / "out") == right_tolls(200)
    assert len(told) == 1


@pytest.mark.parametrize("kilobytes", [20, 60, 100, 140, 180, 240])
def test_b5_a_full_disk_under_the_output_tears_no_file(kilobytes: int, tmp_path: Path) -> None:
    """B5: when the output's disk is full the run exits 3, no file is torn, and with room it goes on."""
    with (
        FakeServer(answer_to) as server,
        open_night(server.url, cache=tmp_path / "cache.sqlite") as summariser,
    ):
        with small_disk(tmp_path / "disk", kilobytes=kilobytes) as disk:
            out = disk / "out"
            report = run_night(summariser, articles(60), settings=NightSettings(out, concurrency=8))
            assert report.exit_code == 3, "too much room: the test tests nothing"
            assert report.stopped_by is not None
            assert "No space left" in report.stopped_by
            assert not (out / "summaries.jsonl").exists()
            assert [path.name for path in out.glob(".*.new")] == []
            json.loads((out / "manifest.json").read_bytes())
            partial = out / "results.partial.jsonl"
            assert partial.read_bytes()[-1:] in (b"\n", b"")
            subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
            report = run_night(summariser, articles(60), settings=NightSettings(out, concurrency=8))
            assert report.exit_code == 0
            assert tolls(out) == right_tolls(60)
        assert len(server.calls) <= 60 + 8


def test_b5_a_full_disk_under_the_log_stops_nothing(tmp_path: Path) -> None:
    """B5: a log that cannot be written is no reason to stop, and not one for another exit code."""
    write_source(tmp_path / "in.jsonl", 20)
    with FakeServer(answer_to) as server:
        night = StartedNight(tmp_path, server.url, concurrency=CONCURRENCY, log=Path("/dev/full"))
        assert night.wait() == 0
    assert tolls(tmp_path / "out") == right_tolls(20)


def test_c3_a_broken_cache_costs_no_article(tmp_path: Path) -> None:
    """A cache file of noise is put aside, and the night is as good as any."""
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(random.Random(3).randbytes(10_000))
    told: list[str] = []
    with FakeServer(answer_to) as server, open_night(server.url, cache=cache, told=told) as summariser:
        report = run_night(summariser, articles(20), settings=NightSettings(tmp_path / "out"))
    assert (report.exit_code, len(told)) == (0, 1)
    assert tolls(tmp_path / "out") == right_tolls(20)


def test_two_nights_on_one_cache_pay_once(tmp_path: Path) -> None:
    """Two runs at the same time over the same articles, into two folders, pay for each answer once."""
    write_source(tmp_path / "in.jsonl", 60)
    other = tmp_path / "other"
    other.mkdir()
    (other / "in.jsonl").symlink_to(tmp_path / "in.jsonl")
    (other / "cache.sqlite").symlink_to(tmp_path / "cache.sqlite")
    with FakeServer(answer_to, latency=0.1) as server:
        nights = [start(tmp_path, server), start(other, server)]
        assert [night.wait() for night in nights] == [0, 0]
        asked = Counter(seen.article_message for seen in server.calls)
    assert set(asked.values()) == {1}
    assert len(asked) == 60
    assert outputs(tmp_path / "out") == outputs(other / "out")
