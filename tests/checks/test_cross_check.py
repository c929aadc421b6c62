"""A whole answer is judged: counts, names, omissions and what does not go together."""

from __future__ import annotations

import pytest

from summariser.checks.judge import CheckedAnswer, cross_check
from summariser.figures.find import find_figures
from summariser.records import Answer
from summariser.text.article import Article
from summariser.vocabulary import Role, Severity, Verdict
from tests.checks.answers import CountRow, answer, attack, meeting
from tests.checks.cases import hand_made

DRONES = {"noun_class": "drone", "thing": "drones", "cue": 2}
TEXT = (
    "Russian drones killed 20 people in Kyiv, including two children, and wounded 66. "
    "The air force downed 90 of 100 drones; 15 struck targets. "
    "Talks in Ankara brought 12 nations together."
)
ROWS = [
    ["20 people", "20", {"role": "killed", "cue": 2}],
    [
        "two children",
        "two",
        {"value": 2, "noun": "children", "thing": "children", "role": "killed", "cue": 2, "subset_of": "20"},
    ],
    ["66", "66", {"noun": "", "role": "injured", "cue": 2}],
    ["90", "90", DRONES | {"noun": "", "role": "intercepted", "part": "numerator"}],
    ["100 drones", "100", DRONES | {"noun": "drones", "role": "launched", "part": "denominator"}],
    ["15", "15", DRONES | {"noun": "", "role": "struck"}],
    ["12 nations", "12", {"noun": "nations", "noun_class": "other", "thing": "other"}],
]  # fmt: skip
ARTICLE = Article.from_text(TEXT)
FIGURES = hand_made(ARTICLE.body, ROWS)
KILLED = ("killed", "people", 20, [1])
CHILDREN = ("killed", "children", 2, [1])
INJURED = ("injured", "people", 66, [1])


def judge(said: Answer) -> CheckedAnswer:
    """The answer, judged against the article above."""
    return cross_check(ARTICLE, said, FIGURES)


def test_every_count_has_a_finding_at_its_path() -> None:
    """Findings are keyed by the path of the count, so that a note or a repair can point at it."""
    checked = judge(answer(attack(KILLED, INJURED, place="Kyiv"), attack(("killed", "people", 67, [1]))))
    verdicts = {path: (finding.verdict, finding.severity) for path, finding in checked.findings.items()}
    assert verdicts == {
        "attacks[0].counts[0]": (Verdict.SUPPORTED, Severity.OK),
        "attacks[0].counts[1]": (Verdict.SUPPORTED, Severity.OK),
        "attacks[1].counts[0]": (Verdict.CONTRADICTED, Severity.ERROR),
    }
    assert checked.errors == ["attacks[1].counts[0]"]


def test_a_part_is_no_mistake_beside_its_whole() -> None:
    """A part alone is no total; next to a record of the whole it is one of its groups, unless it has a name
    that the record does not say (two children told as two people)."""
    text = (
        "The army downed five jets, among them three Rafales, and killed 20 people, including two children."
    )
    article = Article.from_text(text)
    jets = {"noun_class": "aircraft", "thing": "aircraft", "role": "intercepted", "cue": 2}
    rows = [
        ["five jets", "five", jets | {"value": 5, "noun": "jets"}],
        ["three Rafales", "three", jets | {"value": 3, "noun": "Rafales", "subset_of": "five"}],
        *[[words, numeral, dict(fields)] for words, numeral, fields in ROWS[:2]],
    ]
    rows[3][2]["subset_of"] = "20"
    whole, part = ("intercepted", "aircraft", 5, [1]), ("intercepted", "aircraft", 3, [1])
    two = ("killed", "people", 2, [1])

    def severities(*counts: CountRow) -> list[str]:
        checked = cross_check(article, answer(attack(*counts)), hand_made(article.body, rows))
        return [str(finding.severity) for finding in checked.findings.values()]

    assert severities(part, two) == ["error", "error"]
    assert severities(whole, part, KILLED, two) == ["ok", "ok", "ok", "review"]


def test_omissions_are_ranked_and_diplomacy_comes_last() -> None:
    """What no record used is listed, the dead before the wounded before the drones, talks at the end."""
    left = judge(answer()).unclaimed
    assert [(item.rank, item.figure.text, item.figure.role) for item in left] == [
        (1, "20", Role.KILLED),
        (2, "two", Role.KILLED),
        (3, "66", Role.INJURED),
        (4, "100", Role.LAUNCHED),
        (5, "90", Role.INTERCEPTED),
        (6, "15", Role.STRUCK),
        (7, "12", None),
    ]


def test_a_wrong_number_does_not_count_as_used() -> None:
    """A number that a record used wrongly is still reported as left out."""
    left = judge(answer(attack(KILLED, CHILDREN, ("killed", "people", 66, [1])))).unclaimed
    assert "66" in [item.figure.text for item in left]


