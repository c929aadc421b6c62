"""A summariser in front of the fake server, with limits: what the wiring makes of settings, for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from summariser import __version__
from summariser.cache import open_cache
from summariser.judging import judge_here
from summariser.judging.beside import Beside
from summariser.model.contract import Usage
from summariser.model.gateway import Endpoint, OpenAIModel
from summariser.model.limits import Limits
from summariser.model.patterns import PatternsReader
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.remembered import RememberedModel
from summariser.model.whole import WholeReader
from summariser.pipeline import Engine
from summariser.session import Summariser

__all__ = ["open_night"]


def open_night(
    url: str,
    *,
    cache: str | Path | None = None,
    limits: Limits | None = None,
    fallback: bool = False,
    price: Callable[[str, Usage], float | None] = lambda _model, _usage: 0.001,
    lease_seconds: float = 5.0,
    told: list[str] | None = None,
    processes: int = 1,
) -> Summariser:
    """A summariser that asks the server at `url`; with a cache if one is named."""
    profile = profile_for("fake-model", EndpointKind.OPENAI)
    endpoint = Endpoint("fake-model", base_url=url, api_key="sk-CANARY-0123456789", name="http://fake/v1")
    model = OpenAIModel(endpoint, profile, gate=limits, price=price)
    remembered = None
    if cache is not None:
        store = open_cache(cache, on_warning=(told if told is not None else []).append)
        remembered = RememberedModel(model, store, lease_seconds=lease_seconds)
    reader = WholeReader(remembered or model, profile)
    beside = Beside(processes, say=(told if told is not None else []).append)
    engine = Engine(
        reader,
        __version__,
        fallback=PatternsReader() if fallback else None,
        judge=beside.judge if processes > 1 else judge_here,
    )

    async def close() -> None:
        await beside.aclose()
        await model.aclose()
        if remembered is not None:
            store.close()

    return Summariser(engine, close=close)
