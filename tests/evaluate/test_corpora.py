"""Published corpora as gold; the samples are of our own making."""

from __future__ import annotations

from pathlib import Path

import pytest

from summariser import open_summariser
from summariser.errors import SettingsError
from summariser.evaluate.corpora import Corpus, read_corpus
from summariser.evaluate.gold import GoldFact
from summariser.evaluate.run import evaluate

DATA = Path(__file__).parent / "data"
FILES = {
    Corpus.MUC4: DATA / "muc4.jsonl",
    Corpus.ACLED: DATA / "acled.csv",
    Corpus.AIRWARS: DATA / "airwars.csv",
    Corpus.AIRFORCE: DATA / "airforce.csv",
}


def told(facts: list[GoldFact]) -> list[tuple[str, str, int | None, int | None, bool]]:
    """Facts as rows that can be read."""
    return [(fact.role.value, fact.of.value, fact.low, fact.high, fact.optional) for fact in facts]


def test_muc4_gives_the_tolls_of_each_incident_with_its_place() -> None:
    """Totals above one are asked for; one victim (mostly a name) and "several" neither reward nor punish."""
    articles = dict(read_corpus(Corpus.MUC4, FILES[Corpus.MUC4]))
    assert set(articles) == {"INVENTED-1", "INVENTED-3"}
    attack, mayor = articles["INVENTED-1"].attacks
    assert attack.places == ["SAN PELAYO"]
    assert told(attack.facts) == [
        ("killed", "people", 4, 4, False),
        ("injured", "people", 6, 6, False),
    ]
    assert (mayor.places, told(mayor.facts)) == ([], [("killed", "people", 1, 1, True)])
    (vague,) = articles["INVENTED-3"].attacks
    assert (vague.optional, told(vague.facts)) == (True, [("killed", "people", 2, None, True)])


def test_muc4_lines_become_paragraphs() -> None:
    """The lines that the text is set in end no sentence; its paragraphs stay."""
    articles = dict(read_corpus(Corpus.MUC4, FILES[Corpus.MUC4]))
    first, second = (articles["INVENTED-1"].text or "").split("\n\n")
    assert "KILLED FOUR PEASANTS IN SAN PELAYO YESTERDAY" in first
    assert "\n" not in first
    assert second.strip() == "A FORMER MAYOR WAS KILLED IN RIO VERDE."


def test_acled_gives_a_note_and_its_fatalities() -> None:
    """A 0 means that none are known, so it is neutral; a row without a note is left out."""
    articles = dict(read_corpus(Corpus.ACLED, FILES[Corpus.ACLED]))
    assert set(articles) == {"INV1", "INV2"}
    assert articles["INV1"].attacks[0].places == ["Helmar"]
    assert told(articles["INV1"].attacks[0].facts) == [("killed", "people", 3, 3, False)]
    assert told(articles["INV2"].attacks[0].facts) == [("killed", "people", 0, 0, True)]


def test_airwars_gives_least_and_most() -> None:
    """A toll keeps both its bounds; an incident whose tolls are unknown is left out: unknown is not 0."""
    articles = dict(read_corpus(Corpus.AIRWARS, FILES[Corpus.AIRWARS]))
    assert set(articles) == {"INV-1"}
    assert told(articles["INV-1"].attacks[0].facts) == [
        ("killed", "people", 4, 6, False),
        ("injured", "people", 10, 10, False),
    ]


def test_the_air_forces_table_gives_one_night_an_article() -> None:
    """Weapons of one thing are summed; a night without a report is left out."""
    articles = dict(read_corpus(Corpus.AIRFORCE, FILES[Corpus.AIRFORCE]))
    assert set(articles) == {"2026-03-02"}
    assert told(articles["2026-03-02"].attacks[0].facts) == [
        ("launched", "drones", 88, 88, False),
        ("intercepted", "drones", 71, 71, False),
        ("launched", "missiles", 2, 2, False),
        ("intercepted", "missiles", 1, 1, False),
    ]


def test_the_report_of_a_night_may_be_a_file_beside_the_table(tmp_path: Path) -> None:
    """A column `file` names it."""
    (tmp_path / "night.txt").write_text("Air defence shot down 10 of 10 drones.", encoding="utf-8")
    table = tmp_path / "table.csv"
    table.write_text(
        "date,model,launched,destroyed,file\n2026-03-03,Shahed,10,10,night.txt\n", encoding="utf-8"
    )
    ((name, article),) = read_corpus(Corpus.AIRFORCE, table)
    assert (name, article.text) == ("2026-03-03", "Air defence shot down 10 of 10 drones.")


@pytest.mark.parametrize("corpus", FILES)
def test_every_corpus_can_be_evaluated_and_only_its_tolls_are_scored(corpus: Corpus) -> None:
    """The plain sentences of our samples are read right by pattern, and nothing but tolls is asked."""
    with open_summariser(model="patterns") as summariser:
        total = evaluate(FILES[corpus], summariser, corpus=corpus).total
    assert total.tolls.right + total.tolls.missed > 0
    assert total.tolls.recall == 1.0
    assert (total.facts.f1, total.attacks.f1, total.diplomacy.f1) == (None, None, None)


def test_a_corpus_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    """Rows after the last article that was asked for are not looked at: a corpus may be large."""
    path = tmp_path / "acled.csv"
    path.write_text(
        "notes,fatalities\nThree people died in Tovel.,3\nTwo people died.,broken\n", encoding="utf-8"
    )
    with open_summariser(model="patterns") as summariser:
        assert evaluate(path, summariser, corpus=Corpus.ACLED, limit=1).total.articles == 1
        with pytest.raises(SettingsError, match="'broken' is no number"):
            evaluate(path, summariser, corpus=Corpus.ACLED)


@pytest.mark.parametrize(
    ("corpus", "name", "text", "says"),
    [
        (Corpus.ACLED, "a.csv", "date,fatalities\n1,2\n", "no column notes"),
        (Corpus.ACLED, "a.csv", "notes,date\nx,2\n", "no column fatalities"),
        (Corpus.AIRFORCE, "a.csv", "date,model,launched\n1,Shahed,2\n", "no column text"),
        (Corpus.MUC4, "a.jsonl", '{"text": "x"}\n', "`text` and `templates`"),
        (Corpus.MUC4, "a.jsonl", '{"text": "x", "templates": [{}]}\n', "templates.0.template"),
        (Corpus.MUC4, "a.jsonl", "{\n", "line 1"),
        (Corpus.MUC4, "a.jsonl", "[]\n", "not an object"),
    ],
)
def test_a_file_of_another_shape_is_refused_and_the_message_says_why(
    corpus: Corpus, name: str, text: str, says: str, tmp_path: Path
) -> None:
    """A missing column, field or bracket is named; nothing is scored."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        list(read_corpus(corpus, path))
