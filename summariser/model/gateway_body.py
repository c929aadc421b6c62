"""A request as the body of a chat completion: the same for a call that waits and for a line of a batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum

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
    body: dict[str, object] = {
        "model": model,
        "messages": [{"role": message.role, "content": message.content} for message in messages],
    }
    if used is Format.JSON_SCHEMA:
        schema = json.loads(request.schema)
        named = {"name": request.schema_name, "strict": profile.strict, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    elif used is Format.JSON_OBJECT:
        body["response_format"] = {"type": "json_object"}
    body[profile.max_tokens_name] = request.max_tokens
    sampling = {
        "temperature": profile.temperature,
        "seed": profile.seed,
        "reasoning_effort": profile.reasoning_effort,
    }
    body |= {name: value for name, value in sampling.items() if value is not None}
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise RequestRejected("the text holds half of a surrogate pair and cannot be sent") from None
