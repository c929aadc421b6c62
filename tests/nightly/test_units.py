"""The examples of `docs/nightly` are such as systemd and cron accept."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "nightly"
UNITS = sorted(path.name for path in EXAMPLES.glob("summariser-night*"))


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """`systemd-analyze verify` has nothing to say about service and timer."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    for name in UNITS:
        shutil.copy(EXAMPLES / name, tmp_path)
    checked = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / name for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in checked.stderr.splitlines() if "summariser" in line]
    assert said == []
    assert len(UNITS) == 3


def commands_in(crontab: str) -> list[str]:
    """The shell commands of a system crontab, as cron hands them to the shell."""
    found = re.findall(r"^[-*\d][-*/,\d]*(?: +[-*/,\d]+){4} +\w+ +(.+)$", crontab, re.MULTILINE)
    return [command.replace(r"\%", "%") for command in found]


def test_the_crontab_runs(tmp_path: Path) -> None:
    """Each line of the crontab, run as by cron, calls `summariser nightly` with the key and keeps its log."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "log").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "openai-api-key").write_text("sk-CANARY")
    (tmp_path / "out" / "manifest.json").write_text('{\n  "exit_code": 3\n}\n')
    stub = tmp_path / "bin" / "summariser"
    stub.write_text('#!/bin/sh\necho "$OPENAI_API_KEY $*" >>"$HOME/called"\necho "{}" >&2\nexit 3\n')
    stub.chmod(0o755)
    commands = commands_in((EXAMPLES / "crontab").read_text())
    said = [
        subprocess.run(
            ["/bin/sh", "-c", command],
            env={"HOME": str(tmp_path), "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        for command in commands
    ]
    called = (tmp_path / "called").read_text().splitlines()
    assert called == ["sk-CANARY nightly in --out out --fail-on-error 0.02 --max-cost 20"] * 2
    assert said[0].stdout == "summariser nightly ended with 3\n"
    assert (said[0].stderr, said[1].stderr) == ("", "")
    (log,) = (tmp_path / "log").iterdir()
    assert log.read_text() == "{}\n{}\n"
