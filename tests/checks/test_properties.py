"""What holds for any claim at all."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.checks.claims import Claim, Finding
from summariser.checks.judge import check_claims, unclaimed_figures
from summariser.figures.find import find_figures
from summariser.text.article import Article
from summariser.vocabulary import Qualifier, Role, Severity, Thing
from tests.checks.corpora import Text, corpus

HUGE = 10**400
numbers = st.one_of(
    st.none(),
    st.integers(min_value=-(10**6), max_value=10**6),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([HUGE, -HUGE, float("inf"), float("nan"), 0, -1, 0.5]),
)
evidence = st.one_of(
    st.none(), st.text(max_size=40), st.lists(st.integers(min_value=-(10**20), max_value=10**20), max_size=5)
)
claims = st.builds(
    Claim,
    id=st.just("c"),
    role=st.sampled_from(Role),
    of=st.sampled_from(Thing),
    value=numbers,
    low=numbers,
    high=numbers,
    qualifier=st.one_of(st.none(), st.sampled_from(Qualifier)),
    evidence=evidence,
    place=st.one_of(st.none(), st.text(max_size=10)),
)


@cache
def seed() -> Text:
    """The first seed with its claims and figures."""
    return next(iter(corpus("gold_claims.jsonl")))


@given(claims)
@settings(max_examples=300, deadline=None)
def test_any_claim_gets_a_finding(claim: Claim) -> None:
    """Not a number, 400 digits, sentence minus one: always a verdict with a note, never a traceback."""
    text = seed()
    [finding] = check_claims(text.article, [claim], figures=text.figures)
    assert isinstance(finding, Finding)
    assert finding.note
    assert finding.figure is None or text.article.body[finding.figure.start : finding.figure.end]
    unclaimed_figures(text.article, text.figures, [finding])


@given(st.text(max_size=200), claims)
@settings(max_examples=150, deadline=None)
def test_any_article_may_be_checked(body: str, claim: Claim) -> None:
    """Whatever the article's characters, a claim of it gets a finding whose offsets lie in the article."""
    article = Article.from_text(body)
    [finding] = check_claims(article, [claim])
    assert finding.start is None or 0 <= finding.start <= (finding.end or 0) <= len(article.body)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -3, HUGE, pytest.param(10**5000, id="5000 digits"), 2.5]
)
def test_absurd_values_are_errors(value: float) -> None:
    """No text supports what cannot be a count or what nobody would print."""
    article = Article.from_text("The strike killed 20 people and wounded 3.")
    [finding] = check_claims(
        article, [Claim(id="c", role=Role.KILLED, of=Thing.PEOPLE, value=value, evidence=[1])]
    )
    assert finding.severity is Severity.ERROR


def _mutants(value: int) -> list[int]:
    digits = str(value)
    changed = [int(digits[:at] + d + digits[at + 1 :]) for at in range(len(digits)) for d in "0123456789"]
    return [number for number in {value + 1, value - 1, value * 10, *changed} if number not in (value, -1)]


@pytest.mark.parametrize("text", corpus("gold_claims.jsonl"), ids=lambda text: text.id)
def test_no_changed_number_of_a_seed_stays_unnoticed(text: Text) -> None:
    """Change one digit of a right number of the seeds, add or take one: the claim is no longer fine,
    unless another right claim says just that."""
    rights = {(claim.role, claim.of, claim.value) for claim in text.claims}
    unnoticed = []
    for claim in text.claims:
        for value in _mutants(int(claim.value)) if claim.value else []:
            if (claim.role, claim.of, value) in rights:
                continue
            wrong = claim.model_copy(update={"value": value})
            [finding] = check_claims(text.article, [wrong], figures=text.figures)
            if finding.severity is Severity.OK:
                unnoticed.append((claim.id, value, finding.note))
    assert unnoticed == []


def test_figures_are_found_when_none_are_given() -> None:
    """A caller needs no more than an article and claims."""
    article = Article.from_text("The strike killed 20 people.")
    claim = Claim(id="c", role=Role.KILLED, of=Thing.PEOPLE, value=20, evidence=[1])
    assert check_claims(article, [claim]) == check_claims(
        article, [claim], figures=find_figures(article.body)
    )
