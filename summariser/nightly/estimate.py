"""What a night would cost, without asking anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from summariser.errors import UnreadableArticle
from summariser.figures.find import find_figures
from summariser.model.contract import Reader, Request, Usage
from summariser.text.article import Article

__all__ = ["Estimate", "estimate_night"]

CHARACTERS_PER_TOKEN = 4  # over-estimates English by a fifth: a ceiling, not a forecast
ANSWER_PER_ARTICLE_TOKEN = (
    0.6  # an answer is shorter than its article; whole answers to the seeds: 0.4 to 0.6
)

Priced = Callable[[str, Usage], float | None]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Upper figures for a source. `cost_usd` is null where the price of the model is not known."""

    articles: int
    unreadable: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None

    def __str__(self) -> str:
        """One line for a person."""
        cost = (
            "cost unknown (no price for this model: --prices)"
            if self.cost_usd is None
            else f"${self.cost_usd:.2f}"
        )
        unread = f", {self.unreadable} unreadable" if self.unreadable else ""
        return (
            f"{self.articles} articles{unread}: at most about {self.calls} calls, "
            f"{self.input_tokens:,} tokens in, {self.output_tokens:,} out, {cost}; "
            "answers in the cache are not deducted, re-asks not added"
        )


def estimate_night(
    reader: Reader, source: Iterable[Article | UnreadableArticle], *, price: Priced
) -> Estimate:
    """Count what would be sent for each article, and price it."""
    articles = unreadable = calls = sent = answered = 0
    for article in source:
        if isinstance(article, UnreadableArticle):
            unreadable += 1
            continue
        requests = reader.requests(article, find_figures(article.body))
        articles += 1
        calls += len(requests)
        sent += sum(_tokens(request) for request in requests)
        answered += (
            round(len(article.body) / CHARACTERS_PER_TOKEN * ANSWER_PER_ARTICLE_TOKEN) if requests else 0
        )
    usage = Usage(input_tokens=sent, cached_tokens=0, output_tokens=answered)
    return Estimate(articles, unreadable, calls, sent, answered, price(reader.identity.model, usage))


def _tokens(request: Request) -> int:
    characters = sum(len(message.content) for message in request.messages) + len(request.schema)
    return characters // CHARACTERS_PER_TOKEN
