"""Asking a small model sentence by sentence: what is asked, and what becomes of the answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from summariser.figures.find import find_figures
from summariser.model.contract import Identity, Reading, Reply, Request, Usage, Way
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.slots import SlotsReader
from summariser.pipeline import Engine
from summariser.records import Answer, Summary
from summariser.text.article import Article
from summariser.vocabulary import Grade, Role, Severity

PROFILE = profile_for("small", EndpointKind.EMBEDDED)
NULLS = "null everywhere"
Answering = Callable[[Request], dict[str, object]]


class ScriptedModel:
    """A model that answers as it is told, and remembers what it was asked."""

    identity = Identity("test", "scripted")

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self.asked: list[Request] = []

    async def complete(self, request: Request) -> Reply:
        self.asked.append(request)
        content = json.dumps(self._answering(request))
        request.answer_type.model_validate_json(content)
        return Reply(content, Usage(100, 80, 10, None), "scripted")

    async def aclose(self) -> None:
        """Nothing was opened."""

    @property
    def questions(self) -> list[str]:
        """The last turn of each request: what was asked of which sentence."""
        return [request.messages[-1].content for request in self.asked]


def schema_of(request: Request) -> dict[str, object]:
    """The properties of a request's schema."""
    properties: dict[str, object] = json.loads(request.schema)["properties"]
    return properties


def nothing(request: Request) -> dict[str, object]:
    """Null in every slot."""
    answer: dict[str, object] = {}
    for name, part in schema_of(request).items():
        assert isinstance(part, dict)
        answer[name] = dict.fromkeys(part["properties"]) if "properties" in part else None
    return answer


def saying(**slots: object) -> Answering:
    """These slots where they are offered, null in the others."""

    def answering(request: Request) -> dict[str, object]:
        offered = nothing(request)
        return offered | {name: value for name, value in slots.items() if name in offered}

    return answering


def read(text: str, answering: Answering = nothing) -> tuple[Reading, ScriptedModel]:
    """Read a text with a scripted model."""
    model = ScriptedModel(answering)
    article = Article.from_text(text)
    reading = asyncio.run(SlotsReader(model, PROFILE).read(article, find_figures(article.body)))
    return reading, model


def facts(answer: Answer) -> list[tuple[str | None, str, str, int | None]]:
    """All counts of all attacks as (place, role, thing, value)."""
    return [(a.place, c.role.value, c.of.value, c.value) for a in answer.attacks for c in a.counts]


TERNOPIL = "A Russian strike on Ternopil killed at least 20 people, including two children, and wounded 66."


def test_only_printed_numbers_can_be_spelled() -> None:
    """A slot is an enum of the numbers printed in its sentence, or null: no subset, no age, no invention."""
    _, model = read(TERNOPIL + " Anna Petrenko (32) has lived there for 11 years.")
    properties = schema_of(model.asked[0])
    assert properties["killed"] == {"enum": [20, 66, None]}
    assert properties["injured"] == {"enum": [20, 66, None]}
    assert len(model.asked) == 1


def test_slots_that_cannot_apply_are_not_offered() -> None:
    """A sentence on drones is not asked for its dead, one on people not for drones."""
    _, model = read("Ukraine's air force shot down 12 drones. Three people were wounded in Sumy.")
    assert [next(iter(schema_of(request))) for request in model.asked] == ["drones", "injured"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The season has 19 productions, and 400 people sit on folding chairs.",
        "Tickets cost 200 hryvnias. The soprano, 41, has two sons.",
        "Click here to change your cookie preferences",
        "More than 500,000 people have been killed since the war began.",
    ],
)
def test_sentences_without_a_toll_are_not_asked(text: str) -> None:
    """Nothing is paid for a sentence that prints no number of this event, and nothing is made of it."""
    reading, model = read(text)
    assert (model.asked, facts(reading.answer), reading.calls) == ([], [], 0)


