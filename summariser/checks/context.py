"""A figure with what stands around it: the words that may say what it counts where its noun does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summariser.checks.evidence import Text
from summariser.checks.fields import FieldTable
from summariser.figures.figure import Figure, Tier
from summariser.vocabulary import FigureKind, NounClass

__all__ = ["Printed", "read_context"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure in its place. Words are in lower case.

    `phrase` are the words of its own phrase and of what is said of it ("two of the wounded were children"),
    `sentence` those of its sentence, `near` the sentence before too. `antecedent` is the number before it whose
    noun it shares where it has none: the 20 people of "20 people were killed and 66 wounded".
    """

    figure: Figure
    phrase: frozenset[str] = frozenset()
    sentence: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    antecedent: Figure | None = None


def read_context(text: Text, figures: Sequence[Figure], *, table: FieldTable) -> Iterator[Printed]:
    """Each figure with what stands around it."""
    for index, figure in enumerate(figures):
        sentence = text.words(figure.start)
        yield Printed(
            figure=figure,
            phrase=_phrase(text, figure),
            sentence=sentence,
            near=sentence | text.words(figure.start, before=1),
            antecedent=_antecedent(text, figures[:index], figure)
            if table.names_no_group(figure.noun)
            else None,
        )


_WORD = re.compile(r"[a-z]+")
# "... were children", "... are mostly civilians".
_PREDICATE = re.compile(
    r"[\s,]*\b(?:were|was|are|is|being)\s+(?:(?:all|both|also|mostly|reportedly)\s+)?([a-z]+)"
)
_SENTENCES_BACK = 1


def _phrase(text: Text, figure: Figure) -> frozenset[str]:
    body = text.article.body
    words = _WORD.findall(body[figure.full_start : figure.full_end].lower())
    said = _PREDICATE.match(body, figure.full_end)
    return frozenset([*words, said[1]] if said else words)


def _antecedent(text: Text, before: Sequence[Figure], figure: Figure) -> Figure | None:
    number = text.sentence_at(figure.start) or 0
    for other in reversed(before):
        if number - (text.sentence_at(other.start) or 0) > _SENTENCES_BACK:
            return None
        if _names_a_group(other) and figure.noun_class in (NounClass.NONE, other.noun_class):
            return other
    return None


def _names_a_group(figure: Figure) -> bool:
    classed = figure.noun_class not in (NounClass.NONE, NounClass.OTHER, NounClass.EVENT)
    whole = figure.subset_of is None and figure.tier is not Tier.IMPLICIT
    return figure.kind is FigureKind.COUNT and bool(figure.noun) and classed and whole
