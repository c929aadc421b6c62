"""A run over gold, as the library and the command give it: per article, in all, and what changed since."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summariser import Settings, open_summariser
from summariser.errors import SettingsError
from summariser.evaluate.run import Evaluation, evaluate
from summariser.evaluate.table import evaluation_json, evaluation_table
from summariser.settings import CacheUse
from tests.fake_server import FakeServer
from tests.toy import TEXT, answer, answer_text

CORPORA = Path(__file__).parent / "data"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold of the toy article, in a folder with the article beside it, and of one that holds its own text."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "toy.txt").write_text(TEXT, encoding="utf-8")
    (folder / "toy.json").write_text(json.dumps(toy_gold() | {"file": "toy.txt"}), encoding="utf-8")
    empty = {"text": "The weather stays mild, forecasters said on Monday.", "attacks": [], "diplomacy": []}
    (folder / "weather.json").write_text(json.dumps(empty), encoding="utf-8")
    return folder


def toy_gold() -> dict[str, object]:
    """What the toy article says."""
    strike, wave, meeting = TEXT.splitlines()
    killed = {"role": "killed", "of": "people", "low": 3, "high": None, "qualifier": "at_least"}
    injured = {"role": "injured", "of": "people", "low": 12, "high": 12, "qualifier": "exact"}
    downed = {"role": "intercepted", "of": "drones", "low": 40, "high": 40, "qualifier": "exact"}
    fired = {"role": "launched", "of": "drones", "low": 45, "high": 45, "qualifier": "exact"}
    attack = {"kind": "drone_strike", "attacker": None}
    talks = {"id": "D1", "type": "meeting", "status": "planned", "places": ["Paris"]}
    parties = {"participants": ["Volodymyr Zelenskyy", "Emmanuel Macron"], "countries": ["Ukraine", "France"]}
    return {
        "attacks": [
            attack
            | {"id": "A1", "scope": "local", "places": ["Lviv"], "facts": [killed, injured]}
            | {"quotes": [strike]},
            attack
            | {"id": "A2", "scope": "wave", "places": ["Ukraine"], "facts": [downed, fired]}
            | {"quotes": [wave]},
        ],
        "diplomacy": [talks | parties | {"quotes": [meeting]}],
    }


def evaluated(gold: Path, server: FakeServer, *, only: tuple[str, ...] = ("toy",)) -> Evaluation:
    """Scored through a server, without the cache: the same question may get another answer."""
    settings = Settings(
        model="fake-model", base_url=server.url, api_key="sk-test", cache_use=CacheUse.OFF, folder=gold.parent
    )
    with open_summariser(settings=settings) as summariser:
        return evaluate(gold, summariser, only=only)


def command(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """`summariser evaluate …` in a process of its own, without the user's environment."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "summariser", "evaluate", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=keep | {"SUMMARISER_CACHE_DIR": str(folder)},
        timeout=120,
        check=False,
    )


def test_a_right_answer_has_full_marks_and_its_cost_in_tokens(gold: Path, server: FakeServer) -> None:
    """Through the whole path: asked, checked, scored; seconds and tokens are those of the call."""
    server.enqueue(answer_text())
    total = evaluated(gold, server).total
    assert (total.facts.f1, total.attacks.f1, total.diplomacy.f1) == (1.0, 1.0, 1.0)
    assert (total.wrong_unflagged, total.false_alarms, total.failed) == (0, 0, 0)
    assert total.output_tokens > 0
    assert total.seconds > 0


def test_a_wrong_number_is_wrong_but_flagged(gold: Path, server: FakeServer) -> None:
    """The checks distrust a toll that the text does not print: wrong, and not shown as verified."""
    server.enqueue(json.dumps(answer(killed=8)), json.dumps(answer(killed=8)))
    total = evaluated(gold, server).total
    assert (total.facts.right, total.facts.wrong, total.facts.missed) == (3, 1, 1)
    assert total.wrong_unflagged == 0


def test_every_article_and_the_sum_are_in_the_json(gold: Path, server: FakeServer) -> None:
    """Each article has a row of its own under its name, and the total adds them up."""
    nothing = json.dumps({"headline": "Mild weather", "attacks": [], "diplomacy": []})
    server.enqueue(answer_text(), nothing)
    result = evaluation_json(evaluated(gold, server, only=()))
    articles, total = result["articles"], result["total"]
    assert isinstance(articles, dict)
    assert isinstance(total, dict)
    assert list(articles) == ["toy", "weather"]
    assert (articles["toy"]["facts_right"], articles["weather"]["facts_right"]) == (4, 0)
    assert (total["articles"], total["facts_right"], total["events_from_nothing"]) == (2, 4, 0)
    json.dumps(result)


