"""`summariser evaluate`: score a model's records against gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from summariser.cli.options import BaseUrl, ModelName, NoCache, Offline, Prompts, Votes
from summariser.errors import SettingsError
from summariser.evaluate.corpora import Corpus

__all__ = ["evaluate"]


def evaluate(
    gold: Annotated[
        Path, typer.Argument(help="A gold file, a folder of them, or a corpus file.", exists=True)
    ],
    *,
    model: ModelName = None,
    base_url: BaseUrl = None,
    no_cache: NoCache = False,
    offline: Offline = False,
    prompts: Prompts = None,
    votes: Votes = 1,
    corpus: Annotated[
        Corpus | None,
        typer.Option("--corpus", help="GOLD is this published corpus; only its tolls are scored."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="So many articles at most.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", help="An earlier --json output: show what changed.", exists=True),
    ] = None,
) -> None:
    """Score records against gold: numbers, attacks, diplomacy, evidence, and wrong numbers not flagged."""
    from summariser.evaluate.run import evaluate as run_evaluation
    from summariser.evaluate.table import evaluation_json, evaluation_table
    from summariser.settings import CacheUse, Settings
    from summariser.wiring import open_summariser

    before = _before(baseline) if baseline else None
    settings = Settings.from_environment(
        model=model, base_url=base_url, prompts=prompts, cache=CacheUse.of(no_cache=no_cache, offline=offline)
    ).voted(votes)
    with open_summariser(settings=settings) as summariser:
        evaluation = run_evaluation(gold, summariser, corpus=corpus, limit=limit)
    if as_json:
        typer.echo(json.dumps(evaluation_json(evaluation), indent=1))
    else:
        typer.echo(evaluation_table(evaluation, baseline=before))
    raise typer.Exit(1 if evaluation.total.failed else 0)


def _before(baseline: Path) -> dict[str, object]:
    try:
        before = json.loads(baseline.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SettingsError(f"{baseline}: not the output of `evaluate --json`: {error}") from error
    if not isinstance(before, dict):
        raise SettingsError(f"{baseline}: not the output of `evaluate --json`")
    return before
