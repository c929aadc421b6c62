"""Omissions: the salient figures of an article that no claim used, the gravest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, TypeAdapter

from summariser.checks.claims import Finding
from summariser.checks.context import Printed, read_context
from summariser.checks.evidence import Text
from summariser.checks.fields import field_table
from summariser.checks.results import Unclaimed
from summariser.figures.figure import Cue, Figure, Number, Part, Tier
from summariser.resources import data_table
from summariser.text.article import Article
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Severity, Thing, Verdict

__all__ = ["unclaimed_among", "unclaimed_figures"]


def unclaimed_figures(
    article: Article, figures: Sequence[Figure], findings: Sequence[Finding]
) -> list[Unclaimed]:
    """The salient figures that no finding rests on: attacks first, then diplomacy, then background."""
    return unclaimed_among(article, read_context(Text(article), figures, table=field_table()), findings)


def unclaimed_among(
    article: Article, printed: Sequence[Printed], findings: Sequence[Finding]
) -> list[Unclaimed]:
    """As `unclaimed_figures`, for figures whose context has been read."""
    boilerplate = [(s.start, s.end) for s in article.sentences if s.boilerplate]
    used = _used([each.figure for each in printed], findings)
    left = [
        (where, _weight(figure), figure.start, figure)
        for each in printed
        for figure in [each.figure]
        if (where := _list_of(each)) is not _List.NONE
        and not _is_claimed(figure, used)
        and not any(start <= figure.start < end for start, end in boilerplate)
    ]
    ranked = _each_fact_once([figure for *_, figure in sorted(left, key=lambda item: item[:3])])
    return [Unclaimed(figure, rank) for rank, figure in enumerate(ranked, start=1)]


class _List(IntEnum):
    ATTACK = 1
    DIPLOMACY = 2
    BACKGROUND = 3
    NONE = 4


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Salient(_Row):
    classes: frozenset[NounClass]
    vague: frozenset[Qualifier]
    parts: frozenset[Thing]
    order: tuple[Role, ...]


class _Diplomacy(_Row):
    classes: frozenset[NounClass]
    words: frozenset[str]
    kinds: frozenset[FigureKind]


class _File(_Row):
    salient: _Salient
    roles: Mapping[NounClass, frozenset[Role]]
    silent: Mapping[NounClass, tuple[Role, ...]]
    diplomacy: _Diplomacy


@lru_cache(maxsize=1)
def _rows() -> _File:
    return TypeAdapter(_File).validate_python(data_table("checks/unclaimed.toml"))


_SMALL = 10
_ALIKE = 20  # so many figures of one value and role are looked at before calling one new
_GRAVE = (Role.KILLED, Role.MISSING)
_BEARING = frozenset(
    {
        Verdict.SUPPORTED,
        Verdict.SUPPORTED_BY_SUM,
        Verdict.SUPPORTED_ELSEWHERE,
        Verdict.VAGUE,
        Verdict.SUBSET_AS_TOTAL,
    }
)


def _used(figures: Sequence[Figure], findings: Sequence[Finding]) -> list[Figure]:
    starts = {
        start
        for finding in findings
        if finding.verdict in _BEARING and finding.severity is not Severity.ERROR
        for start in finding.rests_on
    }
    return [figure for figure in figures if figure.start in starts]


def _is_claimed(figure: Figure, used: Sequence[Figure]) -> bool:
    """Used itself, or the same fact printed once more."""
    return any(other.start == figure.start or _same_fact(figure, other) for other in used)


def _same_fact(one: Figure, other: Figure) -> bool:
    """The same number with a fitting role and noun. Small numbers recur: theirs must be the same noun."""
    if (one.low, one.high) != (other.low, other.high) or not _same_role(one, other):
        return False
    if one.low is not None and one.low <= _SMALL:
        return one.role is other.role and one.noun.casefold().rstrip("s") == other.noun.casefold().rstrip("s")
    classes = {one.noun_class, other.noun_class}
    return len(classes) == 1 or NounClass.NONE in classes or _both_objects(classes)


def _both_objects(classes: set[NounClass]) -> bool:
    return classes <= {NounClass.PLACE, NounClass.BUILDING}


def _same_role(one: Figure, other: Figure) -> bool:
    if one.role is None or other.role is None or one.role is other.role:
        return True
    table = field_table()
    return table.is_same_role(one.role, other.role, one.noun_class) or table.is_near_role(
        one.role, other.role, one.noun_class
    )


def _each_fact_once(figures: Sequence[Figure]) -> list[Figure]:
    kept: dict[tuple[Number | None, Number | None, Role | None], list[Figure]] = {}
    for figure in figures:
        alike = kept.setdefault((figure.low, figure.high, figure.role), [])
        if not any(_same_fact(figure, other) for other in alike[:_ALIKE]):
            alike.append(figure)
    order = {figure.start: rank for rank, figure in enumerate(figures)}
    return sorted((f for alike in kept.values() for f in alike), key=lambda figure: order[figure.start])


def _list_of(printed: Printed) -> _List:
    figure = printed.figure
    if figure.conversion_of is not None or figure.part is Part.OLD or figure.low is None:
        return _List.NONE
    if _is_attack(printed) or _is_silent_attack(printed):
        return _List.BACKGROUND if figure.background else _List.ATTACK
    if _is_diplomacy(figure):
        return _List.BACKGROUND if figure.background else _List.DIPLOMACY
    return _List.NONE


def _is_attack(printed: Printed) -> bool:
    rows, figure = _rows(), printed.figure
    if figure.kind is not FigureKind.COUNT or figure.role is None:
        return False
    if figure.subset_of is not None and not _is_news_of_its_own(printed):
        return False
    if figure.tier is Tier.VAGUE and figure.qualifier not in rows.salient.vague:
        return False
    if figure.tier is Tier.IMPLICIT and not _is_grave(figure):
        return False
    bodies = field_table().counts_bodies(figure.thing)
    return bodies or figure.role in rows.roles.get(figure.noun_class, frozenset())


def _is_grave(figure: Figure) -> bool:
    """One person plainly said to be dead or missing is news without a numeral."""
    return figure.noun_class is NounClass.PERSON and figure.cue is Cue.STRONG and figure.role in _GRAVE


def _is_silent_attack(printed: Printed) -> bool:
    """A plain count whose role nothing says, in a sentence that speaks of such roles; and any bodies."""
    figure = printed.figure
    plain = figure.kind is FigureKind.COUNT and figure.tier is Tier.EXPLICIT and figure.subset_of is None
    if not plain or figure.role is not None or figure.part is Part.DENOMINATOR or not figure.noun:
        return False
    table = field_table()
    roles = _rows().silent.get(figure.noun_class, ())
    return table.counts_bodies(figure.thing) or any(table.has_cue(role, printed.sentence) for role in roles)


def _is_news_of_its_own(printed: Printed) -> bool:
    """A part that is worth telling: "430 of 502", "20 people, three of them children"."""
    figure = printed.figure
    if figure.part in (Part.NUMERATOR, Part.DENOMINATOR) or figure.thing in _rows().salient.parts:
        return True
    return field_table().names_group_other_than(Thing.PEOPLE, printed.phrase)


def _is_diplomacy(figure: Figure) -> bool:
    rows = _rows().diplomacy
    if figure.subset_of is not None or figure.tier is not Tier.EXPLICIT:
        return False
    if figure.kind in rows.kinds:
        return True
    words = set(figure.noun.casefold().split())
    return figure.kind is FigureKind.COUNT and figure.noun_class in rows.classes and bool(words & rows.words)


def _weight(figure: Figure) -> tuple[int, int]:
    order = _rows().salient.order
    role = order.index(figure.role) if figure.role in order else len(order)
    return role, 0 if figure.cue is Cue.STRONG else 1
