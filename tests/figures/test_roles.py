"""What befell what a number counts: sentences of our own, in the ways that newsrooms put it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summariser.figures.find import find_figures

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "roles.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_a_number_has_the_role_that_its_sentence_gives_it(row: dict[str, object]) -> None:
    """Killed, launched, downed, cut off: the role is the sentence's, whatever its phrasing."""
    wanted = row["roles"]
    assert isinstance(wanted, dict)
    roles = {figure.text: figure.role and figure.role.value for figure in find_figures(str(row["text"]))}
    assert {text: roles.get(text) for text in wanted} == wanted
