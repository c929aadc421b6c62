"""One event told by several articles is one event, and no figure is lost, averaged or counted twice."""

from __future__ import annotations

import random

import pytest
from pairs import Pair, pairs, report

from summariser.merge import Digest, Toll, TollState, merge_summaries
from summariser.merge.names import party_key
from summariser.vocabulary import Role, Thing


def told(
    pub: str | None, *counts: str, at: str = "Ternopil", quote: str = "A strike.", **more: object
) -> dict:
    """A report of one local strike on the night before it appeared."""
    row = {"pub": pub, "kind": "missile_strike", "scope": "local", "by": "Russia", "on": "Ukraine", "at": at}
    day = ["on Wednesday", "2025-11-19", "2025-11-19", "day"]
    return {**row, "counts": list(counts), "quote": quote, "when": day, **more}


def merged(*rows: dict) -> Digest:
    """The digest of reports."""
    return merge_summaries(report(row, name=f"n{n}") for n, row in enumerate(rows))


def killed(digest: Digest) -> Toll:
    """The number of killed of the only event."""
    (event,) = digest.attacks
    return next(t for t in event.tolls if (t.role, t.of) == (Role.KILLED, Thing.PEOPLE))


def values(readings: tuple) -> list[int | None]:
    """What the readings state."""
    return [reading.count.value for reading in readings]


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.id)
def test_pairs(pair: Pair) -> None:
    """Two reports are one event in the digest exactly if they tell of the same event."""
    assert pair.merged() == pair.same, pair.why


def test_there_are_enough_pairs_of_both_sorts() -> None:
    """The score is over at least sixty pairs, a third of them held out, neither sort rare."""
    listed = pairs()
    assert len(listed) >= 60
    assert 0.2 < sum(p.held_out for p in listed) / len(listed) < 0.45
    assert 0.35 < sum(p.same for p in listed) / len(listed) < 0.65


def test_a_rising_toll_is_one_line_with_its_history() -> None:
    """A toll told higher from day to day is shown as risen, newest last, with every source's quote kept."""
    toll = killed(
        merged(
            told("2025-11-19", "killed people 20 at_least", quote="At least 20 killed."),
            told("2025-11-20", "killed people 25 exact", quote="25 killed."),
            told("2025-11-21", "killed people 31 exact", quote="31 killed."),
        )
    )
    assert toll.state is TollState.RISEN
    assert values(toll.history) == [20, 25, 31]
    assert toll.current.count.value == 31
    assert [r.count.quote for r in toll.readings] == ["At least 20 killed.", "25 killed.", "31 killed."]


def test_sources_of_one_day_that_differ_are_a_conflict() -> None:
    """Two exact numbers of the same day stand side by side; neither wins and nothing is averaged."""
    toll = killed(
        merged(
            told("2025-11-19", "killed people 7 exact"),
            told("2025-11-19", "killed people 9 exact", quote="Nine."),
        )
    )
    assert toll.state is TollState.CONFLICT
    assert values(toll.alternatives) == [7, 9]
    assert (toll.low, toll.current.count.value) == (7, 7)


def test_a_rise_that_the_text_tells_is_no_conflict() -> None:
    """Of two numbers of one day the higher is newer if its sentence says that the toll has risen."""
    rows = (
        told("2025-11-19", "killed people 7 exact"),
        told("2025-11-19", "killed people 9 exact", quote="The toll has risen to nine."),
    )
    assert killed(merged(*rows)).state is TollState.RISEN


def test_a_number_taken_back_is_a_revision() -> None:
    """A later, lower number is shown as a revision, not as a rise and not as a conflict."""
    toll = killed(
        merged(
            told("2025-11-19", "killed people 12 exact"),
            told("2025-11-20", "killed people 10 exact", quote="Ten."),
        )
    )
    assert toll.state is TollState.REVISED
    assert values(toll.history) == [12, 10]


@pytest.mark.parametrize(
    ("rough", "exact", "value"),
    [("20 at_least", "20 exact", 20), ("0 dozens", "30 exact", 30), ("500 more_than", "502 exact", 502)],
)
def test_a_rounder_number_restates_the_exact_one(rough: str, exact: str, value: int) -> None:
    """ "Dozens" and 30 agree; the more precise reading is shown."""
    toll = killed(
        merged(
            told("2025-11-19", f"killed people {rough}"),
            told("2025-11-19", f"killed people {exact}", quote="B."),
        )
    )
    assert (toll.state, toll.current.count.value) == (TollState.AGREED, value)


