"""The one answer that all ways to ask fill."""

from __future__ import annotations

from collections.abc import Sequence

from summariser.records import Answer, Attack, DiplomaticEvent
from summariser.text.article import Article

__all__ = ["answer_of"]

_LONGEST_HEADLINE = 160


def answer_of(article: Article, attacks: Sequence[Attack], diplomacy: Sequence[DiplomaticEvent]) -> Answer:
    """Records under the article's own headline: its title, else its first sentence."""
    return Answer(headline=_headline(article), attacks=list(attacks), diplomacy=list(diplomacy))


def _headline(article: Article) -> str:
    if article.title:
        return article.title
    texts = (
        article.sentence_text(number)
        for number, sentence in enumerate(article.sentences, 1)
        if not sentence.boilerplate
    )
    first = next(texts, "")
    if len(first) <= _LONGEST_HEADLINE:
        return first
    return first[:_LONGEST_HEADLINE].rsplit(" ", 1)[0].rstrip(",;:- ") + " …"
