"""Names are found in any usual spelling, and missed where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.checks.spelling import NameIndex
from tests.checks.cases import read_json

ROWS = read_json("names.json")


@pytest.mark.parametrize(("text", "name"), ROWS["held"])
def test_other_spellings_are_held(text: str, name: str) -> None:
    """A name spelt otherwise, a country's people or capital, and an acronym count as named."""
    assert NameIndex(text).holds_person(name)


@pytest.mark.parametrize(("text", "name"), ROWS["not_held"])
def test_other_names_are_not_held(text: str, name: str) -> None:
    """A place or a party that the text does not name is noticed."""
    index = NameIndex(text)
    assert not index.holds(name)
    assert not index.holds_person(name)


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_name_in_any_text(text: str, name: str) -> None:
    """Whatever the characters, a name is held by the text that is the name, and nothing is ever raised."""
    NameIndex(text).missing(name)
    assert NameIndex(f"{text} {name}").holds(name)
