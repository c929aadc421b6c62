"""What is known of models, as data."""

from __future__ import annotations

import pytest

from summariser.errors import SettingsError
from summariser.model.contract import Way
from summariser.model.profiles import EndpointKind, Parsing, Profile, endpoint_kind, profile_for
from summariser.resources import data_table

OPENAI, HOSTED, LOCAL, EMBEDDED = (
    EndpointKind.OPENAI,
    EndpointKind.HOSTED,
    EndpointKind.LOCAL,
    EndpointKind.EMBEDDED,
)

CASES = [
    (
        "gpt-4o-mini",
        OPENAI,
        {"name": "openai", "way": Way.WHOLE, "temperature": 0.0, "describe_schema": False},
    ),
    ("gpt-4.1-mini-2025-04-14", OPENAI, {"max_tokens_name": "max_completion_tokens", "temperature": 0.0}),
    ("gpt-5-mini", OPENAI, {"temperature": None, "seed": None, "reasoning_effort": "low"}),
    ("GPT-5.4-mini", OPENAI, {"temperature": None}),
    ("gpt-5-chat-latest", OPENAI, {"reasoning_effort": None}),
    ("o4-mini", OPENAI, {"temperature": None, "max_tokens": 16000}),
    ("openai/gpt-4.1", HOSTED, {"parsing": Parsing.STRICT, "describe_schema": False}),
    ("mistral-large-latest", HOSTED, {"describe_schema": True, "max_tokens_name": "max_tokens"}),
    ("deepseek-reasoner", HOSTED, {"name": "hosted-reasoning", "temperature": None}),
    ("Qwen/Qwen2.5-72B-Instruct", LOCAL, {"way": Way.WHOLE, "parsing": Parsing.LAX, "inline_refs": True}),
    ("llama3.1:8b", LOCAL, {"way": Way.WHOLE}),
    ("llama3.2:3b-instruct-q4", LOCAL, {"way": Way.SLOTS}),
    ("qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", LOCAL, {"way": Way.SLOTS}),
    ("gemma-3-4b-it", LOCAL, {"way": Way.SLOTS}),
    ("qwen3:14b", LOCAL, {"way": Way.WHOLE}),
    ("mixtral-8x22b", LOCAL, {"way": Way.WHOLE}),
    ("anything", EMBEDDED, {"way": Way.SLOTS, "repair_rounds": 0}),
]


@pytest.mark.parametrize(("model", "kind", "expected"), CASES, ids=lambda value: str(value)[:30])
def test_a_model_gets_the_profile_that_fits(
    model: str, kind: EndpointKind, expected: dict[str, object]
) -> None:
    """By name and by whose server it is, whatever case and owner the name is written with."""
    profile = profile_for(model, kind)
    assert {name: getattr(profile, name) for name in expected} == expected


@pytest.mark.parametrize("kind", EndpointKind)
def test_an_unheard_of_model_has_a_profile(kind: EndpointKind) -> None:
    """A model that came out yesterday works with the general entry of its endpoint."""
    assert isinstance(profile_for("unheard-of-9000", kind), Profile)


def test_every_field_is_documented() -> None:
    """Whoever writes a profile of his own reads what each field does."""
    undocumented = [name for name, field in Profile.model_fields.items() if not field.description]
    assert undocumented == []


def test_the_defaults_name_every_field() -> None:
    """`profiles.toml` shows all that can be set, so that nothing is hidden in the code."""
    assert set(data_table("model/profiles.toml")["defaults"]) == set(Profile.model_fields)  # type: ignore[call-overload]


def test_an_unknown_field_is_refused() -> None:
    """A typing mistake is an error that names the field, not a silent default."""
    with pytest.raises(SettingsError, match="temprature"):
        profile_for("gpt-4o", OPENAI, overrides={"temprature": 0.5})


@pytest.mark.parametrize(
    "override", [{"way": "hole"}, {"deadline_s": 0}, {"max_tokens": "many"}, {"repair_rounds": 3}]
)
def test_a_wrong_value_is_refused(override: dict[str, object]) -> None:
    """Values are checked when the profile is read, with the field's name."""
    with pytest.raises(SettingsError, match=next(iter(override))):
        profile_for("gpt-4o", OPENAI, overrides=override)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (None, OPENAI),
        ("https://api.openai.com/v1", OPENAI),
        ("https://eu.api.openai.com/v1", OPENAI),
        ("https://api.openai.com.evil.example/v1", HOSTED),
        ("https://openrouter.ai/api/v1", HOSTED),
        ("http://localhost:11434/v1", LOCAL),
        ("http://127.0.0.1:8000/v1", LOCAL),
        ("http://[::1]:8000/v1", LOCAL),
        ("http://192.168.1.20:1234/v1", LOCAL),
        ("http://172.16.3.4/v1", LOCAL),
        ("http://user:pass@10.0.0.7/v1", LOCAL),
        ("https://10.example.org/v1", HOSTED),
    ],
)
def test_an_address_says_whose_server_it_is(url: str | None, kind: EndpointKind) -> None:
    """OpenAI's own, somebody's in the net, or one on the user's own machine or network."""
    assert endpoint_kind(url) is kind
