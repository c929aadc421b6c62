"""Small articles whose right answer is known, and a model that gives it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from summariser.errors import UnreadableArticle
from summariser.text.article import Article
from tests.fake_server import Seen, numbered_sentences

__all__ = ["answer_to", "articles", "killed_in", "read_source", "right_answer", "write_source"]

_TOWNS = ("Ternopil", "Kharkiv", "Odesa", "Dnipro", "Sumy", "Kherson", "Poltava", "Lviv")
_KILLED = re.compile(r"killed (\d+) people")


def killed_in(number: int) -> int:
    """How many people article `number` says were killed."""
    return 2 + number * 7 % 90


def text_of(number: int) -> str:
    """The text of article `number`; no two are alike."""
    town = _TOWNS[number % len(_TOWNS)]
    return (
        f"Report {number} of the morning came from {town}. "
        f"A Russian missile strike on {town} killed {killed_in(number)} people, officials said. "
        "Rescue work went on through the night."
    )


def articles(count: int, *, first: int = 0) -> Iterator[Article]:
    """Articles `first` to `first + count - 1`."""
    return (Article.from_text(text_of(number), label=f"a{number}") for number in range(first, first + count))


def write_source(path: Path, count: int) -> Path:
    """A JSONL file of articles."""
    with path.open("w") as file:
        for number in range(count):
            file.write(json.dumps({"id": f"a{number}", "body": text_of(number)}) + "\n")
    return path


def read_source(path: Path) -> Iterator[Article | UnreadableArticle]:
    """A JSONL file, read lazily; a line that is no article is one all the same."""
    with path.open() as file:
        for number, line in enumerate(file, start=1):
            try:
                said = json.loads(line)
                yield Article.from_text(said["body"], label=said["id"])
            except (ValueError, KeyError) as problem:
                yield UnreadableArticle(str(problem), source=str(path), line=number)


def right_answer(prompt: str) -> str:
    """What a perfect model says to a prompt: the toll, and the sentence that prints it."""
    attacks = [
        {
            "kind": "missile_strike",
            "scope": "local",
            "attacker": "Russia",
            "target_country": "Ukraine",
            "place": None,
            "when": None,
            "weapons": ["missile"],
            "targets": [],
            "counts": [
                {
                    "role": "killed",
                    "of": "people",
                    "value": int(found[1]),
                    "claimed_by": None,
                    "evidence": [number],
                }
            ],
            "claimed_by": None,
            "background": False,
            "evidence": [number],
        }
        for number, sentence in numbered_sentences(prompt).items()
        if (found := _KILLED.search(sentence))
    ]
    return json.dumps({"headline": "A strike", "attacks": attacks, "diplomacy": []})


def answer_to(seen: Seen) -> str:
    """For the fake server."""
    return right_answer(seen.article_message)
