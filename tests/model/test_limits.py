"""Rate, concurrency, breaker and budget, in a loop whose clock leaps: an hour of waiting takes a moment."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.errors import BudgetSpent, EndpointDown
from summariser.model.contract import Usage
from summariser.model.limits import Budget, Call, Limits, OpenGate, Outcome, duration_s
from summariser.model.limits_controls import Breaker, Bucket, Concurrency, Pace
from tests.fake_server import FakeServer, Fault
from tests.model.support import LoopClock, ask, model_at, run_virtually

ANSWERED = Call(Outcome.ANSWERED, Usage(100, 0, 50, 0.01))
FAILED, THROTTLED = Call(Outcome.FAILED), Call(Outcome.THROTTLED)


class Endpoint:
    """A simulated endpoint that takes so many requests a second and answers after `latency` seconds."""

    def __init__(self, *, per_second: int, latency: float) -> None:
        self._per_second, self._latency = per_second, latency
        self._recent: deque[float] = deque()
        self.calls = self.refused = self.in_flight = self.most = 0

    async def call(self) -> Call:
        now = asyncio.get_running_loop().time()
        self.calls += 1
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        if len(self._recent) >= self._per_second:
            self.refused += 1
            await asyncio.sleep(0.01)
            return THROTTLED
        self._recent.append(now)
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        await asyncio.sleep(self._latency)
        self.in_flight -= 1
        return ANSWERED


async def answered(limits: Limits, endpoint: Endpoint) -> None:
    """One article: call until it is answered, through the gate."""
    while True:
        ticket = await limits.enter(150)
        call = await endpoint.call()
        limits.leave(ticket, call)
        if call.outcome is Outcome.ANSWERED:
            return
        await asyncio.sleep(0.5)


def run_night(articles: int, endpoint: Endpoint, make: Callable[[], Limits]) -> tuple[float, Limits]:
    """Virtual seconds for a night, with at most 200 articles at work."""

    async def night() -> tuple[float, Limits]:
        limits, workers = make(), asyncio.Semaphore(200)

        async def one() -> None:
            async with workers:
                await answered(limits, endpoint)

        await asyncio.gather(*(one() for _ in range(articles)))
        return asyncio.get_running_loop().time(), limits

    return run_virtually(night())


def test_a_stated_rate_is_kept_without_a_single_429() -> None:
    """B8: 900 articles at 45 of 50 requests a second: within 1.3 of the ideal time, no 429 at all."""
    endpoint = Endpoint(per_second=50, latency=1.0)
    seconds, _ = run_night(
        900, endpoint, lambda: Limits(at_once=200, requests_per_minute=45 * 60, clock=LoopClock())
    )
    assert (endpoint.calls, endpoint.refused) == (900, 0)
    assert seconds <= 1.3 * 900 / 50


def test_an_unknown_rate_is_found_by_feeling() -> None:
    """B8 without a stated rate: within 1.3 of the ideal time, at most 5 % of the calls are refused."""
    endpoint = Endpoint(per_second=50, latency=1.0)
    seconds, limits = run_night(3000, endpoint, lambda: Limits(at_once=200, clock=LoopClock()))
    assert seconds <= 1.3 * 3000 / 50
    assert endpoint.refused <= 0.05 * endpoint.calls
    assert limits.outcomes[Outcome.ANSWERED] == 3000
    assert [step.reason for step in limits.concurrency.history][:2] == ["start", "clean round"]


def test_no_more_calls_at_once_than_allowed() -> None:
    """`at_once` is a ceiling whatever happens."""
    endpoint = Endpoint(per_second=10_000, latency=0.2)
    run_night(500, endpoint, lambda: Limits(at_once=7, clock=LoopClock()))
    assert endpoint.most == 7


def test_tokens_a_minute_space_the_calls_and_learn_from_usage() -> None:
    """10 calls of 600 estimated tokens, 6,000 a minute: a minute, or less if the usage was smaller."""

    async def night(used: int) -> float:
        limits = Limits(at_once=1, tokens_per_minute=6000, clock=LoopClock())
        for _ in range(10):
            ticket = await limits.enter(600)
            limits.leave(ticket, Call(Outcome.ANSWERED, Usage(used - 100, 0, 100)))
        return asyncio.get_running_loop().time()

    assert 48 <= run_virtually(night(600)) <= 60
    assert run_virtually(night(300)) <= 33


def test_a_limit_in_the_headers_is_learnt() -> None:
    """OpenAI's dialect: a limit a minute with a reset that has a unit; bare numbers are not trusted."""

    async def night(headers: dict[str, str]) -> float:
        limits = Limits(at_once=1, clock=LoopClock())
        for _ in range(11):
            ticket = await limits.enter(1)
            limits.leave(ticket, Call(Outcome.ANSWERED, Usage(1, 0, 1), headers))
        return asyncio.get_running_loop().time()

    stated = {"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "50"}
    assert 8 <= run_virtually(night(stated | {"x-ratelimit-reset-requests": "10s"})) <= 11
    assert run_virtually(night(stated | {"x-ratelimit-reset-requests": "1767225600"})) == 0


def test_an_exhausted_allowance_pauses_until_its_reset() -> None:
    """`remaining: 0`, `reset: 12s`: nobody calls for twelve seconds; a reset in hours is left to the 429."""

    async def second_call(reset: str) -> float:
        limits = Limits(clock=LoopClock())
        headers = {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": reset}
        limits.leave(await limits.enter(1), Call(Outcome.ANSWERED, Usage(1, 0, 1), headers))
        await limits.enter(1)
        return asyncio.get_running_loop().time()

    assert run_virtually(second_call("12s")) == pytest.approx(12)
    assert run_virtually(second_call("5h0m0s")) == 0


def test_retry_after_holds_back_everybody() -> None:
    """One article's `Retry-After: 9` is news for all of them."""

    async def others() -> float:
        limits = Limits(clock=LoopClock())
        limits.leave(await limits.enter(1), Call(Outcome.THROTTLED, retry_after=9.0))
        await asyncio.gather(*(limits.enter(1) for _ in range(5)))
        return asyncio.get_running_loop().time()

    assert run_virtually(others()) == pytest.approx(9)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1s", 1.0),
        ("6m0s", 360.0),
        ("120ms", 0.12),
        ("1h2m3.5s", 3723.5),
        ("", None),
        ("7", None),
        ("1d", None),
    ],
)
def test_durations_of_the_headers(text: str, seconds: float | None) -> None:
    """As OpenAI writes them; whatever has no unit is null."""
    assert duration_s(text) == seconds


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 50)), max_size=60), st.integers(60, 6000))
def test_a_bucket_never_lets_more_through_than_its_rate(asks: list[tuple[float, int]], rate: int) -> None:
    """In any stretch of time: at most the rate times the time, one second's burst, and the call itself."""
    bucket, now, sent = Bucket(rate, 0.0), 0.0, []
    for pause, amount in asks:
        now += pause
        sent.append((now + bucket.reserve(amount, now), amount))
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            taken = sum(amount for _, amount in sent[first : last + 1])
            span = sent[last][0] - sent[first][0]
            largest = max(amount for _, amount in sent[first : last + 1])
            assert taken <= span * rate / 60 + max(1, rate / 60) + 2 * largest + 1e-6


