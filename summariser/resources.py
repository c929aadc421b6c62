"""The files shipped beside the code: prompt templates, schemas, lexicons and tables. Read-only.

This is the one place where the pure rooms meet a file: what they read through it is part of the package,
never the user's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["data_lines", "data_path", "data_table", "data_text", "shipped_folder"]

_PACKAGE = Path(__file__).parent


def shipped_folder(name: str) -> Path:
    """The folder `prompts` or `schemas`: inside an installed package, beside it in a checkout."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def data_path(name: str) -> Path:
    """Where a data file of the package lies, for example `figures/nouns.toml`."""
    return _PACKAGE / name


def data_text(name: str) -> str:
    """The text of a data file of the package."""
    return data_path(name).read_text(encoding="utf-8")


def data_lines(name: str) -> list[str]:
    """The lines of a data file that say something: no blanks, no `#` comments."""
    lines = (line.rstrip() for line in data_text(name).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@cache
def data_table(name: str) -> Mapping[str, object]:
    """A TOML data file of the package, parsed once."""
    return tomllib.loads(data_text(name))
