"""`summariser check`: judge anybody's numbers against a text; no model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summariser.cli.rows import figure_row

if TYPE_CHECKING:
    from pydantic import ValidationError

    from summariser.checks.claims import Claim, Finding
    from summariser.checks.judge import Unclaimed

__all__ = ["check"]


def check(
    article: Annotated[str, typer.Argument(help="The text: a file, or - for stdin.")],
    claims: Annotated[
        Path, typer.Argument(help="Claims, one JSON object a line.", exists=True, dir_okay=False)
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    unclaimed: Annotated[bool, typer.Option("--unclaimed", help="Then the figures nobody claimed.")] = False,
) -> None:
    """Judge each claim: is this number, in this role, in the text where it is said to be?"""
    from summariser.checks.judge import check_claims, unclaimed_figures
    from summariser.figures.find import find_figures
    from summariser.reading import read_one_article
    from summariser.render.safe import plain
    from summariser.vocabulary import Severity

    text = read_one_article(article)
    stated, bad_lines = _read_claims(claims)
    found = find_figures(text.body)
    findings = check_claims(text, stated, figures=found)
    for finding in findings:
        typer.echo(json.dumps(_finding_row(finding)) if as_json else plain(_finding_line(finding)))
    if unclaimed:
        for item in unclaimed_figures(text, found, findings):
            typer.echo(
                json.dumps(_unclaimed_row(item), ensure_ascii=False) if as_json else _unclaimed_line(item)
            )
    for problem in bad_lines:
        typer.echo(plain(problem), err=True)
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    raise typer.Exit(1 if wrong or bad_lines else 0)


def _read_claims(path: Path) -> tuple[list[Claim], list[str]]:
    """The claims of a file, and a message for each line that is none."""
    from pydantic import ValidationError

    from summariser.checks.claims import Claim

    claims: list[Claim] = []
    problems: list[str] = []
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                claims.append(Claim.model_validate_json(line))
            except ValidationError as error:
                problems.extend(f"{path}, line {number}: {problem}" for problem in _problems(error))
    return claims, problems


def _problems(error: ValidationError) -> list[str]:
    details = error.errors(include_url=False, include_input=False)
    return [f"{'.'.join(map(str, detail['loc'])) or 'line'}: {detail['msg']}" for detail in details]


def _finding_row(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "note": finding.note,
        "figure": figure_row(finding.figure) if finding.figure else None,
    }


def _unclaimed_row(item: Unclaimed) -> dict[str, object]:
    return {
        "unclaimed": figure_row(item.figure),
        "rank": item.rank,
        "background": item.figure.background,
    }


def _finding_line(finding: Finding) -> str:
    return f"{finding.severity:<7} {finding.verdict:<20} {finding.id}: {finding.note}"


def _unclaimed_line(item: Unclaimed) -> str:
    figure = item.figure
    where = "background" if figure.background else f"rank {item.rank}"
    return (
        f"unclaimed {where}: {figure.text} {figure.noun} ({figure.role or 'role unknown'}) at {figure.start}"
    )
