"""What the model reads in one sentence, against the gold facts of that sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summariser.evaluate.gold import GoldArticle, GoldFact, read_gold
from summariser.evaluate.matching import fact_matches
from summariser.evaluate.run import gold_text
from summariser.figures.find import find_figures
from summariser.model.slots.asks import toll_asks
from summariser.model.slots.questions import Ask
from summariser.model.slots.scene import Line, read_scene
from summariser.records import CheckedCount
from summariser.text.article import Article

__all__ = ["Marks", "Question", "mark", "questions_of"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question that the reader asks, with the gold facts of its sentence and of its whole article."""

    article: str
    ask: Ask
    told: tuple[GoldFact, ...]
    anywhere: tuple[GoldFact, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The slots that it offers, without the things that they count: `killed`, `downed`."""
        return frozenset(slot.key.rpartition(".")[2] for slot in self.ask.slots)


@dataclass(frozen=True, slots=True)
class Marks:
    """How many readings are right, wrong, and missing."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Marks) -> Marks:
        return Marks(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def worth(self) -> int:
        """More is better; a wrong reading costs what a right one brings."""
        return self.right - self.wrong - self.missed


def questions_of(gold: Sequence[Path]) -> Iterator[Question]:
    """Every question about the articles of gold files or folders."""
    for folder in gold:
        for path, expected in read_gold(folder):
            article = gold_text(path, expected)
            scene = read_scene(article, find_figures(article.body))
            facts = list(_quoted(expected, article))
            for ask in toll_asks(scene):
                line = scene.lines[ask.sentence - 1]
                told = tuple(fact for fact, spans in facts if _overlap(line, spans))
                yield Question(path.stem, ask, told, tuple(fact for fact, _ in facts))


def mark(question: Question, filled: Mapping[str, object]) -> Marks:
    """Judge the slots that the model filled: a gold fact of the sentence, or of the article, told again.

    A value that the gold of this sentence has in another role is wrong, whatever is told elsewhere. Missed
    are the facts of the sentence that a slot could have taken and no slot took.
    """
    marks, found = Marks(), []
    readings = [count for key, label in filled.items() for count in _readings(question.ask, key, label)]
    for count in readings:
        here = [fact for fact in question.told if fact_matches(count, fact)]
        other_role = any(count.value is not None and fact.value == count.value for fact in question.told)
        again = not other_role and any(fact_matches(count, fact) for fact in question.anywhere)
        found += here
        marks += Marks(right=1) if here or again else Marks(wrong=1)
    wanted = [fact for fact in question.told if not fact.optional and _can_be_told(question.ask, fact)]
    return marks + Marks(missed=sum(fact not in found for fact in wanted))


def _readings(ask: Ask, key: str, label: object) -> list[CheckedCount]:
    """One slot as the count that it states; none for a decoy."""
    for slot in ask.slots:
        if slot.key == key and slot.role is not None:
            mentions = [each for each in ask.found if each.label == label]
            fitting = [each for each in mentions if slot.thing in (None, each.thing)] or mentions
            figure = fitting[0].figure
            value = None if figure.value is None else int(figure.value)
            return [
                CheckedCount.model_construct(
                    role=slot.role,
                    of=fitting[0].thing,
                    value=value,
                    low=figure.low,
                    high=figure.high,
                    qualifier=figure.qualifier,
                )
            ]
    return []


def _can_be_told(ask: Ask, fact: GoldFact) -> bool:
    """Whether some slot and label together state the fact."""
    return any(
        fact_matches(count, fact)
        for slot in ask.slots
        for label in slot.labels
        for count in _readings(ask, slot.key, label)
    )


Spans = list[tuple[int, int]]


def _quoted(gold: GoldArticle, article: Article) -> Iterator[tuple[GoldFact, Spans]]:
    """Each gold fact with where the article says it; without quotes of its own, where its event is told."""
    for event in (*gold.attacks, *gold.diplomacy):
        for fact in event.facts:
            quotes = fact.quotes or event.quotes
            starts = ((article.body.find(quote), len(quote)) for quote in quotes)
            yield fact, [(start, start + length) for start, length in starts if start >= 0]


def _overlap(line: Line, spans: Spans) -> bool:
    return any(line.start < end and start < line.end for start, end in spans)
