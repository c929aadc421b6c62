"""S6: no server can make us tell the key: not by repeating it, by hanging, or by sending us elsewhere."""

from __future__ import annotations

import json
import logging
import pickle
import signal
import subprocess
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from summariser import Article, Settings, open_summariser
from summariser.errors import ArticleError, RunError, SummariserError
from summariser.model.classify import TryAgain
from summariser.model.gateway import Endpoint
from summariser.model.gateway_batches import OpenAIBatches
from summariser.model.profiles import EndpointKind
from summariser.settings import CacheUse
from tests.fake_server import FakeServer, Fault
from tests.gold import toy_answer, toy_text
from tests.hostile.echoes import ANSWERS, MOVES, STOPS, TRANSIENT, Echo, EchoingBatches, EchoingServer
from tests.hostile.test_secrets_and_paths import CANARY, everything, run, started
from tests.model.support import HurriedClock, model_at, request_for
from tests.toy import TEXT

HELD = (Fault.HANG_HEADERS, Fault.HANG_BODY, Fault.DRIP, Fault.HUGE, Fault.GZIP_BOMB)
DEADLINE_S = 0.6


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and all that led to it, shown by a traceback or not."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and one not in seen:
            seen.append(one)
            waiting += [one.__cause__, one.__context__]
    return iter(seen)


def told_by(error: BaseException) -> str:
    """All that an error may be made to say."""
    parts = ["".join(traceback.format_exception(error))]
    for one in chain(error):
        parts += [str(one), repr(one), repr(one.args), repr(vars(one))]
        for name in ("body", "response", "request"):
            part = getattr(one, name, None)
            parts += [repr(part), repr(getattr(part, "content", "")), repr(getattr(part, "headers", ""))]
    return "\n".join(parts)


async def asked(server: FakeServer) -> str:
    """What the gateway's answer or error says; the deadline is short, and nobody waits between attempts."""
    model = model_at(server, deadline_s=DEADLINE_S, article_deadline_s=4.0, clock=HurriedClock())
    model.endpoint = Endpoint(model.endpoint.model, base_url=server.url, api_key=CANARY)
    try:
        return repr(await model.complete(request_for("an article")))
    except SummariserError as error:
        failure = error
    finally:
        await model.aclose()
    assert not any(type(one).__module__.startswith(("openai", "httpx2")) for one in chain(failure))
    return told_by(failure) + repr(pickle.dumps(failure.args))


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """All log lines, with what they were made of."""
    return caplog.text + "".join(str(record.__dict__) for record in caplog.records)


@pytest.mark.parametrize("echo", Echo, ids=lambda echo: echo.name)
async def test_a_key_that_comes_back_is_struck_out(
    echo: Echo, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it comes back: not in the answer, the error, what led to it, a log at debug level, stderr."""
    caplog.set_level(logging.DEBUG)
    with FakeServer() as other, EchoingServer(*[echo] * 8, elsewhere=other.url[:-3]) as server:
        told = await asked(server)
        assert server.calls[0].headers["authorization"] == f"Bearer {CANARY}"
        assert server.played[echo.name]
        assert other.requests == []
    assert told
    assert caplog.records
    assert CANARY not in told + logged(caplog)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("fault", HELD, ids=lambda fault: fault.name)
async def test_a_server_that_holds_us_does_not_get_the_key_told(
    fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """Hanging, dripping, huge and packed bodies end in an error in time, without the key."""
    caplog.set_level(logging.DEBUG)
    started_at = time.monotonic()
    with FakeServer() as server:
        server.enqueue(*[fault] * 8)
        told = await asked(server)
    assert time.monotonic() - started_at < 6
    assert "ModelUnavailable" in told
    assert CANARY not in told + logged(caplog)


@pytest.mark.parametrize("echo", [*STOPS, *ANSWERS, *MOVES], ids=lambda echo: echo.name)
def test_the_librarys_errors_and_summaries_do_not_tell_it(echo: Echo, tmp_path: Path) -> None:
    """`summarise` raises, `summarise_many` yields: nothing of it, and nothing remembered, has the key."""
    with FakeServer() as other, EchoingServer(*[echo] * 8, elsewhere=other.url[:-3]) as server:
        chosen = Settings(model="fake-model", base_url=server.url, api_key=CANARY, folder=tmp_path)
        told = repr(chosen)
        with open_summariser(settings=chosen) as summariser:
            told += repr(summariser) + repr(vars(summariser))
            try:
                told += summariser.summarise(Article.from_text(TEXT, label="a")).model_dump_json()
            except (ArticleError, RunError, SummariserError) as error:
                told += told_by(error)
        assert other.requests == []
    assert CANARY not in told
    assert CANARY.encode() not in everything(tmp_path)


@pytest.mark.parametrize("key", ["none", "EMPTY", "ollama", "Odesa"])
def test_a_short_key_is_a_word_like_others(key: str) -> None:
    """Servers of one's own take any word as key: an answer that holds the word comes out as it is."""
    said = json.dumps({"headline": f"{key} in Odesa", "attacks": [], "diplomacy": []})
    with FakeServer(said) as server:
        chosen = Settings(model="fake-model", base_url=server.url, api_key=key, cache_use=CacheUse.OFF)
        with open_summariser(settings=chosen) as summariser:
            assert summariser.summarise(Article.from_text(TEXT, label="a")).headline == f"{key} in Odesa"


# --- the commands ---------------------------------------------------------------------------------


def source(folder: Path, count: int) -> Path:
    """A file of small articles."""
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps({"id": n, "body": toy_text(n)}) + "\n" for n in range(count)))
    return path


