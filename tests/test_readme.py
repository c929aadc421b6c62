"""The README is true: its Python runs, its commands exist, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """Every `summariser …` line of the shell blocks, without comments."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line.split("#")[0].strip() for line in lines if line.startswith("summariser ")]


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_readme_runs(code: str) -> None:
    """Copied into a file, each Python block runs as it stands."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", commands())
def test_each_command_and_option_of_the_readme_exists(command: str) -> None:
    """No command or option is shown that the tool does not have."""
    words = shlex.split(command)[1:]
    names = [words[0]] if words[0] != "cache" else words[:2]
    done = subprocess.run(
        [sys.executable, "-m", "summariser", *names, "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"COLUMNS": "300", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    unknown = [word for word in words if word.startswith("--") and word.split("=")[0] not in done.stdout]
    assert not unknown


def test_every_command_is_in_the_readme() -> None:
    """Nothing the tool can do is hidden."""
    done = subprocess.run(
        [sys.executable, "-m", "summariser", "--help"], capture_output=True, text=True, timeout=60, check=True
    )
    names = re.findall(r"^  ([a-z]+)\s", done.stdout.split("Commands:")[-1], flags=re.MULTILINE)
    assert len(names) >= 8
    missing = [name for name in names if f"summariser {name}" not in README]
    assert not missing


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", README))))
def test_links_lead_to_files_of_the_repository(target: str) -> None:
    """A relative link names a file that is there."""
    assert (ROOT / target).exists()
