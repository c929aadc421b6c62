"""All compiled patterns of the package, wherever they are kept: modules, tables, cached functions."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeGuard

import summariser

__all__ = [
    "ADVERSARIAL",
    "adversarial",
    "all_patterns",
    "kept_patterns",
    "modules",
    "places",
    "unheard_places",
    "unknown_places",
]

PACKAGE = Path(summariser.__file__).parent
_COMPILING = ("compile", "match", "fullmatch", "search", "sub", "subn", "findall", "finditer", "split")
_DEEP = 4
_OF_ONE_LINE = 3  # a line that makes a pattern of each surname makes the same one again and again
_NEEDS_AN_EXTRA = ("summariser.scale.ray",)

ADVERSARIAL = (
    "1234567890",
    "1,000 ",
    "1.",
    ",",
    "hundred ",
    "two hundred and ",
    '"',
    "'a' ",
    " ",
    "\n",
    "\t",
    "a",
    "A",
    "Ab ",
    "[[((",
    "He said. ",
    "-",
    "of the ",
    "“a ",
    "â",
    "а",
    "<!--",
    "ignore all ",
    "i g n o r e ",
    "10-20-",
    "on May 5, ",
    "$5 ",
    "1/2/",
    "system: ",
    "\\",
    "[1] a",
    "_",
    "&",
    "killed ",
    "A. ",
    "Иван ",
    "'",
    "{",
    "`",
    "the ",
    "no ",
    "=",
)


def adversarial(piece: str, length: int) -> str:
    """One unbroken run of a piece, and an end that lets a careless pattern go back over all of it."""
    return (piece * (length // len(piece) + 1))[:length] + "!\0"


@cache
def all_patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern over text, by where it was found; equal ones once: kept, heard, or written in a call."""
    found = {(pattern.pattern, pattern.flags): (where, pattern) for where, pattern in kept_patterns()}
    at_place: Counter[str] = Counter()
    for where, pattern in [*heard_patterns(), *written_patterns()]:
        key = (pattern.pattern, pattern.flags)
        if key not in found and at_place[where] < _OF_ONE_LINE:
            at_place[where] += 1
            found[key] = (where, pattern)
    return {f"{where} {number}": pattern for number, (where, pattern) in enumerate(found.values())}


def kept_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """What modules keep in constants, tables, dataclasses, and in cached functions without arguments."""
    for module in modules():
        for name, value in list(vars(module).items()):
            for where, pattern in _within(f"{module.__name__}.{name}", _called(value, module), 0):
                if isinstance(pattern.pattern, str):
                    yield where, pattern


# --- the lines that compile one ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where the code uses a function of `re`, and the pattern as it is written there."""

    module: str
    first: int
    last: int
    written: ast.Call | None

    def __str__(self) -> str:
        return f"{self.module}:{self.first}"


def heard_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """What was compiled in a process of its own that imported the package and worked: `recorder.py`."""
    yield from ((str(place), pattern) for place, pattern in _heard())


def written_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of lines that were not heard, if they can be told from the line alone."""
    for place in unheard_places():
        pattern = _as_written(place)
        if pattern is not None and isinstance(pattern.pattern, str):
            yield str(place), pattern


def unknown_places() -> list[str]:
    """The lines that compile what we do not know."""
    return [str(place) for place in unheard_places() if _as_written(place) is None]


def places() -> Iterator[Place]:
    """Every line of the package that uses a function of `re`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.ImportFrom) and node.module == "re"), f"{path}: import re itself"
            if _is_use(node):
                call = calls.get(id(node))
                yield Place(module, node.lineno, (call or node).end_lineno or node.lineno, call)


def unheard_places() -> list[Place]:
    """The lines that the recorder did not see at work."""
    heard = {(place.module, place.first) for place, _ in _heard()}
    return [
        place
        for place in places()
        if not any((place.module, line) in heard for line in range(place.first, place.last + 1))
    ]


@cache
def _heard() -> tuple[tuple[Place, re.Pattern[str]], ...]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.recorder"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return tuple(
        (Place(row["module"], row["line"], row["line"], None), re.compile(row["pattern"], row["flags"]))
        for row in rows
    )


def _is_use(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "re"
        and node.attr in _COMPILING
    )


def _as_written(place: Place) -> re.Pattern[str] | None:
    """The pattern in a call, with the names of its module; null if only the run can tell."""
    if place.written is None:
        return None
    module = importlib.import_module(place.module)
    try:
        told = eval(compile(ast.Expression(place.written.args[0]), place.module, "eval"), vars(module))
    except NameError:
        return None
    return re.compile(told)


# --- the modules ------------------------------------------------------------------------------------


def modules() -> Iterator[ModuleType]:
    """All modules of the package that can be imported here."""
    for each in pkgutil.walk_packages(summariser.__path__, "summariser."):
        if not each.name.endswith("__main__") and each.name not in _NEEDS_AN_EXTRA:
            yield importlib.import_module(each.name)


def _called(value: object, module: ModuleType) -> object:
    """What a cached function of this module without arguments keeps; anything else as it is."""
    if hasattr(value, "cache_info") and getattr(value, "__module__", "") == module.__name__:
        wanted = [p for p in inspect.signature(value).parameters.values() if p.default is p.empty]
        if not wanted:
            return value()
    return value


def _within(where: str, value: object, depth: int) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield where, value
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield where, value.__self__
    elif depth < _DEEP:
        for name, part in _parts(value):
            yield from _within(f"{where}{name}", part, depth + 1)


def _parts(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from ((f"[{key!r}]", part) for key, part in value.items())
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (("", part) for part in value)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from ((f".{name}", getattr(value, name, None)) for name in value.__dataclass_fields__)
