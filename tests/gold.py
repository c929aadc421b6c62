"""Models that are always right: of the seeds from gold, of toy articles by reading them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from summariser.records import Answer
from summariser.text.article import Article
from tests.fake_server import Seen, numbered_sentences

__all__ = ["SEEDS", "expected_answer", "gold_answer", "toy_answer", "toy_text"]

SEEDS = tuple(sorted(path.stem for path in (Path(__file__).parent.parent / "seeds").glob("*.txt")))
PERFECT = Path(__file__).parent / "perfect"
MOST_EVIDENCE = 4
ENOUGH = 24  # characters of a quote that crosses a sentence's end, by which we know it

Locate = Callable[[str], list[int]]
Json = dict[str, Any]


def expected_answer(seed: str, article: Article) -> Answer:
    """What a perfect model says of a seed; its quotes as numbers of the article's sentences."""

    def locate(quote: str) -> list[int]:
        start = article.body.find(quote)
        if start < 0:
            return []
        end = start + len(quote)
        return [n for n, s in enumerate(article.sentences, start=1) if s.start < end and start < s.end]

    return Answer.model_validate(_numbered(_perfect(seed), locate))


def gold_answer(seen: Seen) -> str:
    """The perfect answer to a prompt, whichever seed it holds, however numbered; else the toy's."""
    sentences = numbered_sentences(seen.article_message)

    def locate(quote: str) -> list[int]:
        return [number for number, text in sentences.items() if _overlap(quote, text)]

    for seed in SEEDS:
        if any(locate(record["evidence"][0]) for record in _perfect(seed)["attacks"]):
            return Answer.model_validate(_numbered(_perfect(seed), locate)).model_dump_json()
    return toy_answer(seen)


PLACES = ("Kharkiv", "Odesa", "Sumy", "Lviv", "Poltava", "Kherson", "Dnipro", "Zaporizhzhia")
TOLL = re.compile(r"killed (\d+) people in ([A-Z]\w+)")
HURT = re.compile(r"nother (\d+) people were injured")
DOWNED = re.compile(r"shot down (\d+) of (\d+) drones")


def toy_text(number: int) -> str:
    """A short article that differs from all others of another number below some ten thousand."""
    place, other = PLACES[number % len(PLACES)], PLACES[(number // 8) % len(PLACES)]
    dead, hurt, launched = 2 + number % 31, 3 + number % 53, 100 + number % 307
    word = "".join("bcdfghklmnprst"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number))
    return (
        f"A Russian missile strike killed {dead} people in {place} overnight, officials said on Tuesday. "
        f"Another {hurt} people were injured, the mayor {word.title()} said. "
        f"The air force said it shot down {launched - 20} of {launched} drones over the country. "
        f"President Zelensky will meet envoys in {other} on Friday."
    )


def toy_answer(seen: Seen) -> str:
    """The right answer to a toy article: one strike, one wave."""
    return json.dumps(
        {
            "headline": "A strike overnight",
            "attacks": list(_toy_attacks(seen.article_message)),
            "diplomacy": [],
        }
    )


def _toy_attacks(prompt: str) -> Iterator[Json]:
    strikes: list[tuple[str, list[Json]]] = []
    for number, text in numbered_sentences(prompt).items():
        if match := TOLL.search(text):
            strikes.append((match[2], [_count("killed", "people", match[1], number)]))
        if strikes and (match := HURT.search(text)):
            strikes[-1][1].append(_count("injured", "people", match[1], number))
        if match := DOWNED.search(text):
            downed = _count("intercepted", "drones", match[1], number)
            fired = _count("launched", "drones", match[2], number)
            yield _attack("drone_strike", "wave", "drone", None, [downed, fired])
    for place, counts in strikes:
        yield _attack("missile_strike", "local", "missile", place, counts)


def _attack(kind: str, scope: str, weapon: str, place: str | None, counts: list[Json]) -> Json:
    return {
        "kind": kind,
        "scope": scope,
        "attacker": "Russian" if place else None,
        "target_country": None,
        "place": place,
        "when": "overnight" if place else None,
        "weapons": [weapon],
        "targets": [],
        "counts": counts,
        "claimed_by": None,
        "background": False,
        "evidence": sorted({number for count in counts for number in count["evidence"]}),
    }


def _count(role: str, of: str, value: str, sentence: int) -> Json:
    return {"role": role, "of": of, "value": int(value), "claimed_by": None, "evidence": [sentence]}


@cache
def _perfect(seed: str) -> Json:
    text = (PERFECT / f"{seed}.answer.json").read_text(encoding="utf-8")
    perfect: Json = json.loads(text)
    return perfect


def _numbered(record: Json, locate: Locate) -> Json:
    """A copy whose quotes have become sentence numbers; what no sentence here says is left out."""
    numbered: Json = {}
    for key, value in record.items():
        if key == "evidence":
            numbers = sorted({number for quote in value for number in locate(quote)})
            numbered[key] = numbers[:MOST_EVIDENCE]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            parts = [_numbered(part, locate) for part in value]
            numbered[key] = [part for part in parts if part.get("evidence") != []]
        else:
            numbered[key] = value
    return numbered


def _overlap(quote: str, sentence: str) -> bool:
    if quote in sentence or (len(sentence) >= ENOUGH and sentence in quote):
        return True
    begins, ends = sentence.find(quote[:ENOUGH]), sentence.find(quote[-ENOUGH:])
    crosses_the_end = begins >= 0 and quote.startswith(sentence[begins:])
    return crosses_the_end or (ends >= 0 and quote.endswith(sentence[: ends + ENOUGH]))
