"""A text as words, numbers and marks, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from summariser.figures.lexicon import grammar

__all__ = ["POINT", "STOPS", "Tokens", "tokenize"]

POINT = "·"  # a full stop that ends no sentence: "Feb. 24", "No. 5"
STOPS = frozenset({".", "!", "?", "\n"})
_MARGIN = 64  # so far outside the text a look may go

_LETTER = r"[^\W\d_½⅓⅔¼¾⅕⅙⅛²³¹]"

_GLUED = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred"

_TOKEN = re.compile(
    rf"""
    ( [Tt]he (?= (?: {_GLUED} ) (?! {_LETTER} ) )                  # "thethree-and-a-half": a lost space
    | {_LETTER}++ (?! [\d\-/.:] )                                  # nearly every word, so first
    | [,;"()]                                                      # nearly every mark
    | (?: [Aa]round | [Aa]bout | [Oo]ver | [Nn]early | [Aa]lmost | [Ss]ome | [Ll]east | [Tt]han
        | [Kk]illed | [Ii]njured | [Ww]ounded ) (?= \d )           # "Around20,000": a lost space
    | (?: https?:// | www\. ) \S+                                   # an address: its digits are no figures
    | [@\#] \w+                                                    # a handle
    | \d{{4}}-\d{{2}}-\d{{2}} (?! \d )                             # 2024-02-24
    | \d{{1,2}} ([./]) \d{{1,2}} \2 \d{{2,4}} (?! [\d.,]? \d )     # 24.02.2022
    | \d{{1,2}} (?: : \d{{2}} (?: : \d{{2}} )? | [hH] \d{{2}} (?! [\w.] ) ) (?! \d )  # 07:30, 09h40
    | (?<! [\w.,] ) \. \d+ (?! [\w.] )                              # .08
    | \d+ (?: [.,] \d+ )*+                                         # 200,000; 1.5; 1,00,000
    | (?: {_LETTER} \. ){{2,6}}                                    # U.S., a.m.
    | {_LETTER}{{1,12}} (?: [-/] {_LETTER}{{1,12}} ){{0,2}} -? \d{{1,6}} {_LETTER}{{0,4}}
      (?: [-/] \d{{1,5}} {_LETTER}{{0,3}} ){{0,4}} (?! \w | [.,]\d )  # F-16s, Kh-101, X-101/555/55, F/A-18
    | {_LETTER}+                                                   # a word
    | '[sS] \b                                                     # a genitive
    | \n | \S ) [^\S\n]*+                                          # spaces after it are no tokens
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text as parallel lists: `word` is lower case, `text[start:end]` is as printed.

    `at(i)` is the word at `i`, or nothing a little outside the text.
    """

    text: str
    start: list[int]
    end: list[int]
    word: list[str]
    at: Callable[[int], str]

    @classmethod
    def of(cls, text: str, spans: Sequence[tuple[int, int]], word: list[str]) -> Self:
        """The tokens at these spans of a text."""
        margined = word + [""] * _MARGIN  # an index below zero is one from the end: into the margin too
        starts, ends = [start for start, _ in spans], [end for _, end in spans]
        return cls(text, starts, ends, word, margined.__getitem__)

    def __len__(self) -> int:
        return len(self.word)

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the next: "70km", "twenty-six"."""
        return 0 <= i < len(self.word) - 1 and self.end[i] == self.start[i + 1]

    def capital(self, i: int) -> bool:
        """Whether the token begins with a capital letter."""
        return 0 <= i < len(self.word) and self.text[self.start[i]].isupper()

    def phrase(self, i: int, length: int) -> str:
        """That many words from token `i` on, joined by spaces; nothing if the text has fewer."""
        return " ".join(self.word[i : i + length]) if 0 <= i <= len(self.word) - length else ""

    def follows(self, i: int, words: tuple[str, ...]) -> bool:
        """Whether these words stand from token `i` on."""
        if self.at(i) != words[0]:
            return False
        return len(words) == 1 or self.word[i : i + len(words)] == list(words)


def tokenize(text: str) -> Tokens:
    """Words, numbers, codes and marks of a folded text."""
    spans = [m.span(1) for m in _TOKEN.finditer(text)]
    lower = text.lower()
    if len(lower) != len(text) or "Σ" in text:  # letters whose small ones are two, or depend on their place
        word = [text[start:end].lower() for start, end in spans]
    else:
        word = [lower[start:end] for start, end in spans]
    short = _abbreviations()
    for i in [i for i, mark in enumerate(word) if mark == "."]:
        if i and word[i - 1] in short and spans[i - 1][1] == spans[i][0]:
            word[i] = POINT
    return Tokens.of(text, spans, word)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return grammar().abbreviations
