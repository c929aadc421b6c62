"""One outcome an article, the same bytes however it ran, and a second run that costs nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from summariser.errors import SettingsError, UnreadableArticle
from summariser.model.limits import Budget, Limits
from summariser.nightly import NightReport, NightSettings, Tolerance, run_night
from summariser.text.article import Article
from tests.fake_server import FakeServer, Fault, Seen
from tests.nightly.articles import answer_to, articles, killed_in, right_answer
from tests.nightly.engine import open_night
from tests.nightly.outputs import failures, manifest, outputs, right_tolls, summaries, tolls

Night = Callable[..., NightReport]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A server with a perfect model."""
    with FakeServer(answer_to) as running:
        yield running


@pytest.fixture
def night(server: FakeServer, tmp_path: Path) -> Night:
    """Run a night of articles into `tmp_path / out`."""

    def run(
        source: Iterable[Article | UnreadableArticle],
        *,
        out: str = "out",
        cache: str | None = "cache.sqlite",
        limits: Limits | None = None,
        fallback: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        **settings: object,
    ) -> NightReport:
        chosen = replace(NightSettings(tmp_path / out, concurrency=8), **settings)
        place = tmp_path / cache if cache else None
        with open_night(server.url, cache=place, limits=limits, fallback=fallback) as summariser:
            return run_night(summariser, source, settings=chosen, limits=limits, clock=clock)

    return run


def test_every_article_has_one_outcome(night: Night, tmp_path: Path) -> None:
    """A night of good articles gives a right summary for each, in the order of the source, and exits 0."""
    report = night(articles(30))
    assert report.exit_code == 0
    assert tolls(tmp_path / "out") == right_tolls(30)
    assert failures(tmp_path / "out") == []
    assert not (tmp_path / "out" / "results.partial.jsonl").exists()


def test_b7_the_output_does_not_depend_on_the_concurrency(
    night: Night, server: FakeServer, tmp_path: Path
) -> None:
    """B7: with 1, 8 or 64 in flight and no cache in between, the finished files are equal byte for byte."""
    for concurrency in (1, 8, 64):
        night(articles(40), out=f"out{concurrency}", cache=None, concurrency=concurrency)
    assert outputs(tmp_path / "out1") == outputs(tmp_path / "out8") == outputs(tmp_path / "out64")
    assert len(server.calls) == 3 * 40


def test_b6_running_a_finished_night_again_costs_nothing(
    night: Night, server: FakeServer, tmp_path: Path
) -> None:
    """B6: a second run makes no call and writes the same bytes; only the manifest is new."""
    night(articles(40))
    before, first = outputs(tmp_path / "out"), manifest(tmp_path / "out")
    server.forget()
    report = night(articles(40))
    assert outputs(tmp_path / "out") == before
    assert server.calls == []
    assert report.tally.resumed == 40
    second = manifest(tmp_path / "out")
    assert second["outputs_sha256"] == first["outputs_sha256"]
    assert second["input_sha256"] == first["input_sha256"]


def test_b6_from_the_cache_alone_the_bytes_are_the_same(
    night: Night, server: FakeServer, tmp_path: Path
) -> None:
    """B6: in a new folder, as after a change of code, everything is computed anew from remembered answers."""
    night(articles(40))
    server.forget()
    report = night(articles(40), out="elsewhere")
    assert outputs(tmp_path / "elsewhere") == outputs(tmp_path / "out")
    assert server.calls == []
    assert (report.tally.cached, report.tally.resumed) == (40, 0)
    assert report.tally.paid_usd == 0


def test_a_grown_source_costs_only_what_is_new(night: Night, server: FakeServer, tmp_path: Path) -> None:
    """Articles added, moved or taken away between two runs: what stays is not paid for again."""
    night(articles(20), cache=None)
    server.forget()
    night([*articles(5, first=20), *articles(18)], cache=None)
    assert len(server.calls) == 5
    wanted = [(f"a{number}", (killed_in(number),)) for number in (*range(20, 25), *range(18))]
    assert tolls(tmp_path / "out") == wanted


def test_another_model_takes_nothing_over(night: Night, server: FakeServer, tmp_path: Path) -> None:
    """Results of other prompts, models, code or settings are not mixed with those of this night."""
    night(articles(5), cache=None)
    server.forget()
    night(articles(5), cache=None, fallback=True)
    assert len(server.calls) == 5


def test_copies_have_an_outcome_each(night: Night, server: FakeServer, tmp_path: Path) -> None:
    """The same article three times is three outcomes and one call."""
    source = [*articles(3), *articles(3), *articles(1)]
    report = night(source)
    assert report.tally.done == 7
    assert [label for label, _ in tolls(tmp_path / "out")] == ["a0", "a1", "a2", "a0", "a1", "a2", "a0"]
    assert len(server.calls) == 3


