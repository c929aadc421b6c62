"""`summariser digest`: one event told by five articles is one event."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summariser.render.digest_files import ALL_FORMATS, DigestFormat

__all__ = ["digest"]


def digest(
    nights: Annotated[list[Path], typer.Argument(help="Folders of `nightly`, or .jsonl files.", exists=True)],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write here instead of the first folder.")
    ] = None,
    formats: Annotated[
        list[DigestFormat] | None, typer.Option("--format", "-f", help="May be given several times.")
    ] = None,
) -> None:
    """Merge one or several nights: Markdown, one self-contained page, tables."""
    from summariser.render.digest_files import digest_folder

    for path in digest_folder(nights, out=out, formats=formats or ALL_FORMATS):
        typer.echo(path)
