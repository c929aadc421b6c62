"""The gateway to a model behind any OpenAI-compatible endpoint.

The modules named `gateway…` are the only ones that know openai, instructor and tenacity.
openai takes a second or two to import, so all three libraries are imported when the first question is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from summariser.errors import RequestRejected
from summariser.model.classify import FormatRefused
from summariser.model.clock import Clock, RealClock
from summariser.model.contract import Identity, Reply, Request, Usage
from summariser.model.gateway_body import SIMPLER, Format
from summariser.model.gateway_exchange import Exchange
from summariser.model.limits import Gate, OpenGate
from summariser.model.profiles import EndpointKind, Profile

if TYPE_CHECKING:
    import openai

__all__ = ["Endpoint", "OpenAIModel"]

Priced = Callable[[str, Usage], float | None]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which model behind which address. `name` is what the cache calls the address (default: itself)."""

    model: str
    base_url: str | None = None
    api_key: str = field(default="none", repr=False)
    kind: EndpointKind = EndpointKind.OPENAI
    name: str | None = None

    @property
    def address(self) -> str:
        """The address without what may be secret in it: user, password and query."""
        parts = urlsplit(self.base_url or "https://api.openai.com/v1")
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")


def _in_words(schema: str) -> str:
    from summariser.model.prompt import Prompts

    return Prompts().render("schema.j2", {"schema": schema})


def _not_priced(_model: str, _usage: Usage) -> None:
    return None


class OpenAIModel:
    """A model behind any OpenAI-compatible endpoint.

    `gate` lets each HTTP call through when the limits allow; `clock` waits between attempts; `price` gives
    the cost of one call in US dollars, null if unknown; `describe` puts a schema into words for an endpoint
    that cannot be sent one (default: `prompts/schema.j2`).
    """

    def __init__(
        self,
        endpoint: Endpoint,
        profile: Profile,
        *,
        gate: Gate | None = None,
        clock: Clock | None = None,
        price: Priced = _not_priced,
        describe: Callable[[str], str] | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.profile = profile
        self.gate = gate or OpenGate()
        self.clock = clock or RealClock()
        self.price = price
        self.describe = describe or _in_words
        self.format = Format.JSON_SCHEMA
        self._parameters = tuple(sorted(self._sampling()))
        self._client: openai.AsyncOpenAI | None = None

    @property
    def identity(self) -> Identity:
        """What makes answers comparable; no key, no timeouts."""
        named = self.endpoint.name or self.endpoint.address
        return Identity(named, self.endpoint.model, self._parameters)

    def _sampling(self) -> Iterator[tuple[str, str]]:
        for name in ("temperature", "seed", "reasoning_effort"):
            value = getattr(self.profile, name)
            if value is not None:
                yield name, str(value)

    async def complete(self, request: Request) -> Reply:
        """Ask until there is a valid answer or a reason why not.

        Raises `ModelUnavailable`, `ModelRefused`, `AnswerTruncated`, `InvalidAnswer`, `PromptTooLong`,
        `RequestRejected`, or a `RunError` when no article would fare better.
        """
        return await Exchange(self, request).run()

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    def client(self) -> openai.AsyncOpenAI:
        """The SDK's client, made at the first call. Raises `SettingsError`."""
        if self._client is None:
            from summariser.model.gateway_wire import make_client

            self._client = make_client(
                base_url=self.endpoint.base_url,
                api_key=self.endpoint.api_key,
                deadline_s=self.profile.deadline_s,
            )
        return self._client

    def simplify(self, refused: Format, error: FormatRefused) -> None:
        """Remember that the endpoint refused a format. Raises `RequestRejected` if none is left."""
        if refused not in SIMPLER:
            raise RequestRejected(str(error)) from error
        if self.format is refused:
            self.format = SIMPLER[refused]
