"""The command itself, as systemd or cron starts it: `summariser nightly` in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.fake_server import FakeServer
from tests.nightly.articles import answer_to, write_source
from tests.nightly.outputs import manifest, outputs, right_tolls, tolls


def command(folder: Path, *arguments: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run `summariser nightly` over `folder / in.jsonl` into `folder / out`."""
    given = {
        name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SUMMARISER_"))
    }
    server = {"OPENAI_BASE_URL": url, "SUMMARISER_MODEL": "fake-model"} if url else {}
    environment = {
        **given,
        **server,
        "OPENAI_API_KEY": "sk-CANARY-0123456789",
        "SUMMARISER_CACHE_DIR": str(folder),
    }
    nightly = [
        sys.executable,
        "-m",
        "summariser",
        "nightly",
        str(folder / "in.jsonl"),
        "--out",
        str(folder / "out"),
    ]
    return subprocess.run(
        [*nightly, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_a_night_and_again(tmp_path: Path) -> None:
    """The command summarises a source, exits 0, and run again it writes the same bytes without a call."""
    write_source(tmp_path / "in.jsonl", 20)
    with FakeServer(answer_to) as server:
        first = command(tmp_path, url=server.url)
        assert first.returncode == 0, first.stderr
        assert first.stdout == ""
        assert tolls(tmp_path / "out") == right_tolls(20)
        before = outputs(tmp_path / "out")
        calls = len(server.calls)
        second = command(tmp_path, url=server.url)
        assert second.returncode == 0, second.stderr
        assert len(server.calls) == calls == 20
    assert outputs(tmp_path / "out") == before
    assert manifest(tmp_path / "out")["articles"]["resumed"] == 20
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"sk-CANARY" not in written + first.stderr.encode() + second.stderr.encode()


def test_a_bad_line_is_a_failure_and_patterns_need_no_server(tmp_path: Path) -> None:
    """A line that is no article makes the exit code 1, unless one failure is allowed; the rest is done."""
    write_source(tmp_path / "in.jsonl", 3)
    with (tmp_path / "in.jsonl").open("a") as file:
        file.write("{this is no JSON\n")
    assert command(tmp_path, "--model", "patterns").returncode == 1
    assert command(tmp_path, "--model", "patterns", "--fail-on-error", "1").returncode == 0
    said = manifest(tmp_path / "out")["articles"]
    assert (said["summarised"], said["unreadable"]) == (3, 1)
    (letter,) = [json.loads(line) for line in (tmp_path / "out" / "failed.jsonl").open()]
    assert letter["label"].endswith("in.jsonl:4")


def test_an_estimate_asks_nobody(tmp_path: Path) -> None:
    """`--estimate` prints one line, makes no call and no folder."""
    write_source(tmp_path / "in.jsonl", 5)
    with FakeServer(answer_to) as server:
        said = command(tmp_path, "--estimate", url=server.url)
        assert said.returncode == 0, said.stderr
        assert server.calls == []
    assert said.stdout.startswith("5 articles (0 unreadable): 5 calls to pay for")
    assert not (tmp_path / "out").exists()


def test_the_log_is_json_and_nothing_else(tmp_path: Path) -> None:
    """Without a terminal each line of stderr is a JSON object with a time and an event, the last the end."""
    write_source(tmp_path / "in.jsonl", 3)
    told = [json.loads(line) for line in command(tmp_path, "--model", "patterns").stderr.splitlines()]
    assert [line["event"] for line in told] == ["told", "started", "ended"]
    assert all(line["time"].endswith("Z") for line in told)
    assert "3 done, 0 failed" in told[-1]["message"]


def test_a_quiet_night_tells_only_what_went_wrong(tmp_path: Path) -> None:
    """`--quiet` leaves stderr empty when all went well, and one line with the exit code when it did not."""
    write_source(tmp_path / "in.jsonl", 3)
    assert command(tmp_path, "--model", "patterns", "--quiet").stderr == ""
    with (tmp_path / "in.jsonl").open("a") as file:
        file.write("{this is no JSON\n")
    (line,) = command(tmp_path, "--model", "patterns", "--quiet").stderr.splitlines()
    assert (json.loads(line)["event"], json.loads(line)["exit_code"]) == ("ended", 1)


def test_a_shard_counts_its_part(tmp_path: Path) -> None:
    """Progress of `--shard 1/4` is measured by a quarter of the source, not by all of it."""
    write_source(tmp_path / "in.jsonl", 40)
    said = command(tmp_path, "--model", "patterns", "--shard", "1/4")
    assert said.returncode == 0, said.stderr
    articles = manifest(tmp_path / "out")["articles"]
    assert 2 <= articles["total"] <= 20
    assert manifest(tmp_path / "out")["settings"]["about"] == 10
