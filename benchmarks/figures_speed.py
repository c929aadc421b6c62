"""How fast figures are read, beside quantulum3 and Microsoft's recognizers-text on the same text.

    pip install '.[bench]'
    python benchmarks/figures_speed.py [TEXT…] [--megabytes N]

Without files the four seeds are repeated up to N megabytes. A peer that is not installed is left out; peers
read one copy only (they are slow) after a first call that loads their data. Printed: megabytes of text per
second of CPU, figures per second, and how many times slower each peer is, all of this one run.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summariser.figures.find import find_figures

SEEDS = Path(__file__).parent.parent / "seeds"
WARM_UP = "At least 20 people were killed."


@dataclass(frozen=True)
class Speed:
    """What one tool did with one text."""

    name: str
    megabytes: float
    seconds: float
    found: int

    @property
    def rate(self) -> float:
        return self.megabytes / self.seconds


def measure(name: str, read: Callable[[str], Sequence[object]], text: str) -> Speed:
    """CPU seconds of one call on the whole text."""
    read(WARM_UP)
    begin = time.process_time()
    found = len(read(text))
    return Speed(name, len(text.encode()) / 1e6, max(time.process_time() - begin, 1e-9), found)


def peers() -> dict[str, Callable[[str], Sequence[object]]]:
    """The other tools that are installed, each as a function from text to findings."""
    tools: dict[str, Callable[[str], Sequence[object]]] = {}
    try:
        model = importlib.import_module("recognizers_number").NumberRecognizer("en-us").get_number_model()
        tools["recognizers-text-number"] = model.parse
    except ImportError as error:
        print(f"recognizers-text-number is left out: {error}")
    try:
        tools["quantulum3"] = importlib.import_module("quantulum3.parser").parse
    except ImportError as error:
        print(f"quantulum3 is left out: {error}")
    return tools


def main() -> None:
    """Print one line per tool."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--megabytes", type=float, default=1.0)
    arguments = parser.parse_args()
    files = arguments.files or sorted(SEEDS.glob("*.txt"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files) + "\n"
    copies = max(1, round(arguments.megabytes * 1e6 / len(text.encode())))
    ours = measure("summariser.find_figures", find_figures, text * copies)
    lines = [ours, *(measure(name, read, text) for name, read in peers().items())]
    for line in lines:
        times = f"{ours.rate / line.rate:8.0f} × slower" if line is not ours else ""
        rates = f"{line.rate:9.4f} MB/s {line.found / line.seconds:9.0f} found/s"
        print(f"{line.name:26} {rates} {times}")


if __name__ == "__main__":
    main()
