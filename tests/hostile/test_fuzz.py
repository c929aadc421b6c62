"""The fuzzers of `benchmarks/fuzz.py`, quickly; and hypothesis, which shrinks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import ANSWERISH, PIECES, TARGETS, fuzz

TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES + ANSWERISH), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES + ANSWERISH), max_size=30).map("".join),
)


@pytest.mark.parametrize("name", TARGETS)
def test_a_second_of_fuzzing_finds_nothing(name: str) -> None:
    """Text, figures, checks, answers and sources hold what they promise on texts made of nasty pieces."""
    assert fuzz(name, seconds=1, seed=8) > 5


@pytest.mark.parametrize("name", TARGETS)
def test_hypothesis_finds_nothing(name: str) -> None:
    """The same promises on what hypothesis makes up; it shows the smallest text that breaks one."""

    @settings(max_examples=40, deadline=None)
    @given(TEXTS)
    def holds(text: str) -> None:
        TARGETS[name](text)

    holds()
