"""Score the checks on right claims and on wrong ones made from them.

    python benchmarks/score_claims.py CORPUS.jsonl…  [--show] [--evidence quote|sentences|none] [--json]

A corpus is JSONL: `{"id", "text", "claims": [{"id", "role", "of", "value"…, "qualifier", "evidence"}]}`,
all claims right. Each right claim is judged beside the other claims of its text; each wrong one takes its
place there. Printed per corpus: right claims called an error, or an error or something to review; wrong
claims caught, by kind of mistake; omissions: a claim is dropped, is its number reported; and what is reported
when nothing is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from summariser.checks.claims import Claim, Finding
from summariser.checks.evidence import Text as Evidence
from summariser.checks.judge import check_claims, unclaimed_figures
from summariser.figures.figure import Figure
from summariser.figures.find import find_figures
from summariser.text.article import Article
from summariser.vocabulary import FigureKind, Qualifier, Role, Severity, Thing, Verdict

WRONG_VALUE = ("one more", "one less", "digits swapped", "times ten")
ROLE_SWAPS = {
    Role.KILLED: Role.INJURED,
    Role.INJURED: Role.KILLED,
    Role.LAUNCHED: Role.INTERCEPTED,
    Role.INTERCEPTED: Role.LAUNCHED,
    Role.RESCUED: Role.INJURED,
    Role.MISSING: Role.KILLED,
    Role.CAPTURED: Role.KILLED,
    Role.DISPLACED: Role.KILLED,
    Role.EVACUATED: Role.INJURED,
    Role.EXCHANGED: Role.KILLED,
    Role.SUPPLIED: Role.DESTROYED,
    Role.WITHOUT_POWER: Role.DESTROYED,
}
THING_SWAPS = {
    Thing.DRONES: Thing.MISSILES,
    Thing.MISSILES: Thing.DRONES,
    Thing.BOMBS: Thing.DRONES,
    Thing.AIRCRAFT: Thing.DRONES,
    Thing.PEOPLE: Thing.CHILDREN,
    Thing.CHILDREN: Thing.WOMEN,
    Thing.WOMEN: Thing.MEN,
    Thing.MEN: Thing.WOMEN,
    Thing.SOLDIERS: Thing.CHILDREN,
    Thing.CIVILIANS: Thing.SOLDIERS,
    Thing.PRISONERS: Thing.VEHICLES,
    Thing.BUILDINGS: Thing.VEHICLES,
    Thing.VEHICLES: Thing.BUILDINGS,
    Thing.SHIPS: Thing.VEHICLES,
    Thing.SITES: Thing.VEHICLES,
    Thing.REGIONS: Thing.BUILDINGS,
    Thing.CONSUMERS: Thing.DRONES,
}
SPECIFIC = {Thing.CHILDREN, Thing.WOMEN, Thing.MEN, Thing.CIVILIANS, Thing.SOLDIERS}
PLACES = {Thing.SITES, Thing.REGIONS, Thing.BUILDINGS}
HUMAN = SPECIFIC | {Thing.PEOPLE, Thing.PRISONERS, Thing.BODIES}


@dataclass(frozen=True)
class Text:
    """One article of a corpus with its right claims and the figures found in it."""

    id: str
    article: Article
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Wrong:
    """A wrong claim, the kind of mistake, and the index of the right claim that it takes the place of."""

    mistake: str
    index: int
    claim: Claim


@dataclass
class Score:
    """Counts of one corpus."""

    right: Counter[Severity] = field(default_factory=Counter)
    wrong: dict[str, Counter[Severity]] = field(default_factory=dict)
    dropped: int = 0
    reported: int = 0
    left_over: int = 0
    texts: int = 0
    shown: list[str] = field(default_factory=list)

    def wrong_total(self, mistakes: Iterable[str]) -> Counter[Severity]:
        return sum((self.wrong.get(mistake, Counter()) for mistake in mistakes), Counter())


def read_corpus(path: Path, *, evidence: str = "quote") -> Iterator[Text]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            article = Article.from_text(row["text"], label=row["id"])
            claims = tuple(_with_evidence(Claim(**claim), article, evidence) for claim in row["claims"])
            yield Text(row["id"], article, claims, tuple(find_figures(article.body)))


def score(texts: Iterable[Text]) -> Score:
    result = Score()
    for text in texts:
        result.texts += 1
        findings = check_claims(text.article, text.claims, figures=text.figures)
        for claim, finding in zip(text.claims, findings, strict=True):
            result.right[finding.severity] += 1
            if finding.severity is not Severity.OK:
                result.shown.append(_line("FALSE ALARM", claim, finding))
        for wrong in wrong_claims(text):
            finding = _judge_in_place(text, wrong)
            result.wrong.setdefault(wrong.mistake, Counter())[finding.severity] += 1
            if finding.severity is Severity.OK:
                result.shown.append(_line(f"MISSED ({wrong.mistake})", wrong.claim, finding))
        _score_omissions(text, findings, result)
    return result


def wrong_claims(text: Text) -> Iterator[Wrong]:
    """Wrong claims made from the right ones: every mistake that can be made."""
    rights = {_key(claim) for claim in text.claims}
    for index, claim in enumerate(text.claims):
        for mistake, other in _mistakes(text, claim):
            if _key(other) not in rights or mistake in ("hedge flipped", "wrong sentence"):
                yield Wrong(mistake, index, other)


def _mistakes(text: Text, claim: Claim) -> Iterator[tuple[str, Claim]]:
    if claim.value is not None:
        yield from _wrong_values(claim)
        yield from _borrowed_values(text, claim)
        yield from _wrong_sentences(text, claim)
    if claim.role in ROLE_SWAPS and not _goes_with_both(claim):
        yield "role swapped", claim.model_copy(update={"role": ROLE_SWAPS[claim.role]})
    if claim.role is Role.STRUCK and claim.of in (Thing.DRONES, Thing.MISSILES, Thing.BOMBS):
        yield "role swapped", claim.model_copy(update={"role": Role.INTERCEPTED})
    if claim.of in THING_SWAPS:
        yield "thing swapped", claim.model_copy(update={"of": THING_SWAPS[claim.of]})
    if claim.qualifier is not None and claim.value is not None:
        exact = claim.qualifier is Qualifier.EXACT
        flipped = Qualifier.AT_LEAST if exact else Qualifier.EXACT
        yield "hedge flipped", claim.model_copy(update={"qualifier": flipped})


def _goes_with_both(claim: Claim) -> bool:
    """ "No casualties" says zero of the dead and of the hurt."""
    return claim.value == 0


def _wrong_values(claim: Claim) -> Iterator[tuple[str, Claim]]:
    value = claim.value
    assert value is not None
    yield "one more", _valued(claim, value + 1)
    if value > 0:
        yield "one less", _valued(claim, value - 1)
        yield "times ten", _valued(claim, value * 10)
    digits = str(value)
    for at in range(len(digits) - 1):
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if swapped != digits and swapped[0] != "0" and digits.isdigit():
            yield "digits swapped", _valued(claim, int(swapped))
            break


def _borrowed_values(text: Text, claim: Claim) -> Iterator[tuple[str, Claim]]:
    """Numbers that the article does print, but of something else."""
    start, end = _span(text, claim)
    others = [other for other in text.claims if other.value not in (None, claim.value)]
    for other in others:
        inside = _overlap(_span(text, other), (start, end))
        if other.role == claim.role and inside and claim.of is Thing.PEOPLE and other.of in SPECIFIC:
            yield "part as total", _valued(claim, other.value)
        elif inside and not _compatible(claim, other):
            yield "neighbour", _valued(claim, other.value)
        if not inside and not _compatible(claim, other):
            moved = {"value": other.value, "evidence": other.evidence, "qualifier": other.qualifier}
            yield "other number, its own sentence", claim.model_copy(update=moved)
    inside_values = {f.value for f in text.figures if start <= f.start < end}
    outside = dict.fromkeys(
        f.value for f in text.figures if f.kind is FigureKind.COUNT and f.value is not None
    )
    for value in [v for v in outside if v not in inside_values and v != claim.value][:3]:
        yield "other number, old quote", _valued(claim, value)
    for figure in text.figures:
        if (
            start <= figure.start < end
            and figure.value not in (None, claim.value)
            and figure.kind in _NO_COUNTS
        ):
            yield "age, date or measure", _valued(claim, figure.value)


_NO_COUNTS = {
    FigureKind.AGE, FigureKind.DATE, FigureKind.DURATION, FigureKind.DISTANCE, FigureKind.AREA,
    FigureKind.PERCENT, FigureKind.MONEY, FigureKind.ORDINAL, FigureKind.TIME, FigureKind.DESIGNATOR,
    FigureKind.CALIBRE,
}  # fmt: skip


def _wrong_sentences(text: Text, claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The right number with a sentence that does not print it."""
    mine = _span(text, claim)
    rights = [_span(text, other) for other in text.claims if _key(other) == _key(claim)]
    free = [
        number
        for number, sentence in enumerate(text.article.sentences, start=1)
        if not any(_overlap((sentence.start, sentence.end), span) for span in [mine, *rights])
        and not any(sentence.start <= f.start < sentence.end and f.value == claim.value for f in text.figures)
    ]
    for number in dict.fromkeys(free[:1] + free[-1:]):
        yield "wrong sentence", claim.model_copy(update={"evidence": [number]})


