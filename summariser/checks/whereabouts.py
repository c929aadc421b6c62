"""Does a text say where a count belongs: is its record's place named near what prints the number?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from summariser.checks.claims import Finding
from summariser.checks.evidence import Text
from summariser.checks.spelling import NameIndex
from summariser.records import Attack
from summariser.text.article import Article
from summariser.vocabulary import Scope, Severity

__all__ = ["doubt_far_places"]

_NEAR = 4
"""Sentences before the number's own. Measured: farther back the place was wrong more often than right."""


def doubt_far_places(
    text: Text, attacks: Mapping[str, Attack], findings: Mapping[str, Finding]
) -> dict[str, Finding]:
    """The findings, with a local count for review if its place is named only far above it.

    `attacks` are the records by the path of each of their counts.
    """
    doubted = dict(findings)
    for path, finding in findings.items():
        attack = attacks.get(path)
        if attack is None or finding.severity is not Severity.OK or finding.start is None:
            continue
        last = _last_named(text, attack, finding.start)
        if last is not None:
            doubted[path] = replace(finding, severity=Severity.REVIEW, note=_note(attack, last))
    return doubted


def _note(attack: Attack, sentence: int) -> str:
    return f"the number is right; “{attack.place}” is named no nearer to it than in sentence {sentence}"


def _last_named(text: Text, attack: Attack, at: int) -> int | None:
    """The sentence that last named a local attack's place, if that is far above the number; else none."""
    if attack.scope is not Scope.LOCAL or not attack.place:
        return None
    article, own = text.article, text.sentence_at(at)
    if own is None or _names(article, attack.place, range(max(1, own - _NEAR), own + 1)):
        return None
    earlier = (n for n in range(own - _NEAR - 1, 0, -1) if _names(article, attack.place, range(n, n + 1)))
    return next(earlier, None)


def _names(article: Article, place: str, sentences: range) -> bool:
    text = " ".join(article.sentence_text(number) for number in sentences)
    return place in text or NameIndex(text).holds(place)
