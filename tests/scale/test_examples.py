"""The examples of docs/scale.md, run as they stand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.fake_server import FakeServer
from tests.scale.test_rows import rows_for

DOCS = Path(__file__).parents[2] / "docs" / "scale.md"
BLOCK = re.compile(
    r"""
    ^```python\n\#\ (?P<name>dask|spark)\n  # a block that names its engine
    (?P<code>.*?)
    ^```$
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "package"), [("dask", "dask.bag"), ("spark", "pyspark")])
def test_an_example_gives_every_article_once(
    name: str, package: str, server: FakeServer, tmp_path: Path
) -> None:
    """Copied from the page, run in a folder with a night in it: one summary an article, one call each."""
    pytest.importorskip(package)
    code = {match["name"]: match["code"] for match in BLOCK.finditer(DOCS.read_text(encoding="utf-8"))}[name]
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    night = tmp_path / "night"
    night.mkdir()
    rows = rows_for(20)
    for part in range(4):
        lines = "".join(json.dumps(row) + "\n" for row in rows[part * 5 : part * 5 + 5])
        (night / f"{part}.jsonl").write_text(lines, encoding="utf-8")
    subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        check=True,
        timeout=240,
        env=_environment(server, tmp_path),
    )
    out = [
        json.loads(line)
        for path in (tmp_path / "summaries").iterdir()
        if path.suffix in {".json", ".jsonl"} and not path.name.startswith(".")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert Counter(row["id"] for row in out) == {f"row-{number}": 1 for number in range(20)}
    assert all(json.loads(row["summary"])["article"]["id"] for row in out)
    assert len(server.calls) == 20


def _environment(server: FakeServer, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": "sk-test",
        "SUMMARISER_MODEL": "gpt-4.1-mini",
        "SUMMARISER_CACHE": str(folder / "cache.sqlite"),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
