"""The learned reader: which sentences of a text order a machine about. Its weights are data.

A sum of weights over the traits of a sentence says how much it reads like an order. What decides is how
far it stands out from its article: a speech or a form is all demands, an injection is unlike its neighbours.
`benchmarks/train_suspicion.py` makes the weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summariser.resources import data_lines
from summariser.text.suspicion_traits import Line, Word, line_of, mark_names, parts_in, spans_of

__all__ = ["Settings", "orders_in", "score_of", "standing_out"]

Span = tuple[int, int]

_WINDOW = 60  # sentences that are compared with each other
_FEW = 3  # sentences; fewer of them say no more of what is usual in an article
_PLAIN = 0.0  # a sentence above it is told with the one that stands out most
_KEPT = 1 << 8  # scores of sentences: some articles say one thing a thousand times
_EXPECTED = -2.5  # what a sentence of news scores: counts as one more of them


@dataclass(frozen=True, slots=True)
class Settings:
    """How the scores of sentences make one of an article, and from where on it holds an order."""

    bias: float  # of every sentence
    neighbour: float
    rest: float
    length: float
    limit: float


@dataclass(frozen=True, slots=True)
class _Weights:
    """The weights, laid out as they are looked up."""

    settings: Settings
    words: dict[str, float]
    follows: dict[str, dict[str, float]]  # of a stem behind a stem
    marks: list[float]
    pairs: list[list[float]]  # of two marks
    near: list[float]


def orders_in(text: str, folded: str) -> Iterator[Span]:
    """The sentences that order a machine about, in order; `folded` is the text in lower case."""
    window: list[Span] = []
    for span in spans_of(text):
        window.append(span)
        if len(window) == _WINDOW:
            yield from _orders(text, folded, window)
            window = []
    yield from _orders(text, folded, window)


def standing_out(scores: Sequence[float], settings: Settings) -> float:
    """How much the highest of the scores stands out: with its neighbour, against the rest."""
    at = max(range(len(scores)), key=scores.__getitem__)
    beside = [scores[n] for n in (at - 1, at + 1) if 0 <= n < len(scores)]
    rest = [*scores[: max(0, at - 1)], *scores[at + 2 :], _EXPECTED]
    return (
        scores[at]
        + settings.neighbour * max(beside, default=_EXPECTED)
        - settings.rest * sum(rest) / len(rest)
        - settings.length * math.log(max(len(scores), _FEW))
    )


def _orders(text: str, folded: str, spans: Sequence[Span]) -> Iterator[Span]:
    if not spans:
        return
    settings = _weights().settings
    lines = [line_of(text[start:end], folded[start:end]) for start, end in spans]
    kinds = [0, *(line.kinds for line in lines), 0]
    scores = [
        score_of(line, before | after) for line, before, after in zip(lines, kinds, kinds[2:], strict=False)
    ]
    if standing_out(scores, settings) > settings.limit:
        least = min(max(scores), _PLAIN)
        yield from (span for span, score in zip(spans, scores, strict=True) if score >= least)


@lru_cache(maxsize=_KEPT)
def score_of(line: Line, near: int) -> float:
    """How much a sentence reads like an order, between neighbours with the parts `near`."""
    weights = _weights()
    stems = line.stems()
    follows = {
        (first, second): known.get(second, 0.0)
        for first, second in pairwise(stems)
        if (known := weights.follows.get(first))
    }
    marks = line.marks
    of_pairs = sum(sum(map(weights.pairs[mark].__getitem__, marks[n:])) for n, mark in enumerate(marks, 1))
    return (
        weights.settings.bias
        + sum(map(_of_word, set(line.words)))
        + sum(follows.values())
        + sum(map(weights.marks.__getitem__, marks))
        + of_pairs
        + _of_neighbours(near)
    )


@lru_cache(maxsize=1 << 13)
def _of_word(word: Word) -> float:
    known = _weights().words
    return sum(known.get(name, 0.0) for name in word.names())


@lru_cache(maxsize=1 << 12)
def _of_neighbours(kinds: int) -> float:
    return sum(map(_weights().near.__getitem__, parts_in(kinds)))


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    rows = [line.rsplit("\t", 1) for line in data_lines("text/suspicion_weights.tsv")]
    found = {name: float(weight) for name, weight in rows}
    names = mark_names()
    follows: dict[str, dict[str, float]] = {}
    for name in found:
        if name.startswith("b:"):
            first, second = name[2:].split(" ")
            follows.setdefault(first, {})[second] = found[name]
    return _Weights(
        settings=Settings(**{name: found[f"={name}"] for name in Settings.__slots__}),
        words={name: weight for name, weight in found.items() if name[:2] in ("w:", "s:", "x:")},
        follows=follows,
        marks=[found.get(f"k:{name}", 0.0) for name in names],
        pairs=[[found.get(f"k:{one}+{other}", 0.0) for other in names] for one in names],
        near=[found.get(f"n:{name}", 0.0) for name in names],
    )
