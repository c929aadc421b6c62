"""Ray Data, for real, on two CPUs: nothing is lost or doubled, also when a worker is killed."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_server import FakeServer
from tests.scale.night import settings_for
from tests.scale.test_rows import rows_for

pytestmark = pytest.mark.ray

ARTICLES, CONCURRENCY = 40, 4


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """A Ray of our own with two CPUs."""
    import ray

    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=150_000_000)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


@pytest.fixture
def slow_server() -> Iterator[FakeServer]:
    """A model that thinks for a quarter of a second."""
    with FakeServer(latency=0.25) as server:
        yield server


def _ids(rows: list[dict[str, object]]) -> Counter[object]:
    return Counter(row["id"] for row in rows)


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    cluster: None, slow_server: FakeServer, tmp_path: Path
) -> None:
    """Every article comes out once; paid twice is at most what the killed worker had in flight."""
    import ray

    from summariser.scale.ray import summarise_dataset

    dataset = ray.data.from_items(rows_for(ARTICLES), override_num_blocks=4)
    killer = _Killer(slow_server, after=ARTICLES // 4)
    killer.start()
    rows = summarise_dataset(
        dataset,
        settings=settings_for(slow_server.url, tmp_path),
        workers=2,
        concurrency=CONCURRENCY,
        batch_size=10,
    ).take_all()
    killer.join(30)
    assert killer.killed, "nobody was killed"
    assert _ids(rows) == {f"row-{number}": 1 for number in range(ARTICLES)}
    assert [row["error"] for row in rows] == [None] * ARTICLES
    asked = Counter(seen.article_message for seen in slow_server.calls)
    assert len(asked) == ARTICLES
    assert len(slow_server.calls) <= ARTICLES + CONCURRENCY


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_files_in_and_files_out(cluster: None, server: FakeServer, tmp_path: Path, kind: str) -> None:
    """Parquet and JSON lines are read and written; a second run is served from the cache."""
    from summariser.scale.ray import summarise_files

    source = tmp_path / f"night.{kind}"
    _write(source, rows_for(12))
    settings = settings_for(server.url, tmp_path)
    for out in ("first", "second"):
        summarise_files(str(source), str(tmp_path / out), settings=settings, workers=1, concurrency=4)
    first, second = _read(tmp_path / "first"), _read(tmp_path / "second")
    assert _ids(first) == _ids(second) == {f"row-{number}": 1 for number in range(12)}
    assert all(json.loads(str(row["summary"]))["article"]["id"] for row in first)
    assert {row["cached"] for row in second} == {True}
    assert len(server.calls) == 12


class _Killer(threading.Thread):
    """Kills one of this Ray's workers with -9 once the model has been asked so often."""

    def __init__(self, server: FakeServer, *, after: int) -> None:
        super().__init__(daemon=True)
        self._server, self._after = server, after
        self.killed: int | None = None

    def run(self) -> None:
        while len(self._server.calls) < self._after:
            time.sleep(0.01)
        self.killed = next(iter(_workers()), None)
        if self.killed:
            os.kill(self.killed, signal.SIGKILL)


def _workers() -> Iterator[int]:
    """The processes of our actors, below this process."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and os.getpid() in _ancestors(int(entry.name)):
            title = (entry / "cmdline").read_bytes()
            if b"SummariseBatch" in title:
                yield int(entry.name)


def _ancestors(pid: int) -> Iterator[int]:
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return
        yield pid


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    import pyarrow
    import pyarrow.parquet

    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def _read(folder: Path) -> list[dict[str, object]]:
    import pyarrow.parquet

    rows: list[dict[str, object]] = []
    for path in folder.iterdir():
        if path.suffix == ".parquet":
            rows += pyarrow.parquet.read_table(path).to_pylist()
        else:
            rows += [json.loads(line) for line in path.read_text().splitlines()]
    return rows
