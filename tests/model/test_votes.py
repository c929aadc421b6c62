"""`--votes`: several answers to one article, and what most of them do not say is for review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summariser import Article, Settings, open_summariser
from summariser.errors import NotCached, SettingsError
from summariser.model.agreement import count_votes
from summariser.records import Answer, Summary
from summariser.report import counts_of
from summariser.settings import CacheUse
from summariser.vocabulary import Severity, SummaryStatus
from tests.fake_server import FakeServer, Fault
from tests.toy import TEXT, answer, answer_text, count


def settings(server: FakeServer, folder: Path, **changes: object) -> Settings:
    """Three votes of a hosted model at the fake server."""
    plain = {"model": "fake-model", "base_url": server.url, "api_key": "k", "folder": folder, "votes": 3}
    return Settings(**(plain | changes))  # type: ignore[arg-type]


def voted(server: FakeServer, folder: Path, *answers: str | Fault) -> Summary:
    """The summary of the toy article, when the model gives these answers, one after the other."""
    server.enqueue(*answers)
    with open_summariser(settings=settings(server, folder)) as summariser:
        return summariser.summarise(Article.from_text(TEXT))


def test_every_number_says_how_many_answers_state_it(server: FakeServer, tmp_path: Path) -> None:
    """The first answer goes out; each of its numbers carries the votes of all, and the rest as before."""
    summary = voted(server, tmp_path, answer_text(), answer_text(), answer_text(killed=2))
    assert [item.votes for item in counts_of(summary)] == [2, 3, 3, 3]
    assert (summary.provenance.samples, summary.provenance.calls) == (3, 3)
    assert summary.status is SummaryStatus.VERIFIED


def test_what_most_answers_do_not_say_is_for_review(server: FakeServer, tmp_path: Path) -> None:
    """A number that the text would let pass is not shown as verified if the model says it once only."""
    summary = voted(server, tmp_path, answer_text(), answer_text(killed=2), answer_text(killed=4))
    toll = summary.attacks[0].counts[0]
    assert (toll.value, toll.votes, toll.severity) == (3, 1, Severity.REVIEW)
    assert "1 of 3 samples" in toll.note
    assert summary.status is SummaryStatus.FLAGGED


def test_another_place_is_no_vote(server: FakeServer, tmp_path: Path) -> None:
    """The same number at another place says something else."""
    elsewhere = answer()
    elsewhere["attacks"][0]["place"] = "Kyiv"
    summary = voted(server, tmp_path, answer_text(), json.dumps(elsewhere), json.dumps(elsewhere))
    assert [item.votes for item in counts_of(summary)] == [1, 1, 3, 3]


def test_a_sample_that_fails_neither_votes_nor_fails_the_article(server: FakeServer, tmp_path: Path) -> None:
    """A refusal of the second answer leaves two that vote."""
    summary = voted(server, tmp_path, answer_text(), Fault.REFUSAL, answer_text())
    assert [item.votes for item in counts_of(summary)] == [2, 2, 2, 2]
    assert summary.provenance.samples == 2


def test_the_samples_are_asked_warmer_and_with_seeds_of_their_own(server: FakeServer, tmp_path: Path) -> None:
    """At temperature 0 with one seed a model would only repeat itself; the first answer stays as it was."""
    voted(server, tmp_path, *[answer_text()] * 3)
    sent = [(call.body["temperature"], call.body["seed"]) for call in server.calls]
    assert sent[0] == (0.0, 1)
    assert [warm for warm, _ in sent[1:]] == [0.7, 0.7]
    assert len({seed for _, seed in sent}) == 3


def test_a_model_without_temperature_and_seed_is_still_asked_each_time(
    server: FakeServer, tmp_path: Path
) -> None:
    """Samples that look the same on the wire are remembered apart: none is the first one's cached answer."""
    server.enqueue(*[answer_text()] * 3)
    chosen = settings(server, tmp_path, model="gpt-oss-reasoning")
    with open_summariser(settings=chosen) as summariser:
        summary = summariser.summarise(Article.from_text(TEXT))
    assert len(server.calls) == 3
    assert summary.provenance.samples == 3


def test_one_vote_is_remembered_for_three_and_three_for_a_rerun(server: FakeServer, tmp_path: Path) -> None:
    """Turning votes on pays for the further answers only, and a rerun for none."""
    server.enqueue(*[answer_text()] * 3)
    article = Article.from_text(TEXT)
    said = []
    for votes in (1, 3, 3):
        with open_summariser(settings=settings(server, tmp_path, votes=votes)) as summariser:
            said.append(summariser.summarise(article))
    assert len(server.calls) == 3
    assert said[1] == said[2]
    assert [item.votes for item in counts_of(said[0])] == [None] * 4


def test_offline_asks_nobody_for_votes(server: FakeServer, tmp_path: Path) -> None:
    """Votes that are not remembered are no reason to call."""
    with (
        open_summariser(settings=settings(server, tmp_path, cache_use=CacheUse.OFFLINE)) as offline,
        pytest.raises(NotCached),
    ):
        offline.summarise(Article.from_text(TEXT))
    assert not server.calls


def test_the_samples_vote_on_the_repaired_answer(server: FakeServer, tmp_path: Path) -> None:
    """A wrong number is sent back first; what comes of it has the votes of those who said it right away."""
    wrong = answer_text(killed=22)
    summary = voted(server, tmp_path, wrong, answer_text(), answer_text(), answer_text())
    assert summary.provenance.repaired
    assert (summary.attacks[0].counts[0].value, summary.attacks[0].counts[0].votes) == (3, 3)


@pytest.mark.parametrize("model", ["patterns", None])
def test_votes_for_what_reads_no_whole_article_are_a_usage_error(model: str | None, tmp_path: Path) -> None:
    """Patterns and a model asked sentence by sentence would say the same again."""
    with pytest.raises(SettingsError, match="votes"):
        open_summariser(settings=Settings(model=model, folder=tmp_path, votes=3))


def test_a_vote_needs_a_sentence_in_common() -> None:
    """Twelve injured in another sentence may be other people."""
    first = Answer.model_validate(answer())
    other = answer()
    other["attacks"][0]["counts"] = [count("injured", "people", 12, 3)]
    votes = count_votes(first, [Answer.model_validate(other)])
    assert votes["attacks[0].counts[1]"] == 1
