"""The JSON Schemas that outsiders rely on."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from summariser.contracts import CONTRACTS, schema_text, stale_schemas, write_schemas
from summariser.resources import shipped_folder


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_schema_file_says_what_the_model_says(name: str) -> None:
    """What stands in `schemas/` is what the code accepts and gives; else: `summariser schemas --write`."""
    assert (shipped_folder("schemas") / name).read_text(encoding="utf-8") == schema_text(CONTRACTS[name])


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_schema_file_is_a_schema(name: str) -> None:
    """Any JSON Schema validator can load it."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(CONTRACTS[name])))


def test_a_stale_a_missing_and_an_unknown_file_are_named(tmp_path: Path) -> None:
    """Drift is seen in each of its forms, and `--write` mends what has a model."""
    write_schemas(tmp_path)
    assert stale_schemas(tmp_path) == []
    (tmp_path / "answer.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "article.schema.json").unlink()
    (tmp_path / "nobody.schema.json").write_text("{}", encoding="utf-8")
    assert stale_schemas(tmp_path) == ["answer.schema.json", "article.schema.json", "nobody.schema.json"]
    assert write_schemas(tmp_path) == ["answer.schema.json", "article.schema.json"]
