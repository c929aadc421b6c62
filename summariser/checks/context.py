"""A figure with what stands around it: the words that may say what it counts where its noun does not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from summariser.checks.evidence import Text
from summariser.checks.fields import FieldTable
from summariser.figures.figure import Cue, Figure, Tier
from summariser.figures.lexicon import noun_senses
from summariser.vocabulary import FigureKind, NounClass, Role, Thing

__all__ = ["Printed", "read_context"]


@dataclass(frozen=True, eq=False)
class Printed:
    """A figure in its place. Words are in lower case, and are read when a rule asks for them.

    `antecedent` is the number whose noun it shares where it has none (the 20 people of "20 people were killed
    and 66 wounded"), or its whole.
    """

    figure: Figure
    antecedent: Printed | None
    at: int  # its number among the figures of the page
    page: _Page

    @cached_property
    def phrase(self) -> frozenset[str]:
        """The words of its phrase and of what is said of it: "two of the wounded were children"."""
        page = self.page
        return _phrase(page.text, self.figure) | _said_after(page.text, page.figures, self.at)

    @cached_property
    def described(self) -> frozenset[str]:
        """The words between its numeral and the end of its phrase, noun included."""
        body = self.page.text.article.body
        return frozenset(_WORD.findall(body[self.figure.end : self.figure.full_end].lower()))

    @cached_property
    def clause(self) -> frozenset[str]:
        """The words of its clause."""
        return _clause(self.page.text, self.figure)

    @property
    def sentence(self) -> frozenset[str]:
        """The words of its sentence."""
        return self.page.text.words(self.figure.start)

    @property
    def near(self) -> frozenset[str]:
        """The words of its sentence and of the one before."""
        return self.page.text.words(self.figure.start, before=1)

    @cached_property
    def knows_noun(self) -> bool:
        """Has any row of the lexicon its noun?"""
        return _knows_noun(self.figure)

    @cached_property
    def owned(self) -> frozenset[Role]:
        """The roles that the sentence plainly gives to other numbers."""
        owners = self.page.owners.get(self.page.text.sentence_at(self.figure.start), ())
        return frozenset(role for role, start in owners if start != self.figure.start)

    @cached_property
    def role(self) -> Role | None:
        """What befell them: as its own noun says ("16 injured"), else as the figure was read."""
        return self.page.table.role_of_noun(self.figure.noun) or self.figure.role


@dataclass(frozen=True, slots=True)
class _Page:
    """What the figures of an article share."""

    text: Text
    figures: Sequence[Figure]
    table: FieldTable
    owners: Mapping[int | None, Sequence[tuple[Role, int]]]


def read_context(text: Text, figures: Sequence[Figure], *, table: FieldTable) -> list[Printed]:
    """Each figure with what stands around it."""
    page = _Page(text, figures, table, _owners(text, figures))
    read: list[Printed] = []
    for at, figure in enumerate(figures):
        read.append(Printed(figure, _antecedent(text, read, figure, table=table), at, page))
    return read


def _owners(text: Text, figures: Sequence[Figure]) -> dict[int | None, list[tuple[Role, int]]]:
    """By sentence: each role plainly given to a number, and where that number starts."""
    owners: dict[int | None, list[tuple[Role, int]]] = {}
    for figure in figures:
        if figure.role is not None and figure.cue is Cue.STRONG:
            owners.setdefault(text.sentence_at(figure.start), []).append((figure.role, figure.start))
    return owners


_WORD = re.compile(r"[a-z]+")
_AFTER = re.compile(
    r"""
    [\s,]{0,8}+
    (?: \b of \s+ (?:them|those|these|whom|which|the\ \w+) \s+ )?   # "three of them children"
    (?: \b (?:were|was|are|is|being) \s+ )?                         # "two of the wounded were children"
    (?: (?:all|both|also|mostly|reportedly) \s+ )?
    ([a-z]{1,40})
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(
    r"\b([a-z]+)\s+of\s+(?:the\s+|their\s+|its\s+|his\s+)?$", re.IGNORECASE
)  # "the bodies of 15"
_REACH = 40
_SENTENCES_BACK = 1
_NUMBERS_BACK = 20


def _phrase(text: Text, figure: Figure) -> frozenset[str]:
    body = text.article.body
    words = _WORD.findall(body[figure.full_start : figure.full_end].lower())
    before = _BEFORE.search(body[max(0, figure.full_start - _REACH) : figure.full_start])
    after = _AFTER.match(body, figure.full_end)
    return frozenset([*words, *(found[1].lower() for found in (before, after) if found)])


_SAID_AFTER = re.compile(r"\b(?:were|are|was|all\ of\ them|all\ of\ whom|both)\s+(?:all\s+)?([a-z]{2,20})\b")
_GROWN = 18
_UNDER_AGE = re.compile(r"\b(?:under|below)\s+(?:the\s+age\s+of\s+)?(?:1[0-8]|[1-9])\b(?!\s*%)")
_AGE_REACH = 20  # characters between somebody and their age, or between two ages


def _said_after(text: Text, figures: Sequence[Figure], at: int) -> frozenset[str]:
    """What the sentence goes on to say they were, before it tells another number: "24 of the wounded taken to
    the hospital were children"; children too are those whose ages are all below 18: "a novice of nine"."""
    figure = figures[at]
    if figure.kind is not FigureKind.COUNT or figure.noun_class not in (NounClass.PERSON, NounClass.NONE):
        return frozenset()
    following = (figures[k] for k in range(at + 1, len(figures)))  # no slice: an article may have thousands
    end = next((other.full_start for other in following if other.kind is FigureKind.COUNT), None)
    number = text.sentence_at(figure.start)
    if number is None:
        return frozenset()
    stop = text.sentence_span(number)[1]
    stop = min(stop, end or stop)
    said = _SAID_AFTER.findall(text.article.body, figure.full_end, stop)
    young = _are_under_age(figures, at) or _UNDER_AGE.search(text.article.body, figure.full_end, stop)
    return frozenset([*said, "children"] if young else said)


def _are_under_age(figures: Sequence[Figure], at: int) -> bool:
    """Do ages stand in its phrase or right after it, and all below 18?"""
    ages: list[float] = []
    reached = figures[at].full_end
    for other in figures[at + 1 : at + 1 + _NUMBERS_BACK]:
        if other.kind is not FigureKind.AGE or other.start - reached > _AGE_REACH:
            break
        ages.append(float(_GROWN if other.high is None else other.high))
        reached = max(reached, other.full_end)
    return bool(ages) and max(ages) < _GROWN


_CLAUSE_END = re.compile(r"[;:—–]\s|\b(?:while|whereas|but)\b")


def _clause(text: Text, figure: Figure) -> frozenset[str]:
    """A comma parts no clause here: news puts its asides between commas."""
    number = text.sentence_at(figure.start)
    if number is None:
        return frozenset()
    start, end = text.sentence_span(number)
    ends = [found.end() for found in _CLAUSE_END.finditer(text.article.body, start, end)]
    if not ends:
        return text.words(figure.start)
    start = max((at for at in ends if at <= figure.start), default=start)
    end = min((at for at in ends if at > figure.start), default=end)
    return frozenset(_WORD.findall(text.article.body[start:end].lower()))


def _antecedent(
    text: Text, before: Sequence[Printed], figure: Figure, *, table: FieldTable
) -> Printed | None:
    """The whole of a part; else, for a number without a noun of its own, the last that has a fitting one."""
    if figure.subset_of is not None:
        nearest = before[: -_NUMBERS_BACK - 1 : -1]
        whole = next((other for other in nearest if other.figure.start == figure.subset_of), None)
        shares = whole is not None and table.names_no_group(whole.figure.noun)
        return whole.antecedent or whole if whole is not None and shares else whole
    if not table.names_no_group(figure.noun):
        return None
    number = text.sentence_at(figure.start) or 0
    for other in before[: -_NUMBERS_BACK - 1 : -1]:
        if number - (text.sentence_at(other.figure.start) or 0) > _SENTENCES_BACK:
            return None
        fits = figure.noun_class in (NounClass.NONE, other.figure.noun_class)
        if fits and _names_a_group(other.figure) and not table.names_no_group(other.figure.noun):
            return other
    return None


def _knows_noun(figure: Figure) -> bool:
    """Is the noun in the lexicon? One that is not ("companions", "jawan") may count anything."""
    told_by_role = figure.noun_class is NounClass.PERSON and figure.thing is Thing.OTHER
    if not (figure.noun_class is NounClass.OTHER or told_by_role) or not figure.noun:
        return figure.noun_class is not NounClass.NONE
    words = figure.noun.casefold().split()
    return words[-1] in noun_senses() or " ".join(words[-2:]) in noun_senses()


def _names_a_group(figure: Figure) -> bool:
    classed = figure.noun_class not in (NounClass.NONE, NounClass.OTHER, NounClass.EVENT)
    whole = figure.subset_of is None and figure.tier is not Tier.IMPLICIT
    return figure.kind is FigureKind.COUNT and classed and whole
