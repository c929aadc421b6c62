"""One key for the spellings of a name: Kupiansk and Kupyansk, Slov'yansk and Sloviansk."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold_name"]

_DROPPED = re.compile(r"['’‘ʼʹʻʾʿ`´.]")
_BETWEEN = re.compile(r"[\s\-–—]+")
_RULES = (
    (re.compile(r"(?<=[aeou])[iy]{1,2}(?=[iu])"), ""),  # Mykolaiv, Mykolayiv; Kyiv stays
    (re.compile(r"(?<=[bcdfghklmnprstvz])[iy](?=[aeu])"), "i"),  # Izium, Izyum; Berdiansk, Berdyansk
    (re.compile(r"[iy]{2,}"), "y"),  # Kyiv, Kyyiv; Zelenskyy, Zelenskiy
    (re.compile(r"(?<=[aeou])[iy](?=[bcdfghklmnprstvz])"), "i"),  # Suhaila, Suhayla; Maikop, Maykop
    (re.compile(r"(?<=[aeou])[iy](?=[aeo])"), "y"),  # Huliaipole, Hulyaypole
    (re.compile(r"[iy]\b"), "y"),  # Dolynskyi, Dolynskiy, Dolynsky
    (re.compile(r"\b[iy]e"), "ye"),  # Yevpatoriia
)


@lru_cache(maxsize=65_536)
def fold_name(name: str) -> str:
    """A name's spelling reduced: lower case, no diacritics or apostrophes, Slavic romanisations made one.

    It serves matching only; what is shown and quoted is as printed.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    plain = _BETWEEN.sub(" ", _DROPPED.sub("", plain.replace("ł", "l").replace("ø", "o").replace("ı", "i")))
    if not plain.isascii():
        return plain.strip()
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    return plain.strip()
