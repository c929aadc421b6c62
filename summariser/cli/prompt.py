"""`summariser prompt`: exactly what would be sent for an article."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from summariser.cli.options import BaseUrl, ModelName, Prompts

__all__ = ["prompt"]


def prompt(
    article: Annotated[str, typer.Argument(help="The text: a file, or - for stdin.")],
    *,
    model: ModelName = None,
    base_url: BaseUrl = None,
    prompts: Prompts = None,
    as_json: Annotated[bool, typer.Option("--json", help="The requests as JSON, a line each.")] = False,
) -> None:
    """Show the messages and the schema that would be sent; asks no model."""
    import asyncio

    from summariser.figures.find import find_figures
    from summariser.reading import read_one_article
    from summariser.settings import CacheUse, Settings
    from summariser.wiring import open_engine

    settings = Settings.from_environment(model=model, base_url=base_url, prompts=prompts, cache=CacheUse.OFF)
    opened = open_engine(settings, say=lambda line: typer.echo(line, err=True))
    text = read_one_article(article)
    for request in opened.engine.reader.requests(text, find_figures(text.body)):
        if as_json:
            messages = [{"role": message.role, "content": message.content} for message in request.messages]
            row = {
                "messages": messages,
                "schema": json.loads(request.schema),
                "max_tokens": request.max_tokens,
            }
            typer.echo(json.dumps(row, ensure_ascii=False))
            continue
        for message in request.messages:
            typer.echo(f"--- {message.role}\n{message.content}")
        typer.echo(
            f"--- schema {request.schema_name}, at most {request.max_tokens} tokens\n{request.schema}\n"
        )
    asyncio.run(opened.close())
