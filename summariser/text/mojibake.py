"""Text that went through a wrong decoding: what can be told from the text alone is undone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["restore_lossy_a", "undo_cp1252"]

_ENOUGH = 3
"""So many signs make a habit; fewer may be a French name."""
_SHARE = 0.8

# --- "Ukraineâ€™s": UTF-8 read as Windows-1252 ----------------------------------------------------


def _cp1252_letters(low: int, high: int) -> str:
    """The characters that the bytes low–high look like when read as Windows-1252 or as Latin-1."""
    codes = range(low, high + 1)
    seen = {chr(code) for code in codes} | {bytes([code]).decode("cp1252", "ignore") for code in codes}
    return "".join(f"\\U{ord(letter):08x}" for letter in sorted(seen - {""}))


_FOLLOW = _cp1252_letters(0x80, 0xBF)
_SEQUENCE = re.compile(
    f"""
    [{_cp1252_letters(0xC2, 0xDF)}] [{_FOLLOW}]        # two bytes
    | [{_cp1252_letters(0xE0, 0xEF)}] [{_FOLLOW}]{{2}}   # three
    | [{_cp1252_letters(0xF0, 0xF4)}] [{_FOLLOW}]{{3}}   # four
    """,
    re.VERBOSE,
)
_LEADERS = re.compile("[ÂÃÐÑâ]")


def undo_cp1252(text: str) -> tuple[str, int]:
    """Undo UTF-8 read as Windows-1252 where a text has the habit; the text and how many came back."""
    pieces = list(_SEQUENCE.finditer(text))
    decoded = [_decode(piece[0]) for piece in pieces]
    good = sum(1 for character in decoded if character is not None)
    if good < _ENOUGH or good < _SHARE * len(_LEADERS.findall(text)):
        return text, 0
    out, last = [], 0
    for piece, character in zip(pieces, decoded, strict=True):
        if character is not None:
            out += [text[last : piece.start()], character]
            last = piece.end()
    return "".join([*out, text[last:]]), good


def _decode(piece: str) -> str | None:
    try:
        return b"".join(_byte(letter) for letter in piece).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _byte(letter: str) -> bytes:
    return bytes([ord(letter)]) if ord(letter) < 0x100 else letter.encode("cp1252")


# --- "Ukraineâs": the same, and then all but the first byte lost ----------------------------------

_LETTER = r"[^\W\d_]"
_LOSSY = re.compile(
    rf"""
    (?P<apostrophe> (?<=\w) â (?= (?:s|t|re|ve|ll|d|m)\b )   # Ukraineâs, donât
                  | (?<!\w) â (?= \d\ds\b ) )                # the â90s
  | (?P<inside>     (?<={_LETTER}) â (?={_LETTER}) )         # château: the letter itself
  | (?P<dash>       (?<!\S) â (?!\S) )                       # allies â and foes
  | (?P<opening>    (?<![\w.,;:!?)\]”’]) â (?=\S) )          # âThe children
  | (?P<closing>    (?<=\S) â (?!\w) )                       # in shock,â he said
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SURE = re.compile(rf"(?<![^\W\d_â])â(?!\w)|[.,!?]â|(?<={_LETTER})â(?=(?:s|re|ve|ll)\b)", re.IGNORECASE)


@dataclass(slots=True)
class _Quotes:
    """Writes the lost marks back, and knows whether a quotation is open."""

    is_open: bool = False
    kept: int = field(default=0)

    def __call__(self, match: re.Match[str]) -> str:
        match match.lastgroup:
            case "apostrophe":
                return "’"
            case "dash":
                return "–"
            case "opening":
                self.is_open = True
                return "“"
            case "closing":
                # "its alliesâ help": with no quotation open it is an apostrophe
                mark, self.is_open = ("”" if self.is_open else "’"), False
                return mark
            case _:
                self.kept += 1
                return match[0]


def restore_lossy_a(text: str) -> tuple[str, int]:
    """Bring back the quotes and dashes of which only a lone "â" is left; the text and how many came back.

    A text lost them if it holds at least three "â", four fifths of them where the letter cannot stand, and
    one where no language writes it: château, Brâncuși, âme and Støre stay as they are.
    """
    total = text.count("â")
    if total < _ENOUGH or not _SURE.search(text):
        return text, 0
    kinds = [match.lastgroup for match in _LOSSY.finditer(text)]
    if len(kinds) - kinds.count("inside") < _SHARE * total:
        return text, 0
    quotes = _Quotes()
    repaired, found = _LOSSY.subn(quotes, text)
    return repaired, found - quotes.kept
