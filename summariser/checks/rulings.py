"""All claims of one article, judged together: a part is no mistake if another claim states the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summariser.checks.case import open_case
from summariser.checks.claims import Claim, Finding
from summariser.checks.context import Printed, read_context
from summariser.checks.evidence import Text
from summariser.checks.fields import field_table
from summariser.checks.ruling import Ruling
from summariser.checks.verdicts import rule_on
from summariser.figures.figure import Figure
from summariser.text.article import Article
from summariser.vocabulary import Severity, Verdict

__all__ = ["judge_all", "judge_among"]

_BEARING = frozenset({Verdict.SUPPORTED, Verdict.SUPPORTED_BY_SUM, Verdict.VAGUE})


def judge_all(article: Article, claims: Sequence[Claim], figures: Sequence[Figure]) -> list[Finding]:
    """One finding a claim, in order."""
    text = Text(article)
    return judge_among(text, claims, read_context(text, figures, table=field_table()))


def judge_among(text: Text, claims: Sequence[Claim], printed: Sequence[Printed]) -> list[Finding]:
    """As `judge_all`, for figures whose context has been read."""
    rulings = [rule_on(open_case(claim, text, printed)) for claim in claims]
    return [_settled(index, rulings) for index in range(len(rulings))]


def _settled(index: int, rulings: Sequence[Ruling]) -> Finding:
    ruling = rulings[index]
    if not ruling.whole or not _is_stated(ruling, [r for i, r in enumerate(rulings) if i != index]):
        return ruling.finding
    note = f"{ruling.finding.note}; another record states the whole"
    if ruling.stated is not Severity.OK:
        return replace(ruling.finding, severity=ruling.stated, note=note)
    verdict = Verdict.SUPPORTED_BY_SUM if ruling.finding.terms else Verdict.SUPPORTED
    return replace(ruling.finding, verdict=verdict, severity=Severity.OK, note=note)


def _is_stated(ruling: Ruling, others: Sequence[Ruling]) -> bool:
    """Does another claim rest on all figures of the whole, or do others on all of them but its own?"""
    bases = [set(other.finding.rests_on) for other in others if other.finding.verdict in _BEARING]
    if any(set(ruling.whole) <= base for base in bases):
        return True
    if ruling.own is None:
        return False
    mates = sum(other.own is not None and other.whole == ruling.whole for other in others)
    return len(set(ruling.whole).difference(*bases)) <= 1 + mates
