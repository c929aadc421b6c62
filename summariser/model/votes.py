"""Several samples of one model's answer: what most of them say again is surer than what one says alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summariser.errors import ArticleError
from summariser.figures.figure import Figure
from summariser.model.contract import Identity, Model, Reader, Reading, Reply, Request, Way
from summariser.model.gateway import OpenAIModel
from summariser.text.article import Article

__all__ = ["Sample", "VotingReader", "samples_of"]

TEMPERATURE = 0.7
"""Of the further samples: at 0 they would repeat the first answer and its mistakes."""


class Sample:
    """A model as the nth that is asked the same: an identity, and so a remembered answer, of its own."""

    def __init__(self, model: Model, *, number: int) -> None:
        self._model = model
        self._number = number

    @property
    def identity(self) -> Identity:
        """The model's, and which sample it is, also where neither temperature nor seed can be sent."""
        own = self._model.identity
        return replace(own, parameters=(*own.parameters, ("sample", str(self._number))))

    async def complete(self, request: Request) -> Reply:
        """Ask the model. Raises what it raises."""
        return await self._model.complete(request)

    async def aclose(self) -> None:
        """Close the model."""
        await self._model.aclose()


def samples_of(model: OpenAIModel, *, votes: int) -> tuple[Sample, ...]:
    """The further samples of a model that is asked so many times in all: another seed for each."""
    return tuple(Sample(_warmer(model, number), number=number) for number in range(2, votes + 1))


def _warmer(model: OpenAIModel, number: int) -> OpenAIModel:
    """The same model with a temperature and a seed of its own, where its profile sends them."""
    profile = model.profile
    if profile.temperature is not None:
        profile = profile.model_copy(update={"temperature": TEMPERATURE})
    if profile.seed is not None:
        profile = profile.model_copy(update={"seed": profile.seed + number})
    return OpenAIModel(
        model.endpoint,
        profile,
        gate=model.gate,
        clock=model.clock,
        price=model.price,
        describe=model.describe,
    )


class VotingReader:
    """A `Reader` whose first answer counts, and whose others vote on each of its numbers.

    A sample that fails does not vote, and fails no article. Repairs mend the first answer; the samples vote
    on what comes of it.
    """

    def __init__(self, first: Reader, others: Sequence[Reader]) -> None:
        self._first = first
        self._others = tuple(others)

    @property
    def way(self) -> Way:
        """The first reader's."""
        return self._first.way

    @property
    def identity(self) -> Identity:
        """The first reader's."""
        return self._first.identity

    @property
    def prompt_fingerprint(self) -> str:
        """The first reader's: all read the same words."""
        return self._first.prompt_fingerprint

    @property
    def schema_fingerprint(self) -> str:
        """The first reader's: all are held to the same schema."""
        return self._first.schema_fingerprint

    def requests(self, article: Article, figures: Sequence[Figure]) -> list[Request]:
        """The same questions once for each sample."""
        return [
            request for each in (self._first, *self._others) for request in each.requests(article, figures)
        ]

    async def read(self, article: Article, figures: Sequence[Figure]) -> Reading:
        """The first answer, with the samples that vote on it. Raises what the first reader raises."""
        reading = await self._first.read(article, figures)
        for other in self._others:
            try:
                sample = await other.read(article, figures)
            except ArticleError:
                continue
            reading = replace(
                reading,
                usage=reading.usage + sample.usage,
                calls=reading.calls + sample.calls,
                cached=reading.cached and sample.cached,
                samples=(*reading.samples, sample.answer),
            )
        return reading

    async def repair(self, article: Article, reading: Reading, problems: Sequence[str]) -> Reading | None:
        """The first reader's repair."""
        return await self._first.repair(article, reading, problems)
