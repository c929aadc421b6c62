"""The gateway against a real server on loopback: what it sends, how often, what becomes of a failure."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time

import pytest

from summariser import errors
from summariser.model.contract import Usage
from summariser.model.gateway import Endpoint, OpenAIModel
from summariser.model.profiles import EndpointKind, profile_for
from tests.fake_server import FakeServer, Fault
from tests.hostile.echoes import Echo, EchoingServer
from tests.model.support import CANARY, GOOD, HurriedClock, ask, model_at, request_for

# F3: each fault alone. Calls and error when the server does nothing else (strict profile).
ALONE = [
    (Fault.RATE_LIMIT, 6, errors.ModelUnavailable),
    (Fault.RATE_LIMIT_RETRY_AFTER, 6, errors.ModelUnavailable),
    (Fault.RATE_LIMIT_TEN_MINUTES, 1, errors.EndpointDown),
    (Fault.QUOTA, 1, errors.QuotaExhausted),
    (Fault.UNAUTHORIZED, 1, errors.CredentialsRejected),
    (Fault.FORBIDDEN, 1, errors.CredentialsRejected),
    (Fault.NOT_FOUND, 1, errors.UnknownModel),
    (Fault.REDIRECT, 1, errors.SettingsError),
    (Fault.BAD_REQUEST, 1, errors.RequestRejected),
    (Fault.TOO_LARGE, 1, errors.RequestRejected),
    (Fault.CONTEXT_LENGTH, 1, errors.PromptTooLong),
    (Fault.SERVER_ERROR, 6, errors.ModelUnavailable),
    (Fault.HTML_503, 6, errors.ModelUnavailable),
    (Fault.HTML_200, 6, errors.ModelUnavailable),
    (Fault.CUT, 6, errors.ModelUnavailable),
    (Fault.EMPTY_BODY, 6, errors.ModelUnavailable),
    (Fault.EMPTY_CHOICES, 6, errors.ModelUnavailable),
    (Fault.NULL_CONTENT, 6, errors.ModelUnavailable),
    (Fault.ERROR_IN_200, 6, errors.ModelUnavailable),
    (Fault.NOT_AN_OBJECT, 6, errors.ModelUnavailable),
    (Fault.DEEP_BODY, 6, errors.ModelUnavailable),
    (Fault.BODY_LATIN1, 6, errors.ModelUnavailable),
    (Fault.REFUSAL, 1, errors.ModelRefused),
    (Fault.CONTENT_FILTER, 1, errors.ModelRefused),
    (Fault.LENGTH, 2, errors.AnswerTruncated),
    (Fault.INVALID_JSON, 3, errors.InvalidAnswer),
    (Fault.WRONG_SCHEMA, 3, errors.InvalidAnswer),
    (Fault.FENCED, 3, errors.InvalidAnswer),
    (Fault.CONTENT_BOM, 3, errors.InvalidAnswer),
    (Fault.NAN, 3, errors.InvalidAnswer),
    (Fault.HUGE_NUMBER, 3, errors.InvalidAnswer),
    (Fault.DUPLICATE_KEYS, 3, errors.InvalidAnswer),
    (Fault.DEEP, 3, errors.InvalidAnswer),
    (Fault.LONE_SURROGATE, 3, errors.InvalidAnswer),
]
# Faults that are none to us, and how many calls they cost.
TOLERATED = [Fault.NO_USAGE, Fault.WRONG_CONTENT_TYPE, Fault.GZIP, Fault.BODY_BOM]
TIMES = 5


@pytest.mark.parametrize(("fault", "calls", "error"), ALONE, ids=lambda value: getattr(value, "name", None))
async def test_each_fault_alone_costs_a_known_number_of_calls(
    server: FakeServer, fault: Fault, calls: int, error: type[Exception]
) -> None:
    """A server that only ever does one thing wrong gives one kind of error after an exact number of calls."""
    server.enqueue(*[fault] * calls * TIMES)
    model = model_at(server)
    outcomes = await asyncio.gather(
        *(model.complete(request_for()) for _ in range(TIMES)), return_exceptions=True
    )
    await model.aclose()
    assert [type(outcome) for outcome in outcomes] == [error] * TIMES
    assert len(server.calls) == calls * TIMES


@pytest.mark.parametrize("fault", TOLERATED, ids=lambda fault: fault.name)
async def test_harmless_oddities_cost_nothing(server: FakeServer, fault: Fault) -> None:
    """A byte order mark, an odd content type, gzip or missing usage do not cost an answer."""
    server.enqueue(fault)
    assert (await ask(model_at(server))).content == GOOD
    assert len(server.calls) == 1


def test_every_fault_of_the_server_is_covered() -> None:
    """No fault that the fake server knows is left without a stated outcome."""
    elsewhere = {
        Fault.RATE_LIMIT_RETRY_DATE,
        Fault.NO_JSON_SCHEMA,
        Fault.NO_RESPONSE_FORMAT,
        Fault.HANG_HEADERS,
        Fault.HANG_BODY,
        Fault.DRIP,
        Fault.HUGE,
        Fault.GZIP_BOMB,
    }
    assert {fault for fault, _, _ in ALONE} | set(TOLERATED) | elsewhere == set(Fault)


@pytest.mark.parametrize(
    ("steps", "calls"),
    [
        ([Fault.RATE_LIMIT, Fault.RATE_LIMIT], 3),
        ([Fault.SERVER_ERROR, Fault.CUT, Fault.EMPTY_CHOICES, Fault.HTML_503, Fault.HTML_200], 6),
        ([Fault.INVALID_JSON], 2),
        ([Fault.WRONG_SCHEMA, Fault.NAN], 3),
        ([Fault.LENGTH], 2),
        ([Fault.INVALID_JSON, Fault.SERVER_ERROR], 3),
        ([Fault.LENGTH, Fault.INVALID_JSON], 3),
    ],
)
async def test_faults_that_pass_end_in_an_answer(server: FakeServer, steps: list[Fault], calls: int) -> None:
    """What a retry, a re-ask or a longer limit can mend is mended, at one call a fault."""
    server.enqueue(*steps)
    reply = await ask(model_at(server))
    assert (reply.content, reply.attempts, len(server.calls)) == (GOOD, calls, calls)


async def test_a_cut_answer_is_asked_again_with_twice_the_tokens(server: FakeServer) -> None:
    """The second request after `finish_reason: length` differs from the first in its token limit only."""
    server.enqueue(Fault.LENGTH)
    await ask(model_at(server), request_for(max_tokens=100))
    first, second = (seen.body for seen in server.calls)
    assert (first.pop("max_completion_tokens"), second.pop("max_completion_tokens")) == (100, 200)
    assert first == second


async def test_a_re_ask_shows_the_model_its_answer_and_what_is_wrong(server: FakeServer) -> None:
    """The re-ask holds question, bad answer and a short list of errors; the fresh try the question only."""
    server.enqueue(Fault.WRONG_SCHEMA, Fault.WRONG_SCHEMA)
    await ask(model_at(server))
    first, again, fresh = (seen.messages for seen in server.calls)
    assert fresh == first
    assert again[: len(first)] == first
    assert [message["role"] for message in again[len(first) :]] == ["assistant", "user"]
    assert "headline: Input should be a valid string" in again[-1]["content"]
    assert len(again[-1]["content"]) < 600


async def test_an_invalid_answer_is_kept_for_the_dead_letter_file(server: FakeServer) -> None:
    """`InvalidAnswer.raw` is the last text that the model gave."""
    server.enqueue(*["no json at all"] * 3)
    with pytest.raises(errors.InvalidAnswer) as caught:
        await ask(model_at(server))
    assert caught.value.raw == "no json at all"


async def test_a_lax_profile_takes_what_a_strict_one_refuses(server: FakeServer) -> None:
    """Local servers may wrap the answer in a Markdown fence; it costs no re-ask."""
    server.enqueue(Fault.FENCED, Fault.CONTENT_BOM)
    model = model_at(server, kind=EndpointKind.LOCAL, name="qwen2.5:7b")
    contents = [(await model.complete(request_for())).content for _ in range(2)]
    await model.aclose()
    assert contents == [GOOD, GOOD]
    assert len(server.calls) == 2


# --- F4: Retry-After ---------------------------------------------------------------------------------------


async def test_retry_after_is_honoured(server: FakeServer) -> None:
    """F4: with `Retry-After: 1` the next call comes after 1 s, within 20 %."""
    server.enqueue(Fault.RATE_LIMIT_RETRY_AFTER)
    endpoint = Endpoint("gpt-4o-mini", server.url, CANARY)
    await ask(OpenAIModel(endpoint, profile_for("gpt-4o-mini", EndpointKind.OPENAI)))
    first, second = server.calls
    assert 1.0 <= second.at - first.at <= 1.2


async def test_retry_after_as_a_date_is_honoured(server: FakeServer) -> None:
    """An HTTP date in Retry-After means the seconds until then."""
    clock = HurriedClock()
    server.enqueue(Fault.RATE_LIMIT_RETRY_DATE)
    await ask(model_at(server, clock=clock))
    (pause,) = clock.pauses
    assert 0.5 <= pause <= 2.2


async def test_without_retry_after_pauses_grow_and_vary(server: FakeServer) -> None:
    """Full jitter between half a second and a bound that doubles, never above 30 s."""
    clock = HurriedClock()
    server.enqueue(*[Fault.SERVER_ERROR] * 5)
    await ask(model_at(server, clock=clock))
    assert len(clock.pauses) == 5
    bounds = (2.0, 4.0, 8.0, 16.0, 30.0)
    assert all(0.5 <= pause <= bound for pause, bound in zip(clock.pauses, bounds, strict=True))


# --- F5, F6, F7: slow, huge and silent servers -------------------------------------------------------------


@pytest.mark.parametrize("fault", [Fault.DRIP, Fault.HANG_HEADERS, Fault.HANG_BODY], ids=lambda f: f.name)
async def test_the_deadline_holds_against_a_slow_server(server: FakeServer, fault: Fault) -> None:
    """F5, F7: dripping or silent, each call ends within half a second of its deadline."""
    await ask(model_at(server))  # the SDK's first request imports half of itself
    server.forget()
    server.enqueue(*[fault] * 6)
    started = time.monotonic()
    with pytest.raises(errors.ModelUnavailable, match=r"within 0\.2 s"):
        await ask(model_at(server, deadline_s=0.2))
    assert len(server.calls) == 6
    assert time.monotonic() - started <= 6 * (0.2 + 0.5)


async def test_the_deadline_holds_while_connecting() -> None:
    """F7: a server that never accepts a connection costs no more than the deadline."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(deaf.getsockname())
        started = time.monotonic()
        model = model_at(f"http://127.0.0.1:{deaf.getsockname()[1]}/v1", deadline_s=0.2)
        with pytest.raises(errors.ModelUnavailable):
            await ask(model)
        assert time.monotonic() - started <= 6 * (0.2 + 0.5)
        for filler in fillers:
            filler.close()


