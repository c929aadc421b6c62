"""Files and batches behind an OpenAI-compatible endpoint: what the state machine asks of the network.

Whatever goes wrong comes out as one of our errors. Asking, uploading and downloading are tried again here;
making a batch is not: the caller must first look whether the attempt that failed made one after all.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from summariser.errors import EndpointDown, SettingsError, SummariserError, UnknownModel
from summariser.model.batch_api import ENDPOINT, WINDOW, BatchStatus, BatchView
from summariser.model.classify import TryAgain
from summariser.model.clock import Clock, RealClock
from summariser.model.gateway import Endpoint

if TYPE_CHECKING:
    import openai
    from openai.types import Batch

__all__ = ["Batches", "FileGone", "OpenAIBatches"]

Result = TypeVar("Result")

ATTEMPTS = 6
LONGEST_PAUSE_S = 30.0
CALL_S, TRANSFER_S = 120.0, 3600.0  # deadlines: of a question, and of up to 200 MB on a slow line
OUTPUT_CAP = 4_000_000_000  # bytes: 50,000 answers of 80 KB
PAGE = 100
CUT = 60


class FileGone(SummariserError):
    """The endpoint no longer has a file; OpenAI keeps those of batches for 30 days."""


class Batches(Protocol):
    """Somebody who keeps files and works batches off."""

    async def upload(self, path: Path) -> str:
        """Send an input file; gives its id. Raises `RunError`."""

    async def create(self, file_id: str, metadata: Mapping[str, str]) -> BatchView:
        """Start a batch: one attempt. `TryAgain` may mean that it was started."""

    async def retrieve(self, batch_id: str) -> BatchView:
        """What the endpoint says of a batch. Raises `RunError`."""

    def newest(self) -> AsyncIterator[BatchView]:
        """All batches of the account, newest first, page after page."""

    async def download(self, file_id: str, path: Path) -> None:
        """Write a file of results to a path, whole. Raises `FileGone`, `RunError`."""

    async def aclose(self) -> None:
        """Close the connections."""


class OpenAIBatches:
    """The files and batches of one key at one endpoint, through the SDK."""

    def __init__(self, endpoint: Endpoint, *, clock: Clock | None = None) -> None:
        self._endpoint = endpoint
        self._clock = clock or RealClock()
        self._opened: openai.AsyncOpenAI | None = None

    async def upload(self, path: Path) -> str:
        """Send an input file; gives its id. One that nobody uses costs nothing and expires after 30 days."""
        from openai import types

        async def send() -> str:
            with path.open("rb") as stream:
                file = await self._client().files.create(file=(path.name, stream), purpose="batch")
            return _sound(file, types.FileObject).id

        try:
            return await self._persistently(send, deadline_s=TRANSFER_S)
        except UnknownModel as error:
            raise SettingsError(f"{self._endpoint.address} has no Batch API: {error}") from error

    async def create(self, file_id: str, metadata: Mapping[str, str]) -> BatchView:
        """Start a batch: one attempt. `TryAgain` may mean that it was started."""

        async def start() -> BatchView:
            batch = await self._client().batches.create(
                input_file_id=file_id,
                endpoint=ENDPOINT,
                completion_window=WINDOW,
                metadata=dict(metadata),
            )
            return _view(batch)

        return await self._translated(start, deadline_s=CALL_S)

    async def retrieve(self, batch_id: str) -> BatchView:
        """What the endpoint says of a batch."""

        async def ask() -> BatchView:
            return _view(await self._client().batches.retrieve(batch_id))

        try:
            return await self._persistently(ask, deadline_s=CALL_S)
        except UnknownModel as error:
            raise SettingsError(f"batch {batch_id} is not known to this key: {error}") from error

    async def newest(self) -> AsyncIterator[BatchView]:
        """All batches of the account, newest first, page after page."""
        after: str | None = None
        while True:
            views, more = await self._page(after)
            for view in views:
                yield view
            if not more or not views:
                return
            after = views[-1].id

    async def download(self, file_id: str, path: Path) -> None:
        """Write a file of results to a path, whole."""

        async def fetch() -> None:
            content = self._client().files.with_streaming_response.content(file_id)
            async with content as response:
                with path.open("wb") as stream:
                    async for chunk in response.iter_bytes(1 << 20):
                        stream.write(chunk)

        try:
            await self._persistently(fetch, deadline_s=TRANSFER_S)
        except UnknownModel as error:
            raise FileGone(str(error)) from error

    async def aclose(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def _page(self, after: str | None) -> tuple[list[BatchView], bool]:
        import httpx2

        async def ask() -> tuple[list[BatchView], bool]:
            # not the SDK's own `list`: that one breaks on a page of HTML
            asked: dict[str, object] = {"limit": PAGE} | ({"after": after} if after else {})
            response = await self._client().get(
                "/batches", cast_to=httpx2.Response, options={"params": asked}
            )
            return _listed(response.content)

        return await self._persistently(ask, deadline_s=CALL_S)

    async def _persistently(self, ask: Callable[[], Awaitable[Result]], *, deadline_s: float) -> Result:
        """The result of something that does no harm when done twice. Raises `RunError` if it never works."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._translated(ask, deadline_s=deadline_s)
            except TryAgain as error:
                if attempt == ATTEMPTS:
                    raise EndpointDown(f"{error} (after {attempt} attempts): run again later") from error
                jitter = random.uniform(0.5, min(LONGEST_PAUSE_S, 2.0**attempt))  # noqa: S311 - no secret
                await self._clock.sleep(error.retry_after or jitter)
        raise AssertionError("unreachable")

    async def _translated(self, ask: Callable[[], Awaitable[Result]], *, deadline_s: float) -> Result:
        """One attempt, with the SDK's errors and the transport's as ours."""
        import httpx2
        import openai

        from summariser.model.gateway_wire import translated

        try:
            async with asyncio.timeout(deadline_s):
                return await ask()
        except TimeoutError:
            failure: SummariserError = TryAgain(f"not done within {deadline_s:.0f} s")
        except openai.OpenAIError as error:
            failure = translated(error, api_key=self._endpoint.api_key)
        except JSONDecodeError as error:  # the SDK says so itself, and lets it through
            failure = TryAgain(f"no JSON but a body that breaks: {error}")
        except httpx2.RequestError as error:  # a body that breaks off while we read it ourselves
            failure = TryAgain(f"the transfer broke off: {type(error).__name__}: {error}")
        raise failure  # out here it has no context: the SDK's errors hold the request with its headers

    def _client(self) -> openai.AsyncOpenAI:
        if self._opened is None:
            from summariser.model.gateway_wire import make_client

            self._opened = make_client(
                base_url=self._endpoint.base_url,
                api_key=self._endpoint.api_key,
                deadline_s=CALL_S,
                body_cap=OUTPUT_CAP,
            )
        return self._opened


