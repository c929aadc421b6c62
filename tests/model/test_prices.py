"""What a call costs, where that is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from summariser.errors import SettingsError
from summariser.model.contract import Usage
from summariser.model.prices import Price, Prices
from summariser.model.profiles import EndpointKind

USAGE = Usage(1_000_000, 400_000, 100_000)


def test_a_users_price_counts_and_cached_input_is_cheaper(tmp_path: Path) -> None:
    """Dollars per million: 0.6 M at 0.25, 0.4 M cached at 0.05, 0.1 M out at 2."""
    table = tmp_path / "prices.toml"
    table.write_text('["gpt-5*"]\ninput = 0.25\noutput = 2.0\ncached = 0.05\n', encoding="utf-8")
    prices = Prices.from_file(table, EndpointKind.OPENAI)
    assert prices.cost("gpt-5-mini", USAGE) == pytest.approx(0.15 + 0.02 + 0.2)


@pytest.mark.parametrize("usage", [Usage(), Usage(10, 0, None), Usage(None, None, 10)])
def test_unknown_tokens_cost_an_unknown_amount(usage: Usage) -> None:
    """F9: null, not 0."""
    assert Prices(EndpointKind.OPENAI, table={"*": Price(input=1, output=1)}).cost("x", usage) is None


def test_an_unknown_model_costs_an_unknown_amount() -> None:
    """A model that no table knows has no price, whatever it is called."""
    assert Prices(EndpointKind.HOSTED).cost("unheard-of-9000", USAGE) is None


def test_the_embedded_model_is_free_and_a_local_server_is_not_known_to_be() -> None:
    """Behind an address on one's own network there may be a paid service; a table can put a price on it."""
    assert Prices(EndpointKind.EMBEDDED).cost("qwen", Usage()) == 0.0
    assert Prices(EndpointKind.LOCAL).cost("gpt-4o-mini", USAGE) is None
    priced = Prices(EndpointKind.LOCAL, table={"qwen*": Price(input=1.0, output=0.0)})
    assert priced.cost("qwen", USAGE) == pytest.approx(1.0)


def test_listed_prices_come_from_genai_prices() -> None:
    """With the extra installed a known model has a price at a known provider; output costs more."""
    pytest.importorskip("genai_prices")
    prices = Prices(EndpointKind.OPENAI)
    asked, told = (
        prices.estimate("gpt-4o-mini", input_tokens=i, output_tokens=o) for i, o in ((10**6, 0), (0, 10**6))
    )
    assert asked is not None
    assert told is not None
    assert 0 < asked < told
    router = Prices(EndpointKind.HOSTED, base_url="https://openrouter.ai/api/v1")
    assert router.cost("openai/gpt-4o-mini", Usage(10**6, 0, 0)) is not None
    elsewhere = Prices(EndpointKind.HOSTED, base_url="https://models.example/v1")
    assert elsewhere.cost("gpt-4o-mini", Usage(10**6, 0, 0)) is None


@pytest.mark.parametrize(
    "text",
    ["[x", '["a"]\ninput = -1\noutput = 1', '["a"]\ninput = 1', '["a"]\nin = 1\noutput = 1\ninput = 1'],
)
def test_a_broken_table_is_named(tmp_path: Path, text: str) -> None:
    """A slip in the user's table stops the run before it begins."""
    table = tmp_path / "prices.toml"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"prices\.toml"):
        Prices.from_file(table, EndpointKind.OPENAI)
