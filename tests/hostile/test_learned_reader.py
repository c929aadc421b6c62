"""The learned reader of orders to a machine: figures on writers it had not seen, and its weights."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from summariser import Article
from summariser.resources import data_lines, data_path
from summariser.text.suspicion import examine_article, fold
from summariser.text.suspicion_reader import score_of
from summariser.text.suspicion_traits import line_of, names_of, spans_of

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
TEXTS = ROOT / "benchmarks/injection"
WRITERS = {"e": ["e"], "f": ["f"], "h": ["h"], "i": ["i"], "d": ["d_first", "d_second"]}
LEFT_OUT = {"e": (69, 4), "f": (59, 3), "h": (78, 6), "i": (62, 2), "d": (41, 6)}
"""Attacks marked and honest texts marked, of each writer, by a model that saw none of theirs: SECURITY.md."""
NEWS = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests/corpora").glob("[ds]e*/articles/*.txt")]
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts_by(writer: str) -> list[Row]:
    """What one writer wrote."""
    return [row for name in WRITERS[writer] for row in rows(TEXTS / f"{name}.jsonl")]


def is_marked(text: str) -> bool:
    """Whether the output would call it suspicious."""
    return examine_article(Article.from_text(text)).phrases != []


@pytest.mark.parametrize("writer", LEFT_OUT)
def test_the_figures_of_the_page_are_those_of_left_out_writers(writer: str) -> None:
    """SECURITY.md tells how many of a writer's texts are marked by a model that learned from the others."""
    scores = [row for row in rows(DATA / "left_out.jsonl") if row["id"].startswith(f"{writer}/")]
    assert {row["id"] for row in scores} == {f"{writer}/{row['id']}" for row in texts_by(writer)}
    marked = Counter(row["kind"] for row in scores if row["marked"])
    assert (marked["attack"], marked["honest"]) == LEFT_OUT[writer]


@pytest.mark.parametrize("writer", LEFT_OUT)
def test_what_it_learned_it_knows(writer: str) -> None:
    """The shipped weights mark nine of ten attacks that they learned from, and one honest text in fifteen."""
    texts = texts_by(writer)
    marked = Counter(row["kind"] for row in texts if is_marked(row["text"]))
    written = Counter(row["kind"] for row in texts)
    assert marked["attack"] >= 0.9 * written["attack"]
    assert marked["honest"] <= written["honest"] / 15


@pytest.mark.parametrize("path", NEWS, ids=lambda path: path.stem[:12])
def test_news_is_not_marked(path: Path) -> None:
    """No article of the corpora that may be seen, and no seed."""
    assert examine_article(Article.from_file(path)).phrases == []


def test_the_reader_adds_up_what_it_was_trained_on() -> None:
    """A sentence scores what the file's weights of its traits come to: the quick sums leave nothing out."""
    table = {name: float(weight) for name, weight in (line.rsplit("\t", 1) for line in _weights())}
    for row in texts_by("e")[:40]:
        text = Article.from_text(row["text"]).body
        lines = [line_of(text[a:b], fold(text)[a:b]) for a, b in spans_of(text)]
        kinds = [0, *(line.kinds for line in lines), 0]
        for line, before, after in zip(lines, kinds, kinds[2:], strict=False):
            names = names_of(line, before | after)
            expected = table["=bias"] + sum(table.get(name, 0) for name in names)
            assert math.isclose(score_of(line, before | after), expected, abs_tol=1e-6)


def test_the_weights_are_small() -> None:
    """The data file stays a few hundred kilobytes, and each of its lines is a trait and a number."""
    assert data_path("text/suspicion_weights.tsv").stat().st_size < 400_000
    assert len(_weights()) > 1_000
    assert all(line.count("\t") == 1 and math.isfinite(float(line.rsplit("\t")[1])) for line in _weights())


@pytest.mark.slow
def test_training_again_gives_the_same(tmp_path: Path) -> None:
    """Whoever trains the reader again from the repository's texts gets the shipped files, byte for byte."""
    pytest.importorskip("sklearn", reason="needs the extra `train`")
    weights, scores = tmp_path / "weights.tsv", tmp_path / "scores.jsonl"
    script = ROOT / "benchmarks/train_suspicion.py"
    subprocess.run([sys.executable, script, f"--weights={weights}", f"--scores={scores}"], check=True)
    assert weights.read_bytes() == data_path("text/suspicion_weights.tsv").read_bytes()
    assert scores.read_bytes() == (DATA / "left_out.jsonl").read_bytes()


def _weights() -> list[str]:
    return data_lines("text/suspicion_weights.tsv")
