"""Options that several commands share, said once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "BaseUrl",
    "Concurrency",
    "Format",
    "ModelName",
    "NoCache",
    "Offline",
    "Prompts",
    "Published",
    "Sources",
    "Votes",
]


class Format(StrEnum):
    """What `run` writes."""

    MD = "md"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    CSV = "csv"


def parse_day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day as YYYY-MM-DD") from None


Sources = Annotated[
    list[str],
    typer.Argument(help="Files, folders, .jsonl (one article a line), or - for stdin.", show_default=False),
]
ModelName = Annotated[
    str | None,
    typer.Option("--model", "-m", help="A model's name, `patterns` (no model), or the path of a .gguf file."),
]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="Any OpenAI-compatible server.")]
Published = Annotated[
    date | None,
    typer.Option(
        "--published",
        parser=parse_day,
        metavar="YYYY-MM-DD",
        help="The day of articles that do not say theirs.",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor remember answers.")]
Offline = Annotated[
    bool, typer.Option("--offline", help="Answers from the cache only; a miss fails the article.")
]
Prompts = Annotated[
    Path | None,
    typer.Option("--prompts", help="A folder of your own prompt templates.", file_okay=False, exists=True),
]
Votes = Annotated[
    int,
    typer.Option(
        "--votes",
        min=1,
        max=15,
        help="Ask a model that reads whole articles so often; what most answers do not say is for review.",
    ),
]
Concurrency = Annotated[int, typer.Option("--concurrency", min=1, max=1024, help="Articles in flight.")]
