"""What `scale_plan` reckons with, measured here, on the seeds with perfect answers.

    python -m benchmarks.scale_plan_measure --write benchmarks/scale_figures.json

Everything is the shipped code: the engine against the fake server in a process of its own, `submit` and
`collect` against the fake batches, the cache on a real Postgres. Times are this process's CPU seconds where
it works and wall time where it waits for Postgres. Tokens are o200k's, counted with `bpe-openai`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from summariser.cache import TableCache, open_cache
from summariser.model.contract import Entry, Usage
from summariser.model.gateway_body import chat_body
from summariser.scale.batch import BatchDesk, collect, open_desk, submit
from summariser.settings import Settings
from summariser.text.article import Article
from summariser.wiring import hosted_model, open_engine

SEEDS = Path(__file__).parents[1] / "seeds"
MODEL = "gpt-5-mini"


def articles(count: int, *, first: int = 0) -> Iterator[Article]:
    """The seeds over and over, each with a last sentence of its own."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    for number, text in enumerate(islice(cycle(texts), count), first):
        yield Article.from_text(f"{text}\n\nThis is copy {number}.", label=str(number))


def tokens_of(text: str) -> int:
    """Tokens as the o200k models count them."""
    from bpe_openai import get_encoding

    return len(get_encoding("o200k_base").encode(text))


def request_figures() -> dict[str, float]:
    """How large a request and a perfect answer are."""
    from summariser.model.whole import WholeReader

    model = hosted_model(Settings(model=MODEL, api_key="none"))
    assert model is not None
    reader = WholeReader(model, model.profile)
    seeds = [Article.from_file(path) for path in sorted(SEEDS.glob("*.txt"))]
    requests = [reader.requests(article, ())[0] for article in seeds]
    constant = "".join(message.content for message in requests[0].messages[:-1]) + requests[0].schema
    return {
        "constant_tokens": tokens_of(constant),
        "article_tokens": statistics.mean(tokens_of(request.messages[-1].content) for request in requests),
        "answer_tokens": statistics.mean(map(tokens_of, perfect_answers())),
        "request_bytes": statistics.mean(
            len(chat_body(request, model=MODEL, profile=model.profile)) for request in requests
        ),
    }


class Elsewhere:
    """The fake server in a process of its own, so that its CPU is not ours."""

    def __enter__(self) -> str:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.scale_plan_measure", "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


def serve() -> None:
    """Perfect answers until stdin ends; the answer is looked up by the seed's own words."""
    from tests.fake_batches import Ending, FakeBatches
    from tests.gold import gold_answer

    known: dict[str, str] = {}

    def answer(seen: Any) -> str:
        words = seen.article_message.partition("This is copy")[0]
        return known.setdefault(words, gold_answer(seen)) if words not in known else known[words]

    with FakeBatches(answer) as server:
        print(server.url, flush=True)
        for line in sys.stdin:
            if line.strip() == "end":
                server.end(Ending())


def per_article(count: int, work: Callable[[], None]) -> float:
    """CPU milliseconds of this process for each of `count` articles."""
    before = time.process_time()
    work()
    return 1000 * (time.process_time() - before) / count


def run_engine(settings: Settings, count: int, *, first: int) -> None:
    """Articles through the engine, in this process."""

    async def run() -> None:
        opened = open_engine(settings, say=lambda _: None)
        async for outcome in opened.engine.stream(articles(count, first=first), concurrency=16):
            assert outcome.error is None, outcome.error
        await opened.close()

    asyncio.run(run())


def engine_figures(url: str, cache: str, count: int) -> dict[str, float]:
    """CPU of one article asked about, and of one served from the cache."""
    settings = Settings(model=MODEL, base_url=url, api_key="none", cache=cache)
    run_engine(settings, 8, first=10**6)  # imports
    return {
        "online_cpu_ms": per_article(count, lambda: run_engine(settings, count, first=0)),
        "cached_cpu_ms": per_article(count, lambda: run_engine(settings, count, first=0)),
    }


