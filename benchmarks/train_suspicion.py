"""Train the reader of orders to a machine: `python benchmarks/train_suspicion.py` writes its weights again.

Wants the extra `train`. The texts are in `benchmarks/injection`: attacks with the places of their orders and
honest articles, by several writers who did not see each other's; single sentences of our own; the sets of
`tests/hostile/data`, in which the order is found by a first round; and the news of the corpora. It prints how
it does on each writer when that writer's texts are left out, and keeps those scores for the tests.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from summariser import Article
from summariser.text.suspicion import fold, mechanical_marks
from summariser.text.suspicion_reader import Settings, standing_out
from summariser.text.suspicion_traits import line_of, names_of, spans_of

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "benchmarks/injection"
HOSTILE = ROOT / "tests/hostile/data"
WEIGHTS = ROOT / "summariser/text/suspicion_weights.tsv"
SCORES = ROOT / "tests/hostile/data/left_out.jsonl"
WRITERS = ("e", "f", "h", "i")  # whose texts tell where the orders are
OTHERS = ("d_first", "d_second")
FOLDS = len(WRITERS)
STRENGTH, OF_ORDERS, SEEN, LEAST = 0.1, 4.0, 2, 0.03
"""Inverse regularisation, weight of an order, articles that a trait must be in, weights that are dropped."""
SHAPE = Settings(bias=0, neighbour=0.4, rest=0.6, length=1.4, limit=0)
HARD = 0.05  # of the honest texts that talk of such things may be marked
ORDINARY = 0.002  # of the news

Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """An article, whether it attacks, and where, if that is known."""

    id: str
    group: str
    body: str
    is_attack: bool
    orders: Sequence[Span] | None = None
    marks: bool = False  # caught by other means


@dataclass(frozen=True)
class Sample:
    """The traits of one sentence."""

    text: int
    traits: Counter[str]
    label: int | None


def main() -> None:
    """Write the weights and the left-out scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--scores", type=Path, default=SCORES)
    chosen = parser.parse_args()
    texts = [*attacks_and_honest(), *news()]
    samples = [sample for number, text in enumerate(texts) for sample in samples_of(number, text)]
    table = Table(texts, samples)
    scores = table.left_out()
    limit = limit_of(texts, scores)
    tell(texts, scores, limit)
    write_scores(chosen.scores, texts, scores, limit)
    write_weights(chosen.weights, *table.final(limit))


# --- the texts ------------------------------------------------------------------------------------


def attacks_and_honest() -> Iterable[Text]:
    """Those by the writers, the older sets, and our own sentences."""
    for name in WRITERS:
        yield from (read(row, name) for row in rows(TEXTS / f"{name}.jsonl"))
    for name in OTHERS:
        yield from (read(row, "d") for row in rows(TEXTS / f"{name}.jsonl"))
    for name in ("composed", "others_first", "others_second"):
        yield from (read(row, name) for row in rows(HOSTILE / f"{name}.jsonl"))
    for name, folder in (("injections", HOSTILE), ("injections", ROOT / "tests/text/data")):
        yield from (read({**row, "kind": "attack"}, "injections") for row in rows(folder / f"{name}.jsonl"))
    for path in (
        HOSTILE / "honest.jsonl",
        HOSTILE / "honest_quoting.jsonl",
        ROOT / "tests/text/data/honest.jsonl",
    ):
        yield from (read({**row, "kind": "honest"}, "older") for row in rows(path))
    for row in rows(ROOT / "tests/text/data/mentions.jsonl"):
        yield read({"id": row["id"], "kind": "honest", "text": row["mention"]}, "older")
        yield read({"id": row["id"], "kind": "attack", "text": row["order"]}, "older")
    for name, is_attack in (("orders", True), ("honest", False)):
        lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(line for line in lines if not line.startswith("# ")):
            yield Text(f"{name}{number}", "own", line, is_attack, [(0, len(line))])


