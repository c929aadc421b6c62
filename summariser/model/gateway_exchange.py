"""All the calls that one request takes, until there is a valid answer or a reason why not.

Who asks again, and why: the SDK never (`max_retries=0`); tenacity when the transport failed (`TryAgain`);
instructor once when the answer did not fit its type; then one fresh try without that history; and once more
with twice the tokens when the answer was cut. A test pins the number of calls of each case.

Nearly every first answer fits. It does not go through instructor, which takes 2 ms of CPU to look at one.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel

from summariser.errors import (
    AnswerTruncated,
    InvalidAnswer,
    ModelUnavailable,
    SummariserError,
)
from summariser.model.classify import FormatRefused, Said, TryAgain, judge, read_completion
from summariser.model.contract import CHARACTERS_PER_TOKEN, NO_USAGE, Message, Reply, Request
from summariser.model.gateway_body import Format, chat_body
from summariser.model.limits import Call, Outcome
from summariser.model.parsing import NotAnAnswer, read_answer
from summariser.model.profiles import Parsing

if TYPE_CHECKING:
    import httpx2
    import tenacity
    from openai.types.chat import ChatCompletion

    from summariser.model.gateway import OpenAIModel

__all__ = ["Exchange"]

ATTEMPTS = 6
SHORTEST_PAUSE_S, LONGEST_JITTER_S = 0.5, 30.0


class Exchange:
    """All calls for one request: counts them, adds up what they cost, and remembers the last words."""

    def __init__(self, model: OpenAIModel, request: Request) -> None:
        self._model = model
        self._request = request
        self._profile = model.profile
        self._ends_at = model.clock.now() + model.profile.article_deadline_s
        self._max_tokens = request.max_tokens
        self._usage = NO_USAGE
        self._calls = 0
        self._last: Said | None = None

    async def run(self) -> Reply:
        """The valid answer; see `OpenAIModel.complete` for what it raises."""
        try:
            content = await self._whole()
        except TryAgain as error:
            raise ModelUnavailable(f"{error} (after {self._calls} calls)", raw=self._raw()) from error
        said = self._last
        assert said is not None
        return Reply(
            content=content,
            usage=self._usage,
            model_answered=said.model,
            finish_reason=said.finish_reason,
            system_fingerprint=said.system_fingerprint,
            attempts=self._calls,
        )

    async def _whole(self) -> str:
        """The answer; if it was cut at the token limit, once more with twice the limit."""
        try:
            return await self._valid()
        except AnswerTruncated:
            self._max_tokens *= 2
            return await self._valid()

    async def _valid(self) -> str:
        """The answer; if a re-ask did not mend it, from a fresh start without that history."""
        try:
            return await self._asked(reasks=1)
        except InvalidAnswer:
            if not self._profile.fresh_tries:
                raise
        return await self._asked(reasks=0)

    async def _asked(self, *, reasks: int) -> str:
        """One conversation: a question, and instructor's re-asks if the answer does not fit its type."""
        said = await self._said(self._request.messages)
        try:
            return read_answer(said, self._request.answer_type, self._profile.parsing)
        except NotAnAnswer as error:
            if not reasks:
                raise InvalidAnswer(f"no valid answer: {error}", raw=self._raw()) from None
        return await self._reasked(said, reasks=reasks)

    async def _reasked(self, said: str, *, reasks: int) -> str:
        """The conversation goes on: instructor shows the model its answer and what is wrong with it."""
        import instructor
        from instructor.core.exceptions import InstructorRetryException

        from summariser.model.gateway_wire import as_completion

        _hush_instructor()
        heard = [said]  # the first answer is there already; instructor asks for those after it

        async def create(**call: Any) -> ChatCompletion:
            content = heard.pop() if heard else await self._said(_messages(call["messages"]))
            assert self._last is not None
            return as_completion(self._last, content)

        ask: Any = instructor.patch(create=create, mode=instructor.Mode.JSON_SCHEMA)
        try:
            accepted = await ask(  # never with `context=`: it would render the article as a template
                response_model=_accepted(self._request.answer_type, self._profile.parsing),
                max_retries=reasks,
                messages=[_plain(message) for message in self._request.messages],
            )
        except InstructorRetryException as error:
            if isinstance(error.__cause__, SummariserError):
                raise error.__cause__ from error.__cause__.__cause__
            raise InvalidAnswer(f"no valid answer: {error.__cause__}", raw=self._raw()) from None
        content: str = accepted.content
        return content

    def _raw(self) -> str | None:
        return self._last.content if self._last else None

    async def _said(self, messages: tuple[Message, ...]) -> str:
        """What the model says to a conversation, valid or not; the strict schema goes with it."""
        while True:
            used = self._model.format
            try:
                return judge(await self._through(self._body(messages, used)))
            except FormatRefused as error:
                self._model.simplify(used, error)

    def _body(self, messages: tuple[Message, ...], used: Format) -> bytes:
        """The request as it goes over the wire, with instructor's re-asks. Raises `RequestRejected`."""
        return chat_body(
            replace(self._request, messages=messages, max_tokens=self._max_tokens),
            model=self._model.endpoint.model,
            profile=self._profile,
            used=used,
            describe=self._model.describe,
        )

    async def _through(self, body: bytes) -> Said:
        """Send until the transport works: at most six times, and not past the article's deadline."""
        import tenacity

        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception_type(TryAgain),
            stop=self._enough,
            wait=_pause,
            sleep=self._model.clock.sleep,
            reraise=True,
        )
        return await retrying(self._send, body)

    def _enough(self, state: tenacity.RetryCallState) -> bool:
        too_late = self._model.clock.now() + state.upcoming_sleep >= self._ends_at
        return too_late or state.attempt_number >= ATTEMPTS

    async def _send(self, body: bytes) -> Said:
        """One HTTP call, through the gate, with its outcome reported back to it."""
        model = self._model
        estimate = len(body) // CHARACTERS_PER_TOKEN + self._max_tokens // 4
        ticket = await model.gate.enter(estimate)
        call = Call(Outcome.CANCELLED)
        try:
            self._calls += 1
            response = await self._posted(body)
            said = read_completion(response.content)
            usage = replace(said.usage, cost_usd=model.price(model.endpoint.model, said.usage))
            self._usage, self._last = self._usage + usage, said
            call = Call(Outcome.ANSWERED, usage, dict(response.headers))
            judge(said)
        except TryAgain as error:
            call = _failed(error, call)
            raise
        except SummariserError:
            call = call if call.outcome is Outcome.ANSWERED else Call(Outcome.REJECTED)
            raise
        finally:
            model.gate.leave(ticket, call)
        return said

    async def _posted(self, body: bytes) -> httpx2.Response:
        """The response of the endpoint within the deadline; whatever goes wrong as one of our errors."""
        import httpx2
        import openai

        from summariser.model.gateway_wire import translated

        client = self._model.client()  # made before the deadline begins: that takes a moment the first time
        left = min(self._profile.deadline_s, self._ends_at - self._model.clock.now())
        try:
            async with asyncio.timeout(max(left, 0.001)):
                return await client.post(
                    "/chat/completions",
                    cast_to=httpx2.Response,
                    content=body,
                    options={"headers": {"Content-Type": "application/json"}},
                )
        except TimeoutError:
            failure: SummariserError = TryAgain(f"no complete answer within {left:.3g} s")
        except openai.OpenAIError as error:
            failure = translated(error, api_key=self._model.endpoint.api_key)
        raise failure  # out here it has no context: the SDK's errors hold the request with its headers


