"""The main path: one article, many articles."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from summariser.checks.judge import CheckedAnswer, cross_check
from summariser.compose import compose_summary
from summariser.errors import ArticleError, UnreadableArticle
from summariser.figures.figure import Figure
from summariser.figures.find import find_figures
from summariser.model.agreement import agreement_of
from summariser.model.contract import Reader, Reading
from summariser.records import Provenance, Summary
from summariser.text.article import Article

__all__ = ["Engine", "Outcome", "in_source_order"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one article ended: with a summary, with an error, or with both (a fallback's summary).

    `index` is its position in the source, from 0. `cached`: no call was paid for. `seconds` is wall time.
    """

    label: str
    article_id: str | None
    summary: Summary | None
    error: ArticleError | None
    cached: bool = False
    seconds: float = 0.0
    index: int = 0


@dataclass(frozen=True, slots=True)
class _Draft:
    """A reading and what the text says of it."""

    reading: Reading
    checked: CheckedAnswer


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that stays the same from one article to the next. `clock` gives seconds."""

    reader: Reader
    version: str
    repair_rounds: int = 1
    fallback: Reader | None = None
    clock: Callable[[], float] = time.monotonic

    async def summarise(self, article: Article) -> Outcome:
        """Turn one article into a summary whose every figure has been checked; raises what failed."""
        started = self.clock()
        return await self._summarise(article, find_figures(article.body), started=started)

    async def _summarise(self, article: Article, figures: list[Figure], *, started: float) -> Outcome:
        draft = await self._read(article, figures)
        summary = self._compose(article, figures, draft, reader=self.reader)
        return Outcome(
            label=article.label,
            article_id=article.id,
            summary=summary,
            error=None,
            cached=draft.reading.cached,
            seconds=self.clock() - started,
        )

    async def stream(
        self, articles: Iterable[Article | UnreadableArticle], *, concurrency: int
    ) -> AsyncGenerator[Outcome, None]:
        """Summarise articles, `concurrency` at a time, and give each outcome as it comes.

        Draws from `articles` lazily. One article that fails is an outcome; a `RunError` is raised when the
        articles in flight have ended: their answers are paid for.
        """
        source = enumerate(articles)
        running: set[asyncio.Task[Outcome]] = set()
        ended: asyncio.Queue[asyncio.Task[Outcome]] = asyncio.Queue()
        failure: BaseException | None = None
        try:
            while True:
                while (
                    not failure and len(running) < concurrency and (drawn := next(source, None)) is not None
                ):
                    task = asyncio.create_task(self._attempt(drawn[1], index=drawn[0]))
                    task.add_done_callback(ended.put_nowait)
                    running.add(task)
                if not running:
                    break
                running.remove(task := await ended.get())
                if (error := task.exception()) is None:
                    yield task.result()
                failure = failure or error
        finally:
            await _cancel(running)
        if failure is not None:
            raise failure

    async def _attempt(self, article: Article | UnreadableArticle, *, index: int) -> Outcome:
        if isinstance(article, UnreadableArticle):
            label = article.source if article.line is None else f"{article.source}:{article.line}"
            return Outcome(label=label, article_id=None, summary=None, error=article, index=index)
        started = self.clock()
        figures = find_figures(article.body)
        try:
            outcome = await self._summarise(article, figures, started=started)
        except ArticleError as error:
            outcome = await self._failed(article, figures, error)
        return replace(outcome, index=index)

    async def _failed(self, article: Article, figures: list[Figure], error: ArticleError) -> Outcome:
        """The outcome of a failed article; with a fallback, what that can still say of it."""
        summary = None
        if self.fallback is not None:
            reading = await self.fallback.read(article, figures)
            draft = _Draft(reading, cross_check(article, reading.answer, figures))
            summary = self._compose(article, figures, draft, reader=self.fallback)
        return Outcome(label=article.label, article_id=article.id, summary=summary, error=error)

    async def _read(self, article: Article, figures: list[Figure]) -> _Draft:
        """Ask, judge, and send the errors back until they are fewer no more."""
        reading = await self.reader.read(article, figures)
        draft = _Draft(reading, cross_check(article, reading.answer, figures))
        for _ in range(self.repair_rounds):
            if not draft.checked.errors:
                break
            draft = await self._repair(article, figures, draft)
        return draft

    async def _repair(self, article: Article, figures: list[Figure], draft: _Draft) -> _Draft:
        """One repair round; its answer is taken only if it has fewer errors."""
        problems = [f"{path}: {draft.checked.findings[path].note}" for path in draft.checked.errors]
        second = await self.reader.repair(article, draft.reading, problems)
        if second is None:
            return draft
        checked = cross_check(article, second.answer, figures)
        better = len(checked.errors) < len(draft.checked.errors)
        taken = _Draft(second, checked) if better else draft
        return _Draft(_paid_for_both(taken.reading, draft.reading, second), taken.checked)

    def _compose(self, article: Article, figures: list[Figure], draft: _Draft, *, reader: Reader) -> Summary:
        reading = draft.reading
        provenance = Provenance(
            model=reader.identity.model,
            model_answered=reading.model_answered,
            endpoint=reader.identity.endpoint,
            way=reader.way.value,
            prompt_fingerprint=reader.prompt_fingerprint,
            schema_fingerprint=reader.schema_fingerprint,
            calls=reading.calls,
            input_tokens=reading.usage.input_tokens,
            output_tokens=reading.usage.output_tokens,
            cost_usd=reading.usage.cost_usd,
            repaired=reading.repaired,
            version=self.version,
            samples=1 + len(reading.samples),
        )
        agreement = agreement_of(reading, figures, article, way=reader.way)
        return compose_summary(article, draft.checked, provenance, agreement=agreement)


def _paid_for_both(taken: Reading, first: Reading, second: Reading) -> Reading:
    """The reading that is taken, with what both cost."""
    return replace(
        taken,
        usage=first.usage + second.usage,
        calls=first.calls + second.calls,
        cached=first.cached and second.cached,
        repaired=taken is second,
        samples=first.samples,
    )


def in_source_order(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Outcomes in the order of their articles in the source; each as soon as its turn has come."""
    waiting: dict[int, Outcome] = {}
    turn = 0
    for outcome in outcomes:
        waiting[outcome.index] = outcome
        while turn in waiting:
            yield waiting.pop(turn)
            turn += 1


async def _cancel(tasks: set[asyncio.Task[Outcome]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
