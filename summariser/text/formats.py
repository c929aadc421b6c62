"""From the bytes of a file to articles: text, Markdown, HTML, JSONL."""

from __future__ import annotations

from datetime import date

from summariser.text.article import Article

__all__ = ["article_from_bytes"]


def article_from_bytes(data: bytes, *, label: str, published: date | None = None) -> Article:
    """One article from the bytes of a text, Markdown or HTML file."""
    return Article.from_text(data.decode("utf-8"), label=label, published=published)
