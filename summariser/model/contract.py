"""What a model, a cache and a way to ask look like from outside. The rest of this room implements it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import ClassVar, Protocol

from pydantic import BaseModel

from summariser.figures.figure import Figure
from summariser.records import Answer
from summariser.text.article import Article
from summariser.vocabulary import Grade

__all__ = [
    "CHARACTERS_PER_TOKEN",
    "Cache",
    "Entry",
    "Identity",
    "Message",
    "Model",
    "Reader",
    "Reading",
    "Reply",
    "Request",
    "Usage",
    "Way",
    "cache_key",
    "canonical_json",
    "fingerprint",
]

CACHE_FORMAT = 1
CHARACTERS_PER_TOKEN = 4
"""Over-estimates English by a fifth: safe for limits and ceilings."""


class Way(StrEnum):
    """How a model is asked; chosen by its profile."""

    WHOLE = "whole"
    SLOTS = "slots"
    PATTERNS = "patterns"


@dataclass(frozen=True)
class Message:
    """One message of a chat: `role` is system, user or assistant."""

    role: str
    content: str

    # Made once, though most messages go out with every article.

    @cached_property
    def wire(self) -> str:
        """As JSON in the order of the API's reference."""
        return f'{{"role":{_quoted(self.role)},"content":{self._content}}}'

    @cached_property
    def canonical(self) -> str:
        """As canonical JSON."""
        return f'{{"content":{self._content},"role":{_quoted(self.role)}}}'

    @cached_property
    def _content(self) -> str:
        return _quoted(self.content)


@dataclass(frozen=True, slots=True)
class Request:
    """Exactly what is sent: messages, the strict schema as canonical JSON, and the type that validates."""

    messages: tuple[Message, ...]
    schema_name: str
    schema: str
    answer_type: type[BaseModel]
    max_tokens: int
    article_id: str = ""  # this and the next are no part of the key: `cache prune` chooses by them
    prompt_fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two answers comparable. Never the API key, a timeout or a number of workers.

    `endpoint` is the base URL, or `local` for the embedded model, whose port changes from run to run.
    `parameters` are the sampling parameters as sorted (name, value) pairs.
    """

    endpoint: str
    model: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and money. Null where the endpoint does not say: never 0."""

    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        """The sum; what one of the two does not know stays unknown."""
        return Usage(
            _sum(self.input_tokens, other.input_tokens),
            _sum(self.cached_tokens, other.cached_tokens),
            _sum(self.output_tokens, other.output_tokens),
            None if self.cost_usd is None or other.cost_usd is None else self.cost_usd + other.cost_usd,
        )


NO_USAGE = Usage(0, 0, 0, 0.0)


def _sum(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


@dataclass(frozen=True, slots=True)
class Reply:
    """A validated answer: `content` is the JSON text that `Request.answer_type` accepted."""

    content: str
    usage: Usage
    model_answered: str | None
    finish_reason: str | None = None
    system_fingerprint: str | None = None
    attempts: int = 1
    cached: bool = False


class Model(Protocol):
    """One model behind one endpoint."""

    @property
    def identity(self) -> Identity:
        """What makes its answers comparable."""

    async def complete(self, request: Request) -> Reply:
        """Ask once; retries and the one re-ask included. Raises `ArticleError` or `RunError`."""

    async def aclose(self) -> None:
        """Let go of connections, and stop what was started."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A remembered answer, with what `cache prune` may want to choose by."""

    content: str
    usage: Usage
    model_asked: str
    model_answered: str | None
    finish_reason: str | None = None
    system_fingerprint: str | None = None
    attempts: int = 1
    article_id: str = ""
    prompt_fingerprint: str = ""
    schema_fingerprint: str = ""


class Cache(Protocol):
    """Remembered answers. A cache that fails costs money, never an article: no method raises.

    `remote`: a call may wait for a network, so an event loop makes it from a thread.
    """

    remote: ClassVar[bool]

    def get(self, key: bytes) -> Entry | None:
        """The remembered answer; null if there is none, or none that can be trusted."""

    def put(self, key: bytes, entry: Entry) -> None:
        """Remember an answer."""

    def claim(self, key: bytes, *, seconds: float) -> bool:
        """Take (or renew) the lease on a key: true if the caller may pay for the answer."""

    def release(self, key: bytes) -> None:
        """Give the lease on a key back."""

    def close(self) -> None:
        """Let go of all connections."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one way of asking made of an article. `cached`: no call was paid for.

    `grades` says of each count (`attacks[0].counts[1]`) who read it so, where this way knows; null where the
    model alone was asked, and the figures are compared afterwards. `doubts`: why this way is not sure of a
    count. `samples`: what the same model said when asked again.
    """

    answer: Answer
    usage: Usage
    calls: int
    model_answered: str | None
    cached: bool
    repaired: bool = False
    grades: Mapping[str, Grade] | None = None
    doubts: Mapping[str, str] = field(default_factory=dict)
    samples: tuple[Answer, ...] = field(default=(), repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)


class Reader(Protocol):
    """A way to ask: whole, slots or patterns. All fill the same `Answer`."""

    @property
    def way(self) -> Way:
        """Which of the three ways it is."""

    @property
    def identity(self) -> Identity:
        """Of the model that answers."""

    @property
    def prompt_fingerprint(self) -> str:
        """Of every word the model reads besides the article."""

    @property
    def schema_fingerprint(self) -> str:
        """Of the schemas that are sent."""

    def requests(self, article: Article, figures: Sequence[Figure]) -> list[Request]:
        """Exactly what would be sent first, for `summariser prompt`, estimates and batches."""

    async def read(self, article: Article, figures: Sequence[Figure]) -> Reading:
        """Ask, and put the replies together into one answer."""

    async def repair(self, article: Article, reading: Reading, problems: Sequence[str]) -> Reading | None:
        """Send the errors back once; null where this way has no repair round."""


def canonical_json(value: object) -> str:
    """One text for one value, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """A short, stable name for a text: 16 hex digits of its sha256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cache_key(identity: Identity, request: Request) -> bytes:
    """The key of an answer: everything that shapes it, and nothing else (never the API key)."""
    messages = ",".join([message.canonical for message in request.messages])
    text = (
        f'{{"format":{CACHE_FORMAT},"identity":{_identified(identity)},"max_tokens":{request.max_tokens},'
        f'"messages":[{messages}],"schema":{_quoted_schema(request.schema)},'
        f'"schema_name":{_quoted(request.schema_name)}}}'
    )  # canonical JSON, put together from parts that are the same for every article
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@lru_cache(maxsize=32)
def _quoted_schema(schema: str) -> str:
    return _quoted(schema)


@lru_cache(maxsize=32)
def _identified(identity: Identity) -> str:
    return canonical_json(
        {"endpoint": identity.endpoint, "model": identity.model, "parameters": identity.parameters}
    )
