"""Tables as files: CSV, a SQLite database that datasette opens, Parquet (extra `parquet`)."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from summariser.errors import OutputError, SettingsError
from summariser.render.tables import Table, csv_text

__all__ = ["replacing", "write_csv", "write_parquet", "write_sqlite"]

_SQLITE_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT", "flag": "INTEGER"}
_DUCKDB_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "flag": "BOOLEAN",
}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when all is written; raises `OutputError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error}") from error
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error}") from error
    finally:
        beside.unlink(missing_ok=True)


def write_csv(tables: Sequence[Table], folder: Path) -> list[Path]:
    """A CSV file for each table: attacks.csv, counts.csv, diplomacy.csv."""
    paths = []
    for table in tables:
        path = folder / f"{table.name}.csv"
        with replacing(path) as beside:
            beside.write_text(csv_text(table), encoding="utf-8", newline="")
        paths.append(path)
    return paths


def write_sqlite(tables: Sequence[Table], path: Path) -> Path:
    """One SQLite database with a table for each, indexed by event; `datasette FILE` opens it."""
    with replacing(path) as beside, closing(sqlite3.connect(beside)) as database:
        for table in tables:
            columns = ", ".join(f'"{c.name}" {_SQLITE_TYPES[c.type]}' for c in table.columns)
            database.execute(f'CREATE TABLE "{table.name}" ({columns})')
            marks = ", ".join("?" * len(table.columns))
            # Names and types are our own columns.toml; values are bound.
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', table.rows)  # noqa: S608
            database.execute(f'CREATE INDEX "{table.name}_event" ON "{table.name}" ("event_id")')
        database.commit()
    return path


def write_parquet(tables: Sequence[Table], folder: Path) -> list[Path]:
    """A Parquet file for each table; raises `SettingsError` without the extra `parquet`."""
    try:
        import duckdb
    except ImportError as error:
        raise SettingsError("Parquet needs the extra: pip install 'summariser[parquet]'") from error
    paths = []
    with closing(duckdb.connect()) as database:
        for table in tables:
            path = folder / f"{table.name}.parquet"
            with replacing(path) as beside, tempfile.TemporaryDirectory() as scratch:
                rows = Path(scratch) / "rows.jsonl"
                rows.write_text(_json_lines(table), encoding="utf-8")
                types = {c.name: _DUCKDB_TYPES[c.type] for c in table.columns}
                database.read_json(str(rows), columns=types, format="newline_delimited").write_parquet(
                    str(beside), compression="zstd"
                )
            paths.append(path)
    return paths


def _json_lines(table: Table) -> str:
    names = [column.name for column in table.columns]
    return "".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in table.rows)
