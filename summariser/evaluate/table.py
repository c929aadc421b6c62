"""An evaluation as JSON and as a table, and what changed since another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from summariser.evaluate.run import Evaluation
from summariser.evaluate.score import Score, Tally
from summariser.vocabulary import Grade

__all__ = ["evaluation_json", "evaluation_table"]

Row = dict[str, float | int | str | None]
Columns = tuple[tuple[str, str], ...]

_MANY = 60  # articles; of more, the table shows their sum only

_COSTS = (
    ("wrong unflagged", "wrong_unflagged"),
    ("of verified", "verified"),
    ("out tokens", "output_tokens"),
    ("calls", "calls"),
    ("s", "seconds"),
)
_COLUMNS = (
    ("facts F1", "facts_f1"),
    ("P", "facts_precision"),
    ("R", "facts_recall"),
    ("hedge", "hedges_right"),
    ("evid.", "evidence_right"),
    ("attacks F1", "attacks_f1"),
    ("kind", "kinds_right"),
    ("split", "split_too_much"),
    ("joined", "split_too_little"),
    ("dipl. F1", "diplomacy_f1"),
    ("no status", "diplomacy_without_status_f1"),
    ("from nothing", "events_from_nothing"),
    *_COSTS,
)
# Of corpora that state totals only.
_TOLL_COLUMNS = (
    ("tolls right", "tolls_right"),
    ("wrong", "tolls_wrong"),
    ("not found", "tolls_missed"),
    ("P", "tolls_precision"),
    ("R", "tolls_recall"),
    ("R, any place", "tolls_anywhere_recall"),
    *_COSTS,
)


def evaluation_json(evaluation: Evaluation) -> dict[str, object]:
    """The evaluation as a JSON object, as `--baseline` reads it."""
    return {
        "model": evaluation.model,
        "way": evaluation.way,
        "prompt_fingerprint": evaluation.prompt_fingerprint,
        "schema_fingerprint": evaluation.schema_fingerprint,
        "total": _row(evaluation.total),
        "articles": {item.name: _row(item.score) for item in evaluation.articles},
        "errors": {item.name: item.error for item in evaluation.articles if item.error},
    }


def evaluation_table(evaluation: Evaluation, *, baseline: Mapping[str, object] | None = None) -> str:
    """A Markdown table, one row an article and one for all; with a baseline, what changed in all."""
    total = _row(evaluation.total)
    columns = _columns(evaluation.total)
    lines = [
        f"{evaluation.model} by {evaluation.way}, prompt {evaluation.prompt_fingerprint}, "
        f"schema {evaluation.schema_fingerprint}",
        "",
        "| article | " + " | ".join(title for title, _ in columns) + " |",
        "|" + "---|" * (len(columns) + 1),
    ]
    shown = evaluation.articles if len(evaluation.articles) <= _MANY else ()
    rows = [(item.name, _row(item.score)) for item in shown]
    rows.append((f"**all {evaluation.total.articles}**", total))
    lines += [_line(name, [row[column] for _, column in columns]) for name, row in rows]
    lines += ["", *_grades(total)] if columns is _COLUMNS else []
    lines += [f"{item.name} failed: {item.error}" for item in evaluation.articles if item.error]
    if baseline is not None:
        lines += [
            "",
            *_asked_otherwise(evaluation, baseline),
            *_changes(total, baseline.get("total"), columns),
        ]
    return "\n".join(lines)


def _grades(row: Row) -> Iterator[str]:
    """Who read the numbers so, and how often that is right."""
    for grade in Grade:
        if row[f"grade_{grade.value}"]:
            number, right = row[f"grade_{grade.value}"], _cell(row[f"grade_{grade.value}_right"])
            yield f"read by {grade.value.replace('_', ' ')}: {number} numbers, {right} right"


def _columns(total: Score) -> Columns:
    """Those of records, or of tolls where nothing but tolls was scored."""
    tolls, facts = total.tolls, total.facts
    only_tolls = tolls.right + tolls.missed > 0 and facts.right + facts.missed == 0
    return _TOLL_COLUMNS if only_tolls else _COLUMNS


def _asked_otherwise(evaluation: Evaluation, baseline: Mapping[str, object]) -> Iterator[str]:
    """What makes the two runs different ones: another model, way, prompt or schema."""
    for name in ("model", "way", "prompt_fingerprint", "schema_fingerprint"):
        now = getattr(evaluation, name)
        if baseline.get(name) != now:
            yield f"{name}: {baseline.get(name)} → {now}"


def _changes(now: Row, before: object, columns: Columns) -> Iterator[str]:
    if not isinstance(before, Mapping):
        yield "the baseline has no totals"
        return
    for title, name in columns:
        if before.get(name) != now[name]:
            yield f"{title}: {_cell(before.get(name))} → {_cell(now[name])}"


def _line(name: str, cells: Iterable[object]) -> str:
    return f"| {name} | " + " | ".join(map(_cell, cells)) + " |"


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _row(score: Score) -> Row:
    return {
        "articles": score.articles,
        "failed": score.failed,
        **_tally("facts", score.facts),
        **_tally("attacks", score.attacks),
        **_tally("diplomacy", score.diplomacy),
        **_tally("diplomacy_without_status", score.diplomacy_without_status),
        **_grade("both", score.read_by_both),
        **_grade("model_alone", score.read_by_model_alone),
        **_grade("patterns_alone", score.read_by_patterns_alone),
        **_grade("conflict", score.read_in_conflict),
        **_tally("tolls", score.tolls),
        **_tally("tolls_anywhere", score.tolls_anywhere),
        "hedges_right": _part(score.hedges_right, score.facts.right),
        "evidence_right": _part(score.evidence_right, score.facts.right),
        "kinds_right": _part(score.kinds_right, score.kinds_said),
        "verified": score.verified,
        "wrong_unflagged": score.wrong_unflagged,
        "wrong_among_verified": score.wrong_among_verified,
        "false_alarms": score.false_alarms,
        "split_too_much": score.split_too_much,
        "split_too_little": score.split_too_little,
        "events_from_nothing": score.events_from_nothing,
        "calls": score.calls,
        "input_tokens": score.input_tokens,
        "output_tokens": score.output_tokens,
        "cost_usd": None if score.cost_unknown else score.cost_usd,
        "seconds": round(score.seconds, 1),
    }


def _tally(name: str, tally: Tally) -> Row:
    return {
        f"{name}_right": tally.right,
        f"{name}_wrong": tally.wrong,
        f"{name}_missed": tally.missed,
        f"{name}_precision": tally.precision,
        f"{name}_recall": tally.recall,
        f"{name}_f1": tally.f1,
    }


def _grade(name: str, tally: Tally) -> Row:
    """How many numbers of a grade there are, and the share of them that is right; nothing can be missed."""
    return {f"grade_{name}": tally.right + tally.wrong, f"grade_{name}_right": tally.precision}


def _part(part: int, whole: int) -> float | None:
    return part / whole if whole else None
