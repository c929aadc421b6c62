"""Leaving one piece of the prompt out at a time: the same questions, fairly marked, each asked once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from summariser.model.contract import Identity, Reply, Request, Usage
from tests.evaluate.test_side_by_side import answers, module

marks = module("ablate_prompt_gold")
ablate = module("ablate_prompt")

TEXT = (
    "A missile killed three people and wounded 12 in Lviv. In Sumy rebels captured five soldiers. "
    "Rescuers pulled two men out of the rubble in Lviv, where three people had died."
)


def gold(role: str, value: int, quote: str) -> dict[str, object]:
    """A gold fact about people."""
    return {
        "role": role,
        "of": "people",
        "low": value,
        "high": value,
        "qualifier": "exact",
        "quotes": [quote],
    }


@pytest.fixture
def questions(tmp_path: Path) -> Sequence[marks.Question]:
    """The three questions about a short article with gold."""
    facts = [gold("killed", 3, "killed three people"), gold("injured", 12, "wounded 12")]
    rescued = gold("rescued", 2, "Rescuers pulled two men out")
    attack = {"id": "A1", "kind": "missile_strike", "scope": "local", "attacker": None, "places": ["Lviv"]}
    article = {
        "text": TEXT,
        "attacks": [attack | {"facts": [*facts, rescued], "quotes": []}],
        "diplomacy": [],
    }
    (tmp_path / "one.json").write_text(json.dumps(article))
    return list(marks.questions_of([tmp_path]))


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ({"killed": 3, "injured": 12}, (2, 0, 0)),
        ({"killed": 3}, (1, 0, 1)),
        ({"killed": 12, "injured": 3}, (0, 2, 2)),
        ({"killed": 3, "injured": 12, "others": 12}, (2, 0, 0)),
        ({}, (0, 0, 2)),
    ],
)
def test_a_reading_is_right_by_its_sentences_gold(
    questions: Sequence[marks.Question], filled: dict[str, object], expected: tuple[int, int, int]
) -> None:
    """A value in the gold's role is right, in another one wrong; what no slot took is missed."""
    found = marks.mark(questions[0], filled)
    assert (found.right, found.wrong, found.missed) == expected


def test_what_is_told_again_is_right_and_what_nobody_told_is_wrong(
    questions: Sequence[marks.Question],
) -> None:
    """A later sentence may repeat a gold fact of the article; a number without gold is a wrong reading."""
    again = marks.mark(questions[2], {"rescued": 2, "killed": 3})
    untold = marks.mark(questions[1], {"captured": 5})
    assert (again.right, again.wrong, again.missed) == (2, 0, 0)
    assert (untold.right, untold.wrong, untold.missed) == (0, 1, 0)


def test_every_piece_is_left_out_once() -> None:
    """Each sentence and each example of the shipped prompt is missing from exactly one variant."""
    whole = ablate.shipped()
    every = ablate.variants(whole.system, whole.examples)
    made = [each for each in every if each.name in whole.system or each.name.startswith("example:")]
    for sentence in whole.system.split(". "):
        assert sum(sentence not in each.system for each in made) == 1, sentence
    for example in json.loads(whole.examples):
        lacking = [each for each in made if example["sentence"] not in each.examples]
        assert len(lacking) == 1, example


def test_a_definition_is_measured_where_its_slot_is_offered(questions: Sequence[marks.Question]) -> None:
    """What `captured` means matters where somebody may be captured."""
    (own,) = ablate.chosen(questions, "captured", most=9)
    assert "captured five soldiers" in own.ask.text
    assert len(ablate.chosen(questions, None, most=2)) == 2


class ScriptedModel:
    """A model that fills every slot with its first label, and counts its questions."""

    identity = Identity("test", "scripted")

    def __init__(self) -> None:
        self.asked = 0

    async def complete(self, request: Request) -> Reply:
        self.asked += 1
        properties = json.loads(request.schema)["properties"]
        filled = {name: part["enum"][0] for name, part in properties.items()}
        return Reply(json.dumps(filled), Usage(100, 80, 10, None), "scripted")

    async def aclose(self) -> None:
        """Nothing was opened."""


def test_a_stopped_run_goes_on(questions: Sequence[marks.Question], tmp_path: Path) -> None:
    """No time: nothing is asked and the table is empty; asked once, a later run takes every answer again."""
    first, second = ScriptedModel(), ScriptedModel()
    file = tmp_path / "answers.jsonl"
    late = ablate.Asker(first, answers.Answers(file), seconds=-1.0)
    assert asyncio.run(late.ask(ablate.shipped(), questions)) == [None] * 3
    asked = asyncio.run(
        ablate.Asker(first, answers.Answers(file), seconds=None).ask(ablate.shipped(), questions)
    )
    again = asyncio.run(
        ablate.Asker(second, answers.Answers(file), seconds=None).ask(ablate.shipped(), questions)
    )
    assert (first.asked, second.asked) == (3, 0)
    assert again == asked


def test_a_row_compares_the_same_questions(questions: Sequence[marks.Question]) -> None:
    """Only questions that both prompts answered count; better and worse are counted by question."""

    def said(**slots: object) -> ablate.Said:
        return ablate.Said(json.dumps(slots), 100, 10, 1.0)

    with_it = [said(killed=3, injured=12), said(captured=5), None]
    without = [said(killed=12, injured=None), said(captured=None), said(rescued=2)]
    row = ablate.row_of("a piece", questions, with_it, without)
    assert (row.questions, row.changed, row.better, row.worse) == (2, 2, 1, 1)
    assert (row.base.right, row.base.wrong, row.marks.right, row.marks.wrong) == (2, 1, 0, 1)
    assert "a piece" in ablate.table([row])


def test_two_prompts_are_compared_on_every_slot(questions: Sequence[marks.Question], tmp_path: Path) -> None:
    """One question for each slot that is offered, asked with both prompts."""
    (tmp_path / "slots_tolls.j2").write_text("Other words.")
    model = ScriptedModel()
    asker = ablate.Asker(model, answers.Answers(None), seconds=None)
    (row,) = asyncio.run(ablate.compared(asker, questions, tmp_path, most=1))
    assert (row.questions, row.changed, model.asked) == (3, 0, 6)
