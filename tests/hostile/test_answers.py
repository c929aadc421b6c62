"""F8 and issue 8.6: whatever a model writes ends in a verdict or a typed error, never in a traceback."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summariser import Article, Settings, open_summariser
from summariser.checks.judge import cross_check
from summariser.compose import Agreement, compose_summary
from summariser.errors import ArticleError, InvalidAnswer
from summariser.figures.find import find_figures
from summariser.records import Answer, Provenance
from summariser.report import counts_of
from summariser.settings import CacheUse
from summariser.vocabulary import AttackKind, DiplomacyType, Role, Scope, Severity, Status, Thing, Weapon
from tests.fake_server import FakeServer
from tests.toy import TEXT, answer, answer_text, count

BROKEN = {
    "NaN": answer_text().replace('"value": 3', '"value": NaN'),
    "10^400": answer_text().replace('"value": 3', '"value": 1' + "0" * 400),
    "1e400": answer_text().replace('"value": 3', '"value": 1e400'),
    "a key twice": answer_text().replace('"place": "Lviv"', '"place": "Lviv", "place": "Kyiv"'),
    "nested 10,000 deep": answer_text().replace('"place": "Lviv"', '"place": ' + "[" * 10_000 + "]" * 10_000),
    "a boolean": answer_text().replace('"value": 3', '"value": true'),
    "a list": answer_text().replace('"value": 3', '"value": [3]'),
    "half a surrogate": answer_text().replace("Lviv", "\\ud800"),
    "no evidence": answer_text().replace('"evidence": [1]', '"evidence": []'),
    "an unknown field": answer_text().replace('"headline"', '"html": "<script>", "headline"'),
    "an unknown role": answer_text().replace('"role": "killed"', '"role": "slain"'),
    "a list of answers": f"[{answer_text()}]",
    "evidence in words": answer_text().replace('"evidence": [1]', '"evidence": ["one"]'),
    "evidence as a fraction": answer_text().replace('"evidence": [1]', '"evidence": [1.5]'),
}
ABSURD = [0, -1, -(10**14), 10**14, 999_999_999_999_999]
NO_PROVENANCE = Provenance(
    model="m",
    model_answered=None,
    endpoint="e",
    way="whole",
    prompt_fingerprint="",
    schema_fingerprint="",
    calls=1,
    input_tokens=None,
    output_tokens=None,
    cost_usd=None,
    repaired=False,
    version="0",
)


def summarised(said: str) -> Any:
    """The toy article with this answer, asked as often as is wanted."""
    with FakeServer(said) as server:
        chosen = Settings(model="fake-model", base_url=server.url, api_key="sk-test", cache_use=CacheUse.OFF)
        with open_summariser(settings=chosen) as summariser:
            (outcome,) = summariser.summarise_many([Article.from_text(TEXT, label="toy")])
    return outcome


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_a_typed_error(name: str) -> None:
    """The article fails as `InvalidAnswer`, with the raw answer kept; nothing is guessed from it."""
    assert BROKEN[name] != answer_text()
    outcome = summarised(BROKEN[name])
    assert outcome.summary is None
    assert isinstance(outcome.error, InvalidAnswer)
    assert isinstance(outcome.error, ArticleError)
    assert outcome.error.raw
    assert len(str(outcome.error)) < 2_000


@pytest.mark.parametrize("value", ABSURD)
@pytest.mark.parametrize("evidence", [(1,), (0,), (-5,), (10**14,), (1, 99)], ids=str)
def test_absurd_numbers_get_a_verdict(value: int, evidence: tuple[int, ...]) -> None:
    """Negative, huge and misplaced: the summary comes out with an error verdict and reads back as itself."""
    said = answer(extra=(count("missing", "people", value, *evidence),))
    summary = composed(Answer.model_validate(said))
    odd = summary.attacks[0].counts[2]
    assert odd.value == value
    assert odd.severity is Severity.ERROR
    assert (odd.low, odd.high) == (None, None)
    assert type(summary).model_validate_json(summary.model_dump_json()) == summary


def composed(said: Answer, text: str = TEXT) -> Any:
    """The summary of a text with this answer."""
    article = Article.from_text(text)
    checked = cross_check(article, said, find_figures(article.body))
    return compose_summary(article, checked, NO_PROVENANCE, agreement=Agreement({}))


NUMBERS = st.one_of(st.none(), st.integers(-5, 200), st.integers(-(10**15), 10**15))
EVIDENCE = st.lists(st.one_of(st.integers(-2, 6), st.integers()), min_size=1, max_size=4)
NAMES = st.one_of(
    st.none(), st.text(max_size=20), st.sampled_from(["Lviv", "Kyiv", "\x1b[31m", "=1+1", "a\nb"])
)
COUNTS = st.lists(
    st.fixed_dictionaries(
        {
            "role": st.sampled_from([*Role]),
            "of": st.sampled_from([*Thing]),
            "value": NUMBERS,
            "claimed_by": NAMES,
            "evidence": EVIDENCE,
        }
    ),
    max_size=3,
)
ATTACKS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([*AttackKind]),
        "scope": st.sampled_from([*Scope]),
        "attacker": NAMES,
        "target_country": NAMES,
        "place": NAMES,
        "when": NAMES,
        "weapons": st.lists(st.sampled_from([*Weapon]), max_size=2),
        "targets": st.just([]),
        "counts": COUNTS,
        "claimed_by": NAMES,
        "background": st.booleans(),
        "evidence": EVIDENCE,
    }
)
EVENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from([*DiplomacyType]),
        "status": st.sampled_from([*Status]),
        "participants": st.lists(
            st.fixed_dictionaries({"name": st.text(max_size=20), "country": NAMES}), max_size=2
        ),
        "place": NAMES,
        "when": NAMES,
        "topic": NAMES,
        "outcome": NAMES,
        "counts": COUNTS,
        "background": st.booleans(),
        "evidence": EVIDENCE,
    }
)
ANSWERS = st.builds(
    lambda headline, attacks, diplomacy: Answer(headline=headline, attacks=attacks, diplomacy=diplomacy),
    st.text(max_size=30),
    st.lists(ATTACKS, max_size=2),
    st.lists(EVENTS, max_size=1),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_any_answer_of_the_right_type_is_judged(said: Answer) -> None:
    """Fuzz: every count has a verdict, every quote is the article's own, nothing is dropped."""
    summary = composed(said)
    stated = [c for record in [*said.attacks, *said.diplomacy] for c in record.counts]
    assert [item.value for item in counts_of(summary)] == [item.value for item in stated]
    for item in counts_of(summary):
        if item.quote is not None:
            assert summary.article.body[item.start : item.end] == item.quote
        if item.severity is Severity.OK:
            assert item.quote is not None