async def test_the_article_deadline_ends_the_retries(server: FakeServer) -> None:
    """All calls for one article together keep to the article's deadline."""
    server.enqueue(*[Fault.HANG_HEADERS] * 6)
    started = time.monotonic()
    with pytest.raises(errors.ModelUnavailable):
        await ask(model_at(server, deadline_s=0.2, article_deadline_s=0.5))
    assert len(server.calls) < 6
    assert time.monotonic() - started < 1.2


async def test_a_cookie_does_not_come_back() -> None:
    """What an endpoint sets as a cookie, sound or not, is in no later call, and spoils none."""
    with EchoingServer(Echo.HEADERS_503, Echo.COOKIE_503, answer=GOOD) as server:
        assert (await ask(model_at(server))).content == GOOD
    assert [call.headers.get("cookie") for call in server.calls] == [None, None, None]


async def test_a_key_that_cannot_be_sent_stops_the_run(server: FakeServer) -> None:
    """A line break in the key is said once and for all, without the key; nobody is called."""
    model = model_at(server)
    model.endpoint = Endpoint("m", base_url=server.url, api_key="sk-two\nlines-of-a-key")
    with pytest.raises(errors.SettingsError, match="key cannot be sent") as raised:
        await model.complete(request_for("an article"))
    assert "lines" not in str(raised.value)
    assert server.calls == []


