"""What is known of a model and its endpoint, as data: `profiles.toml`, and the user's own table over it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from summariser.errors import SettingsError
from summariser.model.contract import Way
from summariser.resources import data_table

__all__ = ["EndpointKind", "Parsing", "Profile", "endpoint_kind", "profile_for"]

OPENAI_HOST = "api.openai.com"
LOCAL_HOSTS = frozenset({"localhost", "host.docker.internal"})
LOCAL_DOMAINS = (".localhost", ".local", ".internal", ".lan")


class EndpointKind(StrEnum):
    """Whose server it is: that decides more than the model's name does."""

    OPENAI = "openai"
    HOSTED = "hosted"
    LOCAL = "local"
    EMBEDDED = "embedded"


class Parsing(StrEnum):
    """How an answer is read: `strict`, or `lax`, which takes "20" for 20 and unwraps a Markdown fence."""

    STRICT = "strict"
    LAX = "lax"


class Profile(BaseModel):
    """How to ask one model. Times are in seconds, sizes in tokens unless the name says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="The profile's own name, for messages and the manifest.")
    way: Way = Field(description="whole: one call an article; slots: one call a sentence; patterns: no call.")
    strict: bool = Field(description="Send `strict: true` with the schema.")
    describe_schema: bool = Field(description="Say the schema in the prompt too: local servers do not.")
    inline_refs: bool = Field(description="Send the schema without `$ref`: llama.cpp breaks on nested ones.")
    list_lengths: bool = Field(
        description="Send how long a list may be: servers that make a grammar of the schema keep to it."
    )
    max_tokens_name: Literal["max_tokens", "max_completion_tokens"] = Field(
        description="What the endpoint calls the limit of output tokens."
    )
    max_tokens: int = Field(gt=0, description="The limit of output tokens; doubled once if it was too small.")
    window_tokens: int = Field(gt=0, description="Prompt and answer together; longer articles go in windows.")
    temperature: float | None = Field(description="Null: not sent, for models that refuse it.")
    seed: int | None = Field(description="Null: not sent.")
    reasoning_effort: str | None = Field(description="Null: not sent.")
    parsing: Parsing = Field(description="strict or lax reading of the answer.")
    deadline_s: float = Field(gt=0, description="One call, from the first byte sent to the last received.")
    article_deadline_s: float = Field(gt=0, description="All calls for one article, pauses included.")
    fresh_tries: int = Field(ge=0, le=1, description="0 or 1: start anew when a re-ask did not mend.")
    repair_rounds: int = Field(ge=0, le=1, description="0 or 1: send wrong numbers back once.")

    @field_validator("temperature", "seed", "reasoning_effort", mode="before")
    @classmethod
    def _empty_means_not_sent(cls, value: object) -> object:
        return None if value == "" else value


def profile_for(model: str, kind: EndpointKind, *, overrides: Mapping[str, object] | None = None) -> Profile:
    """The profile of a model: defaults, then every matching entry in the order of the file, then the user's.

    Raises `SettingsError` for an unknown field or a value of the wrong kind.
    """
    table = data_table("model/profiles.toml")
    fields: dict[str, object] = dict(_mapping(table["defaults"]))
    for entry in _entries(table):
        if _matches(entry, model, kind):
            fields |= _mapping(entry["set"]) | {"name": entry["name"]}
    return _profile(fields | dict(overrides or {}))


def endpoint_kind(base_url: str | None) -> EndpointKind:
    """Whose server an address is. No address: OpenAI's own. The embedded model's is known."""
    host = urlsplit(base_url or "https://api.openai.com").hostname or ""
    if host == OPENAI_HOST or host.endswith("." + OPENAI_HOST):
        return EndpointKind.OPENAI
    try:
        own = ip_address(host).is_private
    except ValueError:
        own = host in LOCAL_HOSTS or host.endswith(LOCAL_DOMAINS)
    return EndpointKind.LOCAL if own else EndpointKind.HOSTED


def _profile(fields: Mapping[str, Any]) -> Profile:
    try:
        return Profile.model_validate(dict(fields))
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"model profile {fields.get('name', '')!r}: {problems}") from error


def _matches(entry: Mapping[str, object], model: str, kind: EndpointKind) -> bool:
    name = model.rsplit("/", 1)[-1].lower()
    return kind.value in _texts(entry["endpoints"]) and any(
        fnmatchcase(name, glob) for glob in _texts(entry["models"])
    )


def _entries(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    entries = table["profile"]
    assert isinstance(entries, list)
    return [_mapping(entry) for entry in entries]


def _mapping(value: object) -> dict[str, object]:
    assert isinstance(value, Mapping)
    return dict(value)


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(item) for item in value]
