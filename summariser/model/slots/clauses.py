"""The clauses of a sentence, and whose subject each goes on with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from summariser.model.slots.lexicon import pattern_of, table_at, word_list
from summariser.resources import data_table

__all__ = ["Clause", "Joint", "clauses_of"]


class Joint(Enum):
    """How a clause hangs on what stands before it; the names are those of the pattern's groups."""

    START = "start"
    WHO = "who"  # "Erdogan, who spoke with …": of the last one named
    AND = "and"  # "met Aoun and demanded …": the subject goes on
    RESUMED = "resumed"  # "…, said that": goes on behind a "who"
    SAID = "said"  # "Peskov said Putin would …": what is said
    NEW = "new"  # "while Kyiv …": a subject of its own
    SPEAKER = "speaker"  # "…, Peskov said": who says it all


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence; `above` is the number of the clause whose subject it goes on with, if any."""

    start: int
    end: int
    joint: Joint
    above: int | None = None
    joined: int = 0  # where the word that joins it begins


_ADJECTIVE = re.compile(r"(?:\b[a-z]{2,20}ly|['’]s|\b[Tt]he|\b[Aa]n?|\b[Ii]ts)\s$")
_IN_BETWEEN = re.compile(r"\b(?:between|both)\s[^,]{2,60}$")
""" "talks between Oman and Iran ended": no new clause begins with Iran."""

_GOES_ON = re.compile(r"[\"“'‘]?(?:he|she|it|they|[a-z]{2,20}ing)\b")
_WHAT_HE_HELD = re.compile(
    r",?\s(?:after|before)\s(?:(?:a|the|his|her|their|two|[a-z-]{2,12})\s){0,3}"
    r"(?:talks|meetings?|summit|visit|call|conversation|negotiations|consultations|trip)\b"
)
_SAYS = re.compile(r"(?:he|she|it|they)\s(?:said|says|told|added|wrote)\b")
_FRONTED = re.compile(
    r"(?:After|Before|Following|During|Speaking|When|While|As|Ahead|Meeting|Asked|Earlier|In\sa|At\sa|On\sa|On\sthe)\b[^,]{3,120}(?P<new>,\s)"
)


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a sentence in their order; together they are all of it."""
    fronted = _FRONTED.match(text)
    found = [Clause(0, len(text), Joint.START)]
    for match in _joints().finditer(text):
        if fronted is not None and found[-1].start < fronted.end() <= match.start():
            _cut(found, fronted.start("new"), fronted.end(), Joint.NEW)
        joint = _joint(text, found, match)
        said = joint is Joint.SAID
        if joint is not None and found[-1].start < match.start() + said:
            _cut(found, match.end() if said else match.start(), match.end(), joint)
    if fronted is not None and found[-1].start < fronted.end():
        _cut(found, fronted.start("new"), fronted.end(), Joint.NEW)
    main = next((n for n, one in enumerate(found) if fronted and one.start == fronted.end()), None)
    return [replace(one, above=_above(text, found, number, main)) for number, one in enumerate(found)]


def _cut(found: list[Clause], end: int, start: int, joint: Joint) -> None:
    last = found[-1]
    found[-1] = replace(last, end=end)
    found.append(Clause(start, last.end, joint, joined=end))


def _joint(text: str, found: list[Clause], match: re.Match[str]) -> Joint | None:
    """What a joint joins here; none where "and" stands between the names of a list."""
    joint = Joint(str(match.lastgroup))
    if joint is Joint.NEW and match[0].strip(" ,") in ("and", "with"):
        if match[0][0] != ",":
            return joint if _is_whole(text, found[-1].start, match.start()) else None
        return joint if _verb().search(text, found[-1].start, match.start()) else None
    if joint is Joint.AND and match[0].startswith(",") and "and" not in match[0] and _in_who(found):
        return Joint.RESUMED
    return joint


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a clause says something of its own before a bare "and": not "Yemen's recognised rulers"."""
    told = any(
        not _ADJECTIVE.search(text, start, verb.start()) for verb in _verb().finditer(text, start, end)
    )
    return told and _IN_BETWEEN.search(text, start, end) is None


def _in_who(found: list[Clause]) -> bool:
    last = next((one.joint for one in reversed(found) if one.joint is not Joint.AND), None)
    return last is Joint.WHO


def _above(text: str, found: list[Clause], number: int, main: int | None) -> int | None:
    one = found[number]
    if main is not None and number <= main:
        return main if number < main else None
    match one.joint:
        case Joint.WHO | Joint.AND:
            return number - 1
        case Joint.RESUMED:
            return max(n for n in range(number) if found[n].joint is Joint.WHO) - 1
        case Joint.SAID | Joint.NEW:
            on = _GOES_ON.match(text, one.start) or _WHAT_HE_HELD.match(text, one.joined)
            return number - 1 if on and not _SAYS.match(text, one.start) else None
        case Joint.START | Joint.SPEAKER:
            return None


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    """A finite verb, as far as its form tells."""
    words = word_list(table_at(data_table("model/slots/diplomacy.toml"), "clauses"), "verbs")
    return re.compile(rf"{pattern_of(words).pattern}|\b[a-z]{{2,20}}ed\b")


@lru_cache(maxsize=1)
def _joints() -> re.Pattern[str]:
    table = table_at(data_table("model/slots/diplomacy.toml"), "clauses")
    says, speaks, that, new = (
        "|".join(word_list(table, name)).replace(" ", r"\s")
        for name in ("says", "speaks", "that", "conjunctions")
    )
    verb = rf"(?:(?:also|again|then|later|both|[a-z]{{1,20}}ly)\s)?(?:{_verb().pattern})"
    return re.compile(
        rf"""(?P<who>,\s(?:who|which|whose)\s)
          | (?P<speaker>,["”’']?\s(?=[^,;“”"]{{2,90}}?\s(?:{speaks})\b[^,;]{{0,60}}$) | ,?\saccording\sto\s)
          | (?P<and>,?\s(?:and|but)\s(?={verb}) | ,\s(?={verb}|[a-z]{{3,20}}ing\b))
          | (?P<new>,?\s(?:{new})\s | ,\s(?:and|with)\s | ;\s | \s[–—-]\s
              | ,\s(?=(?:he|she|they|it)\s(?:{says})\b)
              | \sand\s(?=(?:the\s)?[A-Z][\w.-]{{1,20}}(?:\s[A-Z][\w-]{{1,20}})?\s{verb})
              | (?<!such)(?<!well)(?<!known)(?<!described)\sas\s(?=(?:the|he|she|they|it|both)\s|[A-Z]))
          | (?P<said>\b(?:(?:{says})\s(?:on|in|at|late|early|after)\s(?:\S{{1,20}}\s){{1,14}}?that
              | (?:{says})(?:\s(?:on|late|early)\s\S{{1,20}})?(?:\sthat)?
              | told\s(?:\S{{1,20}}\s){{1,7}}?that | (?:{that})(?:\son\s\S{{1,20}})?\sthat)\s)""",
        re.VERBOSE,
    )
