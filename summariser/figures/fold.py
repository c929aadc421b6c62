"""Typographic characters made plain, one for one: every offset into the fold is an offset into the text."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["fold", "unwrap"]

_PLAIN = {
    **dict.fromkeys("’‘´`ʼ‛′＇", "'"),
    **dict.fromkeys("“”„«»‟″＂", '"'),
    **dict.fromkeys("–—‑−‒―‐﹣－", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u3000\t\r\v\f", " "),
    **dict.fromkeys("\u2028\u2029\x85", "\n"),
    "％": "%",
    "＄": "$",
}
_TYPOGRAPHIC = re.compile(f"[{''.join(_PLAIN)}]")  # few letters of a text: `str.translate` looks up them all

# A lone "â" is what some sites leave of a quote mark or a dash. Inside a word it is a letter ("château"),
# unless what follows is the tail of a genitive or a contraction: "Ukraineâs", "didnât".
_LONE_A = re.compile(
    r"""
    (?<![^\W\d_]) â              # at the start of a word or alone
    | â (?! [^\W\d_] )           # at its end
    | â (?= (?:s|t|d|m|re|ve|ll) \b )
    """,
    re.VERBOSE,
)

_WIDEST_WRAP = 110  # no wire service wraps its lines wider than this
_SLACK = 8  # ragged margins: a line counts as full this far before the widest


def fold(text: str) -> str:
    """The text with plain quotes, dashes and spaces: same length, same offsets."""
    plain = _TYPOGRAPHIC.sub(lambda mark: _PLAIN[mark[0]], text)
    return _LONE_A.sub("'", plain) if "â" in plain else plain


def unwrap(text: str) -> str:
    """The text with the line breaks inside a wrapped paragraph made spaces: same length, same offsets.

    A break is a wrap where the next word would not have fitted on its line. Texts with lines wider than
    any wire wraps them are not wrapped at all: there each line is a paragraph of its own.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if len(lines) < 2 or not 40 <= width <= _WIDEST_WRAP:
        return text
    joined = [lines[0]]
    for line, following in pairwise(lines):
        joined.append(" " if _is_wrapped(line, following, width=width) else "\n")
        joined.append(following)
    return "".join(joined)


def _is_wrapped(line: str, following: str, *, width: int) -> bool:
    if not line.strip() or not following.strip() or following[0].isspace():
        return False
    first_word = following.split(None, 1)[0]
    return len(line) + 1 + len(first_word) > width - _SLACK
