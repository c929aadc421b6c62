"""What a response of the endpoint means: pure, from bytes and numbers to an answer or one of our errors.

| seen                                                         | becomes                              |
|--------------------------------------------------------------|--------------------------------------|
| 429, 408, 409, 425, 5xx, broken connection, deadline         | `TryAgain`                           |
| HTML, empty or absurd body, no choices, no content           | `TryAgain`                           |
| 429 insufficient_quota, 402                                  | `QuotaExhausted`                     |
| 401, 403                                                     | `CredentialsRejected`                |
| 404                                                          | `UnknownModel`                       |
| Retry-After longer than we wait                              | `EndpointDown`                       |
| 3xx                                                          | `SettingsError`: a wrong address     |
| 400 context length                                           | `PromptTooLong`                      |
| 400 about response_format                                    | `FormatRefused`: ask in a simpler way|
| 400, 413, 422 and the rest of 4xx                            | `RequestRejected`                    |
| refusal, finish_reason content_filter, a filter's 4xx        | `ModelRefused`                       |
| finish_reason length                                         | `AnswerTruncated`                    |
"""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from summariser.errors import (
    AnswerTruncated,
    ArticleError,
    CredentialsRejected,
    EndpointDown,
    ModelRefused,
    ModelUnavailable,
    PromptTooLong,
    QuotaExhausted,
    RequestRejected,
    SettingsError,
    SummariserError,
    UnknownModel,
)
from summariser.model.contract import Usage

__all__ = [
    "LONGEST_PAUSE_S",
    "FormatRefused",
    "Said",
    "StatusFailure",
    "TryAgain",
    "judge",
    "read_completion",
    "retry_after_s",
    "said_in",
    "status_error",
]

LONGEST_PAUSE_S = 120.0
SHOWN = 300  # characters of a server's message that we repeat
AGAIN = frozenset({408, 409, 425, 429})
QUOTA_CODES = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded"}
)
FILTER_CODES = frozenset({"content_filter", "content_policy_violation", "moderation_blocked"})
WINDOW_CODES = frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"})
TOO_LONG = re.compile(
    r"""
    context[ _](?:length|window|size) | maximum\ context | prompt\ is\ too\ long
    | too\ many\ (?:input\ )?tokens
    """,
    re.VERBOSE | re.IGNORECASE,
)
ABOUT_FORMAT = re.compile(
    r"response_format|json_schema|structured[ _]output|json_object|guided", re.IGNORECASE
)


class TryAgain(ModelUnavailable):
    """A failure that may pass. `throttled`: the endpoint asked for fewer calls."""

    def __init__(self, message: str, *, retry_after: float | None = None, throttled: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.throttled = throttled


class FormatRefused(ArticleError):
    """The endpoint does not know this way of asking for JSON."""


@dataclass(frozen=True, slots=True)
class Said:
    """One completion, as far as we use it."""

    content: str | None
    refusal: str | None
    finish_reason: str | None
    model: str | None
    system_fingerprint: str | None
    usage: Usage


@dataclass(frozen=True, slots=True)
class StatusFailure:
    """An HTTP status that is no success, with what the body says of it."""

    status: int
    message: str
    code: str | None = None
    kind: str | None = None
    retry_after: float | None = None


def read_completion(body: bytes) -> Said:
    """The completion in a body of status 200; whatever its content type. Raises `TryAgain`."""
    try:
        value = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise TryAgain(f"no completion but {_start(body)} ({type(error).__name__})") from None
    return said_in(value)


def said_in(value: object) -> Said:
    """The completion in a JSON value. Raises `TryAgain`."""
    if not isinstance(value, dict):
        raise TryAgain(f"no completion but a JSON {type(value).__name__}")
    choices = value.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise TryAgain(f"no choices in the completion{_error_inside(value)}")
    message = choices[0].get("message")
    said = message if isinstance(message, dict) else {}
    return Said(
        content=_text(said.get("content")),
        refusal=_text(said.get("refusal")),
        finish_reason=_text(choices[0].get("finish_reason")),
        model=_text(value.get("model")),
        system_fingerprint=_text(value.get("system_fingerprint")),
        usage=_usage(value.get("usage")),
    )


def judge(said: Said) -> str:
    """The text of a finished answer. Raises `ModelRefused`, `AnswerTruncated` or `TryAgain`."""
    if said.refusal:
        raise ModelRefused(f"the model refused: {said.refusal[:SHOWN]}", raw=said.refusal)
    if said.finish_reason == "content_filter":
        raise ModelRefused("the endpoint's content filter stepped in", raw=said.content)
    if said.finish_reason == "length":
        raise AnswerTruncated("the answer was cut at the token limit", raw=said.content)
    if not said.content or not said.content.strip():
        raise TryAgain(f"the completion has no content (finish_reason {said.finish_reason})")
    return said.content


def status_error(failure: StatusFailure) -> SummariserError:
    """The error that a status stands for; see the table above."""
    told = f"status {failure.status}: {failure.message[:SHOWN]}"
    codes = {failure.code, failure.kind}
    if failure.status == 402 or codes & QUOTA_CODES:
        return QuotaExhausted(told)
    if codes & FILTER_CODES:
        return ModelRefused(told)
    if failure.status in AGAIN or failure.status >= 500:
        return _passing(failure, told)
    if failure.status in {401, 403}:
        return CredentialsRejected(told)
    if failure.status == 404:
        return UnknownModel(told)
    if failure.status < 400:
        return SettingsError(f"{told}: is the address right?")
    return _bad_request(failure, told, codes)


def _passing(failure: StatusFailure, told: str) -> SummariserError:
    if failure.retry_after is not None and failure.retry_after > LONGEST_PAUSE_S:
        return EndpointDown(f"{told}; it asks for a pause of {failure.retry_after:.0f} s: run again later")
    return TryAgain(told, retry_after=failure.retry_after, throttled=failure.status == 429)


def _bad_request(failure: StatusFailure, told: str, codes: set[str | None]) -> SummariserError:
    if codes & WINDOW_CODES or TOO_LONG.search(failure.message):
        return PromptTooLong(told)
    if failure.status in {400, 422, 501} and ABOUT_FORMAT.search(failure.message):
        return FormatRefused(told)
    return RequestRejected(told)


def retry_after_s(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds to wait: `retry-after-ms`, or `retry-after` as seconds or an HTTP date. Null: unreadable."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    given = headers.get("retry-after")
    seconds = _number(given)
    if seconds is not None:
        return max(0.0, seconds)
    try:
        then = email.utils.parsedate_to_datetime(given or "")
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def _usage(given: object) -> Usage:
    if not isinstance(given, dict):
        return Usage()
    details = given.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else None
    return Usage(_count(given.get("prompt_tokens")), _count(cached), _count(given.get("completion_tokens")))


def _count(given: object) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else None


def _text(given: object) -> str | None:
    return given if isinstance(given, str) else None


def _error_inside(value: Mapping[str, Any]) -> str:
    error = value.get("error")
    message = error.get("message") if isinstance(error, dict) else error
    return f": {message[:SHOWN]}" if isinstance(message, str) else ""


def _start(body: bytes) -> str:
    start = " ".join(body[:60].decode("utf-8", "replace").split())
    return repr(start) if start else "an empty body"
