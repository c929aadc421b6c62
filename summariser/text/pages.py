"""The article of a web page, by trafilatura (extra `html`)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from summariser.errors import SettingsError, UnreadableArticle

__all__ = ["Page", "read_page"]

MAX_PAGE_CHARACTERS = 5_000_000
MAX_OPEN_TAGS = 20_000  # counts `<br>` and the like too; real pages nest some dozens deep


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page's article and what its head says; `published` as printed there."""

    text: str
    title: str | None
    published: str | None
    source: str | None
    url: str | None


def read_page(html: str, *, label: str) -> Page:
    """Take the article out of a page. Raises `UnreadableArticle`, or `SettingsError` without the extra."""
    try:
        import trafilatura
    except ImportError as error:
        raise SettingsError(f"{label} is HTML: pip install 'summariser[html]'") from error
    if len(html) > MAX_PAGE_CHARACTERS:
        raise UnreadableArticle(f"a page of more than {MAX_PAGE_CHARACTERS:,} characters", source=label)
    if _depth_bound(html) > MAX_OPEN_TAGS:
        raise UnreadableArticle("a page nested too deeply", source=label)
    if "<!entity" in html.lower():
        raise UnreadableArticle("a page that declares entities", source=label)
    found = trafilatura.extract(html, output_format="json", include_comments=False, with_metadata=True)
    said = json.loads(found) if found else {}
    if not (said.get("text") or "").strip():
        raise UnreadableArticle("no article found in the page", source=label)
    return Page(
        text=said["text"],
        title=said.get("title"),
        published=said.get("date"),
        source=said.get("source-hostname") or said.get("hostname"),
        url=said.get("source"),
    )


def _depth_bound(html: str) -> int:
    """How many more tags are opened than closed at most: an upper bound of the nesting, in one pass."""
    return html.count("<") - 2 * html.count("</") - html.count("/>") - html.count("<!--")
