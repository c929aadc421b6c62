"""The commands and the options that they share."""

from __future__ import annotations

from typing import Annotated

import typer

from summariser import __version__
from summariser.cli import cache, check, digest, evaluate, figures, nightly, prompt, run, schemas

__all__ = ["app"]

app = typer.Typer(
    help="News of a war in; records of attacks and diplomacy out, every number checked against the text.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:  # noqa: FBT001  # the signature of a typer callback
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[  # noqa: FBT002
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


app.command("run")(run.run)
app.command("nightly")(nightly.nightly)
app.command("digest")(digest.digest)
app.command("figures")(figures.figures)
app.command("check")(check.check)
app.command("evaluate")(evaluate.evaluate)
app.command("prompt")(prompt.prompt)
app.command("schemas")(schemas.schemas)
app.add_typer(cache.app, name="cache")
