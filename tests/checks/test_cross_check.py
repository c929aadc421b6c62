"""A whole answer is judged: counts, names, omissions and what does not go together."""

from __future__ import annotations

from summariser.checks.judge import CheckedAnswer, cross_check
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
    checked = judge(answer(attack(KILLED, INJURED, place="Kyiv"), attack(("killed", "people", 66, [1]))))
    verdicts = {path: (finding.verdict, finding.severity) for path, finding in checked.findings.items()}
    assert verdicts == {
        "attacks[0].counts[0]": (Verdict.SUPPORTED, Severity.OK),
        "attacks[0].counts[1]": (Verdict.SUPPORTED, Severity.OK),
        "attacks[1].counts[0]": (Verdict.MISATTRIBUTED, Severity.ERROR),
    }
    assert checked.errors == ["attacks[1].counts[0]"]


def test_a_part_is_no_mistake_beside_its_whole() -> None:
    """A part alone is an error; next to a record of the whole it is one of its groups, unless it has a name
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
