"""The fake server is a server: other processes and other clients can use it."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request

from tests.fake_server import FakeServer, numbered_sentences


def fetch(url: str, body: dict[str, object] | None = None) -> dict[str, object]:
    """A request by the standard library's client."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=10) as response:
        read: dict[str, object] = json.load(response)
    return read


def test_any_client_is_answered(server: FakeServer) -> None:
    """Models are listed and completions given over plain HTTP."""
    assert fetch(f"{server.url}/models")["object"] == "list"
    answered = fetch(f"{server.url}/chat/completions", {"messages": []})
    assert answered["object"] == "chat.completion"
    assert len(server.calls) == 1


def test_it_runs_in_a_process_of_its_own() -> None:
    """Benchmarks start it beside themselves and read its address from its first line."""
    command = [sys.executable, "-m", "tests.fake_server", "--answers", "toy"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            prompt = "rules\n<<<m\n[1] A strike killed 7 people in Odesa overnight.\nm>>>"
            body = {"messages": [{"role": "user", "content": prompt}]}
            answered = json.dumps(fetch(f"{url}/chat/completions", body))
        finally:
            process.terminate()
    assert "Odesa" in answered


def test_it_reads_sentences_by_their_numbers() -> None:
    """Sentences of several lines, and marks around them."""
    prompt = "data\n<<<m\n[1] One.\n[3] Two\nlines.\n[4] [2] is cited.\nm>>>"
    assert numbered_sentences(prompt) == {1: "One.", 3: "Two\nlines.", 4: "[2] is cited."}
