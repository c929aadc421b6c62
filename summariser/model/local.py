"""The embedded local model: llama.cpp's own server in this process, on a loopback port, for as long as a run.

In this process, because then it can never outlive the run, however that ends. It starts at the first
question that the cache cannot answer, so a cached run neither loads weights nor imports the server.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from summariser.errors import LocalModelError
from summariser.model.contract import Identity, Model, Reply, Request

__all__ = ["LocalModel", "LocalServer", "ServerSettings", "available_memory", "idle_cores"]

_MEMINFO = Path("/proc/meminfo")
_LOADAVG = Path("/proc/loadavg")
_SAMPLES, _BETWEEN_SAMPLES_S = 7, 0.03


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the server runs: `context` in tokens; `threads` null: as many as there are idle cores.

    `memory` is what must be free before it starts, in bytes; null asks for nothing. `alias` is what it
    calls the model in its answers, instead of the path of its file.
    """

    context: int = 4096
    threads: int | None = None
    memory: int | None = None
    alias: str | None = None


class LocalServer:
    """An OpenAI-compatible server over one GGUF file; runs inside `with`, bound to 127.0.0.1 only.

    `base_url` and `api_key` (made anew for each run: other users of the machine cannot ask it) are for the
    client. Raises `LocalModelError` when it cannot run.
    """

    def __init__(self, weights: Path, *, settings: ServerSettings | None = None) -> None:
        self._weights = weights
        self._settings = settings or ServerSettings()
        self._server: Any = None
        self.api_key = secrets.token_urlsafe(24)
        self.base_url = ""

    def start(self) -> None:
        """Load the weights and listen. Takes seconds, and blocks the interpreter while it loads."""
        if not self._weights.is_file():
            raise LocalModelError(f"there is no model file {self._weights}")
        _require_memory(self._settings.memory)
        library = _library()
        params = self._params(library)
        try:
            self._server = library.Server(params)
        except (RuntimeError, ValueError, OSError) as error:
            raise LocalModelError(f"the model {self._weights} cannot be loaded: {error}") from error
        self.base_url = f"{self._server.listening_address}/v1"

    def stop(self) -> None:
        """Stop listening and give the memory back. Stopping twice is harmless."""
        self._server = None  # the server's destructor stops its threads and frees the weights
        self.base_url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _params(self, library: Any) -> Any:
        threads = self._settings.threads or idle_cores()
        params = library.CommonParams()
        params.model.path = str(self._weights)
        if self._settings.alias:
            params.model_alias = {self._settings.alias}
        params.hostnames = ["127.0.0.1"]
        params.port = 0  # any free one
        params.api_keys = [self.api_key]
        params.cors_origins = ""
        params.ui = False
        params.endpoint_slots = False
        params.n_ctx = self._settings.context
        params.n_parallel = 1
        params.cpuparams.n_threads = threads
        params.cpuparams_batch.n_threads = threads
        params.cache_prompt = True  # our prompts share a long constant beginning
        params.cache_ram_mib = 0  # other prompts than the last are not kept: one reader, one prefix at a time
        params.verbosity = 1  # errors only, and on stderr
        return params


class LocalModel:
    """A `Model` whose server starts at the first question. Its identity is known before.

    `weights` gives the verified GGUF file (and may assemble it); `connect` gives the client for a running
    server, from its address and key: the gateway's business, not ours.
    """

    def __init__(
        self,
        identity: Identity,
        *,
        weights: Callable[[], Path],
        connect: Callable[[str, str], Model],
        settings: ServerSettings | None = None,
        on_start: Callable[[float], None] | None = None,
    ) -> None:
        self._identity = identity
        self._weights = weights
        self._connect = connect
        self._settings = settings
        self._on_start = on_start
        self._server: LocalServer | None = None
        self._client: Model | None = None
        self._starting = asyncio.Lock()

    @property
    def identity(self) -> Identity:
        """Endpoint `local`, and the weights' name: known without starting anything."""
        return self._identity

    async def complete(self, request: Request) -> Reply:
        """Ask the server, which the first call starts. Raises `LocalModelError` if it cannot run."""
        client = await self._running_client()
        return await client.complete(request)

    async def aclose(self) -> None:
        """Stop what was started; nothing if nothing was asked."""
        client, self._client = self._client, None
        server, self._server = self._server, None
        try:
            if client is not None:
                await client.aclose()
        finally:
            if server is not None:
                await asyncio.to_thread(server.stop)

    async def _running_client(self) -> Model:
        async with self._starting:
            if self._client is None:
                started = time.monotonic()
                self._server = await asyncio.to_thread(self._started_server)
                self._client = self._connect(self._server.base_url, self._server.api_key)
                if self._on_start is not None:
                    self._on_start(time.monotonic() - started)
            return self._client

    def _started_server(self) -> LocalServer:
        server = LocalServer(self._weights(), settings=self._settings)
        server.start()
        return server


def available_memory(meminfo: Path = _MEMINFO) -> int | None:
    """Bytes of memory that are free or can be freed; null where the system does not say (not Linux)."""
    with suppress(OSError, ValueError):
        for line in meminfo.read_text(encoding="ascii").splitlines():
            name, _, rest = line.partition(":")
            if name == "MemAvailable":
                return int(rest.split()[0]) * 1024
    return None


def _require_memory(needed: int | None) -> None:
    free = available_memory()
    if needed is not None and free is not None and free < needed:
        raise LocalModelError(
            f"the embedded model needs {needed / 1e9:.1f} GB of memory, and only {free / 1e9:.1f} GB are free"
        )


def _library() -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise LocalModelError(
            f"the embedded model cannot run here ({error}): pip install 'summariser[local]'"
        ) from error
    return xllamacpp


def idle_cores(loadavg: Path = _LOADAVG) -> int:
    """The cores that this process may use and nobody else uses now; at least one.

    llama.cpp's threads wait for each other, spinning: two of them on two busy cores were measured ten times
    slower than one. So a busy machine gets fewer, once, when the server starts.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    busy = []
    with suppress(OSError, ValueError, IndexError):
        for _ in range(_SAMPLES):
            running = loadavg.read_text(encoding="ascii").split()[3].partition("/")[0]
            busy.append(int(running) - 1)  # without this process, which asks
            time.sleep(_BETWEEN_SAMPLES_S)
    return max(1, cores - (statistics.median_low(busy) if busy else 0))
