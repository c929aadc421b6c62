"""What users install: the wheel, in a fresh environment, without test packages, run from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a fresh environment that holds only the wheel and what it requires."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    pip = folder / "venv" / "bin" / "pip"
    run(pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("summariser-*.whl")
    run(pip, "install", "--quiet", wheel, cwd=folder)
    return folder / "venv" / "bin"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command; its stdout."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "PYTHON"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environ | {"SUMMARISER_CACHE_DIR": str(cwd)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_wheel_brings_its_templates_schemas_and_data(installed: Path, tmp_path: Path) -> None:
    """Away from the checkout, schemas agree with the models, and prompts and word lists are found."""
    run(installed / "summariser", "schemas", "--check", cwd=tmp_path)
    seed = ROOT / "seeds" / "000_1e9df3a8d36f0e2f.txt"
    shown = run(
        installed / "summariser",
        "prompt",
        seed,
        "--base-url",
        "http://127.0.0.1:9/v1",
        "--model",
        "m",
        cwd=tmp_path,
    )
    assert "Ternopil" in shown
    made = run(installed / "summariser", "run", seed, "--model", "patterns", "--format", "md", cwd=tmp_path)
    assert "20" in made


def test_pip_resolves_the_floors_and_finds_no_conflict(installed: Path, tmp_path: Path) -> None:
    """The installed set is consistent, and instructor is the one we know, not the 2024 one."""
    run(installed / "pip", "check", cwd=tmp_path)
    version = run(
        installed / "python",
        "-c",
        "import importlib.metadata as m; print(m.version('instructor'), m.version('openai'))",
        cwd=tmp_path,
    )
    instructor, openai = version.split()
    assert instructor.startswith("1.17")
    assert openai.startswith("3.")


def test_without_the_extra_the_embedded_model_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    """A missing extra is one clear line and exit 3, not a traceback."""
    (tmp_path / "a.txt").write_text("Shelling killed two people in Sumy.", encoding="utf-8")
    done = subprocess.run(
        [installed / "summariser", "run", "a.txt"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SUMMARISER_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 3
    assert "summariser[local]" in done.stderr
    assert "Traceback" not in done.stderr
