"""One finished article as one line: first what happened, last the summary, byte for byte as it goes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from summariser.errors import UnreadableArticle
from summariser.model.contract import canonical_json
from summariser.pipeline import Outcome
from summariser.records import Summary
from summariser.text.article import Article
from summariser.vocabulary import SummaryStatus

__all__ = ["End", "Record", "Row", "key_of", "row_of"]

_SUMMARY = b',"summary":'


class End(StrEnum):
    """How an article ended. `FALLBACK`: the model failed, the figures alone gave a summary."""

    SUMMARISED = "summarised"
    FALLBACK = "fallback"
    FAILED = "failed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Row:
    """What happened to one article. Tokens and dollars are what its answers cost, whenever that was paid."""

    key: str
    label: str
    article_id: str | None
    end: End
    flagged: bool
    cached: bool
    seconds: float
    attempts: int = 1
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    reason: str | None = None
    message: str | None = None
    raw: str | None = None


def key_of(item: Article | UnreadableArticle, *, copy: int) -> str:
    """A name for one line of the source that a later run finds again: 16 hex digits.

    Of all that the line says. `copy` numbers lines that say the same, so that each has its own outcome.
    """
    if isinstance(item, UnreadableArticle):
        said: list[str | None] = [str(item)]
    else:
        published = item.published.isoformat() if item.published else None
        said = [item.label, item.id, item.title, published, item.source, item.url]
    text = canonical_json([said, copy])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def row_of(outcome: Outcome, *, key: str, attempts: int) -> Row:
    """What is kept of an outcome beside its summary."""
    summary, error = outcome.summary, outcome.error
    return Row(
        key=key,
        label=outcome.label,
        article_id=outcome.article_id,
        end=_end_of(outcome),
        flagged=summary is not None and summary.status is SummaryStatus.FLAGGED,
        cached=outcome.cached,
        seconds=round(outcome.seconds, 3),
        attempts=attempts,
        input_tokens=summary.provenance.input_tokens if summary else None,
        output_tokens=summary.provenance.output_tokens if summary else None,
        cost_usd=summary.provenance.cost_usd if summary else None,
        reason=error.reason if error else None,
        message=str(error) if error else None,
        raw=error.raw if error else None,
    )


def _end_of(outcome: Outcome) -> End:
    if outcome.error is None:
        return End.SUMMARISED
    if isinstance(outcome.error, UnreadableArticle):
        return End.UNREADABLE
    return End.FAILED if outcome.summary is None else End.FALLBACK


@dataclass(frozen=True, slots=True)
class Record:
    """A finished article as it is kept: what happened as JSON, and the summary's JSON as it goes out."""

    head: bytes
    summary: bytes | None

    @classmethod
    def of(cls, row: Row, summary: Summary | None) -> Record:
        """From what the run knows."""
        text = None if summary is None else summary.model_dump_json().encode()
        return cls(
            json.dumps({name: getattr(row, name) for name in _FIELDS}, ensure_ascii=True).encode(), text
        )

    @classmethod
    def parse(cls, line: bytes) -> Record | None:
        """From a line of the partial results; null if it is torn."""
        head, mark, rest = line.partition(_SUMMARY)  # inside a string its quotes would be escaped
        if not mark or not rest.endswith(b"}\n"):
            return None
        return cls(head + b"}", None if rest == b"null}\n" else rest[:-2])

    def line(self) -> bytes:
        """As one line of JSON, the summary last."""
        return self.head[:-1] + _SUMMARY + (self.summary or b"null") + b"}\n"

    def row(self) -> Row | None:
        """What happened; null if another version wrote it."""
        try:
            said: Mapping[str, Any] = json.loads(self.head)
            return Row(**{name: said[name] for name in _FIELDS} | {"end": End(said["end"])})
        except (ValueError, KeyError, TypeError):
            return None


_FIELDS = tuple(field.name for field in fields(Row))
