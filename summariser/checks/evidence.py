"""Where a claim says it is from: an exact quote, sentence numbers, or the whole article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from summariser.figures.figure import Figure
from summariser.text.article import Article
from summariser.text.repair import repair_text

__all__ = ["Cited", "Span", "Text", "Width"]

Span = tuple[int, int]

# One character for one character, so that an offset into the folded text is an offset into the body. Quotes,
# dashes and the lone "â" that some sites print for both become one character: no two facts differ by it.
_MARKS = dict.fromkeys(map(ord, '’‘‚‛´`ʼ′“”„«»″"–—―‑−‐‒â-'), "'")
_LOWER = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_FOLD = _MARKS | _LOWER
_WORD = re.compile(r"[a-z]+")
_NOT_SPACE = re.compile(r"\S+")


class Width(StrEnum):
    """What kind of evidence was given."""

    QUOTE = "quote"
    SENTENCES = "sentences"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Cited:
    """The spans that a claim cites. `said` names them in a note: "sentence 4"; `missing`, if given, says
    why there are none."""

    width: Width
    spans: tuple[Span, ...]
    said: str
    missing: str | None = None

    def holds(self, figure: Figure) -> bool:
        """Does the numeral stand in one of the spans?"""
        return any(start < figure.end and figure.start < end for start, end in self.spans)


class Text:
    """An article made ready for looking things up, whatever its quotation marks and white space."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._words: dict[Span, frozenset[str]] = {}
        self._starts = [sentence.start for sentence in article.sentences]

    def cite(self, evidence: str | Sequence[int] | None, *, figures: Iterable[Figure] = ()) -> Cited:
        """The spans of a claim's evidence. Of a quote that repeats, the one that holds one of `figures`."""
        if evidence is None:
            return Cited(Width.ARTICLE, ((0, len(self.article.body)),), "the article")
        if isinstance(evidence, str):
            return self._cite_quote(evidence, figures)
        return self._cite_sentences(evidence)

    def sentence_at(self, offset: int) -> int | None:
        """The number (1-based) of the sentence that an offset lies in or just after."""
        number = bisect_left(self._starts, offset + 1)
        return number or None

    def sentence_span(self, number: int) -> Span:
        """Where sentence `number` stands."""
        sentence = self.article.sentences[number - 1]
        return sentence.start, sentence.end

    def bearing_span(self, figure: Figure) -> Span:
        """The sentence of a figure, or the figure itself where no sentence holds it."""
        number = self.sentence_at(figure.start)
        span = self.sentence_span(number) if number else (figure.full_start, figure.full_end)
        return (
            span
            if span[0] <= figure.start and figure.end <= span[1]
            else (figure.full_start, figure.full_end)
        )

    def words(self, offset: int, *, before: int = 0) -> frozenset[str]:
        """The words, in lower case, of the sentence at an offset and of so many before it."""
        number = self.sentence_at(offset)
        if number is None:
            return frozenset()
        first = max(number - before, 1)
        if (first, number) not in self._words:
            body = self.article.body[self.sentence_span(first)[0] : self.sentence_span(number)[1]]
            self._words[first, number] = frozenset(_WORD.findall(body.lower()))
        return self._words[first, number]

    def occurrences(self, quote: str) -> list[Span]:
        """Where a quote stands, whatever its quotation marks, dashes, capitals and white space."""
        wanted = " ".join(quote.translate(_FOLD).split())
        line, line_starts, starts = self._collapsed
        found: list[Span] = []
        at = line.find(wanted) if wanted else -1
        while at >= 0:
            first, last = (bisect_right(line_starts, end) - 1 for end in (at, at + len(wanted) - 1))
            start = starts[first] + at - line_starts[first]
            found.append((start, starts[last] + at + len(wanted) - line_starts[last]))
            at = line.find(wanted, at + len(wanted))
        return found

    @cached_property
    def _collapsed(self) -> tuple[str, list[int], list[int]]:
        """The folded text with single spaces; where each word starts in it, and in the body."""
        words = list(_NOT_SPACE.finditer(self.article.body.translate(_FOLD)))
        line_starts = list(accumulate((len(word[0]) + 1 for word in words), initial=0))[:-1]
        return " ".join(word[0] for word in words), line_starts, [word.start() for word in words]

    def _cite_quote(self, quote: str, figures: Iterable[Figure]) -> Cited:
        found = self.occurrences(quote) or self.occurrences(repair_text(quote)[0])
        if not found:
            reason = "the quote is not in the article" if quote.strip() else "the quote is empty"
            return Cited(Width.QUOTE, (), "the quote", reason)
        starts = [figure.start for figure in figures]
        best = next((span for span in found if any(span[0] <= start < span[1] for start in starts)), found[0])
        return Cited(Width.QUOTE, (best,), "the quote")

    def _cite_sentences(self, numbers: Sequence[int]) -> Cited:
        count = len(self.article.sentences)
        known = sorted({number for number in numbers if 1 <= number <= count})
        if not known:
            said = ", ".join(map(str, numbers[:4])) if numbers else "none"
            reason = (
                f"no such sentence ({said}): the article has {count}" if numbers else "no sentence is cited"
            )
            return Cited(Width.SENTENCES, (), "the cited sentences", reason)
        return Cited(Width.SENTENCES, tuple(self.sentence_span(number) for number in known), _said(known))


def _said(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"sentence {numbers[0]}"
    return f"sentences {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