def test_all_questions_share_their_beginning() -> None:
    """Instructions and examples come first and never change, so that a server's prompt cache pays."""
    _, model = read(TERNOPIL + " In Sumy a drone injured four people.")
    first, second = model.asked
    assert first.messages[:-1] == second.messages[:-1]
    assert "{{" not in "".join(message.content for message in first.messages)


def test_the_article_reaches_the_model_as_it_is() -> None:
    """Template syntax in an article is text, not a template."""
    _, model = read("A strike on Ternopil killed 20 people, {{ 7*7 }} {% raw %} said.")
    assert "killed 20 people, {{ 7*7 }} {% raw %} said." in model.questions[0]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"killed": 20, "injured": 66}, [("killed", 20, Grade.BOTH), ("injured", 66, Grade.BOTH)]),
        ({}, [("killed", 20, Grade.CONFLICT), ("injured", 66, Grade.CONFLICT)]),
        ({"killed": 66}, [("killed", 20, Grade.PATTERNS_ALONE), ("injured", 66, Grade.CONFLICT)]),
    ],
)
def test_each_count_says_who_read_it_so(
    said: dict[str, object], expected: list[tuple[str, int, Grade]]
) -> None:
    """Model and patterns read a number apart; their agreement is the count's grade."""
    reading, _ = read(
        "A Russian strike on Ternopil killed at least 20 people and wounded 66.", saying(**said)
    )
    counts = reading.answer.attacks[0].counts
    assert reading.grades is not None
    grades = [reading.grades[f"attacks[0].counts[{number}]"] for number in range(len(counts))]
    assert [(c.role.value, c.value, g) for c, g in zip(counts, grades, strict=True)] == expected


def test_one_printed_number_fills_one_slot() -> None:
    """A small model that doubles a number ("rescued 10, injured 10") gives one count, not two."""
    reading, _ = read("Emergency crews rescued ten injured people in Kyiv.", saying(rescued=10, injured=10))
    assert facts(reading.answer) == [("Kyiv", "rescued", "people", 10)]


def test_subsets_are_kept_out_of_the_question_and_given_back() -> None:
    """Two children among the dead are two dead children, and never added to the toll."""
    reading, _ = read(TERNOPIL, saying(killed=20, injured=66))
    assert facts(reading.answer) == [
        ("Ternopil", "killed", "people", 20),
        ("Ternopil", "injured", "people", 66),
        ("Ternopil", "killed", "children", 2),
    ]


def test_a_crowded_sentence_is_asked_clause_by_clause() -> None:
    """More munitions counts than a small model can keep apart are asked in pieces, each with its own."""
    _, model = read(
        "The air force said it downed 43 of 50 drones and 8 of 9 missiles launched overnight, "
        "adding that one missile and seven drones struck 14 locations."
    )
    offered = [json.loads(request.schema)["properties"]["drones"]["properties"] for request in model.asked]
    assert [slots["launched" if "launched" in slots else "struck"]["enum"] for slots in offered] == [
        [43, 50, None],
        [7, None],
    ]


def test_no_casualties_is_a_statement() -> None:
    """Zero is recorded where the text says so, and only there."""
    said, _ = read("Drones hit Lutsk, the mayor said, but there were no reported casualties.")
    unsaid, _ = read("Drones hit Lutsk. The mayor did not say whether there were any casualties.")
    assert facts(said.answer) == [("Lutsk", "killed", "people", 0), ("Lutsk", "injured", "people", 0)]
    assert facts(unsaid.answer) == []


def test_a_fact_told_twice_is_one_count_with_both_sentences() -> None:
    """Repetition is evidence, not a second toll."""
    reading, _ = read(
        "A strike on Ternopil killed 20 people. In Ternopil 20 people were killed, officials said."
    )
    (attack,) = reading.answer.attacks
    assert [(c.value, c.evidence) for c in attack.counts] == [(20, [1, 2])]


def test_a_toll_told_again_is_that_of_the_place_it_was_told_of() -> None:
    """The same toll in a sentence without a place is no second attack on the town named last."""
    text = "A bomb killed 12 people in Sumy. A drone was seen near Konotop. The bomb killed 12 people."
    reading, _ = read(text, saying(killed=12))
    (attack,) = [attack for attack in reading.answer.attacks if attack.counts]
    assert attack.place == "Sumy"
    assert [count.evidence for count in attack.counts] == [[1, 3]]


