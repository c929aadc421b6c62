"""Two workers, each with its shard, on one real Postgres; the same as `benchmarks.shards`, small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.postgres
def test_two_shards_make_one_night(tmp_path: Path) -> None:
    """Every article comes out of one of the two folders, and is asked about once."""
    figures = tmp_path / "figures.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.shards", "--articles=120", "--sample=20", f"--write={figures}"],
        check=True,
        timeout=240,
        stdout=subprocess.DEVNULL,
    )
    two = json.loads(figures.read_text())["two_workers"]
    assert two["exit_codes"] == [0, 0]
    assert two["calls"] == two["articles"] == two["articles_out"] == 120
    assert two["most_calls_for_one_article"] == two["most_lines_for_one_article"] == 1
