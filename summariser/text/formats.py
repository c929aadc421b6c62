"""From the bytes of a source to articles: text, Markdown, HTML, and lines of JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from summariser.errors import UnreadableArticle
from summariser.text.article import Article

__all__ = ["MAX_ARTICLE_BYTES", "ArticleLine", "article_from_bytes", "article_from_line", "decode"]

MAX_ARTICLE_BYTES = 20 * 1024 * 1024  # longer than any article; what is longer is refused, not cut

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HTML_ENDINGS = (".html", ".htm", ".xhtml")
_HTML_START = re.compile(r"\s{0,200}<(?:!doctype\s+html|html|\?xml)\b", re.IGNORECASE)
_FRONT_MATTER = re.compile(
    r"""
    \A---[ \t]*\r?\n              # a line of three dashes opens the file
    (?P<fields>(?:[^\n]{0,2000}\n){1,60}?)
    ---[ \t]*\r?\n                # and another closes the fields
    """,
    re.VERBOSE,
)
_FIELD = re.compile(
    r"^(title|date|published|source|url)[ \t]*:[ \t]*(.+?)[ \t\r]*$", re.MULTILINE | re.IGNORECASE
)


class ArticleLine(BaseModel):
    """One line of a JSONL source. Other fields are allowed, and left alone.

    `id` is the user's own name for the article; ours is a hash of its text.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    body: str = Field(validation_alias=AliasChoices("body", "text", "content"))
    id: str | int | None = None
    title: str | None = None
    published: date | None = Field(default=None, validation_alias=AliasChoices("published", "date"))
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A text, and what its file says about it."""

    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None


def article_from_bytes(data: bytes, *, label: str, published: date | None = None) -> Article:
    """One article from the bytes of a text, Markdown or HTML file; its own date beats `published`.

    Raises `UnreadableArticle` for what is empty, binary, or larger than `MAX_ARTICLE_BYTES`; `SettingsError`
    for HTML without the extra `html`.
    """
    if len(data) > MAX_ARTICLE_BYTES:
        raise UnreadableArticle(f"larger than {MAX_ARTICLE_BYTES // 2**20} MiB", source=label)
    text = decode(data, label=label)
    read = _read_html(text, label=label) if _is_html(text, label) else _read_front_matter(text)
    return _article(read, label=label, published=published, source=label)


def article_from_line(line: str, *, source: str, number: int, published: date | None = None) -> Article:
    """One article from a line of JSON. Raises `UnreadableArticle` naming file, line and field."""
    try:
        said = ArticleLine.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or None
        raise UnreadableArticle(first["msg"], source=source, line=number, field=field) from None
    label = f"{source}:{number}" if said.id is None else str(said.id)
    read = _Read(said.body, said.title, said.published, said.source, said.url)
    try:
        return _article(read, label=label, published=published, source=source)
    except UnreadableArticle as error:
        raise UnreadableArticle("is empty", source=source, line=number, field="body") from error


def decode(data: bytes, *, label: str) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else Windows-1252. Raises `UnreadableArticle`."""
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4096]:
        raise UnreadableArticle("binary, not text", source=label)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _article(read: _Read, *, label: str, published: date | None, source: str) -> Article:
    if not read.text.strip():
        raise UnreadableArticle("holds no text", source=source)
    return Article.from_text(
        read.text,
        label=label,
        title=read.title,
        published=read.published or published,
        source=read.source,
        url=read.url,
    )


def _is_html(text: str, label: str) -> bool:
    return label.lower().removesuffix(".gz").endswith(_HTML_ENDINGS) or _HTML_START.match(text) is not None


def _read_html(text: str, *, label: str) -> _Read:
    """The article of a page, without its menus; title, date and address as the page states them."""
    from summariser.text.pages import read_page

    page = read_page(text, label=label)
    return _Read(page.text, page.title, _day(page.published), page.source, page.url)


def _read_front_matter(text: str) -> _Read:
    """A text whose first lines may be fields between two lines of dashes, as static sites write them."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return _Read(text)
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(match["fields"])}
    day = _day(fields.get("published") or fields.get("date"))
    return _Read(text[match.end() :], fields.get("title"), day, fields.get("source"), fields.get("url"))


def _day(text: str | None) -> date | None:
    """The day of an ISO date or time; null for anything else: a wrong date is worse than none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
