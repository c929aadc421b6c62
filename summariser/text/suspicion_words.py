"""The words that orders to a machine are made of: a part is a bit, a word may be several. They are data."""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from operator import or_
from typing import cast

from summariser.resources import data_table

_LONGEST = 16  # letters of a stem
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*+")

# fmt: off
_PARTS = (
    "machine", "kind", "tool", "org", "whoever", "process", "reads", "this", "text", "you", "tell", "told",
    "order", "to_tell", "must", "bound", "bidden", "please", "ask", "output", "matter", "side", "number",
    "right", "wrong", "rule", "lapse", "denied", "hail", "toward", "starts", "joins", "if", "who", "people",
)
(
    MACHINE, KIND, TOOL, ORG, WHOEVER, PROCESS, READS, THIS, TEXT, YOU, TELL, TOLD,
    ORDER, TO_TELL, MUST, BOUND, BIDDEN, PLEASE, ASK, OUTPUT, MATTER, SIDE, NUMBER,
    RIGHT, WRONG, RULE, LAPSE, DENIED, HAIL, TOWARD, STARTS, JOINS, IF, WHO, PEOPLE,
) = (1 << number for number in range(len(_PARTS)))
# fmt: on
SAYS = TELL | TOLD | TO_TELL
DUTY = MUST | BOUND | BIDDEN | ASK | PLEASE


def kinds_in(text: str) -> int:
    """The parts that the words of a text in lower case may be, together."""
    return reduce(or_, map(kind_of, _WORD.findall(text)), 0)


@lru_cache(maxsize=1 << 16)
def kind_of(word: str) -> int:
    """The parts that a word may be; a number is one, and a word with a hyphen is what its pieces are."""
    if word[0].isdigit():
        return NUMBER
    if not word[0].isalpha():
        return 0
    whole, stems = _lexicon()
    kinds = whole.get(word, 0)
    for length in range(2, min(len(word), _LONGEST) + 1):
        kinds |= stems.get(word[:length], 0)
    if not kinds and "-" in word:
        for piece in word.split("-"):
            kinds |= kind_of(piece)
    return kinds


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, int], dict[str, int]]:
    """Whole words, and stems that any ending may follow."""
    table = cast("dict[str, str]", data_table("text/suspicion_orders.toml")["parts"])
    whole: dict[str, int] = {}
    stems: dict[str, int] = {}
    for number, name in enumerate(_PARTS):
        for word in table[name].split():
            words = stems if word.endswith("*") else whole
            key = word.removesuffix("*")
            words[key] = words.get(key, 0) | 1 << number
    return whole, stems
