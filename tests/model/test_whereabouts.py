"""Where the code says that a number belongs, and how sure it is: one mechanism a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest

from summariser.figures.find import find_figures
from summariser.model.slots.beside import Placed
from summariser.model.slots.candidates import candidates
from summariser.model.slots.places import code_place
from summariser.model.slots.scene import read_scene
from summariser.text.article import Article

DATA = Path(__file__).parent / "data"


class Row(TypedDict):
    """A text, and where its printed numbers belong."""

    why: str
    text: str
    places: dict[str, str | None]


class NearRow(TypedDict):
    """A text, and how near to its printed numbers their place is named."""

    why: str
    text: str
    near: dict[str, str]


PLACES: list[Row] = list(map(json.loads, (DATA / "places.jsonl").read_text(encoding="utf-8").splitlines()))
NEAR: list[NearRow] = list(
    map(json.loads, (DATA / "nearness.jsonl").read_text(encoding="utf-8").splitlines())
)


def placed(text: str) -> dict[str, Placed]:
    """Each number as printed, and where it belongs."""
    article = Article.from_text(text)
    scene = read_scene(article, find_figures(article.body))
    return {
        each.figure.text: code_place(scene, line, each) for line in scene.lines for each in candidates(line)
    }


@pytest.mark.parametrize("row", PLACES, ids=[row["why"] for row in PLACES])
def test_a_number_belongs_to_the_place_that_a_reader_would_say(row: Row) -> None:
    """Where a number belongs is read from its sentence, or from what the text goes on about."""
    found = {number: where.name for number, where in placed(row["text"]).items()}
    assert {number: found.get(number) for number in row["places"]} == row["places"]


@pytest.mark.parametrize("row", NEAR, ids=[row["why"] for row in NEAR])
def test_a_place_is_sure_only_if_no_other_may_be_meant(row: NearRow) -> None:
    """What is not "here" is for review: another place may be meant, or it is named far off."""
    found = {number: where.nearness.value for number, where in placed(row["text"]).items()}
    assert {number: found.get(number) for number in row["near"]} == row["near"]
