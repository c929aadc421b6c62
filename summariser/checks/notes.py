"""The one sentence that tells a person, and the repair round, what the text says of a number."""

from __future__ import annotations

from collections.abc import Sequence

from summariser.checks.case import Case
from summariser.checks.evidence import Text
from summariser.checks.fit import Match, RoleFit, ThingFit
from summariser.checks.stated import Shape, Stated
from summariser.figures.figure import Figure, Number
from summariser.vocabulary import Qualifier, Role, Thing

__all__ = [
    "absurd_note",
    "contradicted_note",
    "elsewhere_note",
    "hedge_note",
    "misattributed_note",
    "missing_note",
    "older_note",
    "part_note",
    "rival_note",
    "spared_note",
    "sum_note",
    "supported_note",
    "unprinted_note",
    "unsupported_note",
    "vague_note",
]

_MOST_PRINTED = 8
_MOST_DIGITS = 15


def supported_note(case: Case, match: Match) -> str:
    """The text says so."""
    return f"{_where(case, match.figure)} says {_said(case, match.figure)}"


def sum_note(case: Case, terms: Sequence[Match]) -> str:
    """The text prints the terms, not their sum."""
    added = " + ".join(_number(term.figure.value) for term in terms)
    return f"{added} = {_stated(case.stated)}, all the terms that {_where(case, terms[0].figure)} gives"


def absurd_note(stated: Stated) -> str:
    """No text can say it."""
    return f"this cannot be a count: {stated.reason}"


def missing_note(case: Case) -> str:
    """Nothing that exists is cited."""
    return case.cited.missing or "nothing is cited"


def elsewhere_note(case: Case, match: Match) -> str:
    """Right number, other sentence."""
    return f"not said in {case.cited.said}, but {_where(case, match.figure)} says {_said(case, match.figure)}"


def misattributed_note(case: Case, match: Match) -> str:
    """The number is printed there, but it is another one."""
    figure = match.figure
    where = _where(case, figure)
    if not match.is_count:
        return (
            f"{_quoted(case, figure)} in {where} is {case.table.kind_said(figure.kind)}, not {_wanted(case)}"
        )
    if match.thing is ThingFit.OTHER:
        return f"{_quoted(case, figure)} in {where} does not count {_things(case)}"
    if match.role < RoleFit.OPEN:
        said = f"{where} says {_said(case, figure)}, not {case.table.role_said(case.stated.claim.role)}"
        return said + _right_number(case)
    return f"{_quoted(case, figure)} in {where} is not said of {_things(case)}"


def contradicted_note(case: Case, rivals: Sequence[Match], elsewhere: Match | None) -> str:
    """Another number is printed where this one should be."""
    figure = rivals[0].figure
    note = f"{_where(case, figure)} says {_said(case, figure)}, not {_stated(case.stated)}; {_printed(case)}"
    if elsewhere is not None:
        note += f"; {_where(case, elsewhere.figure)} says {_said(case, elsewhere.figure)}"
    return note


def unsupported_note(case: Case) -> str:
    """The number is not printed there; says what is."""
    return f"{_stated(case.stated)} is not in {case.cited.said}; {_printed(case)}"


def unprinted_note(case: Case, word: str) -> str:
    """One or two of something, told without a numeral."""
    stated = _stated(case.stated)
    return f"{stated} is not printed in {case.cited.said}, but it speaks of “{word}”; {_printed(case)}"


def spared_note(case: Case) -> str:
    """Nobody was hurt, as a word says and no numeral."""
    return f"{case.cited.said} says that they were not hurt"


def rival_note(case: Case, match: Match, rival: Match) -> str:
    """The number is printed, but the text gives another for what is claimed."""
    other = _said(case, rival.figure)
    return f"{_where(case, rival.figure)} says {other}; it does not say so of {_quoted(case, match.figure)}"


def older_note(case: Case, match: Match) -> str:
    """An earlier toll."""
    return (
        f"{_quoted(case, match.figure)} in {_where(case, match.figure)} is the older number"
        + _right_number(case)
    )


def part_note(case: Case, match: Match, whole: Figure | None) -> str:
    """A part, where the claim reads as the whole."""
    note = f"{_quoted(case, match.figure)} in {_where(case, match.figure)} is only a part"
    return (
        f"{note} of {_quoted(case, whole)}"
        if whole is not None
        else f"{note} of those {_happened(case)} there"
    )


def hedge_note(case: Case, match: Match) -> str:
    """The number is right, the hedge is not the text's."""
    hedges = f"{_words(match.figure.qualifier)}, not {_words(case.stated.qualifier)}"
    return f"{_where(case, match.figure)} says {_quoted(case, match.figure)}: {hedges}"


def vague_note(case: Case, match: Match) -> str:
    """The text has a vague word or a range."""
    said = f"{_where(case, match.figure)} says only {_quoted(case, match.figure)}"
    return (
        said if case.stated.shape is Shape.WORD else f"{said}, which {_stated(case.stated)} may or may not be"
    )


def _where(case: Case, figure: Figure) -> str:
    return _sentence(case.text, figure)


def _sentence(text: Text, figure: Figure) -> str:
    number = text.sentence_at(figure.start)
    return f"sentence {number}" if number else "the article"


def _quoted(case: Case, figure: Figure) -> str:
    words = " ".join(case.text.article.body[figure.full_start : figure.full_end].split())
    return f"“{words or figure.text}”"


def _said(case: Case, figure: Figure) -> str:
    role = figure.role
    quoted = _quoted(case, figure)
    return quoted if role in (None, Role.OTHER) else f"{quoted} {case.table.role_said(role)}"


def _right_number(case: Case) -> str:
    rivals = case.rivals()
    if not rivals:
        return ""
    return f"; {_things(case)} {_happened(case)} there: {_quoted(case, rivals[0].figure)}"


def _printed(case: Case) -> str:
    printed = case.printed()
    if not printed:
        return "no count is printed there"
    more = ", …" if len(printed) > _MOST_PRINTED else ""
    return f"printed there: {', '.join(printed[:_MOST_PRINTED])}{more}"


def _wanted(case: Case) -> str:
    return f"a number of {_things(case)} {_happened(case)}".rstrip()


def _things(case: Case) -> str:
    of = case.stated.claim.of
    return "such things" if of is Thing.OTHER else str(of)


def _happened(case: Case) -> str:
    role = case.stated.claim.role
    return "" if role is Role.OTHER else case.table.role_said(role)


def _stated(stated: Stated) -> str:
    if stated.shape is Shape.WORD:
        return f"“{_words(stated.qualifier)}”" if stated.qualifier else "a vague number"
    if stated.shape is Shape.INTERVAL:
        return f"{_number(stated.low)} to {_number(stated.high)}"
    return _number(stated.low)


def _words(qualifier: Qualifier | None) -> str:
    return "no hedge" if qualifier in (None, Qualifier.EXACT) else str(qualifier).replace("_", " ")


def _number(number: Number | None) -> str:
    if number is None:
        return "?"
    if abs(number) >= 10**_MOST_DIGITS:
        return "a number of more than 15 digits"
    return f"{number:,}"
