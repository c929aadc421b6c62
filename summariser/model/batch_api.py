"""The wire format of the Batch API: lines out, lines in. Pure; what a line means is judged as for a call.

A line out is `{custom_id, method, url, body}`; `custom_id` comes from the cache key, so an answer finds its
place whatever order it comes back in, and whoever reads it. A line in is
`{custom_id, response: {status_code, body}, error}`, in the output file or in the error file alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from summariser.errors import ArticleError, InvalidAnswer, ModelUnavailable, RunError, SummariserError
from summariser.model.classify import Said, StatusFailure, judge, said_in, status_error
from summariser.model.parsing import NotAnAnswer, read_answer
from summariser.model.profiles import Parsing
from summariser.resources import data_table

__all__ = [
    "ENDPOINT",
    "WINDOW",
    "Answered",
    "BatchRules",
    "BatchStatus",
    "BatchView",
    "Failed",
    "Line",
    "batch_rules",
    "custom_id",
    "judge_line",
    "read_line",
    "request_line",
    "why_unanswered",
]

ENDPOINT: Final = "/v1/chat/completions"
WINDOW: Final = "24h"  # the only one there is
ID_LENGTH = 40  # of 64 hex digits: 160 bits, and within what the API allows
SHOWN = 300


class BatchRules(BaseModel):
    """What the API allows, as `batch_api.toml` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests_a_file: int
    bytes_a_file: int
    price_share: float
    come_again: frozenset[str]


@lru_cache(maxsize=1)
def batch_rules() -> BatchRules:
    """The shipped rules."""
    return BatchRules.model_validate(dict(data_table("model/batch_api.toml")))


class BatchStatus(StrEnum):
    """What the API says of a batch."""

    VALIDATING = "validating"
    IN_PROGRESS = "in_progress"
    FINALIZING = "finalizing"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Nothing more will come; any of the four endings may have left paid answers in a file."""
        return self in {
            BatchStatus.COMPLETED,
            BatchStatus.EXPIRED,
            BatchStatus.CANCELLED,
            BatchStatus.FAILED,
        }

    @classmethod
    def _missing_(cls, value: object) -> BatchStatus:  # noqa: ARG003
        """Other servers have more words for "not yet"."""
        return cls.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as the API shows it. `created` is in seconds since 1970; `completed` counts its good lines."""

    id: str
    status: BatchStatus
    created: float
    output_file: str | None = None
    error_file: str | None = None
    total: int = 0
    completed: int = 0
    failed: int = 0
    problem_code: str | None = None
    problem: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()


class Line(BaseModel):
    """One line of an output or error file."""

    class Response(BaseModel):
        """What the endpoint answered to one request."""

        status_code: int
        body: object = None

    class Problem(BaseModel):
        """Why there is no response."""

        code: str | None = None
        message: str | None = None

    custom_id: str
    response: Response | None = None
    error: Problem | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A valid answer, as JSON text."""

    content: str
    said: Said


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer. `again`: the model never saw the request, so it may go into another batch.

    `reason` is the name of the error that the same thing is in a call that waits.
    """

    reason: str
    message: str
    again: bool = False
    raw: str | None = None


def custom_id(key: bytes) -> str:
    """How a batch names the request of a cache key."""
    return key.hex()[:ID_LENGTH]


def request_line(key: bytes, body: bytes) -> bytes:
    """One line of an input file around the body of a chat completion."""
    head = {"custom_id": custom_id(key), "method": "POST", "url": ENDPOINT}
    return json.dumps(head, separators=(",", ":")).encode()[:-1] + b',"body":' + body + b"}\n"


def read_line(line: bytes) -> Line | None:
    """One line of an output or error file; null if it is torn or no such line."""
    try:
        return Line.model_validate_json(line)
    except ValidationError:
        return None


def judge_line(line: Line, answer_type: type[BaseModel], parsing: Parsing) -> Answered | Failed:
    """What a line says, classified as the same response to a call would be."""
    response = line.response
    if response is None:
        error = line.error or Line.Problem()
        code = error.code or "no response"
        message = f"{code}: {(error.message or '')[:SHOWN]}"
        return Failed(ModelUnavailable.__name__, message, again=code in batch_rules().come_again)
    try:
        if response.status_code != 200:
            raise _refused(response.status_code, response.body)
        said = said_in(response.body)
        return Answered(read_answer(judge(said), answer_type, parsing), said)
    except NotAnAnswer as error:
        return Failed(InvalidAnswer.__name__, f"no valid answer: {error}", raw=said.content)
    except SummariserError as error:
        unseen = response.status_code != 200 and isinstance(error, ModelUnavailable | RunError)
        return _failed(error, again=unseen)


def why_unanswered(view: BatchView) -> Failed:
    """Why a request of an ended batch stands in neither of its files."""
    told = view.problem or "neither answered nor refused"
    code = view.problem_code
    told = f"batch {view.status}: {code + ': ' if code else ''}{told[:SHOWN]}"
    never_begun = view.status in {BatchStatus.EXPIRED, BatchStatus.CANCELLED}
    again = never_begun or code in batch_rules().come_again
    return Failed(ModelUnavailable.__name__, told, again=again)


def _refused(status: int, body: object) -> SummariserError:
    """The error that a line's status stands for."""
    inside = body.get("error") if isinstance(body, dict) else None
    error = inside if isinstance(inside, dict) else {}
    message = error.get("message")
    return status_error(
        StatusFailure(
            status=status,
            message=message if isinstance(message, str) else "no message",
            code=_text(error.get("code")),
            kind=_text(error.get("type")),
        )
    )


def _failed(error: SummariserError, *, again: bool) -> Failed:
    """One of our errors as the end of a request: in a file even a `RunError` is about one line."""
    kind = ModelUnavailable if isinstance(error, ModelUnavailable) else type(error)
    raw = error.raw if isinstance(error, ArticleError) else None
    return Failed(kind.__name__, str(error), again=again, raw=raw)


def _text(given: object) -> str | None:
    return given if isinstance(given, str) else None
