"""Asking a large model: one call an article, windows for long ones, one repair round."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summariser.checks.judge import cross_check
from summariser.errors import TemplateError
from summariser.figures.find import find_figures
from summariser.model.contract import NO_USAGE, Reading, Way
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.prompt import Prompts
from summariser.model.whole import WholeReader, read_examples
from summariser.records import Answer
from summariser.text.article import Article
from summariser.vocabulary import Severity
from tests.fake_server import FakeServer, Seen, numbered_sentences
from tests.gold import SEEDS, expected_answer, gold_answer, toy_answer, toy_text
from tests.model.support import model_at

SEED_FOLDER = Path(__file__).parents[2] / "seeds"


def seed_article(seed: str) -> Article:
    """One of the four articles as given."""
    return Article.from_file(SEED_FOLDER / f"{seed}.txt")


def reader_at(server: FakeServer, *, name: str = "gpt-4o-mini", kind: EndpointKind = EndpointKind.OPENAI,
              templates: Path | None = None, **overrides: object) -> WholeReader:  # fmt: skip
    """A reader whose model is behind the fake server."""
    profile = profile_for(name, kind, overrides=overrides)
    return WholeReader(model_at(server, name=name, kind=kind, **overrides), profile, templates=templates)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed[:3])
async def test_a_perfect_model_is_read_perfectly(seed: str) -> None:
    """What a perfect model says of a seed comes back unchanged, from one call, with sentence numbers."""
    article = seed_article(seed)
    with FakeServer(gold_answer) as server:
        reading = await reader_at(server).read(article, ())
    assert reading.answer == expected_answer(seed, article)
    assert (reading.calls, reading.cached, len(server.calls)) == (1, False, 1)
    assert reading.model_answered == "fake-model-2026-01-01"
    assert Answer.model_validate_json(reading.raw[0]) == reading.answer


async def test_what_is_shown_is_what_is_sent(server: FakeServer) -> None:
    """`requests` gives exactly the messages and the schema that go over the wire."""
    article = seed_article(SEEDS[0])
    reader = reader_at(server)
    (request,) = reader.requests(article, ())
    await reader.read(article, ())
    body = server.calls[0].body
    assert body["messages"] == [{"role": m.role, "content": m.content} for m in request.messages]
    assert server.calls[0].schema == json.loads(request.schema)
    assert request.article_id == article.id


async def test_the_constant_part_comes_first(server: FakeServer) -> None:
    """Two articles' prompts share all but the last message, so that endpoints can cache the prefix."""
    reader = reader_at(server)
    first, second = (reader.requests(Article.from_text(toy_text(n)), ())[0] for n in (1, 2))
    assert first.messages[:-1] == second.messages[:-1]
    assert first.messages[-1] != second.messages[-1]
    assert first.messages[0].role == "system"


def test_the_schema_is_described_only_where_the_profile_says_so(server: FakeServer) -> None:
    """Local servers do not put the schema into the prompt, OpenAI does: words and fingerprint differ."""
    article = Article.from_text(toy_text(1))
    told, untold = reader_at(server, describe_schema=True), reader_at(server, describe_schema=False)
    texts = [reader.requests(article, ())[0].messages[0].content for reader in (told, untold)]
    assert ["JSON Schema" in text for text in texts] == [True, False]
    assert told.prompt_fingerprint != untold.prompt_fingerprint
    assert told.schema_fingerprint == untold.schema_fingerprint
    assert told.way is Way.WHOLE


async def test_a_long_article_goes_in_windows_with_its_own_numbers() -> None:
    """Sentence numbers stay those of the article; every record is there once, also those in the overlap."""
    article = Article.from_text(" ".join(toy_text(n) for n in range(8)))
    with FakeServer(toy_answer) as server:
        reading = await reader_at(server, max_tokens=256, window_tokens=4000).read(article, ())
    assert len(server.calls) > 2
    asked = [numbered_sentences(seen.article_message) for seen in server.calls]
    assert set().union(*asked) == set(range(1, len(article.sentences) + 1))
    for numbers in asked:
        assert all(article.sentence_text(n) == text for n, text in numbers.items())
    facts = [(c.role, c.value, tuple(c.evidence)) for a in reading.answer.attacks for c in a.counts]
    assert len(facts) == len(set(facts)) == 8 * 4
    assert reading.calls == len(server.calls) == len(reading.raw)


