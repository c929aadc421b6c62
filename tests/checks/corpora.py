"""The corpora of right claims, read and scored by the same code as on the command line."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
PATHS = {
    "gold_claims.jsonl": Path(__file__).parent / "data" / "gold_claims.jsonl",
    "own_claims.jsonl": Path(__file__).parent / "data" / "own_claims.jsonl",
    "own_claims_2.jsonl": Path(__file__).parent / "data" / "own_claims_2.jsonl",
    "dev_claims.jsonl": ROOT / "tests" / "corpora" / "dev" / "claims.jsonl",
    "seen_claims.jsonl": ROOT / "tests" / "corpora" / "seen" / "claims.jsonl",
}


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


score_claims = _load("score_claims")
Text = score_claims.Text
Score = score_claims.Score


@cache
def corpus(name: str) -> tuple[Text, ...]:
    """The articles of a corpus, read once."""
    return tuple(score_claims.read_corpus(PATHS[name]))


@cache
def scored(name: str) -> Score:
    """A corpus, scored once."""
    return score_claims.score(corpus(name))
