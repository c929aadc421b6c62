"""A night's folder in, its digest out: Markdown, page, tables. All the reading and writing of `digest`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from summariser.errors import UnreadableArticle
from summariser.merge import Digest, merge_summaries
from summariser.records import Summary
from summariser.render.digest_markdown import render_digest_markdown
from summariser.render.html import render_digest_html
from summariser.render.table_files import replacing, write_csv, write_parquet, write_sqlite
from summariser.render.tables import tables

__all__ = ["ALL_FORMATS", "DigestFormat", "digest_folder", "read_summaries", "write_digest"]

_SUMMARIES = "summaries.jsonl"


class DigestFormat(StrEnum):
    """What a digest is written as."""

    MARKDOWN = "md"
    HTML = "html"
    CSV = "csv"
    SQLITE = "sqlite"
    PARQUET = "parquet"


ALL_FORMATS = (DigestFormat.MARKDOWN, DigestFormat.HTML, DigestFormat.CSV, DigestFormat.SQLITE)


def digest_folder(
    sources: Path | Sequence[Path],
    *,
    out: Path | None = None,
    formats: Iterable[DigestFormat] = ALL_FORMATS,
) -> list[Path]:
    """Merge one or several nights and write their digest; gives the files written.

    A source is a `summaries.jsonl` or a folder that holds one (at any depth). `out` is the first source's
    folder if null. Files are replaced whole: digest.md, digest.html, attacks.csv, counts.csv, diplomacy.csv,
    digest.sqlite, *.parquet. Raises `UnreadableArticle` for a broken line (naming file and line) and for a
    source without summaries, `OutputError` if a file cannot be written.
    """
    listed = [sources] if isinstance(sources, Path) else list(sources)
    folder = out or (listed[0] if listed[0].is_dir() else listed[0].parent)
    digest = merge_summaries(summary for source in listed for summary in read_summaries(source))
    return write_digest(digest, folder, formats=formats)


def read_summaries(source: Path) -> Iterator[Summary]:
    """The summaries of a file, or of all `summaries.jsonl` under a folder, in the order of their paths."""
    files = sorted(source.rglob(_SUMMARIES)) if source.is_dir() else [source]
    if not files:
        raise UnreadableArticle(f"no {_SUMMARIES} here", source=str(source))
    for file in files:
        yield from _read(file)


def _read(file: Path) -> Iterator[Summary]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _summary(line, file=file, number=number)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableArticle(str(error), source=str(file)) from error


def _summary(line: str, *, file: Path, number: int) -> Summary:
    try:
        return Summary.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise UnreadableArticle(first["msg"], source=str(file), line=number, field=field) from error


def write_digest(
    digest: Digest, folder: Path, *, formats: Iterable[DigestFormat] = ALL_FORMATS
) -> list[Path]:
    """Write a digest into a folder; gives the files written."""
    wanted = list(dict.fromkeys(formats))
    paths: list[Path] = []
    rows = tables(digest)
    for kind in wanted:
        if kind is DigestFormat.MARKDOWN:
            paths.append(_write(folder / "digest.md", render_digest_markdown(digest)))
        elif kind is DigestFormat.HTML:
            paths.append(_write(folder / "digest.html", render_digest_html(digest)))
        elif kind is DigestFormat.CSV:
            paths += write_csv(rows, folder)
        elif kind is DigestFormat.SQLITE:
            paths.append(write_sqlite(rows, folder / "digest.sqlite"))
        else:
            paths += write_parquet(rows, folder)
    return paths


def _write(path: Path, text: str) -> Path:
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="")
    return path
