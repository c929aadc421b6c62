"""The single controls behind the gate of `limits`: each knows one thing, and none knows the clock."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from summariser.errors import BudgetSpent
from summariser.model.contract import Usage

__all__ = ["BREAKS", "BREAK_S", "Breaker", "Bucket", "Budget", "Concurrency", "Pace", "Step", "Strays"]

START_AT_ONCE, SHRINK, GROW, COOL_DOWN_S = 20, 0.8, 1.05, 15.0
PACE_WINDOW_S, PACE_SHRINK, SLOWEST_PER_S = 2.0, 0.9, 0.2
# Growth of the pace a second: below this share of what was known to work, by this factor.
PACE_GROWTH = ((0.5, 1.5), (0.95, 1.1), (float("inf"), 1.02))
FAILURES_IN_A_ROW, LAST_CALLS, FAILED_SHARE, BREAK_S, BREAKS = 20, 100, 0.5, 60.0, 3


class Bucket:
    """So many units a minute; a reservation says how long to wait for it. Null: no limit."""

    def __init__(self, per_minute: float | None, now: float) -> None:
        self.per_minute = per_minute
        self._level = self._burst
        self._at = now

    @property
    def _burst(self) -> float:
        """What may go at once after a rest: a tenth of a second's worth, for limits that look at seconds."""
        return 0.0 if self.per_minute is None else max(1.0, self.per_minute / 600)

    def reserve(self, amount: float, now: float) -> float:
        """Take `amount`, now or later: the seconds until it is there."""
        if self.per_minute is None:
            return 0.0
        rate = self.per_minute / 60
        self._level = min(self._burst, self._level + (now - self._at) * rate)
        self._at = now
        self._level -= amount
        return (
            max(0.0, -self._level / rate)
            if amount <= self._burst
            else max(0.0, -(self._level + amount) / rate)
        )

    def give_back(self, amount: float) -> None:
        """Correct a reservation by what was really used; a negative amount takes more."""
        if self.per_minute is not None:
            self._level += amount

    def learn(self, per_minute: float) -> None:
        """An endpoint states its limit: take it if it is lower."""
        if per_minute > 0 and (self.per_minute is None or per_minute < self.per_minute):
            self.per_minute = per_minute
            self._level = min(self._level, self._burst) if self._level > 0 else self._level


class Strays:
    """Tells a stray 429 from a limit: fewer than three, or fewer than 4 % of the last 200 calls, are noise.

    Without this one 429 in sixty, as a busy endpoint gives to anybody, slowed a night to a tenth.
    """

    def __init__(self) -> None:
        self._last: deque[bool] = deque(maxlen=200)

    def seen(self, *, throttled: bool) -> bool:
        """Note a call; whether it was a 429 that means nothing."""
        self._last.append(throttled)
        return throttled and sum(self._last) < max(3, len(self._last) * 0.04)


