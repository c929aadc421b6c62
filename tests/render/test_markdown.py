"""Markdown that a person likes to read and that nothing in an article can break."""

from __future__ import annotations

import re

import pytest
from flawed import flawed_summary, later_telling
from gold_summaries import gold_summaries, gold_summary

from summariser.merge import merge_summaries
from summariser.render.digest_markdown import render_digest_markdown
from summariser.render.markdown import render_markdown
from summariser.render.safe import markdown, plain


def test_tolls_have_their_hedges_and_groups() -> None:
    """A toll is said as a person says it: hedge, number, what happened, and who among them."""
    text = render_markdown(gold_summary(0))
    assert "**At least 20 killed, including 2 children; 66 injured, including 16 children.**" in text
    assert "More than 476 drones launched; 48 missiles launched." in text


def test_a_toll_that_its_groups_make_up() -> None:
    """Three women and five men are the eight, not "included" in them."""
    assert "8 killed (3 women and 5 men); at least 6 injured." in render_markdown(gold_summary(3))


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        (1, "8 airports"),
        (1, "6 injured, no children among them"),
        (2, "No one reported killed; no one reported injured"),
        (2, "574 drones launched, most intercepted"),
        (2, "Several missiles struck"),
        (
            3,
            "502 drones launched, 430 intercepted, 69 struck; 24 missiles launched, 21 intercepted, 3 struck",
        ),
        (3, "30,000 consumers without power"),
    ],
)
def test_numbers_in_words(seed: int, said: str) -> None:
    """Zeros, vague words, weapons and damage are said so that nobody takes one for another."""
    assert said in render_markdown(gold_summary(seed))


def test_sections_come_in_the_order_a_reader_needs() -> None:
    """Headline, attacks, diplomacy, then what could not be verified and what the records left out."""
    headings = re.findall(r"^#+ (.*)$", render_markdown(flawed_summary()), re.MULTILINE)
    assert headings[1:] == ["Attacks", "Diplomacy", "Could not be verified", "In the text, in no record"]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("patterns", "Diplomacy was not looked for: no model was asked."),
        ("whole", "No diplomacy is reported."),
    ],
)
def test_no_diplomacy_is_said_only_where_somebody_looked(way: str, said: str) -> None:
    """The patterns read no diplomacy, so their silence is none of the article's."""
    summary = gold_summary(0)
    provenance = summary.provenance.model_copy(update={"way": way})
    silent = summary.model_copy(update={"diplomacy": [], "provenance": provenance})
    assert f"## Diplomacy\n\n{said}\n" in render_markdown(silent)
    assert f"## Diplomacy\n\n{said}\n" in render_digest_markdown(merge_summaries([silent]))


def test_what_is_wrong_is_marked_and_explained_with_its_quote() -> None:
    """A number that the text does not say stays in place, marked, and its sentence stands below."""
    text = render_markdown(flawed_summary())
    assert "60 injured (✗)" in text
    doubts = text.split("## Could not be verified")[1]
    assert "**60 people injured** (✗): the text says 66, not 60, in sentence 6" in doubts
    assert "> The interior ministry said another 66 people were wounded, including 16 children." in doubts
    assert "Narnia is not in the text (?)" in doubts
    assert "**three rounds**" in doubts
    assert "Turkey has hosted three rounds of Russia-Ukraine talks" in doubts


def test_every_quote_of_a_record_is_in_the_markdown() -> None:
    """Each number's sentence is there to read."""
    for summary in gold_summaries():
        text = render_markdown(summary)
        quotes = {c.quote for record in summary.attacks for c in record.counts if c.quote}
        assert all(markdown(quote) in text for quote in quotes)


def test_a_digest_tells_a_rising_toll_in_one_line() -> None:
    """Two papers, one strike: one entry, the toll as history, both quotes."""
    first = gold_summary(0)
    text = render_digest_markdown(merge_summaries([first, later_telling(first)]))
    assert "**At least 20 → 26 killed, including 2 children; 66 injured, including 16 children**" in text
    assert "risen to 26 killed" in text
    assert "Where sources differ" in text


MARKDOWN = [
    "[link](javascript:alert(1))",
    "![image](http://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;",
    "# heading",
    "- item\n- item",
    "1. item",
    "> quote",
    "`code` ``` fence",
    "**bold** _em_ ~~gone~~",
    "| a | b |",
    "$x$ ^y^",
    "http://evil.example www.evil.example a@evil.example",
    "=====",
    "+ plus",
    "back\\slash",
]


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_in_a_text_stays_text(text: str) -> None:
    """What an article says is shown as it says it: no link, image, tag, list, heading or table of its own."""
    shown = markdown(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)[\[\]`*_|~$^<>]", shown.replace("&lt;", ""))
    assert not re.match(r"[#+=-]|\d+[.)]\s", shown)
    assert not re.search(r"https?://|www\.|\w@\w|&(?!lt;|amp;)", shown)
    unescaped = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", shown).replace("&lt;", "<").replace("&amp;", "&")
    assert unescaped == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31mred",
        "\x1b]0;title\x07",
        "a\x08b",
        "\x9b2J",
        "\u202eevil",
        "\u2066x\u2069",
        "a\rb",
        "\x00",
        "\x7f",
        "\u200f",
    ],
)
def test_nothing_in_a_text_steers_a_terminal(text: str) -> None:
    """Escape sequences, controls and marks that reorder a line are replaced, in Markdown too."""
    summary = gold_summary(0).model_copy(update={"headline": text})
    for shown in (plain(text), render_markdown(summary), render_digest_markdown(merge_summaries([summary]))):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


def test_offsets_survive_cleaning() -> None:
    """Cleaning replaces one character by one, so that offsets into a text stay true."""
    text = "a\x1b[31mb\u202ec\U000e0041d"
    assert len(plain(text)) == len(text)
