"""The same embedded model, the same articles, the same scorer: plain instructor, langextract, and us.

    pip install 'summariser[local,peers]'
    python benchmarks/side_by_side.py tests/corpora/dev/articles --limit 3

GOLD is a gold file or folder as `summariser evaluate` reads it. Every tool asks one server (started once)
through one meter, which counts calls and tokens and stops an article at `--time-limit` seconds: that is a
failure to answer, and misses all of the article's gold. Nothing is remembered between tools. How the peers'
output becomes records: `side_by_side_records.py`; how they are asked: `side_by_side_peers.py`.
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

from pydantic import TypeAdapter
from side_by_side_meter import Meter
from side_by_side_peers import Server, with_instructor, with_langextract

from summariser import __version__
from summariser.evaluate.gold import GoldArticle, read_gold
from summariser.evaluate.run import gold_text
from summariser.evaluate.score import Score, lost_score, score_article, total_score
from summariser.model.contract import Reader
from summariser.model.gateway import Endpoint, OpenAIModel
from summariser.model.local import LocalServer, ServerSettings
from summariser.model.patterns import PatternsReader
from summariser.model.profiles import EndpointKind, Profile, profile_for
from summariser.model.slots import SlotsReader
from summariser.model.weights import embedded_weights, ready_weights
from summariser.model.whole import WholeReader
from summariser.pipeline import Engine
from summariser.records import Summary
from summariser.session import Summariser
from summariser.settings import default_folder
from summariser.text.article import Article

Tool = Callable[[Article, Server], Summary]
CONTEXT = 16_384


@dataclass(frozen=True, slots=True)
class Row:
    """One tool on one article; `failure` says why there is no answer."""

    tool: str
    article: str
    score: Score
    failure: str | None


def ours(article: Article, server: Server, *, way: str, repair_rounds: int | None = None) -> Summary:
    """Our engine as the commands build it, without the cache; the profile says how often it repairs."""
    local = profile_for("any", EndpointKind.LOCAL)
    profile = profile_for(server.model, EndpointKind.EMBEDDED) if way == "slots" else local
    endpoint = Endpoint(server.model, base_url=server.base_url, api_key=server.api_key, name="local")
    model = OpenAIModel(endpoint, profile)
    rounds = profile.repair_rounds if repair_rounds is None else repair_rounds
    engine = Engine(reader(way, model, profile), __version__, repair_rounds=rounds)
    with Summariser(engine, close=model.aclose) as summariser:
        return summariser.summarise(article)


def reader(way: str, model: OpenAIModel, profile: Profile) -> Reader:
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
}
USUAL = tuple(TOOLS)[:5]


def chosen_gold(gold: Path, *, only: Sequence[str], limit: int | None) -> list[tuple[Path, GoldArticle]]:
    found = [(path, item) for path, item in read_gold(gold) if not only or path.stem in only]
    return found[:limit]


def measured(
    tool: str, gold: Sequence[tuple[Path, GoldArticle]], server: Server, meter: Meter, *, limit: float
) -> Iterator[Row]:
    for path, expected in gold:
        meter.begin(limit)
        started = time.monotonic()
        failure, score = None, lost_score(expected)
        try:
            summary = TOOLS[tool](gold_text(path, expected), server)
            score = score_article(summary, expected)
        except Exception as error:  # noqa: BLE001  whatever a tool raises is its failure to answer
            failure = "time limit" if meter.cut else f"{type(error).__name__}: {error}"[:200]
        cut = meter.cut and failure is None  # a tool may swallow it: what it still gave is scored
        seconds = time.monotonic() - started
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
        yield Row(tool, path.stem, score, failure)


def known_rows(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [TypeAdapter(Row).validate_json(line) for line in lines]


HEAD = (
    "tool",
    "facts F1",
    "P",
    "R",
    "diplomacy F1",
    "without status",
    "wrong and unflagged",
    "of shown as verified",
    "s an article",
    "output tokens an article",
    "calls an article",
    "failures",
)


def table(rows: Sequence[Row]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for tool in dict.fromkeys(row.tool for row in rows):
        lines.append(line(tool, total_score(row.score for row in rows if row.tool == tool)))
    return "\n".join(lines)


def line(tool: str, score: Score) -> str:
    cells = [
        tool,
        *map(share, (score.facts.f1, score.facts.precision, score.facts.recall)),
        *map(share, (score.diplomacy.f1, score.diplomacy_without_status.f1)),
        str(score.wrong_unflagged),
        str(score.verified),
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
    rows = known_rows(arguments.rows) if arguments.rows else []
    settings = ServerSettings(context=CONTEXT)
    with LocalServer(weights, settings=settings) as local, Meter(local.base_url) as meter:
        server = Server(meter.base_url, local.api_key, embedded_weights().name)
        for tool in arguments.tools or USUAL:
            known = {row.article for row in rows if row.tool == tool}
            asked = [(path, item) for path, item in gold if path.stem not in known]
            for row in measured(tool, asked, server, meter, limit=arguments.time_limit):
                rows.append(row)
                if arguments.rows:
                    with arguments.rows.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(asdict(row)) + "\n")
    print(table(rows))
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int, help="so many articles, the first by name")
    parser.add_argument("--only", action="append", default=[], help="an article's name; may be repeated")
    parser.add_argument(
        "--tools", action="append", choices=list(TOOLS), help="repeatable; default: all but the last"
    )
    parser.add_argument("--time-limit", type=float, default=300.0, metavar="S", help="seconds an article")
    parser.add_argument("--weights", type=Path, help="another .gguf file; default: the embedded model's")
    parser.add_argument(
        "--rows",
        type=Path,
        help="keep a JSON row for each tool and article here; what it has is not asked again",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
