"""S9: what is installed is listed, with hashes; a dependency that nobody looked at fails a test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.fake_server import FakeServer

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


def _fresh(folder: Path, *installs: list[str]) -> Path:
    """The tool in an environment of its own, after these installations."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip = folder / "venv/bin/pip"
    for words in (*(["install", "-q", *install] for install in installs), ["check"]):
        done = subprocess.run([pip, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "venv/bin/summariser"


def _reads_a_seed(tool: Path, folder: Path) -> None:
    """A model on loopback is asked about a seed, and answers."""
    environ = {"SUMMARISER_CACHE_DIR": str(folder / "cache"), "PATH": os.environ["PATH"]}
    seed = min((ROOT / "seeds").glob("*.txt"))
    with FakeServer() as server:
        words = ["run", seed, "--base-url", server.url, "--model", "fake-model", "--format", "json"]
        done = subprocess.run(
            [tool, *words], capture_output=True, text=True, cwd=folder, env=environ, check=False
        )
        assert len(server.calls) == 1
    assert done.returncode == 0, done.stderr
    assert '"headline":"h"' in done.stdout.replace(": ", ":")


@pytest.mark.slow
def test_the_lock_installs_and_works(tmp_path: Path) -> None:
    """In a fresh environment, hashes required: the locked set and our wheel agree, and a seed is read."""
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.lock")]
    _reads_a_seed(_fresh(tmp_path, locked, ["--no-deps", str(ROOT)]), tmp_path)


@pytest.mark.slow
def test_the_lowest_versions_work(tmp_path: Path) -> None:
    """T7: the floors of `pyproject.toml` can be installed together, and a seed is read with them."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    floors = [
        match.groups() for one in declared if (match := re.match(r"([\w.-]+)(?:\[\w+\])?>=([\d.]+),", one))
    ]
    assert len(floors) == len(declared)
    lowest = [f"{name}=={floor if floor.count('.') > 1 else _line(floor)}" for name, floor in floors]
    _reads_a_seed(_fresh(tmp_path, [str(ROOT), *lowest]), tmp_path)


def _line(floor: str) -> str:
    return f"{floor}.*" if "." in floor else f"{floor}.0.*"
