"""What each format looks like, kept as files: a change of any output is seen, and meant.

python tests/render/test_goldens.py        writes the files anew, to be looked at before a commit
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from gold_summaries import gold_summary

from summariser.cli.options import Format
from summariser.cli.output import open_writer
from summariser.records import Summary

GOLDEN = Path(__file__).parent / "data" / "golden"
FORMATS = list(Format)


def _written(output_format: Format, folder: Path) -> str:
    out = folder / f"seed_000.{output_format.value}"
    with open_writer(output_format, out=out) as write:
        write(gold_summary(0))
    return out.read_text(encoding="utf-8")


@pytest.mark.parametrize("output_format", FORMATS, ids=[each.value for each in FORMATS])
def test_each_format_looks_as_it_did(output_format: Format, tmp_path: Path) -> None:
    """T5: a summary is written the same, character by character, until somebody changes it on purpose."""
    golden = (GOLDEN / f"seed_000.{output_format.value}").read_text(encoding="utf-8")
    assert _written(output_format, tmp_path) == golden


def test_a_line_of_jsonl_is_the_summary_again(tmp_path: Path) -> None:
    """T5: what is read back from JSONL is what was written, field by field."""
    (line,) = _written(Format.JSONL, tmp_path).splitlines()
    assert Summary.model_validate_json(line) == gold_summary(0)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for each in FORMATS:
        _written(each, GOLDEN)
    sys.stdout.write(f"{len(FORMATS)} files in {GOLDEN}\n")
