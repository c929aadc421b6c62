"""A plan on paper: what ten million articles cost and take by each way, and where each way saturates.

    python -m benchmarks.scale_plan [--articles 10000000] [--figures FILE] [--assume FILE]

`--figures` are what `scale_plan_measure` measured on this machine, `--assume` what cannot be measured here
(prices, an account's limits, GPUs). The arithmetic takes the tightest limit of each way; the simulation runs
articles one by one through the same stations and shows which of them is busy when more workers help no more.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summariser.model.batch_api import batch_rules

HERE = Path(__file__).parent
DAY = 86_400.0
WORKERS = (1, 2, 4, 8, 16, 32, 64, 128)
SIMULATED = 400  # articles a worker


@dataclass(frozen=True)
class Article:
    """What one article takes, on average; tokens, bytes, and seconds."""

    input_tokens: float
    constant_tokens: float
    output_tokens: float
    calls: float
    cpu_s: float
    cached_cpu_s: float
    postgres_s: float
    remembered_s: float
    submit_s: float
    collect_s: float
    request_bytes: float
    stored_bytes: float

    @property
    def tokens(self) -> float:
        return self.calls * (self.input_tokens + self.output_tokens)


def article_from(figures: dict[str, float], assumed: dict[str, Any]) -> Article:
    """The measured figures and the assumed ones, as one article."""
    model = assumed["model"]
    return Article(
        input_tokens=figures["constant_tokens"] + figures["article_tokens"],
        constant_tokens=figures["constant_tokens"],
        output_tokens=figures["answer_tokens"] + model["reasoning_tokens"],
        calls=1 + model["repair_share"],
        cpu_s=figures["online_cpu_ms"] / 1000,
        cached_cpu_s=figures["cached_cpu_ms"] / 1000,
        postgres_s=figures["postgres_ms_a_new_answer_two_writers"] / 1000,
        remembered_s=figures["postgres_ms_a_remembered_answer"] / 1000,
        submit_s=figures["submit_cpu_ms"] / 1000,
        collect_s=figures["collect_cpu_ms"] / 1000,
        request_bytes=figures["request_bytes"] + 120,  # the line around a body
        stored_bytes=figures["postgres_bytes_an_answer"],
    )


def dollars(article: Article, model: dict[str, float], *, cached: bool) -> float:
    """One call at list price; `cached`: the constant part of the prompt is read from the endpoint's cache."""
    fresh = article.input_tokens - article.constant_tokens
    constant_price = model["price_cached"] if cached else model["price_input"]
    price = (
        fresh * model["price_input"]
        + article.constant_tokens * constant_price
        + article.output_tokens * model["price_output"]
    )
    return price / 1_000_000


@dataclass(frozen=True)
class Limit:
    """One thing that bounds a way, as articles a second; infinite where it does not matter."""

    name: str
    rate: float


def online_limits(
    article: Article, api: dict[str, Any], *, workers: int, assumed: dict[str, Any]
) -> list[Limit]:
    """What bounds workers that ask at once."""
    in_flight = workers * assumed["worker"]["concurrency"]
    return [
        Limit("tokens a minute", api["tokens_per_minute"] / 60 / article.tokens),
        Limit("requests a minute", api["requests_per_minute"] / 60 / article.calls),
        Limit("calls in flight", in_flight / assumed["model"]["latency_s"] / article.calls),
        Limit("client CPU", workers / article.cpu_s),
        Limit("Postgres", 1 / (article.postgres_s * article.calls)),
    ]


def tightest(limits: list[Limit]) -> Limit:
    return min(limits, key=lambda limit: limit.rate)


def workers_that_saturate(article: Article, api: dict[str, Any], assumed: dict[str, Any]) -> int:
    """The fewest workers with which the account's limits, or Postgres, and not the workers, are tightest."""
    workers = 1
    while tightest(online_limits(article, api, workers=workers, assumed=assumed)).name in {
        "calls in flight",
        "client CPU",
    }:
        workers += 1
    return workers


# The simulation: stations with a queue each, articles one by one.