class Pace:
    """The rate that an endpoint bears, found by feeling: no limit until the first 429, then a bucket.

    A 429 sets the pace to a little less than what was answered lately; clean seconds let it grow again, fast
    where it is far below what was known to work, slowly near it. 429s of calls that were sent before the last
    change are old news.
    """

    def __init__(self, now: float) -> None:
        self._bucket = Bucket(None, now)
        self._answers: deque[float] = deque()
        self._known = 0.0  # calls a second that were answered when the first 429 of an episode came
        self._changed_at = float("-inf")
        self._grown_at = now

    @property
    def per_second(self) -> float | None:
        """The pace now; null: as fast as one likes."""
        return None if self._bucket.per_minute is None else self._bucket.per_minute / 60

    def reserve(self, now: float) -> float:
        """Take one call: the seconds until its turn."""
        self._grow(now)
        return self._bucket.reserve(1, now)

    def answered(self, now: float) -> None:
        """Note an answer."""
        self._answers.append(now)
        while self._answers[0] < now - PACE_WINDOW_S:
            self._answers.popleft()

    def throttled(self, now: float, *, entered: float) -> None:
        """A 429 for a call that was sent at a time."""
        if entered < self._changed_at:
            return
        lately = sum(at >= now - PACE_WINDOW_S for at in self._answers) / PACE_WINDOW_S
        self._known = max(lately, self._known * PACE_SHRINK)
        bearable = (lately or (self.per_second or 1.0)) * PACE_SHRINK
        self._bucket.per_minute = 60 * max(SLOWEST_PER_S, min(bearable, self.per_second or bearable))
        self._changed_at = self._grown_at = now

    def _grow(self, now: float) -> None:
        seconds = int(now - self._grown_at)
        if self._bucket.per_minute is None or seconds < 1:
            return
        self._grown_at += seconds
        for _ in range(min(seconds, 600)):
            rate = self._bucket.per_minute / 60
            share = rate / self._known if self._known else 0.0
            self._bucket.per_minute *= next(grow for below, grow in PACE_GROWTH if share < below)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the number of calls at once, for the manifest."""

    at: float
    at_once: int
    reason: str


class Concurrency:
    """How many calls may be in flight: doubles until the first 429, then additive up, multiplicative down."""

    def __init__(self, most: int, now: float) -> None:
        self._most = most
        self._limit = float(min(START_AT_ONCE, most))
        self._busy = 0
        self._clean = 0
        self._throttled = False
        self._cool_until = now
        self._waiting: deque[asyncio.Future[None]] = deque()
        self.history: list[Step] = [Step(now, int(self._limit), "start")]

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""
        return max(1, int(self._limit))

    async def acquire(self) -> None:
        """Wait for a place, first come, first served."""
        if self._busy < self.limit and not self._waiting:
            self._busy += 1
            return
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.release()
            raise

    def release(self) -> None:
        """Give the place to the next."""
        self._busy -= 1
        while self._waiting and self._busy < self.limit:
            place = self._waiting.popleft()
            if not place.done():
                self._busy += 1
                place.set_result(None)

    def answered(self, now: float) -> None:
        """A clean call; a round of them lets the limit grow."""
        self._clean += 1
        if self._clean < self.limit or now < self._cool_until or self._limit >= self._most:
            return
        grown = self._limit * GROW + 0.05 if self._throttled else self._limit * 2
        self._set(min(float(self._most), grown), now, "clean round")

    def throttled(self, now: float, pause: float | None) -> None:
        """A 429: once an episode, fewer calls at once."""
        self._clean = 0
        self._throttled = True
        if now >= self._cool_until:
            self._cool_until = now + (pause or COOL_DOWN_S)
            self._set(max(1.0, self._limit * SHRINK), now, "429")

    def failed(self) -> None:
        """A 5xx or a broken connection: no growth, but no fewer calls either."""
        self._clean = 0

    def _set(self, limit: float, now: float, reason: str) -> None:
        before, self._limit, self._clean = self.limit, limit, 0
        if self.limit != before:
            self.history.append(Step(now, self.limit, reason))


class Breaker:
    """Notices an endpoint that is down. A call that began before a pause says nothing of the time after."""

    def __init__(self) -> None:
        self._row = 0
        self._last: deque[bool] = deque(maxlen=LAST_CALLS)
        self._since = float("-inf")
        self._breaks = 0
        self.down = False

    def seen(self, *, failed: bool, entered: float, now: float) -> float:
        """Note one call that entered at a time; the seconds of pause it brings about."""
        if entered < self._since:
            return 0.0
        self._row = self._row + 1 if failed else 0
        self._last.append(failed)
        crowded = len(self._last) == LAST_CALLS and sum(self._last) >= LAST_CALLS * FAILED_SHARE
        if not failed or not (self._row >= FAILURES_IN_A_ROW or crowded):
            self._breaks = 0 if len(self._last) == LAST_CALLS and not crowded else self._breaks
            return 0.0
        self._row = 0
        self._last.clear()
        self._breaks += 1
        self.down = self._breaks > BREAKS
        self._since = now + BREAK_S
        return BREAK_S


class Budget:
    """A ceiling of dollars and of tokens; null: none. Looked at before each call, so it can be passed by
    what is in flight."""

    def __init__(self, *, max_cost: float | None = None, max_tokens: int | None = None) -> None:
        self._max_cost, self._max_tokens = max_cost, max_tokens
        self._cost, self._tokens = 0.0, 0
        self._unknown = False

    def check(self) -> None:
        """Raises `BudgetSpent`, also when a ceiling in dollars cannot be kept because a price is unknown."""
        if self._max_cost is not None and self._cost >= self._max_cost:
            raise BudgetSpent(f"{self._cost:.4f} of {self._max_cost:.4f} US dollars are spent")
        if self._max_cost is not None and self._unknown:
            raise BudgetSpent(
                "the cost of a call is unknown, so a ceiling in dollars cannot be kept: give a price table"
            )
        if self._max_tokens is not None and self._tokens >= self._max_tokens:
            raise BudgetSpent(f"{self._tokens:,} of {self._max_tokens:,} tokens are spent")

    def spend(self, usage: Usage, estimate: int) -> None:
        """Count one call; tokens that the endpoint does not state as estimated."""
        stated = (usage.input_tokens, usage.output_tokens)
        self._tokens += estimate if None in stated else sum(count or 0 for count in stated)
        self._cost += usage.cost_usd or 0.0
        self._unknown |= usage.cost_usd is None
