"""Text from outside, made harmless: for a terminal, for Markdown, for a spreadsheet.

Articles and answers are data. Nothing in them may move a cursor, open a tag, run a formula or reorder a line.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["cell", "markdown", "one_line", "plain"]

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_KEPT_CONTROLS = frozenset("\n\t")
_KEPT_FORMATS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}")

_SPACES = re.compile(r"\s+")
_MARKDOWN_INLINE = re.compile(
    r"""
    [\\`*_\[\]<>|~$^]        # emphasis, code, links, tags, tables, strikes, formulas
    | &                      # entities
    | (?<=\w)@(?=\w)         # addresses that GitHub would link
    | (?<=https):(?=//)      # web addresses likewise
    | (?<=http):(?=//)
    | (?<=ftp):(?=//)
    | (?<=www)\.
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKDOWN_LINE_START = re.compile(
    r"""
    ^(?P<space>[ ]*)
    (?: (?P<mark>[#+=-]) | (?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$) )  # headings, rules, lists
    """,
    re.VERBOSE,
)
_FORMULA_STARTS = tuple("=+-@\t\r\0") + tuple("＝＋－＠")  # the wide ones too, for East Asian settings


def plain(text: str) -> str:
    """The text without what could steer a terminal or reorder a line: controls, bidi marks, surrogates.

    Each such character becomes U+FFFD, so that a reader sees that something was there, and offsets stay true.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_REPLACEMENT if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cc":
        return character not in _KEPT_CONTROLS
    if category == "Cf":
        return character not in _KEPT_FORMATS
    return category == "Cs" or character in "\u2028\u2029"


def one_line(text: str) -> str:
    """`plain`, with every run of white space as one space."""
    return _SPACES.sub(" ", plain(text)).strip()


def markdown(text: str) -> str:
    """One line of text that Markdown shows as it is: no tag, link, list, heading or table of its own."""
    line = _MARKDOWN_INLINE.sub(_escape, one_line(text))
    return _MARKDOWN_LINE_START.sub(_escape_start, line)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character == "<":
        return "&lt;"
    return "&amp;" if character == "&" else f"\\{character}"


def _escape_start(match: re.Match[str]) -> str:
    space = match["space"]
    return f"{space}\\{match['mark']}" if match["mark"] else f"{space}{match['number']}\\{match['dot']}"


def cell(value: str | float | None) -> str | float | None:
    """A table's cell that no spreadsheet takes for a formula: it gets a leading `'`; numbers are exempt."""
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, str):
        return value
    bare = value.lstrip(" \n\N{NO-BREAK SPACE}")
    return f"'{plain(value)}" if bare.startswith(_FORMULA_STARTS) else plain(value)
