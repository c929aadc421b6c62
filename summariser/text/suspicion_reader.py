"""The learned reader: which sentences of a text order a machine about. Its weights are data.

A sum of weights over the traits of a sentence says how much it reads like an order. What decides is how far it
stands out from its article: a speech or a form is all demands, and an injection is not like its neighbours.
`benchmarks/train_suspicion.py` makes the weights.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summariser.resources import data_lines
from summariser.text.suspicion_traits import Line, line_of, names_of, spans_of, word_names

__all__ = ["Settings", "orders_in", "standing_out", "weights"]

Span = tuple[int, int]

_WINDOW = 60  # sentences that are compared with each other
_EXPECTED = -2.5  # what a sentence of news scores: counts as one more of them


@dataclass(frozen=True, slots=True)
class Settings:
    """How the scores of sentences make one of an article, and from where on it is an order."""

    bias: float  # of every sentence
    gate: float  # by words alone: windows without such a sentence are not looked at
    neighbour: float
    rest: float
    length: float
    limit: float


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
        - settings.length * math.log(len(scores))
    )


def _orders(text: str, folded: str, spans: Sequence[Span]) -> Iterator[Span]:
    settings, of_traits = weights()
    lines = [line_of(text, folded, span) for span in spans]
    by_words = [settings.bias + sum(map(_of_word, set(line.words))) for line in lines]
    if not lines or max(by_words) < settings.gate:
        return
    scores = [
        score + sum(of_traits(name, 0.0) for name in names_of(line, before, after))
        for score, line, before, after in zip(
            by_words, lines, [None, *lines], [*lines[1:], None], strict=False
        )
    ]
    if standing_out(scores, settings) > settings.limit:
        highest = max(scores)
        yield from (
            line.span
            for line, score in zip(lines, scores, strict=True)
            if score > min(0, highest - 1) or score == highest
        )


@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> float:
    _, of_traits = weights()
    return sum(of_traits(name, 0.0) for name in word_names(word))


@lru_cache(maxsize=1)
def weights() -> tuple[Settings, Callable[[str, float], float]]:
    """The settings, and what looks up the weight of a trait."""
    rows = [line.rsplit("\t", 1) for line in data_lines("text/suspicion_weights.tsv")]
    found = {name: float(weight) for name, weight in rows}
    settings = Settings(**{name: found.pop(f"={name}") for name in Settings.__slots__})
    return settings, found.get
