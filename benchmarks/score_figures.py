"""Score the figures against annotated corpora.

    python benchmarks/score_figures.py [FILE…] [--show]

Without files: all corpora of the repository. Formats are told apart by their keys: the seeds' gold (offsets
into `seeds/`), sentences with figures, and Microsoft Recognizers' NumberModel cases. Printed per corpus:
recall of explicit counts and of all explicit quantities, of vague and of unwritten numbers, precision, and
how often kind, hedge, class, role and part are right where a count was found. `--show` prints every miss.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summariser.figures.figure import Figure, Tier
from summariser.figures.find import find_figures
from summariser.vocabulary import FigureKind

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "figures" / "data"
CORPORA = (
    DATA / "seeds.jsonl", DATA / "hardcases.jsonl", ROOT / "tests" / "corpora" / "dev" / "figures.jsonl",
    ROOT / "tests" / "corpora" / "seen" / "figures.jsonl",
    ROOT / "tests" / "corpora" / "blind" / "figures.jsonl", DATA / "NumberModel.json",
)  # fmt: skip
NAMES = {FigureKind.DESIGNATOR, FigureKind.DATE, FigureKind.TIME}
# The notes' words for what happened, in the words of this project.
MODALITIES = {
    "killed": "killed", "injured": "injured", "launched": "launched", "downed": "intercepted",
    "struck": "struck", "struck_by": "struck", "hit": "struck", "damaged": "damaged", "rescued": "rescued",
    "displaced": "displaced", "power_cut": "without_power", "supplied": "supplied",
}  # fmt: skip
HEDGES_ALIKE = ({"about", "nearly", "less_than", "range", "almost"}, {"couple", "about"})


@dataclass(frozen=True)
class Gold:
    """One annotated number, whatever the corpus."""

    start: int
    end: int
    text: str
    kind: str
    low: float | None
    high: float | None
    qualifier: str
    noun_class: str | None = None
    role: str | None = None
    role_told: bool = False  # the corpus says what happened, or that nothing did
    tier: int = 1
    neutral: bool = False  # neither right nor wrong to find
    subset: bool | None = None
    background: bool | None = None
    also: str | None = None


@dataclass
class Tally:
    """Hits of a kind out of all."""

    counts: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, hit: bool, miss: str = "") -> None:  # noqa: FBT001 (read at every call as `x == y`)
        self.totals[name] += 1
        self.counts[name] += hit
        if not hit and miss:
            self.misses.append(f"{name}: {miss}")


def read_corpus(path: Path) -> Iterator[tuple[str, list[Gold], str]]:
    """Text, gold figures and corpus format, text by text."""
    if path.suffix == ".json":
        yield from _read_recognizers(path)
        return
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if rows and "modality" in rows[0]:
        for name in sorted({row["file"] for row in rows}):
            text = (ROOT / "seeds" / name).read_text(encoding="utf-8")
            yield text, [_gold_of_seed(row) for row in rows if row["file"] == name], "seeds"
        return
    for row in rows:
        yield row["text"], list(_gold_of_row(row)), "hard" if "category" in row else "cases"


def _read_recognizers(path: Path) -> Iterator[tuple[str, list[Gold], str]]:
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        if not _in_scope(case):
            continue
        text, at, golds = case["Input"], 0, []
        for result in case["Results"]:
            start = text.lower().find(result["Text"].lower(), at)
            if start < 0:
                continue
            at = start + len(result["Text"])
            value = float(result["Resolution"]["value"])
            golds.append(Gold(start, at, text[start:at], "count", value, value, "exact"))
        yield text, golds, "recognizers"


_ARITHMETIC = re.compile(
    r"""\^ | \de[+-]?\d | x10 | \b(?:minus|negative|over|point|nought|naught|nrs?\.) | ^\s*-\s*\d
    | \d/\d | (?:th|st|nd|fourth|half)s?\b(?=\W*$) | ths\b | firsts | out\ of | phone | 192\.168
    | \bdo?zs\b | \bG\b | 10G""",
    re.VERBOSE | re.IGNORECASE,
)


def _in_scope(case: dict[str, Any]) -> bool:
    """Powers, negatives, spoken decimals, odd fractions and phone numbers do not stand in war news."""
    return bool(case["Results"]) and not _ARITHMETIC.search(case["Input"])


def _bounds(value: object) -> tuple[float | None, float | None]:
    if isinstance(value, list):
        return value[0], value[1]
    return (value, value) if isinstance(value, (int, float)) else (None, None)


def _gold_of_seed(row: dict[str, Any]) -> Gold:
    low, high = _bounds(row["value"])
    modality = row["modality"]
    return Gold(
        row["start"], row["end"], row["text"], row["kind"], low, high, row["qualifier"],
        role=MODALITIES.get(modality), role_told=modality in MODALITIES, tier=row["tier"],
        neutral=bool(row.get("generic")), subset="subset_of" in row, also=row.get("alt_qualifier"),
    )  # fmt: skip


def _gold_of_row(row: dict[str, Any]) -> Iterator[Gold]:
    at = 0
    for entry in row["figures"]:
        start = entry.get("start")
        if start is None:
            start = row["text"].find(entry["text"], at)
            at = start + len(entry["text"])
        low, high = _bounds(entry["value"]) if "value" in entry else (entry["low"], entry["high"])
        tier = 3 if entry.get("implicit") else 2 if entry.get("vague") or entry.get("zero") else 1
        if "category" in row and row["category"] in ("vague", "zero", "implicit"):
            tier = 3 if entry["text"] in ("a", "another") else 2 if row["category"] != "implicit" else 1
        yield Gold(
            start, start + len(entry["text"]), entry["text"], entry["kind"], low, high, entry["qualifier"],
            entry.get("noun_class"), entry.get("role"), "role" in entry, tier,
            bool(entry.get("generic") or entry.get("pronoun")),
            bool(entry.get("subset")) if "role" in entry else None,
            bool(entry.get("background")) if "role" in entry else None,
        )  # fmt: skip


def _overlaps(figure: Figure, gold: Gold) -> bool:
    return figure.start < gold.end and gold.start < figure.end


def _same_value(figure: Figure, gold: Gold) -> bool:
    if gold.low is None or gold.kind in NAMES:
        return True
    if figure.low is None or figure.high is None or gold.high is None:
        return False
    rounded = 0.0001 if gold.kind == "ratio" else 0.0  # two thirds are annotated as 0.6667
    return math.isclose(figure.low, gold.low, abs_tol=rounded) and math.isclose(
        figure.high, gold.high, abs_tol=rounded
    )


def _same_hedge(figure: Figure, gold: Gold) -> bool:
    wanted = gold.qualifier.replace(" ", "_")
    printed = {figure.qualifier.value} | ({figure.also.value} if figure.also else set())
    return (
        wanted in printed
        or (gold.also in printed)
        or any(wanted in alike and printed & alike for alike in HEDGES_ALIKE)
    )


def score(texts: Iterable[tuple[str, list[Gold], str]]) -> Tally:
    """Compare what is found with what is annotated."""
    tally = Tally()
    for text, golds, corpus in texts:
        figures = find_figures(text)
        for figure in figures:
            tally.add("offsets exact", text[figure.start : figure.end] == figure.text)
        if corpus == "recognizers":
            _score_numbers(tally, figures, golds, text)
            continue
        hits = [_score_gold(tally, gold, figures, text) for gold in golds]
        _score_found(tally, figures, golds, text)
        if corpus == "hard":
            _score_case(tally, figures, golds, hits, text)
    return tally


def _score_numbers(tally: Tally, figures: Sequence[Figure], golds: Sequence[Gold], text: str) -> None:
    """Values alone: those corpora know no kinds."""
    for gold in golds:
        overlapping = [figure for figure in figures if _overlaps(figure, gold)]
        right = any(_same_value(figure, gold) for figure in overlapping)
        tally.add(
            "numbers, recall",
            right,
            f"{gold.text!r} {gold.low} in {text!r}, found {[_brief(f) for f in overlapping]}",
        )


def _score_gold(tally: Tally, gold: Gold, figures: Sequence[Figure], text: str) -> bool:
    overlapping = [figure for figure in figures if _overlaps(figure, gold)]
    found = next((figure for figure in overlapping if _same_value(figure, gold)), None)
    told = [_brief(figure) for figure in overlapping]
    miss = f"{gold.text!r} {gold.kind} {gold.low} in {_around(text, gold.start)!r}, found {told}"
    if gold.neutral:
        return True
    if gold.kind in NAMES:
        named = any(figure.kind.value == gold.kind for figure in overlapping)
        tally.add("names (dates, times, designators)", named, miss)
        return named
    tier = {1: "", 2: "vague ", 3: "unwritten "}[gold.tier]
    right = found is not None and (found.kind.value == gold.kind or gold.kind == "other")
    if gold.kind == "count":
        tally.add(f"{tier}counts, recall", right, miss)
    if gold.tier == 1 and gold.kind != "other":
        tally.add("quantities, recall", right, miss)
    if found is not None:
        _score_details(tally, gold, found, text)
    return right and found is not None and _same_hedge(found, gold)


def _score_details(tally: Tally, gold: Gold, figure: Figure, text: str) -> None:
    where = f"{gold.text!r} in {_around(text, gold.start)!r}: "
    tally.add(
        "kind right",
        figure.kind.value == gold.kind or gold.kind == "other",
        f"{where}{figure.kind.value}, not {gold.kind}",
    )
    tally.add(
        "hedge right", _same_hedge(figure, gold), f"{where}{figure.qualifier.value}, not {gold.qualifier}"
    )
    if gold.kind != "count":
        return
    if gold.noun_class is not None:
        alike = {"event": "other", "none": "other"}
        ours, theirs = (alike.get(name, name) for name in (figure.noun_class.value, gold.noun_class))
        tally.add("class right", ours == theirs, f"{where}{figure.noun_class.value}, not {gold.noun_class}")
    if gold.role_told:
        role = figure.role.value if figure.role else None
        told = f"{where}{role} ({figure.cue.name}), not {gold.role}"
        tally.add("role right", role == gold.role, told)
        if figure.cue == 2 and gold.role is not None:
            tally.add("role right where the cue is strong", role == gold.role)
    if gold.subset is not None:
        tally.add(
            "part of a whole right",
            (figure.subset_of is not None) == gold.subset,
            f"{where}subset {figure.subset_of}",
        )
    if gold.background is not None and (gold.background or figure.background):
        tally.add("background right", gold.background == figure.background, f"{where}{figure.background}")


def _score_found(tally: Tally, figures: Sequence[Figure], golds: Sequence[Gold], text: str) -> None:
    for figure in figures:
        if figure.tier is not Tier.EXPLICIT or figure.kind in NAMES or figure.kind is FigureKind.ORDINAL:
            continue
        overlapping = [gold for gold in golds if _overlaps(figure, gold)]
        if any(gold.neutral for gold in overlapping):
            continue
        right = any(_same_value(figure, gold) and figure.kind.value == gold.kind for gold in overlapping)
        miss = f"{_brief(figure)} in {_around(text, figure.start)!r}"
        tally.add(
            "quantities, precision", right or (figure.kind is FigureKind.OTHER and not overlapping), miss
        )
        if figure.kind is FigureKind.COUNT:
            tally.add("counts, precision", right, miss)


def _score_case(
    tally: Tally, figures: Sequence[Figure], golds: Sequence[Gold], hits: Sequence[bool], text: str
) -> None:
    """A hard case is passed if every figure is right and nothing else is taken for a quantity."""
    extra = [
        f
        for f in figures
        if f.tier is Tier.EXPLICIT and f.kind not in NAMES and not any(_overlaps(f, g) for g in golds)
    ]
    tally.add("hard cases passed", all(hits) and not extra, f"{text!r} {[_brief(f) for f in figures]}")


def _brief(figure: Figure) -> str:
    return f"{figure.text} {figure.kind.value} {figure.low}..{figure.high} {figure.qualifier.value}"


def _around(text: str, start: int) -> str:
    return text[max(0, start - 45) : start + 55].replace("\n", " ")


def main() -> None:
    """Print one table per corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print every miss")
    arguments = parser.parse_args()
    for path in arguments.files or [path for path in CORPORA if path.exists()]:
        tally = score(read_corpus(path))
        print(f"\n{path.parent.name}/{path.name}")
        for name, total in sorted(tally.totals.items()):
            print(f"  {name:36} {tally.counts[name]:5}/{total:<5} {100 * tally.counts[name] / total:6.1f} %")
        if arguments.show:
            print("\n".join(f"    {miss}" for miss in tally.misses))


if __name__ == "__main__":
    main()
