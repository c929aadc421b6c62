"""The lines of a text, joined into paragraphs: news comes one paragraph a line, or wrapped at some width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Paragraph", "paragraphs"]

_WIDEST_WRAP = 120
"""Longer lines are paragraphs, not lines of a wrapped one (characters)."""
_LONG = 40
"""A line of so many characters may go on in the next one; a shorter one is a heading or an item."""

_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(
    r"""
    [•●▪◦‣·*➡►✅❗📌] \s? \S             # a bullet
    | [-–—] \s                            # a dash that opens an item
    | \d{1,3} [.)] \s                     # 1.  2)
    | \d{1,2} [:.h] \d\d (?!\d)           # a live blog's 14:35, 14.35 GMT, 7.05am
    """,
    re.VERBOSE,
)
_GOES_ON = re.compile(r"[^\W_]$|[,\-–—]$")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`body[start:end]`, without white space around it; one line, or several that a wrap cut apart."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    text: str
    after_blank: bool

    @property
    def width(self) -> int:
        return self.indent + len(self.text)

    @property
    def first_word(self) -> int:
        """How many characters the first word takes (at most 40 are looked at)."""
        return len(self.text[:_LONG].split(maxsplit=1)[0])


def paragraphs(body: str) -> Iterator[Paragraph]:
    """The paragraphs, headings and items of a text in order; they cover all that is not white space."""
    lines = list(_lines(body))
    width = _wrap_width(lines)
    start = 0
    for index, line in enumerate(lines):
        if index + 1 == len(lines) or not _continues(line, lines[index + 1], width=width):
            yield Paragraph(lines[start].start, line.end)
            start = index + 1


def _lines(body: str) -> Iterator[_Line]:
    last = -1
    for match in _LINE.finditer(body):
        raw = match[0]
        text = raw.strip()
        if not text:
            continue
        start = match.start() + raw.index(text[0])
        yield _Line(
            start=start,
            end=start + len(text),
            indent=start - match.start(),
            text=text,
            after_blank=last < 0 or match.start() > last + 1,
        )
        last = match.end()


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """The width at which the text is wrapped, None if a line is a paragraph.

    A wrapped line ends where the next word would not have fitted; headings, verses and items end anywhere.
    """
    widths = sorted(line.width for line in lines)
    if not widths or (width := widths[(len(widths) - 1) * 98 // 100]) > _WIDEST_WRAP or width < _LONG:
        return None
    pairs = [(one, two) for one, two in pairwise(lines) if not two.after_blank]
    full = sum(1 for one, two in pairs if one.width + 1 + two.first_word >= width)
    unfinished = sum(1 for one, _ in pairs if not _ENDS.search(one.text))
    return width if len(pairs) >= 3 and full * 2 >= len(pairs) and unfinished * 2 >= len(pairs) else None


def _continues(line: _Line, following: _Line, *, width: int | None) -> bool:
    if following.after_blank or _ITEM.match(following.text):
        return False
    if width is None:
        return len(line.text) >= _LONG and following.text[0].islower() and bool(_GOES_ON.search(line.text))
    if following.indent >= line.indent + 2 and _ENDS.search(line.text):
        return False
    # near the margin: the wrap cut it; far from it: a heading, or a paragraph's end
    return line.width + 1 + following.first_word >= width - 8 or following.text[0].islower()