@dataclass
class Station:
    """Serves one after the other. `busy` adds up the seconds served."""

    name: str
    free_at: float = 0.0
    busy: float = 0.0

    def serve(self, now: float, seconds: float) -> float:
        """When somebody who comes now, and takes so long, is done."""
        self.free_at = max(now, self.free_at) + seconds
        self.busy += seconds
        return self.free_at


@dataclass(frozen=True)
class Setup:
    """What is simulated: seconds an article takes at each station, and how many there are."""

    workers: int
    concurrency: int
    cpu_s: float
    endpoint_s: float
    latency_s: float
    postgres_s: float


def simulate(setup: Setup, *, articles: int, seed: int = 7) -> tuple[float, dict[str, float]]:
    """Articles a second, and the share of the time that each station was busy, once all slots work."""
    dice = random.Random(seed)
    endpoint, postgres = Station("endpoint's limits"), Station("Postgres")
    cores = [Station("client CPU") for _ in range(setup.workers)]
    slots = [(dice.random() * setup.latency_s, number) for number in range(setup.workers * setup.concurrency)]
    events = [(at, slot % setup.workers, 0) for at, slot in slots]
    heapq.heapify(events)
    ends: list[float] = []
    while len(ends) < articles:
        now, worker, stage = heapq.heappop(events)
        if stage == 0:
            after = cores[worker].serve(now, setup.cpu_s / 2)
        elif stage == 1:
            after = endpoint.serve(now, setup.endpoint_s)
        elif stage == 2:
            after = now + setup.latency_s * dice.uniform(0.5, 1.5)
        elif stage == 3:
            after = postgres.serve(now, setup.postgres_s)
        else:
            after = cores[worker].serve(now, setup.cpu_s / 2)
            ends.append(after)
        heapq.heappush(events, (after, worker, (stage + 1) % 5))
    ends.sort()
    skipped = articles // 4  # until then the slots fill
    rate = (articles - skipped) / (ends[-1] - ends[skipped - 1])
    shares = {
        "endpoint's limits": rate * setup.endpoint_s,
        "Postgres": rate * setup.postgres_s,
        "client CPU": rate * setup.cpu_s / setup.workers,
        "calls in flight": rate * setup.latency_s / (setup.workers * setup.concurrency),
    }
    return rate, shares


# The tables.


def told(seconds: float) -> str:
    if seconds < 2 * 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 3 * DAY else f"{seconds / DAY:,.0f} days"


def online_rows(article: Article, assumed: dict[str, Any], count: int) -> list[list[str]]:
    model = assumed["model"]
    low, high = (count * article.calls * dollars(article, model, cached=cached) for cached in (True, False))
    rows = []
    for api in assumed["api"]:
        alone = tightest(online_limits(article, api, workers=1, assumed=assumed))
        rows.append(
            [
                f"online, {api['name']}, 1 worker",
                told(count / alone.rate),
                f"${low:,.0f} to ${high:,.0f}",
                alone.name,
            ]
        )
        needed = workers_that_saturate(article, api, assumed)
        if needed > 1:
            bound = tightest(online_limits(article, api, workers=needed, assumed=assumed))
            rows.append(
                [
                    f"online, {api['name']}, {needed} workers",
                    told(count / bound.rate),
                    f"${low:,.0f} to ${high:,.0f}",
                    bound.name,
                ]
            )
    return rows


def batch_rows(article: Article, assumed: dict[str, Any], count: int) -> list[list[str]]:
    """Batches: planned and collected by one process; the queue holds input tokens; answers then checked."""
    share = batch_rules().price_share
    price = count * dollars(article, assumed["model"], cached=False)
    repairs = (article.calls - 1) * price  # at once, at the full price
    cost = f"${share * price + repairs:,.0f}"
    client = count * (article.submit_s + article.collect_s + article.cached_cpu_s)
    upload = count * article.request_bytes / assumed["batch"]["uplink_bytes_per_second"]
    rows = []
    for api in assumed["api"]:
        rounds = count * article.input_tokens / api["batch_queue_tokens"]
        queue = max(1.0, rounds) * assumed["batch"]["hours"] * 3600
        seconds, name = max((queue, "batch queue"), (client + upload, "client CPU"))
        rows.append([f"Batch API, {api['name']}", f"at most {told(seconds)}", cost, name])
    return rows


