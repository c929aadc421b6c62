"""Text that a person would have to decode: letters set apart, characters by their numbers, base64."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

__all__ = ["ciphered"]

_READABLE = 0.85  # of what base64 hides is letters and spaces, if it is text
_SHORTEST = 15  # characters of such a text
_PATTERNS = (
    re.compile(r"(?<![^\W_])[^\W_](?:[ \xa0]{1,3}[^\W_]){11,}+"),  # no heading is so long
    re.compile(r"(?:&#x?[0-9a-fA-F]{1,6};){8,}+"),
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{28,}")


def ciphered(text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds words that are not printed as words."""
    for pattern in _PATTERNS:
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span() for match in _BASE64.finditer(text) if _is_text(match[0]))


def _is_text(run: str) -> bool:
    whole = run[: len(run) // 4 * 4]
    hidden = binascii.a2b_base64(whole).decode("utf-8", "ignore")
    plain = sum(letter.isalpha() or letter.isspace() for letter in hidden)
    return len(hidden) >= _SHORTEST and hidden.count(" ") > 1 and plain > _READABLE * len(hidden)
