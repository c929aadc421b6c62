"""`summariser run`: articles in, checked records out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from summariser.cli.options import (
    BaseUrl,
    Concurrency,
    Format,
    ModelName,
    NoCache,
    Offline,
    Prompts,
    Published,
    Sources,
)

__all__ = ["run"]


def run(
    sources: Sources,
    *,
    output_format: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.MD,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write here instead of stdout.")] = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    published: Published = None,
    no_cache: NoCache = False,
    offline: Offline = False,
    prompts: Prompts = None,
    concurrency: Concurrency = 8,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 also if a number is contradicted.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Summarise files, folders, JSONL, HTML, or stdin."""
    from summariser.cli.output import open_writer
    from summariser.cli.progress import showing_progress
    from summariser.pipeline import in_source_order
    from summariser.reading import count_articles, read_articles
    from summariser.report import Report
    from summariser.wiring import Settings, open_summariser

    settings = Settings.from_environment(
        model=model, base_url=base_url, prompts=prompts, cache=CacheUse.of(no_cache=no_cache, offline=offline)
    )
    report = Report()
    with (
        open_summariser(settings=settings, say=_say(quiet=quiet)) as summariser,
        open_writer(output_format, out=out) as write,
        showing_progress(report, total=count_articles(sources), quiet=quiet) as progress,
    ):
        articles = read_articles(sources, published=published)
        for outcome in in_source_order(summariser.summarise_many(articles, concurrency=concurrency)):
            report.add(outcome)
            if outcome.summary is not None:
                write(outcome.summary)
            progress.advance(outcome)
    _say(quiet=quiet)("\n".join([*report.failures, str(report)]))
    raise typer.Exit(report.exit_code(strict=strict))
