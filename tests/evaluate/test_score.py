"""What is right, wrong, missed and neutral in one article, and what of the wrong carried a flag."""

from __future__ import annotations

from summariser.evaluate.score import Tally, lost_score, score_article, total_score
from summariser.vocabulary import Grade, Severity, Verdict
from tests.evaluate.build import attack, count, event, fact, gold, gold_attack, gold_event, summary

KILLED_3 = fact("killed", "people", 3, qualifier="at_least")
INJURED_12 = fact("injured", "people", 12)
SUMY = gold_attack(KILLED_3, INJURED_12)


def test_right_records_have_full_marks() -> None:
    """Everything right gives 1.0 for numbers, attacks and diplomacy; a cost that is unknown stays so."""
    right = attack("Sumy", count("killed", "people", 3, qualifier="at_least"), count("injured", "people", 12))
    score = score_article(summary(right, event("Zelensky", "Trump")), gold(SUMY, gold_event()))
    assert (score.facts.f1, score.attacks.f1, score.diplomacy.f1) == (1.0, 1.0, 1.0)
    assert (score.hedges_right, score.evidence_right, score.kinds_right) == (2, 2, 1)
    assert (score.verified, score.wrong_unflagged) == (2, 0)
    assert (score.calls, score.input_tokens, score.output_tokens, score.cost_unknown) == (1, 100, 20, 1)


def test_a_wrong_number_counts_as_unflagged_only_if_it_was_shown_as_verified() -> None:
    """Two wrong numbers, one of them flagged: one is wrong and unflagged, of two shown as verified."""
    stated = attack(
        "Sumy",
        count("killed", "people", 3),
        count("injured", "people", 99),
        count("missing", "people", 7, severity=Severity.REVIEW),
    )
    score = score_article(summary(stated), gold(SUMY))
    assert (score.facts.right, score.facts.wrong, score.facts.missed) == (1, 2, 1)
    assert (score.wrong_unflagged, score.verified) == (1, 2)
    assert score.wrong_among_verified == 0.5


def test_a_right_number_that_was_called_an_error_is_a_false_alarm() -> None:
    """It still counts as right: it stands in the output."""
    stated = attack("Sumy", count("killed", "people", 3, severity=Severity.ERROR))
    score = score_article(summary(stated), gold(SUMY))
    assert (score.facts.right, score.false_alarms, score.verified) == (1, 1, 0)


def test_a_right_number_at_the_wrong_place_is_wrong() -> None:
    """A toll belongs to its place."""
    score = score_article(summary(attack("Kharkiv", count("killed", "people", 3))), gold(SUMY))
    assert (score.facts.right, score.facts.wrong, score.facts.missed) == (0, 1, 2)


def test_optional_gold_neither_rewards_nor_punishes() -> None:
    """Stated or left out, an optional fact, attack or event changes no figure."""
    optional = gold(
        gold_attack(fact("killed", "people", 3, optional=True)),
        gold_attack(fact("injured", "people", 12), optional=True, places=("Lviv",)),
        gold_event(optional=True),
    )
    stated = summary(
        attack("Sumy", count("killed", "people", 3)),
        attack("Lviv", count("injured", "people", 12)),
        event("Zelensky", "Trump"),
    )
    said, silent = score_article(stated, optional), score_article(summary(), optional)
    assert said.facts == silent.facts == Tally()
    assert said.diplomacy == silent.diplomacy == Tally()
    assert (said.attacks.wrong, silent.attacks.missed) == (0, 1)
    assert (said.verified, said.wrong_unflagged) == (0, 0)


def test_a_required_fact_is_matched_before_an_optional_one() -> None:
    """One number that could be either is the required one."""
    both = gold(gold_attack(fact("killed", "people", 3, optional=True), fact("killed", "people", 3)))
    score = score_article(summary(attack("Sumy", count("killed", "people", 3))), both)
    assert (score.facts.right, score.facts.missed) == (1, 0)


def test_a_fact_told_twice_counts_once() -> None:
    """The same number in two records of one place is one fact, neither rewarded twice nor wrong."""
    twice = [attack("Sumy", count("killed", "people", 3)) for _ in range(2)]
    score = score_article(summary(*twice), gold(gold_attack(KILLED_3)))
    assert (score.facts.right, score.facts.wrong, score.facts.missed) == (1, 0, 0)


def test_one_attack_told_as_two_is_split_too_much() -> None:
    """One of the two is right, the other wrong, and the split is counted."""
    parts = [attack("Sumy", count("killed", "people", 3)), attack("Sumy", count("injured", "people", 12))]
    score = score_article(summary(*parts), gold(SUMY))
    assert (score.split_too_much, score.split_too_little) == (1, 0)
    assert (score.attacks.right, score.attacks.wrong) == (1, 1)


