"""What the embedded model made of the seeds: quotes exact, the Ternopil toll verified, nothing empty."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

Json = dict[str, object]


def quotes(node: object) -> Iterator[Json]:
    """Every object of a summary that carries a quote."""
    if isinstance(node, dict):
        if node.get("quote") is not None:
            yield node
        for child in node.values():
            yield from quotes(child)
    elif isinstance(node, list):
        for child in node:
            yield from quotes(child)


def main() -> None:
    summaries = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    assert len(summaries) == 4, f"{len(summaries)} of 4 seeds summarised"
    for summary in summaries:
        body = summary["article"]["body"]
        found = list(quotes(summary))
        assert found, f"{summary['article']['label']}: no record has a quote"
        for item in found:
            assert body[item["start"] : item["end"]] == item["quote"], item
    tolls = [
        count
        for summary in summaries
        for attack in summary["attacks"]
        for count in attack["counts"]
        if (count["role"], count["value"], count["severity"]) == ("killed", 20, "ok")
    ]
    assert tolls, "the toll of Ternopil (20 killed) is not among the verified numbers"
    exact = sum(len(list(quotes(summary))) for summary in summaries)
    print(f"{len(summaries)} seeds, {exact} quotes exact, the toll verified")


main()
