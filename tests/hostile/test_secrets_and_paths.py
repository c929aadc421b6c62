"""S5, S6: the key is nowhere, article text is in no log, and no name leads out of a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fake_server import FakeServer, Fault
from tests.gold import toy_answer, toy_text
from tests.toy import TEXT, answer_text

CANARY = "sk-CANARY-5d41402abc4b2a76"
QUICK = (
    Fault.UNAUTHORIZED,
    Fault.FORBIDDEN,
    Fault.QUOTA,
    Fault.NOT_FOUND,
    Fault.BAD_REQUEST,
    Fault.CONTEXT_LENGTH,
    Fault.TOO_LARGE,
    Fault.REFUSAL,
    Fault.CONTENT_FILTER,
    Fault.LENGTH,
    Fault.INVALID_JSON,
    Fault.WRONG_SCHEMA,
    Fault.NAN,
    Fault.DUPLICATE_KEYS,
    Fault.DEEP,
    Fault.LONE_SURROGATE,
    Fault.RATE_LIMIT_TEN_MINUTES,
    Fault.REDIRECT,
    Fault.NO_JSON_SCHEMA,
)
NAMES = (
    "../../escaped",
    "/etc/passwd",
    "..",
    ".",
    "",
    "a/b/c",
    "..\\..\\escaped",
    "a\0b",
    "C:\\escaped",
    "~/escaped",
    "$(touch escaped)",
    "`touch escaped`",
    "-rf",
    "%2e%2e%2fescaped",
    "....//escaped",
    "\u202egnp.exe",
    "con",
    "x" * 300,
    "{{ 7*7 }}",
    "<script>",
)
Done = subprocess.CompletedProcess[bytes]


def started(folder: Path, *arguments: str | Path, key: str | None = CANARY) -> subprocess.Popen[bytes]:
    """A command in a process of its own, at the wordiest level, in `folder`."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    keep |= {"SUMMARISER_CACHE_DIR": str(folder / "cache"), "OPENAI_LOG": "debug"}
    if key:
        keep["OPENAI_API_KEY"] = key
    return subprocess.Popen(
        [sys.executable, "-m", "summariser", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=keep,
        cwd=folder,
    )


def run(folder: Path, *arguments: str | Path, key: str | None = CANARY) -> Done:
    """The same, to its end."""
    with started(folder, *arguments, key=key) as process:
        out, err = process.communicate(timeout=120)
    return Done(process.args, process.returncode, out, err)


def everything(folder: Path, *done: Done) -> bytes:
    """All that was told and all that was written."""
    told = b"".join(each.stdout + each.stderr for each in done)
    return told + b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_key_is_nowhere(tmp_path: Path) -> None:
    """S6: a night at debug level through every bad answer: no key in output, cache, night or pages."""
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": n, "body": toy_text(n)}) + "\n" for n in range(24)))
    faults = [fault for fault in QUICK if fault not in STOPPING]
    with FakeServer(toy_answer) as server:
        server.enqueue(*faults)
        night = run(
            tmp_path,
            "nightly",
            source,
            "--out",
            tmp_path / "out",
            "--base-url",
            server.url,
            "--model",
            "fake-model",
            "--concurrency",
            "1",
        )
        page = run(
            tmp_path,
            "run",
            source,
            "--format",
            "html",
            "--out",
            "page.html",
            "--base-url",
            server.url,
            "--model",
            "fake-model",
        )
        assert any(CANARY in seen.headers.get("authorization", "") for seen in server.calls)
    assert (tmp_path / "out" / "manifest.json").is_file(), night.stderr[-2000:]
    assert (tmp_path / "page.html").is_file(), page.stderr[-2000:]
    assert b"CANARY" not in everything(tmp_path, night, page)


STOPPING = (
    Fault.UNAUTHORIZED,
    Fault.FORBIDDEN,
    Fault.QUOTA,
    Fault.NOT_FOUND,
    Fault.RATE_LIMIT_TEN_MINUTES,
    Fault.REDIRECT,
)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=fault.name, marks=[pytest.mark.slow] if number else [])
        for number, fault in enumerate(STOPPING)
    ],
)
def test_what_stops_a_run_does_not_tell_the_key(fault: Fault, tmp_path: Path) -> None:
    """S6: also where the endpoint itself repeats the key: an exit code, no key."""
    (tmp_path / "a.txt").write_text(TEXT)
    with FakeServer(answer_text()) as server:
        server.enqueue(*[fault] * 8)
        done = run(tmp_path, "run", "a.txt", "--base-url", server.url, "--model", "fake-model")
    assert done.returncode in (1, 2, 3), done.stderr[-2000:]
    assert b"CANARY" not in everything(tmp_path, done)