def test_the_pace_is_what_was_answered_less_a_tenth() -> None:
    """After 40 answers in two seconds and a 429: 18 a second; 429s of earlier calls change nothing."""
    pace = Pace(0.0)
    assert pace.per_second is None
    for n in range(40):
        pace.answered(8.0 + n / 20)
    pace.throttled(10.0, entered=9.5)
    assert pace.per_second == pytest.approx(18)
    for _ in range(50):
        pace.throttled(10.5, entered=9.9)
    assert pace.per_second == pytest.approx(18)


def test_a_pace_recovers_from_a_bad_minute() -> None:
    """An endpoint that refused everything for a while is soon used again."""
    pace = Pace(0.0)
    for second in range(60):
        pace.throttled(float(second), entered=float(second))
    assert pace.per_second == pytest.approx(0.2)
    pace.reserve(75.0)
    assert (pace.per_second or 0) > 20


# --- calls at once -----------------------------------------------------------------------------------------


def test_a_429_shrinks_once_an_episode() -> None:
    """Fifty 429s of one moment are one piece of news: × 0.8; the next counts after the cool-down."""
    control = Concurrency(100, 0.0)
    for _ in range(50):
        control.throttled(1.0, None)
    assert control.limit == 16
    control.throttled(17.0, None)
    assert control.limit == 12


