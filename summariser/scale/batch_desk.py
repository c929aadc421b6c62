"""Everything that submitting and collecting share: the model's ways, the cache, the endpoint, the state."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from summariser.errors import SettingsError
from summariser.model.clock import Clock, RealClock
from summariser.model.contract import Cache, Reader, Usage, Way
from summariser.model.gateway import OpenAIModel
from summariser.model.gateway_batches import Batches, OpenAIBatches
from summariser.model.whole import WholeReader
from summariser.scale.batch_files import BatchLimits
from summariser.scale.batch_state import BatchState
from summariser.settings import CacheUse, Settings, cache_place
from summariser.wiring import hosted_model

__all__ = ["BatchDesk", "open_desk"]

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BatchDesk:
    """What the batches of one folder need. `now` gives seconds since 1970; `say` is told what is done."""

    folder: Path
    model: OpenAIModel
    reader: Reader
    cache: Cache
    batches: Batches
    state: BatchState
    say: Say
    limits: BatchLimits = field(default_factory=BatchLimits)
    clock: Clock = field(default_factory=RealClock)
    now: Callable[[], float] = time.time

    def price(self, usage: Usage) -> float | None:
        """Dollars of one answer at the ordinary price; null if unknown."""
        return self.model.price(self.model.endpoint.model, usage)


@asynccontextmanager
async def open_desk(
    settings: Settings, folder: Path, *, say: Say, limits: BatchLimits | None = None
) -> AsyncIterator[BatchDesk]:
    """A desk for the batches of a night; `folder` keeps their state and lies beside the output.

    Raises `SettingsError` where batches cannot serve, `RunLocked` while another run has the folder.
    """
    from summariser.cache import open_cache

    model = _model_for_batches(settings)
    with BatchState(folder / "batches.sqlite") as state:
        cache = open_cache(cache_place(settings), on_warning=say)
        batches = OpenAIBatches(model.endpoint)
        try:
            yield BatchDesk(
                folder=folder,
                model=model,
                reader=WholeReader(model, model.profile, templates=settings.prompts),
                cache=cache,
                batches=batches,
                state=state,
                limits=limits or BatchLimits(),
                say=say,
            )
        finally:
            await batches.aclose()
            await model.aclose()
            cache.close()


def _model_for_batches(settings: Settings) -> OpenAIModel:
    """The model, if its way of asking and the run's wishes fit batches."""
    if settings.cache_use is not CacheUse.READ_AND_WRITE:
        raise SettingsError("batches hand their answers over in the cache: not with --no-cache or --offline")
    if settings.ceilings.max_cost is not None or settings.ceilings.max_tokens is not None:
        raise SettingsError("a batch is paid for after it was sent: no ceiling of cost or tokens can hold it")
    model = hosted_model(settings)
    if model is None:
        raise SettingsError("batches need OPENAI_API_KEY (or --base-url of a server that has a Batch API)")
    if model.profile.way is not Way.WHOLE:
        raise SettingsError(
            f"model {model.endpoint.model!r} is asked by {model.profile.way}, where a question follows from "
            f"another: batches need a model that reads an article in one call ({Way.WHOLE})"
        )
    return model
