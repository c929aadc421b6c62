"""Run a summariser over gold articles and score what comes out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from summariser.errors import SettingsError
from summariser.evaluate.corpora import Corpus, read_corpus
from summariser.evaluate.gold import GoldArticle, read_gold
from summariser.evaluate.score import Score, lost_score, score_article, total_score
from summariser.session import Summariser
from summariser.text.article import Article

__all__ = ["ArticleScore", "Evaluation", "evaluate", "gold_text"]

Expected = tuple[str, Article, GoldArticle]


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


def evaluate(
    gold: Path,
    summariser: Summariser,
    *,
    only: Sequence[str] = (),
    corpus: Corpus | None = None,
    limit: int | None = None,
) -> Evaluation:
    """Score a summariser against gold; one article at a time, so that seconds mean something.

    `only` names articles, `limit` is how many at most; `corpus` says that the file is a published one.
    Raises `SettingsError`.
    """
    reader = summariser.engine.reader
    chosen = (item for item in _expected(gold, corpus) if not only or item[0] in only)
    return Evaluation(
        model=reader.identity.model,
        way=reader.way.value,
        prompt_fingerprint=reader.prompt_fingerprint,
        schema_fingerprint=reader.schema_fingerprint,
        articles=tuple(_scores(islice(chosen, limit), summariser)),
    )


def _expected(gold: Path, corpus: Corpus | None) -> Iterator[Expected]:
    """Each article with its name and its gold, read as they are needed."""
    if corpus is None:
        for path, expected in read_gold(gold):
            yield path.stem, gold_text(path, expected), expected
        return
    for name, expected in read_corpus(corpus, gold):
        yield name, Article.from_text(expected.text or "", label=name), expected


def _scores(expected: Iterable[Expected], summariser: Summariser) -> Iterator[ArticleScore]:
    for name, article, gold in expected:
        started = time.monotonic()
        (outcome,) = summariser.summarise_many([article], concurrency=1)
        seconds = time.monotonic() - started
        if outcome.summary is None:
            yield ArticleScore(name, lost_score(gold), error=str(outcome.error))
            continue
        score = score_article(outcome.summary, gold)
        score.seconds = 0.0 if outcome.cached else seconds
        yield ArticleScore(name, score)


def gold_text(path: Path, gold: GoldArticle) -> Article:
    """The article of a gold record: its own text, or the file it names."""
    if gold.text is not None:
        return Article.from_text(gold.text, label=path.stem)
    if gold.file is None:
        raise SettingsError(f"{path}: neither `file` nor `text`")
    return Article.from_file(path.parent / gold.file)
