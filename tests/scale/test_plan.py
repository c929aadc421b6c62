"""The plan on paper: its simulation agrees with arithmetic where arithmetic is enough."""

from __future__ import annotations

import json
import tomllib

import pytest

from benchmarks.scale_plan import HERE, Setup, article_from, dollars, plan, simulate

FREE = Setup(workers=2, concurrency=10, cpu_s=1e-6, endpoint_s=1e-6, latency_s=1.0, postgres_s=1e-6)


@pytest.mark.parametrize(
    ("changes", "rate", "busiest"),
    [
        ({}, 20.0, "calls in flight"),
        ({"workers": 8}, 80.0, "calls in flight"),
        ({"endpoint_s": 0.2}, 5.0, "endpoint's limits"),
        ({"endpoint_s": 0.2, "workers": 8}, 5.0, "endpoint's limits"),
        ({"cpu_s": 0.5}, 4.0, "client CPU"),
        ({"cpu_s": 0.5, "workers": 8}, 16.0, "client CPU"),
        ({"postgres_s": 0.1, "workers": 8}, 10.0, "Postgres"),
    ],
)
def test_the_tightest_station_sets_the_rate(changes: dict[str, float], rate: float, busiest: str) -> None:
    """With one tight station the simulated rate is that station's own."""
    setup = Setup(**{name: changes.get(name, getattr(FREE, name)) for name in Setup.__dataclass_fields__})
    simulated, shares = simulate(setup, articles=3000)
    assert simulated == pytest.approx(rate, rel=0.1)
    assert max(shares, key=lambda name: shares[name]) == busiest


def test_the_shipped_figures_give_a_plan() -> None:
    """The plan can be printed from what is in the repository, and a call costs what its tokens cost."""
    figures = json.loads((HERE / "scale_figures.json").read_text())
    assumed = tomllib.loads((HERE / "scale_assumptions.toml").read_text())
    text = plan(figures, assumed, 1000)
    assert text.count("| Batch API") == len(assumed["api"])
    article = article_from(figures["figures"], assumed)
    model = assumed["model"]
    tokens = figures["figures"]["constant_tokens"] + figures["figures"]["article_tokens"]
    spoken = figures["figures"]["answer_tokens"] + model["reasoning_tokens"]
    by_hand = (tokens * model["price_input"] + spoken * model["price_output"]) / 1e6
    assert dollars(article, model, cached=False) == pytest.approx(by_hand)
    assert dollars(article, model, cached=True) < by_hand
