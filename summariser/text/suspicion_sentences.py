"""A sentence as parts of an order: which word may address a machine, which tells it something, and what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Self

from summariser.text import suspicion_words as part

__all__ = ["FEW", "SEVERAL", "Sentence", "sentences_of"]

FEW, SEVERAL = 5, 13  # words
_RUN = 3  # marks in a row; more of them are a rule or a comment's edge
_LONG = 120  # words; a sentence without an end is read in pieces
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*+|\d+(?:[.,]\d+)*+|[^\w\s]{4,}+|[.!?…\n]+|[^\w\s]")
_QUOTES = frozenset('"“”«»')
_OPENS = frozenset("\"'“‘«„([>*-—”»:;,–#")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and marks, what part each may be, and where each begins in the article."""

    words: Sequence[str]
    kinds: Sequence[int]
    starts: Sequence[int]
    every: int  # the parts of all words together

    @classmethod
    def of(cls, tokens: Sequence[tuple[str, int]]) -> Self:
        """From words and marks in lower case, each with its place."""
        words = [word for word, _ in tokens]
        kinds = [part.kind_of(word) for word in words]
        return cls(words, kinds, [start for _, start in tokens], reduce(or_, kinds, 0))

    def end_behind(self, verb: int | None) -> int:
        """Where it ends in the article, or the quotation in which a verb of it stands."""
        for n in range(verb if verb is not None else len(self.words), len(self.words)):
            if self.words[n] in _QUOTES:
                return self.starts[n]
        return self.starts[-1] + len(self.words[-1])

    def union(self, start: int, end: int | None = None) -> int:
        """The parts that stand between two words."""
        return reduce(or_, self.kinds[start:end], 0)

    def holds(self, *parts: int) -> bool:
        """Whether each of these parts is there."""
        return all(self.every & one for one in parts)

    def first(self, kind: int, at: int) -> int | None:
        """The first word of a kind, from a word on."""
        return next((n for n in range(at, len(self.kinds)) if self.kinds[n] & kind), None)

    def machine(self, at: int) -> int | None:
        """The first machine from a word on: not the companies that make it."""
        kinds = self.kinds
        for n in range(at, len(kinds)) if self.every & (part.MACHINE | part.TOOL) else ():
            is_one = kinds[n] & part.MACHINE or (kinds[n] & part.TOOL and n and kinds[n - 1] & part.KIND)
            following = kinds[n + 1] if n + 1 < len(kinds) else 0
            if is_one and not following & part.ORG and not (kinds[n] & part.KIND and following & part.TOOL):
                return n
        return None

    def joined(self, machine: int) -> int:
        """The last of several machines in a row: "bots, crawlers and the like"."""
        last = machine
        for n in range(machine + 1, min(len(self.kinds), machine + SEVERAL)):
            if self.kinds[n] & (part.MACHINE | part.TOOL):
                last = n
            elif not self.kinds[n] & (part.JOINS | part.KIND) and self.words[n] != ",":
                break
        return last

    def follows(self, first: int, second: int, *, within: int) -> bool:
        """Whether a word of one kind stands so close behind one of another."""
        return self.holds(first, second) and any(
            kind & first and self.union(n + 1, n + 1 + within) & second for n, kind in enumerate(self.kinds)
        )

    def is_of_addressee(self) -> bool:
        """Whether it speaks of what is the reader's, or "of this assistant"."""
        return self.holds(part.YOU) or self.follows(part.THIS, part.TOOL, within=1)

    def is_of_people(self, at: int) -> bool:
        """Whether people are spoken of: readers, if they are not automated ones."""
        kinds = self.kinds
        return any(
            kinds[n] & part.PEOPLE and not (n and kinds[n - 1] & (part.KIND | part.MACHINE))
            for n in range(at, len(kinds))
        )

    def is_on_itself(self) -> bool:
        """Whether it speaks of this text."""
        return self.follows(part.THIS, part.TEXT, within=2)

    def told(self, at: int) -> int | None:
        """A verb that somebody is told to do, from a word on."""
        verb = self.imperative(at)
        return verb if verb is not None else self.owed(at)

    def imperative(self, at: int) -> int | None:
        """A verb that orders: its form says so, or a clause begins with it."""
        if not self.every & (part.ORDER | part.TELL):
            return None
        has_begun = False
        for n in range(at, len(self.kinds)):
            kind = self.kinds[n]
            if kind & part.ORDER:
                return n
            if kind & part.TELL:
                if not n or self.words[n - 1] in _OPENS or (has_begun and self.words[n - 1] == "and"):
                    return n
                if self.kinds[n - 1] & part.STARTS:
                    return n
            has_begun = has_begun or bool(kind & (part.MUST | part.PLEASE))
        return None

    def is_done(self) -> bool:
        """Whether the reader is said to do it: "from here on it leaves out …", "you report …"."""
        pairs = zip(self.words, self.kinds, self.kinds[1:], strict=False)
        return any(
            (kind & part.YOU or word == "it") and following & part.SAYS for word, kind, following in pairs
        )

    def owed(self, at: int) -> int | None:
        """A verb that somebody must, is asked to, or has the duty to do."""
        if not self.holds(part.SAYS, part.DUTY):
            return None
        must = bidden = asked = bound = None
        for n, kind in enumerate(self.kinds):
            if kind & part.SAYS and n >= at and self._is_owed(n, must, bound, bidden, asked):
                return n
            if kind & part.MUST or (kind & part.PLEASE and not self.words[n].isascii()):
                must = n
            if kind & part.BOUND:
                bound = n
            if kind & part.ASK:
                asked = n
            if kind & part.BIDDEN and bound is not None and n - bound <= FEW - 2:
                bidden = n
        return None

    def _is_owed(
        self, n: int, must: int | None, bound: int | None, bidden: int | None, asked: int | None
    ) -> bool:
        kinds, words = self.kinds, self.words
        if kinds[n] & part.TO_TELL:
            return must is not None and n - must <= 2 * SEVERAL
        if must is not None and n - must <= FEW - 1 and "have" not in words[must:n]:
            return True
        if "to" not in words[max(0, n - 3) : n]:
            return False
        return any(
            since is not None and n - since <= most
            for since, most in ((bound, FEW), (bidden, SEVERAL), (asked, SEVERAL + 1))
        )


def sentences_of(line: str, offset: int) -> Iterator[Sentence]:
    """The sentences of a line in lower case that begins at `offset`, with the article's places."""
    tokens: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(line):
        word = match[0]
        if word[0] not in ".!?…" and not (len(word) > _RUN and not word[0].isalnum()):
            tokens.append((word, offset + match.start()))
            if len(tokens) < _LONG:
                continue
        if tokens:
            yield Sentence.of(tokens)
            tokens = []
    if tokens:
        yield Sentence.of(tokens)
