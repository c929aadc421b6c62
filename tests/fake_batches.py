"""The files and batches of OpenAI's API on loopback, with every ending that a batch can come to.

`with FakeBatches(answer) as server:` point a client at `server.url`; batches stay `in_progress` until the
test ends them: `server.end(Ending(...))`. `server.paid` counts the answers to each custom id, and
`server.twice` lists those that came in although another batch was running with them or had answered them.
"""

from __future__ import annotations

import itertools
import json
import random
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fake_server import Answer, FakeServer, Fault, Seen, _error, _Wire, completion

__all__ = ["Ending", "FakeBatches", "Says", "Trouble"]

MOST_REQUESTS, MOST_BYTES = 50_000, 200_000_000


class Says(StrEnum):
    """What the error file says of a request without an answer."""

    NOTHING = "it stands in no file"
    EXPIRED = "batch_expired"
    CANCELLED = "batch_cancelled"
    SERVER_ERROR = "status 500"
    BAD_REQUEST = "status 400"
    TOO_LONG = "status 400 context_length_exceeded"


class Trouble(StrEnum):
    """What may go wrong with one call to the API itself."""

    NONE = "all is well"
    ERROR_500 = "status 500, nothing was done"
    UNHEARD = "it was done, then the connection was cut before the answer"
    THROTTLED = "429, nothing was done"
    PAGE = "200 with a page of HTML"
    CUT = "the connection is cut in the middle of the body"
    TORN = "a whole response around half of the file"
    SHORT = "a whole response without the file's last line"
    GONE = "404"


@dataclass(frozen=True, slots=True)
class Ending:
    """How batches end. `answered` is the share of requests that are in the output file."""

    status: str = "completed"
    answered: float = 1.0
    others: Says = Says.NOTHING
    shuffled: bool = True
    duplicated: bool = False  # every line of the output twice, the second with another answer
    strangers: bool = False  # lines of nobody, and lines that are none
    empty_ids: bool = False  # "" instead of null for a file that is not there
    problem: str | None = None  # a code in `errors`, as after a failed validation


@dataclass(slots=True)
class _Batch:
    id: str
    input_file: str
    metadata: dict[str, str]
    created: int
    status: str = "in_progress"
    output_file: str | None = None
    error_file: str | None = None
    counts: dict[str, int] = field(default_factory=lambda: {"total": 0, "completed": 0, "failed": 0})
    errors: list[dict[str, Any]] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "errors": {"object": "list", "data": self.errors} if self.errors else None,
            "input_file_id": self.input_file,
            "completion_window": "24h",
            "status": self.status,
            "output_file_id": self.output_file,
            "error_file_id": self.error_file,
            "created_at": self.created,
            "request_counts": self.counts,
            "metadata": self.metadata,
        }


