"""The JSON Schemas that outsiders may rely on, generated from the models and kept in `schemas/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from summariser.records import Answer, Summary
from summariser.resources import shipped_folder
from summariser.text.formats import ArticleLine

__all__ = ["CONTRACTS", "schema_text", "stale_schemas", "write_schemas"]

CONTRACTS: Mapping[str, type[BaseModel]] = {
    "article.schema.json": ArticleLine,  # one line of a JSONL source
    "answer.schema.json": Answer,  # what the model is held to
    "summary.schema.json": Summary,  # what goes out
}


def schema_text(model: type[BaseModel]) -> str:
    """The schema file of a model, as it should stand on disk."""
    comes_in = model is ArticleLine
    schema = model.model_json_schema(mode="validation" if comes_in else "serialization")
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def stale_schemas(folder: Path | None = None) -> list[str]:
    """The names of schema files that differ from their models, are missing, or belong to no model."""
    place = folder or shipped_folder("schemas")
    present = {path.name for path in place.glob("*.json")}
    stale = {name for name, model in CONTRACTS.items() if _content(place / name) != schema_text(model)}
    return sorted(stale | present.difference(CONTRACTS))


def write_schemas(folder: Path | None = None) -> list[str]:
    """Write every schema file that is stale, and name those written."""
    place = folder or shipped_folder("schemas")
    written = [name for name in stale_schemas(place) if name in CONTRACTS]
    for name in written:
        (place / name).write_text(schema_text(CONTRACTS[name]), encoding="utf-8")
    return written


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
