"""Corpora that users have on disk, as gold: only their tolls are scored, for that is what they state.

MUC-4: JSONL, documents with templates (killed and injured of each incident). ACLED: CSV, a note and its
fatalities. Airwars: CSV or JSONL, incidents with least and most tolls. The Ukrainian air force: the daily
table, launched and destroyed by weapon, with the night's report beside it. How their columns are called:
`corpora.toml`. All are read row by row.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from summariser.errors import SettingsError
from summariser.evaluate.gold import GoldArticle, GoldAttack, GoldFact
from summariser.evaluate.muc import muc_document
from summariser.resources import data_table
from summariser.vocabulary import AttackKind, Qualifier, Role, Scope, Thing

__all__ = ["Corpus", "read_corpus"]

Row = Mapping[str, object]
Named = tuple[str, GoldArticle]
_LARGEST_FIELD = 10_000_000


class Corpus(StrEnum):
    """Which published corpus a file is."""

    MUC4 = "muc4"
    ACLED = "acled"
    AIRWARS = "airwars"
    AIRFORCE = "airforce"


def read_corpus(corpus: Corpus, path: Path) -> Iterator[Named]:
    """The articles of a corpus that state a toll, each with its name. Raises `SettingsError`."""
    rows = _rows(path)
    match corpus:
        case Corpus.MUC4:
            return _muc4(rows, path)
        case Corpus.ACLED:
            return _incidents(rows, _Columns("acled", path))
        case Corpus.AIRWARS:
            return _incidents(rows, _Columns("airwars", path))
        case Corpus.AIRFORCE:
            return _airforce(rows, _Columns("airforce", path))


class _Columns:
    """The cells of a row by what they mean, whatever the file calls its columns."""

    def __init__(self, corpus: str, path: Path) -> None:
        table = data_table("evaluate/corpora.toml")[corpus]
        assert isinstance(table, Mapping)
        self._names: Mapping[str, list[str]] = table
        self.path = path

    def text(self, row: Row, meaning: str) -> str | None:
        """The first of the columns with this meaning that says something."""
        for name in self._names.get(meaning, ()):
            if (cell := str(row.get(name) or "").strip()) != "":
                return cell
        return None

    def number(self, row: Row, meaning: str) -> int | None:
        """A whole number of at least 0; null for an empty cell. Raises `SettingsError` for anything else."""
        cell = self.text(row, meaning)
        if cell is None:
            return None
        try:
            number = int(float(cell.replace(",", "")))
        except (ValueError, OverflowError) as error:
            raise SettingsError(f"{self.path}: {cell!r} is no number ({meaning})") from error
        return number if number >= 0 else None

    def require(self, row: Row, *meanings: str) -> None:
        """At least one column with one of these meanings is there. Raises `SettingsError`."""
        wanted = [name for meaning in meanings for name in self._names[meaning]]
        if not any(name in row for name in wanted):
            raise SettingsError(f"{self.path}: no column {' or '.join(wanted)}; there are: {', '.join(row)}")


def _rows(path: Path) -> Iterator[dict[str, object]]:
    """The rows of a CSV or JSONL file, their keys in lower case."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in _json_rows(file, path) if path.suffix == ".jsonl" else _csv_rows(file):
                yield {str(key).strip().lower(): value for key, value in row.items()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path}: {error}") from error


def _csv_rows(file: Iterable[str]) -> Iterator[Row]:
    csv.field_size_limit(_LARGEST_FIELD)
    for row in csv.DictReader(file):
        yield {key: value for key, value in row.items() if key is not None}


def _json_rows(lines: Iterable[str], path: Path) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SettingsError(f"{path}, line {number}: {error}") from error
        if not isinstance(row, dict):
            raise SettingsError(f"{path}, line {number}: not an object")
        yield row


