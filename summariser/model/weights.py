"""The weights of the embedded model: pieces in data wheels, assembled once, verified, kept in the cache."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summariser.errors import LocalModelError
from summariser.resources import data_table

__all__ = ["Weights", "embedded_weights", "installed_parts", "ready_weights", "weights_name"]

Progress = Callable[[int, int], None]

_BLOCK = 1 << 20
_EXTRA = "pip install 'summariser[local]'"


@dataclass(frozen=True, slots=True)
class Weights:
    """What the assembled file must be: its name, size in bytes, hash, and what the machine must have free."""

    name: str
    file: str
    size: int
    sha256: str
    distribution: str
    part: str
    parts: int
    memory: int
    disk: int


def embedded_weights() -> Weights:
    """The model that the extra `local` brings, as `data/local_model.toml` describes it."""
    table = data_table("data/local_model.toml")
    texts = {key: str(table[key]) for key in ("name", "file", "sha256", "distribution", "part")}
    numbers = {key: int(str(table[key])) for key in ("size", "parts", "memory", "disk")}
    return Weights(
        name=texts["name"],
        file=texts["file"],
        size=numbers["size"],
        sha256=texts["sha256"],
        distribution=texts["distribution"],
        part=texts["part"],
        parts=numbers["parts"],
        memory=numbers["memory"],
        disk=numbers["disk"],
    )


def installed_parts(weights: Weights) -> list[Path]:
    """Where the pieces lie, in order; they are read as data, never imported. Raises `LocalModelError`."""
    return [_part_path(weights, number) for number in range(1, weights.parts + 1)]


def ready_weights(
    folder: Path,
    *,
    weights: Weights,
    parts: Callable[[Weights], Sequence[Path]] = installed_parts,
    progress: Progress | None = None,
) -> Path:
    """The verified weights in `folder`, assembled on first use; raises `LocalModelError`.

    `progress` is told (bytes done, bytes in all) while it assembles. An assembly that is cut off leaves
    nothing that a later run would take for the model, and two processes at once assemble one after another.
    """
    target = folder / weights.file
    if _is_verified(target, weights):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _assembly_lock(folder):
            if not _is_verified(target, weights) and not _verifies(target, weights):
                _assemble(target, weights, pieces=parts(weights), progress=progress)
    except OSError as error:
        raise LocalModelError(f"cannot put the model's weights into {folder}: {error}") from error
    return target


def weights_name(path: Path) -> str:
    """A name for any GGUF that changes with its content: its file name, and a hash of size, head and tail.

    Raises `LocalModelError` if the file cannot be read or is no GGUF.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_BLOCK)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _BLOCK))
            tail = file.read(_BLOCK)
    except OSError as error:
        raise LocalModelError(f"cannot read the model file {path}: {error.strerror or error}") from error
    if head[:4] != b"GGUF":
        raise LocalModelError(f"{path} is no GGUF file")
    digest = hashlib.sha256(b"%d\n" % size + head + tail).hexdigest()
    return f"{path.name}@{digest[:12]}"


def _part_path(weights: Weights, number: int) -> Path:
    distribution = weights.distribution.format(number=number)
    ending = weights.part.format(number=number)
    try:
        files = importlib.metadata.files(distribution) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise LocalModelError(
            f"the embedded model is not installed ({distribution} is missing): {_EXTRA}"
        ) from error
    for file in files:
        if str(file.as_posix()).endswith(ending):
            path = Path(str(file.locate()))
            if path.is_file():
                return path
    raise LocalModelError(f"{distribution} lacks {ending}: install it again with {_EXTRA}")


def _assemble(target: Path, weights: Weights, *, pieces: Sequence[Path], progress: Progress | None) -> None:
    """Write beside, hash while writing, flush to the disk, and only then give it its name."""
    folder = target.parent
    _remove_leftovers(target)
    free = shutil.disk_usage(folder).free
    if free < weights.disk:
        raise LocalModelError(
            f"the model's weights need {_gigabytes(weights.disk)} in {folder}, and only "
            f"{_gigabytes(free)} are free; SUMMARISER_CACHE_DIR names another folder"
        )
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=folder)
    temporary = Path(name)
    try:
        digest = _write(handle, pieces, total=weights.size, progress=progress)
        if digest != weights.sha256:
            raise LocalModelError(
                f"the model's weights are damaged (sha256 {digest[:12]}…, expected {weights.sha256[:12]}…): "
                f"install them again with {_EXTRA} --force-reinstall"
            )
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    _mark_verified(target, weights)


def _write(handle: int, pieces: Sequence[Path], *, total: int, progress: Progress | None) -> str:
    """Concatenate the pieces into an open file; its sha256."""
    digest = hashlib.sha256()
    done = 0
    with os.fdopen(handle, "wb") as out:
        for piece in pieces:
            for block in _blocks(piece):
                out.write(block)
                digest.update(block)
                done += len(block)
                if progress is not None:
                    progress(done, total)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _verifies(target: Path, weights: Weights) -> bool:
    """Hash the whole file; if it is the model, remember so."""
    if not target.is_file() or target.stat().st_size != weights.size:
        return False
    digest = hashlib.sha256()
    for block in _blocks(target):
        digest.update(block)
    if digest.hexdigest() != weights.sha256:
        return False
    _mark_verified(target, weights)
    return True


def _is_verified(target: Path, weights: Weights) -> bool:
    """Whether an earlier run verified this very file: hashing a gigabyte at every start costs seconds."""
    try:
        marked = json.loads(_marker(target).read_text(encoding="utf-8"))
        return bool(marked == _state(target, weights))
    except (OSError, ValueError):
        return False


def _mark_verified(target: Path, weights: Weights) -> None:
    _marker(target).write_text(json.dumps(_state(target, weights)), encoding="utf-8")


def _marker(target: Path) -> Path:
    return target.with_name(f"{target.name}.verified")


def _state(target: Path, weights: Weights) -> dict[str, int | str]:
    state = target.stat()
    return {"sha256": weights.sha256, "size": state.st_size, "mtime_ns": state.st_mtime_ns}


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _remove_leftovers(target: Path) -> None:
    """What a killed assembly left behind; only called by the holder of the lock."""
    for leftover in target.parent.glob(f"{target.name}.*.part"):
        leftover.unlink(missing_ok=True)


@contextlib.contextmanager
def _assembly_lock(folder: Path) -> Iterator[None]:
    """One assembly at a time. Without POSIX locks two would write two copies, and the last name wins."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / "weights.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