def _compatible(claim: Claim, other: Claim) -> bool:
    """Might the other claim's number be right for this claim too?"""
    if Role.OTHER in (claim.role, other.role) or Thing.OTHER in (claim.of, other.of):
        return True
    if claim.of in HUMAN and other.of in HUMAN and other.value == 0:
        return True  # "no casualties" says zero of the dead and of the hurt
    families = (HUMAN, PLACES)
    same_thing = claim.of == other.of or any({claim.of, other.of} <= family for family in families)
    return same_thing and claim.role == other.role


def _valued(claim: Claim, value: int | float | None) -> Claim:
    return claim.model_copy(update={"value": value, "low": None, "high": None})


def _key(claim: Claim) -> tuple[object, ...]:
    return claim.role, claim.of, claim.value, claim.low, claim.high


def _with_evidence(claim: Claim, article: Article, evidence: str) -> Claim:
    if evidence == "none":
        return claim.model_copy(update={"evidence": None})
    if evidence == "sentences" and isinstance(claim.evidence, str):
        found = _evidence(article).occurrences(claim.evidence)[:1]
        spans = enumerate(((s.start, s.end) for s in article.sentences), 1)
        numbers = [number for number, span in spans if found and _overlap(span, found[0])]
        return claim.model_copy(update={"evidence": numbers or claim.evidence})
    return claim


