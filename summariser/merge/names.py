"""Parties in their spellings: Zelensky, Zelenskyy and Zelenskiy are one, and all three stay known."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from summariser.merge.digest import PartyName
from summariser.records import Participant
from summariser.resources import data_table

__all__ = ["NameBook", "fold", "party_key", "same_word"]

_BRACKETS = re.compile(r"\([^()]{0,200}\)")
_MARKS = re.compile(r"[^\w\s-]|_")
_SPACES = re.compile(r"[\s-]+")
_LETTERS = (  # one way of writing Slavic and Arabic sounds; order matters
    ("iy", "y"), ("yy", "y"), ("ii", "y"), ("ij", "y"), ("yi", "y"), ("i", "y"), ("j", "y"),
    ("kh", "h"), ("gh", "h"), ("g", "h"), ("tch", "ch"), ("tz", "ts"), ("w", "v"), ("ph", "f"), ("q", "k"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces: for comparing, never for showing."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("ø", "o").replace("ł", "l").replace("ı", "i")
    )
    bare = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "")
    return _SPACES.sub(" ", _MARKS.sub(" " if "'" not in bare else "", bare)).strip()


def same_word(word: str) -> str:
    """A word as it sounds, whatever the transliteration: "zelenskyy" and "zelenskiy" are one."""
    for spelled, sound in _LETTERS:
        word = word.replace(spelled, sound)
    return _DOUBLED.sub(r"\1", word)


def _sound(text: str) -> str:
    return " ".join(same_word(word) for word in text.split())


@cache
def _words(name: str) -> tuple[str, ...]:
    listed = cast("list[str]", data_table("merge/names.toml")[name])
    return tuple(sorted((fold(word) for word in listed), key=len, reverse=True))


@cache
def _aliases() -> Mapping[str, str]:
    table = cast("Mapping[str, list[str]]", data_table("merge/names.toml")["aliases"])
    return {fold(word): name for name, words in table.items() for word in words}


@cache
def _people() -> Mapping[str, str]:
    table = cast("Mapping[str, list[str]]", data_table("merge/names.toml")["people"])
    return {
        _sound(fold(word)): _sound(fold(name)) for name, words in table.items() for word in (name, *words)
    }


@cache
def party_key(name: str | None) -> str | None:
    """What a party is compared by: a state under any of its words, a body or a person as it sounds.

    "Russian forces", "Moscow" and "the Kremlin" are `russia`. Null for an empty name.
    """
    bare = _without_titles(fold(_BRACKETS.sub(" ", name or "")))
    if not bare:
        return None
    alias = _aliases().get(bare) or _aliases().get(_without_arms(bare))
    if alias:
        return alias
    sound = _sound(bare)
    return _people().get(sound, sound)


def _without_titles(bare: str) -> str:
    """ "ukrainian foreign minister andriy sybiga" without what the man is."""
    titles = tuple(f"{title} " for title in _words("titles"))
    while True:
        country, _, rest = bare.partition(" ")
        if country in _aliases() and rest.startswith(titles):
            bare = rest
        title = next((t for t in titles if bare.startswith(t) and len(bare) > len(t)), None)
        if title is None:
            return bare
        bare = bare.removeprefix(title)


def _without_arms(bare: str) -> str:
    for arm in _words("arms"):
        bare = bare.removesuffix(f" {arm}").removeprefix(f"{arm} of ")
    return bare.removesuffix("s") if bare.removesuffix("s") in _aliases() else bare


def _is_person(key: str) -> bool:
    words = key.split()
    bodies = {_sound(body) for body in _words("bodies")}
    return key not in _aliases().values() and len(words) <= 4 and not bodies.intersection(words)


@dataclass(frozen=True, slots=True)
class NameBook:
    """All names printed in a night, each under its party. Surnames alone belong to who is called so."""

    parties: Mapping[str, str]
    shown: Mapping[str, PartyName]

    @classmethod
    def of(cls, participants: Iterable[Participant]) -> NameBook:
        """Read all names of a night."""
        listed = list(participants)
        printed = Counter(p.name for p in listed)
        full = Counter[str]()
        for name, count in printed.items():
            full[party_key(name) or ""] += count
        parties = {name: _full_name(party_key(name) or "", full) for name in printed}
        return cls(parties, _shown(parties, printed, listed))

    def key(self, name: str) -> str:
        """The party that a printed name stands for."""
        return self.parties.get(name) or party_key(name) or ""

    def party(self, name: str) -> PartyName:
        """The party of a printed name, with all its spellings in this night."""
        return self.shown.get(self.key(name)) or PartyName(name, None, (name,))


def _full_name(key: str, full: Counter[str]) -> str:
    """ "putin" is "vladimir putin" if that name is printed too; of several, the most frequent."""
    if not key or " " in key or not _is_person(key):
        return key
    longer = [name for name in full if _is_person(name) and name.endswith(f" {key}")]
    return max(longer, key=lambda name: (full[name], name), default=key)


def _shown(
    parties: Mapping[str, str], printed: Counter[str], participants: Iterable[Participant]
) -> dict[str, PartyName]:
    countries: dict[str, str] = {}
    for participant in participants:
        if participant.country:
            countries.setdefault(parties[participant.name], participant.country)
    spellings: dict[str, list[str]] = {}
    for name in sorted(printed, key=lambda n: (-printed[n], -len(n), n)):
        spellings.setdefault(parties[name], []).append(name)
    return {
        key: PartyName(_best(names, printed), countries.get(key), tuple(names))
        for key, names in spellings.items()
    }


def _best(names: list[str], printed: Counter[str]) -> str:
    """The fullest of the clean spellings; of those, the most frequent."""
    clean = [name for name in names if "(" not in name] or names
    words = {name: len(_without_titles(fold(name)).split()) for name in clean}
    most = max(words.values())
    return max((n for n in clean if words[n] == most), key=lambda n: (printed[n], -len(n), n))