def gpu_rows(article: Article, assumed: dict[str, Any], count: int) -> list[list[str]]:
    gpu = assumed["gpu"]
    hours = count * article.tokens / gpu["tokens_per_second"] / 3600
    cost = f"${hours * gpu['dollars_per_hour']:,.0f}"
    return [[f"own GPUs, {n}, Ray", told(hours * 3600 / n), cost, "GPUs"] for n in (1, 8, 64)]


def saturation_rows(article: Article, assumed: dict[str, Any]) -> list[list[str]]:
    """Simulated: articles a second by workers, and the busiest station."""
    latency = assumed["model"]["latency_s"]
    ways = [
        (
            api["name"],
            60 * max(article.tokens / api["tokens_per_minute"], article.calls / api["requests_per_minute"]),
            latency,
        )
        for api in assumed["api"]
    ]
    gpu = assumed["gpu"]
    ways += [(f"{n} GPUs", article.tokens / gpu["tokens_per_second"] / n, gpu["latency_s"]) for n in (8, 64)]
    rows = []
    for workers in WORKERS:
        row = [str(workers)]
        for _, endpoint_s, latency_s in ways:
            setup = Setup(
                workers=workers,
                concurrency=assumed["worker"]["concurrency"],
                cpu_s=article.cpu_s,
                endpoint_s=endpoint_s,
                latency_s=latency_s * article.calls,
                postgres_s=article.postgres_s * article.calls,
            )
            rate, shares = simulate(setup, articles=max(2000, SIMULATED * workers))
            busiest = max(shares, key=lambda name: shares[name])
            row.append(f"{rate:.1f} ({busiest})")
        rows.append(row)
    return [["workers", *(name for name, _, _ in ways)], *rows]


def table(rows: list[list[str]]) -> str:
    """Rows as Markdown; the first is the head."""
    head, *rest = rows
    lines = [head, ["---"] * len(head), *rest]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def plan(figures: dict[str, Any], assumed: dict[str, Any], count: int) -> str:
    article = article_from(figures["figures"], assumed)
    files = count / min(batch_rules().bytes_a_file / article.request_bytes, batch_rules().requests_a_file)
    facts = [
        f"{count:,} articles; measured on {figures['articles']} copies of the seeds, "
        f"{figures['cores']} cores, load {figures['load']} (`{figures['command']}`)",
        f"an article: {article.input_tokens:,.0f} tokens in ({article.constant_tokens:,.0f} of them the same "
        f"for all), {article.output_tokens:,.0f} out, {article.calls} calls",
        f"client CPU: {article.cpu_s * 1000:.0f} ms when the model is asked, "
        f"{article.cached_cpu_s * 1000:.0f} ms from the cache; "
        f"in all {told(count * article.cpu_s)} of one core",
        f"in all {count * article.tokens / 1e9:,.0f} G tokens",
        f"Postgres: {1 / article.postgres_s:,.0f} new answers a second from two writers, so "
        f"{told(count * article.postgres_s)}; {count * article.stored_bytes / 1e9:,.0f} GB of answers",
        f"batches: {article.request_bytes / 1000:.0f} KB a request, {files:,.0f} files, "
        f"{count * article.request_bytes / 1e9:,.0f} GB uploaded",
    ]
    ways = [["way", "time", "cost", "bound by"]]
    ways += (
        online_rows(article, assumed, count)
        + batch_rows(article, assumed, count)
        + gpu_rows(article, assumed, count)
    )
    parts = ["\n".join(f"- {fact}" for fact in facts), table(ways)]
    parts.append("Simulated, articles a second (and the busiest station):")
    parts.append(table(saturation_rows(article, assumed)))
    return "\n\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000_000)
    parser.add_argument("--figures", type=Path, default=HERE / "scale_figures.json")
    parser.add_argument("--assume", type=Path, default=HERE / "scale_assumptions.toml")
    options = parser.parse_args()
    figures = json.loads(options.figures.read_text(encoding="utf-8"))
    assumed = tomllib.loads(options.assume.read_text(encoding="utf-8"))
    print(plan(figures, assumed, options.articles))


if __name__ == "__main__":
    main()
