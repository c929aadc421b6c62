"""What `run` writes, article by article, in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from summariser.cli.options import Format
from summariser.errors import OutputError
from summariser.records import Summary

__all__ = ["open_writer"]

Writer = Callable[[Summary], None]


@contextmanager
def open_writer(output_format: Format, *, out: Path | None) -> Iterator[Writer]:
    """A function that writes one summary; the output is complete when the block ends."""
    try:
        with _open_text(out) as stream, _WRITERS[output_format](stream) as write:
            yield write
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write {out or 'to stdout'}: {error.strerror or error}") from error


@contextmanager
def _open_text(out: Path | None) -> Iterator[TextIO]:
    """Stdout, or a file that appears under its name only when it is complete."""
    if out is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    beside = out.with_name(f".{out.name}.partial")
    with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        yield stream
    beside.replace(out)


@contextmanager
def _markdown(stream: TextIO) -> Iterator[Writer]:
    from summariser.render.markdown import render_markdown

    written = 0

    def write(summary: Summary) -> None:
        nonlocal written
        stream.write("\n---\n\n" if written else "")
        stream.write(render_markdown(summary).rstrip("\n") + "\n")
        stream.flush()
        written += 1

    yield write


@contextmanager
def _jsonl(stream: TextIO) -> Iterator[Writer]:
    def write(summary: Summary) -> None:
        stream.write(summary.model_dump_json() + "\n")
        stream.flush()

    yield write


@contextmanager
def _json(stream: TextIO) -> Iterator[Writer]:
    """One array, an element an article."""
    written = 0

    def write(summary: Summary) -> None:
        nonlocal written
        stream.write(",\n" if written else "[\n")
        stream.write(summary.model_dump_json(indent=2))
        written += 1

    yield write
    stream.write("\n]\n" if written else "[]\n")


@contextmanager
def _html(stream: TextIO) -> Iterator[Writer]:
    """One article's page; for several, the digest of them all."""
    from summariser.merge import merge_summaries
    from summariser.render.html import render_article_html, render_digest_html

    summaries: list[Summary] = []
    yield summaries.append
    if len(summaries) == 1:
        stream.write(render_article_html(summaries[0]))
    else:
        stream.write(render_digest_html(merge_summaries(summaries)))


@contextmanager
def _csv(stream: TextIO) -> Iterator[Writer]:
    """One row a count."""
    from summariser.merge import merge_summaries
    from summariser.render.tables import csv_text, tables

    summaries: list[Summary] = []
    yield summaries.append
    _, counts, _ = tables(merge_summaries(summaries))
    stream.write(csv_text(counts))


_WRITERS = {
    Format.MD: _markdown,
    Format.JSON: _json,
    Format.JSONL: _jsonl,
    Format.HTML: _html,
    Format.CSV: _csv,
}
