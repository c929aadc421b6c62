"""Repair of what news sites do to text, one character for one character.

Every rule but one keeps the length, so that an offset into the repaired text is an offset into the text as
given. The exception is `utf8_read_as_cp1252` ("â€™" for "’"): there several characters were one from the
start, and no reader wants the padding. Offsets always refer to the repaired text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from summariser.text.mojibake import restore_lossy_a, undo_cp1252

__all__ = ["HIDDEN", "Repair", "repair_text"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What was repaired: a rule's name and how often it applied."""

    rule: str
    count: int


def _codes(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(chain.from_iterable(range(low, high + 1) for low, high in spans))


# What a person does not see and a model reads all the same.
_ZERO_WIDTH = _codes((0x034F, 0x034F), (0x180B, 0x180F), (0x200B, 0x200D), (0x2060, 0x2064), (0xFEFF, 0xFEFF),
                     (0xFFF9, 0xFFFB))  # fmt: skip
_SOFT_HYPHEN = _codes((0x00AD, 0x00AD))
_BIDI_MARKS = _codes((0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202C), (0x2066, 0x206F))
_BIDI_OVERRIDES = _codes((0x202D, 0x202E))
_TAGS = _codes((0xE0000, 0xE007F))
_EMOJI_SELECTORS = _codes((0xFE00, 0xFE0F))
_VARIATION = _codes((0xE0100, 0xE01EF))
_BLANK = _codes((0x115F, 0x1160), (0x2800, 0x2800), (0x3164, 0x3164), (0xFFA0, 0xFFA0))
_LINE_ENDS = _codes((0x0B, 0x0C), (0x0D, 0x0D), (0x1C, 0x1E), (0x2028, 0x2029))
_CONTROLS = _codes((0x00, 0x08), (0x0E, 0x1B), (0x1F, 0x1F), (0x7F, 0x7F)) | _codes((0x80, 0x9F))
_SURROGATES = _codes((0xD800, 0xDFFF))
_NO_CHARACTER = _codes(
    (0xFDD0, 0xFDEF), *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
)

# Bytes 80–9F of Windows-1252 that were read as Latin-1: quotes, dashes and the euro sign, one for one.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_C1 = {code: character for code, character in _C1.items() if character}

HIDDEN = {
    "zero_width": _ZERO_WIDTH,
    "soft_hyphens": _SOFT_HYPHEN,
    "bidi_marks": _BIDI_MARKS,
    "bidi_overrides": _BIDI_OVERRIDES,
    "tag_characters": _TAGS,
    "emoji_selectors": _EMOJI_SELECTORS,
    "variation_selectors": _VARIATION,
    "blank_letters": _BLANK,
}
"""Characters that hide text or reorder it, by the rule that replaces each with a space."""


def _class(codes: frozenset[int]) -> re.Pattern[str]:
    return re.compile("[" + "".join(f"\\U{code:08x}" for code in sorted(codes)) + "]")


_TO_SPACE = {**HIDDEN, "control_characters": _CONTROLS}
_LINE_END = re.compile("\r(?=\n)|" + _class(_LINE_ENDS).pattern)
_C1_READ_AS_LATIN1 = _class(frozenset(_C1))
_NO_TEXT = {"lone_surrogates": _SURROGATES, "no_characters": _NO_CHARACTER}
_SUSPECT = re.compile("[^\t\n -~–—‘’“”…]")  # the rest may need a repair


def repair_text(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The repaired text and what was done to it, in the order it was done.

    Line ends become "\\n" ("\\r\\n" a space and "\\n"); hidden, bidirectional, tag and control characters
    become spaces; what is no character becomes U+FFFD; lost quotes and dashes come back where it is clear.
    Nothing is inserted: words glued together stay so.
    """
    if not _SUSPECT.search(text):
        return text, ()
    done: list[Repair] = []
    held = _held(text)
    for rule, step, codes in _STEPS:
        if codes.isdisjoint(held):
            continue
        text, count = step(text)
        if count:
            done.append(Repair(rule, count))
            held = _held(text)
    return text, tuple(done)


def _held(text: str) -> frozenset[int]:
    return frozenset(map(ord, set(text)))


def _spaces(pattern: re.Pattern[str]) -> Callable[[str], tuple[str, int]]:
    return lambda text: pattern.subn(" ", text)


def _replacement(pattern: re.Pattern[str]) -> Callable[[str], tuple[str, int]]:
    return lambda text: pattern.subn("\ufffd", text)


def _line_ends(text: str) -> tuple[str, int]:
    return _LINE_END.subn(lambda match: " " if text[match.end() : match.end() + 1] == "\n" else "\n", text)


def _c1(text: str) -> tuple[str, int]:
    return _C1_READ_AS_LATIN1.subn(lambda match: _C1[ord(match[0])], text)


_STEPS: tuple[tuple[str, Callable[[str], tuple[str, int]], frozenset[int]], ...] = (
    ("utf8_read_as_cp1252", undo_cp1252, _codes((0xC2, 0xF4))),  # what each such sequence begins with
    ("cp1252_read_as_latin1", _c1, frozenset(_C1)),
    *((rule, _replacement(_class(codes)), codes) for rule, codes in _NO_TEXT.items()),
    ("line_ends", _line_ends, _LINE_ENDS),
    *((rule, _spaces(_class(codes)), codes) for rule, codes in _TO_SPACE.items()),
    ("lossy_quotes", restore_lossy_a, frozenset({ord("â")})),
)
"""Each rule with its step, and the characters without which it has nothing to do."""