class FakeBatches(FakeServer):
    """A server of files and batches; everything else goes to `FakeServer`."""

    def __init__(self, answer: Answer | str = '{"headline":"h","attacks":[],"diplomacy":[]}') -> None:
        super().__init__(answer)
        self.files: dict[str, bytes] = {}
        self.batches: list[_Batch] = []
        self.paid: Counter[str] = Counter()
        self.twice: list[str] = []
        self.trouble: dict[str, deque[Trouble]] = {}
        self._dice = random.Random(7)
        self._numbers = itertools.count(1)

    def plan_trouble(self, route: str, *troubles: Trouble) -> None:
        """What the next calls of a route meet: `upload`, `create`, `list`, `retrieve` or `download`."""
        self.trouble.setdefault(route, deque()).extend(troubles)

    def end(self, ending: Ending) -> None:
        """End every batch that runs."""
        for batch in self.batches:
            if batch.status == "in_progress":
                self._end(batch, ending)

    # The endings

    def _end(self, batch: _Batch, ending: Ending) -> None:
        batch.status = ending.status
        requests = [json.loads(line) for line in self.files[batch.input_file].splitlines()]
        if ending.problem:
            batch.errors = [
                {"code": ending.problem, "message": "told by the fake", "line": None, "param": None}
            ]
            return
        self._dice.shuffle(requests)
        answered = requests[: round(len(requests) * ending.answered)]
        good = [self._answered(request) for request in answered]
        self.paid.update(request["custom_id"] for request in answered)
        bad = [line for request in requests[len(answered) :] if (line := _unanswered(request, ending.others))]
        batch.counts = {"total": len(requests), "completed": len(good), "failed": len(bad)}
        if ending.duplicated:
            good += [self._another(line) for line in good]
        if ending.strangers:
            good += [good[0] | {"custom_id": "0" * 40}, "not a line at all", {"custom_id": 7}]
        if ending.shuffled:
            self._dice.shuffle(good)
        none = "" if ending.empty_ids else None
        batch.output_file = self._keep(_jsonl(good)) if good else none
        batch.error_file = self._keep(_jsonl(bad)) if bad else none

    def _answered(self, request: dict[str, Any]) -> dict[str, Any]:
        seen = Seen(0, 0.0, "POST", request["url"], {}, json.dumps(request["body"]).encode())
        said = self._answer(seen)
        assert not isinstance(said, Fault)
        body = completion(said) if isinstance(said, str) else said
        return _line(request, {"status_code": 200, "request_id": "r", "body": body}, None)

    def _another(self, line: dict[str, Any]) -> dict[str, Any]:
        other = completion('{"headline":"told twice","attacks":[],"diplomacy":[]}')
        return line | {"response": line["response"] | {"body": other}}

    def _keep(self, content: bytes) -> str:
        name = f"file-{next(self._numbers)}"
        self.files[name] = content
        return name

    # The API

    async def _reply(self, seen: Seen, writer: Any) -> None:
        url = urlsplit(seen.path)
        steps = url.path.strip("/").split("/")[1:]
        routes = {
            ("POST", "files", 1): ("upload", self._upload),
            ("GET", "files", 3): ("download", self._download),
            ("POST", "batches", 1): ("create", self._create),
            ("GET", "batches", 1): ("list", self._list),
            ("GET", "batches", 2): ("retrieve", self._retrieve),
        }
        found = routes.get((seen.method, steps[0], len(steps)))
        if found is None:
            await super()._reply(seen, writer)
            return
        route, serve = found
        wire = _Wire(writer)
        planned = self.trouble.get(route)
        trouble = planned.popleft() if planned else None
        if trouble in {Trouble.ERROR_500, Trouble.THROTTLED, Trouble.PAGE, Trouble.GONE}:
            await _refuse(wire, trouble)
            return
        status, body = serve(seen, steps, parse_qs(url.query))
        if trouble is Trouble.UNHEARD:
            wire.cut()
        elif trouble is Trouble.CUT:
            writer.write(wire.head(len(body)) + body[: len(body) // 2])
            await writer.drain()
            wire.cut()
        else:
            await wire.send(_spoilt(body, trouble), status=status)

    def _upload(self, seen: Seen, *_: Any) -> tuple[str, bytes]:
        parts = _parts_of_form(seen)
        assert parts["purpose"] == b"batch"
        name = self._keep(parts["file"])
        return _ok(
            {
                "id": name,
                "object": "file",
                "bytes": len(parts["file"]),
                "created_at": int(time.time()),
                "filename": "part.jsonl",
                "purpose": "batch",
                "status": "processed",
            }
        )

    def _create(self, seen: Seen, *_: Any) -> tuple[str, bytes]:
        asked = seen.body
        assert asked["endpoint"] == "/v1/chat/completions"
        assert asked["completion_window"] == "24h"
        batch = _Batch(
            f"batch_{next(self._numbers)}", asked["input_file_id"], asked["metadata"], int(time.time())
        )
        self.batches.append(batch)
        requests = [json.loads(line) for line in self.files[batch.input_file].splitlines()]
        problem = _what_is_wrong(requests, self.files[batch.input_file])
        if problem:
            batch.status = "failed"
            batch.errors = [{"code": problem, "message": problem, "line": None, "param": None}]
        self.twice += [name for name in self._names(batch) if self.paid[name] or name in self._running(batch)]
        return _ok(batch.shown() | {"status": "validating"})

    def _names(self, batch: _Batch) -> list[str]:
        return [json.loads(line)["custom_id"] for line in self.files[batch.input_file].splitlines()]

    def _running(self, newcomer: _Batch) -> set[str]:
        others = [batch for batch in self.batches if batch is not newcomer and batch.status == "in_progress"]
        return {name for batch in others for name in self._names(batch)}

    def _list(self, _seen: Seen, _steps: list[str], query: dict[str, list[str]]) -> tuple[str, bytes]:
        newest = self.batches[::-1]
        ids = [batch.id for batch in newest]
        start = ids.index(query["after"][0]) + 1 if "after" in query else 0
        page = newest[start : start + int(query["limit"][0])]
        more = start + len(page) < len(newest)
        return _ok({"object": "list", "data": [batch.shown() for batch in page], "has_more": more})

    def _retrieve(self, _seen: Seen, steps: list[str], *_: Any) -> tuple[str, bytes]:
        return _ok(next(batch for batch in self.batches if batch.id == steps[1]).shown())

    def _download(self, _seen: Seen, steps: list[str], *_: Any) -> tuple[str, bytes]:
        return "200 OK", self.files[steps[1]]


def _ok(body: dict[str, Any]) -> tuple[str, bytes]:
    return "200 OK", json.dumps(body).encode()


async def _refuse(wire: _Wire, trouble: Trouble) -> None:
    if trouble is Trouble.PAGE:
        await wire.send(b"<html>Log in</html>", kind="text/html")
        return
    status = {
        Trouble.ERROR_500: "500 Internal Server Error",
        Trouble.THROTTLED: "429 Too Many Requests",
        Trouble.GONE: "404 Not Found",
    }[trouble]
    await wire.send(_error(f"fake trouble: {trouble}"), status=status)


def _spoilt(body: bytes, trouble: Trouble | None) -> bytes:
    if trouble is Trouble.TORN:
        return body[: len(body) * 2 // 3]
    if trouble is Trouble.SHORT:
        return body[: body.rstrip(b"\n").rfind(b"\n") + 1]
    return body


def _what_is_wrong(requests: list[dict[str, Any]], content: bytes) -> str | None:
    """The code with which OpenAI would fail an input file."""
    if not requests:
        return "empty_file"
    if len(requests) > MOST_REQUESTS or len(content) > MOST_BYTES:
        return "too_many_tasks"
    if len({request["custom_id"] for request in requests}) < len(requests):
        return "duplicate_custom_id"
    if {request["url"] for request in requests} != {"/v1/chat/completions"}:
        return "url_mismatch"
    if {request["method"] for request in requests} != {"POST"}:
        return "invalid_method"
    if len({request["body"]["model"] for request in requests}) > 1:
        return "model_mismatch"
    return None


def _line(request: dict[str, Any], response: Any, error: Any) -> dict[str, Any]:
    return {"id": "batch_req_1", "custom_id": request["custom_id"], "response": response, "error": error}


def _unanswered(request: dict[str, Any], says: Says) -> dict[str, Any] | None:
    refused = {
        Says.SERVER_ERROR: (500, _error("oops", None, "server_error")),
        Says.BAD_REQUEST: (400, _error("Unrecognized parameter")),
        Says.TOO_LONG: (400, _error("This model's maximum context length is", "context_length_exceeded")),
    }
    if says is Says.NOTHING:
        return None
    if says in refused:
        status, body = refused[says]
        return _line(request, {"status_code": status, "request_id": "r", "body": json.loads(body)}, None)
    return _line(request, None, {"code": says.value, "message": "This request could not be executed."})


def _jsonl(lines: list[Any]) -> bytes:
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return "".join(f"{text}\n" for text in texts).encode("utf-8", "surrogatepass")


def _parts_of_form(seen: Seen) -> dict[str, bytes]:
    boundary = seen.headers["content-type"].partition("boundary=")[2].strip('"').encode()
    parts = {}
    for part in seen.raw.split(b"--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        parts[name] = content.removesuffix(b"\r\n")
    return parts
