"""What a call costs in US dollars: the user's table, else genai-prices (extra `prices`), else unknown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from summariser.errors import SettingsError
from summariser.model.contract import Usage
from summariser.model.profiles import EndpointKind

__all__ = ["Price", "Prices"]

MILLION = 1_000_000


class Price(BaseModel):
    """US dollars per million tokens. `cached`: input read from the endpoint's cache; default: as input."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached: float | None = Field(default=None, ge=0)


class Prices:
    """The price of calls to one endpoint.

    `table` maps model names or shell patterns to prices; the first that matches counts. Without it a price
    is known of OpenAI's own models and of the providers that genai-prices knows by their address. The
    embedded model is free; of a server on the user's own network nobody knows what is behind it. Null is
    "unknown", never 0.
    """

    def __init__(
        self,
        kind: EndpointKind,
        *,
        base_url: str | None = None,
        table: Mapping[str, Price] | None = None,
    ) -> None:
        self._kind = kind
        self._base_url = base_url
        self._table = dict(table or {})

    @classmethod
    def from_file(cls, path: Path, kind: EndpointKind, *, base_url: str | None = None) -> Prices:
        """With a TOML table of the user's, `["gpt-5*"]` with `input = 0.25`, `output = 2.0`.

        Raises `SettingsError`.
        """
        try:
            read = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(kind, base_url=base_url, table=TypeAdapter(dict[str, Price]).validate_python(read))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise SettingsError(f"price table {path}: {error}") from error

    def cost(self, model: str, usage: Usage) -> float | None:
        """US dollars for one call; null if the price or the tokens are unknown."""
        own = next((price for glob, price in self._table.items() if fnmatchcase(model, glob)), None)
        if own is None and self._kind is EndpointKind.EMBEDDED:
            return 0.0
        if usage.input_tokens is None or usage.output_tokens is None:
            return None
        price = own or self._listed(model)
        return None if price is None else _cost(price, usage.input_tokens, usage.output_tokens, usage)

    def _listed(self, model: str) -> Price | None:
        if self._kind is EndpointKind.OPENAI:
            return _listed(model, "https://api.openai.com/v1")
        if self._kind is EndpointKind.HOSTED and self._base_url is not None:
            return _listed(model, self._base_url)
        return None

    def estimate(self, model: str, *, input_tokens: int, output_tokens: int) -> float | None:
        """US dollars for so many tokens, for `--estimate`; null if the price is unknown."""
        return self.cost(model, Usage(input_tokens, 0, output_tokens))


def _cost(price: Price, tokens_in: int, tokens_out: int, usage: Usage) -> float:
    cached = min(usage.cached_tokens or 0, tokens_in)
    cheap = price.input if price.cached is None else price.cached
    return ((tokens_in - cached) * price.input + cached * cheap + tokens_out * price.output) / MILLION


@cache
def _listed(model: str, address: str) -> Price | None:
    """The price in genai-prices' offline data, found by the provider's address and the model's name."""
    try:
        import genai_prices
    except ImportError:
        return None

    def dollars(**tokens: int) -> float | None:
        try:
            priced = genai_prices.calc_price(
                genai_prices.Usage(**tokens), model_ref=model, provider_api_url=address
            )
        except LookupError:
            return None
        return float(priced.total_price)

    # A small amount, because some models cost more beyond a threshold that no article reaches.
    unit, factor = 1_000, MILLION / 1_000
    asked, told = dollars(input_tokens=unit), dollars(output_tokens=unit)
    cached = dollars(input_tokens=unit, cache_read_tokens=unit)
    if asked is None or told is None:
        return None
    return Price(
        input=asked * factor, output=told * factor, cached=None if cached is None else cached * factor
    )
