"""Joining the answers on the windows of one article."""

from __future__ import annotations

from summariser.model.join import join_answers
from summariser.records import Answer, Attack, Count, DiplomaticEvent, Participant


def count(
    value: int | None, *evidence: int, role: str = "killed", of: str = "people", by: str | None = None
) -> Count:
    """A count with its sentences."""
    return Count.model_validate(
        {"role": role, "of": of, "value": value, "claimed_by": by, "evidence": list(evidence)}
    )


def attack(place: str | None, counts: list[Count], *evidence: int, **changes: object) -> Attack:
    """A local missile strike."""
    said = {
        "kind": "missile_strike", "scope": "local", "attacker": None, "target_country": None, "place": place,
        "when": None, "weapons": [], "targets": [], "counts": counts, "claimed_by": None, "background": False,
        "evidence": list(evidence),
    }  # fmt: skip
    return Attack.model_validate(said | changes)


def event(names: list[str], *evidence: int, **changes: object) -> DiplomaticEvent:
    """A meeting that was held."""
    said = {
        "type": "meeting", "status": "held", "place": None, "when": None, "topic": None, "outcome": None,
        "participants": [Participant(name=name, country=None) for name in names], "counts": [],
        "background": False, "evidence": list(evidence),
    }  # fmt: skip
    return DiplomaticEvent.model_validate(said | changes)


def answer(*attacks: Attack, diplomacy: tuple[DiplomaticEvent, ...] = (), headline: str = "") -> Answer:
    """An answer of these records."""
    return Answer(headline=headline, attacks=list(attacks), diplomacy=list(diplomacy))


def test_one_answer_stays_as_it_is() -> None:
    """Also with records that look alike: one answer knows why it told them twice."""
    one = answer(attack("Lviv", [count(3, 1)], 1), attack("Lviv", [count(3, 1)], 1), headline="h")
    assert join_answers([one]) == one


def test_no_answers_are_an_empty_answer() -> None:
    """An article without sentences."""
    assert join_answers([]) == answer()


def test_a_record_in_the_overlap_is_told_once_with_all_that_is_known() -> None:
    """Nothing that either window said is lost: places, parties, counts, sentences."""
    left = attack("Lviv", [count(3, 5)], 5, weapons=["missile"], when="overnight")
    right = attack(
        "lviv",
        [count(3, 5, by="mayor"), count(9, 6, role="injured")],
        5,
        6,
        weapons=["drone"],
        attacker="Russia",
    )
    joined = join_answers([answer(left, headline=""), answer(right, headline="late")])
    expected = attack(
        "Lviv", [count(3, 5, by="mayor"), count(9, 6, role="injured")], 5, 6,
        weapons=["missile", "drone"], when="overnight", attacker="Russia",
    )  # fmt: skip
    assert joined == answer(expected, headline="late")


def test_different_tolls_are_different_records() -> None:
    """Two windows that contradict each other are both kept: which is right is for the checks to say."""
    left, right = attack("Lviv", [count(3, 5)], 5), attack("Lviv", [count(4, 5)], 5)
    assert join_answers([answer(left), answer(right)]) == answer(left, right)


def test_different_places_kinds_and_scopes_are_different_records() -> None:
    """The same number somewhere else is another attack."""
    first = attack("Lviv", [count(3, 5)], 5)
    others = [
        attack("Kyiv", [count(3, 5)], 5),
        attack("Lviv", [count(3, 5)], 5, kind="drone_strike"),
        attack("Lviv", [count(3, 5)], 5, scope="wave"),
        attack("Lviv", [count(3, 5)], 5, background=True),
        attack("Lviv", [count(3, 5)], 5, attacker="Ukraine"),
    ]
    known = attack("Lviv", [count(3, 5)], 5, attacker="Russia")
    for other in others[:4]:
        assert len(join_answers([answer(first), answer(other)]).attacks) == 2
    assert len(join_answers([answer(known), answer(others[4])]).attacks) == 2


def test_records_with_nothing_in_common_are_kept_apart() -> None:
    """The same place and kind alone are no reason to believe in one attack."""
    left, right = attack("Lviv", [count(3, 5)], 5), attack("Lviv", [count(9, 30, role="injured")], 30)
    assert join_answers([answer(left), answer(right)]) == answer(left, right)


def test_two_records_of_a_later_window_never_become_one() -> None:
    """A later answer's records match at most one earlier record each."""
    left = answer(attack("Lviv", [count(3, 5)], 5))
    right = answer(attack("Lviv", [count(3, 5)], 5), attack("Lviv", [count(3, 5)], 5))
    assert len(join_answers([left, right]).attacks) == 2


def test_meetings_join_if_they_share_a_party() -> None:
    """One sentence may tell of two meetings; the parties tell them apart."""
    joined = join_answers(
        [
            answer(diplomacy=(event(["Orsk", "Brandt"], 7),)),
            answer(diplomacy=(event(["orsk"], 7, topic="air defence"), event(["Stroh"], 7))),
        ]
    )
    assert joined.diplomacy == [
        event(["Orsk", "Brandt", "orsk"], 7, topic="air defence"),
        event(["Stroh"], 7),
    ]


def test_a_joined_record_still_fits_the_type() -> None:
    """At most four sentences, the first ones first."""
    left, right = attack("Lviv", [count(3, 1, 2, 3)], 1, 2, 3), attack("Lviv", [count(3, 3, 4, 5)], 3, 4, 5)
    (joined,) = join_answers([answer(left), answer(right)]).attacks
    assert joined.evidence == joined.counts[0].evidence == [1, 2, 3, 4]
    Attack.model_validate_json(joined.model_dump_json(), strict=True)
