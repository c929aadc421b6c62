"""`summariser cache`: look into the remembered answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from summariser.cache import CacheStats, TableCache

__all__ = ["app"]

app = typer.Typer(help="Look into the remembered answers.", no_args_is_help=True)

_BYTES = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_SECONDS = {"h": 3600.0, "d": 86400.0, "w": 604800.0}


def _size(text: str) -> int:
    match = re.fullmatch(r"\A(\d{1,12})([kmg]?)i?b?", text.lower())
    if match is None:
        raise typer.BadParameter(f"{text!r} is not a size such as 500M or 2G")
    return int(match[1]) * _BYTES[match[2]]


def _age(text: str) -> float:
    match = re.fullmatch(r"\A(\d{1,12})([hdw])", text.lower())
    if match is None:
        raise typer.BadParameter(f"{text!r} is not an age such as 12h, 30d or 8w")
    return int(match[1]) * _SECONDS[match[2]]


@app.command()
def path() -> None:
    """Print where the answers are remembered."""
    from summariser.settings import Settings, cache_place

    typer.echo(cache_place(Settings.from_environment()))


@app.command()
def stats() -> None:
    """Count answers, bytes and money."""
    with _opened() as cache:
        typer.echo("\n".join(_lines(cache.stats())))


@app.command()
def verify() -> None:
    """Read every answer and compare it with its checksum; exit 1 if one is damaged."""
    with _opened() as cache:
        found = cache.verify()
    typer.echo(f"{found.entries} answers, {found.damaged} damaged; the database says: {found.structure}")
    raise typer.Exit(0 if found.sound else 1)


@app.command()
def prune(
    *,
    older_than: Annotated[
        float | None, typer.Option(parser=_age, metavar="30d", help="Not used for so long (h, d, w).")
    ] = None,
    prompt: Annotated[str | None, typer.Option(help="Of one prompt fingerprint.")] = None,
    model: Annotated[str | None, typer.Option(help="Of one model.")] = None,
    max_bytes: Annotated[
        int | None,
        typer.Option(parser=_size, metavar="500M", help="Then the longest unused, until the rest fits."),
    ] = None,
) -> None:
    """Forget answers; what is given must all hold."""
    with _opened() as cache:
        gone = cache.prune(older_than=older_than, prompt=prompt, model=model, max_bytes=max_bytes)
    typer.echo(f"forgot {gone.entries} answers, {gone.size_bytes:,} bytes")


@contextmanager
def _opened() -> Iterator[TableCache]:
    from summariser.cache import open_cache
    from summariser.settings import Settings, cache_place

    cache = open_cache(cache_place(Settings.from_environment()))
    try:
        yield cache
    finally:
        cache.close()


def _lines(stats: CacheStats) -> Iterator[str]:
    yield f"where    {stats.where}"
    yield f"answers  {stats.entries:,} ({stats.size_bytes:,} bytes)"
    if stats.oldest is not None and stats.newest is not None:
        yield f"from     {_day(stats.oldest)} to {_day(stats.newest)}"
    unknown = f", {stats.cost_unknown:,} of unknown cost" if stats.cost_unknown else ""
    yield f"paid     {'unknown' if stats.cost_usd is None else f'${stats.cost_usd:.2f}'}{unknown}"
    for model, entries in stats.models:
        yield f"model    {model}: {entries:,}"


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