def test_broken_servers_do_not_shrink() -> None:
    """5xx and timeouts stop the growth and nothing else."""
    control = Concurrency(100, 0.0)
    for _ in range(19):
        control.answered(1.0)
    control.failed()
    for _ in range(19):
        control.answered(1.0)
    assert control.limit == 20
    control.answered(1.0)
    assert control.limit == 40


def test_after_a_429_growth_is_slow() -> None:
    """Doubling ends with the first 429; then 5 % a clean round."""
    control = Concurrency(100, 0.0)
    control.throttled(0.0, 5.0)
    for _ in range(17):
        control.answered(10.0)
    assert control.limit == 16
    for _ in range(40):
        control.answered(20.0)
    assert 17 <= control.limit <= 18


def test_a_cancelled_wait_gives_its_place_back() -> None:
    """Articles that are given up while they wait do not leak places."""

    async def run() -> None:
        limits = Limits(at_once=1, clock=LoopClock())
        ticket = await limits.enter(1)
        waiting = [asyncio.create_task(limits.enter(1)) for _ in range(3)]
        await asyncio.sleep(1)
        waiting[0].cancel()
        limits.leave(ticket, ANSWERED)
        await asyncio.sleep(1)
        assert waiting[1].done()
        assert not waiting[2].done()
        limits.leave(waiting[1].result(), ANSWERED)
        await asyncio.wait_for(waiting[2], 10)

    run_virtually(run())


# --- the breaker -------------------------------------------------------------------------------------------


def test_an_endpoint_that_stays_down_stops_the_run() -> None:
    """20 failures in a row pause the run for a minute; after three pauses in vain it ends, resumable."""

    async def run() -> tuple[float, int]:
        limits, calls = Limits(at_once=64, clock=LoopClock()), 0

        async def worker() -> None:
            nonlocal calls
            while True:
                ticket = await limits.enter(1)
                calls += 1
                await asyncio.sleep(0.1)
                limits.leave(ticket, FAILED)

        ended = await asyncio.gather(*(worker() for _ in range(64)), return_exceptions=True)
        assert {type(error) for error in ended} == {EndpointDown}
        return asyncio.get_running_loop().time(), calls

    seconds, calls = run_virtually(run())
    assert 180 <= seconds <= 250
    assert calls <= 4 * (64 + 20)


def test_an_endpoint_that_comes_back_is_used_again() -> None:
    """After one pause all is well; three pauses spread over a long night are no reason to stop."""

    async def run() -> float:
        limits = Limits(at_once=4, clock=LoopClock())
        for _ in range(6):
            for _ in range(20):
                limits.leave(await limits.enter(1), FAILED)
            for _ in range(120):
                limits.leave(await limits.enter(1), ANSWERED)
        return asyncio.get_running_loop().time()

    assert run_virtually(run()) == pytest.approx(6 * 60)


def test_half_of_the_last_hundred_is_too_many() -> None:
    """An endpoint that fails every other call is down as well, if never twenty times in a row."""
    breaker = Breaker()
    pauses = [breaker.seen(failed=bool(n % 2), entered=0.0, now=0.0) for n in range(100)]
    assert pauses == [0.0] * 99 + [60.0]


def test_calls_from_before_a_pause_are_old_news() -> None:
    """The 64 calls that were in flight when the endpoint died trip the breaker once."""
    breaker = Breaker()
    pauses = [breaker.seen(failed=True, entered=0.0, now=1.0) for _ in range(64)]
    assert [pause for pause in pauses if pause] == [60.0]


def test_throttling_is_no_failure() -> None:
    """A 429 storm is for the limits, not for the breaker."""

    async def run() -> None:
        limits = Limits(clock=LoopClock())
        for _ in range(200):
            limits.leave(await limits.enter(1), THROTTLED)
        await limits.enter(1)

    run_virtually(run())


