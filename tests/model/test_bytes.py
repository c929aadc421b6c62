"""What goes over the wire, and what an answer is remembered by: put together of parts, the same bytes."""

from __future__ import annotations

import hashlib
import json

import pytest

from summariser.model.contract import Identity, Message, Request, cache_key
from summariser.model.gateway_body import Format, chat_body
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.schema import strict_schema
from summariser.records import Answer

SCHEMA = strict_schema(Answer)
TEXTS = ["", "20 killed", 'He said "no" \\ \n\t\x00\x7f', "Київ — 25 поранених ’…", "\U0001f680 \u2028 é"]


def request(text: str) -> Request:
    messages = (Message("system", f"Read. {text}"), Message("user", text), Message("assistant", "{}"))
    return Request(messages, "an answer", SCHEMA, Answer, 700)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("used", Format)
def test_a_body_is_plain_json(text: str, used: Format) -> None:
    """Every format, and any text: compact JSON in the order of the API's reference, twice the same."""
    profile = profile_for("gpt-4o-mini", EndpointKind.OPENAI)
    asked = request(text)
    schema = {"name": "an answer", "strict": profile.strict, "schema": json.loads(SCHEMA)}
    formats = {
        Format.JSON_SCHEMA: {"response_format": {"type": "json_schema", "json_schema": schema}},
        Format.JSON_OBJECT: {"response_format": {"type": "json_object"}},
        Format.PLAIN: {},
    }
    sampling = {
        "temperature": profile.temperature,
        "seed": profile.seed,
        "reasoning_effort": profile.reasoning_effort,
    }
    body = {
        "model": "gpt-4o-mini",
        "messages": [{"role": said.role, "content": said.content} for said in asked.messages],
        **formats[used],
        profile.max_tokens_name: 700,
        **{name: value for name, value in sampling.items() if value is not None},
    }
    wanted = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    for _ in range(2):
        assert chat_body(asked, model="gpt-4o-mini", profile=profile, used=used) == wanted


@pytest.mark.parametrize("text", [*TEXTS, "half a pair \ud800"])
def test_a_key_is_of_canonical_json(text: str) -> None:
    """The sha256 of all that shapes an answer, as JSON with sorted keys: what was remembered is found."""
    identity = Identity("http://one/v1", "m", (("seed", "7"), ("temperature", "0.0")))
    asked = request(text)
    shapes = {
        "format": 1,
        "identity": {"endpoint": identity.endpoint, "model": "m", "parameters": identity.parameters},
        "messages": [{"role": said.role, "content": said.content} for said in asked.messages],
        "schema_name": "an answer",
        "schema": SCHEMA,
        "max_tokens": 700,
    }
    canonical = json.dumps(shapes, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    wanted = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).digest()
    assert [cache_key(identity, asked) for _ in range(2)] == [wanted] * 2
