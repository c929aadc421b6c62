"""The search for dead cycles while a night runs."""

from __future__ import annotations

import gc

import pytest

from summariser.judging.collector import collecting_seldom


def fail_in_the_night() -> None:
    """As on a full disk."""
    with collecting_seldom():
        raise OSError("full")


def test_the_callers_collector_comes_back() -> None:
    """A program that runs a night finds Python's collector as it was, also if the night failed."""
    before = gc.get_threshold()
    with collecting_seldom():
        assert gc.get_threshold() > before
    assert gc.get_threshold() == before
    with pytest.raises(OSError, match="full"):
        fail_in_the_night()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
