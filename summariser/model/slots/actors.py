"""Who attacked, and who says so: read by code from the sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from summariser.model.slots.lexicon import lexicon, nations
from summariser.model.slots.scene import Scene, country_of

__all__ = ["Sides", "claimant", "read_sides", "target_country"]

_WITH_ATTACK = re.compile(
    r"""^(?:['’]s)?\s(?:[\w-]+\s){0,3}?         # Russian (long-range) …; Russia's …
        (?:strikes?|attacks?|drones?|missiles?|forces|troops|army|air\s?strikes?|shelling|bombs?|bombing|
           barrage|raids?|invasion|rockets?|jets?|warplanes?|UAVs?|artillery|aviation|gunmen|invaders)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_THEN_ATTACKS = re.compile(
    r"""^\s(?:has\s|have\s|had\s|also\s|again\s)*
        (?:launched|fired|struck|hit|attacked|bombed|shelled|pounded|hammered|unleashed|targeted|strikes|raided)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:against|on|at|of|in)\s(?:the\s)?$", re.IGNORECASE)


class Sides:
    """Who attacks whom in an article: what sentences say outright, and what follows for the others."""

    def __init__(self, said: dict[int, str], most: tuple[str, ...]) -> None:
        self._said = said
        self._most = most

    def attacker(self, sentences: Iterable[int], target: str | None) -> str | None:
        """Who attacked in these sentences: said there, else the article's most named attacker of others."""
        for number in sentences:
            if number in self._said and self._said[number] != target:
                return self._said[number]
        return next((side for side in self._most if side != target), None) if target else None

    def wave_of(self, sentence: int) -> str | None:
        """Whose wave a sentence tells of: the attacker that it names, or one shortly before it."""
        return next(
            (self._said[n] for n in range(sentence, max(0, sentence - _NEAR) - 1, -1) if n in self._said),
            None,
        )

    def target(self, attacker: str | None) -> str | None:
        """Who is attacked where no place says it: the other side, if the article knows just two."""
        others = [side for side in self._most if side != attacker]
        return others[0] if attacker is not None and len(self._most) == len(others) + 1 == _TWO else None


_NEAR, _TWO = 4, 2


def read_sides(scene: Scene) -> Sides:
    """The attackers that the sentences of an article name."""
    said: dict[int, str] = {}
    for line in scene.lines:
        side = None if line.boilerplate else _attacker_in(line.text)
        if side is not None:
            said[line.number] = side
    counted = Counter(said.values())
    return Sides(said, tuple(side for side, _ in counted.most_common()))


def target_country(scene: Scene, sentences: Iterable[int]) -> str | None:
    """The country of the first place that these sentences name."""
    for number in sentences:
        for spot in scene.lines[number - 1].spots:
            country = country_of(spot)
            if country is not None:
                return country
    return None


def claimant(text: str) -> str | None:
    """Who says it, as printed: "Governor Maksym Kozytskyi said", "according to the AFP news agency"."""
    for match in lexicon().claim_verbs.finditer(text):
        found = _after(text, match) if match[0].lower() == "according to" else _subject(text, match)
        if found is not None:
            return found
    return None


def _attacker_in(text: str) -> str | None:
    for match in nations().actor.finditer(text):
        rest = text[match.end() : match.end() + 60]
        attacking = _WITH_ATTACK.match(rest) and not _AGAINST.search(text[: match.start()])
        if attacking or _THEN_ATTACKS.match(rest):
            return nations().state(match[0])
    return None


_LONGEST_NAME = 9
_ENDS = re.compile(r"[,.;:—–!?\"“”]|\s-\s")
_NOT_A_NAME = frozenset(
    {"he", "she", "it", "they", "who", "which", "that", "we", "i", "this", "there", "and", "also"}
)


def _after(text: str, match: re.Match[str]) -> str | None:
    rest = text[match.end() :].lstrip()
    end = _ENDS.search(rest)
    return _name(rest[: end.start()] if end else rest.rstrip(".!? "))


def _subject(text: str, match: re.Match[str]) -> str | None:
    """The words between the last comma and the verb, if they can be a name."""
    before = text[: match.start()]
    ends = [end.end() for end in _ENDS.finditer(before)]
    inner = before[ends[-1] :] if ends else before
    return _name(inner)


def _name(words: str) -> str | None:
    parts = words.split()
    if not 0 < len(parts) <= _LONGEST_NAME or parts[0].lower() in _NOT_A_NAME:
        return None
    name = " ".join(parts)
    shortened = re.sub(r"\s(?:has|have|had|later|also|on|in|by|this)\b.*$", "", name)
    return shortened if shortened[:1].isalpha() and (len(parts) > 1 or shortened[0].isupper()) else None
