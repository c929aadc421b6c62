"""From the bytes of a source to articles: text, Markdown, HTML, and lines of JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, field_validator

from summariser.errors import UnreadableArticle
from summariser.text.article import Article, Repair

__all__ = ["MAX_ARTICLE_BYTES", "ArticleLine", "article_from_bytes", "article_from_line", "decode"]

MAX_ARTICLE_BYTES = 20 * 1024 * 1024  # longer than any article; what is longer is refused, not cut

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY_STARTS = (
    b"%PDF-",
    b"\x89PNG",
    b"PK\x03\x04",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"{\\rtf",
    b"\x7fELF",
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 4096
_MOST_CONTROLS = 0.02
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_HTML_ENDINGS = (".html", ".htm", ".xhtml")
_HTML_START = re.compile(r"\A\s{0,200}<(?:!doctype\s+html|html|\?xml)\b", re.IGNORECASE)
_FRONT_MATTER = re.compile(
    r"""
    \A---[ \t]*\r?\n              # a line of three dashes opens the file
    (?P<fields>
      (?: (?: [\w-]{1,60} [ \t]* : | [ \t\#] | -[ ] ) [^\n]{0,2000} \n   # key: value, or what hangs on one
        | \r?\n
      ){1,60}?
    )
    ---[ \t]*\r?\n                # and another closes the fields
    """,
    re.VERBOSE,
)
_FIELD = re.compile(
    r"^(title|date|published|source|url)[ \t]*+:[ \t]*+([^ \t\r\n][^\n]*)$", re.MULTILINE | re.IGNORECASE
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

    @field_validator("published", mode="before")
    @classmethod
    def _day_of_a_time(cls, said: object) -> object:
        """The day as printed of an ISO date or time; an empty string is no date."""
        if isinstance(said, str):
            said = said.strip()
            return said[:10] if _ISO_TIME.match(said) else said or None
        return said


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

    Bytes that are no UTF are read as Windows-1252, and the article's repairs say so.
    Raises `UnreadableArticle` for what is empty, binary, or larger than `MAX_ARTICLE_BYTES`; `SettingsError`
    for HTML without the extra `html`.
    """
    if len(data) > MAX_ARTICLE_BYTES:
        raise UnreadableArticle(f"larger than {MAX_ARTICLE_BYTES // 2**20} MiB", source=label)
    text = decode(data, label=label)
    read = _read_html(text, label=label) if _is_html(text, label) else _read_front_matter(text)
    article = _article(read, label=label, published=published, source=label)
    if _is_utf(data):
        return article
    return replace(article, repairs=(Repair("read_as_cp1252", 1), *article.repairs))


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
    """The text of a file: UTF-8, UTF-16 or UTF-32 with its mark, else Windows-1252.

    Raises `UnreadableArticle` for what is binary: known by its first bytes, or by its control characters. A
    stray NUL in a text is repaired, not refused.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    head = data[:_LOOKED_AT]
    if data.startswith(_BINARY_STARTS) or len(_CONTROLS.findall(head)) > len(head) * _MOST_CONTROLS:
        raise UnreadableArticle("binary, not text", source=label)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _is_utf(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.startswith(tuple(mark for mark, _ in _MARKS))
    return True


def _article(read: _Read, *, label: str, published: date | None, source: str) -> Article:
    article = Article.from_text(
        read.text,
        label=label,
        title=read.title,
        published=read.published or published,
        source=read.source,
        url=read.url,
    )
    if not article.body.strip():
        raise UnreadableArticle("holds no text", source=source)
    return article


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
    fields = {
        name.lower(): value.rstrip(" \t\r").strip("\"'") for name, value in _FIELD.findall(match["fields"])
    }
    day = _day(fields.get("published") or fields.get("date"))
    return _Read(text[match.end() :], fields.get("title"), day, fields.get("source"), fields.get("url"))


def _day(text: str | None) -> date | None:
    """The day of an ISO date or time; null for anything else: a wrong date is worse than none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