@pytest.mark.parametrize("key", ["sk-CANARY-schl\u00fcssel", "\u201csk-CANARY\u201d", "sk-CANARY\n\u200bx"])
def test_a_key_that_no_header_can_carry_is_refused_before_any_call(key: str, tmp_path: Path) -> None:
    """Pasted with an umlaut, a curly quote or an unseen space: one line that names the variable, no key."""
    (tmp_path / "a.txt").write_text(TEXT)
    done = run(tmp_path, "run", "a.txt", "--base-url", "http://127.0.0.1:9", "--model", "fake-model", key=key)
    assert done.returncode == 2
    assert b"OPENAI_API_KEY" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"CANARY" not in everything(tmp_path, done)


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    """S5: ids, titles and addresses of articles name no file; the night writes into its folder alone."""
    inside = tmp_path / "inside"
    inside.mkdir()
    rows = [
        {"id": name, "title": name, "source": name, "url": name, "body": toy_text(number)}
        for number, name in enumerate(NAMES)
    ]
    source = inside / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    night = run(inside, "nightly", source, "--out", inside / "out", "--model", "patterns", key=None)
    assert night.returncode == 0, night.stderr
    run(inside, "digest", inside / "out", key=None)
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    assert sorted(path.name for path in inside.iterdir() if path.name != "cache") == ["in.jsonl", "out"]
    told = [json.loads(line) for line in (inside / "out" / "summaries.jsonl").read_text().splitlines()]
    assert len(told) == len(NAMES)
    names = {path.name for path in (inside / "out").rglob("*")}
    assert not any("escaped" in name or "script" in name for name in names)


def test_a_terminal_is_not_steered(tmp_path: Path) -> None:
    """Issue 8.4: escape sequences in text, ids, titles and claims reach neither stdout nor stderr."""
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
    (tmp_path / "in.jsonl").write_text(
        json.dumps(
            {"id": evil, "title": evil, "source": evil, "body": f"{evil} Two people were killed in Kyiv."}
        )
        + "\n"
        + json.dumps({"id": evil, "body": ""})
        + "\n"
        + json.dumps({"id": evil})
        + "\n"
    )
    (tmp_path / "claims.jsonl").write_text(
        json.dumps(
            {"id": evil, "role": "killed", "of": "people", "value": 2, "evidence": evil, "place": evil}
        )
        + "\n"
    )
    (tmp_path / "one.txt").write_text(f"{evil} Two people were killed in Kyiv.")
    done = [
        run(tmp_path, "run", "in.jsonl", "--model", "patterns", "--format", form, key=None)
        for form in ("md", "csv", "jsonl")
    ]
    done.append(run(tmp_path, "figures", "in.jsonl", key=None))
    done.append(run(tmp_path, "check", "one.txt", "claims.jsonl", "--unclaimed", key=None))
    done.append(run(tmp_path, "run", f"{tmp_path}/\x1b[31mno.txt", "--model", "patterns", key=None))
    for each in done:
        told = (each.stdout + each.stderr).decode("utf-8")
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(told), each.args
        assert "Traceback" not in told
