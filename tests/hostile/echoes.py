"""Servers that repeat the key they were sent, wherever one can put it, and that send clients elsewhere."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import deque
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from tests.fake_batches import FakeBatches
from tests.fake_server import HANG_S, Answer, FakeServer, Seen, _choice, _error, _Wire, completion

__all__ = ["ANSWERS", "MOVES", "STOPS", "TRANSIENT", "Echo", "EchoingBatches", "EchoingServer"]

EMPTY = '{"headline":"h","attacks":[],"diplomacy":[]}'


class Echo(StrEnum):
    """Where the key comes back."""

    PAGE_401 = "401, a page of HTML that shows the request's headers"
    JSON_401 = "401, an error object"
    JSON_403_ODD = "403, JSON that is no object"
    PAGE_404 = "404, a page"
    JSON_400 = "400, an error object"
    CODE_400 = "400, the key as the error's code and type"
    PAGE_200 = "200, a log-in page"
    BROKEN_200 = "200, JSON that breaks off after the key"
    LIST_200 = "200, a JSON list"
    ERROR_200 = "200 with an error object"
    PAGE_503 = "503, a page"
    PACKED_503 = "503, a page, gzip"
    JSON_429 = "429, an error object"
    HEADERS_503 = "503, the key in headers of the response"
    COOKIE_503 = "503, the key as a cookie of a name that no cookie may have"
    SPLIT_503 = "503, the key in two pieces, in time"
    CUT = "the connection breaks after the key"
    DRIPPED = "the key again and again, a byte at a time"
    HANGING = "the key, then nothing"
    HUGE = "20 MB of the key"
    HEADERS_200 = "a good answer, the key in headers of the response"
    HEADLINE = "a good answer with the key as its headline"
    MODEL = "a good answer of a model called like the key"
    CONTENT = "content that is no JSON but the key"
    WRONG_TYPE = "content of the wrong shape, with the key"
    REFUSAL = "a refusal that names the key"
    CUT_ANSWER = "an answer cut at the token limit, after the key"
    MOVED_301 = "301 to another host"
    MOVED_302 = "302 to another host"
    MOVED_303 = "303 to another host"
    MOVED_307 = "307 to another host"
    MOVED_308 = "308 to another host, the key in the address"


STOPS = (Echo.PAGE_401, Echo.JSON_401, Echo.JSON_403_ODD, Echo.PAGE_404)
MOVES = (Echo.MOVED_301, Echo.MOVED_302, Echo.MOVED_303, Echo.MOVED_307, Echo.MOVED_308)
ANSWERS = (
    Echo.HEADERS_200,
    Echo.HEADLINE,
    Echo.MODEL,
    Echo.CONTENT,
    Echo.WRONG_TYPE,
    Echo.REFUSAL,
    Echo.CUT_ANSWER,
    Echo.JSON_400,
    Echo.CODE_400,
)
TRANSIENT = (
    Echo.PAGE_200,
    Echo.BROKEN_200,
    Echo.LIST_200,
    Echo.ERROR_200,
    Echo.PAGE_503,
    Echo.PACKED_503,
    Echo.JSON_429,
    Echo.HEADERS_503,
    Echo.COOKIE_503,
    Echo.SPLIT_503,
    Echo.CUT,
    Echo.HUGE,
)
_STATUS = {
    "200": "200 OK",
    "301": "301 Moved Permanently",
    "302": "302 Found",
    "303": "303 See Other",
    "307": "307 Temporary Redirect",
    "308": "308 Permanent Redirect",
    "400": "400 Bad Request",
    "401": "401 Unauthorized",
    "403": "403 Forbidden",
    "404": "404 Not Found",
    "429": "429 Too Many Requests",
    "503": "503 Service Unavailable",
}


class EchoingServer(FakeServer):
    """A chat server that plays echoes first, then answers. `elsewhere` is where its redirects lead."""

    def __init__(self, *echoes: Echo, answer: Answer | str = EMPTY, elsewhere: str = "") -> None:
        super().__init__(answer)
        self.echoes = deque(echoes)
        self.elsewhere = elsewhere

    async def _step(self, seen: Seen, wire: _Wire) -> None:
        if not self.echoes:
            await super()._step(seen, wire)
            return
        echo = self.echoes.popleft()
        self.played[echo.name] += 1
        await play(echo, seen, wire, self.elsewhere)


class EchoingBatches(FakeBatches):
    """Files and batches; a route (`POST files`, `GET batches`, …) first plays the echoes planned for it."""

    def __init__(self, answer: Answer | str = EMPTY, *, elsewhere: str = "") -> None:
        super().__init__(answer)
        self.elsewhere = elsewhere
        self.planned: dict[str, deque[Echo]] = {}

    def plan(self, route: str, *echoes: Echo) -> None:
        """What the next calls of a route meet."""
        self.planned.setdefault(route, deque()).extend(echoes)

    async def _reply(self, seen: Seen, writer: Any) -> None:
        steps = urlsplit(seen.path).path.strip("/").split("/")
        waiting = self.planned.get(f"{seen.method} {steps[1]}{' content' if steps[-1] == 'content' else ''}")
        if not waiting:
            await super()._reply(seen, writer)
            return
        echo = waiting.popleft()
        self.played[echo.name] += 1
        wire = _Wire(writer, {}, seen.headers.get("authorization", ""))
        await play(echo, seen, wire, self.elsewhere)


async def play(echo: Echo, seen: Seen, wire: _Wire, elsewhere: str) -> None:
    """Send the key back."""
    bearer = seen.headers.get("authorization", "")
    key = bearer.removeprefix("Bearer ")
    where, _, status = echo.name.partition("_")
    if echo in MOVES:
        to = {"location": f"{elsewhere}/v1/chat/completions?key={key}"}
        await wire.send(_page(bearer), status=_STATUS[status], kind="text/html", headers=to)
    elif echo in (Echo.SPLIT_503, Echo.CUT, Echo.DRIPPED, Echo.HANGING, Echo.HUGE):
        await _slowly(echo, wire, key)
    elif where == "PAGE":
        await wire.send(_page(bearer), status=_STATUS[status], kind="text/html")
    elif where == "HEADERS":
        body = json.dumps(completion(EMPTY)).encode()
        back = {"x-your-key": key, "www-authenticate": f"Bearer error={key}", "set-cookie": f"key={key}"}
        await wire.send(body, status=_STATUS[status], headers=back)
    elif echo is Echo.COOKIE_503:
        await wire.send(b"{}", status=_STATUS[status], headers={"set-cookie": f"({key})=1"})
    elif echo is Echo.PACKED_503:
        packed = gzip.compress(_page(bearer))
        await wire.send(packed, status=_STATUS[status], headers={"content-encoding": "gzip"})
    else:
        await wire.send(_body(echo, key), status=_STATUS.get(status[:3], "200 OK"))


def _body(echo: Echo, key: str) -> bytes:
    bodies: dict[Echo, Any] = {
        Echo.JSON_403_ODD: [{"your": key}, key],
        Echo.CODE_400: {"error": {"message": "no", "type": key, "param": key, "code": key}},
        Echo.LIST_200: [key, {"authorization": key}],
        Echo.ERROR_200: {"error": {"message": f"Provider said: bad key {key}"}, "key": key},
        Echo.HEADLINE: completion(json.dumps({"headline": f"The key {key}", "attacks": [], "diplomacy": []})),
        Echo.MODEL: completion(EMPTY, model=key, system_fingerprint=key, id=key),
        Echo.CONTENT: completion(f"I was asked with {key}, and {{"),
        Echo.WRONG_TYPE: completion(json.dumps({"headline": 7, "attacks": key, key: key})),
        Echo.REFUSAL: completion(None, choices=_choice(None, "stop", f"Not for {key}.")),
        Echo.CUT_ANSWER: completion(None, choices=_choice(f'{{"headline": "{key}', "length")),
    }
    if echo is Echo.BROKEN_200:
        return f'{{"key": "{key}", "choices": ['.encode()
    if echo in bodies:
        return json.dumps(bodies[echo]).encode()
    return _error(f"Incorrect API key provided: {key}", "echoed")


def _page(bearer: str) -> bytes:
    return f"<!doctype html><title>{bearer}</title><pre>Authorization: {bearer}</pre>".encode()


async def _slowly(echo: Echo, wire: _Wire, key: str) -> None:
    body = f'{{"error": {{"message": "bad key {key} or {key}", "key": "{key}"}}}}'.encode()
    status = _STATUS["503"] if echo is Echo.SPLIT_503 else _STATUS["200"]
    if echo is Echo.HUGE:
        body = f"{key} ".encode() * (20_000_000 // len(key))
    wire.writer.write(wire.head(len(body), status=status))
    middle = body.find(key.encode()) + len(key) // 2
    for piece in _pieces(echo, body, middle):
        wire.writer.write(piece)
        await wire.writer.drain()
        await asyncio.sleep(0.03)
    if echo is Echo.CUT:
        wire.cut()
    if echo is Echo.HANGING:
        await asyncio.sleep(HANG_S)


def _pieces(echo: Echo, body: bytes, middle: int) -> list[bytes]:
    if echo is Echo.SPLIT_503:
        return [body[:middle], body[middle:]]
    if echo is Echo.DRIPPED:
        return [body[at : at + 1] for at in range(len(body))]
    if echo is Echo.HUGE:
        return [body]
    return [body[: middle + 30]]  # the connection ends, or goes on saying nothing