def test_two_attacks_told_as_one_are_split_too_little() -> None:
    """The joined record is right once, and one attack is missed."""
    joined = attack("Sumy", count("killed", "people", 3), count("injured", "people", 12))
    score = score_article(summary(joined), gold(gold_attack(KILLED_3), gold_attack(INJURED_12)))
    assert (score.split_too_much, score.split_too_little) == (0, 1)
    assert (score.attacks.right, score.attacks.missed) == (1, 1)


def test_an_article_without_events_that_is_answered_with_one_is_counted() -> None:
    """Silence on it is right; a record made of nothing, an attack or a meeting, is not."""
    assert score_article(summary(), gold()).events_from_nothing == 0
    assert score_article(summary(attack("Sumy")), gold()).events_from_nothing == 1
    assert score_article(summary(event("Zelensky")), gold()).events_from_nothing == 1
    assert score_article(summary(event("Macron")), gold(SUMY)).events_from_nothing == 0


def test_the_wrong_status_is_wrong_but_right_without_it() -> None:
    """A planned meeting told as held is another event; without status it is the same."""
    score = score_article(summary(event("Zelensky", "Trump", status="held")), gold(gold_event()))
    assert (score.diplomacy.f1, score.diplomacy_without_status.f1) == (0.0, 1.0)


def test_a_sum_that_nobody_prints_is_neutral() -> None:
    """A number that the checks found to be a sum is neither right nor wrong unless the gold has it."""
    added = attack("Sumy", count("killed", "people", 15, verdict=Verdict.SUPPORTED_BY_SUM))
    assert score_article(summary(added), gold(SUMY)).facts.wrong == 0


def test_a_failed_article_missed_everything_that_is_required() -> None:
    """A failure costs recall, not precision, and is counted."""
    score = lost_score(gold(SUMY, gold_attack(fact("killed", "people", 1), optional=True), gold_event()))
    assert (score.failed, score.facts.missed, score.attacks.missed, score.diplomacy.missed) == (1, 2, 1, 1)
    assert (score.facts.recall, score.facts.precision) == (0.0, None)


def test_only_what_the_gold_scores_is_scored() -> None:
    """A gold without diplomacy does not punish a meeting, and a lost article misses none."""
    only_facts = gold(SUMY, gold_event(), scored=("facts",))
    score = score_article(summary(event("Macron")), only_facts)
    assert (score.diplomacy, score.attacks) == (Tally(), Tally())
    assert lost_score(only_facts).diplomacy.missed == 0


def test_scores_add_up() -> None:
    """The score of a run is the sum over its articles; its F1 is of the sums, not a mean of shares."""
    good = score_article(summary(attack("Sumy", count("killed", "people", 3))), gold(gold_attack(KILLED_3)))
    bad = score_article(summary(), gold(SUMY))
    total = total_score([good, bad])
    assert (total.articles, total.facts.right, total.facts.missed) == (2, 1, 2)
    assert total.facts.f1 == 0.5


def test_each_grade_says_how_often_it_is_right() -> None:
    """Numbers are counted by who read them so; optional ones are left out as everywhere."""
    stated = attack(
        "Sumy",
        count("killed", "people", 3, grade=Grade.BOTH),
        count("injured", "people", 13, grade=Grade.CONFLICT),
        count("missing", "people", 1, grade=Grade.CONFLICT),
    )
    wanted = gold(gold_attack(KILLED_3, fact("missing", "people", 1, optional=True)))
    score = score_article(summary(stated), wanted)
    assert (score.read_by_both, score.read_in_conflict) == (Tally(right=1), Tally(wrong=1))
    assert (score.read_by_model_alone, score.read_by_patterns_alone) == (Tally(), Tally())


def toll(*counts_at_sumy: tuple[str, int]) -> tuple[Tally, int]:
    """The score of stated tolls against "3 to 5 killed in Sumy", and how many wrong ones were unflagged."""
    wanted = gold(gold_attack(fact("killed", "people", 3, 5, qualifier="range")), scored=("tolls",))
    stated = attack("Sumy", *(count("killed", of, value) for of, value in counts_at_sumy))
    score = score_article(summary(stated), wanted)
    return score.tolls, score.wrong_unflagged


def test_a_toll_is_right_within_its_bounds_or_as_a_sum_of_its_parts() -> None:
    """Corpora of totals: one number within the bounds, or the parts together."""
    right, wrong = Tally(right=1), Tally(wrong=1, missed=1)
    assert toll(("people", 4)) == (right, 0)
    assert toll(("soldiers", 2), ("civilians", 1)) == (right, 0)
    assert toll(("people", 6)) == (wrong, 1)
    assert toll() == (Tally(missed=1), 0)


def test_in_a_corpus_of_totals_other_numbers_say_nothing() -> None:
    """What the keys leave out is neither right nor wrong; a toll elsewhere is right only "anywhere"."""
    wanted = gold(gold_attack(KILLED_3), scored=("tolls",))
    score = score_article(
        summary(attack("Kharkiv", count("killed", "people", 3), count("injured", "people", 40))), wanted
    )
    assert score.facts == Tally()
    assert score.tolls == Tally(missed=1)
    assert score.tolls_anywhere == Tally(right=1)
