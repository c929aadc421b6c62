"""Dates of news phrases against the article's own day."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from summariser.text.article import Article
from summariser.text.dates import ResolvedWhen, Tense, WhenPhrase, find_when, resolve_when

ROOT = Path(__file__).parents[2]
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/dates.jsonl").read_text(encoding="utf-8").splitlines()
]
MONDAY = date(2025, 11, 17)
NULL = ResolvedWhen(None, None, None, None)


@pytest.mark.parametrize("weekday", range(7), ids=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['phrase']}, {row['tense']}")
def test_a_phrase_on_each_day_of_the_week(row: dict[str, object], weekday: int) -> None:
    """A phrase means the same days from an article of any weekday; the article's own weekday counts."""
    published = MONDAY + timedelta(days=weekday)
    first, last = row["days"][weekday]
    assert resolve_when(str(row["phrase"]), published=published, tense=Tense(row["tense"])) == ResolvedWhen(
        published + timedelta(days=first), published + timedelta(days=last), row["precision"], row["rule"]
    )


@pytest.mark.parametrize(
    ("phrase", "published", "start", "end", "precision"),
    [
        ("September 3", "2025-11-19", "2025-09-03", "2025-09-03", "day"),
        ("3 September 2025", "2025-11-19", "2025-09-03", "2025-09-03", "day"),
        ("Sept. 3, 2024", "2025-11-19", "2024-09-03", "2024-09-03", "day"),
        ("2025-09-03", "2025-11-19", "2025-09-03", "2025-09-03", "day"),
        ("30 DEC 89", "1990-01-03", "1989-12-30", "1989-12-30", "day"),
        ("December 30", "2026-01-02", "2025-12-30", "2025-12-30", "day"),
        ("February 29", "2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("February 29", "2025-11-19", "2024-02-29", "2024-02-29", "day"),
        ("yesterday", "2024-03-01", "2024-02-29", "2024-02-29", "day"),
        ("overnight", "2025-01-01", "2024-12-31", "2025-01-01", "night"),
        ("overnight", "2025-03-30", "2025-03-29", "2025-03-30", "night"),
        ("November 3-5", "2025-11-19", "2025-11-03", "2025-11-05", "day"),
        ("in January", "2025-11-19", "2025-01-01", "2025-01-31", "month"),
        ("January", "2025-11-19", "2025-01-01", "2025-01-31", "month"),
        ("February 2024", "2025-11-19", "2024-02-01", "2024-02-29", "month"),
        ("last month", "2025-01-15", "2024-12-01", "2024-12-31", "month"),
        ("two months ago", "2025-01-15", "2024-11-01", "2024-11-30", "month"),
        ("this year", "2025-11-19", "2025-01-01", "2025-12-31", "year"),
        ("in 2022", "2025-11-19", "2022-01-01", "2022-12-31", "year"),
        ("2022", "2025-11-19", "2022-01-01", "2022-12-31", "year"),
        ("three years ago", "2025-11-19", "2022-01-01", "2022-12-31", "year"),
    ],
)
def test_calendar_dates(phrase: str, published: str, start: str, end: str, precision: str) -> None:
    """Days and months without a year are the latest such; leap days and turns of the year hold."""
    found = resolve_when(phrase, published=date.fromisoformat(published))
    assert (found.start, found.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert found.precision == precision


def test_what_is_to_come_lies_ahead() -> None:
    """With the future tense a month's day is the next such day."""
    found = resolve_when("December 3", published=date(2025, 12, 4), tense=Tense.FUTURE)
    assert found.start == date(2026, 12, 3)


@pytest.mark.parametrize("phrase", [str(row["phrase"]) for row in ROWS] + ["3 September 2025", "in 2022"])
def test_without_the_articles_date_nothing_is_known(phrase: str) -> None:
    """Unknown stays null: no phrase is resolved against today."""
    assert resolve_when(phrase, published=None) == NULL


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "later",
        "next",
        "43",
        "we",
        "one",
        "ahead of his talks in Turkey",
        "in the coming days",
        "31 June 2025",
        "may 20 people",
        "for three days",
        "February 30",
        "he sat down",
        "a sunny march to 12",
    ],
)
def test_what_names_no_day_is_null(phrase: str) -> None:
    """Words and numbers that name no day resolve to nothing."""
    assert resolve_when(phrase, published=date(2025, 11, 19)) == NULL


@pytest.mark.parametrize(
    ("seed", "phrases"),
    [
        (
            "000",
            [
                "later Wednesday",
                "early morning",
                "2022",
                "overnight",
                "overnight",
                "at night",
                "A day earlier",
                "in the afternoon",
                "this year",
                "January",
            ],
        ),
        (
            "001",
            [
                "Wednesday",
                "overnight",
                "throughout the night",
                "Wednesday",
                "Tuesday night",
                "Wednesday",
                "Thursday",
                "Friday",
            ],
        ),
        (
            "002",
            [
                "overnight",
                "Thursday",
                "Thursday",
                "Friday",
                "Monday",
                "Wednesday",
                "today",
                "Thursday",
                "Wednesday",
            ],
        ),
        ("003", ["Wednesday", "Wednesday", "overnight"]),
    ],
)
def test_the_phrases_of_the_seeds(seed: str, phrases: list[str]) -> None:
    """The phrases of time in the seeds are found as printed, in order."""
    article = Article.from_file(next((ROOT / "seeds").glob(f"{seed}_*.txt")))
    assert [phrase.text for phrase in find_when(article.body)] == phrases


def test_phrases_have_offsets_and_do_not_overlap() -> None:
    """The longest phrase at a place is taken, with its offsets."""
    text = "Early Wednesday morning, after talks on 3 September 2025, three died; it may 20 times recur."
    assert find_when(text) == [
        WhenPhrase(0, 23, "Early Wednesday morning"),
        WhenPhrase(40, 56, "3 September 2025"),
    ]