def test_a_failed_article_is_named_with_its_reason_and_misses_its_gold(
    gold: Path, server: FakeServer
) -> None:
    """A failure to answer is no silence: recall falls, and the table says why."""
    server.enqueue(*["not json"] * 8)
    evaluation = evaluated(gold, server)
    assert (evaluation.total.failed, evaluation.total.facts.missed) == (1, 4)
    assert "toy failed: " in evaluation_table(evaluation)


def test_scores_are_kept_under_the_fingerprints_of_prompt_and_schema(
    gold: Path, server: FakeServer, tmp_path: Path
) -> None:
    """A changed prompt is another prompt: another fingerprint, and the diff says so."""
    server.enqueue(answer_text(), answer_text())
    before = evaluated(gold, server)
    prompts = tmp_path / "prompts"
    prompts.mkdir()
    (prompts / "system.j2").write_text("Read the article and answer.", encoding="utf-8")
    settings = Settings(
        model="fake-model",
        base_url=server.url,
        api_key="sk-test",
        cache_use=CacheUse.OFF,
        folder=tmp_path,
        prompts=prompts,
    )
    with open_summariser(settings=settings) as summariser:
        after = evaluate(gold, summariser, only=("toy",))
    assert after.prompt_fingerprint != before.prompt_fingerprint
    assert after.schema_fingerprint == before.schema_fingerprint
    told = evaluation_table(after, baseline=evaluation_json(before))
    assert f"prompt_fingerprint: {before.prompt_fingerprint} → {after.prompt_fingerprint}" in told


def test_a_baseline_shows_what_changed_and_nothing_else(gold: Path, server: FakeServer) -> None:
    """A worse answer is a diff of figures; a figure that stayed is not named."""
    server.enqueue(answer_text(), json.dumps(answer(killed=8)), json.dumps(answer(killed=8)))
    before, after = evaluated(gold, server), evaluated(gold, server)
    changes = evaluation_table(after, baseline=evaluation_json(before)).split("\n\n")[-1]
    assert "facts F1: 1.00 → 0.75" in changes
    assert "dipl. F1" not in changes
    assert "fingerprint" not in changes


def test_the_command_prints_a_table_and_json_that_serves_as_baseline(gold: Path, tmp_path: Path) -> None:
    """`--json` is what `--baseline` reads; the same run again changes nothing but its seconds."""
    first = command(gold, "--model", "patterns", "--json", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    baseline = tmp_path / "before.json"
    baseline.write_text(first.stdout, encoding="utf-8")
    second = command(gold, "--model", "patterns", "--baseline", baseline, folder=tmp_path)
    assert second.returncode == 0, second.stderr
    table, _, changes = second.stdout.partition("| **all 2** |")
    assert "| toy |" in table
    assert "| weather |" in table
    assert "→" not in "".join(line for line in changes.splitlines() if not line.startswith("s:"))


def test_the_command_reads_a_corpus_up_to_a_limit(tmp_path: Path) -> None:
    """`--corpus` scores tolls only, and `--limit` stops after so many articles."""
    done = command(
        CORPORA / "acled.csv", "--corpus", "acled", "--limit", "1", "--model", "patterns", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "| article | tolls right |" in done.stdout
    assert "| **all 1** | 1 |" in done.stdout


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("empty", "{}", "attacks: Field required"),
        ("neither", '{"attacks": [], "diplomacy": []}', "neither `file` nor `text`"),
        ("role", '{"text": "x", "attacks": [], "diplomacy": [], "score": []}', "score: Extra inputs"),
    ],
)
def test_gold_of_another_shape_is_refused_and_the_field_is_named(
    name: str, text: str, says: str, tmp_path: Path
) -> None:
    """A slip in gold is an error before it is a score."""
    path = tmp_path / f"{name}.json"
    path.write_text(text, encoding="utf-8")
    with open_summariser(model="patterns") as summariser, pytest.raises(SettingsError, match=says):
        evaluate(path, summariser)


def test_a_baseline_that_is_none_is_refused_before_anything_is_asked(gold: Path, tmp_path: Path) -> None:
    """A wrong file costs no run: exit 2, and the message names it."""
    wrong = tmp_path / "table.md"
    wrong.write_text("| article |", encoding="utf-8")
    done = command(gold, "--model", "patterns", "--baseline", wrong, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert str(wrong) in done.stderr
