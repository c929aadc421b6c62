"""An answer as bytes that show by themselves whether they are still what was written."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict
from typing import TypeAlias

from summariser.model.contract import Entry, Usage, canonical_json

__all__ = ["Cell", "decode", "row_of"]

Cell: TypeAlias = bytes | str | int | float | None

# What a row costs beside its value: the other columns, two indexes and unfilled pages. Measured on SQLite
# over 50,000 rows; Postgres needs about the same.
_ROW_OVERHEAD = 480


def row_of(key: bytes, entry: Entry) -> dict[str, Cell]:
    """The row of an answer. The value holds the whole entry; the other columns only serve to choose by."""
    value = zlib.compress(canonical_json(asdict(entry)).encode("utf-8", "surrogatepass"), 6)
    return {
        "key": key,
        "value": value,
        "sha256": _checksum(key, value),
        "bytes": len(value) + _ROW_OVERHEAD,
        "article": entry.article_id,
        "prompt_fingerprint": entry.prompt_fingerprint,
        "schema_fingerprint": entry.schema_fingerprint,
        "model_asked": entry.model_asked,
        "model_answered": entry.model_answered,
        "finish_reason": entry.finish_reason,
        "system_fingerprint": entry.system_fingerprint,
        "input_tokens": entry.usage.input_tokens,
        "cached_tokens": entry.usage.cached_tokens,
        "output_tokens": entry.usage.output_tokens,
        "cost_usd": entry.usage.cost_usd,
        "attempts": entry.attempts,
    }


def decode(key: bytes, value: bytes, checksum: bytes) -> Entry | None:
    """The entry, or null if the bytes are not what was written for this key."""
    if _checksum(key, value) != checksum:
        return None
    said = json.loads(zlib.decompress(value).decode("utf-8", "surrogatepass"))
    try:
        return Entry(**{**said, "usage": Usage(**said["usage"])})
    except (KeyError, TypeError):  # written by a version whose entries had other fields
        return None


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(key + value).digest()