def test_more_downed_and_struck_than_launched_is_a_conflict() -> None:
    """What became of the drones may not exceed those launched; both quotes are given."""
    counts = [
        ("launched", "drones", 100, [2]),
        ("intercepted", "drones", 90, [2]),
        ("struck", "drones", 15, [2]),
    ]
    [conflict] = judge(answer(attack(*counts))).conflicts
    assert conflict.note == "90 intercepted + 15 struck are more than 100 drones launched"
    assert [ARTICLE.body[start:end] for start, end in conflict.spans] == [ARTICLE.sentence_text(2)] * 3


def test_one_event_with_two_values_is_a_conflict() -> None:
    """Two tolls of the same place and time do not go together."""
    text = "The mayor said 20 people were killed in Kyiv. The governor said 22 people were killed in Kyiv."
    article = Article.from_text(text)
    rows = [[f"{number} people", f"{number}", {"role": "killed", "cue": 2}] for number in (20, 22)]
    said = answer(
        attack(("killed", "people", 20, [1]), place="Kyiv"),
        attack(("killed", "people", 22, [2]), place="Kyiv"),
    )
    checked = cross_check(article, said, hand_made(article.body, rows))
    assert [conflict.ids for conflict in checked.conflicts] == [
        ("attacks[0].counts[0]", "attacks[1].counts[0]")
    ]
    assert "20 and 22 people killed" in checked.conflicts[0].note


def test_a_place_has_no_more_dead_than_the_whole_night() -> None:
    """A local toll above the wave's is a conflict, unless the wave's is only a floor."""
    text = "In all 20 people were killed. In Kyiv 22 people were killed."
    article = Article.from_text(text)
    rows = [[f"{number} people", f"{number}", {"role": "killed", "cue": 2}] for number in (20, 22)]
    said = answer(
        attack(("killed", "people", 20, [1]), scope="wave"),
        attack(("killed", "people", 22, [2]), place="Kyiv"),
    )
    exact = cross_check(article, said, hand_made(article.body, rows))
    assert [conflict.ids for conflict in exact.conflicts] == [
        ("attacks[1].counts[0]", "attacks[0].counts[0]")
    ]
    rows[0][2]["qualifier"] = "at_least"
    assert cross_check(article, said, hand_made(article.body, rows)).conflicts == ()


def test_children_are_no_more_than_people() -> None:
    """More children killed than people in one record is a conflict."""
    text = "The strike killed 20 people. Another report spoke of 25 children killed."
    article = Article.from_text(text)
    rows = [
        ["20 people", "20", {"role": "killed", "cue": 2}],
        ["25 children", "25", {"noun": "children", "thing": "children", "role": "killed", "cue": 2}],
    ]
    said = answer(attack(("killed", "people", 20, [1]), ("killed", "children", 25, [2])))
    [conflict] = cross_check(article, said, hand_made(article.body, rows)).conflicts
    assert conflict.note == "25 children are more than 20 people killed"


def test_names_numbers_and_sentences_that_the_article_lacks_are_noted() -> None:
    """A place, party, time, number in free text or sentence that is not there: each a note to review."""
    said = answer(
        attack(KILLED, place="Lviv", attacker="Russia", target="Belarus", when="on Tuesday", evidence=[1, 9]),
        diplomacy=(meeting(("Recep Tayyip Erdogan", "Turkey"), place="Ankara", outcome="35 nations agreed"),),
        headline="Drones kill 21 in Kyiv",
    )
    notes = judge(said).notes
    assert [note.path for note in notes] == [
        "headline",
        "attacks[0].place",
        "attacks[0].target_country",
        "attacks[0].when",
        "attacks[0].evidence",
        "diplomacy[0].participants[0].name",
        "diplomacy[0].outcome",
    ]
    assert {note.severity for note in notes} == {Severity.REVIEW}


@pytest.mark.parametrize(
    ("whole", "part", "opening", "conflicts"),
    [
        ("Ukraine", "Kharkiv", "In", 1),
        ("Kharkiv region", "Chuhuiv", "In", 1),
        ("Kyiv", "Solomianskyi district", "In", 1),
        ("Kyiv", "a village in the Kyiv region", "In", 0),
        ("Odesa", "Kharkiv", "In", 0),
        ("Russia", "Kharkiv", "In", 0),
        ("Nowheresville", "Kharkiv", "In", 0),
        ("Ukraine", "Kharkiv", "Separately, in", 0),
    ],
)
def test_only_a_total_that_holds_the_place_is_compared(
    whole: str, part: str, opening: str, conflicts: int
) -> None:
    """A village's dead are no part of the city's; a district's are; nor is what is told separately."""
    article = Article.from_text(f"In {whole}, 2 people were killed. {opening} {part}, 3 people were killed.")
    rows = [[f"{number} people", f"{number}", {"role": "killed", "cue": 2}] for number in (2, 3)]
    said = answer(
        attack(("killed", "people", 2, [1]), scope="aggregate", place=whole),
        attack(("killed", "people", 3, [2]), place=part, evidence=[2]),
    )
    assert len(cross_check(article, said, hand_made(article.body, rows)).conflicts) == conflicts


