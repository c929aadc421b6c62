"""Totals of a war, a year or an earlier event are told from the numbers of the day."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summariser import find_figures

ROWS = [
    line
    for line in (Path(__file__).parent / "data" / "background.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("row", ROWS)
def test_background_totals_are_apart(row: str) -> None:
    """A number is background where its clause speaks of a longer or an earlier time, and only there."""
    wanted = re.findall(r"\{([^}]*)\}", row)
    figures = find_figures(re.sub(r"[{}]", "", row))
    assert [figure.text for figure in figures if figure.background] == wanted
