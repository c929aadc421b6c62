"""What holds for SQLite and Postgres alike (C1, C2, C5, C6 and the commands)."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from summariser.cache import TableCache
from summariser.errors import SettingsError
from summariser.model.contract import Entry, Usage
from tests.cache.worker import key_of

Opened = Callable[..., TableCache]
ENTRY = Entry(
    content='{"headline": "Тернопіль — «20 killed»"}',
    usage=Usage(1200, None, 300, None),
    model_asked="gpt-5-mini",
    model_answered="gpt-5-mini-2026-01-01",
    finish_reason="stop",
    attempts=2,
    article_id="0123456789abcdef",
    prompt_fingerprint="p1",
    schema_fingerprint="s1",
)


def key(number: int) -> bytes:
    """A key of the right length."""
    return hashlib.sha256(str(number).encode()).digest()


def worker(command: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a worker process."""
    return subprocess.Popen([sys.executable, "-m", "tests.cache.worker", command, *arguments])


def make_version(where: str, version: int, *, also: str = "SELECT 1") -> None:
    """Pretend that a cache was written by another version."""
    if where.startswith("postgresql:"):
        with psycopg.connect(where) as postgres:
            postgres.execute(also)
            postgres.execute("DELETE FROM summariser_cache")
            postgres.execute("INSERT INTO summariser_cache VALUES (%s)", (version,))
        return
    with closing(sqlite3.connect(where)) as file:
        file.execute(also)
        file.execute(f"PRAGMA user_version = {version}")
        file.commit()


def wait_all(workers: list[subprocess.Popen[bytes]], *, seconds: float) -> None:
    """Wait until all have ended well."""
    for process in workers:
        assert process.wait(seconds) == 0


def test_an_answer_comes_back_whole(where: str, opened: Opened) -> None:
    """What was stored comes back equal, also in the next process; unknown stays unknown."""
    opened(where).put(key(1), ENTRY)
    assert opened(where).get(key(1)) == ENTRY
    assert opened(where).get(key(2)) is None


def test_c1_eight_processes_pay_once_a_key(where: str, tmp_path: Path) -> None:
    """C1: eight processes that want the same 200 answers pay for 200."""
    bill = tmp_path / "bill"
    workers = [worker("ask", where, str(bill), "200", str(seed)) for seed in range(8)]
    wait_all(workers, seconds=60)
    assert Counter(bill.read_text().split()) == {str(number): 1 for number in range(200)}


def test_c1_three_killed_workers_cost_what_was_in_flight(where: str, tmp_path: Path) -> None:
    """C1: of eight processes three are killed; every answer is paid for, at most three of them twice."""
    bill = tmp_path / "bill"
    workers = [worker("ask", where, str(bill), "200", str(seed)) for seed in range(8)]
    while not bill.exists() or len(bill.read_bytes().split()) < 40:
        time.sleep(0.02)
    for victim in workers[:3]:
        victim.kill()
    wait_all(workers[3:], seconds=60)
    paid = Counter(bill.read_text().split())
    assert set(paid) == {str(number) for number in range(200)}
    assert sum(paid.values()) <= 203


def test_c2_what_was_acknowledged_survives_kill_9(where: str, tmp_path: Path, opened: Opened) -> None:
    """C2: three writers, killed in the middle: no acknowledged answer is lost, nothing is damaged.

    Five rounds here; the full fifteen are in `benchmarks/soak.py`.
    """
    log = tmp_path / "acknowledged"
    for round_ in range(5):
        writers = [worker("store", where, str(log), f"{round_}-{name}") for name in range(3)]
        before = log.stat().st_size if log.exists() else 0
        while not log.exists() or log.stat().st_size < before + 2_000:
            time.sleep(0.02)
        time.sleep(random.Random(round_).uniform(0, 0.1))
        for writer in writers:
            writer.kill()
            writer.wait()
    cache = opened(where)
    lines = log.read_text().splitlines()
    assert len(lines) > 500
    lost = [line for line in lines if cache.get(key_of(line.split()[0], int(line.split()[1]))) is None]
    assert lost == []
    assert cache.verify().sound


def test_a_dead_holder_does_not_block_for_long(where: str, opened: Opened) -> None:
    """A lease that has run out is anybody's; one that is held is nobody else's."""
    first, second = opened(where), opened(where)
    assert first.claim(key(1), seconds=0.3)
    assert not second.claim(key(1), seconds=30)
    assert first.claim(key(1), seconds=0.3), "the holder may renew"
    time.sleep(0.4)
    assert second.claim(key(1), seconds=30)
    assert not first.claim(key(1), seconds=30)
    second.release(key(1))
    assert first.claim(key(1), seconds=30)


