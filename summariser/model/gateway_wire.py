"""The wire of the gateway: the SDK's client with a cap on bodies, and its errors in our words.

The transport is aiohttp, which the SDK offers for many calls at once: a fifth less CPU a call than its own.
Imported when the first question is asked, because openai, httpx2 and aiohttp are slow to import.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import lru_cache, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy

import aiohttp
import httpx2
import openai
from openai.types.chat import ChatCompletion

from summariser.errors import SettingsError, SummariserError
from summariser.model.classify import Said, StatusFailure, TryAgain, retry_after_s, status_error

__all__ = ["TRANSLATIONS", "as_completion", "make_client", "translated"]

BODY_CAP = 8_000_000  # bytes; an answer has a few thousand
CONNECT_S = 10.0
MAX_CONNECTIONS = 1000
CUT = 300
SHORTEST_SECRET = 12  # "none", "EMPTY", "ollama" are words that an answer may hold, and no secrets


class BodyTooLarge(httpx2.ReadError):
    """The endpoint sends more than any answer needs."""


class CappedStream(httpx2.AsyncByteStream):
    """The bytes of a body, unpacked by us, so that the cap holds for what they unpack to.

    The key, should the endpoint repeat it, is struck out here: whatever reads a body never sees it.
    """

    def __init__(self, inner: httpx2.AsyncByteStream, *, gzipped: bool, cap: int, secret: str) -> None:
        self._inner = inner
        self._cap = cap
        self._unzip = zlib.decompressobj(wbits=47) if gzipped else None  # 47: gzip or zlib, by its header
        self._read = 0
        self._secret = secret.encode()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if not self._secret:
            async for part in self._parts():
                yield part
            return
        held = b""  # a key may begin in one part and end in the next
        async for part in self._parts():
            seen = (held + part).replace(self._secret, b"*" * len(self._secret))
            sure = max(0, len(seen) - len(self._secret) + 1)
            held = seen[sure:]
            yield seen[:sure]
        yield held

    async def _parts(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:
            for part in self._unpacked(chunk):
                self._read += len(part)
                if self._read > self._cap:
                    raise BodyTooLarge(f"a body of more than {self._cap:,} bytes")
                yield part

    def _unpacked(self, chunk: bytes) -> list[bytes]:
        if self._unzip is None:
            return [chunk]
        try:
            return [self._unzip.decompress(chunk, self._cap + 1)]
        except zlib.error as error:
            raise httpx2.DecodingError(str(error)) from error

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _guard(response: httpx2.Response, *, cap: int, secret: str) -> None:
    """A response hook: runs after the headers and before the body is read, or anything is logged of it."""
    if secret:
        for name, value in response.headers.items():
            response.headers[name] = value.replace(secret, "*" * len(secret))
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise httpx2.DecodingError(f"content-encoding {encoding!r}, which nobody asked for")
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = CappedStream(response.stream, gzipped=encoding != "identity", cap=cap, secret=secret)
    if "content-encoding" in response.headers:
        del response.headers["content-encoding"]


def _secret(api_key: str) -> str:
    return api_key if len(api_key) >= SHORTEST_SECRET else ""


@lru_cache(maxsize=1)
def _hush_wire() -> None:
    """The transport's own words show headers as they come in: off, unless somebody asked for just that."""
    words = logging.getLogger("aiohttp")
    if words.level == logging.NOTSET:
        words.setLevel(logging.ERROR)


