"""`summariser run`: articles in, checked records out."""

from __future__ import annotations

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
    Votes,
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
    votes: Votes = 1,
    concurrency: Concurrency = 8,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 also if a number is contradicted.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Summarise files, folders, JSONL, HTML, or stdin."""
    from summariser.cli.output import open_writer
    from summariser.cli.progress import saying, showing_progress
    from summariser.pipeline import in_source_order
    from summariser.reading import count_articles, read_articles
    from summariser.render.safe import plain
    from summariser.report import Report
    from summariser.settings import CacheUse, Settings
    from summariser.wiring import open_summariser

    settings = Settings.from_environment(
        model=model, base_url=base_url, prompts=prompts, cache=CacheUse.of(no_cache=no_cache, offline=offline)
    ).voted(votes)
    report = Report()
    say = saying(quiet=quiet)
    with (
        open_summariser(settings=settings, say=say) as summariser,
        open_writer(output_format, out=out) as write,
        showing_progress(report, total=count_articles(sources), quiet=quiet) as progress,
    ):
        articles = read_articles(sources, published=published)
        outcomes = in_source_order(summariser.summarise_many(articles, concurrency=concurrency))
        # What stops the run must not tear the output of the articles before it.
        with report.keeping_what_stops():
            for outcome in outcomes:
                report.add(outcome)
                if outcome.summary is not None:
                    write(outcome.summary)
                progress.advance()
    for line in report.failures:
        typer.echo(plain(line), err=True)
    say(str(report))
    report.raise_what_stopped()
    raise typer.Exit(report.exit_code(strict=strict))
