"""The embedded model's weights: assembled once, verified always, harmless when interrupted."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest

from summariser.errors import LocalModelError
from summariser.model.weights import (
    Weights,
    embedded_weights,
    installed_parts,
    ready_weights,
    weights_name,
)

PIECES = (b"GGUF" + b"a" * 3000, b"b" * 5000, b"c" * 10)
WHOLE = b"".join(PIECES)
SMALL = Weights(
    name="small",
    file="small.gguf",
    size=len(WHOLE),
    sha256=hashlib.sha256(WHOLE).hexdigest(),
    distribution="no-such-wheel-part{number}",
    part="data/part{number:02}.bin",
    parts=3,
    memory=1,
    disk=1,
)


@pytest.fixture
def pieces(tmp_path: Path) -> list[Path]:
    """Three small pieces on disk."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    paths = [folder / f"part{number:02}.bin" for number in (1, 2, 3)]
    for path, content in zip(paths, PIECES, strict=True):
        path.write_bytes(content)
    return paths


def ready(folder: Path, pieces: list[Path], weights: Weights = SMALL) -> Path:
    """Assemble the pieces in a folder."""
    return ready_weights(folder, weights=weights, parts=lambda _: pieces)


def test_pieces_become_the_whole_file_with_progress(tmp_path: Path, pieces: list[Path]) -> None:
    """The assembled file is the pieces in order, and a progress bar learns how far it is."""
    told: list[tuple[int, int]] = []
    path = ready_weights(
        tmp_path / "cache",
        weights=SMALL,
        parts=lambda _: pieces,
        progress=lambda done, total: told.append((done, total)),
    )
    assert path.read_bytes() == WHOLE
    assert told == [(3004, len(WHOLE)), (8004, len(WHOLE)), (len(WHOLE), len(WHOLE))]


def test_later_runs_neither_read_the_pieces_nor_hash_again(tmp_path: Path, pieces: list[Path]) -> None:
    """Once assembled, the weights are found without the wheels and without reading a gigabyte."""
    path = ready(tmp_path, pieces)
    before = path.stat().st_atime_ns
    os.utime(path, ns=(before - 10**12, path.stat().st_mtime_ns))
    accessed = path.stat().st_atime_ns

    def gone(_: Weights) -> list[Path]:
        raise AssertionError("the pieces were asked for again")

    assert ready_weights(tmp_path, weights=SMALL, parts=gone) == path
    assert path.stat().st_atime_ns == accessed


@pytest.mark.parametrize("damage", ["other bytes", "cut short"])
def test_damaged_weights_are_assembled_anew(tmp_path: Path, pieces: list[Path], damage: str) -> None:
    """A file that changed on disk is never taken for the model."""
    path = ready(tmp_path, pieces)
    path.write_bytes(WHOLE[:-1] + b"x" if damage == "other bytes" else WHOLE[:100])
    assert ready(tmp_path, pieces).read_bytes() == WHOLE


def test_a_touched_file_is_hashed_and_kept(tmp_path: Path, pieces: list[Path]) -> None:
    """A copy or restore that changed only the time costs one hash, not an assembly."""
    path = ready(tmp_path, pieces)
    os.utime(path, ns=(1, 1))
    inode = path.stat().st_ino
    assert ready(tmp_path, pieces).stat().st_ino == inode


def test_damaged_pieces_say_so_and_leave_nothing(tmp_path: Path, pieces: list[Path]) -> None:
    """Pieces whose hash is wrong are an error that says what to do; no file is left that looks right."""
    pieces[1].write_bytes(b"z" * 5000)
    with pytest.raises(LocalModelError, match=r"damaged.*--force-reinstall"):
        ready(tmp_path / "cache", pieces)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["weights.lock"]


def test_an_interrupted_assembly_is_harmless(tmp_path: Path, pieces: list[Path]) -> None:
    """What a killed run left behind is removed by the next, and never used."""
    leftover = tmp_path / "small.gguf.abc.part"
    leftover.write_bytes(WHOLE[:500])
    assert ready(tmp_path, pieces).read_bytes() == WHOLE
    assert not leftover.exists()


class Cut(Exception):
    """A run that is stopped in the middle."""


def test_stopping_in_the_middle_leaves_no_file(tmp_path: Path, pieces: list[Path]) -> None:
    """Ctrl-C while assembling leaves neither a half file nor a marker."""

    def stop(done: int, _total: int) -> None:
        if done > 4000:
            raise Cut

    with pytest.raises(Cut):
        ready_weights(tmp_path / "cache", weights=SMALL, parts=lambda _: pieces, progress=stop)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["weights.lock"]


def test_a_full_disk_is_named_before_anything_is_written(tmp_path: Path, pieces: list[Path]) -> None:
    """Too little room is an error with both figures and a way out."""
    greedy = replace(SMALL, disk=10**18)
    with pytest.raises(LocalModelError, match=r"need 1000000000\.0 GB.*SUMMARISER_CACHE_DIR"):
        ready(tmp_path / "cache", pieces, greedy)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["weights.lock"]


def test_a_missing_extra_says_what_to_install(tmp_path: Path) -> None:
    """Without the data wheels the error names the command that brings them."""
    with pytest.raises(LocalModelError, match=r"no-such-wheel-part1 is missing.*summariser\[local\]"):
        ready_weights(tmp_path, weights=SMALL)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, pieces: list[Path]) -> None:
    """A cache folder that is a file is an error that names it."""
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    with pytest.raises(LocalModelError, match="blocked"):
        ready(blocked, pieces)


def _assemble(folder: Path, pieces: list[Path], done: multiprocessing.Queue[bytes]) -> None:
    done.put(ready(folder, pieces).read_bytes())


def test_two_processes_at_once_both_get_the_model(tmp_path: Path, pieces: list[Path]) -> None:
    """Two runs that start together do not disturb each other."""
    context = multiprocessing.get_context("spawn")
    done: multiprocessing.Queue[bytes] = context.Queue()
    runs = [context.Process(target=_assemble, args=(tmp_path / "cache", pieces, done)) for _ in range(2)]
    for run in runs:
        run.start()
    contents = [done.get(timeout=60) for _ in runs]
    for run in runs:
        run.join(timeout=60)
    assert contents == [WHOLE, WHOLE]
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [
        "small.gguf",
        "small.gguf.verified",
        "weights.lock",
    ]


def test_another_gguf_is_named_by_its_content(tmp_path: Path) -> None:
    """Answers of two different files are never mixed up, whatever the files are called."""
    first, second = tmp_path / "a" / "model.gguf", tmp_path / "b" / "model.gguf"
    for path, content in ((first, WHOLE), (second, WHOLE + b"more")):
        path.parent.mkdir()
        path.write_bytes(content)
    assert weights_name(first).startswith("model.gguf@")
    assert weights_name(first) != weights_name(second)


@pytest.mark.parametrize(
    ("content", "problem"), [(b"PK\x03\x04", "is no GGUF file"), (None, "cannot read the model file")]
)
def test_what_is_no_gguf_is_refused(tmp_path: Path, content: bytes | None, problem: str) -> None:
    """A wrong path or a wrong file is an error before anything is loaded."""
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LocalModelError, match=problem):
        weights_name(path)


@pytest.mark.local
def test_the_wheels_hold_the_whole_model() -> None:
    """The data wheels are all there, in order, and add up to the size that is promised."""
    weights = embedded_weights()
    parts = installed_parts(weights)
    assert [path.name for path in parts] == [f"part{number:02}.bin" for number in range(1, 23)]
    assert sum(path.stat().st_size for path in parts) == weights.size
