"""The main path: one article, many articles."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from summariser.errors import ArticleError, UnreadableArticle
from summariser.figures.figure import Figure
from summariser.figures.find import find_figures
from summariser.judging import Case, Judge, Judged, judge_here
from summariser.model.contract import Reader, Reading, Way
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
    judged: Judged


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that stays the same from one article to the next. `clock` gives seconds."""

    reader: Reader
    version: str
    repair_rounds: int = 1
    fallback: Reader | None = None
    judge: Judge = judge_here
    clock: Callable[[], float] = time.monotonic

    async def summarise(self, article: Article) -> Outcome:
        """Turn one article into a summary whose every figure has been checked; raises what failed."""
        started = self.clock()
        draft = await self._read(article)
        return Outcome(
            label=article.label,
            article_id=article.id,
            summary=draft.judged.summary,
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
        try:
            outcome = await self.summarise(article)
        except ArticleError as error:
            outcome = await self._failed(article, error)
        return replace(outcome, index=index)

    async def _failed(self, article: Article, error: ArticleError) -> Outcome:
        """The outcome of a failed article; with a fallback, what that can still say of it."""
        summary = None
        if self.fallback is not None:
            figures = find_figures(article.body)
            reading = await self.fallback.read(article, figures)
            provenance = self._provenance(reading, self.fallback)
            summary = (await self.judge(Case(article, reading, provenance, figures))).summary
        return Outcome(label=article.label, article_id=article.id, summary=summary, error=error)

    async def _read(self, article: Article) -> _Draft:
        """Ask, judge, and send the errors back until they are fewer no more."""
        figures = None if self.reader.way is Way.WHOLE else find_figures(article.body)
        draft = await self._judged(article, await self.reader.read(article, figures or ()), figures)
        for _ in range(self.repair_rounds):
            if not draft.judged.problems:
                break
            draft = await self._repair(article, figures, draft)
        return draft

    async def _repair(self, article: Article, figures: list[Figure] | None, draft: _Draft) -> _Draft:
        """One repair round; its answer is taken only if it has fewer errors."""
        second = await self.reader.repair(article, draft.reading, draft.judged.problems)
        if second is None:
            return draft
        second = replace(second, samples=draft.reading.samples)  # they vote on what is taken
        repaired = await self._judged(article, second, figures)
        better = len(repaired.judged.problems) < len(draft.judged.problems)
        taken = repaired if better else draft
        paid = _paid_for_both(taken.reading, draft.reading, second)
        provenance = self._provenance(paid, self.reader)
        summary = taken.judged.summary.model_copy(update={"provenance": provenance})
        return _Draft(paid, replace(taken.judged, summary=summary))

    async def _judged(self, article: Article, reading: Reading, figures: list[Figure] | None) -> _Draft:
        case = Case(article, reading, self._provenance(reading, self.reader), figures)
        return _Draft(reading, await self.judge(case))

    def _provenance(self, reading: Reading, reader: Reader) -> Provenance:
        return Provenance(
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


def _paid_for_both(taken: Reading, first: Reading, second: Reading) -> Reading:
    """The reading that is taken, with what both cost."""
    return replace(
        taken,
        usage=first.usage + second.usage,
        calls=first.calls + second.calls,
        cached=first.cached and second.cached,
        repaired=taken is second,
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
