"""A request as the body of a chat completion: the same for a call that waits and for a line of a batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache

from summariser.errors import RequestRejected
from summariser.model.contract import Message, Request
from summariser.model.profiles import Profile

__all__ = ["SIMPLER", "Format", "chat_body"]


class Format(StrEnum):
    """How JSON is asked for; an endpoint that refuses one gets the next, and is remembered."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    PLAIN = "plain"


SIMPLER = {Format.JSON_SCHEMA: Format.JSON_OBJECT, Format.JSON_OBJECT: Format.PLAIN}


def chat_body(
    request: Request,
    *,
    model: str,
    profile: Profile,
    used: Format = Format.JSON_SCHEMA,
    describe: Callable[[str], str] | None = None,
) -> bytes:
    """The body that goes over the wire. Raises `RequestRejected` for text that is no UTF-8.

    `describe` puts the schema into words for an endpoint that cannot be sent one.
    """
    messages: Sequence[Message] = request.messages
    if used is not Format.JSON_SCHEMA and describe and not profile.describe_schema:
        messages = [*messages, Message("user", describe(request.schema))]
    said = ",".join([message.wire for message in messages])
    text = f'{{"model":{_json(model)},"messages":[{said}]'
    if used is Format.JSON_SCHEMA:
        text += f',"response_format":{_schema_format(request.schema, request.schema_name, profile.strict)}'
    elif used is Format.JSON_OBJECT:
        text += ',"response_format":{"type":"json_object"}'
    sampling = {
        profile.max_tokens_name: request.max_tokens,
        "temperature": profile.temperature,
        "seed": profile.seed,
        "reasoning_effort": profile.reasoning_effort,
    }
    text += "".join(f",{_json(name)}:{_json(value)}" for name, value in sampling.items() if value is not None)
    try:
        return (text + "}").encode()
    except UnicodeEncodeError:
        raise RequestRejected("the text holds half of a surrogate pair and cannot be sent") from None


@lru_cache(maxsize=32)
def _schema_format(schema: str, name: str, strict: bool) -> str:  # noqa: FBT001 - as it is sent
    """How the schema is sent: the same for every article of a model that reads whole ones."""
    named = {"name": name, "strict": strict, "schema": json.loads(schema)}
    return _json({"type": "json_schema", "json_schema": named})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