def _plain(message: Message) -> dict[str, str]:
    return {"role": message.role, "content": message.content}


def _messages(plain: Sequence[Mapping[str, str]]) -> tuple[Message, ...]:
    return tuple(Message(message["role"], message["content"]) for message in plain)


def _failed(error: TryAgain, call: Call) -> Call:
    outcome = Outcome.THROTTLED if error.throttled else Outcome.FAILED
    return replace(call, outcome=outcome, retry_after=error.retry_after)


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds until the next attempt: what the endpoint asks for, or longer and longer with full jitter."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, TryAgain) else None
    top = min(LONGEST_JITTER_S, 2.0**state.attempt_number)
    jittered = random.uniform(SHORTEST_PAUSE_S, top)  # noqa: S311 - no secret
    return asked + random.uniform(0, 0.1) if asked else jittered  # noqa: S311


@lru_cache(maxsize=256)
def _accepted(answer_type: type[BaseModel], parsing: Parsing) -> type[BaseModel]:
    """A type for instructor that reads an answer our way, and whose own schema costs nothing to make."""
    import instructor
    from instructor.core.exceptions import ResponseParsingError

    class Accepted(instructor.OpenAISchema):
        content: str

        @classmethod
        def model_json_schema(cls, *_args: Any, **_options: Any) -> dict[str, Any]:
            return {}

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Self:
            try:
                return cls(content=read_answer(str(json_data), answer_type, parsing))
            except NotAnAnswer as error:
                raise ResponseParsingError(str(error)) from error

    return Accepted


@lru_cache(maxsize=1)
def _hush_instructor() -> None:
    """Instructor logs every failed call as an error; without a handler that would land on stderr."""
    logging.getLogger("instructor").addHandler(logging.NullHandler())
