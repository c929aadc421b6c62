"""From files, folders and streams to articles, one after another. A bad line is an outcome, not an end."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from summariser.errors import SettingsError, UnreadableArticle, printable
from summariser.text.article import Article
from summariser.text.formats import MAX_ARTICLE_BYTES, article_from_bytes, article_from_line, decode

__all__ = ["STDIN", "count_articles", "read_articles", "read_one_article"]

STDIN = "-"
_LINE_ENDINGS = (".jsonl", ".ndjson")
_FILE_ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", *_LINE_ENDINGS)
_ADDRESSES = ("http:", "https:", "ftp:", "file:", "data:", "gopher:")
_BLOCK = 1 << 20
_MOST_SKIPPED = 128 << 20  # bytes of one line; a file with longer ones holds no lines


def read_articles(
    sources: Sequence[str | Path], *, published: date | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | UnreadableArticle]:
    """The articles of files, folders (their known files, sorted), JSONL lines, or `-` for stdin; lazily.

    What cannot be read is given as the error that says why; the rest goes on. Raises `SettingsError` at once
    for a source that does not exist. `published` is the day of articles that do not say theirs.
    """
    listed = [str(source) for source in sources]
    for source in listed:
        if source.lower().startswith(_ADDRESSES):
            raise SettingsError(f"{source}: addresses are not fetched; save the page and give its file")
        if source != STDIN and not Path(source).exists():
            raise SettingsError(f"{source}: no such file or folder")
    return _read_all(listed, published, stdin)


def read_one_article(source: str, *, published: date | None = None) -> Article:
    """The one article of a source. Raises `UnreadableArticle`, and `SettingsError` if there are several."""
    found = read_articles([source], published=published)
    first = next(found, None)
    if isinstance(first, UnreadableArticle):
        raise first
    if first is None:
        raise SettingsError(f"{source}: no article here")
    if next(found, None) is not None:
        raise SettingsError(f"{source}: several articles; one is wanted")
    return first


def count_articles(sources: Sequence[str | Path]) -> int | None:
    """How many articles sources hold, for a progress bar. Null for stdin and packed lines."""
    total = 0
    for source in map(str, sources):
        if source == STDIN:
            return None
        for path in _files(Path(source)):
            if not _holds_lines(path):
                total += 1
            elif path.suffix == ".gz":
                return None
            else:
                with path.open("rb") as file:
                    total += sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))
    return total


def _read_all(
    sources: list[str], published: date | None, stdin: BinaryIO | None
) -> Iterator[Article | UnreadableArticle]:
    for source in sources:
        if source == STDIN:
            yield from _read_stdin(stdin or sys.stdin.buffer, published)
            continue
        for path in _files(Path(source)):
            yield from _read_file(path, published)


def _files(source: Path) -> Iterator[Path]:
    """The source itself, or the files of a folder whose ending we know, in the order of their names."""
    if not source.is_dir():
        yield source
        return
    for path in sorted(source.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(source).parts)
        if path.is_file() and not hidden and _plain_name(path).endswith(_FILE_ENDINGS):
            yield path


def _plain_name(path: Path) -> str:
    return path.name.lower().removesuffix(".gz")


def _holds_lines(path: Path) -> bool:
    return _plain_name(path).endswith(_LINE_ENDINGS)


def _read_file(path: Path, published: date | None) -> Iterator[Article | UnreadableArticle]:
    label = printable(str(path))
    try:
        with _opened(path) as stream:
            if _holds_lines(path):
                yield from _read_lines(stream, label, published)
            else:
                yield _read_whole(stream, label, published)
    except (OSError, EOFError, zlib.error) as error:
        yield UnreadableArticle(getattr(error, "strerror", None) or str(error), source=label)


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    if path.suffix.lower() == ".gz":
        return cast("AbstractContextManager[BinaryIO]", gzip.open(path, "rb"))
    return path.open("rb")


def _read_stdin(stream: BinaryIO, published: date | None) -> Iterator[Article | UnreadableArticle]:
    """One article, or one a line if the first line is a JSON object."""
    with nullcontext(stream):
        first = stream.readline(MAX_ARTICLE_BYTES + 1)
        if first.lstrip().startswith(b"{"):
            yield from _read_lines(_Pushed(first, stream), "stdin", published)
        else:
            rest = stream.read(max(0, MAX_ARTICLE_BYTES + 1 - len(first)))
            yield _article_or_error(first + rest, "stdin", published)


class _Pushed:
    """A stream of lines whose first was already drawn."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first = first
        self._rest = rest

    def readline(self, limit: int) -> bytes:
        first, self._first = self._first, b""
        return first or self._rest.readline(limit)


def _read_whole(stream: BinaryIO, label: str, published: date | None) -> Article | UnreadableArticle:
    return _article_or_error(stream.read(MAX_ARTICLE_BYTES + 1), label, published)


def _article_or_error(data: bytes, label: str, published: date | None) -> Article | UnreadableArticle:
    try:
        return article_from_bytes(data, label=label, published=published)
    except UnreadableArticle as error:
        return error


def _read_lines(
    stream: BinaryIO | _Pushed, label: str, published: date | None
) -> Iterator[Article | UnreadableArticle]:
    """One article a line. A line that is too long is refused without being held in memory."""
    number = 0
    while line := stream.readline(MAX_ARTICLE_BYTES + 1):
        number += 1
        if len(line) > MAX_ARTICLE_BYTES:
            skipped = _skip_line(stream, line)
            problem = f"longer than {MAX_ARTICLE_BYTES // 2**20} MiB"
            if skipped >= _MOST_SKIPPED:
                problem += ", no end in sight: the rest of the file is not read"
            yield UnreadableArticle(problem, source=label, line=number)
            if skipped >= _MOST_SKIPPED:
                return
        elif line.strip():
            yield _line_or_error(line, label, number, published)


def _skip_line(stream: BinaryIO | _Pushed, line: bytes) -> int:
    """Read to the end of a line, or until it is plain that these are no lines; how much was read."""
    skipped = len(line)
    while line and not line.endswith(b"\n") and skipped < _MOST_SKIPPED:
        line = stream.readline(_BLOCK)
        skipped += len(line)
    return skipped


def _decoded_line(line: bytes, label: str, number: int) -> str:
    try:
        return decode(line, label=label)
    except UnreadableArticle as error:
        raise UnreadableArticle("binary, not text", source=label, line=number) from error


def _line_or_error(
    line: bytes, label: str, number: int, published: date | None
) -> Article | UnreadableArticle:
    try:
        text = _decoded_line(line, label, number)
        return article_from_line(text, source=label, number=number, published=published)
    except UnreadableArticle as error:
        return error
