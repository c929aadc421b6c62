"""All compiled patterns of the package, wherever they are kept: modules, tables, cached functions."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import summariser

__all__ = ["ADVERSARIAL", "adversarial", "all_patterns", "modules"]

_DEEP = 4
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
    """Every pattern over text, by where it was found; equal ones once."""
    found: dict[tuple[str, int], tuple[str, re.Pattern[str]]] = {}
    for module in modules():
        for name, value in list(vars(module).items()):
            for where, pattern in _within(f"{module.__name__}.{name}", _called(value, module), 0):
                if isinstance(pattern.pattern, str):
                    found.setdefault((pattern.pattern, pattern.flags), (where, pattern))
    return {f"{where} {number}": pattern for number, (where, pattern) in enumerate(found.values())}


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
