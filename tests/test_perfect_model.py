"""With a model that is always right, everything comes out right: the checks add no error of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from summariser import Article, Settings, open_summariser
from summariser.evaluate.run import Evaluation, evaluate
from summariser.records import Summary
from summariser.report import counts_of
from summariser.vocabulary import Severity
from tests.fake_server import FakeServer
from tests.gold import SEEDS, gold_answer

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def perfect(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Summary], Evaluation, int]:
    """The seeds summarised and evaluated through a server that answers from gold."""
    with FakeServer(gold_answer) as server:
        settings = Settings(
            model="fake-model",
            base_url=server.url,
            api_key="sk-test",
            folder=tmp_path_factory.mktemp("perfect"),
        )
        with open_summariser(settings=settings) as summariser:
            summaries = {
                seed: summariser.summarise(Article.from_file(ROOT / "seeds" / f"{seed}.txt"))
                for seed in SEEDS
            }
            calls = len(server.calls)
            evaluation = evaluate(ROOT / "seeds" / "expected", summariser)
    return summaries, evaluation, calls


@pytest.mark.parametrize("seed", SEEDS)
def test_no_right_number_is_called_an_error(
    seed: str, perfect: tuple[dict[str, Summary], Evaluation, int]
) -> None:
    """Every gold count of a seed passes the checks; at most a look is asked for, never distrust."""
    summary = perfect[0][seed]
    assert counts_of(summary)
    wrong = [(c.role, c.of, c.value, c.note) for c in counts_of(summary) if c.severity is Severity.ERROR]
    assert wrong == []


def test_almost_every_right_number_is_verified_outright(
    perfect: tuple[dict[str, Summary], Evaluation, int],
) -> None:
    """At least 97 of 100 gold counts need no look at all."""
    counts = [count for summary in perfect[0].values() for count in counts_of(summary)]
    review = [(c.role, c.of, c.value, c.note) for c in counts if c.severity is Severity.REVIEW]
    assert len(review) <= 0.03 * len(counts), review


def test_a_right_answer_is_not_sent_back(perfect: tuple[dict[str, Summary], Evaluation, int]) -> None:
    """One call an article: no repair round is paid for what is right."""
    assert perfect[2] == len(SEEDS)


def test_evaluate_gives_full_marks(perfect: tuple[dict[str, Summary], Evaluation, int]) -> None:
    """F1 is 1.0 for number facts, attacks and diplomacy, and nothing wrong is shown as verified."""
    total = perfect[1].total
    assert (total.facts.f1, total.attacks.f1, total.diplomacy.f1) == (1.0, 1.0, 1.0)
    assert (total.wrong_unflagged, total.false_alarms, total.failed) == (0, 0, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_quote_is_the_article_at_its_offsets(
    seed: str, perfect: tuple[dict[str, Summary], Evaluation, int]
) -> None:
    """The code quotes: no quote differs from the text by a character."""
    summary = perfect[0][seed]
    records = [*summary.attacks, *summary.diplomacy]
    evidence = [item for record in records for item in record.evidence]
    evidence += [item for count in counts_of(summary) for item in count.evidence]
    assert evidence
    assert all(summary.article.body[item.start : item.end] == item.quote for item in evidence)