def _listed(body: bytes) -> tuple[list[BatchView], bool]:
    """One page of the list of batches, and whether there are more. Raises `TryAgain`."""
    from openai import types

    class Listing(BaseModel):
        data: list[types.Batch]
        has_more: bool = False

    try:
        page = Listing.model_validate_json(body)
    except ValidationError as error:
        raise TryAgain(f"no list of batches but {body[:CUT]!r}") from error
    return [_view(batch) for batch in page.data], page.has_more


def _sound(given: Result, kind: type) -> Result:
    """What the SDK made of a response; it hands an HTML page on as a text. Raises `TryAgain`."""
    if not isinstance(given, kind):
        raise TryAgain(f"no {kind.__name__} but {str(given)[:CUT]!r}")
    return given


def _view(batch: Batch) -> BatchView:
    from openai import types

    _sound(batch, types.Batch)
    counts = batch.request_counts
    problems = (batch.errors.data if batch.errors else None) or []
    first = problems[0] if problems else None
    return BatchView(
        id=batch.id,
        status=BatchStatus(batch.status),
        created=float(batch.created_at or 0),
        output_file=batch.output_file_id or None,  # some servers say "" for none
        error_file=batch.error_file_id or None,
        total=counts.total if counts else 0,
        completed=counts.completed if counts else 0,
        failed=counts.failed if counts else 0,
        problem_code=first.code if first else None,
        problem=first.message if first else None,
        metadata=tuple(sorted((batch.metadata or {}).items())),
    )