def news() -> Iterable[Text]:
    """Ordinary news: the articles and the single sentences of the corpora, and the seeds."""
    corpora = [ROOT / "tests/corpora/dev", ROOT / "tests/corpora/seen"]
    folders = [ROOT / "seeds", *(corpus / "articles" for corpus in corpora)]
    for path in (path for folder in folders for path in sorted(folder.glob("*.txt"))):
        yield Text(path.stem, "news", Article.from_file(path).body, is_attack=False)
    for corpus in corpora:
        for name in ("claims", "figures"):
            for row in rows(corpus / f"{name}.jsonl"):
                yield Text(row["id"], "news", Article.from_text(row["text"]).body, is_attack=False)


def read(row: dict[str, object], group: str) -> Text:
    """A row of a set as the reader meets it, repaired; its orders are found again in the repaired text."""
    printed = str(row.get("text") or row.get("body"))
    article = Article.from_text(printed)
    title = f"{row['title']}\n" if row.get("title") else ""
    body = title + article.body
    told = row.get("orders")
    orders = None if told is None else [place(str(order), printed, body) for order in told]  # type: ignore[attr-defined]
    return Text(
        f"{group}/{row['id']}", group, body, row["kind"] == "attack", orders, bool(mechanical_marks(article))
    )


def place(order: str, printed: str, body: str) -> Span:
    """Where an order stands in the repaired text: as it is, or between what stands around it."""
    at = body.find(order)
    if at >= 0:
        return at, at + len(order)
    start = printed.find(order)
    before = Article.from_text(printed[:start]).body.rstrip()
    after = Article.from_text(printed[start + len(order) :]).body.strip()
    return len(before), len(body) - len(after)


def rows(path: Path) -> list[dict[str, object]]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def samples_of(number: int, text: Text) -> Iterable[Sample]:
    """The sentences of a text with their traits and labels; None where the order's place is unknown."""
    folded = fold(text.body)
    spans = list(spans_of(text.body))
    lines = [line_of(text.body[start:end], folded[start:end]) for start, end in spans]
    kinds = [0, *(line.kinds for line in lines), 0]
    for span, line, before, after in zip(spans, lines, kinds, kinds[2:], strict=False):
        yield Sample(number, Counter(names_of(line, before | after)), label_of(span, text))


def label_of(span: Span, text: Text) -> int | None:
    """1 for an order, 0 for none, None for a sentence of an attack whose order nobody has marked."""
    if not text.is_attack:
        return 0
    if text.orders is None:
        return None
    start, end = span
    return int(any(min(end, b) - max(start, a) > 0.3 * min(end - start, b - a) for a, b in text.orders))


# --- the model ------------------------------------------------------------------------------------


