"""What the learned reader of orders looks at: the sentences of a text, their words, and their looks.

Training and reading share this: a trait that changes its meaning here asks for new weights
(`benchmarks/train_suspicion.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, pairwise

from summariser.text.suspicion_words import kind_of, parts

__all__ = ["Line", "Word", "line_of", "mark_names", "names_of", "parts_in", "spans_of"]

Span = tuple[int, int]

_LONGEST = 700  # characters; what goes on without an end is read in pieces
_SHORTEST_PIECE = 300
_WRAPPED = 52  # characters of a line that may end within a sentence
_SHORT, _LONG = 60, 260
_KEPT = 1 << 8  # sentences
_HEAD = 45  # characters in which a label ends
_NUMBER = "0"  # stands for all of them
_STEM, _LONG_STEM = 5, 7

_BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]]*+(?=\s|$)|\n")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|_")
_CYRILLIC = re.compile("[а-яёіїєґ]")
_LEET_LATIN = str.maketrans("0134579", "oieastg")
_LEET_CYRILLIC = str.maketrans("0134", "оічч")
_ACCENTED = str.maketrans(
    "áàâäãåāăąçćčéèêëēėęěíìîïīįıñńňóòôöõōőøúùûüūůűýÿžźżšśşğłřťď",
    "aaaaaaaaaccceeeeeeeeiiiiiiinnnoooooooouuuuuuuyyzzzsssglrtd",
)
# fmt: off
_LOOKS = (
    "#bracket", "#quote", "#dash", "#lower", "#label", "#angle", "#equals", "#code", "#quotes", "#semicolon",
    "#asks", "#cries", "#open", "#short", "#long", "#quoted", "#capitals", "#mixed",
)
# fmt: on
_QUOTES = frozenset("\"“”«»„'‘")
_MANY = 2  # words with digits for letters are no names of weapons


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word or mark in lower case, without accents and without digits for letters; one object for each."""

    text: str
    stem: str
    kinds: int
    is_mixed: bool  # printed with digits among its letters

    def names(self) -> tuple[str, ...]:
        """Its traits: itself, its stem and its ending."""
        word = self.text
        if word == _NUMBER:
            return ()
        if len(word) < _STEM:
            return (f"w:{word}",)
        stem = word[: _STEM if _CYRILLIC.search(word) else _STEM + 1]
        return f"w:{word}", f"s:{stem}", f"s:{word[:_LONG_STEM]}-", f"x:{word[-3:]}", f"x:{word[-2:]}"


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence or a line: its words, what they may be (a bit for each part), and how it looks."""

    words: Sequence[Word]
    kinds: int
    marks: Sequence[int]

    def stems(self) -> list[str]:
        """Its words as pairs of them are known by, with its two ends."""
        return ["^", *(word.stem for word in self.words), "$"]


def spans_of(text: str) -> Iterator[Span]:
    """The sentences and lines of a text, without white space around them."""
    start = 0
    for end in chain((match.end() for match in _BREAK.finditer(text) if _ends(text, match)), (len(text),)):
        yield from _pieces(text, start, end)
        start = end


@lru_cache(maxsize=_KEPT)
def line_of(raw: str, folded: str) -> Line:
    """A sentence with its words; `folded` is the same in lower case, letter for letter."""
    words = [_word(word) for word in _WORD.findall(folded)]
    kinds = 0
    for word in words:
        kinds |= word.kinds
    return Line(words, kinds, [*parts_in(kinds), *_looks(raw, words)])


def names_of(line: Line, near: int) -> Iterator[str]:
    """All traits of a sentence whose neighbours' parts are `near`; one of its words may tell it twice."""
    for word in set(line.words):
        yield from word.names()
    yield from {f"b:{first} {second}" for first, second in pairwise(line.stems())}
    marks = mark_names()
    yield from (f"k:{marks[mark]}" for mark in line.marks)
    yield from (f"k:{marks[one]}+{marks[other]}" for one, other in combinations(line.marks, 2))
    yield from (f"n:{marks[part]}" for part in parts_in(near))


@lru_cache(maxsize=1)
def mark_names() -> tuple[str, ...]:
    """The names of the marks, in the order of their numbers: parts, looks, and parts of a first word."""
    return (*parts(), *_LOOKS, *(f"^{name}" for name in parts()))


@lru_cache(maxsize=1 << 12)
def parts_in(kinds: int) -> tuple[int, ...]:
    """The numbers of the parts that bits stand for."""
    return tuple(number for number in range(len(parts())) if kinds >> number & 1)


# --- where a sentence ends ------------------------------------------------------------------------


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a mark or a line end closes a sentence: a full line may go on in the next one."""
    if match[0] != "\n":
        return True
    at = match.start()
    is_full = "\n" not in text[max(0, at - _WRAPPED) : at] and at >= _WRAPPED
    return not (is_full and text[at + 1 : at + 2].isalpha() and text[at - 1] not in '.!?:…;"”»)}]>')


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _SHORTEST_PIECE, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    held = piece.strip()
    if held:
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(held)


# --- words ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 13)
def _word(raw: str) -> Word:
    if raw.isdigit():
        return _number()
    plain = raw if raw.isascii() else raw.translate(_ACCENTED)
    if plain.isalpha() or not plain.isalnum() or len(plain) <= _MANY:
        return _plain(plain)
    letters = plain.translate(_LEET_CYRILLIC if _CYRILLIC.search(plain) else _LEET_LATIN)
    return Word(letters, letters[:_STEM], kind_of(letters), is_mixed=True)


@lru_cache(maxsize=1 << 13)
def _plain(word: str) -> Word:
    return Word(word, word[:_STEM], kind_of(word) if word[0].isalpha() else 0, is_mixed=False)


@lru_cache(maxsize=1)
def _number() -> Word:
    return Word(_NUMBER, _NUMBER, 1 << parts().index("number"), is_mixed=False)


# --- looks ----------------------------------------------------------------------------------------


def _looks(raw: str, words: Sequence[Word]) -> Iterator[int]:
    first, last, base = raw[0], raw[-1], len(parts())
    told = (
        first in "([{【<",
        first in _QUOTES,
        first in "-—–>*•#",
        first.islower(),
        ":" in raw[:_HEAD],
        "<" in raw or ">>" in raw or "&lt;" in raw,
        "=" in raw or "{" in raw or '":' in raw,
        "_" in raw or "`" in raw or "##" in raw or "/*" in raw or "//" in raw,
        not _QUOTES.isdisjoint(raw),
        ";" in raw,
        "?" in raw,
        "!" in raw,
        last not in '.!?…"”»)',
        len(raw) < _SHORT,
        len(raw) > _LONG,
        first in _QUOTES and last in _QUOTES,
        raw[:_SHORT].isupper(),
        sum(word.is_mixed for word in words) > _MANY,
    )
    yield from (base + number for number, is_so in enumerate(told) if is_so)
    opening = next((word for word in words if word.text[0].isalpha()), None)
    if opening:
        yield from (base + len(_LOOKS) + number for number in parts_in(opening.kinds))
