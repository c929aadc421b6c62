"""Is every human-target number of the MUC-4 keys found in its document by `find_figures`?

    python benchmarks/muc4_numbers.py muc4.jsonl

JSONL rows: `{"doc_id", "text", "templates": [{"human_targets": [{"number": {"alts": [{"min", "max"…}]}…}],
"killed", "injured"}]}`. A key number above one is found directly (a figure of that value), within a range,
or as the full sum of the person counts of one sentence. Numbers of one are mostly named persons, counted
apart: nobody prints "one" before a name.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from summariser.figures.figure import Figure
from summariser.figures.find import find_figures
from summariser.text.article import Article
from summariser.vocabulary import FigureKind, NounClass

HOW = ("printed", "within a range or vague word", "a full sum", "not found")


def key_numbers(row: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """What the keys state: each target's number, and the totals of killed and injured."""
    for template in row["templates"]:
        for target in template.get("human_targets") or ():
            for alternative in ((target.get("number") or {}).get("alts") or ())[:1]:
                if not alternative.get("plural") and alternative.get("min") is not None:
                    yield "human targets", alternative["min"]
        for name in ("killed", "injured"):
            total = template.get(name)
            if isinstance(total, dict) and total.get("exact", True) and total.get("min") is not None:
                yield f"{name} totals", total["min"]


def how_found(number: int, figures: list[Figure], sums: set[int | float]) -> str:
    counts = [figure for figure in figures if figure.low is not None and figure.high is not None]
    if any(figure.low == figure.high == number for figure in counts):
        return HOW[0]
    if any(figure.low <= number <= figure.high for figure in counts):
        return HOW[1]
    return HOW[2] if number in sums else HOW[3]


def person_sums(article: Article, figures: list[Figure]) -> set[int | float]:
    """The full sums of the person counts of one sentence, or of those with one role, parts left out."""
    counts = [
        figure
        for figure in figures
        if figure.kind is FigureKind.COUNT
        and figure.noun_class in (NounClass.PERSON, NounClass.NONE)
        and figure.value is not None
        and figure.subset_of is None
    ]
    sums: set[int | float] = set()
    for sentence in article.sentences:
        inside = [figure for figure in counts if sentence.start <= figure.start < sentence.end]
        by_role = sorted(inside, key=lambda figure: str(figure.role))
        groups = [
            inside,
            *(list(group) for _, group in groupby(by_role, key=lambda figure: str(figure.role))),
        ]
        sums |= {sum(figure.value or 0 for figure in group) for group in groups if len(group) > 1}
    return sums


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", action="store_true", help="list the numbers that were not found")
    arguments = parser.parse_args()
    found: dict[str, Counter[str]] = {}
    for line in arguments.corpus.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = Article.from_text(row["text"], label=row["doc_id"])
        figures = find_figures(article.body)
        sums = person_sums(article, figures)
        for name, number in key_numbers(row):
            how = how_found(number, figures, sums)
            found.setdefault(f"{name}, {'one' if number <= 1 else 'above one'}", Counter())[how] += 1
            if arguments.show and how == HOW[3] and number > 1:
                print(f"{row['doc_id']}: {name} {number}")
    print(f"{'':28}{'numbers':>8}" + "".join(f"{how:>30}" for how in HOW))
    for name, counts in sorted(found.items()):
        total = sum(counts.values())
        print(f"{name:28}{total:>8}" + "".join(f"{counts[how] / total:>30.1%}" for how in HOW))
    return 0


if __name__ == "__main__":
    sys.exit(main())
