"""The strict schema of an answer: what is sent, not what validates.

Endpoints that hold a model to a schema accept only a part of JSON Schema: every property required, no
additional ones, no defaults. The lengths and titles that are left out here stay in the pydantic types;
servers that make a grammar of the schema get the lengths of lists too, and then keep to them.
Properties keep the order in which the type declares them, because models write them in that order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias, cast

from pydantic import BaseModel

__all__ = ["Lengths", "Refs", "lint_schema", "strict_schema"]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

KEPT = frozenset(
    {"$ref", "$defs", "type", "properties", "items", "enum", "const", "anyOf", "required", "description"}
)
DROPPED = frozenset(
    {"title", "default", "examples", "format", "pattern", "minLength", "maxLength", "minItems", "maxItems",
     "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems"}
)  # fmt: skip
LENGTHS = frozenset({"minItems", "maxItems"})
MAX_PROPERTIES, MAX_DEPTH, MAX_NAMES, MAX_ENUM_VALUES = 5_000, 10, 120_000, 1_000
LONG_ENUM, LONG_ENUM_NAMES = 250, 15_000


class Refs(StrEnum):
    """Whether shared parts are referred to or written out where they are used."""

    KEPT = "kept"
    INLINED = "inlined"


class Lengths(StrEnum):
    """Whether the schema says how many items a list may have."""

    KEPT = "kept"
    LEFT_OUT = "left_out"


@lru_cache(maxsize=256)
def strict_schema(
    answer_type: type[BaseModel], *, refs: Refs = Refs.KEPT, lengths: Lengths = Lengths.LEFT_OUT
) -> str:
    """The schema of a type as compact JSON. Raises `ValueError` for what strict mode cannot say."""
    raw = cast("dict[str, Json]", answer_type.model_json_schema())
    definitions = cast("dict[str, Json]", raw.pop("$defs", {}))
    kept = KEPT | LENGTHS if lengths is Lengths.KEPT else KEPT
    root = _strict(_inlined(raw, definitions) if refs is Refs.INLINED else raw, kept)
    if definitions and refs is Refs.KEPT:
        root["$defs"] = {name: _strict(_mapping(part), kept) for name, part in definitions.items()}
    problems = list(lint_schema(root, allowed=kept))
    if problems:
        raise ValueError(f"{answer_type.__name__}: {'; '.join(problems)}")
    return json.dumps(root, ensure_ascii=False, separators=(",", ":"))


def _strict(node: Mapping[str, Json], kept: frozenset[str]) -> dict[str, Json]:
    unknown = node.keys() - KEPT - DROPPED - {"additionalProperties"}
    if unknown:
        raise ValueError(f"strict mode has no {', '.join(sorted(unknown))}")
    strict: dict[str, Json] = {key: value for key, value in node.items() if key in kept}
    strict.pop("description", None)  # words for the model live in prompts/
    for key in ("properties", "$defs"):
        if key in strict:
            strict[key] = {
                name: _strict(_mapping(part), kept) for name, part in _mapping(strict[key]).items()
            }
    if "items" in strict:
        strict["items"] = _strict(_mapping(strict["items"]), kept)
    if "anyOf" in strict:
        strict["anyOf"] = [_strict(_mapping(part), kept) for part in cast("list[Json]", strict["anyOf"])]
    if strict.get("type") == "object":
        if "properties" not in strict:
            raise ValueError("strict mode has no free mappings")
        strict["required"] = list(_mapping(strict["properties"]))
        strict["additionalProperties"] = False
    return strict


def _inlined(node: Json, definitions: Mapping[str, Json], *, above: tuple[str, ...] = ()) -> dict[str, Json]:
    """The node with every `$ref` replaced by what it refers to."""
    inlined = _walked(node, definitions, above)
    return _mapping(inlined)


def _walked(node: Json, definitions: Mapping[str, Json], above: tuple[str, ...]) -> Json:
    if isinstance(node, list):
        return [_walked(part, definitions, above) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        if name in above:
            raise ValueError(f"{name} refers to itself and cannot be inlined")
        return _walked(definitions[name], definitions, (*above, name))
    return {key: _walked(part, definitions, above) for key, part in node.items()}


def lint_schema(schema: Mapping[str, Json], *, allowed: frozenset[str] = KEPT) -> Iterator[str]:
    """Everything that strict mode would refuse, one sentence each."""
    if schema.get("type") != "object" or "anyOf" in schema:
        yield "the root is not an object"
    properties, names, values = 0, 0, 0
    for path, node in _nodes(schema):
        for key in sorted(node.keys() - allowed - {"additionalProperties"}):
            yield f"{path}: {key} is not allowed"
        members = _mapping(node.get("properties", {}))
        if node.get("type") == "object":
            if node.get("additionalProperties") is not False:
                yield f"{path}: additionalProperties is not false"
            if node.get("required") != list(members):
                yield f"{path}: not every property is required"
        enum = [str(value) for value in cast("list[Json]", node.get("enum", []))]
        if len(enum) > LONG_ENUM and sum(map(len, enum)) > LONG_ENUM_NAMES:
            yield f"{path}: an enum of {len(enum)} values that is too long"
        properties += len(members)
        values += len(enum)
        names += sum(map(len, members)) + sum(map(len, enum))
    yield from _limits(properties, names, values, _depth(dict(schema), _mapping(schema.get("$defs", {}))))


def _limits(properties: int, names: int, values: int, depth: int) -> Iterator[str]:
    found = {"properties": properties, "characters of names": names, "enum values": values, "levels": depth}
    limits = (MAX_PROPERTIES, MAX_NAMES, MAX_ENUM_VALUES, MAX_DEPTH)
    for (what, count), limit in zip(found.items(), limits, strict=True):
        if count > limit:
            yield f"{count} {what}; at most {limit}"


def _nodes(node: Mapping[str, Json], path: str = "$") -> Iterator[tuple[str, Mapping[str, Json]]]:
    yield path, node
    for key in ("properties", "$defs"):
        for name, part in _mapping(node.get(key, {})).items():
            yield from _nodes(_mapping(part), f"{path}.{name}")
    if "items" in node:
        yield from _nodes(_mapping(node["items"]), f"{path}[]")
    for number, part in enumerate(cast("list[Json]", node.get("anyOf", []))):
        yield from _nodes(_mapping(part), f"{path}|{number}")


def _depth(node: Json, definitions: Mapping[str, Json], above: tuple[str, ...] = ()) -> int:
    """How many objects and lists lie in each other, at most."""
    if isinstance(node, list):
        return max((_depth(part, definitions, above) for part in node), default=0)
    if not isinstance(node, dict):
        return 0
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        return MAX_DEPTH if name in above else _depth(definitions[name], definitions, (*above, name))
    inner = [part for key, part in node.items() if key in {"items", "anyOf"}]
    inner += list(_mapping(node.get("properties", {})).values())
    own = 1 if node.get("type") in {"object", "array"} else 0
    return own + max((_depth(part, definitions, above) for part in inner), default=0)


def _mapping(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ValueError(f"expected an object in the schema, found {value!r}")  # noqa: TRY004
    return value