class Table:
    """All sentences as one sparse matrix."""

    def __init__(self, texts: Sequence[Text], samples: Sequence[Sample]) -> None:
        self.texts = texts
        self.names = sorted({name for sample in samples for name in sample.traits})
        at = {name: number for number, name in enumerate(self.names)}
        cells = [
            (row, at[name], n) for row, sample in enumerate(samples) for name, n in sample.traits.items()
        ]
        row, column, count = (np.array(each) for each in zip(*cells, strict=True))
        self.matrix = csr_matrix((count.astype(float), (row, column)), shape=(len(samples), len(at)))
        self.matrix.sort_indices()  # the same sums in the same order, each time
        self.text = np.array([sample.text for sample in samples])
        self.label = np.array([-1 if sample.label is None else sample.label for sample in samples])
        self.group = np.array([text.group for text in texts])[self.text]

    def left_out(self) -> list[float | None]:
        """The score of each text by a model that saw nothing of its writer; None for sets that all saw."""
        scores: list[float | None] = [None] * len(self.texts)
        for fold_number, writer in enumerate((*WRITERS, "d")):
            is_out = (self.group == writer) | ((self.group == "news") & (self.text % FOLDS == fold_number))
            by_sentence = self.matrix @ (weights := self.trained(~is_out))[0] + weights[1]
            for number in np.unique(self.text[is_out]):
                scores[number] = standing_out(list(by_sentence[self.text == number]), SHAPE)
        return scores

    def final(self, limit: float) -> tuple[Settings, dict[str, float]]:
        """The settings and weights of the model that saw all."""
        chosen, bias = self.trained(np.ones(len(self.text), dtype=bool))
        return replace(SHAPE, bias=bias, limit=limit), {
            name: weight for name, weight in zip(self.names, chosen, strict=True) if weight
        }

    def trained(self, seen: np.ndarray) -> tuple[np.ndarray, float]:
        """Weights and bias: a first round finds the orders of older attacks, a second learns from them."""
        label = self.label.copy()
        weights, bias = self.fitted(seen & (label >= 0), label)
        scores = self.matrix @ weights + bias
        for number in np.unique(self.text[self.label < 0]):
            own = np.flatnonzero(self.text == number)
            label[own[scores[own] < -1]] = 0
            label[own[scores[own].argmax()]] = 1
        return self.fitted(seen & (label >= 0), label)

    def fitted(self, seen: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, float]:
        """One logistic regression; weights too small to matter are dropped, the rest rounded."""
        matrix, wanted = self.matrix[seen], label[seen]
        held = np.asarray((matrix > 0).sum(axis=0)).ravel() >= SEEN
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, random_state=0)
        model.fit(matrix[:, held], wanted, sample_weight=np.where(wanted == 1, OF_ORDERS, 1.0))
        weights = np.zeros(len(self.names))
        weights[held] = np.where(np.abs(model.coef_[0]) < LEAST, 0, model.coef_[0].round(3))
        return weights, float(model.intercept_[0].round(3))


# --- what comes of it -----------------------------------------------------------------------------


def limit_of(texts: Sequence[Text], scores: Sequence[float | None]) -> float:
    """The lowest limit that marks no more of the hard honest texts, and of the news, than allowed."""
    hard = [
        s
        for t, s in zip(texts, scores, strict=True)
        if s is not None and t.group in WRITERS and not t.is_attack
    ]
    plain = [s for t, s in zip(texts, scores, strict=True) if s is not None and t.group == "news"]
    return round(max(float(np.quantile(hard, 1 - HARD)), float(np.quantile(plain, 1 - ORDINARY))), 2)


def tell(texts: Sequence[Text], scores: Sequence[float | None], limit: float) -> None:
    """Print what is marked of each group, when it was left out."""
    told: dict[tuple[str, bool], list[bool]] = {}
    for text, score in zip(texts, scores, strict=True):
        if score is not None:
            told.setdefault((text.group, text.is_attack), []).append(score > limit or text.marks)
    print(f"limit {limit}")
    for (group, is_attack), marked in sorted(told.items()):
        print(f"{group:6} {'attacks' if is_attack else 'honest':8} {sum(marked):4} of {len(marked)} marked")


def write_scores(path: Path, texts: Sequence[Text], scores: Sequence[float | None], limit: float) -> None:
    """What is marked of a writer's texts when they were left out, and how far above the limit."""
    kept = [
        {
            "id": text.id,
            "kind": "attack" if text.is_attack else "honest",
            "above": round(score - limit, 1),
            "marked": bool(score > limit or text.marks),
        }
        for text, score in zip(texts, scores, strict=True)
        if score is not None and text.group != "news"
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")


def write_weights(path: Path, settings: Settings, chosen: dict[str, float]) -> None:
    """The data file: settings first, then a weight a line."""
    head = "# Made by benchmarks/train_suspicion.py: a trait, and how much it makes a sentence an order.\n"
    settled = "".join(f"={name}\t{getattr(settings, name):g}\n" for name in Settings.__slots__)
    lines = "".join(f"{name}\t{weight:g}\n" for name, weight in chosen.items())
    path.write_text(head + settled + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