def night(folder: Path, url: str, *more: str) -> subprocess.CompletedProcess[bytes]:
    """`nightly` at the wordiest level, one article after another."""
    return run(folder, *_night_words(folder, url), *more)


def _night_words(folder: Path, url: str) -> list[str]:
    words = ["nightly", str(folder / "in.jsonl"), "--out", str(folder / "out"), "--base-url", url]
    return [*words, "--model", "fake-model", "--concurrency", "1"]


@pytest.mark.parametrize(
    "echoes",
    [
        pytest.param((*ANSWERS, Echo.PAGE_200, Echo.HEADERS_503), id="answers"),
        pytest.param(TRANSIENT, id="transient", marks=pytest.mark.slow),
    ],
)
def test_a_night_among_echoes_writes_no_key(tmp_path: Path, echoes: tuple[Echo, ...]) -> None:
    """One echo after another, then answers: no key in output, log, cache, night, failures or pages."""
    source(tmp_path, 16)
    with EchoingServer(*echoes, answer=toy_answer) as server:
        done = night(tmp_path, server.url)
        assert not server.echoes
        words = ["--model", "fake-model", "--base-url", server.url, "--offline"]
        page = run(tmp_path, "run", "in.jsonl", "--format", "html", "--out", "page.html", *words)
    digest = run(tmp_path, "digest", str(tmp_path / "out"), "--format", "html", key=None)
    assert (tmp_path / "out" / "manifest.json").is_file(), done.stderr[-2000:]
    assert b"DEBUG" in done.stderr.upper(), "the log at debug level was not there to be searched"
    assert CANARY.encode() not in everything(tmp_path, done, page, digest)


@pytest.mark.parametrize(
    ("command", "echo"),
    [
        pytest.param(command, echo, marks=[pytest.mark.slow] if echo not in quick else [])
        for command, quick in (("run", (Echo.PAGE_401,)), ("nightly", (Echo.MOVED_308,)))
        for echo in (*STOPS, *MOVES)
    ],
    ids=str,
)
def test_a_stopped_command_does_not_tell_it(tmp_path: Path, command: str, echo: Echo) -> None:
    """Refused or sent elsewhere: an exit code, no key told or written, and nobody else is called."""
    source(tmp_path, 3)
    with FakeServer() as other, EchoingServer(*[echo] * 8, elsewhere=other.url[:-3]) as server:
        words = _night_words(tmp_path, server.url)
        if command == "run":
            words = ["run", "in.jsonl", "--base-url", server.url, "--model", "fake-model"]
        done = run(tmp_path, *words)
        assert other.requests == []
        assert server.calls
    assert done.returncode in (1, 2, 3), done.stderr[-2000:]
    assert CANARY.encode() not in everything(tmp_path, done)