def _span(text: Text, claim: Claim) -> tuple[int, int]:
    if isinstance(claim.evidence, str):
        return (_evidence(text.article).occurrences(claim.evidence) or [(0, len(text.article.body))])[0]
    spans = [text.article.sentences[number - 1] for number in claim.evidence or ()]
    return (spans[0].start, spans[-1].end) if spans else (0, len(text.article.body))


@lru_cache(maxsize=4)
def _evidence(article: Article) -> Evidence:
    return Evidence(article)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _judge_in_place(text: Text, wrong: Wrong) -> Finding:
    """Judge a wrong claim where the right one stood. The others matter only to a part of theirs."""
    [alone] = check_claims(text.article, [wrong.claim], figures=text.figures)
    if alone.verdict is not Verdict.SUBSET_AS_TOTAL:
        return alone
    claims = [*text.claims[: wrong.index], wrong.claim, *text.claims[wrong.index + 1 :]]
    return check_claims(text.article, claims, figures=text.figures)[wrong.index]


def _score_omissions(text: Text, findings: Sequence[Finding], result: Score) -> None:
    left = unclaimed_figures(text.article, text.figures, findings)
    news = [item for item in left if not item.figure.background and item.figure.role is not None]
    result.left_over += len(news)
    result.shown += [
        f"LEFT OVER {text.id}: {_around(text, item.figure)} [{item.figure.role}]" for item in news
    ]
    for index, claim in enumerate(text.claims):
        if findings[index].severity is Severity.ERROR:
            continue  # not found in the text in the first place
        others = [other for at, other in enumerate(text.claims) if at != index]
        if not claim.value or any(_key(other) == _key(claim) for other in others):
            continue
        rest = check_claims(text.article, others, figures=text.figures)
        if set(findings[index].rests_on) <= {start for finding in rest for start in finding.rests_on}:
            continue  # another claim rests on the same numbers: nothing is left out
        starts = {item.figure.start for item in unclaimed_figures(text.article, text.figures, rest)}
        result.dropped += 1
        if starts & set(findings[index].rests_on) or _same_number(text, starts, claim):
            result.reported += 1
        else:
            result.shown.append(f"NOT REPORTED {text.id}: {claim.role} {claim.of} {claim.value}")