def test_a_line_that_is_no_article_is_an_outcome(night: Night, tmp_path: Path) -> None:
    """What cannot be read is in `failed.jsonl` with its file and line, and counts as failed."""
    source = [*articles(2), UnreadableArticle("not JSON", source="in.jsonl", line=3), *articles(1, first=2)]
    report = night(source)
    (letter,) = failures(tmp_path / "out")
    assert (letter["label"], letter["reason"]) == ("in.jsonl:3", "UnreadableArticle")
    assert "not JSON" in letter["message"]
    assert (report.exit_code, report.tally.done) == (1, 4)
    assert tolls(tmp_path / "out") == right_tolls(3)


def refusing(seen: Seen) -> str | Fault:
    """A model that refuses article 3 and talks nonsense about article 5."""
    text = seen.article_message
    if "Report 3 " in text:
        return Fault.REFUSAL
    return (
        Fault.WRONG_SCHEMA
        if any("Report 5 " in said["content"] for said in seen.messages)
        else answer_to(seen)
    )


def test_a_failed_article_keeps_its_reason_and_the_raw_answer(tmp_path: Path) -> None:
    """A failure is in `failed.jsonl`: its class, what to know of it, how often tried, the raw answer."""
    with FakeServer(refusing) as server, open_night(server.url) as summariser:
        report = run_night(summariser, articles(8), settings=NightSettings(tmp_path / "out"))
        server.forget()
        run_night(summariser, articles(8), settings=NightSettings(tmp_path / "out"))
        assert server.calls == [], "what would fail again is not paid for again"
    refused, invalid = failures(tmp_path / "out")
    assert (refused["label"], refused["reason"], refused["attempts"]) == ("a3", "ModelRefused", 1)
    assert (invalid["label"], invalid["reason"]) == ("a5", "InvalidAnswer")
    assert '"attacks": "none"' in invalid["raw"]
    assert [label for label, _ in tolls(tmp_path / "out")] == ["a0", "a1", "a2", "a4", "a6", "a7"]
    assert report.tally.reasons == {"ModelRefused": 1, "InvalidAnswer": 1}
    assert manifest(tmp_path / "out")["failures"] == {"InvalidAnswer": 1, "ModelRefused": 1}


def test_a_fallback_says_what_the_figures_say(tmp_path: Path) -> None:
    """With a fallback a failed article has a summary too, marked as made by patterns; it still counts."""
    with FakeServer(refusing) as server, open_night(server.url, fallback=True) as summariser:
        report = run_night(summariser, articles(8), settings=NightSettings(tmp_path / "out"))
    found = {summary.article.label: summary for summary in summaries(tmp_path / "out")}
    assert len(found) == 8
    assert {label for label, summary in found.items() if summary.provenance.way == "patterns"} == {"a3", "a5"}
    assert [letter["fallback"] for letter in failures(tmp_path / "out")] == [True, True]
    assert manifest(tmp_path / "out")["articles"]["fallback"] == 2
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("tolerance", "code"), [("0", 1), ("1", 1), ("2", 0), ("0.2", 1), ("0.25", 0), ("25%", 0), ("1.0", 0)]
)
def test_the_tolerance_decides_about_the_exit_code(tolerance: str, code: int, tmp_path: Path) -> None:
    """`--fail-on-error` is a share or a number; two failures of eight are within 2, 0.25 and 25 %."""
    with FakeServer(refusing) as server, open_night(server.url) as summariser:
        settings = NightSettings(tmp_path / "out", tolerance=Tolerance.parse(tolerance))
        assert run_night(summariser, articles(8), settings=settings).exit_code == code


@pytest.mark.parametrize("text", ["-1", "1.5", "150%", "many", "", "0.5.1"])
def test_a_tolerance_that_is_none_is_said(text: str) -> None:
    """A tolerance that cannot be read is a `SettingsError`."""
    with pytest.raises(SettingsError):
        Tolerance.parse(text)


def test_a_rejected_key_stops_the_night_and_the_next_goes_on(
    night: Night, server: FakeServer, tmp_path: Path
) -> None:
    """401 in the middle: exit 3, what was done is kept, and the next run does only the rest."""
    server.enqueue(*[answer_to_number(number) for number in range(10)], *[Fault.UNAUTHORIZED] * 8)
    report = night(articles(30), cache=None, concurrency=1)
    assert (report.exit_code, report.stopped_by and report.stopped_by.split(":")[0]) == (
        3,
        "CredentialsRejected",
    )
    assert report.tally.done == 10
    assert not (tmp_path / "out" / "summaries.jsonl").exists(), "a reader never sees half a night"
    server.forget()
    assert night(articles(30), cache=None, concurrency=4).exit_code == 0
    assert len(server.calls) == 20
    assert tolls(tmp_path / "out") == right_tolls(30)


def answer_to_number(number: int) -> str:
    """The right answer to article `number`, as asked one after the other."""
    article = next(articles(1, first=number))
    prompt = "\n".join(f"[{at}] {article.sentence_text(at)}" for at in range(1, len(article.sentences) + 1))
    return right_answer(prompt)


