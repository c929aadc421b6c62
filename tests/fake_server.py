"""A model server on loopback that speaks the chat-completions protocol and misbehaves on request.

In a test: `with FakeServer(answer) as server:` then point a client at `server.url`. It runs in a thread of
its own, so synchronous and asynchronous tests use it alike. For benchmarks and other processes:

    python -m tests.fake_server --port 8123 --answers toy --latency 0.2 --faults 0.2 --seed 7
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import json
import random
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

__all__ = [
    "CONTENT_FAULTS",
    "TRANSPORT_FAULTS",
    "FakeServer",
    "Fault",
    "Seen",
    "completion",
    "numbered_sentences",
]

HANG_S = 3600.0
USAGE = {"prompt_tokens": 1200, "completion_tokens": 300, "total_tokens": 1500}


class Fault(StrEnum):
    """What a server may do instead of answering."""

    RATE_LIMIT = "429"
    RATE_LIMIT_RETRY_AFTER = "429 Retry-After: 1"
    RATE_LIMIT_RETRY_DATE = "429 Retry-After: an HTTP date two seconds ahead"
    RATE_LIMIT_TEN_MINUTES = "429 Retry-After: 600"
    QUOTA = "429 insufficient_quota"
    UNAUTHORIZED = "401 that repeats the key"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    BAD_REQUEST = "400"
    CONTEXT_LENGTH = "400 context_length_exceeded"
    NO_JSON_SCHEMA = "400 response_format"
    NO_RESPONSE_FORMAT = "400 response_format json_object"
    TOO_LARGE = "413"
    REDIRECT = "301"
    SERVER_ERROR = "500"
    HTML_503 = "503 HTML"
    HTML_200 = "200 HTML"
    CUT = "connection cut in the middle of the body"
    HANG_HEADERS = "no headers ever"
    HANG_BODY = "headers, then no body"
    DRIP = "one byte every 20 ms"
    HUGE = "200 MB body"
    GZIP_BOMB = "64 MB of blanks in 64 KB of gzip"
    EMPTY_BODY = "200 without a body"
    EMPTY_CHOICES = "choices: []"
    NULL_CONTENT = "content: null"
    ERROR_IN_200 = "200 with an error object"
    NOT_AN_OBJECT = "200 with a JSON list"
    REFUSAL = "refusal"
    CONTENT_FILTER = "finish_reason content_filter"
    LENGTH = "finish_reason length"
    INVALID_JSON = "content is no JSON"
    FENCED = "content in a Markdown fence"
    WRONG_SCHEMA = "content does not fit the schema"
    NO_USAGE = "no usage"
    WRONG_CONTENT_TYPE = "a good answer as text/plain"
    GZIP = "a good answer, gzip, unasked"
    BODY_BOM = "a good answer behind a byte order mark"
    CONTENT_BOM = "content behind a byte order mark"
    NAN = "content holds NaN"
    HUGE_NUMBER = "content holds 10^400"
    DUPLICATE_KEYS = "content names a key twice"
    DEEP = "content nested 10,000 deep"
    DEEP_BODY = "body nested 100,000 deep"
    LONE_SURROGATE = "content holds a lone surrogate"
    BODY_LATIN1 = "body is not UTF-8"


TRANSPORT_FAULTS = (
    Fault.RATE_LIMIT,
    Fault.SERVER_ERROR,
    Fault.HTML_503,
    Fault.HTML_200,
    Fault.CUT,
    Fault.EMPTY_BODY,
    Fault.EMPTY_CHOICES,
)
CONTENT_FAULTS = (Fault.INVALID_JSON, Fault.FENCED, Fault.WRONG_SCHEMA, Fault.NAN, Fault.LENGTH)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in. `at` is the monotonic time, `number` counts from 0."""

    number: int
    at: float
    method: str
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.raw) if self.raw else {}

    @property
    def messages(self) -> list[dict[str, str]]:
        return self.body.get("messages", [])

    @property
    def article_message(self) -> str:
        """The last message with an article between marks (`prompts/article.j2`), else the first one."""
        users = [m["content"] for m in self.messages if m["role"] == "user"]
        return next((text for text in reversed(users) if "\n<<<" in text), users[0] if users else "")

    @property
    def schema(self) -> dict[str, Any]:
        return self.body["response_format"]["json_schema"]["schema"]


Answer = Callable[[Seen], "str | dict[str, Any] | Fault"]