def test_munitions_make_a_wave_and_towns_make_locals() -> None:
    """What was fired at a country belongs to its wave, the dead to the town where they died."""
    reading, _ = read(
        "Russia launched 574 drones and 40 missiles at Ukraine overnight. "
        "In Lviv, a drone killed one person and injured three."
    )
    assert [(a.scope.value, a.place, a.attacker) for a in reading.answer.attacks] == [
        ("wave", "Ukraine", "Russia"),
        ("local", "Lviv", "Russia"),
    ]


def test_a_rounded_lead_is_the_same_number() -> None:
    """ "More than 500 drones" in the lead and 502 below are one wave."""
    reading, _ = read(
        "Russia launched more than 500 drones at Ukraine. "
        "The air force said Russia launched 502 drones at Ukraine."
    )
    assert facts(reading.answer) == [("Ukraine", "launched", "drones", 502)]


def test_a_question_is_its_sentence_alone() -> None:
    """Other sentences bring nothing but the time to read them: the question holds its own and no more."""
    _, model = read("A missile hit a home in Sumy. Four people were wounded, and Ukraine mourned.")
    assert model.questions == ["Sentence: Four people were wounded, and Ukraine mourned."]


def test_no_question_is_about_places() -> None:
    """Where it happened is read by code: the model is neither offered places nor asked for one."""
    reading, model = read(
        "In Sumy and in Kharkiv sirens sounded. A drone hit a bus in Sumy and wounded four."
    )
    (request,) = model.asked
    assert list(schema_of(request)) == ["injured", "others"]
    assert "Places" not in "".join(message.content for message in request.messages)
    assert [attack.place for attack in reading.answer.attacks if attack.counts] == ["Sumy"]


def test_a_number_that_the_model_passes_over_is_for_review() -> None:
    """Printed and read by the patterns, but the model left the slot empty: somebody should look."""
    agreed = asyncio.run(summarised(TERNOPIL, saying(killed=20, injured=66)))
    passed_over = asyncio.run(summarised(TERNOPIL, saying(killed=20)))
    assert [c.severity for c in agreed.attacks[0].counts if c.role is Role.INJURED] == [Severity.OK]
    assert [c.severity for c in passed_over.attacks[0].counts if c.role is Role.INJURED] == [Severity.REVIEW]


def test_what_only_the_model_reads_is_for_review() -> None:
    """A role that no word of the sentence tells the patterns is a guess of the model's, and shown as one."""
    text = "A drone hit Sumy and killed 2 people. Around 4,000 people of Sumy are hiding in the woods."
    summary = asyncio.run(summarised(text, saying(killed=2, displaced=4000)))
    found = {count.role: (count.grade, count.severity) for count in summary.attacks[0].counts}
    assert found[Role.KILLED] == (Grade.BOTH, Severity.OK)
    assert found[Role.DISPLACED] == (Grade.MODEL_ALONE, Severity.REVIEW)


def test_verified_means_that_two_readers_agree() -> None:
    """What the model was never asked (houses) the patterns alone have read: for review."""
    text = "A drone hit Sumy, killed 2 people and damaged 14 houses."
    summary = asyncio.run(summarised(text, saying(killed=2)))
    found = {count.role: (count.grade, count.severity) for count in summary.attacks[0].counts}
    assert found[Role.KILLED] == (Grade.BOTH, Severity.OK)
    assert found[Role.DAMAGED] == (Grade.PATTERNS_ALONE, Severity.REVIEW)


