"""`summariser nightly`: a source in, a finished night out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summariser.cli.options import (
    BaseUrl,
    Concurrency,
    ModelName,
    NoCache,
    Offline,
    Prompts,
    Published,
    Sources,
)
from summariser.settings import Fallback

if TYPE_CHECKING:
    from summariser.errors import UnreadableArticle
    from summariser.scale.shards import Shard
    from summariser.settings import Settings
    from summariser.text.article import Article

    Articles = Iterable[Article | UnreadableArticle]

__all__ = ["nightly"]

_COME_BACK = 3  # stopped and can be resumed


def nightly(
    sources: Sources,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The night's folder.", file_okay=False)],
    model: ModelName = None,
    base_url: BaseUrl = None,
    published: Published = None,
    no_cache: NoCache = False,
    offline: Offline = False,
    prompts: Prompts = None,
    concurrency: Concurrency = 64,
    requests_per_minute: Annotated[
        float | None, typer.Option("--rpm", min=0, help="Requests a minute.")
    ] = None,
    tokens_per_minute: Annotated[float | None, typer.Option("--tpm", min=0, help="Tokens a minute.")] = None,
    max_cost: Annotated[
        float | None, typer.Option(min=0, help="Stop, resumable, at so many dollars.")
    ] = None,
    max_tokens: Annotated[int | None, typer.Option(min=0, help="Stop, resumable, at so many tokens.")] = None,
    prices: Annotated[Path | None, typer.Option(help="Your own price table (TOML).", exists=True)] = None,
    fallback: Annotated[Fallback, typer.Option(help="What a failed article still gives.")] = Fallback.NONE,
    fail_on_error: Annotated[str, typer.Option(help="How many may fail: 0.02, 2% or 50.")] = "0",
    processes: Annotated[
        int | None,
        typer.Option(min=0, help="Processes that judge answers; 1: this one. [one a core, 4 at most]"),
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Take only this part of the source.")
    ] = None,
    estimate: Annotated[bool, typer.Option("--estimate", help="Say what it would cost; ask nobody.")] = False,
    batch: Annotated[
        bool, typer.Option("--batch", help="Through the Batch API, half the price: call again until exit 0.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell only what went wrong.")] = False,
) -> None:
    """Summarise a source into a folder; run it again to go on after any death, paying for nothing twice."""
    from summariser.judging.beside import usual_processes
    from summariser.nightly import NightSettings, Tolerance, run_night, telling
    from summariser.reading import count_articles, read_articles
    from summariser.scale.shards import only_shard, parse_shard
    from summariser.session import Summariser
    from summariser.settings import CacheUse, Ceilings, Settings
    from summariser.wiring import open_engine

    part = parse_shard(shard) if shard else None
    use = CacheUse.of(no_cache=no_cache, offline=offline)
    chosen = Settings.from_environment(
        model=model, base_url=base_url, prompts=prompts, cache=use, fallback=fallback
    ).limited(
        Ceilings(concurrency, requests_per_minute, tokens_per_minute, max_cost, max_tokens), prices=prices
    )
    night = NightSettings(
        out=out,
        sources=tuple(sources),
        concurrency=concurrency,
        tolerance=Tolerance.parse(fail_on_error),
        shard=shard,
        total=_share(count_articles(sources), part),
        quiet=quiet,
    )
    say = telling(quiet=quiet, clock=lambda: datetime.now(UTC))

    def source() -> Articles:
        articles = read_articles(sources, published=published)
        return only_shard(articles, part) if part else articles

    if batch and _batches_run(chosen, source(), folder=out / "batch", say=say):
        raise typer.Exit(_COME_BACK)
    judging = usual_processes(night.total) if processes is None else processes
    opened = open_engine(chosen.judged_by(judging), say=say)
    with Summariser(opened.engine, close=opened.close) as summariser:
        if estimate:
            from summariser.nightly.estimate import estimate_night

            typer.echo(estimate_night(opened.engine.reader, source(), price=opened.price, cache=opened.cache))
            return
        if opened.cache is not None:
            opened.cache.check()
        report = run_night(summariser, source(), settings=night, limits=opened.limits)
    if sys.stderr.isatty():  # elsewhere the night's last event says it
        say(str(report))
    raise typer.Exit(report.exit_code)


def _share(total: int | None, part: Shard | None) -> int | None:
    """About how many articles a part has: they are shared out by their ids."""
    return total if total is None or part is None else round(total / part.count)


def _batches_run(settings: Settings, articles: Articles, *, folder: Path, say: Callable[[str], None]) -> bool:
    """One visit to the Batch API: collect, submit; whether there is something to wait for."""
    import asyncio

    from summariser.scale.batch import Visit, open_desk, visit_batches

    async def visit() -> Visit:
        async with open_desk(settings, folder, say=say) as desk:
            return await visit_batches(desk, articles)

    seen = asyncio.run(visit())
    say(str(seen))
    return seen.waiting