def batch_figures(count: int) -> dict[str, float]:
    """CPU of putting an article into a batch, and of taking its answer out."""
    from tests.fake_batches import Ending, FakeBatches

    with (
        FakeBatches('{"headline":"h","attacks":[],"diplomacy":[]}') as server,
        tempfile.TemporaryDirectory() as at,
    ):
        turn = cycle(perfect_answers())
        server._answer = lambda _: next(turn)  # each seed in turn
        settings = Settings(
            model="gpt-4.1-mini", base_url=server.url, api_key="none", cache=f"{at}/cache.sqlite"
        )

        async def run() -> tuple[float, float, int]:
            async with open_desk(settings, Path(at) / "batch", say=lambda _: None) as desk:
                await submit(desk, articles(8, first=10**6))
                planning = await planned(desk, count)
                server.end(Ending())
                before = time.thread_time()  # the server's thread is not ours
                collected = await collect(desk)
                taking = 1000 * (time.thread_time() - before) / collected.answered
            return planning, taking, len(server.files[server.batches[-1].input_file]) // count

        async def planned(desk: BatchDesk, count: int) -> float:
            before = time.thread_time()
            await submit(desk, articles(count))
            return 1000 * (time.thread_time() - before) / count

        planning, taking, line = asyncio.run(run())
    return {"submit_cpu_ms": planning, "collect_cpu_ms": taking, "line_bytes": line}


def perfect_answers() -> list[str]:
    from tests.gold import expected_answer

    paths = sorted(SEEDS.glob("*.txt"))
    return [expected_answer(path.stem, Article.from_file(path)).model_dump_json() for path in paths]


def postgres_figures(cache: TableCache, count: int) -> dict[str, float]:
    """What one answer asks of Postgres: a look, a lease, another look, a store, a release."""
    answers = cycle(perfect_answers())
    keys = [cache_key_of(number) for number in range(count)]
    before = time.monotonic()
    for key in keys:
        cache.get(key)
        cache.claim(key, seconds=60)
        cache.get(key)
        cache.put(key, Entry(next(answers), Usage(3000, None, 600, 0.001), MODEL, MODEL))
        cache.release(key)
    writing = (time.monotonic() - before) / count
    before = time.monotonic()
    for key in keys:
        cache.get(key)
    reading = (time.monotonic() - before) / count
    return {
        "postgres_ms_a_new_answer": 1000 * writing,
        "postgres_ms_a_remembered_answer": 1000 * reading,
        "postgres_bytes_an_answer": cache.stats().size_bytes / count,
    }


def cache_key_of(number: int) -> bytes:
    """A key as good as any."""
    import hashlib

    return hashlib.sha256(str(number).encode()).digest()


def measure(count: int) -> dict[str, Any]:
    from tests.cache.postgres_server import running_postgres

    with running_postgres() as postgres, Elsewhere() as url:
        figures = engine_figures(url, postgres.fresh_database("engine"), count)
        place = postgres.fresh_database("answers")
        cache = open_cache(place)
        figures |= postgres_figures(cache, 10 * count)
        figures["postgres_ms_a_new_answer_two_writers"] = two_writers(place, 10 * count)
        cache.close()
    figures |= batch_figures(count) | request_figures()
    return {
        "command": "python -m benchmarks.scale_plan_measure",
        "articles": count,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "figures": {name: round(value, 3) for name, value in figures.items()},
    }


def two_writers(place: str, count: int) -> float:
    """Milliseconds of Postgres for a new answer when two processes write at once: time divided by both."""
    code = (
        "import sys; from benchmarks.scale_plan_measure import write_rows; "
        "write_rows(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, place, str(first), str(count)], stdout=subprocess.PIPE, text=True
        )
        for first in (10**7, 2 * 10**7)
    ]
    seconds = max(float(process.communicate()[0]) for process in started)
    return 1000 * seconds / (2 * count)


def write_rows(place: str, first: int, count: int) -> None:
    """One of the two writers; prints its seconds."""
    cache = open_cache(place)
    answers = cycle(perfect_answers())
    before = time.monotonic()
    for number in range(first, first + count):
        key = cache_key_of(number)
        cache.get(key)
        cache.claim(key, seconds=60)
        cache.get(key)
        cache.put(key, Entry(next(answers), Usage(3000, None, 600, 0.001), MODEL, MODEL))
        cache.release(key)
    print(time.monotonic() - before)
    cache.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    text = json.dumps(measure(options.articles), indent=2) + "\n"
    print(text, end="")
    if options.write:
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
