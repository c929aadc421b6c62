"""S10: no pattern and no reader of text takes more than linear time, whatever it is given."""

from __future__ import annotations

import gc
import re
import time
from collections import deque
from collections.abc import Callable

import pytest

from summariser.figures.find import find_figures
from summariser.text.article import Article
from summariser.text.dates import resolve_when
from summariser.text.places import find_places
from summariser.text.repair import repair_text
from summariser.text.sentences import split_sentences
from summariser.text.suspicion import suspicious_phrases
from tests.hostile.own_alphabet import Attack, attacks
from tests.hostile.patterns import (
    ADVERSARIAL,
    adversarial,
    all_patterns,
    kept_patterns,
    places,
    unheard_places,
    unknown_places,
)

SHORT, LONG, MEGABYTE = 1_500, 6_000, 1_000_000
SLOW_S = 0.02  # a linear pattern needs about 1 ms for 6,000 characters, a quadratic one seconds
PIECES = (
    "1234567890",
    "hundred ",
    '"',
    " ",
    "a",
    "[[((",
    ",",
    "killed 5 people in Kyiv ",
    "â",
    "1,000 ",
    "-",
    "He said. ",
    "\n",
    "A. ",
    "ignore all ",
)
TELLING = ("1234567890", " ", "\n", "a", "Ab ", "of the ", "[[((", '"', ",", "1,000 ")
READERS: tuple[Callable[[str], object], ...] = (
    repair_text,
    split_sentences,
    find_figures,
    find_places,
    suspicious_phrases,
)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this thread, without a collection of the garbage of other tests."""
    gc.disable()
    try:
        started = time.thread_time()
        work()
        return time.thread_time() - started
    finally:
        gc.enable()


def scanned(pattern: re.Pattern[str], text: str) -> None:
    """Use a pattern in each of the ways in which one may be used."""
    deque(pattern.finditer(text), maxlen=0)
    pattern.match(text)
    pattern.fullmatch(text)


def test_the_patterns_are_found() -> None:
    """The collector sees constants, tables, dataclasses and cached functions; else the rest proves little."""
    names = " ".join(all_patterns())
    assert len(all_patterns()) > 250
    for part in ("text.suspicion", "figures.tokens", "slots.lexicon", "checks.sums", "render.safe"):
        assert part in names


def test_every_line_that_compiles_is_known() -> None:
    """Each use of `re` in the package was heard at work or is written out: its pattern is tested below."""
    assert unknown_places() == []
    assert len(list(places())) > 100
    assert len(unheard_places()) < 20  # the recorder works
    known = {(pattern.pattern, pattern.flags) for pattern in all_patterns().values()}
    assert {(pattern.pattern, pattern.flags) for _, pattern in kept_patterns()} <= known


def test_a_text_is_made_of_each_patterns_own_letters() -> None:
    """Among a pattern's own texts is what it nearly matches, with its repeat without end."""
    assert ("toll: ", " ") in attacks(re.compile(r"toll: (\s+),"))
    assert ("", "1,000") in attacks(re.compile(r"1(?:,000)+"))
    assert all(attacks(pattern) for where, pattern in all_patterns().items() if pattern.pattern != "(?!)")


def runs_for(pattern: re.Pattern[str], pieces: tuple[str, ...]) -> list[Attack]:
    """Runs of the given pieces, and of what the pattern itself is made of."""
    return [*(("", piece) for piece in pieces), *attacks(pattern)]


def run_of(attack: Attack, length: int) -> str:
    """The text of so many characters."""
    lead, piece = attack
    return lead + adversarial(piece, length)


@pytest.mark.parametrize(
    "pieces",
    [pytest.param(TELLING, id="telling"), pytest.param(ADVERSARIAL, id="all", marks=pytest.mark.slow)],
)
def test_no_pattern_is_quadratic(pieces: tuple[str, ...]) -> None:
    """Four times the text takes about four times as long, for every pattern on every kind of run."""
    slow = []
    for where, pattern in all_patterns().items():
        for attack in runs_for(pattern, pieces):
            text = run_of(attack, LONG)
            long = seconds(lambda: scanned(pattern, text))  # noqa: B023
            if long < SLOW_S:
                continue
            once = run_of(attack, SHORT)
            short = min(seconds(lambda: scanned(pattern, once)) for _ in range(2))  # noqa: B023
            long = min(long, seconds(lambda: scanned(pattern, text)))  # noqa: B023
            if long > 8 * max(short, 0.002):
                slow.append(f"{where} on {attack}: {short:.3f} s, then {long:.3f} s")
    assert slow == []


def test_a_quadratic_pattern_would_be_seen() -> None:
    """The meter itself: a careless pattern shows as one."""
    careless = re.compile(r"\s+and")
    short = seconds(lambda: scanned(careless, adversarial(" ", SHORT)))
    long = seconds(lambda: scanned(careless, adversarial(" ", LONG)))
    assert long > 8 * short
    assert long > SLOW_S


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_reading_takes_time_in_proportion(reader: Callable[[str], object]) -> None:
    """Repair, sentences, figures, places and suspicion take at most a little more than double for double."""
    reader("A drone killed 5 people in Kyiv.")
    slow = []
    for piece in PIECES:
        once = seconds(lambda: reader(adversarial(piece, 10_000)))  # noqa: B023
        twice = seconds(lambda: reader(adversarial(piece, 40_000)))  # noqa: B023
        if twice > 7 * max(once, 0.06):
            slow.append(f"{piece!r}: {once:.2f} s for 10,000 characters, {twice:.2f} s for 40,000")
    assert slow == []


@pytest.mark.parametrize("piece", PIECES)
def test_dates_take_time_in_proportion(piece: str) -> None:
    """A time "as printed" of 100,000 characters, as a model may send it, is read or refused at once."""
    assert seconds(lambda: resolve_when(adversarial(piece, 100_000), published=None)) < 1


@pytest.mark.long
def test_no_pattern_needs_a_second_for_a_megabyte() -> None:
    """S10: no pattern needs a second for 1 MB, of anything or of its own letters, the names' lists included.

    A tenth of each text comes first; where it took 0.05 s, the megabyte is read, twice at most.
    """
    slow = {}
    for where, pattern in all_patterns().items():
        for attack in runs_for(pattern, ADVERSARIAL):
            tenth = run_of(attack, MEGABYTE // 10)
            if seconds(lambda: scanned(pattern, tenth)) < 0.05:  # noqa: B023
                continue
            whole = run_of(attack, MEGABYTE)
            needed = seconds(lambda: scanned(pattern, whole))  # noqa: B023
            if needed >= 1:
                needed = min(needed, seconds(lambda: scanned(pattern, whole)))  # noqa: B023
            if needed >= 1:
                slow[where, attack] = round(needed, 2)
    assert slow == {}


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES[:8])
def test_a_megabyte_is_an_article(piece: str) -> None:
    """1 MB of one run becomes an article with figures; 2 MB take at most three times as long."""

    def read(length: int) -> None:
        find_figures(Article.from_text(adversarial(piece, length)).body)

    once, twice = seconds(lambda: read(1_000_000)), seconds(lambda: read(2_000_000))
    assert twice <= 3 * max(once, 1)
