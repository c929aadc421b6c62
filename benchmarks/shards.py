"""Many workers, one cache: synthetic articles through shards on one Postgres, against the fake server.

    python -m benchmarks.shards --articles 20000 --sample 3000

One worker alone on half of a sample; two workers, each with its own shard and output folder, on all articles;
one worker on the other half. Every part is real: processes, Postgres, HTTP on loopback, `run_night`. The
server answers after `--latency`; `--concurrency` is kept low so that waiting dominates, as with a real
model: what is measured is whether workers stand in each other's way, not how quick two cores are. Prints one
JSON object; `--write FILE` keeps it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summariser.scale.shards import Shard, only_shard, parse_shard
from summariser.text.article import Article

PLACES = ("Kharkiv", "Odesa", "Sumy", "Kherson", "Dnipro", "Belgorod", "Kursk", "Zaporizhzhia")
ANSWER = '{"headline":"An attack","attacks":[],"diplomacy":[]}'


def synthetic(count: int, *, first: int = 0) -> Iterator[Article]:
    """Articles of eight sentences that differ in their numbers, so that each is a request of its own."""
    for number in range(first, first + count):
        place = PLACES[number % len(PLACES)]
        yield Article.from_text(
            f"A drone attack on {place} killed {number % 40 + 2} people on Monday, report {number} says. "
            f"The air force said it had shot down {number % 300 + 40} of {number % 300 + 60} drones. "
            "Windows were broken in several apartment buildings, the mayor said. "
            f"At least {number % 70 + 3} others were wounded, among them {number % 3 + 1} children. "
            "Rescue workers were still searching under the rubble in the morning. "
            f"Power was cut for {number % 900 + 100},000 consumers in the region. "
            "The foreign minister called his counterpart in Warsaw to ask for help. "
            "Talks are planned for Friday.",
            label=f"synthetic {number}",
        )


def work(options: argparse.Namespace) -> None:
    """One worker: its shard of the articles into its own folder."""
    from summariser.nightly import NightSettings, run_night
    from summariser.session import Summariser
    from summariser.settings import Settings
    from summariser.wiring import open_engine

    settings = Settings(model="gpt-4.1-mini", base_url=options.url, api_key="none", cache=options.cache)
    opened = open_engine(settings, say=lambda line: print(line, file=sys.stderr))
    night = NightSettings(out=Path(options.out), sources=("synthetic",), concurrency=options.concurrency)
    articles = only_shard(synthetic(options.articles, first=options.first), parse_shard(options.shard))
    warm_up(opened)
    started, busy = time.monotonic(), time.process_time()
    with Summariser(opened.engine, close=opened.close) as summariser:
        report = run_night(summariser, articles, settings=night, limits=opened.limits)
    figures = {
        "exit_code": report.exit_code,
        "seconds": time.monotonic() - started,
        "cpu_seconds": time.process_time() - busy,
    }
    print(json.dumps(figures))


def warm_up(_opened: object) -> None:
    """What a worker imports once is no part of its rate."""
    import instructor  # noqa: F401
    import openai  # noqa: F401


def serve(options: argparse.Namespace) -> None:
    """The model: counts its calls, and how often each article was asked about."""
    from tests.fake_server import FakeServer

    with FakeServer(ANSWER, latency=options.latency) as server:
        print(server.url, flush=True)
        for line in sys.stdin:
            if line.strip() == "count":
                asked = Counter(hash(seen.article_message) for seen in server.calls)
                busy = time.process_time()
                print(json.dumps([len(server.calls), max(asked.values(), default=0), busy]), flush=True)
                server.forget()


class Server:
    """The model in a process of its own."""

    def __init__(self, latency: float) -> None:
        self._process = _start("serve", latency=latency, stdin=subprocess.PIPE)
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def count(self) -> tuple[int, int, float]:
        """Calls since the last time, the most for one article, and the server's own CPU seconds so far."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("count\n")
        self._process.stdin.flush()
        calls, most, busy = json.loads(self._process.stdout.readline())
        return calls, most, busy

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


