"""The commands as a user runs them: what they print, and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fake_batches import Ending, FakeBatches
from tests.fake_server import FakeServer, Fault
from tests.toy import TEXT, answer_text

Done = subprocess.CompletedProcess[str]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    path = tmp_path / "toy.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def summariser(*arguments: str | Path, folder: Path, stdin: str | None = None, **environ: str) -> Done:
    """Run the command in a process of its own, with its own cache and nothing of the user's environment."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "summariser", *map(str, arguments)],
        capture_output=True,
        text=True,
        input=stdin,
        env=keep | {"SUMMARISER_CACHE_DIR": str(folder)} | environ,
        timeout=120,
        check=False,
    )


def hosted(server: FakeServer) -> list[str]:
    return ["--base-url", server.url, "--model", "fake-model"]


def test_run_writes_json_and_says_on_stderr_which_model_answered(
    server: FakeServer, toy: Path, tmp_path: Path
) -> None:
    """Output is on stdout alone and is JSON; which model answers and how it went stand on stderr."""
    server.enqueue(answer_text())
    done = summariser("run", toy, "--format", "json", *hosted(server), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    (summary,) = json.loads(done.stdout)
    assert summary["status"] == "verified"
    assert summary["article"]["label"] == str(toy)
    assert "fake-model" in done.stderr
    assert "1 summarised" in done.stderr


def test_a_cached_run_calls_nobody_loads_no_model_library_and_gives_the_same_bytes(
    server: FakeServer, toy: Path, tmp_path: Path
) -> None:
    """The second run is free, quick and identical."""
    server.enqueue(answer_text())
    first = summariser("run", toy, "--format", "jsonl", *hosted(server), folder=tmp_path)
    arguments = ["summariser", "run", str(toy), "--format", "jsonl", *hosted(server)]
    probe = (
        f"import sys; sys.argv = {arguments!r}\n"
        "from summariser.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([n for n in ('openai', 'instructor', 'tenacity') if n in sys.modules], file=sys.stderr)"
    )
    second = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        env={**os.environ, "SUMMARISER_CACHE_DIR": str(tmp_path)},
        timeout=120,
        check=True,
    )
    assert second.stdout == first.stdout
    assert second.stderr.strip().endswith("[]")
    assert len(server.calls) == 1


@pytest.mark.parametrize("form", ["md", "json", "jsonl", "html", "csv"])
def test_each_format_is_written_whole_to_a_file(
    server: FakeServer, toy: Path, tmp_path: Path, form: str
) -> None:
    """`--out` appears only when complete, and holds the toll in every format."""
    server.enqueue(answer_text())
    out = tmp_path / f"out.{form}"
    done = summariser("run", toy, "--format", form, "--out", out, *hosted(server), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "Lviv" in out.read_text(encoding="utf-8")
    assert not list(tmp_path.glob("*.partial"))


def test_a_failed_article_is_exit_1_and_the_others_are_written(
    server: FakeServer, toy: Path, tmp_path: Path
) -> None:
    """One refusal: exit 1, its reason on stderr, the other article on stdout."""
    other = tmp_path / "other.txt"
    other.write_text(TEXT + "That was all.\n", encoding="utf-8")
    server.enqueue(Fault.REFUSAL, answer_text())
    done = summariser(
        "run", other, toy, "--format", "jsonl", "--concurrency", "1", *hosted(server), folder=tmp_path
    )
    assert done.returncode == 1
    assert "ModelRefused" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_a_rejected_key_stops_the_run_with_exit_3_and_never_shows_the_key(
    server: FakeServer, toy: Path, tmp_path: Path
) -> None:
    """401: one call, exit 3, a line that says so; the key is nowhere in the output."""
    server.enqueue(Fault.UNAUTHORIZED)
    done = summariser("run", toy, *hosted(server), folder=tmp_path, OPENAI_API_KEY="sk-CANARY")
    assert done.returncode == 3
    assert "CredentialsRejected" in done.stderr
    assert "Traceback" not in done.stderr
    assert "CANARY" not in done.stdout + done.stderr
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "no-such-file.txt", "--model", "patterns"],
        ["run", "--format", "xml", "x"],
        ["run", "x", "--offline", "--no-cache"],
        ["run", "x", "--model", "gpt-5-mini"],
        ["nonsense"],
    ],
    ids=["missing file", "unknown format", "contradiction", "no key", "unknown command"],
)
def test_wrong_usage_is_exit_2_and_one_message(arguments: list[str], tmp_path: Path) -> None:
    """A usage error names what is wrong, without a traceback."""
    done = summariser(*arguments, folder=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_figures_prints_the_documented_fields(toy: Path, tmp_path: Path) -> None:
    """`figures --json`: one object a line, offsets into the article's text."""
    done = summariser("figures", toy, "--json", folder=tmp_path)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    fields = ["article", "start", "end", "text", "kind", "value", "low", "high", "qualifier", "noun", "role"]
    assert all(list(row) == fields for row in rows)
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)
    assert ("three", 3, "at_least", "killed") in {
        (row["text"], row["value"], row["qualifier"], row["role"]) for row in rows
    }


def test_figures_reads_stdin(tmp_path: Path) -> None:
    """`-` is standard input."""
    done = summariser("figures", "-", "--json", folder=tmp_path, stdin=TEXT)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 4


