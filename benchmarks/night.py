"""How much of a night is ours: summariser beside a plain instructor loop and langextract, on one fake server.

    python -m benchmarks.night [--articles 300] [--latency 0.2] [--concurrency 64] [--text small|seeds]
                               [--processes 2]

Every competitor runs in a process of its own, over the same articles, against the same server, which answers
after `latency` seconds. Printed: wall time beside the ideal (articles × latency / concurrency), CPU of the
client (with the processes that it started) and of the server an article, peak memory of the client's first
process; and the ratios to summariser, of this one run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib.util
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from summariser.text.article import Article
from tests.nightly.articles import answer_to, articles

_PROCESSES = multiprocessing.get_context("spawn")
SEEDS = Path(__file__).parent.parent / "seeds"


@dataclass(frozen=True)
class Task:
    url: str
    count: int
    concurrency: int
    text: str
    processes: int


@dataclass(frozen=True)
class Measured:
    """Seconds of wall time, CPU milliseconds an article, MB, without imports and the first article."""

    seconds: float
    cpu_ms: float
    peak_mb: float


def source(task: Task, *, first: int = 0) -> list[Article]:
    small = list(articles(task.count, first=first))
    if task.text == "small":
        return small
    seeds = [path.read_text() for path in sorted(SEEDS.glob("*.txt"))]
    bodies = [f"{article.body}\n\n{seeds[at % len(seeds)]}" for at, article in enumerate(small)]
    return [Article.from_text(body, label=f"a{first + at}") for at, body in enumerate(bodies)]


def measured(count: int, work: Callable[[], object]) -> Measured:
    cpu, wall = _cpu_seconds(), time.monotonic()
    work()
    seconds, used = time.monotonic() - wall, _cpu_seconds() - cpu
    return Measured(seconds, used / count * 1e3, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _cpu_seconds() -> float:
    """Of this process and of those that it started."""
    used = time.process_time()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = entry.read_text().rpartition(")")[2].split()
            if int(fields[1]) == os.getpid():
                used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def run_summariser(task: Task) -> Measured:
    return _run_night(task, again=False)


def run_again(task: Task) -> Measured:
    return _run_night(task, again=True)


def run_from_cache(task: Task) -> Measured:
    return _run_night(task, again=True, forget_results=True)


def _run_night(task: Task, *, again: bool, forget_results: bool = False) -> Measured:
    from summariser.model.limits import Limits
    from summariser.nightly import NightSettings, run_night
    from tests.nightly.engine import open_night

    limits = Limits(at_once=task.concurrency)
    with (
        tempfile.TemporaryDirectory() as name,
        open_night(task.url, cache=f"{name}/c.sqlite", limits=limits, processes=task.processes) as s,
    ):
        settings = NightSettings(Path(name) / "out", concurrency=task.concurrency, quiet=True)
        list(s.summarise_many(source(task, first=10_000)[:1]))
        if again:
            run_night(s, source(task), settings=settings, limits=limits)
        if forget_results:
            (settings.out / ".finished.jsonl").unlink()
        todo = source(task)
        return measured(task.count, lambda: run_night(s, todo, settings=settings, limits=limits))


def run_instructor(task: Task) -> Measured:
    import instructor
    from openai import AsyncOpenAI

    from summariser.records import Answer

    async def loop(todo: list[Article]) -> None:
        async with AsyncOpenAI(base_url=task.url, api_key="none") as plain:
            await ask_all(instructor.from_openai(plain, mode=instructor.Mode.JSON_SCHEMA), todo)

    async def ask_all(client: Any, todo: list[Article]) -> None:
        gate = asyncio.Semaphore(task.concurrency)

        async def one(article: Article) -> None:
            numbered = [f"[{n}] {article.sentence_text(n)}" for n in range(1, len(article.sentences) + 1)]
            text = "\n<<<\n" + "\n".join(numbered) + "\n>>>"
            async with gate:
                messages: Any = [{"role": "user", "content": text}]
                await client.chat.completions.create(
                    model="fake-model", messages=messages, response_model=Answer
                )

        await asyncio.gather(*map(one, todo))

    asyncio.run(loop(source(task, first=10_000)[:1]))
    todo = source(task)
    return measured(task.count, lambda: asyncio.run(loop(todo)))


def run_langextract(task: Task) -> Measured:
    import langextract
    from langextract.factory import ModelConfig

    example = langextract.data.ExampleData(
        text="A strike killed 3 people.",
        extractions=[langextract.data.Extraction(extraction_class="killed", extraction_text="3 people")],
    )

    def extract(todo: list[Article]) -> None:
        langextract.extract(
            [langextract.data.Document(text=article.body, document_id=article.label) for article in todo],
            prompt_description="Extract tolls.",
            examples=[example],
            config=ModelConfig(
                model_id="gpt-4o-mini",
                provider="OpenAILanguageModel",
                provider_kwargs={"base_url": task.url, "api_key": "none", "max_workers": task.concurrency},
            ),
            max_workers=task.concurrency,
            batch_length=task.concurrency,
            max_char_buffer=100_000,
            show_progress=False,
            use_schema_constraints=False,
            fence_output=False,
        )

    extract(source(task, first=10_000)[:1])
    todo = source(task)
    return measured(task.count, lambda: extract(todo))


RUNS: dict[str, Callable[[Task], Measured]] = {
    "summariser nightly": run_summariser,
    "summariser, run again": run_again,
    "summariser, from the cache": run_from_cache,
    "instructor loop": run_instructor,
    "langextract": run_langextract,
}


def _serve(latency: float, name: str, port: Any) -> None:
    from tests.fake_server import FakeServer

    said = '{"extractions": [{"killed": "3 people"}]}'
    server = FakeServer(said if name == "langextract" else answer_to, latency=latency)
    server.start()
    port.send(server.url)
    before = time.process_time()
    port.recv()
    port.send(time.process_time() - before)


def _run(name: str, task: Task, result: Any) -> None:
    result.send(json.dumps(asdict(RUNS[name](task))))


def in_process(name: str, options: argparse.Namespace) -> tuple[Measured, float] | None:
    """One competitor against a fresh server, and the seconds of CPU that the server used in all.

    Null if it fails, with its traceback on stderr.
    """
    ours, theirs = _PROCESSES.Pipe()
    server = _PROCESSES.Process(target=_serve, args=(options.latency, name, theirs), daemon=True)
    server.start()
    task = Task(ours.recv(), options.articles, options.concurrency, options.text, options.processes)
    result, child = _PROCESSES.Pipe()
    runner = _PROCESSES.Process(target=_run, args=(name, task, child))
    runner.start()
    runner.join()
    ours.send("stop")
    serving: float = ours.recv()
    return (Measured(**json.loads(result.recv())), serving) if runner.exitcode == 0 else None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--text", choices=["small", "seeds"], default="small")
    parser.add_argument("--processes", type=int, default=1, help="that judge, beside the one that asks")
    parser.add_argument("--only", choices=list(RUNS))
    options = parser.parse_args()
    ideal = options.articles * options.latency / options.concurrency
    print(f"{options.articles} articles ({options.text}), {options.latency} s a call, ", end="")
    print(f"{options.concurrency} in flight: ideal {ideal:.1f} s\n")
    print("| run | seconds | × ideal | articles/s | CPU ms/article | of the server | MB | CPU × ours |")
    print("|---|---|---|---|---|---|---|---|")
    ours: Measured | None = None
    for name in [options.only] if options.only else RUNS:
        if name == "langextract" and importlib.util.find_spec("langextract") is None:
            print("| langextract | not installed | | | | | | |")
            continue
        run = in_process(name, options)
        if run is None:
            print(f"| {name} | failed | | | | | | |")
            continue
        found, serving = run
        ours = ours or found
        rate, ratio = options.articles / found.seconds, found.cpu_ms / ours.cpu_ms
        print(
            f"| {name} | {found.seconds:.2f} | {found.seconds / ideal:.2f} | {rate:.0f} | {found.cpu_ms:.2f} "
            f"| {serving / options.articles * 1e3:.2f} | {found.peak_mb:.0f} | {ratio:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
