"""How long merging takes: `python benchmarks/merge_speed.py [records]`.

A made-up month: a thousand places, thirty nights, each event told by five articles on average, and one hard
case: every article tells of the same city on the same night.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "merge"))

from pairs import report

from summariser.merge import merge_summaries
from summariser.records import Place, Summary

KINDS = ["missile_strike", "drone_strike", "shelling", "unspecified_strike"]


def article(number: int, chosen: random.Random, *, one_city: bool) -> Summary:
    """Two records of two places and a wave, in an article of one of thirty nights."""
    night = chosen.randrange(30)
    published = date(2025, 11, 1) + timedelta(days=night)
    before = published - timedelta(days=1)

    def told(scope: str, counts: list[str]) -> dict[str, object]:
        return {
            "pub": published.isoformat(), "kind": chosen.choice(KINDS), "scope": scope, "by": "Russia",
            "on": "Ukraine", "at": "Ukraine", "counts": counts, "quote": f"Report {number} of the {scope}.",
            "when": ["overnight", before.isoformat(), published.isoformat(), "night"],
        }  # fmt: skip

    wave = told("wave", [f"launched drones {400 + night} exact"])
    wave["kind"] = "combined_missile_drone_attack"
    locals_ = [told("local", [f"injured people {chosen.randrange(1, 90)} exact"]) for _ in range(3)]
    summary = report({**wave, "more": locals_}, name=f"n{number}")
    attacks = [
        attack
        if attack.id == f"n{number}"
        else attack.model_copy(update={"place": place(chosen, one_city=one_city)})
        for attack in summary.attacks
    ]
    return summary.model_copy(update={"attacks": attacks})


def place(chosen: random.Random, *, one_city: bool) -> Place:
    at = 0 if one_city else chosen.randrange(1000)
    return Place(
        name=f"Town {at}", kind="settlement", admin1=f"Region {at % 24}", country="Ukraine",
        latitude=45 + (at % 40) * 0.17, longitude=23 + (at // 40) * 0.6, precision=1,
    )  # fmt: skip


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for name, one_city in (("a month", False), ("one city", True)):
        chosen = random.Random(7)
        summaries = [article(n, chosen, one_city=one_city) for n in range(records // 4)]
        started = time.perf_counter()
        digest = merge_summaries(summaries)
        seconds = time.perf_counter() - started
        told = sum(len(event.tellings) for event in digest.attacks)
        size = f"{told} records of {len(summaries)} articles, {len(digest.attacks)} events"
        print(f"{name}: {size}, {seconds:.2f} s")


if __name__ == "__main__":
    main()
