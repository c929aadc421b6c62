"""When a record's number, attack or event is the one that the gold means."""

from __future__ import annotations

import pytest

from summariser.evaluate.gold import GoldAttack, GoldFact
from summariser.evaluate.matching import (
    fact_matches,
    hedge_matches,
    kind_matches,
    parties_match,
    place_matches,
    quotes_overlap,
    status_matches,
    types_match,
)
from summariser.records import AttackRecord, CheckedCount, DiplomacyRecord, Evidence
from tests.evaluate.build import BODY, attack, count, event, fact, gold_attack, gold_event

AT_LEAST_3 = fact("killed", "people", 3, qualifier="at_least")
UP_TO_9 = fact("killed", "people", None, 9, qualifier="up_to")
TWO_TO_4 = fact("killed", "people", 2, 4, qualifier="range")
DOZENS = fact("injured", "people", 24, None, qualifier="dozens")
THREE_MEN = fact("killed", "men", 3)
TWO_CHILDREN = fact("killed", "children", 2)
DAMAGED_5 = fact("damaged", "buildings", 5)


@pytest.mark.parametrize(
    ("stated", "wanted", "same"),
    [
        (count("killed", "people", 3), AT_LEAST_3, True),
        (count("killed", "people", 4), AT_LEAST_3, False),
        (count("injured", "people", 3), AT_LEAST_3, False),
        (count("killed", "drones", 3), AT_LEAST_3, False),
        (count("killed", "people", None), AT_LEAST_3, False),
        (count("killed", "people", 9), UP_TO_9, True),
        (count("killed", "people", 2), TWO_TO_4, True),
        (count("killed", "people", 3), TWO_TO_4, False),
        (count("injured", "people", None, qualifier="dozens"), DOZENS, True),
        (count("injured", "people", 12), DOZENS, False),
        (count("killed", "people", 3), THREE_MEN, True),  # the wider word
        (count("killed", "women", 3), THREE_MEN, False),
        (count("killed", "people", 2), TWO_CHILDREN, False),
        (count("destroyed", "sites", 5), DAMAGED_5, True),  # one family of harm
        (count("lost", "buildings", 5), DAMAGED_5, False),
    ],
)
def test_a_number_is_the_golds_by_role_thing_and_value(
    stated: CheckedCount, wanted: GoldFact, *, same: bool
) -> None:
    """Another role, thing or value is another fact; the wider word for a thing is not."""
    assert fact_matches(stated, wanted) is same


def test_the_hedge_is_asked_apart_from_the_value() -> None:
    """An "at least 3" told as exactly 3 is the right number with the wrong hedge."""
    plain = count("killed", "people", 3)
    hedged = count("killed", "people", 3, qualifier="at_least")
    assert fact_matches(plain, AT_LEAST_3)
    assert not hedge_matches(plain, AT_LEAST_3)
    assert hedge_matches(hedged, AT_LEAST_3)


@pytest.mark.parametrize(
    ("record", "wanted", "same"),
    [
        (attack("Sumy"), gold_attack(), True),
        (attack("the city of Sumy"), gold_attack(), True),
        (attack("SUMY"), gold_attack(), True),
        (attack("Kyiv"), gold_attack(places=("Kiev",)), True),
        (attack("Kharkiv"), gold_attack(), False),
        (attack(None), gold_attack(), False),
        (attack(None), gold_attack(scope="wave", places=("Ukraine",)), True),
        (attack("Ukraine"), gold_attack(scope="wave", places=("Ukraine",)), True),
    ],
)
def test_a_place_is_the_golds_by_any_of_its_names(
    record: AttackRecord, wanted: GoldAttack, *, same: bool
) -> None:
    """Spellings and cases of one place are the same; no place is right only where the gold has a wide one."""
    assert place_matches(record, wanted) is same


def test_munitions_of_a_wave_are_counted_for_a_country() -> None:
    """Drones launched in a night have no one place, so none is asked of them; victims have one."""
    wave = gold_attack(scope="wave", places=("Ukraine",))
    assert place_matches(attack("Odesa"), wave, fact("launched", "drones", 88))
    assert not place_matches(attack("Odesa"), wave, fact("killed", "people", 3))


def test_a_gold_that_cannot_tell_the_kind_accepts_any() -> None:
    """An unspecified strike of the gold takes every kind; a drone strike takes none but itself."""
    assert kind_matches(attack("Sumy", kind="shelling"), gold_attack(kind="unspecified_strike"))
    assert not kind_matches(attack("Sumy", kind="shelling"), gold_attack())


@pytest.mark.parametrize(
    ("record", "same"),
    [
        (event("Zelensky", "Trump"), True),
        (event("Zelenskyy", "President Donald Trump"), True),
        (event("Ukraine", "the United States"), True),
        (event("Zelensky"), True),
        (event("Zelensky", "Macron", "Starmer"), False),
        (event("Macron"), False),
        (event(), False),
    ],
)
def test_parties_are_right_by_halves(record: DiplomacyRecord, *, same: bool) -> None:
    """Half of those stated are right and half of the gold's stated, as persons or as their countries."""
    assert parties_match(record, gold_event()) is same


def test_types_and_statuses_are_compared_by_family() -> None:
    """A visit is a meeting and held is ongoing; a refusal is neither, and planned is not held."""
    assert types_match(event("x", kind="visit"), gold_event())
    assert not types_match(event("x", kind="rejection"), gold_event())
    assert status_matches(event("x", status="ongoing"), gold_event(status="held"))
    assert not status_matches(event("x", status="held"), gold_event())


def test_evidence_is_right_where_it_shares_characters_with_a_quote() -> None:
    """A citation of another sentence is no evidence, and a quote that the text lacks is nowhere."""
    cited = [Evidence(quote=BODY[:10], start=0, end=10)]
    assert quotes_overlap(cited, [BODY[5:20]], BODY)
    assert not quotes_overlap(cited, [BODY[30:50]], BODY)
    assert not quotes_overlap(cited, ["not in the text"], BODY)