def _start(command: str, *, stdin: int | None = None, **options: object) -> subprocess.Popen[str]:
    flags = [f"--{name}={value}" for name, value in options.items()]
    environment = {**os.environ, "OPENAI_API_KEY": "none"}
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.shards", command, *flags],
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


@dataclass(frozen=True)
class Bench:
    """What stays the same from one measurement to the next."""

    server: Server
    cache: str
    folder: Path
    concurrency: int


def measure(bench: Bench, *, shards: list[Shard], articles: int, first: int) -> dict[str, Any]:
    """Run the shards at once; what came out and how fast."""
    outs = [bench.folder / f"{first}-{shard.index}-of-{shard.count}" for shard in shards]
    workers = [
        _start(
            "work",
            url=bench.server.url,
            cache=bench.cache,
            out=out,
            shard=shard,
            articles=articles,
            first=first,
            concurrency=bench.concurrency,
        )
        for shard, out in zip(shards, outs, strict=True)
    ]
    told = [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]
    calls, most, _ = bench.server.count()
    ids = Counter(name for out in outs for name in _ids(out))
    slowest = max(each["seconds"] for each in told)
    return {
        "workers": len(shards),
        "articles": articles,
        "seconds": round(slowest, 1),
        "articles_per_second": round(articles / slowest, 2),
        "calls": calls,
        "most_calls_for_one_article": most,
        "articles_out": len(ids),
        "most_lines_for_one_article": max(ids.values(), default=0),
        "exit_codes": [each["exit_code"] for each in told],
        "client_cpu_ms_per_article": round(1000 * sum(each["cpu_seconds"] for each in told) / articles, 2),
    }


def _ids(out: Path) -> Iterator[str]:
    """The ids of the articles that a night's folder has summaries of."""
    for line in (out / "summaries.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["article"]["id"]


def compare(options: argparse.Namespace) -> dict[str, Any]:
    """One worker on half the sample, two on everything, one on the other half; on one fresh Postgres.

    Before and after, because other work on the machine comes and goes.
    """
    from tests.cache.postgres_server import running_postgres

    half = options.sample // 2
    alone, both = [Shard(1, 1)], [Shard(1, 2), Shard(2, 2)]
    with running_postgres() as postgres, tempfile.TemporaryDirectory() as folder:
        server = Server(options.latency)
        bench = Bench(server, postgres.fresh_database("shards"), Path(folder), options.concurrency)
        before = measure(bench, shards=alone, articles=half, first=10**6)
        two = measure(bench, shards=both, articles=options.articles, first=0)
        after = measure(bench, shards=alone, articles=half, first=2 * 10**6)
        server_busy = server.count()[2]
        server.stop()
    calls = sum(each["calls"] for each in (before, two, after))
    rate_of_one = max(before["articles_per_second"], after["articles_per_second"])  # the less disturbed one
    return {
        "command": f"python -m benchmarks.shards --articles {options.articles} --sample {options.sample}",
        "latency_s": options.latency,
        "concurrency_each": options.concurrency,
        "cores": os.cpu_count(),
        "load_at_the_end": round(os.getloadavg()[0], 1),
        "one_worker_before": before,
        "two_workers": two,
        "one_worker_after": after,
        "speed_up": round(two["articles_per_second"] / rate_of_one, 2),
        "server_cpu_ms_per_call": round(1000 * server_busy / calls, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", nargs="?", default="compare", choices=["compare", "work", "serve"])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--sample", type=int, default=3_000, help="articles for one worker alone")
    parser.add_argument("--concurrency", type=int, default=4, help="calls in flight of each worker")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds")
    parser.add_argument("--write", type=Path, help="keep the figures here")
    for internal in ("url", "cache", "out", "shard"):
        parser.add_argument(f"--{internal}", help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.command == "work":
        work(options)
    elif options.command == "serve":
        serve(options)
    else:
        text = json.dumps(compare(options), indent=2)
        print(text)
        if options.write:
            options.write.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
