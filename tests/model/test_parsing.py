"""Reading what a model wrote: strictly, or laxly in two respects and no more."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.model.parsing import NotAnAnswer, read_answer, read_json
from summariser.model.profiles import Parsing
from summariser.records import Answer, Count


def count(value: str, evidence: str = "[1]") -> str:
    """The JSON of one count."""
    return f'{{"role":"killed","of":"people","value":{value},"claimed_by":null,"evidence":{evidence}}}'


SOUND = [count("20"), count("null"), count("20", "[1, 2, 3, 4]"), " " + count("0") + "\n"]
MENDED = [
    (count('"20"'), 20),
    (count('" 20 "'), 20),
    (count("20.0"), 20),
    (count('"20.0"'), 20),
    ("Here you are:\n```json\n" + count("20") + "\n```", 20),
    ("```\n" + count("20") + "```\n", 20),
    ("\ufeff" + count("20"), 20),
]
HOPELESS = [
    "",
    "null",
    "[]",
    "I cannot help with that.",
    count("true"),
    count("20.5"),
    count('"twenty"'),
    count('"20 people"'),
    count("1e400"),
    count("NaN"),
    count("-Infinity"),
    count("1" + "0" * 400),
    count("20", "[]"),
    count("20", "[1,2,3,4,5]"),
    count("20").replace("killed", "slain"),
    count("20")[:-1],
    count("20") + count("21"),
    count("20").replace('"of"', '"role"'),
    count("20").replace("null", '"\\ud800"'),
    count("20").replace("null", '"\ud800"'),
    '{"a":' + "[" * 10_000 + "]" * 10_000 + "}",
    "```json\n" + count("20") + "\n``` and also " + count("21"),
]


@pytest.mark.parametrize("text", SOUND)
@pytest.mark.parametrize("parsing", Parsing)
def test_a_sound_answer_is_kept_as_it_is(text: str, parsing: Parsing) -> None:
    """What is accepted is the model's own text, to be remembered byte for byte."""
    assert read_answer(text, Count, parsing).strip() == text.strip()


@pytest.mark.parametrize(("text", "value"), MENDED)
def test_lax_reading_mends_numbers_and_unwraps_fences(text: str, value: int) -> None:
    """ "20" and 20.0 are 20, a fence is unwrapped; strict reading refuses all of these."""
    mended = read_answer(text, Count, Parsing.LAX)
    assert Count.model_validate_json(mended, strict=True).value == value
    with pytest.raises(NotAnAnswer):
        read_answer(text, Count, Parsing.STRICT)


@pytest.mark.parametrize("text", HOPELESS, ids=lambda text: ascii(text[:50]))
@pytest.mark.parametrize("parsing", Parsing)
def test_everything_else_is_no_answer(text: str, parsing: Parsing) -> None:
    """F8: a short reason, never a traceback; `true` is not 1, and no number is cut or rounded."""
    with pytest.raises(NotAnAnswer) as caught:
        read_answer(text, Count, parsing)
    assert 0 < len(str(caught.value)) < 1000


def test_problems_name_field_and_value() -> None:
    """A message that the model can act on: where, what is wrong, what it wrote."""
    wrong = '{"headline":"h","attacks":[],"diplomacy":7}'
    with pytest.raises(NotAnAnswer, match="diplomacy: Input should be a valid array, not 7"):
        read_answer(wrong, Answer, Parsing.STRICT)


@given(
    st.text(max_size=300)
    | st.binary(max_size=100).map(
        lambda raw: raw.decode("utf-16", "surrogatepass") if len(raw) % 2 == 0 and len(raw) > 1 else ""
    )
)
def test_no_text_raises_anything_else(text: str) -> None:
    """Fuzzed: any text gives a value or `NotAnAnswer`."""
    try:
        value = read_json(text)
    except NotAnAnswer:
        return
    assert value == json.loads(text)
