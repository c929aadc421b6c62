"""Rows of a table in, rows of a table out: the engine as Ray, Spark and Dask want to call it.

One row in is one article, one row out is its outcome, in the same order; a row never disappears. Schedulers
run a batch of rows again when a worker dies: with a cache that all workers share that costs nothing twice,
and the rows come out the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from types import TracebackType
from typing import Self

from summariser.errors import UnreadableArticle
from summariser.pipeline import Outcome, in_source_order
from summariser.session import Summariser
from summariser.settings import Settings
from summariser.text.article import Article
from summariser.wiring import open_summariser

__all__ = ["RowSummariser", "SummaryRow", "article_of_row"]

TEXT_FIELDS = ("text", "body", "content")


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """What comes out for one row. `summary` is the JSON text that `run` would write; null where it failed.

    `id` is the row's own id, else the article's. `error` is the class of the failure, `message` its words.
    """

    id: str
    article_id: str | None
    status: str | None
    summary: str | None
    error: str | None
    message: str | None
    cached: bool


class RowSummariser:
    """An open engine for rows. Use it with `with`; a worker keeps one for its whole life.

    What `settings` do not say about key, address, model and cache comes from the worker's environment, so
    that no key need travel through the scheduler.
    """

    def __init__(self, settings: Settings | None = None, *, concurrency: int = 32) -> None:
        self._concurrency = concurrency
        self._summariser: Summariser = open_summariser(settings=_with_environment(settings or Settings()))

    def rows(self, rows: Sequence[Mapping[str, object]]) -> list[SummaryRow]:
        """One row out for each row in, in their order. Only a `RunError` stops it."""
        articles = [article_of_row(row, number=number) for number, row in enumerate(rows, 1)]
        outcomes = self._summariser.summarise_many(articles, concurrency=self._concurrency)
        return [_row(rows[each.index], each) for each in in_source_order(outcomes)]

    def records(self, rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
        """As `rows`, as plain dictionaries for a data frame."""
        return [asdict(row) for row in self.rows(list(rows))]

    def close(self) -> None:
        """Let go of connections and threads."""
        self._summariser.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def article_of_row(row: Mapping[str, object], *, number: int) -> Article | UnreadableArticle:
    """The article in a row: `text` (or `body`, `content`), `id`, `title`, `published`, `source`, `url`."""
    name = _text(row.get("id"))
    where = name or f"row {number}"
    text = next((found for field in TEXT_FIELDS if (found := _text(row.get(field)))), None)
    if text is None or not text.strip():
        return UnreadableArticle("no text in it", source=where, field=TEXT_FIELDS[0])
    try:
        published = _date(row.get("published"))
    except ValueError:
        return UnreadableArticle("not a date (YYYY-MM-DD)", source=where, field="published")
    return Article.from_text(
        text,
        label=where,
        title=_text(row.get("title")),
        published=published,
        source=_text(row.get("source")),
        url=_text(row.get("url")),
    )


def _row(given: Mapping[str, object], outcome: Outcome) -> SummaryRow:
    summary, error = outcome.summary, outcome.error
    return SummaryRow(
        id=_text(given.get("id")) or outcome.article_id or outcome.label,
        article_id=outcome.article_id,
        status=summary.status.value if summary else None,
        summary=summary.model_dump_json() if summary else None,
        error=error.reason if error else None,
        message=str(error) if error else None,
        cached=outcome.cached,
    )


def _with_environment(settings: Settings) -> Settings:
    here = Settings.from_environment(environ=os.environ)
    return replace(
        settings,
        model=settings.model or here.model,
        base_url=settings.base_url or here.base_url,
        api_key=settings.api_key or here.api_key,
        cache=settings.cache or here.cache,
        folder=settings.folder or here.folder,
    )


def _text(value: object) -> str | None:
    """A text of a cell; data frames say NaN for nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return None if value != value else value.date()  # pandas says NaT
    if isinstance(value, date):
        return value
    text = _text(value)
    return date.fromisoformat(text[:10]) if text else None
