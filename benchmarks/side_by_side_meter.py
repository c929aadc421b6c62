"""A loopback proxy before a model server: one meter counts every tool, and one clock stops it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from side_by_side_answers import Answers

__all__ = ["Meter", "Used"]

OVER = {"error": {"message": "the time limit of this article is reached", "type": "invalid_request_error"}}


@dataclass(slots=True)
class Used:
    """What one article cost: calls that were answered, and their tokens as the server counts them.

    `kept_seconds`: what the answers took that were kept from an earlier run, and now took nothing.
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    kept_seconds: float = 0.0


class Meter:
    """Runs inside `with`; `begin(seconds)` starts an article, after which `used` is what it has cost.

    A call that is still unanswered at the limit is cut, and every later one refused with 400, which no
    client asks again: so a tool fails in its own way, and nothing of it goes on in the background. An answer
    among `answers` costs an article the time and tokens that it cost when it was asked.
    """

    def __init__(self, base_url: str, *, answers: Answers | None = None) -> None:
        self._upstream = urlsplit(base_url)
        self._answers = answers or Answers(None)
        self._lock = threading.Lock()
        self._until = 0.0
        self.used = Used()
        self.cut = False
        meter = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, answer = meter.forward(self.path, body, self.headers.get("Authorization", ""))
                fields = f"Content-Type: application/json\r\nContent-Length: {len(answer)}\r\n"
                self.wfile.write(f"HTTP/1.1 {status} -\r\n{fields}\r\n".encode("ascii") + answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self._server.server_port}{self._upstream.path}"

    def begin(self, seconds: float) -> None:
        """Start counting for the next article, which may take this long."""
        self.used, self.cut = Used(), False
        self._until = time.monotonic() + seconds

    def forward(self, path: str, body: bytes, authorization: str) -> tuple[int, bytes]:
        """The upstream's status and answer, or a refusal when the article's time is over."""
        used = self.used  # an answer that comes after the next article began is not its own
        remaining = self._until - time.monotonic() - used.kept_seconds
        kept = self._answers.get(path, body)
        if remaining <= (kept.seconds if kept else 0.0):
            return self._over()
        if kept is not None:
            used.kept_seconds += kept.seconds
            self._count(used, kept.answer.encode())
            return 200, kept.answer.encode()
        return self._asked(path, body, authorization, remaining=remaining)

    def _asked(self, path: str, body: bytes, authorization: str, *, remaining: float) -> tuple[int, bytes]:
        used, started = self.used, time.monotonic()
        host, port = self._upstream.hostname or "127.0.0.1", self._upstream.port
        upstream = HTTPConnection(host, port, timeout=remaining)
        try:
            headers = {"Content-Type": "application/json", "Authorization": authorization}
            upstream.request("POST", path, body, headers)
            response = upstream.getresponse()
            answer = response.read()
        except TimeoutError:
            return self._over()
        except (OSError, HTTPException) as error:
            return 502, json.dumps({"error": {"message": str(error)}}).encode()
        finally:
            upstream.close()
        self._count(used, answer)
        if response.status == HTTPStatus.OK:
            self._answers.put(path, body, answer=answer, seconds=time.monotonic() - started)
        return response.status, answer

    def _over(self) -> tuple[int, bytes]:
        self.cut = True
        return 400, json.dumps(OVER).encode()

    def _count(self, used: Used, answer: bytes) -> None:
        try:
            usage = json.loads(answer).get("usage") or {}
        except ValueError:
            usage = {}
        with self._lock:
            used.calls += 1
            used.input_tokens += usage.get("prompt_tokens") or 0
            used.output_tokens += usage.get("completion_tokens") or 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
