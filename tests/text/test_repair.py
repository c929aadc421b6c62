"""Repair of texts, character for character."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.text.repair import Repair, repair_text

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def test_seed_001_gets_its_quotes_and_dashes_back() -> None:
    """All 56 lone "â" of seed 001 come back: 15 quotations closed as opened, and the real ø stays."""
    given_text = next(path for path in SEEDS if path.name.startswith("001")).read_text(encoding="utf-8")
    text, repairs = repair_text(given_text)
    assert given_text.count("â") == 56
    assert {mark: text.count(mark) for mark in "“”’–â"} == {"“": 15, "”": 15, "’": 18, "–": 8, "â": 0}
    assert repairs == (Repair("lossy_quotes", 56),)
    assert len(text) == len(given_text)
    assert "Jonas Gahr Støre" in text


@pytest.mark.parametrize(
    "path", [path for path in SEEDS if not path.name.startswith("001")], ids=lambda p: p.name[:3]
)
def test_a_sound_text_stays_as_it_is(path: Path) -> None:
    """The other seeds need no repair and get none."""
    text = path.read_text(encoding="utf-8")
    assert repair_text(text) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "Le château, la pâte et l'âme : un bâtiment âgé, des dégâts, un mât et l’âge du théâtre.",
        "L'âge, l'âme, l'âne : âpre. Âme âgée, âcre âtre.",
        "Români: când, până, sânt, Brâncuși, mâine, cântec, pâine.",
        "Jonas Gahr Støre, São Paulo, Škoda, Łódź, Türkiye.",
        "Mesela hâlâ, kâr, rüzgâr, hâlâ! Hâlâ?",
        "Việt Nam: tâm, lâm, cân, âm, ân, đâu.",
        "ALEMÃ, IRMÃ, MANHÃ, PÃO, Ângela, Âmbar, Ñandú, Ñuble.",
        "Il a crié « hélas », l'âme en peine…",
        "Цей текст українською: Київ, Їжак, ґанок.",
    ],
)
def test_other_languages_keep_their_letters(text: str) -> None:
    """French, Romanian, Turkish, Vietnamese, Portuguese and Norwegian letters are no damage."""
    assert repair_text(text) == (text, ())


@pytest.mark.parametrize(
    ("broken", "whole", "repairs"),
    [
        ("one\r\ntwo\rthree", "one \ntwo\nthree", {"line_ends": 2}),
        ("a\x00b\x07c", "a b c", {"control_characters": 2}),
        ("\ufeffKyiv", " Kyiv", {"zero_width": 1}),
        ("K\u200by\u2060iv", "K y iv", {"zero_width": 2}),
        ("hos\u00adpital", "hos pital", {"soft_hyphens": 1}),
        ("toll \u202e02\u202c", "toll  02 ", {"bidi_marks": 1, "bidi_overrides": 1}),
        ("x\U000e0069\U000e0067", "x  ", {"tag_characters": 2}),
        ("\ud800 and \udfff", "\ufffd and \ufffd", {"lone_surrogates": 2}),
        ("a\ufffeb", "a\ufffdb", {"no_characters": 1}),
        ("He said \x93no\x94\x85", "He said “no”…", {"cp1252_read_as_latin1": 3}),
        ("Zelenskiywill travel", "Zelenskiywill travel", {}),
        ("Putinâs âpeace planâ â again. Donât!", "Putin’s “peace plan” – again. Don’t!", {"lossy_quotes": 5}),
        ("Ukraineâs alliesâ help, Russiaâs war", "Ukraine’s allies’ help, Russia’s war", {"lossy_quotes": 3}),
    ],
)
def test_one_character_for_one(broken: str, whole: str, repairs: dict[str, int]) -> None:
    """Line ends, controls, hidden characters and lost quotes are repaired in place and counted by rule."""
    text, done = repair_text(broken)
    assert text == whole
    assert {repair.rule: repair.count for repair in done} == repairs
    assert len(text) == len(broken)


def test_a_wrong_decoding_is_undone_where_it_is_a_habit() -> None:
    """UTF-8 read as Windows-1252 is read again, the one repair that makes a text shorter."""
    text, done = repair_text("Ukraineâ€™s â€œpeaceâ€\x9d with StÃ¸re â€“ now")
    assert text == "Ukraine’s “peace” with Støre – now"
    assert done == (Repair("utf8_read_as_cp1252", 5),)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_repair_ends_and_keeps_the_length(text: str) -> None:
    """Any text comes out as long as it went in, free of hidden characters, and can be written as UTF-8."""
    repaired, done = repair_text(text)
    shortened = any(repair.rule == "utf8_read_as_cp1252" for repair in done)
    assert shortened or len(repaired) == len(text)
    assert not {"\x00", "\r", "\u200b", "\u202e", "\U000e0041"} & set(repaired)
    assert repaired.encode("utf-8").decode("utf-8") == repaired
