"""Run a summariser over gold articles and score what comes out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summariser.errors import SettingsError
from summariser.evaluate.gold import GoldArticle, read_gold
from summariser.evaluate.score import Score, score_article, total_score
from summariser.session import Summariser
from summariser.text.article import Article

__all__ = ["ArticleScore", "Evaluation", "evaluate"]


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """The score of one gold article; `error` says why there is none."""

    name: str
    score: Score
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of a run, and what was asked how: figures are only comparable under their fingerprints."""

    model: str
    way: str
    prompt_fingerprint: str
    schema_fingerprint: str
    articles: tuple[ArticleScore, ...]

    @property
    def total(self) -> Score:
        """All articles together."""
        return total_score(article.score for article in self.articles)


def evaluate(gold: Path, summariser: Summariser, *, only: Sequence[str] = ()) -> Evaluation:
    """Score a summariser against gold; one article at a time, so that seconds mean something."""
    reader = summariser.engine.reader
    return Evaluation(
        model=reader.identity.model,
        way=reader.way.value,
        prompt_fingerprint=reader.prompt_fingerprint,
        schema_fingerprint=reader.schema_fingerprint,
        articles=tuple(_scores(gold, summariser, only)),
    )


def _scores(gold: Path, summariser: Summariser, only: Sequence[str]) -> Iterator[ArticleScore]:
    for path, expected in read_gold(gold):
        if only and path.stem not in only:
            continue
        article = _article(path, expected)
        started = time.monotonic()
        (outcome,) = summariser.summarise_many([article], concurrency=1)
        seconds = time.monotonic() - started
        if outcome.summary is None:
            yield ArticleScore(path.stem, _lost(expected), error=str(outcome.error))
            continue
        score = score_article(outcome.summary, expected)
        score.seconds = 0.0 if outcome.cached else seconds
        yield ArticleScore(path.stem, score)


def _article(path: Path, gold: GoldArticle) -> Article:
    if gold.text is not None:
        return Article.from_text(gold.text, label=path.stem)
    if gold.file is None:
        raise SettingsError(f"{path}: neither `file` nor `text`")
    return Article.from_file(path.parent / gold.file)


def _lost(gold: GoldArticle) -> Score:
    """A failed article missed everything."""
    score = Score(articles=1, failed=1)
    score.facts.missed = sum(not fact.optional and not a.optional for a in gold.attacks for fact in a.facts)
    score.attacks.missed = sum(not attack.optional for attack in gold.attacks)
    score.diplomacy.missed = sum(not event.optional for event in gold.diplomacy)
    score.diplomacy_without_status.missed = score.diplomacy.missed
    return score