async def test_a_refused_connection_is_unavailable() -> None:
    """Nobody listens at the address: the article fails, with the reason."""
    with pytest.raises(errors.ModelUnavailable, match="connection failed"):
        await ask(model_at("http://127.0.0.1:9/v1"))


PROBE = """
import asyncio, resource, sys
from summariser.errors import ModelUnavailable
from tests.model.support import ask, model_at

async def main():
    await ask(model_at(sys.argv[1]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(2):
        try:
            await ask(model_at(sys.argv[1]))
        except ModelUnavailable as error:
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, error)

asyncio.run(main())
"""


def test_an_endless_body_does_not_fill_the_memory(server: FakeServer) -> None:
    """F6: 200 MB, or 64 MB packed into 64 KB, raise the client's memory by less than 50 MB."""
    server.enqueue(GOOD, *[Fault.HUGE] * 6, *[Fault.GZIP_BOMB] * 6)
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, server.url], capture_output=True, text=True, check=True, timeout=60
    )
    lines = ran.stdout.splitlines()
    assert len(lines) == 2
    for line in lines:
        risen, told = line.split(" ", 1)
        assert "more than 8,000,000 bytes" in told
        assert int(risen) / 1024 < 50


# --- F9: usage ---------------------------------------------------------------------------------------------


