"""The digest of the four seeds, from their gold: complete and right, each number with its sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gold_summaries import gold_summaries, gold_summary

from summariser.merge import AttackEvent, Digest, merge_summaries
from summariser.vocabulary import Role, Scope, Thing

GOLD = [
    json.loads((Path(__file__).parent / "data" / f"gold_{number:03d}.json").read_text(encoding="utf-8"))
    for number in range(4)
]


@pytest.fixture(params=["dated", "undated"])
def digest(request: pytest.FixtureRequest) -> Digest:
    """The night of all four seeds, with and without the days on which they appeared."""
    return merge_summaries(gold_summaries(dated=request.param == "dated"))


def by_record(digest: Digest) -> dict[str, AttackEvent]:
    """The event of each gold attack, as "article-A1"."""
    return {t.record.id: e for e in digest.attacks for t in e.tellings}


def test_four_waves_against_ukraine(digest: Digest) -> None:
    """Four nights are four waves; the strikes the other way are two more, and none is mixed with another."""
    waves = [e for e in digest.attacks if e.scope is Scope.WAVE]
    launched = {
        tuple(t.value for t in e.tolls if t.role is Role.LAUNCHED) for e in waves if e.attacker == "Russia"
    }
    assert launched == {(476, 48), (405, 28), (574, 40), (502, 24)}
    assert sorted(e.tolls[0].value or 0 for e in waves if e.attacker == "Ukraine") == [33, 49]


def test_every_local_attack_is_there_under_its_whole(digest: Digest) -> None:
    """All 27 attacks of the gold are events, each a part of what the gold says it is a part of."""
    events = by_record(digest)
    assert len(digest.attacks) == sum(len(gold["attacks"]) for gold in GOLD) == 27
    for number, gold in enumerate(GOLD):
        article = gold_summary(number).article.id
        for attack in gold["attacks"]:
            event = events[f"{article}-{attack['id']}"]
            parent = events[f"{article}-{attack['parent']}"].id if attack["parent"] else None
            assert event.parent == parent, attack["id"]


def test_every_toll_is_there_with_its_sentence(digest: Digest) -> None:
    """Killed and injured of every gold attack, with a quote that is an exact substring of the article."""
    events = by_record(digest)
    bodies = {s.article.id: s.article.body for s in digest.summaries}
    seen = 0
    for number, gold in enumerate(GOLD):
        article = gold_summary(number).article.id
        for attack in gold["attacks"]:
            tolls = {(t.role, t.of): t for t in events[f"{article}-{attack['id']}"].tolls}
            for role in (Role.KILLED, Role.INJURED):
                stated = attack[role.value]
                if not stated or (attack["id"], role) == ("A5", Role.INJURED):
                    continue
                toll = tolls[role, Thing.PEOPLE]
                assert (toll.low, toll.high) == (stated["min"], stated["max"])
                for reading in toll.readings:
                    count = reading.count
                    assert bodies[reading.article][count.start : count.end] == count.quote
                seen += 1
    assert seen == 24


def test_no_part_is_added_to_its_whole(digest: Digest) -> None:
    """36 killed: 20 + 6 + 1 + 9. Adding every record would give 55."""
    (killed,) = (t for t in digest.totals if t.role is Role.KILLED)
    assert (killed.low, killed.exact, len(killed.events)) == (36, False, 4)
    every_record = sum(
        t.low or 0 for e in digest.attacks for t in e.tolls if (t.role, t.of) == (Role.KILLED, Thing.PEOPLE)
    )
    assert every_record > 36


def test_all_diplomacy_is_there(digest: Digest) -> None:
    """All 31 diplomatic events of the gold, none merged with another, each with its status."""
    assert len(digest.diplomacy) == sum(len(gold["diplomacy"]) for gold in GOLD) == 31
    assert all(len(event.tellings) == 1 for event in digest.diplomacy)


def test_one_president_in_three_spellings(digest: Digest) -> None:
    """Zelensky, Zelenskyy and Zelenskiy are one party of the digest, and all three stay known."""
    spellings = next(set(n.spellings) for n in digest.names if "Zelensk" in n.name)
    assert spellings == {"Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"}


def test_an_unknown_toll_stays_unknown(digest: Digest) -> None:
    """Russia did not say whether the 49 drones hurt anybody: no toll, not zero; Lutsk reported none: zero."""
    events = by_record(digest)
    article = gold_summary(2).article.id
    assert [t.role for t in events[f"{article}-A5"].tolls] == [Role.INTERCEPTED]
    assert {(t.role, t.low) for t in events[f"{article}-A4"].tolls} == {(Role.KILLED, 0), (Role.INJURED, 0)}
