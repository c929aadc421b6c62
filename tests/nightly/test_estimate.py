"""What a night would cost, told before a cent is spent."""

from __future__ import annotations

from pathlib import Path

from summariser.errors import UnreadableArticle
from summariser.model.contract import Usage
from summariser.nightly import estimate_night
from tests.fake_server import FakeServer
from tests.nightly.articles import answer_to, articles
from tests.nightly.engine import open_cache, open_night


def per_token(_model: str, usage: Usage) -> float:
    """A cent for a thousand tokens."""
    return ((usage.input_tokens or 0) + (usage.output_tokens or 0)) / 100_000


def test_an_estimate_counts_what_is_to_be_paid_for(tmp_path: Path) -> None:
    """An estimate makes no call, leaves out what is remembered, and is right within a factor of two."""
    cache = tmp_path / "cache.sqlite"
    with FakeServer(answer_to) as server, open_night(server.url, cache=cache) as summariser:
        list(summariser.summarise_many(articles(4)))
        server.forget()
        source = [*articles(10), UnreadableArticle("empty", source="x.txt")]
        found = estimate_night(summariser.engine.reader, source, price=per_token, cache=open_cache(cache))
        assert server.calls == []
        assert (found.articles, found.unreadable, found.calls, found.remembered) == (11, 1, 6, 4)
        list(summariser.summarise_many(articles(6, first=4)))
        sent = sum(len(seen.raw) for seen in server.calls) / 5
    assert found.usage.input_tokens is not None
    assert sent / 2 < found.usage.input_tokens < sent * 2
    assert found.usage.cost_usd is not None
    assert "6 calls to pay for, 4 remembered" in str(found)


def test_an_unknown_price_is_said(tmp_path: Path) -> None:
    """Without a price the estimate counts tokens and says that the price is unknown."""
    with FakeServer(answer_to) as server, open_night(server.url) as summariser:
        found = estimate_night(summariser.engine.reader, articles(2), price=lambda _model, _usage: None)
    assert found.usage.cost_usd is None
    assert "unknown price" in str(found)
