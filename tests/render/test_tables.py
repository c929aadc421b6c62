"""Tables that analysts can trust: every number with its verdict and quote, no formula, documented columns."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flawed import flawed_summary, later_telling
from gold_summaries import gold_summaries, gold_summary

from summariser.errors import OutputError, UnreadableArticle
from summariser.merge import merge_summaries
from summariser.render.columns import columns_markdown, mapping
from summariser.render.digest_files import DigestFormat, digest_folder, read_summaries
from summariser.render.safe import cell
from summariser.render.table_files import write_csv, write_parquet, write_sqlite
from summariser.render.tables import Table, csv_text, tables
from summariser.vocabulary import AttackKind, DiplomacyType, Status

ROOT = Path(__file__).parents[2]


def rows(table: Table) -> list[dict[str, object]]:
    """The rows of a table by their columns' names."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_documentation_matches_the_columns() -> None:
    """`docs/columns.md` says exactly what the tables have."""
    assert (ROOT / "docs" / "columns.md").read_text(encoding="utf-8") == columns_markdown()


def test_every_word_of_ours_has_its_equivalents() -> None:
    """No kind, type or status is without a line in the mapping to ACLED and PLOVER."""
    assert set(mapping("attacks")) == {kind.value for kind in AttackKind}
    assert set(mapping("diplomacy")) == {kind.value for kind in DiplomacyType}
    assert set(mapping("statuses")) == {status.value for status in Status}


def test_an_attack_in_the_words_of_the_field() -> None:
    """Ternopil as ACLED, PLOVER and UCDP have it, with the number's verdict and sentence beside it."""
    attacks, _, _ = tables(merge_summaries(gold_summaries()))
    ternopil = next(row for row in rows(attacks) if row["location"] == "Ternopil")
    expected = {
        "event_date": "2025-11-19", "time_precision": 1, "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack", "plover_event": "ASSAULT", "actor1": "Russia",
        "actor2": "Ukraine", "admin1": "Ternopil oblast", "country": "Ukraine", "geo_precision": 1,
        "where_prec": 1, "fatalities": 20, "best": 20, "low": 20, "high": None, "killed_text": "at least 20",
        "killed_verdict": "supported", "injured": 66, "scope": "local", "background": False,
        "number_sources": 1,
    }  # fmt: skip
    assert {name: ternopil[name] for name in expected} == expected
    assert "killed at least 20 people" in str(ternopil["killed_quote"])


def test_planned_held_and_refused_meetings_have_other_codes() -> None:
    """PLOVER codes a planned meeting AGREE, a held one CONSULT, a refused one REJECT."""
    _, _, diplomacy = tables(merge_summaries(gold_summaries()))
    codes = {
        (row["status"], row["plover_event"])
        for row in rows(diplomacy)
        if row["type"] in ("meeting", "summit", "visit")
    }
    assert {
        ("planned", "AGREE"),
        ("held", "CONSULT"),
        ("rejected", "REJECT"),
        ("postponed", "REJECT"),
    } <= codes


def test_every_reading_is_a_row_with_quote_and_verdict() -> None:
    """A number told by two papers is two rows of one event; exactly one of each toll is current."""
    digest = merge_summaries([flawed_summary(), later_telling(gold_summary(0))])
    _, counts, _ = tables(digest)
    bodies = {s.article.id: s.article.body for s in digest.summaries}
    listed = rows(counts)
    assert len(listed) == 8
    for row in listed:
        assert bodies[str(row["article_id"])][row["quote_start"] : row["quote_end"]] == row["quote"]
    killed = [
        (r["value"], r["state"], r["is_current"])
        for r in listed
        if (r["role"], r["of"]) == ("killed", "people")
    ]
    assert killed == [(20, "risen", False), (26, "risen", True)]
    assert [(r["value"], r["verdict"], r["note"]) for r in listed if r["severity"] == "error"] == [
        (60, "contradicted", "the text says 66, not 60, in sentence 6")
    ]


FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\0=1+1", "=cmd|' /C calc'!A0", " =1+1", "\n=1+1",
    "＝1+1", '=HYPERLINK("http://evil.example","x")',
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS, ids=range(len(FORMULAS)))
def test_no_cell_is_a_formula(formula: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe, in every column it can be in."""
    assert str(cell(formula)).startswith("'")
    summary = gold_summary(0)
    attack = summary.attacks[1].model_copy(update={"attacker": formula, "claimed_by": formula})
    poisoned = summary.model_copy(update={"attacks": [attack]})
    attacks, _, _ = tables(merge_summaries([poisoned]))
    read = list(csv.reader(io.StringIO(csv_text(attacks), newline="")))
    assert len(read) == 2
    assert not [value for value in read[1] if value.lstrip(" \n")[:1] in tuple("=+@\t\r\0＝")]


def test_numbers_are_exempt() -> None:
    """A negative longitude stays a number."""
    assert cell(-77.04) == -77.04
    assert cell(-1) == -1
    assert cell(None) is None


def test_sqlite_opens_and_joins(tmp_path: Path) -> None:
    """One database, three tables, joined by the event's id; types are numbers where numbers are meant."""
    path = write_sqlite(tables(merge_summaries(gold_summaries())), tmp_path / "digest.sqlite")
    with closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT a.location, c.value, c.verdict FROM attacks a JOIN counts c USING (event_id)"
            " WHERE c.role = 'killed' AND c.of = 'people' AND c.value >= 9 ORDER BY c.value"
        ).fetchall()
        assert found == [("Kostiantynivka", 9, "supported"), ("Ternopil", 20, "supported")]
        assert database.execute(
            "SELECT sum(fatalities) FROM attacks WHERE parent_event_id IS NULL"
        ).fetchone() == (16,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_parquet_has_types(tmp_path: Path) -> None:
    """Dates are dates and flags are booleans, and every row is there."""
    duckdb = pytest.importorskip("duckdb")
    write_parquet(tables(merge_summaries(gold_summaries())), tmp_path)
    path = tmp_path / "attacks.parquet"
    described = dict(row[:2] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall())
    expected = {"event_date": "DATE", "background": "BOOLEAN", "fatalities": "BIGINT", "latitude": "DOUBLE"}
    assert {name: str(described[name]) for name in expected} == expected
    assert duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall() == [(27,)]


def test_an_empty_night_has_tables_with_headers(tmp_path: Path) -> None:
    """No event: headers, no rows, in every format."""
    empty = tables(merge_summaries([]))
    assert [len(path.read_text().splitlines()) for path in write_csv(empty, tmp_path)] == [1, 1, 1]
    write_sqlite(empty, tmp_path / "x.sqlite")
    pytest.importorskip("duckdb")
    assert len(write_parquet(empty, tmp_path)) == 3


def night(folder: Path, *numbers: int) -> Path:
    """A night's folder with the summaries of some seeds."""
    folder.mkdir(parents=True)
    lines = "".join(gold_summary(n).model_dump_json() + "\n" for n in numbers)
    (folder / "summaries.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_a_folder_becomes_a_digest(tmp_path: Path) -> None:
    """Two nights in, one digest out, with all its files; a second run gives the same bytes."""
    nights = [night(tmp_path / "one", 0, 1), night(tmp_path / "two", 1, 2, 3)]
    formats = [f for f in DigestFormat if f is not DigestFormat.PARQUET]
    paths = digest_folder(nights, out=tmp_path / "out", formats=formats)
    assert [p.name for p in paths] == [
        "digest.md", "digest.html", "attacks.csv", "counts.csv", "diplomacy.csv", "digest.sqlite",
    ]  # fmt: skip
    assert "4 articles from" in paths[0].read_text(encoding="utf-8")
    before = [p.read_bytes() for p in paths]
    assert [p.read_bytes() for p in digest_folder(nights, out=tmp_path / "out", formats=formats)] == before
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(p.name for p in paths)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """File and line of what is no summary are in the message; so is a folder without summaries."""
    folder = night(tmp_path / "one", 0)
    with (folder / "summaries.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"article": 1}\n')
    with pytest.raises(UnreadableArticle, match=r"summaries\.jsonl, line 2: field 'article'"):
        list(read_summaries(folder))
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableArticle, match="no summaries"):
        digest_folder(tmp_path / "empty")


def test_what_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    """A file where a folder should be: a typed error, not a traceback."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputError):
        digest_folder(night(tmp_path / "one", 0), out=tmp_path / "out")