def numbered_sentences(prompt: str) -> dict[int, str]:
    """The sentences of a prompt by their numbers, as a model would read them."""
    sentences: dict[int, str] = {}
    number = 0
    for line in prompt.split("\n"):
        head, bracket, rest = line.partition("] ")
        if bracket and head.startswith("[") and head[1:].isdigit():
            number = int(head[1:])
            sentences[number] = rest
        elif number and not line.endswith(">>>"):
            sentences[number] += "\n" + line
    return sentences


def completion(content: str | None, **changes: Any) -> dict[str, Any]:
    """A chat completion around a text; `changes` replace top-level fields, or leave them out if `...`."""
    body = {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 1_760_000_000,
        "model": "fake-model-2026-01-01",
        "system_fingerprint": "fp_fake",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": None},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": USAGE,
    }
    return {key: value for key, value in (body | changes).items() if value is not ...}


def _choice(content: str | None, finish: str, refusal: str | None = None) -> list[dict[str, Any]]:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return [{"index": 0, "message": message, "finish_reason": finish}]


def _error(message: str, code: str | None = None, kind: str = "invalid_request_error") -> bytes:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return json.dumps({"error": error}).encode()


def _broken_contents(good: str) -> dict[Fault, str]:
    inner = good.strip()[1:]
    return {
        Fault.INVALID_JSON: good[: len(good) // 2],
        Fault.FENCED: f"Here you are:\n```json\n{good}\n```",
        Fault.WRONG_SCHEMA: '{"headline": 7, "attacks": "none"}',
        Fault.CONTENT_BOM: "\ufeff" + good,
        Fault.NAN: '{"extra": NaN, ' + inner,
        Fault.HUGE_NUMBER: '{"extra": 1' + "0" * 400 + ", " + inner,
        Fault.DUPLICATE_KEYS: '{"headline": "another", ' + inner,
        Fault.DEEP: '{"extra": ' + "[" * 10_000 + "]" * 10_000 + ", " + inner,
        Fault.LONE_SURROGATE: '{"headline": "\\ud800", "attacks": [], "diplomacy": []}',
    }


@dataclass(slots=True)
class _Wire:
    """One connection, and how an answer is written to it. `key` is what the client sent as its key."""

    writer: asyncio.StreamWriter
    headers: dict[str, str] = field(default_factory=dict)
    key: str = ""

    async def send(
        self,
        body: bytes,
        *,
        status: str = "200 OK",
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.writer.write(self.head(len(body), status=status, kind=kind, headers=headers) + body)
        await self.writer.drain()

    def head(
        self,
        length: int,
        *,
        status: str = "200 OK",
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> bytes:
        lines = [f"HTTP/1.1 {status}", f"content-type: {kind}", f"content-length: {length}"]
        lines += [f"{name}: {value}" for name, value in (self.headers | (headers or {})).items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def cut(self) -> None:
        """Reset the connection, as a dying proxy does."""
        sock = self.writer.get_extra_info("socket")
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.writer.transport.abort()


def _http_date(seconds_ahead: float) -> str:
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + seconds_ahead))


async def _misbehave(wire: _Wire, fault: Fault, good: str) -> None:
    """Play one fault. `good` is what a sound answer would have been."""
    body = json.dumps(completion(good)).encode()
    limited = {"status": "429 Too Many Requests"}
    limit = _error("Rate limit reached", "rate_limit_exceeded", "requests")
    statuses: dict[Fault, Callable[[], Awaitable[None]]] = {
        Fault.RATE_LIMIT: lambda: wire.send(limit, **limited),
        Fault.RATE_LIMIT_RETRY_AFTER: lambda: wire.send(limit, headers={"retry-after": "1"}, **limited),
        Fault.RATE_LIMIT_RETRY_DATE: lambda: wire.send(
            limit, headers={"retry-after": _http_date(2)}, **limited
        ),
        Fault.RATE_LIMIT_TEN_MINUTES: lambda: wire.send(limit, headers={"retry-after": "600"}, **limited),
        Fault.QUOTA: lambda: wire.send(
            _error("You exceeded your current quota", "insufficient_quota", "insufficient_quota"), **limited
        ),
        Fault.UNAUTHORIZED: lambda: wire.send(
            _error(f"Incorrect API key provided: {wire.key}", "invalid_api_key"),
            status="401 Unauthorized",
        ),
        Fault.FORBIDDEN: lambda: wire.send(_error("Not allowed"), status="403 Forbidden"),
        Fault.NOT_FOUND: lambda: wire.send(
            _error("The model `x` does not exist", "model_not_found"), status="404 Not Found"
        ),
        Fault.BAD_REQUEST: lambda: wire.send(_error("Unrecognized parameter"), status="400 Bad Request"),
        Fault.CONTEXT_LENGTH: lambda: wire.send(
            _error("This model's maximum context length is 8192 tokens.", "context_length_exceeded"),
            status="400 Bad Request",
        ),
        Fault.NO_JSON_SCHEMA: lambda: wire.send(
            _error("'response_format' of type 'json_schema' is not supported with this model"),
            status="400 Bad Request",
        ),
        Fault.NO_RESPONSE_FORMAT: lambda: wire.send(
            _error("response_format is not supported"), status="400 Bad Request"
        ),
        Fault.TOO_LARGE: lambda: wire.send(_error("Request too large"), status="413 Payload Too Large"),
        Fault.REDIRECT: lambda: wire.send(
            b"", status="301 Moved Permanently", headers={"location": "https://x.invalid/"}
        ),
        Fault.SERVER_ERROR: lambda: wire.send(
            _error("oops", None, "server_error"), status="500 Internal Server Error"
        ),
        Fault.HTML_503: lambda: wire.send(
            b"<html><h1>Service Unavailable</h1></html>", status="503 Service Unavailable", kind="text/html"
        ),
        Fault.HTML_200: lambda: wire.send(b"<!doctype html><title>Log in</title>", kind="text/html"),
        Fault.EMPTY_BODY: lambda: wire.send(b""),
        Fault.EMPTY_CHOICES: lambda: wire.send(json.dumps(completion(good, choices=[])).encode()),
        Fault.NULL_CONTENT: lambda: wire.send(json.dumps(completion(None)).encode()),
        Fault.ERROR_IN_200: lambda: wire.send(_error("Provider returned error")),
        Fault.NOT_AN_OBJECT: lambda: wire.send(b"[1, 2]"),
        Fault.REFUSAL: lambda: wire.send(
            json.dumps(completion(None, choices=_choice(None, "stop", "I cannot help with that."))).encode()
        ),
        Fault.CONTENT_FILTER: lambda: wire.send(
            json.dumps(completion(None, choices=_choice(None, "content_filter"))).encode()
        ),
        Fault.LENGTH: lambda: wire.send(
            json.dumps(completion(None, choices=_choice(good[: len(good) // 2], "length"))).encode()
        ),
        Fault.NO_USAGE: lambda: wire.send(json.dumps(completion(good, usage=...)).encode()),
        Fault.WRONG_CONTENT_TYPE: lambda: wire.send(body, kind="text/plain; charset=utf-8"),
        Fault.GZIP: lambda: wire.send(gzip.compress(body), headers={"content-encoding": "gzip"}),
        Fault.BODY_BOM: lambda: wire.send(b"\xef\xbb\xbf" + body),
        Fault.DEEP_BODY: lambda: wire.send(b"[" * 100_000 + b"]" * 100_000),
        Fault.BODY_LATIN1: lambda: wire.send('{"id": "é"}'.encode("latin-1")),
        Fault.CUT: lambda: _cut(wire, body),
        Fault.HANG_HEADERS: lambda: asyncio.sleep(HANG_S),
        Fault.HANG_BODY: lambda: _hang_body(wire, body),
        Fault.DRIP: lambda: _drip(wire, body),
        Fault.HUGE: lambda: _huge(wire),
        Fault.GZIP_BOMB: lambda: wire.send(_bomb(), headers={"content-encoding": "gzip"}),
    }
    if fault in statuses:
        await statuses[fault]()
    else:
        await wire.send(json.dumps(completion(_broken_contents(good)[fault])).encode())


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * 64_000_000)


async def _cut(wire: _Wire, body: bytes) -> None:
    wire.writer.write(wire.head(len(body)) + body[: len(body) // 2])
    await wire.writer.drain()
    await asyncio.sleep(0.01)
    wire.cut()


async def _hang_body(wire: _Wire, body: bytes) -> None:
    wire.writer.write(wire.head(len(body)))
    await wire.writer.drain()
    await asyncio.sleep(HANG_S)


async def _drip(wire: _Wire, body: bytes) -> None:
    wire.writer.write(wire.head(len(body)))
    for byte in body:
        wire.writer.write(bytes([byte]))
        await wire.writer.drain()
        await asyncio.sleep(0.02)


async def _huge(wire: _Wire) -> None:
    """200 MB without a stated length, so that only counting helps."""
    wire.writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n")
    block = b" " * 1_000_000
    for _ in range(200):
        wire.writer.write(block)
        await wire.writer.drain()
    wire.writer.close()


class FakeServer:
    """A scripted chat-completions server.

    `answer` gives the content (a string), a whole body (a dict) or a `Fault` for each request; steps put in
    with `enqueue` are used up first. `latency` is in seconds. `headers` are added to every response.
    """

    def __init__(
        self,
        answer: Answer | str = '{"headline":"h","attacks":[],"diplomacy":[]}',
        *,
        latency: float = 0.0,
        headers: dict[str, str] | None = None,
        models: tuple[str, ...] = ("fake-model",),
    ) -> None:
        self._answer: Answer = (lambda _: answer) if isinstance(answer, str) else answer
        self._steps: deque[Any] = deque()
        self._latency = latency
        self._headers = headers or {}
        self._models = models
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._lock = threading.Lock()
        self.requests: list[Seen] = []
        self.played: Counter[str] = Counter()
        self.in_flight = 0
        self.most_in_flight = 0
        self.port = 0

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def calls(self) -> list[Seen]:
        """The requests for completions, without those for the list of models."""
        return [seen for seen in self.requests if seen.path.endswith("/chat/completions")]

    def enqueue(self, *steps: str | dict[str, Any] | Fault) -> None:
        """What the next requests get, one step each, before `answer` is asked again."""
        self._steps.extend(steps)

    def forget(self) -> None:
        """Start counting anew."""
        with self._lock:
            self.requests.clear()
            self.played.clear()
            self._steps.clear()

    def __enter__(self) -> FakeServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, port: int = 0) -> None:
        """Listen on a port (0: any free one) in a thread."""
        self._port_wanted = port
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the fake server did not start")

    def stop(self) -> None:
        """Cut every connection and end the thread."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(
            self._connection, "127.0.0.1", self._port_wanted, limit=64_000_000, backlog=1024
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while (seen := await self._read(reader)) is not None:
                await self._reply(seen, writer)
        with contextlib.suppress(ConnectionError, RuntimeError):
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Seen | None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.rstrip("\r\n").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        raw = await reader.readexactly(int(headers.get("content-length", "0")))
        method, path, _ = first.split(" ", 2)
        with self._lock:
            seen = Seen(len(self.requests), time.monotonic(), method, path, headers, raw)
            self.requests.append(seen)
        return seen

    async def _reply(self, seen: Seen, writer: asyncio.StreamWriter) -> None:
        wire = _Wire(writer, dict(self._headers), seen.headers.get("authorization", ""))
        if seen.path.endswith("/models"):
            listed = [{"id": model, "object": "model"} for model in self._models]
            await wire.send(json.dumps({"object": "list", "data": listed}).encode())
            return
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self._latency:
                await asyncio.sleep(self._latency)
            await self._step(seen, wire)
        finally:
            self.in_flight -= 1

    async def _step(self, seen: Seen, wire: _Wire) -> None:
        step = self._steps.popleft() if self._steps else self._answer(seen)
        if isinstance(step, Fault):
            self.played[step.name] += 1
            good = self._answer(seen)
            await _misbehave(wire, step, good if isinstance(good, str) else "{}")
            return
        self.played["ok"] += 1
        body = completion(step) if isinstance(step, str) else step
        await wire.send(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def faulty(answer: Answer, share: float, *, seed: int, faults: tuple[Fault, ...]) -> Answer:
    """An answerer that plays a random fault in a share of the calls.

    The n-th call for an article always gets the same, in whatever order the articles come.
    """
    asked: Counter[str] = Counter()

    def play(seen: Seen) -> str | dict[str, Any] | Fault:
        article = seen.article_message
        asked[article] += 1
        dice = random.Random(f"{seed} {asked[article]} {article}")
        return dice.choice(faults) if dice.random() < share else answer(seen)

    return play


def main() -> None:
    """Serve until interrupted; print the address first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--faults", type=float, default=0.0, help="share of the calls that fail")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--answers", choices=["toy", "gold", "empty"], default="toy")
    options = parser.parse_args()
    from tests.gold import gold_answer, toy_answer

    answers: dict[str, Answer] = {
        "toy": toy_answer,
        "gold": gold_answer,
        "empty": lambda _: '{"headline":"","attacks":[],"diplomacy":[]}',
    }
    every = TRANSPORT_FAULTS + CONTENT_FAULTS
    answer = faulty(answers[options.answers], options.faults, seed=options.seed, faults=every)
    server = FakeServer(answer, latency=options.latency)
    server.start(options.port)
    print(server.url, flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    server.stop()


if __name__ == "__main__":
    main()