def test_b9_the_budget_is_passed_by_what_is_in_flight_at_most(
    night: Night, server: FakeServer, tmp_path: Path
) -> None:
    """B9: at $0.001 a call and a ceiling of $0.02, with 4 in flight, at most 24 calls; then exit 3."""
    limits = Limits(at_once=4, budget=Budget(max_cost=0.02))
    report = night(articles(60), limits=limits, concurrency=4)
    assert report.exit_code == 3
    assert report.stopped_by is not None
    assert report.stopped_by.startswith("BudgetSpent")
    assert 20 <= len(server.calls) <= 24
    assert manifest(tmp_path / "out")["paid"]["cost_usd"] == pytest.approx(len(server.calls) * 0.001)
    assert report.tally.done == len(server.calls), "what was paid for is kept"


def test_nothing_secret_is_written(night: Night, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """C7, S6: the key is in no file of the night, in the cache or the log; nor is article text in the log."""
    night(articles(5))
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    told = capfd.readouterr()
    assert b"sk-CANARY" not in written
    assert b"uthorization" not in written
    assert "sk-CANARY" not in told.out + told.err
    assert "killed" not in told.out + told.err


def test_the_log_is_json_when_nobody_watches(night: Night, capfd: pytest.CaptureFixture[str]) -> None:
    """Without a terminal stderr is one JSON object a line: start, failures, progress now and then, end."""
    source = [*articles(3), UnreadableArticle("empty", source="x.txt")]
    night(source, total=4, every=0.01)
    events = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    names = [event["event"] for event in events]
    assert (names[0], names[-1]) == ("started", "ended")
    assert names.count("article_failed") == 1
    said = next(event["message"] for event in events if event["event"] == "progress")
    assert "of 4 done" in said
    assert "so far" in said
    assert all(event["time"].endswith("Z") for event in events)


def test_metrics_are_what_prometheus_reads(night: Night, tmp_path: Path) -> None:
    """`metrics.prom` has each article under its outcome, in the text format of Prometheus."""
    night([*articles(3), UnreadableArticle("empty", source="x.txt")])
    lines = (tmp_path / "out" / "metrics.prom").read_text().splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values['summariser_night_articles{outcome="summarised"}'] == "3"
    assert values['summariser_night_articles{outcome="unreadable"}'] == "1"
    assert values["summariser_night_exit_code"] == "1"
    assert all(float(value) >= 0 for value in values.values())


def test_what_is_unknown_is_not_nought(tmp_path: Path) -> None:
    """F9: without prices the cost is null in the manifest, absent from the metrics, "unknown" in words."""
    with FakeServer(answer_to) as server, open_night(server.url, price=lambda _m, _u: None) as summariser:
        report = run_night(summariser, articles(3), settings=NightSettings(tmp_path / "out"))
    assert manifest(tmp_path / "out")["answers"]["cost_usd"] is None
    assert manifest(tmp_path / "out")["paid"]["cost_usd"] is None
    assert "cost_usd" not in (tmp_path / "out" / "metrics.prom").read_text()
    assert "cost unknown" in str(report)


def test_the_manifest_says_what_was_run(night: Night, tmp_path: Path) -> None:
    """The manifest names model, prompt, schema, code, settings, limits, and the hashes of what came out."""
    night(articles(4), limits=Limits(at_once=4), sources=("in.jsonl",), shard="1/2")
    said = manifest(tmp_path / "out")
    assert said["engine"]["model"] == "fake-model"
    assert all(
        said["engine"][name] for name in ("prompt_fingerprint", "schema_fingerprint", "code", "version")
    )
    assert said["settings"] == {
        "sources": ["in.jsonl"],
        "concurrency": 8,
        "fail_on_error": "0",
        "shard": "1/2",
        "about": None,
    }
    assert said["paid"]["calls"] == {"answered": 4}
    assert said["paid"]["limit_history"][0] == {"second": 0.0, "at_once": 4, "reason": "start"}
    written = (tmp_path / "out" / "summaries.jsonl").read_bytes()
    assert said["outputs_sha256"]["summaries.jsonl"] == hashlib.sha256(written).hexdigest()


@pytest.mark.parametrize(
    ("start", "step"),
    [
        (datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC), timedelta(seconds=2)),
        (datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC), timedelta(hours=1)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), timedelta(hours=-3)),
    ],
    ids=["leap day", "end of summer time", "clock put back"],
)
def test_b12_the_clock_may_do_what_it_likes(
    start: datetime, step: timedelta, night: Night, tmp_path: Path
) -> None:
    """B12: leap days, the end of summer time and jumps of the clock change stamps, never results."""
    moments = iter([start + step * number for number in range(1_000)])
    report = night(articles(5), clock=lambda: next(moments))
    assert report.exit_code == 0
    said = manifest(tmp_path / "out")
    assert said["seconds"] >= 0
    assert said["started"] == start.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert tolls(tmp_path / "out") == right_tolls(5)
