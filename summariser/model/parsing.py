"""From the text that a model wrote to the JSON that its type accepts; refuses what JSON only tolerates."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError

from summariser.model.profiles import Parsing

__all__ = ["NotAnAnswer", "read_answer", "read_json"]

MAX_DIGITS = 15
MAX_PROBLEMS = 8
MAX_INPUT_SHOWN = 60

FENCE = re.compile(
    r"""
    \A [^`{]{0,400}      # "Here is the JSON:"
    ```(?:json|JSON)?\s* # the fence opens
    (?P<inside>\{.*\})   # one object
    \s*``` \s* \Z        # the fence closes; nothing after it
    """,
    re.VERBOSE | re.DOTALL,
)
WHOLE_NUMBER = re.compile(r"\A\s{0,20}(-?\d{1,15})(?:\.0{1,3})?\s{0,20}\Z")


class NotAnAnswer(ValueError):
    """The text is no answer of the wanted type; the message is short enough to be sent back to the model."""


def read_answer(text: str, answer_type: type[BaseModel], parsing: Parsing) -> str:
    """The answer as JSON text that `answer_type` accepts; the text itself unless something was mended.

    Raises `NotAnAnswer`: no JSON, JSON with duplicate keys, NaN, endless numbers or lone surrogates, or
    JSON that does not fit the type.
    """
    if parsing is Parsing.LAX:
        text = _unwrapped(text)
    value = read_json(text)
    try:
        answer_type.model_validate_json(text, strict=True)
    except ValidationError as error:
        mended = _mended(value, error) if parsing is Parsing.LAX else None
        if mended is None:
            raise NotAnAnswer(_problems(error)) from None
        return _validated(mended, answer_type)
    return text


def read_json(text: str) -> Any:
    """A JSON value, read strictly. Raises `NotAnAnswer`."""
    if text.startswith("\ufeff"):
        raise NotAnAnswer("the answer begins with a byte order mark")
    try:
        text.encode("utf-8")
        return _decoder().decode(text)
    except RecursionError:
        raise NotAnAnswer("the JSON is nested too deep") from None
    except UnicodeEncodeError:
        raise NotAnAnswer("the answer holds half of a surrogate pair") from None
    except json.JSONDecodeError as error:
        raise NotAnAnswer(f"no valid JSON: {error.msg} at character {error.pos}") from None


@lru_cache(maxsize=1)
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_whole, parse_float=_fraction
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotAnAnswer(f"the key {twice[:MAX_INPUT_SHOWN]!r} is there twice")
    return read


def _no_constant(name: str) -> NoReturn:
    raise NotAnAnswer(f"{name} is no JSON number")


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise NotAnAnswer(f"a number of {len(digits)} digits")
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise NotAnAnswer(f"the number {digits[:MAX_INPUT_SHOWN]} is too large")
    return value


def _unwrapped(text: str) -> str:
    """The object inside a Markdown fence, without a byte order mark; else the text as it is."""
    text = text.lstrip("\ufeff").strip()
    fenced = None if text.startswith("{") else FENCE.match(text)
    return fenced["inside"] if fenced else text


def _mended(value: Any, error: ValidationError) -> Any | None:
    """The value with "20" and 20.0 made 20 where a whole number is wanted; null if that is not all.

    Narrower than pydantic's own lax mode, which takes `true` for 1.
    """
    for problem in error.errors(include_url=False, include_context=False):
        number = _as_whole(problem["input"]) if problem["type"] in {"int_type", "int_from_float"} else None
        if number is None:
            return None
        *way, last = problem["loc"]
        parent = value
        for step in way:
            parent = parent[step]
        parent[last] = number
    return value


def _as_whole(given: object) -> int | None:
    if isinstance(given, bool) or not isinstance(given, str | float):
        return None
    match = WHOLE_NUMBER.match(str(given))
    return int(match[1]) if match else None


def _validated(value: Any, answer_type: type[BaseModel]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        answer_type.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise NotAnAnswer(_problems(error)) from None
    return text


def _problems(error: ValidationError) -> str:
    """The first few problems, one a line, without the whole input and without links."""
    problems = error.errors(include_url=False, include_context=False)
    lines = []
    for problem in problems[:MAX_PROBLEMS]:
        where = ".".join(str(step) for step in problem["loc"]) or "the answer"
        lines.append(f"{where}: {problem['msg']}, not {repr(problem['input'])[:MAX_INPUT_SHOWN]}")
    if len(problems) > MAX_PROBLEMS:
        lines.append(f"and {len(problems) - MAX_PROBLEMS} more")
    return "\n".join(lines)