def test_check_judges_claims_and_a_bad_line_loses_nothing_else(toy: Path, tmp_path: Path) -> None:
    """`check`: one finding a claim, exit 1 for an error; a bad line is named with its number and field."""
    claims = tmp_path / "claims.jsonl"
    right = {"id": "a", "role": "killed", "of": "people", "value": 3, "evidence": [1]}
    wrong = {"id": "b", "role": "killed", "of": "people", "value": 12, "evidence": [1]}
    lines = [json.dumps(right), '{"id": "c", "role": "slain"}', json.dumps(wrong)]
    claims.write_text("\n".join(lines), encoding="utf-8")
    done = summariser("check", toy, claims, "--json", "--unclaimed", folder=tmp_path)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], row["severity"]) for row in rows[:2]] == [("a", "ok"), ("b", "error")]
    assert {row["unclaimed"]["text"] for row in rows[2:]} >= {"40", "45"}
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert "role" in done.stderr


def test_prompt_shows_exactly_what_would_be_sent(server: FakeServer, toy: Path, tmp_path: Path) -> None:
    """The messages of `prompt --json` are those that the server then gets."""
    shown = summariser("prompt", toy, "--json", *hosted(server), folder=tmp_path)
    server.enqueue(answer_text())
    summariser("run", toy, *hosted(server), folder=tmp_path)
    assert json.loads(shown.stdout)["messages"] == server.calls[0].messages


def test_cache_commands_tell_where_and_how_much(server: FakeServer, toy: Path, tmp_path: Path) -> None:
    """`cache path`, `stats`, `verify` and `prune` work on what a run left."""
    server.enqueue(answer_text())
    summariser("run", toy, *hosted(server), folder=tmp_path)
    where = summariser("cache", "path", folder=tmp_path).stdout.strip()
    assert Path(where).is_file()
    assert "answers  1 " in summariser("cache", "stats", folder=tmp_path).stdout
    assert summariser("cache", "verify", folder=tmp_path).returncode == 0
    pruned = summariser("cache", "prune", "--model", "fake-model", folder=tmp_path)
    assert "forgot 1 answers" in pruned.stdout
    assert summariser("cache", "prune", folder=tmp_path).returncode == 2


def test_evaluate_scores_gold_and_shows_what_changed(server: FakeServer, tmp_path: Path) -> None:
    """A right answer scores 1.0; the baseline's difference is shown."""
    fact = {"role": "killed", "of": "people", "low": 3, "high": None, "qualifier": "at_least"}
    attack = {
        "id": "A1",
        "kind": "drone_strike",
        "scope": "local",
        "attacker": None,
        "places": ["Lviv"],
        "facts": [fact, fact | {"role": "injured", "low": 12, "high": 12, "qualifier": "exact"}],
        "quotes": [TEXT.splitlines()[0]],
    }
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps({"text": TEXT, "attacks": [attack], "diplomacy": []}), encoding="utf-8")
    server.enqueue(answer_text(killed=4), answer_text(killed=4), answer_text())
    wrong = summariser("evaluate", gold, "--json", "--no-cache", *hosted(server), folder=tmp_path)
    assert json.loads(wrong.stdout)["total"]["facts_right"] == 1
    before = tmp_path / "before.json"
    before.write_text(wrong.stdout, encoding="utf-8")
    done = summariser("evaluate", gold, "--no-cache", "--baseline", before, *hosted(server), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "| **all 1** |" in done.stdout
    assert "R: 0.50 → 1.00" in done.stdout


def test_nightly_and_digest_leave_what_an_analyst_opens_in_the_morning(
    server: FakeServer, toy: Path, tmp_path: Path
) -> None:
    """A night: summaries, failures, manifest, metrics; then its digest as page, Markdown and tables."""
    server.enqueue(answer_text())
    night = tmp_path / "night"
    done = summariser("nightly", toy, "--out", night, *hosted(server), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {"summaries.jsonl", "failed.jsonl", "manifest.json", "metrics.prom"} <= {
        path.name for path in night.iterdir()
    }
    digest = summariser("digest", night, folder=tmp_path)
    assert digest.returncode == 0, digest.stderr
    assert "Lviv" in (night / "digest.md").read_text(encoding="utf-8")
    assert "<script" not in (night / "digest.html").read_text(encoding="utf-8")


def test_nightly_estimate_asks_nobody(server: FakeServer, toy: Path, tmp_path: Path) -> None:
    """`--estimate` counts articles, calls and tokens, says when a price is unknown, and makes no call."""
    arguments = ["nightly", toy, "--out", tmp_path / "night", "--estimate"]
    done = summariser(*arguments, *hosted(server), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 articles" in done.stdout
    assert "unknown price" in done.stdout
    assert not server.calls


def test_nightly_through_the_batch_api_submits_waits_and_collects(toy: Path, tmp_path: Path) -> None:
    """`--batch`: the first call submits and exits 3; once the batch has ended, the next finishes."""
    with FakeBatches(answer_text()) as batches:
        arguments = ["nightly", toy, "--out", tmp_path / "night", "--batch", *hosted(batches)]
        first = summariser(*arguments, folder=tmp_path)
        assert first.returncode == 3, first.stderr
        assert "1 requests sent" in first.stderr
        batches.end(Ending())
        second = summariser(*arguments, folder=tmp_path)
    assert second.returncode == 0, second.stderr
    assert len((tmp_path / "night" / "summaries.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert not batches.twice
    assert not batches.calls
