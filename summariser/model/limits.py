"""How fast and how dear a run may be. Every HTTP call, retries included, passes the gate.

`enter` waits until a call may go, `leave` says how it went.

| control       | reacts to                                   | does                                         |
|---------------|---------------------------------------------|----------------------------------------------|
| `Bucket` × 2  | requests and tokens a minute, as stated     | spaces the calls                             |
| `Pace`        | 429                                         | finds the rate that the endpoint bears       |
| `Concurrency` | 429                                         | × 0.8 an episode; grows while all is well    |
| `Breaker`     | 20 failures in a row, or 50 of the last 100 | 60 s pause, three times; then `EndpointDown` |
| `Budget`      | dollars and tokens spent                    | `BudgetSpent`                                |
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from summariser.errors import EndpointDown
from summariser.model.clock import Clock, RealClock
from summariser.model.contract import NO_USAGE, Usage
from summariser.model.limits_controls import (
    BREAK_S,
    BREAKS,
    Breaker,
    Bucket,
    Budget,
    Concurrency,
    Pace,
    Strays,
)

__all__ = ["Budget", "Call", "Gate", "Limits", "OpenGate", "Outcome", "Ticket", "duration_s"]

LONGEST_RESET_S = 60.0
DURATION = re.compile(
    r"\A(?:(?P<h>\d{1,9})h)?(?:(?P<m>\d{1,9})m(?!s))?(?:(?P<s>\d{1,9}(?:\.\d{1,12})?)s)?(?:(?P<ms>\d{1,9}(?:\.\d{1,12})?)ms)?\Z"
)


class Outcome(StrEnum):
    """How one HTTP call went, as far as the limits care."""

    ANSWERED = "answered"
    THROTTLED = "throttled"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call that is over."""

    outcome: Outcome
    usage: Usage | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A call that was let through: when, and how many tokens were set aside for it."""

    tokens: int
    at: float


class Gate(Protocol):
    """Lets calls through."""

    async def enter(self, tokens: int) -> Ticket:
        """Wait for a turn. Raises `BudgetSpent` or `EndpointDown`."""

    def leave(self, ticket: Ticket, call: Call) -> None:
        """Say how the call went; never raises."""


class OpenGate:
    """No limits: for the embedded model and for tests."""

    async def enter(self, tokens: int) -> Ticket:
        """At once."""
        return Ticket(tokens, 0.0)

    def leave(self, ticket: Ticket, call: Call) -> None:
        """Nothing to learn."""


class Limits:
    """All controls behind one gate. Rates are a minute's; `at_once` is the most calls in flight."""

    def __init__(
        self,
        *,
        at_once: int = 64,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        budget: Budget | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or RealClock()
        now = self._clock.now()
        self._requests = Bucket(requests_per_minute, now)
        self._tokens = Bucket(tokens_per_minute, now)
        self.pace = Pace(now)
        self._budget = budget or Budget()
        self._breaker = Breaker()
        self._strays = Strays()
        self._resume_at = now
        self.concurrency = Concurrency(at_once, now)
        self.outcomes: Counter[Outcome] = Counter()
        self.spent = NO_USAGE

    async def enter(self, tokens: int) -> Ticket:
        """Wait for a turn. Raises `BudgetSpent` or `EndpointDown`."""
        self._check()
        await self.concurrency.acquire()
        try:
            now = self._clock.now()
            wait = max(
                self._requests.reserve(1, now), self._tokens.reserve(tokens, now), self.pace.reserve(now)
            )
            if wait > 0:
                await self._clock.sleep(wait)
            while (pause := self._resume_at - self._clock.now()) > 0:
                await self._clock.sleep(pause)
            self._check()
        except BaseException:  # a cancelled wait gives its place back, too
            self._tokens.give_back(tokens)
            self._requests.give_back(1)
            self.concurrency.release()
            raise
        return Ticket(tokens, self._clock.now())

    def leave(self, ticket: Ticket, call: Call) -> None:
        """Learn from a call that is over, and let the next one through."""
        now = self._clock.now()
        self.outcomes[call.outcome] += 1
        if call.usage is not None:
            self._count(ticket, call.usage)
        self._learn(ticket, call, now)
        if call.outcome in {Outcome.ANSWERED, Outcome.FAILED}:
            pause = self._breaker.seen(failed=call.outcome is Outcome.FAILED, entered=ticket.at, now=now)
            self._resume_at = max(self._resume_at, now + pause)
        self.concurrency.release()

    def _check(self) -> None:
        if self._breaker.down:
            raise EndpointDown(f"the endpoint failed again after {BREAKS} pauses of {BREAK_S:.0f} s")
        self._budget.check()

    def _count(self, ticket: Ticket, usage: Usage) -> None:
        self.spent += usage
        self._budget.spend(usage, ticket.tokens)
        if usage.input_tokens is not None and usage.output_tokens is not None:
            self._tokens.give_back(ticket.tokens - usage.input_tokens - usage.output_tokens)

    def _learn(self, ticket: Ticket, call: Call, now: float) -> None:
        stray = self._strays.seen(throttled=call.outcome is Outcome.THROTTLED)
        if call.outcome is Outcome.ANSWERED:
            self.concurrency.answered(now)
            self.pace.answered(now)
        elif call.outcome is Outcome.THROTTLED and not (stray and call.retry_after is None):
            self.concurrency.throttled(now, call.retry_after)
            self.pace.throttled(now, entered=ticket.at)
            self._resume_at = max(self._resume_at, now + (call.retry_after or 0.0))
        elif call.outcome is Outcome.FAILED:
            self.concurrency.failed()
        for unit, bucket in (("requests", self._requests), ("tokens", self._tokens)):
            self._read_headers(unit, bucket, call.headers, now)

    def _read_headers(self, unit: str, bucket: Bucket, headers: Mapping[str, str], now: float) -> None:
        reset = duration_s(headers.get(f"x-ratelimit-reset-{unit}", ""))
        if reset is None:  # not OpenAI's dialect: we do not know what the numbers mean
            return
        limit, remaining = (headers.get(f"x-ratelimit-{what}-{unit}", "") for what in ("limit", "remaining"))
        if limit.isdigit():
            bucket.learn(float(limit))
        if remaining == "0" and reset <= LONGEST_RESET_S:
            self._resume_at = max(self._resume_at, now + reset)


def duration_s(text: str) -> float | None:
    """Seconds of "6m0s", "1s", "120ms"; null for anything else, a bare number included."""
    match = DURATION.match(text) if text else None
    if match is None:
        return None
    weights = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
    return sum(float(match[unit] or 0) * weight for unit, weight in weights.items())
