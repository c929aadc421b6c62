"""Who acts without the name of a state: "the government", "aid agencies", "We" of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from summariser.model.slots.lexicon import pattern_of, table_at, word_list
from summariser.model.slots.people import Party
from summariser.model.slots.scene import Line, Scene
from summariser.resources import data_table

__all__ = ["of_home", "unnamed_in"]

_WE = re.compile(r"[•*–-]?\s?We\b")
_SHORT_FORM = re.compile(
    r"(?P<name>[^\W\d_a-z][\w'’.-]{1,30}(?:\s(?:(?:of|for|the|and|on)\s){0,2}[^\W\d_a-z][\w'’.-]{1,30}){1,5})"
    r"\s\((?P<short>[A-Z][\w-]{1,12})\)"
)
"""An organisation with its short form: "the Darfur Relief Watch (DRW)"."""

_OPENING = 6
"""Within how many sentences a statement says whose it is."""


@dataclass(frozen=True, slots=True)
class _Words:
    definite: re.Pattern[str]
    bare: re.Pattern[str]
    named: re.Pattern[str]
    cargo: re.Pattern[str]


def unnamed_in(scene: Scene, line: Line) -> Iterator[Party]:
    """Those whom a sentence calls by what they are; they stand for the article's own country."""
    for pattern in (_words().named, _words().definite, _words().bare):
        for match in pattern.finditer(line.text):
            yield _party(scene, match["name"], match.start("name"))
    we = _WE.match(line.text)
    name = _own_name(scene) if we is not None else None
    if we is not None and name is not None:
        yield Party(name, scene.country, we.start(), end=we.end(), is_group=True)


def of_home(scene: Scene, line: Line) -> list[Party]:
    """The country of the article: aid that came, with nobody named who sent it, came to people there."""
    if scene.country is None or not _words().cargo.search(line.text):
        return []
    return [_party(scene, scene.country, 0)]


def _party(scene: Scene, name: str, start: int) -> Party:
    return Party(name, scene.country, start, end=start + len(name), is_group=True)


def _own_name(scene: Scene) -> str | None:
    """Whose statement an article is: the first organisation that it abbreviates."""
    for line in scene.lines[:_OPENING]:
        found = _SHORT_FORM.search(line.text)
        if found is not None:
            return found["name"]
    return None


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = table_at(data_table("model/slots/diplomacy.toml"), "unnamed")
    definite, bare, before, last = (
        "|".join(word_list(table, name)) for name in ("definite", "bare", "before", "organisations")
    )
    return _Words(
        cargo=pattern_of(word_list(table, "cargo")),
        named=re.compile(
            rf"\b(?P<name>(?:[A-Z][\w’'-]{{1,20}}\s(?:(?:of|for|and|the)\s){{0,2}}){{1,5}}(?:{last}))\b(?!\s[A-Z])"
        ),
        definite=re.compile(
            rf"\b[Tt]he\s(?P<name>(?:(?!{before})[\w’'-]{{2,24}}\s){{0,3}}?(?:{definite}))(?![\w-])"
        ),
        bare=re.compile(rf"(?:^|[•*–-]\s|,\s)(?P<name>(?:[A-Z][a-z]{{2,16}}\s)?(?i:{bare}))(?![\w-])"),
    )
