# ruff: noqa: E501 (tables of examples, one a line)
"""What holds for any text whatever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.figures.figure import Figure
from summariser.figures.find import find_figures
from summariser.figures.fold import fold, unwrap
from summariser.figures.numerals import number_from_words

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
# Scraps of news that set the readers against each other.
SCRAPS = st.sampled_from(
    [
        "killed",
        "at",
        "least",
        "20",
        "people",
        ",",
        "including",
        "two",
        "children",
        "and",
        "wounded",
        "1,200",
        ".",
        "3",
        "of",
        "4",
        "drones",
        "hit",
        "Feb.",
        "24,",
        "2022",
        "F-16s",
        "No.",
        "5",
        "between",
        "two",
        "or",
        "three",
        "hundred",
        "and",
        "half",
        "a",
        "million",
        "dozens",
        "of",
        "more",
        "than",
        "$1.2bn",
        "20%",
        "aged",
        "six",
        "months",
        "twelve",
        "7:00",
        "am",
        "12",
        "500",
        "one",
        "another",
        "no",
        "one",
        "was",
        "hurt",
        "â",
        "’",
        "“",
        "–",
        "\xa0",
        "\n",
        "(",
        ")",
        "-",
        ":",
        ";",
        "rose",
        "from",
        "to",
        "25",
        "toll",
        "2.4m",
        "155mm",
        "½",
        "٤٥",
        "2O",
        "thethree",
        "'s",
        "of",
        "which",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=40).map(" ".join))


def _say(number: int) -> str:
    """A number in words, "and" before the last two digits."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    for scale, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if rest and rest < 100 else " "
            return f"{_say(number // scale)} {name}" + (f"{joint}{_say(rest)}" if rest else "")
    raise AssertionError(number)


@given(TEXTS)
@settings(max_examples=120, deadline=None)
def test_offsets_give_the_text_back_and_no_two_figures_overlap(text: str) -> None:
    """Whatever the text, every figure stands where it says, inside its phrase, after the one before."""
    before = 0
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert before <= figure.start < figure.end
        assert figure.full_start <= figure.start
        assert figure.end <= figure.full_end <= len(text)
        before = figure.end


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_parts_and_conversions_point_at_figures(text: str) -> None:
    """`subset_of` and `conversion_of` are starts of other figures of the same text."""
    figures = find_figures(text)
    starts = {figure.start for figure in figures}
    for figure in figures:
        for other in (figure.subset_of, figure.conversion_of):
            assert other is None or (other in starts and other != figure.start)


@given(st.text(max_size=300))
@settings(max_examples=120, deadline=None)
def test_folding_shifts_no_offset(text: str) -> None:
    """The fold and the unwrapped text are as long as the text; folding twice changes nothing more."""
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert len(unwrap(folded)) == len(text)


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_the_same_text_gives_the_same_figures(text: str) -> None:
    """Nothing is remembered from one text to the next."""
    assert find_figures(text) == find_figures(text)


def test_number_words_are_read_back_up_to_two_thousand() -> None:
    """Every number from 0 to 2,000 said in words is read as itself."""
    assert [n for n in range(2001) if number_from_words(_say(n)) != n] == []


@given(st.integers(min_value=0, max_value=1_000_000))
@settings(max_examples=200, deadline=None)
def test_number_words_are_read_back_up_to_a_million(number: int) -> None:
    """Any number up to a million said in words, with or without "and" and hyphens, is read as itself."""
    said = _say(number)
    assert number_from_words(said) == number
    assert number_from_words(said.replace(" and ", " ").replace("-", " ").upper()) == number


@given(st.integers(min_value=2, max_value=1_000_000))
@settings(max_examples=80, deadline=None)
def test_said_or_printed_a_count_is_the_same(number: int) -> None:
    """ "1,200 people were killed" and "one thousand two hundred people were killed" are the same figure."""
    figures: list[Figure] = []
    for printed in (f"{number:,}", _say(number)):
        figures += [f for f in find_figures(f"The strike killed {printed} people.") if f.role == "killed"]
    assert [(f.low, f.role, f.noun) for f in figures] == [(number, "killed", "people")] * 2


MEGABYTE, QUARTER = 1_000_000, 250_000
MONSTERS = [
    ("digits", MEGABYTE, "1234567890"), ("hundreds", MEGABYTE, "hundred "), ("quotes", MEGABYTE, '"'), ("one word", MEGABYTE, "x"),
    ("grouped digits", QUARTER, "1,"), ("spaced digits", QUARTER, "123 "), ("a column of digits", QUARTER, "7\n"),
    ("hundreds with and", QUARTER, "one hundred and "), ("curly quotes", QUARTER, "“"), ("hyphens", QUARTER, "a-"),
    ("slashes", QUARTER, "a/1"), ("brackets", QUARTER, "3 ("), ("commas", QUARTER, "3 , "), ("parts", QUARTER, "3 of the "),
    ("articles", QUARTER, "a "), ("verbs", QUARTER, "killed "), ("line breaks", QUARTER, "\n"), ("lone â", QUARTER, "â"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "size", "scrap"), MONSTERS, ids=[name for name, _, _ in MONSTERS])
def test_a_megabyte_of_anything_takes_under_two_seconds(name: str, size: int, scrap: str) -> None:
    """No text makes the patterns slow: digits, quotes, one word without end take less than 2 s of CPU a megabyte."""
    text = scrap * (size // len(scrap))
    begin = time.process_time()
    find_figures(text)
    assert time.process_time() - begin < 2.0 * size / MEGABYTE + 0.1


def test_an_unbroken_line_of_news_is_read_in_linear_time() -> None:
    """News without a full stop or a line break: twice the text takes about twice the time."""
    line = "Russia launched 574 drones and 40 missiles which killed at least one person and injured 22 others near Lviv "
    times = []
    for copies in (700, 1400):
        begin = time.process_time()
        figures = find_figures(line * copies)
        times.append(time.process_time() - begin)
        assert len(figures) == copies * 4
    assert times[1] < 3 * times[0] + 0.2
