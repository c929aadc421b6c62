"""One claim on trial: what it states, what it cites, and every figure held against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from summariser.checks.claims import Claim
from summariser.checks.context import Printed
from summariser.checks.evidence import Cited, Span, Text, Width
from summariser.checks.fields import FieldTable, field_table
from summariser.checks.fit import Match, ValueFit, match_figure
from summariser.checks.lists import lists_of
from summariser.checks.stated import Stated, read_claim
from summariser.figures.figure import Figure, Part
from summariser.vocabulary import FigureKind

__all__ = ["Case", "open_case"]


@dataclass(frozen=True)
class Case:
    """A claim, its evidence, and the figures of the article held against it."""

    stated: Stated
    text: Text
    cited: Cited
    matches: tuple[Match, ...]

    @property
    def table(self) -> FieldTable:
        """The field table."""
        return field_table()

    @cached_property
    def inside(self) -> tuple[Match, ...]:
        """The figures of the cited evidence."""
        return tuple(match for match in self.matches if self.cited.holds(match.figure))

    @cached_property
    def best(self) -> Match | None:
        """The figure of the evidence that bears the stated number best."""
        fitting = [match for match in self.inside if match.value is not ValueFit.NO]
        return max(fitting, key=lambda match: match.rank, default=None)

    @cached_property
    def lists(self) -> dict[int, tuple[Match, ...]]:
        """The list of terms that a figure stands in, by the figure's start."""
        return lists_of(self.matches, self.text.article.body)

    def figure_at(self, start: int | None) -> Match | None:
        """The figure that starts at an offset."""
        return next((match for match in self.matches if match.figure.start == start), None)

    def rivals(self, *, near: Figure | None = None) -> list[Match]:
        """Figures of the evidence that plainly answer the claim with another number.

        With `near`, only those of the same sentence. Parts and older values answer nothing.
        """
        sentence = None if near is None else self.text.sentence_at(near.start)
        return [
            match
            for match in self.inside
            if match.is_strong
            and match.value is ValueFit.NO
            and match.figure.subset_of is None
            and match.figure.part is not Part.OLD
            and (near is None or self.text.sentence_at(match.figure.start) == sentence)
        ]

    def span(self, figure: Figure | None) -> Span | None:
        """The quote or sentence that bears a verdict about a figure."""
        if self.cited.width is Width.QUOTE and (figure is None or self.cited.holds(figure)):
            return self.cited.spans[0] if self.cited.spans else None
        if figure is not None:
            return self.text.bearing_span(figure)
        return self.cited.spans[0] if self.cited.width is Width.SENTENCES and self.cited.spans else None

    def cited_text(self) -> str:
        """The evidence as one text."""
        body = self.text.article.body
        return " ".join(body[start:end] for start, end in self.cited.spans)

    def words(self) -> frozenset[str]:
        """The words of the evidence, in lower case."""
        return frozenset(re.findall(r"[a-z]+", self.cited_text().lower()))

    def printed(self) -> list[str]:
        """The counts printed in the evidence, as printed, in order, each once."""
        counts = [match.figure for match in self.inside if match.figure.kind is FigureKind.COUNT]
        return list(dict.fromkeys(figure.text for figure in counts))


def open_case(claim: Claim, text: Text, figures: Sequence[Printed]) -> Case:
    """Read a claim, find what it cites, and hold every figure against it."""
    stated = read_claim(claim)
    table = field_table()
    matches = tuple(match_figure(stated, printed, table=table) for printed in figures)
    wanted = [match.figure for match in matches if match.value is ValueFit.EQUAL]
    return Case(stated, text, text.cite(claim.evidence, figures=wanted), matches)
