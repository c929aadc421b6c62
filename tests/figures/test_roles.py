"""What befell what a number counts, over sentences of many styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from summariser.figures.figure import Cue
from summariser.figures.find import find_figures

CASES = Path(__file__).parent / "data" / "roles.txt"
_MARKED = re.compile(r"\{([^{}=]+)=([^{} ]+)(?: (\w+))?\}")  # {20=killed person}


def _sentences() -> Iterator[tuple[str, list[tuple[int, int, str | None, str | None]]]]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        text, marks, at = "", [], 0
        for found in _MARKED.finditer(line):
            text += line[at : found.start()]
            role = None if found[2] == "-" else found[2]
            marks.append((len(text), len(text) + len(found[1]), role, found[3]))
            text, at = text + found[1], found.end()
        yield text + line[at:], marks


def _readings() -> Iterator[tuple[bool, bool, bool, str]]:
    """For each marked number: is its role right, is its class, is its cue strong, and where it stands."""
    for text, marks in _sentences():
        figures = find_figures(text)
        for start, end, role, noun_class in marks:
            figure = next((f for f in figures if f.start < end and start < f.end), None)
            if figure is None:
                yield role is None, role is None, False, f"{text[start:end]!r} in {text!r}"
                continue
            told = figure.role.value if figure.role else None
            classed = noun_class is None or figure.noun_class.value == noun_class
            where = f"{text[start:end]!r} {told}, not {role} in {text!r}"
            yield told == role, classed, figure.cue is Cue.STRONG, where


def test_roles_and_classes_of_many_styles_are_read() -> None:
    """At least 92 of 100 numbers get their role, 96 their class, and 96 of 100 plain roles are right."""
    readings = list(_readings())
    assert len(readings) > 600
    wrong = [where for right, _, _, where in readings if not right]
    assert 1 - len(wrong) / len(readings) >= 0.92, "\n".join(wrong)
    assert sum(classed for _, classed, _, _ in readings) / len(readings) >= 0.96
    strong = [right for right, _, strong, _ in readings if strong]
    assert sum(strong) / len(strong) >= 0.96