async def test_an_article_without_sentences_costs_no_call(server: FakeServer) -> None:
    """Nothing to read: an empty answer, for nothing."""
    reading = await reader_at(server).read(Article.from_text("  "), ())
    assert reading == Reading(Answer(headline="", attacks=[], diplomacy=[]), NO_USAGE, 0, None, cached=True)
    assert server.calls == []


async def test_a_repair_sends_the_errors_back(server: FakeServer) -> None:
    """The question, the model's own answer and a compact list of errors; the article is not repeated."""
    article = Article.from_text(toy_text(3))
    reader = reader_at(server)
    reading = await reader.read(article, ())
    problem = "attacks[0].counts[1]: the text says 66, not 60, in sentence 6"
    second = await reader.repair(article, reading, [problem])
    first, repair = (seen.messages for seen in server.calls)
    assert repair[: len(first)] == first
    assert [m["role"] for m in repair[len(first) :]] == ["assistant", "user"]
    assert repair[-2]["content"] == reading.raw[0]
    assert f"\n- {problem}\n" in repair[-1]["content"]
    assert second is not None
    assert second.calls == 1


async def test_there_is_no_repair_without_errors_or_where_the_profile_has_none(server: FakeServer) -> None:
    """Null, and no call."""
    article = Article.from_text(toy_text(3))
    reading = await reader_at(server).read(article, ())
    assert await reader_at(server).repair(article, reading, []) is None
    assert await reader_at(server, repair_rounds=0).repair(article, reading, ["x"]) is None
    assert len(server.calls) == 1


async def test_sentence_numbers_that_do_not_exist_are_no_crash() -> None:
    """A model that points at sentence 999 or 0 gets a verdict from the checks, not an exception here."""

    def confused(seen: Seen) -> str:
        answer = json.loads(toy_answer(seen))
        for attack in answer["attacks"]:
            attack["evidence"] = [999, 0, -1]
        return json.dumps(answer)

    article = Article.from_text(toy_text(3))
    with FakeServer(confused) as server:
        reading = await reader_at(server).read(article, ())
    assert reading.answer.attacks[0].evidence == [999, 0, -1]


# --- the examples ------------------------------------------------------------------------------------------

EXAMPLES = read_examples(Prompts())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows[:30])
def test_an_example_teaches_nothing_wrong(example: object) -> None:
    """Every number of an example's answer passes our own checks against its own text."""
    given = read_examples(Prompts())[EXAMPLES.index(example)]  # type: ignore[arg-type]
    article = Article.from_text(" ".join(given.sentences))
    assert [article.sentence_text(n) for n in range(1, len(article.sentences) + 1)] == given.sentences
    checked = cross_check(article, given.answer, find_figures(article.body))
    wrong = {
        p: f"{f.verdict}: {f.note}" for p, f in checked.findings.items() if f.severity is not Severity.OK
    }
    assert wrong == {}
    records = [*given.answer.attacks, *given.answer.diplomacy]
    cited = {n for record in records for n in record.evidence}
    cited |= {n for record in records for count in record.counts for n in count.evidence}
    assert cited <= set(range(1, len(given.sentences) + 1))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows[:30])
def test_an_examples_names_are_printed(example: object) -> None:
    """Places, times and claimants of an example are spelled as its text spells them."""
    given = EXAMPLES[EXAMPLES.index(example)]  # type: ignore[arg-type]
    text = " ".join(given.sentences).casefold()
    records = [*given.answer.attacks, *given.answer.diplomacy]
    names = [name for record in records for name in (record.place, record.when) if name]
    names += [a.claimed_by for a in given.answer.attacks if a.claimed_by]
    names += [p.name for d in given.answer.diplomacy for p in d.participants]
    assert [name for name in names if name.casefold() not in text] == []


def test_broken_examples_are_named(tmp_path: Path, server: FakeServer) -> None:
    """A user's examples are checked when the summariser is opened, not after money is spent."""
    (tmp_path / "examples.json").write_text('[{"shows": "x", "sentences": []}]', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"examples\.json"):
        reader_at(server, templates=tmp_path)