@pytest.mark.parametrize(
    ("text", "slots", "reason"),
    [
        ("A drone killed a man in Sumy.", {"killed": 1}, "no numeral"),
        ("After the strike 400 people fled Sumy.", {"displaced": 400}, "moved"),
        ("Gunmen abducted 12 people in Gusau.", {"captured": 12}, "held"),
        ("Bombs hit Sumy and Konotop; 3 people died.", {"killed": 3}, "other places"),
        ("A bomb hit Sumy. It killed 3 people.", {"killed": 3}, "sentence above"),
        ("A bomb hit Sumy.\n\nIt rained.\n\nThen 3 people died.", {"killed": 3}, "another paragraph"),
        ("A bomb killed 3 people.", {"killed": 3}, "no place"),
    ],
)
def test_what_two_readers_agree_on_may_still_be_for_review(
    text: str, slots: dict[str, int], reason: str
) -> None:
    """Verified is a printed number, in a role seldom misread, at the only place that may be meant."""
    summary = asyncio.run(summarised(text, saying(**slots)))
    (count,) = [count for attack in summary.attacks for count in attack.counts]
    assert (count.grade, count.severity) == (Grade.BOTH, Severity.REVIEW)
    assert reason in str(count.note)


def test_what_is_denied_is_no_fact() -> None:
    """A rumour that somebody denies is not recorded as what happened; what he says himself is."""
    text = (
        "The staff denies rumours of the capture of 80 soldiers at Loulouni. It says 4 soldiers died there."
    )
    summary = asyncio.run(summarised(text, saying(killed=4, captured=80)))
    counts = [count for attack in summary.attacks for count in attack.counts]
    assert [(count.role, count.value) for count in counts] == [(Role.KILLED, 4)]


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Dilling. Cholera: 316 suspected cases and 14 deaths in Abu Zabad.",
        "Shells hit Dilling. Workers counted 83 cases of measles there. In all 14 patients died in Dilling.",
        "Shells hit Dilling. A boat capsized near Dilling and 14 people died.",
    ],
)
def test_who_died_of_something_else_is_no_toll_of_an_attack(text: str) -> None:
    """Diseases, floods and accidents stand among news of a war; their dead are not of an attack."""
    summary = asyncio.run(summarised(text, saying(killed=14)))
    assert not [count for attack in summary.attacks for count in attack.counts]


def test_a_second_number_of_one_slot_is_no_conflict() -> None:
    """ "Three women and five men were killed": one slot takes one; the other is the patterns' own."""
    reading, _ = read("Three women and five men were killed in Kostiantynivka.", saying(killed=3))
    assert reading.grades is not None
    assert sorted(reading.grades.values()) == [Grade.BOTH, Grade.PATTERNS_ALONE]


async def summarised(text: str, answering: Answering) -> Summary:
    """The checked summary of a text, read with a scripted model."""
    engine = Engine(SlotsReader(ScriptedModel(answering), PROFILE), "0", repair_rounds=0)
    outcome = await engine.summarise(Article.from_text(text))
    assert outcome.summary is not None
    return outcome.summary


def test_a_reader_of_slots_says_how_it_asks() -> None:
    """Provenance names the way, and changed words change the fingerprint."""
    reader = SlotsReader(ScriptedModel(nothing), PROFILE)
    assert (reader.way, reader.identity.model) == (Way.SLOTS, "scripted")
    assert len(reader.prompt_fingerprint) == len(reader.schema_fingerprint) == 16


def test_the_users_own_prompts_are_used(tmp_path: Path) -> None:
    """A file of the same name in the user's folder replaces the shipped words."""
    (tmp_path / "slots_tolls.j2").write_text("Fill in the numbers.")
    model = ScriptedModel(nothing)
    own = SlotsReader(model, PROFILE, templates=tmp_path)
    article = Article.from_text(TERNOPIL)
    (request, *_) = own.requests(article, find_figures(article.body))
    assert request.messages[0].content == "Fill in the numbers."
    assert own.prompt_fingerprint != SlotsReader(model, PROFILE).prompt_fingerprint


def test_usage_is_the_sum_of_all_questions() -> None:
    """Tokens of every call are counted; what the endpoint does not say stays unknown."""
    reading, model = read(TERNOPIL + " In Sumy a drone injured four people.")
    assert reading.calls == len(model.asked) == 2
    assert (reading.usage.output_tokens, reading.usage.cost_usd) == (20, None)
    assert not reading.cached
