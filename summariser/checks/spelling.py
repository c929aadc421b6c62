"""Is a name in a text, whatever the spelling? Marks, transliterations and country words folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from pydantic import BaseModel, ConfigDict, TypeAdapter

from summariser.resources import data_table

__all__ = ["NameIndex"]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    generic: frozenset[str]
    directions: frozenset[str]
    skeleton: Sequence[tuple[str, str]]
    letters: Mapping[str, str]
    aliases: Mapping[str, Sequence[Sequence[str]]]
    countries: Mapping[str, Sequence[str]]

    @cached_property
    def rules(self) -> list[tuple[re.Pattern[str], str]]:
        """The rules of `skeleton`, compiled."""
        return [(re.compile(pattern), replacement) for pattern, replacement in self.skeleton]

    @cached_property
    def table(self) -> dict[int, str]:
        """The letters that Unicode does not take apart, for `str.translate`."""
        return {ord(letter): plain for letter, plain in self.letters.items()}

    @cached_property
    def groups(self) -> Mapping[str, Sequence[frozenset[str]]]:
        """By each name the groups it is in, of names that stand for each other."""
        aliases = [group for groups in self.aliases.values() for group in groups]
        countries = [[key.replace("_", " "), *words] for key, words in self.countries.items()]
        found: dict[str, list[frozenset[str]]] = {}
        for group in map(frozenset, [*aliases, *countries]):
            for name in group:
                found.setdefault(name, []).append(group)
        return found


@lru_cache(maxsize=1)
def _rows() -> _File:
    return TypeAdapter(_File).validate_python(data_table("checks/names.toml"))


# A word: letters or digits, with points and apostrophes inside ("U.S", "Sana'a"), possessive cut off below.
_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ`-](?=[^\W_])[^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_SHORT = 6
_LONGEST_NAME = 300


class NameIndex:
    """The words of a text, ready to be asked for names."""

    def __init__(self, text: str) -> None:
        self._words = list(_plain_words(text))
        self._set = frozenset(self._words)
        self._line = f" {' '.join(self._words)} "

    def holds(self, name: str) -> bool:
        """Does the text hold the name of a place? All its telling words must be there."""
        return not self.missing(name)

    def holds_person(self, name: str) -> bool:
        """Does the text hold a person or a body? The last word is enough: records add first names."""
        missing = self.missing(name)
        words = _telling(_head(name))
        return not missing or (
            len(words) > 1 and words[-1] not in missing and not _rows().directions & set(missing)
        )

    def missing(self, name: str) -> list[str]:
        """The telling words of a name that the text does not hold, in any known spelling.

        Only what stands before the first comma is looked for: what follows is where the place lies.
        """
        name = _head(name)
        if self._holds_group(" ".join(_plain_words(name))) or self._holds_initials(name):
            return []
        return [word for word in _telling(name) if not self._holds_word(word)]

    def holds_phrase(self, phrase: str) -> bool:
        """Does the text hold all words of a phrase (a time, for example)?"""
        return all(
            word in self._set or self._holds_word(word) for word in _plain_words(phrase[:_LONGEST_NAME])
        )

    @cached_property
    def _skeletons(self) -> dict[str, list[str]]:
        """The skeletons of the text's words, by first letter."""
        by_letter: dict[str, list[str]] = {}
        for skeleton in {_skeleton(word) for word in self._set}:
            by_letter.setdefault(skeleton[:1], []).append(skeleton)
        return by_letter

    @cached_property
    def _initials(self) -> str:
        return "".join(word[0] for word in self._words if word not in _SMALL)

    def _holds_word(self, word: str) -> bool:
        if word in self._set or any(form in self._set for form in _forms(word)) or self._holds_group(word):
            return True
        skeleton = _skeleton(word)
        near = self._skeletons.get(skeleton[:1], [])
        return skeleton in near or (
            len(skeleton) >= _SHORT and any(_one_slip(skeleton, other) for other in near)
        )

    def _holds_group(self, name: str) -> bool:
        groups = _rows().groups.get(name, ())
        return any(f" {other} " in self._line for group in groups for other in group)

    def _holds_initials(self, name: str) -> bool:
        """ "IDF" for "Israel Defense Forces", and the other way round."""
        words = [word for word in _plain_words(name) if word not in _SMALL]
        if len(words) == 1 and name.strip().isupper() and len(words[0]) > 2:
            return words[0] in self._initials
        initials = "".join(word[0] for word in words)
        return len(initials) > 2 and initials in self._set


_SMALL = frozenset({"of", "the", "and", "for", "in", "de"})


def _plain_words(text: str) -> Iterable[str]:
    """The words of a text without marks, capitals, inner points and possessives."""
    words = _WORD.findall(text)
    return chain.from_iterable([_plain_usual(word) if len(word) < _USUAL else _plain(word) for word in words])


def _plain(printed: str) -> tuple[str, ...]:
    """What one printed word comes to: two or more if it has hyphens, none if nothing of it stays."""
    rows = _rows()
    pieces = (_POSSESSIVE.sub("", piece).casefold() for piece in printed.split("-"))
    plain = (unicodedata.normalize("NFKD", piece).translate(rows.table) for piece in pieces)
    return tuple(filter(None, ("".join(filter(str.isalnum, piece)) for piece in plain)))


_USUAL = 40
_plain_usual = lru_cache(maxsize=5_000)(_plain)


def _head(name: str) -> str:
    return name[:_LONGEST_NAME].strip(" ,").split(",")[0]


def _telling(name: str) -> list[str]:
    rows = _rows()
    return [word for word in _plain_words(name) if word not in rows.generic]


def _forms(word: str) -> tuple[str, ...]:
    return (
        (word[:-1], word[:-2])
        if word.endswith("es")
        else (word[:-1],)
        if word.endswith("s")
        else (word + "s",)
    )


@lru_cache(maxsize=20_000)
def _skeleton(word: str) -> str:
    for pattern, replacement in _rows().rules:
        word = pattern.sub(replacement, word)
    return word


def _one_slip(one: str, other: str) -> bool:
    """Do two words differ by one letter: another one, one more, or two that changed places?"""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, other_rest = one[start:], other[start:]
    if rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]:
        return True
    return rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
