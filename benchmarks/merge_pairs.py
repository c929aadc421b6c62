"""Precision and recall of merging on pairs of reports: `python benchmarks/merge_pairs.py [--held-out]`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "merge"))

from pairs import Pair, pairs


def score(chosen: list[Pair]) -> str:
    verdicts = [(pair.same, pair.merged()) for pair in chosen]
    hits = sum(same and merged for same, merged in verdicts)
    merged = sum(merged for _, merged in verdicts)
    same = sum(same for same, _ in verdicts)
    precision = hits / merged if merged else 1.0
    recall = hits / same if same else 1.0
    scores = f"precision {precision:.3f} ({hits}/{merged}), recall {recall:.3f} ({hits}/{same})"
    return f"{len(chosen)} pairs: {scores}"


def main() -> None:
    develop = [pair for pair in pairs() if not pair.held_out]
    print("develop  ", score(develop))
    for pair in develop:
        if pair.merged() != pair.same:
            print("  wrong:", pair.id, "same" if pair.same else "different", "-", pair.why)
    if "--held-out" in sys.argv:
        held = [pair for pair in pairs() if pair.held_out]
        print("held out ", score(held))
        for pair in held:
            if pair.merged() != pair.same:
                print("  wrong:", pair.id, "same" if pair.same else "different", "-", pair.why)


if __name__ == "__main__":
    main()
