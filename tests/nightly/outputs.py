"""What a night left in its folder, read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from summariser.records import Summary
from tests.nightly.articles import killed_in

__all__ = ["failures", "manifest", "outputs", "right_tolls", "summaries", "tolls"]


def outputs(out: Path) -> dict[str, bytes]:
    """The finished files that do not depend on when and how a night ran."""
    return {name: (out / name).read_bytes() for name in ("summaries.jsonl", "failed.jsonl")}


def summaries(out: Path) -> list[Summary]:
    """The summaries, each valid."""
    with (out / "summaries.jsonl").open() as lines:
        return [Summary.model_validate_json(line) for line in lines]


def failures(out: Path) -> list[dict[str, Any]]:
    """The dead letters."""
    return [json.loads(line) for line in (out / "failed.jsonl").read_text().splitlines()]


def manifest(out: Path) -> dict[str, Any]:
    """The manifest."""
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    return found


def tolls(out: Path) -> list[tuple[str, tuple[int | None, ...]]]:
    """Label and killed of each summary, in their order."""
    return [
        (found.article.label, tuple(count.value for attack in found.attacks for count in attack.counts))
        for found in summaries(out)
    ]


def right_tolls(count: int) -> list[tuple[str, tuple[int | None, ...]]]:
    """What `tolls` gives if every article was summarised rightly, once, and in order."""
    return [(f"a{number}", (killed_in(number),)) for number in range(count)]