async def test_missing_usage_is_unknown_and_not_zero(server: FakeServer) -> None:
    """F9: tokens and cost are null if the endpoint does not state its usage."""
    server.enqueue(Fault.NO_USAGE)
    assert (await ask(model_at(server))).usage == Usage(None, None, None, None)


async def test_the_usage_of_all_calls_is_added_up(server: FakeServer) -> None:
    """A re-ask is paid for, and counted."""
    server.enqueue(Fault.INVALID_JSON)
    usage = (await ask(model_at(server))).usage
    assert (usage.input_tokens, usage.output_tokens) == (2400, 600)


async def test_a_reply_says_who_answered(server: FakeServer) -> None:
    """Model, fingerprint and finish reason come from the endpoint."""
    reply = await ask(model_at(server))
    told = (reply.model_answered, reply.system_fingerprint, reply.finish_reason, reply.cached)
    assert told == ("fake-model-2026-01-01", "fp_fake", "stop", False)


# --- F10, T8: the wire -------------------------------------------------------------------------------------


async def test_only_one_layer_retries(server: FakeServer) -> None:
    """F10: the SDK says on the wire that it never retried, also in the sixth call."""
    server.enqueue(*[Fault.SERVER_ERROR] * 6)
    with pytest.raises(errors.ModelUnavailable):
        await ask(model_at(server))
    assert [seen.headers["x-stainless-retry-count"] for seen in server.calls] == ["0"] * 6


async def test_the_sent_body_is_strict_and_nothing_else(server: FakeServer) -> None:
    """T8: the body holds our messages, our strict schema and the profile's parameters, and no other field."""
    request = request_for("{{ 7*7 }} {% raw %} â €")
    await ask(model_at(server), request)
    assert server.calls[0].body == {
        "model": "gpt-4o-mini",
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": json.loads(request.schema)},
        },
        "max_completion_tokens": 100,
        "temperature": 0.0,
        "seed": 1,
    }


async def test_reasoning_models_are_sent_no_temperature(server: FakeServer) -> None:
    """What a profile leaves empty is not on the wire."""
    await ask(model_at(server, name="gpt-5-mini"))
    body = server.calls[0].body
    assert "temperature" not in body
    assert "seed" not in body
    assert body["reasoning_effort"] == "low"


async def test_a_server_without_json_schema_is_asked_in_a_simpler_way(server: FakeServer) -> None:
    """json_schema, then json_object, then plain, each refused once and remembered for the next article."""
    server.enqueue(Fault.NO_JSON_SCHEMA, Fault.NO_RESPONSE_FORMAT)
    profile = profile_for("old", EndpointKind.HOSTED, overrides={"describe_schema": False})
    model = OpenAIModel(Endpoint("old", server.url), profile)
    request = request_for()
    await model.complete(request)
    await model.complete(request)
    await model.aclose()
    formats = [seen.body.get("response_format", {}).get("type") for seen in server.calls]
    assert formats == ["json_schema", "json_object", None, None]
    assert [len(seen.messages) for seen in server.calls] == [2, 3, 3, 3]
    assert "JSON Schema" in server.calls[-1].messages[-1]["content"]
    assert server.calls[-1].messages[-1]["content"].endswith(request.schema)


async def test_half_a_surrogate_pair_in_an_article_fails_that_article_only(server: FakeServer) -> None:
    """Text that is no UTF-8 cannot be sent: a reason, no traceback, no call."""
    with pytest.raises(errors.RequestRejected, match="surrogate"):
        await ask(model_at(server), request_for("broken \ud800 text"))
    assert server.calls == []


def test_the_identity_holds_no_secret(server: FakeServer) -> None:
    """User, password, query and key of an address are no part of the cache key."""
    model = model_at("https://me:secret@models.example/v1/?key=secret")
    identity = model.identity
    assert identity.endpoint == "https://models.example/v1"
    assert identity.parameters == (("seed", "1"), ("temperature", "0.0"))
    assert CANARY not in repr((identity, model.endpoint))


def test_importing_the_gateway_is_cheap() -> None:
    """openai, instructor and tenacity are imported at the first question, not before."""
    code = (
        "import sys, summariser.model.gateway, summariser.model.whole;"
        "sys.exit(bool({'openai', 'instructor', 'tenacity', 'httpx2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
