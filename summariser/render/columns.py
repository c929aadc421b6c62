"""The columns of the tables and what they are called elsewhere, as data and as a page of documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from summariser.resources import data_table

__all__ = ["Column", "columns_markdown", "columns_of", "mapping"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type (text, integer, number, date, flag), the standard that names it so, meaning."""

    name: str
    type: str
    standard: str
    meaning: str


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    listed = cast("list[list[str]]", data_table("render/columns.toml")[table])
    return tuple(Column(*column) for column in listed)


@cache
def mapping(name: str) -> Mapping[str, object]:
    """A table of `mappings.toml`: what our words are in the standards of the field."""
    return cast("Mapping[str, Mapping[str, object]]", data_table("data/mappings.toml"))[name]


def columns_markdown() -> str:
    """`docs/columns.md`: every column of every table, with the standard whose name it bears."""
    parts = ["# Columns of the tables", str(data_table("render/columns.toml")["introduction"]).strip()]
    for name in ("attacks", "counts", "diplomacy"):
        rows = [f"| `{c.name}` | {c.type} | {c.standard} | {c.meaning} |" for c in columns_of(name)]
        head = ["| column | type | standard | meaning |", "|---|---|---|---|"]
        parts += [f"## {name}", "\n".join([*head, *rows])]
    parts += ["## Kinds of attack", _attack_mapping(), "## Types of diplomacy", _diplomacy_mapping()]
    return "\n\n".join(parts) + "\n"


def _attack_mapping() -> str:
    head = ["| kind | ACLED event_type | ACLED sub_event_type | PLOVER |", "|---|---|---|---|"]
    rows = []
    for kind, codes in cast("Mapping[str, Mapping[str, list[str]]]", mapping("attacks")).items():
        plover = ":".join(filter(None, codes["plover"]))
        rows.append(f"| {kind} | {codes['acled'][0]} | {codes['acled'][1]} | {plover} |")
    return "\n".join([*head, *rows])


def _diplomacy_mapping() -> str:
    head = ["| type | PLOVER if held | if planned | if refused |", "|---|---|---|---|"]
    rows = []
    for kind, codes in cast("Mapping[str, Mapping[str, list[str]]]", mapping("diplomacy")).items():
        cells = (":".join(filter(None, codes[stage])) for stage in ("held", "planned", "refused"))
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join([*head, *rows])
