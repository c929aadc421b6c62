"""The same embedded model, the same articles, the same scorer: plain instructor, langextract, and us.

    pip install 'summariser[local,peers]'
    python benchmarks/side_by_side.py seeds/expected tests/corpora/seen/articles --answers answers.jsonl

GOLD is gold files or folders as `summariser evaluate` reads them. Every tool asks one server (started once,
with as many threads for all) through one meter, which counts calls and tokens and stops an article at
`--time-limit` seconds: that is a failure to answer, and misses all of the article's gold. `--answers` keeps
what the server said, with the seconds it took: a stopped run goes on where it was, a changed tool pays only
for what it asks anew, and tokens and seconds are counted as if all had been asked. How the peers' output
becomes records: `side_by_side_records.py`; how they are asked: `side_by_side_peers.py`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from side_by_side_answers import Answers
from side_by_side_meter import Meter
from side_by_side_peers import Server, with_instructor, with_langextract

from summariser import __version__
from summariser.evaluate.gold import GoldArticle, read_gold
from summariser.evaluate.run import gold_text
from summariser.evaluate.score import Score, lost_score, score_article, total_score
from summariser.model.contract import Model, Reader
from summariser.model.gateway import Endpoint, OpenAIModel
from summariser.model.local import LocalServer, ServerSettings
from summariser.model.patterns import PatternsReader
from summariser.model.profiles import EndpointKind, Profile, profile_for
from summariser.model.slots import SlotsReader
from summariser.model.votes import VotingReader, samples_of
from summariser.model.weights import embedded_weights, ready_weights
from summariser.model.whole import WholeReader
from summariser.pipeline import Engine
from summariser.records import Summary
from summariser.report import counts_of
from summariser.session import Summariser
from summariser.settings import default_folder
from summariser.text.article import Article
from summariser.vocabulary import Severity

Tool = Callable[[Article, Server], Summary]
CONTEXT = 16_384


@dataclass(frozen=True, slots=True)
class Row:
    """One tool on one article; `failure` says why there is no answer.

    `errors` are the counts that the tool itself says are wrong; `repaired`: a second answer was taken.
    """

    tool: str
    article: str
    score: Score
    failure: str | None
    errors: int = 0
    repaired: bool = False


def ours(
    article: Article, server: Server, *, way: str, repair_rounds: int | None = None, votes: int = 1
) -> Summary:
    """Our engine as the commands build it, without the cache; the profile says how often it repairs."""
    local = profile_for("any", EndpointKind.LOCAL)
    profile = profile_for(server.model, EndpointKind.EMBEDDED) if way == "slots" else local
    endpoint = Endpoint(server.model, base_url=server.base_url, api_key=server.api_key, name="local")
    model = OpenAIModel(endpoint, profile)
    rounds = profile.repair_rounds if repair_rounds is None else repair_rounds
    models: list[Model] = [model, *samples_of(model, votes=votes)]
    first, *others = [reader(way, each, profile) for each in models]
    engine = Engine(VotingReader(first, others) if others else first, __version__, repair_rounds=rounds)
    with Summariser(engine, close=partial(close_all, models)) as summariser:
        return summariser.summarise(article)


async def close_all(models: Sequence[Model]) -> None:
    for model in models:
        await model.aclose()


def reader(way: str, model: Model, profile: Profile) -> Reader:
    if way == "patterns":
        return PatternsReader()
    return SlotsReader(model, profile) if way == "slots" else WholeReader(model, profile)


TOOLS: dict[str, Tool] = {
    "instructor": with_instructor,
    "langextract": with_langextract,
    "ours, whole": partial(ours, way="whole"),
    "ours, slots": partial(ours, way="slots"),
    "ours, patterns": partial(ours, way="patterns"),
    "ours, whole without repair": partial(ours, way="whole", repair_rounds=0),
    "ours, whole with 3 votes": partial(ours, way="whole", repair_rounds=0, votes=3),
}
USUAL = tuple(TOOLS)[:5]


def chosen_gold(
    gold: Sequence[Path], *, only: Sequence[str], limit: int | None
) -> list[tuple[Path, GoldArticle]]:
    found = [(path, item) for each in gold for path, item in read_gold(each)]
    return [(path, item) for path, item in found if not only or path.stem in only][:limit]


def measured(
    tool: str, gold: Sequence[tuple[Path, GoldArticle]], server: Server, meter: Meter, *, limit: float
) -> Iterator[Row]:
    for path, expected in gold:
        meter.begin(limit)
        started = time.monotonic()
        failure, score, errors, repaired = None, lost_score(expected), 0, False
        try:
            summary = TOOLS[tool](gold_text(path, expected), server)
            score, repaired = score_article(summary, expected), summary.provenance.repaired
            errors = sum(count.severity is Severity.ERROR for count in counts_of(summary))
        except Exception as error:  # noqa: BLE001  whatever a tool raises is its failure to answer
            failure = "time limit" if meter.cut else f"{type(error).__name__}: {error}"[:200]
        cut = meter.cut and failure is None  # a tool may swallow it: what it still gave is scored
        seconds = time.monotonic() - started + meter.used.kept_seconds
        score = replace(
            score,
            seconds=seconds,
            calls=meter.used.calls,
            input_tokens=meter.used.input_tokens,
            output_tokens=meter.used.output_tokens,
        )
        print(
            f"{tool}, {path.stem}: {seconds:.0f} s{', cut' if cut else ''} {failure or ''}", file=sys.stderr
        )
        yield Row(tool, path.stem, score, failure, errors, repaired)


HEAD = (
    "tool",
    "facts F1",
    "P",
    "R",
    "diplomacy F1",
    "without status",
    "wrong and unflagged",
    "of shown as verified",
    "called an error",
    "s an article",
    "output tokens an article",
    "calls an article",
    "failures",
)


def table(rows: Sequence[Row]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for tool in dict.fromkeys(row.tool for row in rows):
        own = [row for row in rows if row.tool == tool]
        lines.append(line(tool, total_score(row.score for row in own), errors=sum(row.errors for row in own)))
    return "\n".join(lines)


def line(tool: str, score: Score, *, errors: int) -> str:
    cells = [
        tool,
        *map(share, (score.facts.f1, score.facts.precision, score.facts.recall)),
        *map(share, (score.diplomacy.f1, score.diplomacy_without_status.f1)),
        str(score.wrong_unflagged),
        str(score.verified),
        str(errors),
        *(f"{number / score.articles:.0f}" for number in (score.seconds, score.output_tokens)),
        f"{score.calls / score.articles:.1f}",
        f"{score.failed} of {score.articles}",
    ]
    return "| " + " | ".join(cells) + " |"


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def main() -> int:
    arguments = read_arguments()
    gold = chosen_gold(arguments.gold, only=arguments.only, limit=arguments.limit)
    weights = arguments.weights or ready_weights(default_folder() / "models", weights=embedded_weights())
    settings = ServerSettings(context=CONTEXT, threads=arguments.threads)
    rows: list[Row] = []
    with (
        LocalServer(weights, settings=settings) as local,
        Meter(local.base_url, answers=Answers(arguments.answers)) as meter,
    ):
        server = Server(meter.base_url, local.api_key, embedded_weights().name)
        for tool in arguments.tools or USUAL:
            rows += measured(tool, gold, server, meter, limit=arguments.time_limit)
    if arguments.rows:
        lines = (json.dumps(asdict(row)) + "\n" for row in rows)
        arguments.rows.write_text("".join(lines), encoding="utf-8")
    print(table(rows))
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, help="so many articles, the first by name")
    parser.add_argument("--only", action="append", default=[], help="an article's name; may be repeated")
    parser.add_argument(
        "--tools", action="append", choices=list(TOOLS), help="repeatable; default: the first five"
    )
    parser.add_argument("--time-limit", type=float, default=600.0, metavar="S", help="seconds an article")
    parser.add_argument(
        "--threads", type=int, help="of the server; default: one for each idle core; fewer on a busy machine"
    )
    parser.add_argument("--weights", type=Path, help="another .gguf file; default: the embedded model's")
    parser.add_argument(
        "--answers", type=Path, help="keep the server's answers here, and take them from here"
    )
    parser.add_argument("--rows", type=Path, help="write a JSON row for each tool and article here")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
