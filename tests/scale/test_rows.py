"""Rows in, rows out: what any scheduler may rely on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from summariser.errors import UnreadableArticle
from summariser.scale.rows import RowSummariser, article_of_row
from tests.fake_server import FakeServer, Fault
from tests.scale.night import articles_for, settings_for

GOOD = '{"headline":"h","attacks":[],"diplomacy":[]}'


def rows_for(count: int) -> list[dict[str, object]]:
    """Articles as rows, each with an id of the user's own."""
    return [{"id": f"row-{n}", "text": article.body} for n, article in enumerate(articles_for(count))]


def test_every_row_comes_out_once_and_in_its_place(server: FakeServer, tmp_path: Path) -> None:
    """Rows that fail, that cannot be read, and copies are rows like the others."""
    rows = [*rows_for(4), {"id": "empty", "text": " "}, {"id": "copy", "text": articles_for(1)[0].body}]
    server.enqueue(Fault.REFUSAL)
    with RowSummariser(settings_for(server.url, tmp_path), concurrency=1) as summariser:
        out = summariser.rows(rows)
    assert [row.id for row in out] == ["row-0", "row-1", "row-2", "row-3", "empty", "copy"]
    assert [row.error for row in out] == ["ModelRefused", None, None, None, "UnreadableArticle", None]
    assert [row.summary is None for row in out] == [True, False, False, False, True, False]


def test_a_batch_of_rows_that_is_run_again_costs_nothing_and_says_the_same(
    server: FakeServer, tmp_path: Path
) -> None:
    """Another worker with the same cache gives the same rows without a call."""
    outs = []
    for _ in range(2):
        with RowSummariser(settings_for(server.url, tmp_path), concurrency=4) as summariser:
            outs.append(summariser.records(rows_for(5)))
    assert len(server.calls) == 5
    assert [row["cached"] for row in outs[1]] == [True] * 5
    assert [json.loads(str(row["summary"])) for row in outs[0]] == [
        json.loads(str(row["summary"])) for row in outs[1]
    ]


def test_what_settings_do_not_say_comes_from_the_workers_environment(
    server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key need not travel through the scheduler."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-worker")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("SUMMARISER_MODEL", "gpt-4.1-mini")
    monkeypatch.setenv("SUMMARISER_CACHE", str(tmp_path / "cache.sqlite"))
    with RowSummariser() as summariser:
        summariser.rows(rows_for(1))
    assert server.calls[0].headers["authorization"] == "Bearer sk-of-the-worker"
    assert server.calls[0].body["model"] == "gpt-4.1-mini"


@pytest.mark.parametrize(
    ("given", "published"),
    [
        (None, None),
        (float("nan"), None),
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T10:00:00Z", date(2026, 3, 2)),
        (date(2026, 3, 2), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)),
    ],
)
def test_a_date_may_come_as_data_frames_have_them(given: object, published: date | None) -> None:
    """Texts, dates, moments and gaps of a column of dates are read."""
    article = article_of_row({"body": "Two people were killed.", "published": given, "title": None}, number=1)
    assert not isinstance(article, UnreadableArticle)
    assert article.published == published
    assert article.label == "row 1"


@pytest.mark.parametrize(
    ("row", "words"),
    [({"id": 7}, "7: field 'text'"), ({"text": "x", "published": "soon"}, "row 3: field 'published'")],
)
def test_a_row_that_is_no_article_says_why(row: dict[str, object], words: str) -> None:
    """The message names the row and the field."""
    article = article_of_row(row, number=3)
    assert isinstance(article, UnreadableArticle)
    assert str(article).startswith(words)
