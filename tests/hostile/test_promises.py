"""`SECURITY.md` names a test for each promise."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)


def test_the_tests_named_exist() -> None:
    """Each named test is in its file, under that name."""
    assert len(NAMED) > 30
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).is_file()
        or not re.search(
            rf"^(?:async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert missing == []


def test_each_promise_has_a_test() -> None:
    """No row of a table of promises is without a test."""
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and "| promise |" not in line]
    assert [row for row in rows if "::" not in row and "promise" not in row] == []
    assert len(rows) > 20
