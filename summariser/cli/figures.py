"""`summariser figures`: what the patterns see in a text; no model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from summariser.cli.options import Sources
from summariser.cli.rows import figure_row

if TYPE_CHECKING:
    from summariser.figures.figure import Figure

__all__ = ["figures"]


def figures(
    sources: Sources,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show every number printed in a text: its kind, hedge, noun and role."""
    from summariser.errors import UnreadableArticle
    from summariser.figures.find import find_figures
    from summariser.reading import read_articles

    failed = False
    for article in read_articles(sources):
        if isinstance(article, UnreadableArticle):
            typer.echo(f"{article.reason}: {article}", err=True)
            failed = True
            continue
        found = find_figures(article.body)
        rows = _json_rows(article.label, found) if as_json else _table_rows(article.label, found)
        typer.echo("\n".join(rows))
    raise typer.Exit(1 if failed else 0)


def _json_rows(label: str, found: Iterable[Figure]) -> Iterable[str]:
    for figure in found:
        row = {"article": label, **figure_row(figure)}
        yield json.dumps(row, ensure_ascii=False)


def _table_rows(label: str, found: Iterable[Figure]) -> Iterable[str]:
    yield label
    for figure in found:
        value = figure.value if figure.value is not None else f"{figure.low}-{figure.high}"
        hedge = "" if figure.qualifier == "exact" else f" ({figure.qualifier})"
        yield (
            f"  {figure.start:>6}  {figure.text!s:<16} {figure.kind:<10} "
            f"{value!s:>9}{hedge:<14} {figure.noun:<22} {figure.role or ''}"
        )
