"""T6, T8: the schemas that are sent obey strict mode, for our types and for any type of that shape."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, create_model

from summariser.model.schema import Lengths, Refs, lint_schema, strict_schema
from summariser.records import Answer


def walk(node: Any) -> list[dict[str, Any]]:
    """Every object inside a JSON value."""
    if isinstance(node, list):
        return [found for part in node for found in walk(part)]
    if not isinstance(node, dict):
        return []
    return [node, *(found for part in node.values() for found in walk(part))]


@pytest.mark.parametrize("refs", Refs)
def test_the_shipped_schema_is_strict(refs: Refs) -> None:
    """Every object closed, every property required; no default, no title, no length; lint finds nothing."""
    schema = json.loads(strict_schema(Answer, refs=refs))
    assert list(lint_schema(schema)) == []
    for node in walk(schema):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
    keys = {key for node in walk(schema) for key in node}
    assert keys.isdisjoint(
        {"default", "title", "minItems", "maxItems", "minLength", "maxLength", "description"}
    )
    assert ("$ref" in keys) is (refs is Refs.KEPT)


@pytest.mark.parametrize("refs", Refs)
def test_a_grammar_gets_the_lengths_of_lists(refs: Refs) -> None:
    """A server that makes a grammar of the schema cannot cite more sentences than an answer may have."""
    schema = json.loads(strict_schema(Answer, refs=refs, lengths=Lengths.KEPT))
    evidence = [
        node["properties"]["evidence"] for node in walk(schema) if "evidence" in node.get("properties", {})
    ]
    assert {(lines["minItems"], lines["maxItems"]) for lines in evidence} == {(1, 4)}
    assert len(evidence) >= 3
    assert not {"default", "title", "minLength"} & {key for node in walk(schema) for key in node}


def test_properties_keep_their_order() -> None:
    """Models write in the schema's order, so the order is the type's own."""
    schema = json.loads(strict_schema(Answer))
    assert list(schema["properties"]) == list(Answer.model_fields)


def test_both_forms_of_the_schema_say_the_same() -> None:
    """Inlined or referred to, a sound answer validates and an unsound one does not."""
    import jsonschema

    sound = {"headline": "h", "attacks": [], "diplomacy": []}
    for refs in Refs:
        validator = jsonschema.Draft202012Validator(json.loads(strict_schema(Answer, refs=refs)))
        assert validator.is_valid(sound)
        assert not validator.is_valid(sound | {"more": 1})
        assert not validator.is_valid({"headline": "h", "attacks": []})


class Free(BaseModel):
    anything: dict[str, int]


class Chosen(BaseModel):
    kind: Literal["a"]


class Other(BaseModel):
    kind: Literal["b"]


class Tagged(BaseModel):
    one: Chosen | Other = Field(discriminator="kind")


class Paired(BaseModel):
    pair: tuple[int, str]


class Tree(BaseModel):
    children: list[Tree]


@pytest.mark.parametrize("kind", [Free, Tagged, Paired])
def test_what_strict_mode_cannot_say_is_refused_here(kind: type[BaseModel]) -> None:
    """Mappings, tagged unions and tuples fail when the schema is made, not at the endpoint."""
    with pytest.raises(ValueError, match=r"strict mode|not allowed|expected an object"):
        strict_schema(kind)


def test_a_type_within_itself_cannot_be_inlined() -> None:
    """A recursive type would never end."""
    with pytest.raises(ValueError, match="refers to itself"):
        strict_schema(Tree, refs=Refs.INLINED)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


LEAVES: st.SearchStrategy[Any] = st.sampled_from(
    [int, str, bool, float, Colour, Literal["x", "y"], int | None, list[int]]
)


def model_of(fields: dict[str, Any]) -> type[BaseModel]:
    """A pydantic type with these fields, some with defaults."""
    declared = {
        name: (kind, Field(default=None, title="T", description="D")) if len(name) % 2 else (kind, ...)
        for name, kind in fields.items()
    }
    return create_model("Made", __config__=ConfigDict(extra="forbid"), **declared)


NAMES = st.text("abcdefgh", min_size=1, max_size=6)
MODELS = st.recursive(
    st.dictionaries(NAMES, LEAVES, min_size=1, max_size=5).map(model_of),
    lambda inner: st.dictionaries(
        NAMES, st.one_of(LEAVES, inner, inner.map(lambda kind: list[kind] | None)),
        min_size=1, max_size=4,
    ).map(model_of),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(MODELS, st.sampled_from(Refs))
def test_any_nested_type_becomes_a_legal_schema(kind: type[BaseModel], refs: Refs) -> None:
    """T6: objects, lists, enums, unions with null, defaults: what comes out passes the lint."""
    assert list(lint_schema(json.loads(strict_schema(kind, refs=refs)))) == []


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"type": "array", "items": {"type": "string"}}, "the root is not an object"),
        ({"type": "object", "properties": {"a": {"type": "string"}}, "required": []}, "additionalProperties"),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
            "not every property is required",
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "string", "default": "x"}},
                "required": ["a"],
                "additionalProperties": False,
            },
            "default is not allowed",
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"enum": [f"value number {n:050}" for n in range(300)]}},
                "required": ["a"],
                "additionalProperties": False,
            },
            "too long",
        ),
    ],
)
def test_the_lint_finds_what_endpoints_refuse(schema: dict[str, Any], problem: str) -> None:
    """One sentence for each thing that strict mode does not take."""
    assert any(problem in found for found in lint_schema(schema))
