"""The figures measured on the corpora of the repository: floors that must hold."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import score_figures  # noqa: E402

DATA = Path(__file__).parent / "data"
DEV = ROOT / "tests" / "corpora" / "dev" / "figures.jsonl"

# corpus, what is measured, the least share that must be right
FLOORS = [
    (DATA / "seeds.jsonl", "counts, recall", 1.0),
    (DATA / "seeds.jsonl", "quantities, recall", 1.0),
    (DATA / "seeds.jsonl", "quantities, precision", 0.95),
    (DATA / "seeds.jsonl", "offsets exact", 1.0),
    (DATA / "seeds.jsonl", "role right where the cue is strong", 0.98),
    (DATA / "hardcases.jsonl", "hard cases passed", 120 / 123),
    (DEV, "counts, recall", 0.98),
    (DEV, "counts, precision", 0.97),
    (DEV, "role right", 0.85),
    (DEV, "role right where the cue is strong", 0.95),
    (DATA / "NumberModel.json", "numbers, recall", 0.75),
]


@pytest.mark.parametrize(
    ("corpus", "measure", "floor"), FLOORS, ids=lambda value: getattr(value, "stem", str(value))
)
def test_a_corpus_is_read_as_well_as_promised(corpus: Path, measure: str, floor: float) -> None:
    """On every corpus of the repository the figures reach what the README says."""
    tally = score_figures.score(score_figures.read_corpus(corpus))
    assert tally.totals[measure] > 0
    assert tally.counts[measure] / tally.totals[measure] >= floor, "\n".join(tally.misses)


def test_every_gold_figure_of_the_seeds_has_its_printed_text() -> None:
    """The annotated offsets of the seeds give back the annotated words."""
    rows = [json.loads(line) for line in (DATA / "seeds.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        text = (ROOT / "seeds" / row["file"]).read_text(encoding="utf-8")
        assert text[row["start"] : row["end"]] == row["text"]