# --- the budget --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "calls"),
    [(Budget(max_cost=0.05), 5), (Budget(max_tokens=1000), 7), (Budget(max_cost=0.0), 0), (Budget(), 50)],
)
def test_a_run_ends_at_its_ceiling(budget: Budget, calls: int) -> None:
    """B9: each call costs a cent and 150 tokens; the call after the ceiling is not made."""

    async def run() -> int:
        limits = Limits(budget=budget, clock=LoopClock())
        for made in range(50):
            try:
                ticket = await limits.enter(150)
            except BudgetSpent:
                return made
            limits.leave(ticket, ANSWERED)
        return 50

    assert run_virtually(run()) == calls


def test_only_what_is_in_flight_can_pass_the_ceiling() -> None:
    """B9: with 8 at once, at most 8 calls are paid beyond the ceiling."""

    async def run() -> float:
        limits = Limits(at_once=8, budget=Budget(max_cost=0.20), clock=LoopClock())

        async def worker() -> None:
            while True:
                ticket = await limits.enter(1)
                await asyncio.sleep(0.1)
                limits.leave(ticket, ANSWERED)

        await asyncio.gather(*(worker() for _ in range(8)), return_exceptions=True)
        assert limits.spent.cost_usd is not None
        return limits.spent.cost_usd

    assert 0.20 <= run_virtually(run()) <= 0.20 + 8 * 0.01


def test_an_unknown_price_cannot_keep_a_ceiling() -> None:
    """Cost unknown is not cost 0: the run stops and says that a price table is missing."""

    async def run() -> None:
        limits = Limits(budget=Budget(max_cost=1.0), clock=LoopClock())
        limits.leave(await limits.enter(1), Call(Outcome.ANSWERED, Usage(1, 0, 1, None)))
        with pytest.raises(BudgetSpent, match="unknown"):
            await limits.enter(1)

    run_virtually(run())


def test_tokens_that_are_not_stated_count_as_estimated() -> None:
    """An endpoint without usage cannot run past the ceiling of tokens."""

    async def run() -> None:
        limits = Limits(budget=Budget(max_tokens=500), clock=LoopClock())
        limits.leave(await limits.enter(600), Call(Outcome.ANSWERED, Usage()))
        with pytest.raises(BudgetSpent, match="tokens"):
            await limits.enter(1)

    run_virtually(run())


# --- gate and gateway --------------------------------------------------------------------------------------


async def test_every_call_passes_the_gate(server: FakeServer) -> None:
    """Retries, re-asks and cut answers each wait for their turn and are counted by what became of them."""
    server.enqueue(Fault.RATE_LIMIT_RETRY_AFTER, Fault.SERVER_ERROR, Fault.INVALID_JSON, Fault.LENGTH)
    limits = Limits()
    reply = await ask(model_at(server, gate=limits))
    assert reply.attempts == len(server.calls) == 5
    assert limits.outcomes == {Outcome.THROTTLED: 1, Outcome.FAILED: 1, Outcome.ANSWERED: 3}
    assert (limits.spent.input_tokens, limits.spent.output_tokens) == (3600, 900)
    assert reply.usage == limits.spent


async def test_a_spent_budget_makes_no_call(server: FakeServer) -> None:
    """The ceiling is looked at before the call."""
    with pytest.raises(BudgetSpent):
        await ask(model_at(server, gate=Limits(budget=Budget(max_tokens=0))))
    assert server.calls == []


async def test_a_cancelled_call_leaves_the_gate(server: FakeServer) -> None:
    """An interrupted run gives every place back."""
    server.enqueue(Fault.HANG_HEADERS)
    limits = Limits(at_once=1)
    model = model_at(server, gate=limits)
    task = asyncio.create_task(ask(model))
    while not server.calls:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert limits.outcomes == {Outcome.CANCELLED: 1}
    await asyncio.wait_for(limits.enter(1), 1)


async def test_no_limits_is_a_gate_too() -> None:
    """For the embedded model."""
    gate = OpenGate()
    gate.leave(await gate.enter(10), ANSWERED)
