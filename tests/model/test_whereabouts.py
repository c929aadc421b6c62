"""Where the code says that a number belongs: sentences of our own, one mechanism a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest

from summariser.figures.find import find_figures
from summariser.model.slots.candidates import candidates
from summariser.model.slots.places import code_place
from summariser.model.slots.scene import read_scene
from summariser.text.article import Article


class Row(TypedDict):
    """A text, and where its printed numbers belong."""

    why: str
    text: str
    places: dict[str, str | None]


ROWS: list[Row] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "places.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_a_number_belongs_to_the_place_that_a_reader_would_say(row: Row) -> None:
    """Where a number belongs is read from its sentence, or from what the text goes on about."""
    article = Article.from_text(row["text"])
    scene = read_scene(article, find_figures(article.body))
    found = {
        each.figure.text: code_place(scene, line, each).name
        for line in scene.lines
        for each in candidates(line)
    }
    assert {text: found.get(text) for text in row["places"]} == row["places"]
