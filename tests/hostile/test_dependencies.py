"""S9: what is installed is listed, with hashes; a dependency that nobody looked at fails a test."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE))


def _name(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match is not None
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def _installed_below(package: str, seen: set[str]) -> set[str]:
    """All that a package needs here, itself included; extras apart."""
    if package not in seen:
        seen.add(package)
        try:
            needed = requires(package) or []
        except PackageNotFoundError:
            seen.discard(package)  # of another system or another Python
            return seen
        for requirement in map(Requirement, needed):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                _installed_below(_name(requirement.name), seen)
    return seen


def test_each_dependency_is_listed() -> None:
    """What the package brings with it, direct or not, is in `requirements.lock`: a newcomer is looked at."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {_name(requirement) for requirement in declared["dependencies"]}
    assert direct <= set(LOCKED)
    assert _installed_below("summariser", set()) - {"summariser"} <= set(LOCKED)


def test_each_listed_one_has_hashes() -> None:
    """No line of the lock without the hashes of its archives, and none from an address."""
    entries = re.split(r"\n(?=[\w.-]+==)", LOCK.strip())
    assert len(entries) == len(LOCKED) > 15
    assert [entry[:40] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


@pytest.mark.slow
def test_the_lock_installs_and_works(tmp_path: Path) -> None:
    """In a fresh environment, hashes required: the locked set and our wheel agree, and a seed is read."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    pip, tool = tmp_path / "venv/bin/pip", tmp_path / "venv/bin/summariser"
    for words in (
        [
            "install",
            "-q",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            str(ROOT / "requirements.lock"),
        ],
        ["install", "-q", "--no-deps", str(ROOT)],
        ["check"],
    ):
        done = subprocess.run([pip, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    seed = min((ROOT / "seeds").glob("*.txt"))
    words = ["run", seed, "--model", "patterns", "--format", "json"]
    done = subprocess.run([tool, *words], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert '"verified"' in done.stdout or '"flagged"' in done.stdout