def _same_number(text: Text, starts: set[int], claim: Claim) -> bool:
    return any(figure.start in starts and figure.value == claim.value for figure in text.figures)


def _around(text: Text, figure: Figure) -> str:
    return " ".join(text.article.body[max(0, figure.start - 30) : figure.end + 30].split())


def _line(label: str, claim: Claim, finding: Finding) -> str:
    value = claim.value if claim.value is not None else (claim.low, claim.high)
    said = f"{claim.role} {claim.of} {value} {claim.qualifier or ''}"
    return f"{label} {claim.id}: {said} -> {finding.verdict} ({finding.severity}): {finding.note}"


def as_rows(result: Score) -> list[tuple[str, int, float, float]]:
    """Label, how many, share called an error, share called an error or to review."""
    rows = [_row("right claims", result.right)]
    rows += [_row(f"wrong: {mistake}", counts) for mistake, counts in result.wrong.items()]
    rows.append(_row("all wrong values", result.wrong_total(WRONG_VALUE)))
    rows.append(_row("all wrong claims", result.wrong_total(result.wrong)))
    return rows


def _row(label: str, counts: Counter[Severity]) -> tuple[str, int, float, float]:
    total = sum(counts.values())
    errors, reviews = counts[Severity.ERROR], counts[Severity.REVIEW]
    return label, total, errors / total if total else 0.0, (errors + reviews) / total if total else 0.0


def _print(path: Path, result: Score) -> None:
    print(f"\n{path.name}: {result.texts} texts")
    print(f"{'':38}{'claims':>8}{'error':>9}{'or review':>11}")
    for label, total, errors, flagged in as_rows(result):
        print(f"{label:38}{total:>8}{errors:>9.1%}{flagged:>11.1%}")
    recall = result.reported / result.dropped if result.dropped else 0.0
    print(f"{'omissions reported':38}{result.dropped:>8}{recall:>9.1%}")
    rate = result.left_over / result.texts if result.texts else 0.0
    print(f"{'reported with nothing left out':38}{result.left_over:>8}{rate:>9.2f} a text")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--evidence", choices=["quote", "sentences", "none"], default="quote")
    parser.add_argument("--show", action="store_true", help="list false alarms, misses and omissions")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    for path in arguments.corpus:
        result = score(read_corpus(path, evidence=arguments.evidence))
        if arguments.json:
            print(json.dumps({"corpus": path.name, "rows": as_rows(result)}))
        else:
            _print(path, result)
        if arguments.show:
            print("\n".join(result.shown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