def test_parts_are_never_added_to_their_whole() -> None:
    """A wave's toll is the night's; the local tolls hang under it and add nothing."""
    night = ["overnight", "2025-11-18", "2025-11-19", "night"]
    wave = told(
        "2025-11-19", "killed people 6 at_least", at="Ukraine", quote="At least six killed.", when=night,
        scope="wave", kind="combined_missile_drone_attack",
    )  # fmt: skip
    locals_ = [
        told("2025-11-19", "killed people 1 exact", at=p, quote=f"{p}.", when=night)
        for p in ("Lviv", "Kharkiv")
    ]
    digest = merged(
        {**wave, "more": locals_}, told("2025-11-19", "killed people 3 exact", at="Sumy", when=night)
    )
    whole = next(e for e in digest.attacks if e.scope == "wave")
    assert {e.parent for e in digest.attacks if e is not whole} == {whole.id}
    (total,) = (t for t in digest.totals if t.role is Role.KILLED)
    assert (total.low, total.events) == (6, (whole.id,))


def test_a_city_holds_its_districts_whatever_their_scope() -> None:
    """A city's toll and its district's toll are not added, though no wave is told and both are local."""
    rows = [told("2025-11-19", "killed people 4 exact", at="Kyiv", quote="Four killed in Kyiv.")]
    rows += [
        told("2025-11-19", "killed people 2 exact", at="Dnipro district, Kyiv", quote="Two in one district.")
    ]
    for digest in (merged(*rows), merged({**rows[0], "more": rows[1:]})):
        city, district = sorted(digest.attacks, key=lambda e: e.parent is not None)
        assert district.parent == city.id
        assert [t.low for t in digest.totals if t.role is Role.KILLED] == [4]


def test_the_order_of_articles_changes_nothing() -> None:
    """The same articles in any order give the same digest, ids included."""
    summaries = [s for p in pairs() for s in (p.first, p.second)]
    unique = {s.article.id: s for s in summaries}
    listed = list(unique.values())
    expected = merge_summaries(listed)
    for seed in range(3):
        random.Random(seed).shuffle(listed)
        assert merge_summaries(listed) == expected


def test_an_article_that_is_there_twice_counts_once() -> None:
    """Two runs over one article do not make a second source."""
    one = report(told("2025-11-19", "killed people 20 exact"), name="n")
    assert merge_summaries([one, one]) == merge_summaries([one])


def test_every_record_is_in_exactly_one_event() -> None:
    """Merging loses no record and shows none twice."""
    summaries = {s.article.id: s for p in pairs() for s in (p.first, p.second)}
    digest = merge_summaries(summaries.values())
    told_records = [
        (t.article, t.record.id) for e in (*digest.attacks, *digest.diplomacy) for t in e.tellings
    ]
    records = [(s.article.id, r.id) for s in summaries.values() for r in (*s.attacks, *s.diplomacy)]
    assert sorted(told_records) == sorted(records)


@pytest.mark.parametrize(
    "names",
    [
        ("Zelensky", "Zelenskyy", "Zelenskiy", "President Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Andriy Sybiga", "Andrii Sybiha", "Ukrainian Foreign Minister Andriy Sybiga", "Andrii Sybhia"),
        ("Russia", "Moscow", "the Kremlin", "Russian forces", "Russia's Defence Ministry"),
        ("Recep Tayyip Erdogan", "Erdoğan", "Tayyip Erdogan"),
        ("US", "U.S.", "United States", "the United States", "Washington"),
        ("Turkey", "Turkiye", "Türkiye", "Turkey (host)"),
        (
            "coalition of the willing",
            "the “Coalition of the Willing”",
            "Coalition of the Willing (35 nations)",
        ),
        ("Péter Szijjártó", "Peter Szijjarto", "Hungarian Foreign Minister Peter Szijjarto"),
    ],
)
def test_spellings_of_one_party(names: tuple[str, ...]) -> None:
    """However a party is printed, it is one party."""
    assert len({party_key(name) for name in names}) == 1


def test_printed_spellings_stay_known() -> None:
    """The digest shows one spelling and keeps all that were printed."""
    both = next(p for p in pairs() if p.id == "d01")
    digest = merge_summaries([both.first, both.second])
    (event,) = digest.diplomacy
    assert {p.name: set(p.spellings) for p in event.participants} == {
        "Volodymyr Zelensky": {"Volodymyr Zelensky", "Zelenskyy"},
        "Recep Tayyip Erdogan": {"Recep Tayyip Erdogan", "Erdoğan"},
    }


def test_a_planned_meeting_that_was_held_is_one_event() -> None:
    """Its status goes on from planned to held, each step with its article."""
    both = next(p for p in pairs() if p.id == "d01")
    (event,) = merge_summaries([both.first, both.second]).diplomacy
    assert [(s.status, s.article) for s in event.steps] == [
        ("planned", both.first.article.id),
        ("held", both.second.article.id),
    ]
    assert event.status == "held"
