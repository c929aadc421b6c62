"""What a night would cost, without asking anybody: `summariser nightly --estimate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from summariser.errors import UnreadableArticle
from summariser.figures.find import find_figures
from summariser.model.contract import (
    CHARACTERS_PER_TOKEN,
    NO_USAGE,
    Cache,
    Reader,
    Request,
    Usage,
    Way,
    cache_key,
)
from summariser.text.article import Article

__all__ = ["Estimate", "estimate_night"]

_EXPECTED_OUTPUT = {Way.WHOLE: 600, Way.SLOTS: 60, Way.PATTERNS: 0}  # tokens of a usual answer


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is to be paid for. `cost_usd` is null if the model's price is unknown, never 0.

    Repairs and repeated calls are not in it; `remembered` calls cost nothing.
    """

    articles: int
    unreadable: int
    calls: int
    remembered: int
    usage: Usage

    def __str__(self) -> str:
        """One line for a person."""
        used, cost = self.usage, self.usage.cost_usd
        money = "at an unknown price" if cost is None else f"about ${cost:,.2f}"
        return (
            f"{self.articles:,} articles ({self.unreadable:,} unreadable): {self.calls:,} calls to pay for, "
            f"{self.remembered:,} remembered; about {used.input_tokens:,} tokens in and "
            f"{used.output_tokens:,} out, {money}"
        )


def estimate_night(
    reader: Reader,
    articles: Iterable[Article | UnreadableArticle],
    *,
    price: Callable[[str, Usage], float | None],
    cache: Cache | None = None,
) -> Estimate:
    """Count what a night would ask. `price` gives the dollars of a usage, null if unknown."""
    readable = unreadable = remembered = calls = 0
    usage = NO_USAGE
    for article in articles:
        if isinstance(article, UnreadableArticle):
            unreadable += 1
            continue
        readable += 1
        for request in reader.requests(article, find_figures(article.body)):
            if cache is not None and cache.get(cache_key(reader.identity, request)) is not None:
                remembered += 1
            else:
                calls += 1
                usage += _expected(reader, request, price)
    return Estimate(readable + unreadable, unreadable, calls, remembered, usage)


def _expected(reader: Reader, request: Request, price: Callable[[str, Usage], float | None]) -> Usage:
    sent = len(request.schema) + sum(len(message.content) for message in request.messages)
    answer = min(request.max_tokens, _EXPECTED_OUTPUT[reader.way])
    usage = Usage(-(-sent // CHARACTERS_PER_TOKEN), 0, answer)
    return Usage(usage.input_tokens, 0, answer, price(reader.identity.model, usage))