def make_client(
    *, base_url: str | None, api_key: str, deadline_s: float, body_cap: int = BODY_CAP
) -> openai.AsyncOpenAI:
    """An SDK client that never retries, follows no redirect and reads no body beyond `body_cap` bytes."""
    _hush_wire()
    timeout = httpx2.Timeout(deadline_s, connect=min(CONNECT_S, deadline_s))
    limits = httpx2.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS)
    try:
        url = httpx2.URL(base_url or "https://api.openai.com/v1")
        http = openai.DefaultAioHttpClient(
            auth=(url.username, url.password) if url.userinfo else None,
            timeout=timeout,
            limits=limits,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # none: an odd one would spoil calls
            follow_redirects=False,
            event_hooks={"response": [partial(_guard, cap=body_cap, secret=_secret(api_key))]},
        )
        return openai.AsyncOpenAI(
            base_url=url.copy_with(username=None, password=None),  # addresses are logged, also by others
            api_key=api_key,
            max_retries=0,
            timeout=timeout,
            http_client=http,
            default_headers={"Accept-Encoding": "identity"},
        )
    except (openai.OpenAIError, httpx2.InvalidURL, ValueError) as error:
        raise SettingsError(f"the endpoint's address cannot be used: {error}") from None


def _timed_out(error: Exception) -> SummariserError:
    cause = error.__cause__
    if cause is not None and not isinstance(cause.__cause__, TimeoutError):
        return _disconnected(error)  # the adapter calls every lost connection a timeout
    return TryAgain(f"the connection timed out ({type(cause).__name__})")


def _disconnected(error: Exception) -> SummariserError:
    cause = error.__cause__
    if isinstance(cause, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
        return SettingsError("the endpoint's address cannot be used: is it http:// or https://, and a host?")
    if isinstance(cause, ValueError):  # raised before anything is sent
        return SettingsError("the endpoint's key cannot be sent: it holds a control character")
    reason = cause.__cause__ if isinstance(cause, httpx2.TransportError) and cause.__cause__ else cause
    told = reason.message if isinstance(reason, aiohttp.ClientResponseError) else reason  # not the address
    return TryAgain(f"the connection failed: {type(reason).__name__}: {' '.join(str(told).split())}")


def _status(error: Exception) -> SummariserError:
    assert isinstance(error, openai.APIStatusError)
    body = error.body if isinstance(error.body, dict) else {}
    message = body.get("message")
    return status_error(
        StatusFailure(
            status=error.status_code,
            message=message if isinstance(message, str) else _page(error.response),
            code=_text(error.code),
            kind=_text(error.type),
            retry_after=retry_after_s(error.response.headers, now=datetime.now(UTC)),
        )
    )


def _odd(error: Exception) -> SummariserError:
    return TryAgain(f"an unusable response: {type(error).__name__}: {error}")


def _settings(error: Exception) -> SummariserError:
    return SettingsError(f"openai: {error}")


# Every error class of the SDK, the more special before the more general. A test fails if one is missing.
TRANSLATIONS: tuple[tuple[type[Exception], Callable[[Exception], SummariserError]], ...] = (
    (openai.APITimeoutError, _timed_out),
    (openai.APIConnectionError, _disconnected),
    (openai.APIStatusError, _status),
    (openai.APIResponseValidationError, _odd),
    (openai.APIError, _odd),
    (openai.LengthFinishReasonError, _odd),
    (openai.ContentFilterFinishReasonError, _odd),
    (openai.OpenAIError, _settings),
)


def translated(error: Exception, *, api_key: str) -> SummariserError:
    """One of the SDK's errors as one of ours, without the key, should the endpoint have echoed it."""
    ours = next(translate for kind, translate in TRANSLATIONS if isinstance(error, kind))(error)
    if len(api_key) > len("none"):
        ours.args = tuple(arg.replace(api_key, "[key]") if isinstance(arg, str) else arg for arg in ours.args)
    return ours


def as_completion(said: Said, content: str) -> ChatCompletion:
    """What instructor wants to see: the SDK's own type, made of what we have judged sound."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}
    return ChatCompletion.model_validate(
        {"id": "", "object": "chat.completion", "created": 0, "model": said.model or "", "choices": [choice]}
    )


def _page(response: httpx2.Response) -> str:
    return " ".join(response.content[:CUT].decode("utf-8", "replace").split())


def _text(given: object) -> str | None:
    return given if isinstance(given, str) else None
