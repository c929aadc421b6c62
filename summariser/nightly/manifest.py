"""What a night was and came to, for people (`manifest.json`) and for Prometheus (`metrics.prom`)."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

from summariser.model.contract import canonical_json, fingerprint
from summariser.model.limits import Limits
from summariser.nightly.code import code_fingerprint
from summariser.nightly.rows import End
from summariser.nightly.settings import NightSettings
from summariser.nightly.tally import Tally
from summariser.pipeline import Engine

__all__ = ["Manifest", "State", "engine_facts", "manifest_text", "metrics_text", "night_name", "run_name"]

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


class State(StrEnum):
    """How far a night is. `RUNNING` in a manifest that nobody updates means: killed."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


@dataclass(slots=True)
class Manifest:
    """All that is known of a night at one moment."""

    run: str
    night: str
    started: datetime
    settings: NightSettings
    engine: Engine
    tally: Tally
    limits: Limits | None
    state: State = State.RUNNING
    now: datetime | None = None
    seconds: float = 0.0
    stopped_by: str | None = None
    exit_code: int | None = None
    input_sha256: str | None = None
    outputs: dict[str, str] = field(default_factory=dict)


def engine_facts(engine: Engine) -> dict[str, Json]:
    """What shapes a summary: of two nights with the same facts the results may be put together."""
    reader, fallback = engine.reader, engine.fallback
    return {
        "version": engine.version,
        "code": code_fingerprint(),
        "endpoint": reader.identity.endpoint,
        "model": reader.identity.model,
        "parameters": dict(reader.identity.parameters),
        "way": reader.way.value,
        "prompt_fingerprint": reader.prompt_fingerprint,
        "schema_fingerprint": reader.schema_fingerprint,
        "repair_rounds": engine.repair_rounds,
        "fallback": fallback.way.value if fallback else None,
    }


def night_name(engine: Engine) -> str:
    """The fingerprint of what shapes the summaries."""
    return fingerprint(canonical_json(engine_facts(engine)))


def run_name(started: datetime, night: str) -> str:
    """The time in UTC and a short hash, so that runs sort by time."""
    return f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{fingerprint(f'{started.timestamp()} {night}')[:6]}"


def manifest_text(manifest: Manifest) -> bytes:
    """The manifest as indented JSON."""
    tally, settings = manifest.tally, manifest.settings
    facts: dict[str, Json] = {
        "run": manifest.run,
        "state": manifest.state.value,
        "stopped_by": manifest.stopped_by,
        "exit_code": manifest.exit_code,
        "started": _stamp(manifest.started),
        "updated": _stamp(manifest.now or manifest.started),
        "seconds": round(manifest.seconds, 3),
        "engine": engine_facts(manifest.engine),
        "python": platform.python_version(),
        "settings": {
            "sources": list(settings.sources),
            "concurrency": settings.concurrency,
            "fail_on_error": str(settings.tolerance),
            "shard": settings.shard,
            "about": settings.total,
        },
        "articles": {
            "total": tally.done,
            **{end.value: tally.ends[end] for end in End},
            "flagged": tally.flagged,
            "cached": tally.cached,
            "resumed": tally.resumed,
        },
        "failures": dict(sorted(tally.reasons.items())),
        "answers": {
            "input_tokens": tally.input_tokens,
            "output_tokens": tally.output_tokens,
            "cost_usd": tally.cost_usd,
        },
        "paid": _paid(manifest),
        "input_sha256": manifest.input_sha256,
        "outputs_sha256": dict(sorted(manifest.outputs.items())),
    }
    return json.dumps(facts, indent=2, ensure_ascii=False).encode() + b"\n"


def _paid(manifest: Manifest) -> dict[str, Json]:
    """What this run paid itself, failed and repeated calls included, and how the limits moved."""
    limits = manifest.limits
    if limits is None:
        return {"cost_usd": manifest.tally.paid_usd}
    start = limits.concurrency.history[0].at
    return {
        **asdict(limits.spent),
        "calls": {outcome.value: count for outcome, count in sorted(limits.outcomes.items())},
        "limit_history": [
            {"second": round(step.at - start, 3), "at_once": step.at_once, "reason": step.reason}
            for step in limits.concurrency.history
        ],
    }


def metrics_text(manifest: Manifest) -> bytes:
    """The same for Prometheus' textfile collector; what is unknown is left out."""
    tally = manifest.tally
    finished = (manifest.now or manifest.started).timestamp() if manifest.state is State.FINISHED else None
    lines = [
        *_metric("articles", "Articles by outcome", _by("outcome", {end: tally.ends[end] for end in End})),
        *_metric("failures", "Failed articles by reason", _by("reason", dict(sorted(tally.reasons.items())))),
        *_metric("articles_flagged", "Summaries with a finding", [("", tally.flagged)]),
        *_metric("cache_hits", "Articles answered from the cache", [("", tally.cached)]),
        *_metric("articles_resumed", "Articles done by an earlier run", [("", tally.resumed)]),
        *_metric(
            "tokens",
            "Tokens of all answers",
            [('{kind="input"}', tally.input_tokens), ('{kind="output"}', tally.output_tokens)],
        ),
        *_metric("cost_usd", "US dollars that the answers cost", [("", tally.cost_usd)]),
        *_metric("paid_usd", "US dollars that this run paid", [("", tally.paid_usd)]),
        *_metric("duration_seconds", "Seconds of this run", [("", round(manifest.seconds, 3))]),
        *_metric("last_success_timestamp_seconds", "When a night last finished", [("", finished)]),
        *_metric("exit_code", "How the run ended", [("", manifest.exit_code)]),
    ]
    return "\n".join(lines).encode() + b"\n"


def _by(label: str, counts: Mapping[str, int]) -> list[tuple[str, float | None]]:
    return [(f'{{{label}="{name}"}}', count) for name, count in counts.items()]


def _metric(name: str, said: str, values: Iterable[tuple[str, float | None]]) -> list[str]:
    full = f"summariser_night_{name}"
    known = [f"{full}{labels} {value}" for labels, value in values if value is not None]
    return [f"# HELP {full} {said}.", f"# TYPE {full} gauge", *known] if known else []


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
