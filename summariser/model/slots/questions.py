"""From slots to the exact request: a small object whose numbers are enums of what is printed, or null."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from summariser.model.contract import Message, Request
from summariser.model.prompt import Prompts
from summariser.model.schema import Refs, strict_schema
from summariser.model.slots.candidates import Candidate, Slot

__all__ = ["Ask", "Prefix", "enum_of", "object_type", "prefix", "request_for", "said"]

_CHARACTERS = 900
"""A sentence this long is a table; what is cut off is still read by the patterns."""


class Strict(BaseModel):
    """The base of the types that are made for one question."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question about one sentence (or clause): its slots, and the numbers that may fill them."""

    sentence: int
    text: str
    slots: tuple[Slot, ...]
    found: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """The constant beginning of all questions of one kind: instructions and examples, then one turn each."""

    messages: tuple[Message, ...]
    fingerprint: str


def prefix(prompts: Prompts, *, system: str, examples: str) -> Prefix:
    """The instructions of a template and the examples of a data file, as the turns of a conversation."""
    turns = [Message("system", prompts.render(system, {}))]
    for example in json.loads(prompts.text(examples)):
        turns.append(Message("user", user_turn(prompts, example["sentence"])))
        turns.append(
            Message("assistant", json.dumps(example["answer"], ensure_ascii=False, separators=(",", ":")))
        )
    names = [system, examples, "slots_turn.j2"]
    return Prefix(tuple(turns), prompts.fingerprint(names))


def user_turn(prompts: Prompts, sentence: str) -> str:
    """One question as the model reads it."""
    return prompts.render("slots_turn.j2", {"sentence": sentence[:_CHARACTERS]}).strip()


def request_for(ask: Ask, *, prompts: Prompts, start: Prefix, max_tokens: int, article_id: str) -> Request:
    """The request that asks a question."""
    turn = user_turn(prompts, ask.text)
    answer_type = _answer_type(ask)
    return Request(
        messages=(*start.messages, Message("user", turn)),
        schema_name="slots",
        schema=strict_schema(answer_type, refs=Refs.INLINED),
        answer_type=answer_type,
        max_tokens=max_tokens,
        article_id=article_id,
        prompt_fingerprint=start.fingerprint,
    )


def said(content: str) -> dict[str, object]:
    """The slots of an answer by their keys (`killed`, `drones.launched`), nulls left out."""
    filled: dict[str, object] = {}
    for key, value in json.loads(content).items():
        inner = value.items() if isinstance(value, dict) else [(None, value)]
        for name, label in inner:
            if label is not None:
                filled[key if name is None else f"{key}.{name}"] = label
    return filled


def enum_of(labels: Sequence[int | str]) -> object:
    """A type that is one of the labels or null."""
    return Literal[(*labels, None)]


def object_type(name: str, fields: Mapping[str, object]) -> type[BaseModel]:
    """A type with these fields, all required, in this order."""
    required: dict[str, Any] = {key: (kind, ...) for key, kind in fields.items()}
    made: type[BaseModel] = create_model(name, __base__=Strict, **required)
    return made


def _answer_type(ask: Ask) -> type[BaseModel]:
    fields: dict[str, object] = {}
    nested: dict[str, dict[str, object]] = {}
    for slot in ask.slots:
        thing, dot, role = slot.key.partition(".")
        if dot:
            nested.setdefault(thing, {})[role] = enum_of(slot.labels)
        else:
            fields[slot.key] = enum_of(slot.labels)
    fields |= {thing: object_type(thing.title(), roles) for thing, roles in nested.items()}
    return object_type("Slots", fields)
