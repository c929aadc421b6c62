"""No error of the SDK goes untranslated, and no message holds the key."""

from __future__ import annotations

import inspect
import logging
import traceback

import httpx2
import openai
import pytest
from openai import _exceptions as sdk_errors

from summariser.errors import SummariserError
from summariser.model import gateway_wire
from tests.fake_server import FakeServer, Fault
from tests.model.support import CANARY, ask, model_at

SDK_ERRORS = sorted(
    {
        each
        for module in (openai, sdk_errors)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, openai.OpenAIError)
    },
    key=lambda each: each.__name__,
)
# Never raised by a chat completion; the root's row says what to do should that change.
NOT_OURS = {
    "OpenAIError",
    "_AmbiguousModuleClientUsageError",
    "SubjectTokenProviderError",
    "WebSocketConnectionClosedError",
    "WebSocketQueueFullError",
}


def test_every_sdk_error_has_a_row() -> None:
    """A class that a new SDK adds fails this test until somebody decides what it means."""
    rows = [kind for kind, _ in gateway_wire.TRANSLATIONS]
    found = {each: next(kind for kind in rows if issubclass(each, kind)) for each in SDK_ERRORS}
    left_to_the_root = {each.__name__ for each, row in found.items() if row is openai.OpenAIError}
    assert left_to_the_root == NOT_OURS
    assert len(SDK_ERRORS) > 15


def test_special_rows_come_before_general_ones() -> None:
    """No row hides a later one."""
    rows = [kind for kind, _ in gateway_wire.TRANSLATIONS]
    for number, kind in enumerate(rows):
        assert not any(issubclass(kind, earlier) for earlier in rows[:number])


STATUS_ERRORS = [each for each in SDK_ERRORS if issubclass(each, openai.APIStatusError)]


@pytest.mark.parametrize("kind", STATUS_ERRORS, ids=lambda kind: kind.__name__)
def test_every_status_error_becomes_one_of_ours(kind: type[openai.APIStatusError]) -> None:
    """Also with a body that is null, a list or nonsense."""
    status = getattr(kind, "status_code", 500)
    for body in (None, [], "text", {"message": 7, "code": 1, "type": []}):
        response = httpx2.Response(
            status if isinstance(status, int) else 500, request=httpx2.Request("POST", "http://x/")
        )
        error = (
            kind(response=response, body=body)
            if kind.__name__ == "OAuthError"
            else kind("m", response=response, body=body)
        )
        assert isinstance(gateway_wire.translated(error, api_key=CANARY), SummariserError)


@pytest.mark.parametrize(
    "fault",
    [each for each in Fault if each not in {Fault.HANG_HEADERS, Fault.HANG_BODY, Fault.DRIP, Fault.HUGE}],
    ids=lambda fault: fault.name,
)
async def test_the_key_is_nowhere_to_be_seen(
    server: FakeServer, fault: Fault, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """S6: with every fault, at debug level, the key is in no message, traceback or log line."""
    caplog.set_level(logging.DEBUG)
    server.enqueue(*[fault] * 6)
    told = ""
    try:
        told = repr(await ask(model_at(server)))
    except SummariserError as error:
        told = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert server.calls[0].headers["authorization"] == f"Bearer {CANARY}"
    seen = told + caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert caplog.records
    assert CANARY not in seen
    assert capsys.readouterr() == ("", "")
