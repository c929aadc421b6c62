"""The file of results so far, when what an earlier run left in it must not be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from summariser.nightly.partial import PartialResults
from summariser.nightly.rows import End, Record, Row

COUNT = 40


def row(number: int, label: str) -> Row:
    return Row(f"{number:016x}", label, None, End.FAILED, flagged=False, cached=False, seconds=0.0)


def labels(partial: PartialResults) -> list[str]:
    found = [record.row() for record in partial.records()]
    return [each.label for each in found if each is not None]


def filled(path: Path, *, night: str, label: str) -> list[str]:
    """Go on in a file as a night would, and give every article without a result one; what the file says."""
    partial = PartialResults(path, night=night)
    partial.resume(keep=lambda _row: True)
    for number in range(COUNT):
        place = partial.places
        if partial.place(f"{number:016x}") is None:
            partial.append(place, Record.of(row(number, label), None))
    said = labels(partial)
    partial.close()
    return said


def test_another_nights_results_are_not_read_again(tmp_path: Path) -> None:
    """With other code or another model the file begins anew, and nothing of the old one comes back."""
    assert filled(tmp_path / "p.jsonl", night="one", label="old") == ["old"] * COUNT
    assert filled(tmp_path / "p.jsonl", night="two", label="new") == ["new"] * COUNT


@pytest.mark.parametrize("torn", [1, 60])
def test_a_torn_line_is_not_read_again(torn: int, tmp_path: Path) -> None:
    """What stands where a torn line was cut off is what was written there since."""
    path = tmp_path / "p.jsonl"
    filled(path, night="one", label="old")
    path.write_bytes(path.read_bytes()[:-torn])
    assert filled(path, night="one", label="new") == ["old"] * (COUNT - 1) + ["new"]
