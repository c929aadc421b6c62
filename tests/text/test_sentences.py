"""Sentences of news texts."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.text.article import Article
from summariser.text.sentences import LONGEST_SENTENCE, Sentence, split_sentences

ROOT = Path(__file__).parents[2]
CASES = [
    json.loads(line) for line in (Path(__file__).parent / "data/sentences.jsonl").read_text().splitlines()
]


def texts(body: str) -> list[str]:
    """The sentences as printed."""
    return [body[sentence.start : sentence.end] for sentence in split_sentences(body)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_where_sentences_end(case: dict[str, object]) -> None:
    """Abbreviations, dates, quotes, headings, wires, glued and wrapped lines are cut as a reader would."""
    assert texts(str(case["text"])) == case["sentences"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if "boilerplate" in case], ids=lambda case: case["id"]
)
def test_boilerplate_is_marked(case: dict[str, object]) -> None:
    """Footers and cookie lines are marked as such, and only they."""
    body = str(case["text"])
    marked = [body[each.start : each.end] for each in split_sentences(body) if each.boilerplate]
    assert marked == case["boilerplate"]


@pytest.mark.parametrize("case", [case for case in CASES if "headings" in case], ids=lambda case: case["id"])
def test_headings_are_marked(case: dict[str, object]) -> None:
    """A line without a full stop that text follows is a heading."""
    body = str(case["text"])
    marked = [body[each.start : each.end] for each in split_sentences(body) if each.heading]
    assert marked == case["headings"]


@pytest.mark.parametrize(
    ("seed", "sentences", "headings", "boilerplate"),
    [("000", 29, 2, 0), ("001", 74, 9, 1), ("002", 44, 1, 2), ("003", 29, 1, 1)],
)
def test_the_seeds_sentences(seed: str, sentences: int, headings: int, boilerplate: int) -> None:
    """The four seeds fall into the sentences, headings and footers that a person counts."""
    article = Article.from_file(next((ROOT / "seeds").glob(f"{seed}_*.txt")))
    counted = (
        len(article.sentences),
        sum(each.heading for each in article.sentences),
        sum(each.boilerplate for each in article.sentences),
    )
    assert counted == (sentences, headings, boilerplate)


def covers(body: str, sentences: tuple[Sentence, ...]) -> bool:
    """Whether spans are trimmed, in order, apart, bounded, and leave only white space out."""
    last = 0
    for each in sentences:
        text = body[each.start : each.end]
        if not text or text != text.strip() or each.start < last or len(text) > LONGEST_SENTENCE:
            return False
        if body[last : each.start].strip():
            return False
        last = each.end
    return not body[last:].strip()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from('aBc.!?…"”“ \n\tU.S•-1)(\u00a0’:'), max_size=200))
def test_no_character_is_lost(body: str) -> None:
    """Sentences cover every printed character once, whatever the text."""
    assert covers(body, split_sentences(body))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        ".",
        ". ",
        "\n",
        "a\n",
        "A.",
        '."',
        " • ",
        "U.S. ",
        "x … Y ",
        "word " * 14 + "\n",
        "Leave a Reply",
    ],
)
def test_much_of_anything_is_split_in_time(piece: str) -> None:
    """Splitting takes time in proportion to the text: and no sentence is without bound."""
    body = piece * (100_000 // len(piece))
    started = time.monotonic()
    sentences = split_sentences(body)
    assert time.monotonic() - started < 5
    assert covers(body, sentences)