@pytest.fixture
def heard_ctrl_c() -> Iterator[None]:
    """A shell's background job ignores Ctrl-C, and so would all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard_ctrl_c")
@pytest.mark.parametrize(
    ("command", "step"),
    [
        pytest.param("nightly", Fault.HANG_BODY),
        pytest.param("run", Echo.HANGING),
        pytest.param("run", Fault.HANG_HEADERS, marks=pytest.mark.slow),
        pytest.param("nightly", Fault.DRIP, marks=pytest.mark.slow),
        pytest.param("nightly", Echo.DRIPPED, marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_giving_up_on_a_hanging_server_does_not_tell_it(
    tmp_path: Path, command: str, step: Fault | Echo
) -> None:
    """Ctrl-C while a server hangs: the end comes in seconds, with no key and no traceback."""
    source(tmp_path, 1)  # with more, what is told fills the pipe that nobody reads yet
    echoes = [step] * 9 if isinstance(step, Echo) else []
    with EchoingServer(*echoes, answer=lambda _: step if isinstance(step, Fault) else "{}") as server:
        words = _night_words(tmp_path, server.url)
        if command == "run":
            words = ["run", "in.jsonl", "--base-url", server.url, "--model", "fake-model"]
        process = started(tmp_path, *words)
        until = time.monotonic() + 30
        while not server.calls and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        if command == "nightly":  # it waits for what is in flight; the second says: at once
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert server.calls
    assert b"Traceback" not in err
    assert process.returncode in (1, 3, 130), err[-2000:]
    assert CANARY.encode() not in everything(tmp_path) + out + err


ROUTES = ("POST files", "POST batches", "GET batches", "GET files content")


@pytest.mark.parametrize("echo", [*STOPS, *MOVES, *TRANSIENT, Echo.JSON_400], ids=lambda echo: echo.name)
@pytest.mark.parametrize("route", ROUTES)
async def test_no_call_of_the_batch_api_tells_it(
    route: str, echo: Echo, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Upload, start, look and fetch: the key is in no error, view, file or log, and goes nowhere else."""
    caplog.set_level(logging.DEBUG)
    (tmp_path / "part.jsonl").write_text("{}\n")
    with FakeServer() as other, EchoingBatches(elsewhere=other.url[:-3]) as server:
        server.plan(route, *[echo] * 8)
        endpoint = Endpoint("m", base_url=server.url, api_key=CANARY, kind=EndpointKind.OPENAI)
        batches = OpenAIBatches(endpoint, clock=HurriedClock())
        calls = {
            "POST files": lambda: batches.upload(tmp_path / "part.jsonl"),
            "POST batches": lambda: batches.create("file-1", {}),
            "GET batches": lambda: batches.retrieve("batch_1"),
            "GET files content": lambda: batches.download("file-1", tmp_path / "got"),
        }
        try:
            told = repr(await calls[route]())
        except (SummariserError, TryAgain) as error:
            told = told_by(error)
        await batches.aclose()
        assert server.played[echo.name]
        assert other.requests == []
    assert CANARY not in told + logged(caplog)
    assert CANARY.encode() not in everything(tmp_path)


@pytest.mark.slow
def test_a_night_by_batches_among_echoes_writes_no_key(tmp_path: Path) -> None:
    """`nightly --batch` from visit to visit, each route refusing with the key first; answers hold it too."""
    from tests.fake_batches import Ending, Says

    source(tmp_path, 6)
    told: list[subprocess.CompletedProcess[bytes]] = []

    def headline(_: object) -> str:
        return json.dumps({"headline": f"The key {CANARY}", "attacks": [], "diplomacy": []})

    with EchoingBatches(headline) as server:
        for route in ROUTES:
            server.plan(route, Echo.PAGE_401)
        for visit in range(8):
            told.append(night(tmp_path, server.url, "--batch"))
            server.end(Ending() if visit > 4 else Ending(answered=0.7, others=Says.SERVER_ERROR))
            if told[-1].returncode == 0:
                break
    assert [done.returncode for done in told][-1] == 0, told[-1].stderr[-2000:]
    assert server.played[Echo.PAGE_401.name] >= 3
    assert CANARY.encode() not in everything(tmp_path, *told)


def test_a_password_in_the_address_is_not_told(tmp_path: Path) -> None:
    """An address with user and password: neither is told or written."""
    source(tmp_path, 2)
    with FakeServer(toy_answer) as server:
        url = server.url.replace("://", f"://me:{CANARY}@")
        done = run(tmp_path, *_night_words(tmp_path, url), key="sk-another-key-of-no-weight")
        words = ["--base-url", f"http://me:{CANARY}@127.0.0.1:port/v1", "--model", "m"]
        broken = run(tmp_path, "run", "in.jsonl", *words, key=None)
    assert (tmp_path / "out" / "manifest.json").is_file(), done.stderr[-2000:]
    assert broken.returncode
    assert CANARY.encode() not in everything(tmp_path, done, broken)
