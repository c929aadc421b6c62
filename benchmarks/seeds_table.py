"""Seconds, tokens and verdicts per article with one model, as the table in the README.

    python benchmarks/seeds_table.py [FOLDER] [--model NAME]

Nothing comes from the cache. The embedded model is started before the clock.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from summariser import Article, Settings, open_summariser
from summariser.report import counts_of
from summariser.settings import CacheUse
from summariser.vocabulary import Severity

WARM_UP = "A drone attack on Lviv killed at least three people and injured 12, officials said on Monday."


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds, tokens and verdicts per article.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("seeds"))
    parser.add_argument("--model")
    options = parser.parse_args()
    settings = Settings.from_environment(model=options.model, cache=CacheUse.OFF)
    columns = (
        "article | characters | seconds | calls | tokens in | tokens out "
        "| verified | to review | not supported | left out"
    )
    print(f"| {columns} |\n|{'---|' * (columns.count('|') + 1)}")
    with open_summariser(settings=settings) as summariser:
        summariser.summarise(Article.from_text(WARM_UP))
        for path in sorted(options.folder.glob("*.txt")):
            article = Article.from_file(path)
            started = time.monotonic()
            summary = summariser.summarise(article)
            seconds = time.monotonic() - started
            paid = summary.provenance
            verdicts = [count.severity for count in counts_of(summary)]
            cells = (
                path.stem,
                len(article.body),
                f"{seconds:.0f}",
                paid.calls,
                paid.input_tokens,
                paid.output_tokens,
                verdicts.count(Severity.OK),
                verdicts.count(Severity.REVIEW),
                verdicts.count(Severity.ERROR),
                sum(not item.background for item in summary.unclaimed),
            )
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    main()
