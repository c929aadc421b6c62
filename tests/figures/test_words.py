# ruff: noqa: E501 (tables of examples, one a line)
"""Every word of the data files does what its place in the file says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from summariser.figures.figure import Cue, Figure
from summariser.figures.find import find_figures
from summariser.figures.lexicon import noun_senses, own_roles, table
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Thing


def _counted(text: str, value: int) -> Figure | None:
    return next(
        (figure for figure in find_figures(text) if figure.low == value or figure.high == value), None
    )


def _hedges(side: str) -> Iterator[tuple[str, str]]:
    data: Any = table("hedges")
    for qualifier, entries in data[side].items():
        for entry in entries:
            yield qualifier, entry.replace(" ·", ".").replace("> =", ">=").replace("< =", "<=")


@pytest.mark.parametrize(("qualifier", "words"), [*_hedges("left")])
def test_a_hedge_before_a_number_is_read(qualifier: str, words: str) -> None:
    """Each hedge of the file, standing before a number, gives its qualifier ("from" only within a range)."""
    figure = _counted(f"The strike killed {words} 23 people.", 23)
    assert figure is not None
    assert figure.qualifier is Qualifier("exact" if words == "from" else qualifier)


@pytest.mark.parametrize(("qualifier", "words"), [*_hedges("right")])
def test_a_hedge_after_a_number_is_read(qualifier: str, words: str) -> None:
    """Each hedge of the file, standing after a number, gives its qualifier."""
    joint = "" if words[0] in "-+" else " "
    figure = _counted(f"The strike killed 23{joint}{words.replace('- ', '-')} people.", 23)
    assert figure is not None
    assert figure.qualifier is Qualifier(qualifier)


def _nouns() -> list[tuple[str, str, str]]:
    data: Any = table("nouns")
    return [
        (noun_class.value, thing, entry)
        for noun_class in NounClass
        for thing, entries in data.get(noun_class.value, {}).items()
        for entry in entries
    ]


def test_every_noun_is_known_in_its_plural() -> None:
    """Each noun of the file is read after a number with a class; two classes for one form: the first wins."""
    unread = []
    for _, _, entry in _nouns():
        singular, slash, plural = entry.partition("/")
        form = (
            plural or singular
            if slash
            else next(form for form in noun_senses() if form.startswith(singular[:-1]))
        )
        if form not in noun_senses():
            unread.append(entry)
    assert unread == []


@pytest.mark.parametrize(
    "noun_class", [name for name in NounClass if name not in (NounClass.NONE, NounClass.OTHER)]
)
def test_a_counted_noun_gives_its_class(noun_class: NounClass) -> None:
    """Plural nouns of each class, counted in a plain sentence, give the figure its class and thing."""
    wrong = []
    for noun, sense in noun_senses().items():
        counts_people = noun in own_roles()  # "23 arrests"
        if (
            sense.noun_class is not noun_class
            or not sense.plural
            or " " in noun
            or "-" in noun
            or counts_people
        ):
            continue
        figure = _counted(f"There were 23 {noun}.", 23)
        if figure is None or (figure.noun_class, figure.thing) != (sense.noun_class, sense.thing):
            wrong.append(noun)
    assert wrong == []


def _units() -> list[tuple[str, str]]:
    data: Any = table("units")
    kinds = ("distance", "area", "duration", "other", "calibre", "percent")
    return [(kind, unit) for kind in kinds for unit in data[kind]]


def test_every_unit_makes_its_kind() -> None:
    """Each unit of the file after a number gives the figure its kind."""
    wrong = []
    for kind, unit in _units():
        glue = "" if len(unit) < 3 else " "
        figures = find_figures(f"It was 23{glue}{unit.replace(' ·', '.')}, they said.")
        if not figures or figures[0].kind is not FigureKind(kind):
            wrong.append(unit)
    assert wrong == []


def test_every_currency_makes_money() -> None:
    """Signs and codes before a number, words after it: all are money."""
    data: Any = table("units")
    texts = [f"It cost {sign}23 a day." for sign in data["currency_signs"]]
    texts += [f"It cost {code.upper()} 23 a day." for code in data["currency_codes"]]
    texts += [f"It cost 23 {word} a day." for word in data["currency_words"]]
    assert [text for text in texts if not any(f.kind is FigureKind.MONEY for f in find_figures(text))] == []


def test_a_currency_code_after_a_number_is_its_last_word() -> None:
    """Not the word behind it; and where a text ends with the code there is none."""
    for text in ("It cost 23 EUR a day.", "It cost 23 EUR.", "It cost 23 EUR"):
        assert [figure.text for figure in find_figures(text)] == ["23 EUR"], text


def test_every_vague_word_is_an_interval() -> None:
    """Each vague phrase of the file is read whole, with its bounds and its own qualifier."""
    data: Any = table("numerals")
    wrong = []
    for phrase, entry in data["vague"].items():
        of = (
            " of"
            if phrase.endswith(("s", "dozens"))
            and phrase not in ("several", "various", "numerous", "countless")
            else ""
        )
        figures = find_figures(f"They saw {phrase}{of} soldiers.")
        told = [(f.low, f.high, f.qualifier.value) for f in figures]
        if (entry["low"], entry["high"], entry["qualifier"]) not in told:
            wrong.append((phrase, told))
    assert wrong == []


def _verbs() -> Iterator[tuple[Role, str, str]]:
    data: Any = table("roles")
    for act in data["act"]:
        for verb in act.get("verbs", ()):
            stem, *tail = verb.split("+")
            base, *given = stem.split("/")
            past = given[1] if given else base + ("d" if base.endswith("e") else "ed")
            if not given and base.endswith("y") and base[-2] not in "aeiou":
                past = base[:-1] + "ied"
            participle = given[3] if len(given) > 3 else past
            yield Role(act["role"]), act["of"][0], " ".join([participle, *tail])


PATIENTS = {
    "person": "people", "drone": "drones", "missile": "missiles", "building": "houses", "place": "villages",
    "consumer": "households", "aircraft": "helicopters", "vehicle": "trucks", "bodies": "bodies",
}  # fmt: skip


def test_every_verb_says_a_role_of_its_class() -> None:
    """ "23 people were <verb>" has a role for each verb of the file: the verb's own or another act's of that verb."""
    silent = []
    for role, noun_class, participle in _verbs():
        figure = _counted(f"In the morning 23 {PATIENTS.get(noun_class, noun_class)} were {participle}.", 23)
        if figure is None or figure.role is None or figure.cue is Cue.NONE:
            silent.append((role.value, participle))
    assert silent == []


CASES = [
    ("The death toll rose from 20 to 25.", [(20, "killed", "old"), (25, "killed", "new")]),
    ("Ukraine downed 430 of 502 drones launched overnight.", [(430, "intercepted", "numerator"), (502, "launched", "denominator")]),
    ("Twelve people, including two children, were wounded.", [(12, "injured", "whole"), (2, "injured", "whole")]),
    ("The strike killed three, injured five and damaged 26 houses.", [(3, "killed", "whole"), (5, "injured", "whole"), (26, "damaged", "whole")]),
    ("A farmer was killed and another injured.", [(1, "killed", "whole"), (1, "injured", "whole")]),
    ("The attack cut power to 30,000 consumers.", [(30000, "without_power", "whole")]),
    ("THREE SUBVERSIVES WERE KILLED AND SEVEN OTHERS WERE\nWOUNDED DURING CLASHES.", [(3, "killed", "whole"), (7, "injured", "whole")]),
    ("The death toll rises from two to four, 32 injured.", [(2, "killed", "old"), (4, "killed", "new"), (32, "injured", "whole")]),
    ("Five judges and magistrates were killed.", [(5, "killed", "whole")]),
    ("Thirty-two of the 38 drones sent against the port were brought down.", [(32, "intercepted", "numerator"), (38, "launched", "denominator")]),
    ("Russia attacked with 174 UAVs overnight.", [(174, "launched", "whole")]),
    ("Iran fired 20 missiles; a shop burned after one hit Holon.", [(20, "launched", "whole"), (1, "destroyed", "whole"), (1, "struck", "whole")]),
    ("That brings the toll of the week to 143.", [(143, "killed", "whole")]),
    ("Three jawans laid down their lives; 12 rebels laid down their arms.", [(3, "killed", "whole"), (12, "captured", "whole")]),
    ("The army lost on the Kursk front up to 310 servicemen and two tanks.", [(310, "lost", "whole"), (2, "lost", "whole")]),
    ("They shot down nine drones and an anti-ship cruise missile.", [(9, "intercepted", "whole"), (1, "intercepted", "whole")]),
    ("It said 15 of its fighters fell.", [(15, "killed", "whole")]),
    ("They handed over two systems and 175 prisoners of war.", [(2, None, "whole"), (175, "exchanged", "whole")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CASES, ids=[text[:40] for text, _ in CASES])
def test_a_sentence_gives_roles_and_parts(text: str, told: list[tuple[int, str | None, str]]) -> None:
    """Value, role and part of every count of a sentence, in order."""
    counts = [f for f in find_figures(text) if f.kind is FigureKind.COUNT]
    ours = [(f.low, f.role.value if f.role else None, f.part.value) for f in counts]
    wanted = [(value, role, part) for value, role, part in told]
    assert [(v, p) for v, _, p in ours] == [(v, p) for v, _, p in wanted]
    assert all(role is None or role == mine for (_, mine, _), (_, role, _) in zip(ours, wanted, strict=True))


def test_what_describes_a_noun_of_a_list_is_not_said_of_the_next() -> None:
    """ "39 wounded men and 61 companions": only the men are wounded; a missile strike is an event."""
    figures = {
        f.low: f
        for f in find_figures("Ambulances received 39 wounded men and 61 companions after 1 missile strike.")
    }
    assert (figures[39].role, figures[61].role) == (Role.INJURED, None)
    assert figures[1].noun_class not in (NounClass.MISSILE, NounClass.PERSON)


def test_children_of_a_toll_are_marked_as_its_part() -> None:
    """ "At least 20 people, including two children": the two point at the twenty and are children."""
    twenty, two = find_figures("A strike killed at least 20 people, including two children.")[-2:]
    assert (twenty.qualifier, twenty.role, twenty.cue) == (Qualifier.AT_LEAST, Role.KILLED, Cue.STRONG)
    assert (two.subset_of, two.role, two.thing) == (twenty.start, Role.KILLED, Thing.CHILDREN)
