"""What statuses, headers and bodies mean; rows are cases."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from summariser import errors
from summariser.model.classify import (
    FormatRefused,
    StatusFailure,
    TryAgain,
    judge,
    read_completion,
    retry_after_s,
    status_error,
)
from summariser.model.contract import Usage
from tests.fake_server import completion

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)

STATUSES = [
    (StatusFailure(429, "slow down"), TryAgain),
    (StatusFailure(429, "no money", code="insufficient_quota"), errors.QuotaExhausted),
    (StatusFailure(429, "no money", kind="insufficient_quota"), errors.QuotaExhausted),
    (StatusFailure(429, "later", retry_after=600.0), errors.EndpointDown),
    (StatusFailure(503, "later", retry_after=121.0), errors.EndpointDown),
    (StatusFailure(429, "later", retry_after=120.0), TryAgain),
    (StatusFailure(402, "Insufficient Balance"), errors.QuotaExhausted),
    (StatusFailure(403, "flagged", code="content_policy_violation"), errors.ModelRefused),
    (StatusFailure(400, "filtered", code="content_filter"), errors.ModelRefused),
    (StatusFailure(400, "x", code="context_length_exceeded"), errors.PromptTooLong),
    (StatusFailure(400, "the request exceeds the available context size", kind="exceed_context_size_error"),
     errors.PromptTooLong),
    (StatusFailure(400, "This model's maximum context length is 4096 tokens"), errors.PromptTooLong),
    (StatusFailure(400, "'guided_json' is unknown"), FormatRefused),
    (StatusFailure(422, "response_format: extra fields not permitted"), FormatRefused),
    (StatusFailure(422, "messages: field required"), errors.RequestRejected),
    (StatusFailure(418, "teapot"), errors.RequestRejected),
    (StatusFailure(308, ""), errors.SettingsError),
    (StatusFailure(408, ""), TryAgain),
    (StatusFailure(409, ""), TryAgain),
    (StatusFailure(529, "overloaded"), TryAgain),
]  # fmt: skip


@pytest.mark.parametrize(("failure", "error"), STATUSES, ids=lambda value: getattr(value, "message", None))
def test_a_status_means_one_error(failure: StatusFailure, error: type[Exception]) -> None:
    """Each status, told apart by code and message where one status means several things."""
    assert type(status_error(failure)) is error


def test_only_a_429_asks_for_fewer_calls() -> None:
    """A broken server is not a busy one."""
    throttled, broken = status_error(StatusFailure(429, "")), status_error(StatusFailure(500, ""))
    assert isinstance(throttled, TryAgain)
    assert isinstance(broken, TryAgain)
    assert (throttled.throttled, broken.throttled) == (True, False)


def test_a_server_cannot_flood_the_log() -> None:
    """At most 300 characters of a server's message are repeated."""
    assert len(str(status_error(StatusFailure(500, "x" * 100_000)))) < 350


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Thu, 01 Jan 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Thu, 01 Jan 2026 11:00:30 GMT"}, 0.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
    ],
)
def test_retry_after_is_read_in_all_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, milliseconds and dates; nonsense is as good as nothing."""
    assert retry_after_s(headers, now=NOW) == seconds


@pytest.mark.parametrize(
    "usage", [{}, None, 7, {"prompt_tokens": "12", "completion_tokens": True}, {"prompt_tokens": -1}]
)
def test_absurd_usage_is_unknown(usage: object) -> None:
    """Only whole numbers that are not negative are tokens."""
    said = read_completion(json.dumps(completion("x", usage=usage)).encode())
    assert said.usage == Usage(None, None, None, None)


def test_cached_tokens_are_read() -> None:
    """What the endpoint read from its own cache is cheaper, so it is kept apart."""
    usage = {"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 8}}
    assert read_completion(json.dumps(completion("x", usage=usage)).encode()).usage == Usage(9, 8, 2)


BODIES = [
    b"",
    b"null",
    b"7",
    b"[]",
    b"{}",
    b'{"choices": null}',
    b'{"choices": [7]}',
    b'{"choices": [{}]}',
    b'{"choices": [{"message": null}]}',
    b'{"choices": [{"message": {"content": 7}}]}',
    b'{"choices": [{"message": {"content": "  "}}]}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"error": {"message": "no capacity"}}',
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:40]))
def test_an_absurd_body_is_tried_again(body: bytes) -> None:
    """No body of status 200, however odd, raises anything but `TryAgain`."""
    with pytest.raises(TryAgain):
        judge(read_completion(body))
