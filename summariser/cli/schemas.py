"""`summariser schemas`: the JSON Schemas that outsiders may rely on."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["schemas"]


def schemas(
    *,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 if a file differs from its model.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the files from the models.")] = False,
) -> None:
    """Compare the shipped JSON Schemas with the models, or write them anew; alone, list them."""
    from summariser.contracts import CONTRACTS, stale_schemas, write_schemas
    from summariser.resources import shipped_folder

    if write:
        for name in write_schemas():
            typer.echo(f"wrote {name}")
        return
    if not check:
        typer.echo("\n".join(str(shipped_folder("schemas") / name) for name in CONTRACTS))
        return
    stale = stale_schemas()
    for name in stale:
        typer.echo(f"{name} is stale: run `summariser schemas --write`", err=True)
    raise typer.Exit(1 if stale else 0)
