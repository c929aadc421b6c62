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

__all__ = ["Line", "line_of", "names_of", "spans_of", "word_names"]

Span = tuple[int, int]

_LONGEST = 700  # characters; what goes on without an end is read in pieces
_SHORTEST_PIECE = 300
_WRAPPED = 52  # characters of a line that may end within a sentence
_SHORT, _LONG = 60, 260
_HEAD = 45  # characters in which a label ends
_NUMBER = "0"  # stands for all of them
_STEM, _LONG_STEM = 5, 7

_BREAK = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)|\n")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|_")
_CYRILLIC = re.compile("[а-яёіїєґ]")
_MIXED = re.compile(r"(?=[^\W\d_]*\d)(?=\d*[^\W\d_])[^\W_]{3,}")
_LEET_LATIN = str.maketrans("0134579", "oieastg")
_LEET_CYRILLIC = str.maketrans("0134", "оічч")
_ACCENTED = str.maketrans(
    "áàâäãåāăąçćčéèêëēėęěíìîïīįıñńňóòôöõōőøúùûüūůűýÿžźżšśşğłřťď",
    "aaaaaaaaaccceeeeeeeeiiiiiiinnnoooooooouuuuuuuyyzzzsssglrtd",
)
_LOOKS = {
    "#bracket": re.compile(r"[(\[{【<]"),
    "#quote": re.compile(r"[\"“«„'‘]"),
    "#dash": re.compile(r"[-—–>*•#]"),
    "#lower": re.compile(r"[^\W\d_A-ZА-ЯЁІЇЄҐ]"),
    "#label": re.compile(rf"[^:]{{1,{_HEAD}}}:"),
}
"""Told by how a sentence begins."""
_HOLDS = {
    "#angle": ("<", "&lt;", ">>"),
    "#equals": ("=", "{", '":'),
    "#code": ("_", "/*", "//", "##", "`"),
    "#quotes": ('"', "“", "«", "„", "”", "»"),
    "#semicolon": (";",),
    "#asks": ("?",),
    "#cries": ("!",),
}
"""Told by what a sentence holds."""
_OPENS = ("tell", "order", "machine", "hail", "kind", "please")  # parts that tell most as a first word


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or a line: its words in lower case, what they may be, and where it stands."""

    span: Span
    words: Sequence[str]
    kinds: int
    raw: str


def spans_of(text: str) -> Iterator[Span]:
    """The sentences and lines of a text, without white space around them."""
    start = 0
    for end in chain((match.end() for match in _BREAK.finditer(text) if _ends(text, match)), (len(text),)):
        yield from _pieces(text, start, end)
        start = end


def line_of(text: str, folded: str, span: Span) -> Line:
    """A sentence with its words; `folded` is the text in lower case, letter for letter."""
    words = [_plain(word) for word in _WORD.findall(folded, *span)]
    kinds = 0
    for word in set(words):
        kinds |= _kind(word)
    return Line(span, words, kinds, text[slice(*span)])


def names_of(line: Line, before: Line | None, after: Line | None) -> Iterator[str]:
    """The traits of a sentence: pairs of words, parts and looks, pairs of these, and the neighbours' parts.

    What its single words say is in `word_names`.
    """
    stems = ["^", *map(_stem, line.words), "$"]
    yield from {f"b:{first} {second}" for first, second in pairwise(stems)}
    marks = [*_parts_in(line.kinds), *_looks(line.raw), *_opening(line.words)]
    yield from (f"k:{mark}" for mark in marks)
    yield from (f"k:{one}+{other}" for one, other in combinations(marks, 2))
    near = (before.kinds if before else 0) | (after.kinds if after else 0)
    yield from (f"n:{name}" for name in _parts_in(near))


def word_names(word: str) -> tuple[str, ...]:
    """The traits of a word: itself, its stem and its ending."""
    if word == _NUMBER:
        return ()
    if len(word) < _STEM:
        return (f"w:{word}",)
    stem = f"s:{word[:_STEM]}" if _CYRILLIC.search(word) else f"s:{word[: _STEM + 1]}"
    return f"w:{word}", stem, f"s:{word[:_LONG_STEM]}-", f"x:{word[-3:]}", f"x:{word[-2:]}"


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


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    """A word without accents and without digits for letters; every number is one."""
    if word.isdigit():
        return _NUMBER
    word = word if word.isascii() else word.translate(_ACCENTED)
    if word.isalpha() or not _MIXED.fullmatch(word):
        return word
    return word.translate(_LEET_CYRILLIC if _CYRILLIC.search(word) else _LEET_LATIN)


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return word[:_STEM]


def _kind(word: str) -> int:
    if word == _NUMBER:
        return 1 << parts().index("number")
    return kind_of(word) if word[0].isalpha() else 0


@lru_cache(maxsize=1 << 14)
def _parts_in(kinds: int) -> tuple[str, ...]:
    return tuple(name for number, name in enumerate(parts()) if kinds >> number & 1)


# --- looks ----------------------------------------------------------------------------------------


def _looks(raw: str) -> Iterator[str]:
    yield from (name for name, begins in _LOOKS.items() if begins.match(raw))
    yield from (name for name, held in _HOLDS.items() if any(one in raw for one in held))
    if raw[-1] not in '.!?…"”»)':
        yield "#open"
    if len(raw) < _SHORT:
        yield "#short"
    if len(raw) > _LONG:
        yield "#long"
    if raw[0] in '"“«„' and raw[-1] in '"”»“':
        yield "#quoted"
    capitals = sum(map(str.isupper, raw))
    if capitals > _STEM + _LONG_STEM and capitals > 2 * sum(map(str.islower, raw)):
        yield "#capitals"
    if sum(any(map(str.islower, word)) for word in _MIXED.findall(raw)) > 2:  # noqa: PLR2004
        yield "#mixed"


def _opening(words: Sequence[str]) -> list[str]:
    first = next((word for word in words if word[0].isalpha()), None)
    return [f"^{name}" for name in _parts_in(kind_of(first)) if name in _OPENS] if first else []
