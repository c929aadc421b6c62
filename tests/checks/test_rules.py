"""Each rule of the judge, on hand-made figures."""

from __future__ import annotations

from typing import Any

import pytest

from summariser.checks.claims import Claim
from summariser.checks.judge import check_claims
from summariser.text.article import Article
from tests.checks.cases import hand_made, read_json

CASES = read_json("rules.json")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rule(case: dict[str, Any]) -> None:
    """A claim gets the verdict and severity of its case, and a note that says why."""
    article = Article.from_text(case["text"])
    figures = hand_made(article.body, case["figures"])
    [finding] = check_claims(article, [Claim(id="c", **case["claim"])], figures=figures)
    verdict, severity, words = case["expect"]
    assert (finding.verdict, finding.severity) == (verdict, severity), finding.note
    assert words in finding.note