def test_c5_the_bound_is_kept(where: str, opened: Opened) -> None:
    """C5: answers enough for five times the bound leave at most the bound (+ 10 %); the longest unused go.

    Scaled to a bound of 1 MB; 50,000 sets are in `benchmarks/soak.py`.
    """
    bound = 1_000_000
    cache = opened(where, max_bytes=bound)
    size = 0
    for number in range(5 * bound // 1_500):
        content = random.Random(number).randbytes(750).hex()
        cache.put(key(number), Entry(content, Usage(), "m", None))
        if number % 100 == 0:
            size = max(size, cache.stats().size_bytes)
    assert 0.5 * bound < size <= 1.1 * bound
    assert cache.get(key(0)) is None
    assert cache.get(key(number)) is not None


def test_c6_an_older_table_is_brought_up_to_date(where: str, opened: Opened) -> None:
    """C6: answers stored in the first version of the table are still there for this one."""
    opened(where).put(key(1), ENTRY)
    make_version(where, 1, also="DROP INDEX answer_by_use")
    cache = opened(where)
    assert cache.get(key(1)) == ENTRY
    cache.close()
    with pytest.raises((sqlite3.Error, psycopg.Error)):  # the index is back
        make_version(where, 2, also="CREATE INDEX answer_by_use ON answer (bytes)")


def test_c6_a_newer_table_is_left_alone(where: str, opened: Opened, told: list[str]) -> None:
    """C6: a table of a newer version is not touched: a run goes on without, told once; a command refuses."""
    opened(where).put(key(1), ENTRY)
    make_version(where, 99)
    cache = opened(where)
    cache.put(key(2), ENTRY)
    assert cache.get(key(1)) is None
    assert cache.claim(key(1), seconds=10), "without a cache everybody may ask"
    assert len(told) == 1
    assert "newer summariser" in told[0]
    with pytest.raises(SettingsError, match="newer summariser"):
        cache.stats()
    make_version(where, 2)
    assert opened(where).stats().entries == 1


def test_stats_count_what_is_there(where: str, opened: Opened) -> None:
    """`cache stats` counts entries, models, what is known of the cost, and how much of it is not."""
    cache = opened(where)
    cache.put(key(1), ENTRY)
    cache.put(key(2), Entry("{}", Usage(1, 0, 1, 0.25), "other", None))
    cache.claim(key(3), seconds=10)
    stats = cache.stats()
    assert (stats.entries, stats.cost_usd, stats.cost_unknown, stats.leases) == (2, 0.25, 1, 1)
    assert stats.models == (("gpt-5-mini", 1), ("other", 1))
    assert stats.oldest is not None
    assert abs(stats.oldest - time.time()) < 60


def test_prune_forgets_what_was_asked_for(where: str, opened: Opened) -> None:
    """`cache prune` takes by prompt, model, age and size, and nothing without being told."""
    cache = opened(where)
    for number in range(4):
        prompt, model = f"p{number % 2}", f"m{number // 2}"
        cache.put(key(number), Entry("{}", Usage(), model, None, prompt_fingerprint=prompt))
    assert cache.prune(prompt="p1", model="m0").entries == 1
    assert cache.prune(prompt="p1").entries == 1
    assert cache.prune(older_than=3600).entries == 0
    assert cache.get(key(0)) is not None
    assert cache.prune(model="m1").entries == 1
    assert cache.prune(max_bytes=0).entries == 1
    assert cache.stats().entries == 0
    with pytest.raises(SettingsError, match="say what to forget"):
        cache.prune()


def test_threads_share_a_cache(where: str, opened: Opened) -> None:
    """Several threads may use one cache object."""
    cache = opened(where)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: cache.put(key(number), ENTRY), range(200)))
        assert list(pool.map(lambda number: cache.get(key(number)), range(200))) == [ENTRY] * 200


@pytest.mark.postgres
def test_a_server_that_is_down_costs_money_not_articles(postgres: object, opened: Opened) -> None:
    """A Postgres that cannot be reached is told once; the password is not."""
    told: list[str] = []
    cache = opened("postgresql://me:sk-CANARY@127.0.0.1:1/nowhere?connect_timeout=2")
    cache._on_warning = told.append
    cache.put(key(1), ENTRY)
    assert cache.get(key(1)) is None
    assert cache.claim(key(1), seconds=1)
    assert "sk-CANARY" not in f"{cache.where} {told}"
    with pytest.raises(SettingsError) as error:
        cache.stats()
    assert "sk-CANARY" not in str(error.value)


@pytest.mark.parametrize(
    "address", ["postgresql://me:sk-CANARY@[::1/x", "postgres://u:sk-CANARY@h/db?nonsense=1"]
)
def test_an_address_that_is_none_does_not_show_its_password(address: str, opened: Opened) -> None:
    """An unreadable address is a `SettingsError` that does not repeat the password."""
    with pytest.raises(SettingsError) as error:
        opened(address)
    assert "sk-CANARY" not in str(error.value)