def test_the_toll_of_one_group_is_no_total() -> None:
    """Six people hurt in a town are not more than the four railway workers hurt in the whole wave."""
    text = "The wave injured 4 workers across Ukraine. In Kharkiv 6 people were injured."
    article = Article.from_text(text)
    rows = [
        ["4 workers", "4", {"role": "injured", "cue": 2, "noun": "workers"}],
        ["6 people", "6", {"role": "injured", "cue": 2}],
    ]
    said = answer(
        attack(("injured", "people", 4, [1]), scope="wave", place="Ukraine"),
        attack(("injured", "people", 6, [2]), place="Kharkiv", evidence=[2]),
    )
    assert cross_check(article, said, hand_made(article.body, rows)).conflicts == ()


@pytest.mark.parametrize(
    ("place", "target", "noted"),
    [
        ("Moscow", "Ukraine", True),
        ("Moscow", "Russia", False),
        ("Moscow", "Russian", False),
        ("the Black Sea", "Ukraine", False),
        ("Crimea", "Russia", False),
        ("Gaza City", "Israel", False),
        ("Beirut", "Israel", True),
        ("Nowheresville", "Ukraine", False),
        ("Moscow", None, False),
    ],
)
def test_a_place_in_another_country_than_was_hit_is_noted(
    place: str, target: str | None, noted: bool
) -> None:
    """A strike on Ukraine in Moscow is for a person to look at; a sea or a contested land is not."""
    article = Article.from_text(f"A strike on {target or 'it'} hit {place} overnight.")
    notes = cross_check(article, answer(attack(place=place, target=target)), []).notes
    assert [note.path for note in notes] == (["attacks[0].place"] if noted else [])
    assert all("lies in" in note.note and note.severity is Severity.REVIEW for note in notes)


def test_what_a_country_has_abroad_may_lie_anywhere() -> None:
    """Soldiers of a country are killed in another one without a note."""
    article = Article.from_text("A strike in Beirut killed 3 soldiers of Israel.")
    said = answer(attack(("killed", "soldiers", 3, [1]), place="Beirut", target="Israel"))
    assert cross_check(article, said, find_figures(article.body)).notes == ()


def test_words_of_a_headline_are_no_numbers() -> None:
    """ "No soldiers" and "a mother" in a headline need no number in the article; "21" does."""
    said = answer(headline="No soldiers sent as a mother is killed")
    assert judge(said).notes == ()


def test_groups_told_apart_are_no_totals() -> None:
    """ "29 children and 54 companions": neither is offered as all, if each has its own count; alone 54 is."""
    article = Article.from_text("The agency evacuated 29 children and 54 companions.")
    done = {"role": "evacuated", "cue": 2}
    rows = [
        ["29 children", "29", done | {"noun": "children", "thing": "children"}],
        ["54 companions", "54", done | {"noun": "companions"}],
    ]
    children, companions = ("evacuated", "children", 29, [1]), ("evacuated", "people", 54, [1])

    def severities(*counts: CountRow) -> list[str]:
        checked = cross_check(article, answer(attack(*counts)), hand_made(article.body, rows))
        return [str(finding.severity) for finding in checked.findings.values()]

    assert severities(children, companions) == ["ok", "ok"]
    assert severities(companions) == ["review"]


def test_a_country_that_the_place_says_need_not_be_named() -> None:
    """Belgorod lies in Russia: a record of it may say so although the article does not; not of Kharkiv."""
    article = Article.from_text("A drone hit Belgorod overnight. Another hit Kharkiv.")

    def paths(place: str) -> list[str]:
        return [
            note.path for note in cross_check(article, answer(attack(place=place, target="Russia")), []).notes
        ]

    assert paths("Belgorod") == []
    assert paths("Kharkiv") == ["attacks[0].target_country", "attacks[0].place"]


def test_a_place_named_only_far_above_its_number_is_for_review() -> None:
    """The number stays right, but where it belongs is doubted if the place is five sentences away."""
    between = "Nobody claimed it. The mayor spoke. Schools were shut. Trains were late. It was cold. "
    article = Article.from_text(f"Russian drones hit Sumy. {between}In all 20 people were killed.")
    said = answer(attack(("killed", "people", 20, [7]), place="Sumy", evidence=[1, 7]))
    finding = cross_check(article, said, find_figures(article.body)).findings["attacks[0].counts[0]"]
    assert (finding.verdict, finding.severity) == (Verdict.SUPPORTED, Severity.REVIEW)
    assert finding.note == "the number is right; “Sumy” is named no nearer to it than in sentence 1"
    near = Article.from_text("Russian drones hit Sumy. Nobody claimed it. In all 20 people were killed.")
    said = answer(attack(("killed", "people", 20, [3]), place="Sumy", evidence=[1, 3]))
    checked = cross_check(near, said, find_figures(near.body))
    assert checked.findings["attacks[0].counts[0]"].severity is Severity.OK
