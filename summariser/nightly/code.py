"""Which code and which data made a summary, as one fingerprint: with other code nothing is taken as done."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from pathlib import Path

from summariser.resources import data_path, shipped_folder

__all__ = ["code_fingerprint"]


@cache
def code_fingerprint() -> str:
    """16 hex digits of the package's files, its prompts and schemas, and the version of Python."""
    found = hashlib.sha256(platform.python_version().encode())
    for folder in (data_path(""), shipped_folder("prompts"), shipped_folder("schemas")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(_named(path, folder))
    return found.hexdigest()[:16]


def _named(path: Path, folder: Path) -> bytes:
    return hashlib.sha256(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes()).digest()