def _muc4(rows: Iterable[Row], path: Path) -> Iterator[Named]:
    for row in rows:
        if not isinstance(row.get("text"), str) or not isinstance(row.get("templates"), list):
            raise SettingsError(f"{path}: a MUC-4 document has `text` and `templates`")
        gold = muc_document(row)
        if gold is not None:
            yield str(row.get("doc_id") or ""), gold


def _incidents(rows: Iterable[Row], columns: _Columns) -> Iterator[Named]:
    """One row, one note, one incident: its killed, and its injured where the corpus has them."""
    for number, row in enumerate(rows, start=1):
        columns.require(row, "text")
        columns.require(row, *(name for name in ("killed", "killed_min") if name in columns._names))
        text = columns.text(row, "text")
        facts = [fact for role in (Role.KILLED, Role.INJURED) if (fact := _toll(row, columns, role))]
        if text is None or not facts:
            continue
        place = columns.text(row, "place")
        name = columns.text(row, "name") or f"row {number}"
        yield name, _told(text, [_attack("A1", facts, Scope.LOCAL, [place] if place else [])])


def _toll(row: Row, columns: _Columns, role: Role) -> GoldFact | None:
    """A toll of people; ACLED's 0 says "none known", so it neither rewards nor punishes."""
    exact = columns.number(row, role.value)
    low = columns.number(row, f"{role.value}_min") if exact is None else exact
    high = columns.number(row, f"{role.value}_max") if exact is None else exact
    if low is None and high is None:
        return None
    qualifier = Qualifier.EXACT if low == high else Qualifier.RANGE
    optional = not (low or high)
    return GoldFact(role=role, of=Thing.PEOPLE, low=low, high=high, qualifier=qualifier, optional=optional)


def _airforce(rows: Iterable[Row], columns: _Columns) -> Iterator[Named]:
    """One night, one report: what was launched and destroyed, summed over the weapons of one thing."""
    for night, group in groupby(rows, key=lambda row: (columns.text(row, "night") or "")[:10]):
        weapons = list(group)
        columns.require(weapons[0], "text", "file")
        text = next((text for row in weapons if (text := _report(row, columns))), None)
        facts = list(_munitions(weapons, columns))
        if text is not None and facts:
            yield night, _told(text, [_attack("A1", facts, Scope.WAVE, [])])


def _report(row: Row, columns: _Columns) -> str | None:
    text, file = columns.text(row, "text"), columns.text(row, "file")
    if text is not None or file is None:
        return text
    try:
        return (columns.path.parent / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{columns.path}: {error}") from error


def _munitions(weapons: Iterable[Row], columns: _Columns) -> Iterator[GoldFact]:
    sums: dict[tuple[Role, Thing], int] = {}
    for row in weapons:
        thing = _thing(columns.text(row, "weapon") or "")
        for role, meaning in ((Role.LAUNCHED, "launched"), (Role.INTERCEPTED, "destroyed")):
            if thing is not None and (number := columns.number(row, meaning)):
                sums[role, thing] = sums.get((role, thing), 0) + number
    for (role, thing), number in sums.items():
        yield GoldFact(role=role, of=thing, low=number, high=number, qualifier=Qualifier.EXACT)


def _thing(weapon: str) -> Thing | None:
    """What a weapon of the table is; null for one that is not listed."""
    entries = data_table("evaluate/corpora.toml")["airforce_things"]
    assert isinstance(entries, list)
    named = weapon.lower()
    return next(
        (Thing(entry["thing"]) for entry in entries if any(part in named for part in entry["parts"])), None
    )


def _told(text: str, attacks: list[GoldAttack]) -> GoldArticle:
    return GoldArticle(text=text, attacks=attacks, diplomacy=[], scored=["tolls"])


def _attack(name: str, facts: list[GoldFact], scope: Scope, places: list[str]) -> GoldAttack:
    return GoldAttack(
        id=name,
        kind=AttackKind.UNSPECIFIED_STRIKE,
        scope=scope,
        attacker=None,
        places=places,
        facts=facts,
        quotes=[],
    )
