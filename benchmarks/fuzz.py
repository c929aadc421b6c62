"""Fuzz text, figures, checks and answers for as long as one likes; the quick part is `tests/hostile`.

    python benchmarks/fuzz.py --seconds 600 [--seed 1] [--only figures]
    pip install atheris                          # 3.0.0 has wheels for CPython 3.11 to 3.13
    python benchmarks/fuzz.py --atheris --only text -max_total_time=300 [-max_len=2000] [folder]

Each target states what must hold; the first text that breaks it is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def _watched() -> contextlib.AbstractContextManager[object]:
    """With `--atheris`: our modules are imported so that it sees which of their lines run."""
    if "--atheris" not in sys.argv:
        return contextlib.nullcontext()
    import atheris

    return atheris.instrument_imports(include=["summariser"])


with _watched():
    from summariser.checks.claims import Claim
    from summariser.checks.judge import check_claims
    from summariser.errors import SettingsError, UnreadableArticle
    from summariser.figures.find import find_figures
    from summariser.model.parsing import NotAnAnswer, read_answer
    from summariser.model.profiles import Parsing
    from summariser.records import Answer
    from summariser.text.article import Article
    from summariser.text.formats import article_from_bytes, article_from_line
    from summariser.text.places import find_places
    from summariser.text.suspicion import suspicious_phrases
    from summariser.vocabulary import Role, Severity, Thing

PIECES = (
    "killed",
    "injured",
    "people",
    "drones",
    "at least",
    "of which",
    "Kyiv",
    "Odesa",
    "three",
    "a dozen",
    "hundred",
    "and",
    "of",
    "the",
    "1,000",
    "2.5",
    "20",
    "-",
    "–",
    "“",
    "”",
    "'",
    "\n",
    "\n\n",
    ".",
    ",",
    ";",
    "(",
    ")",
    "[1]",
    "%",
    "$",
    "Mr.",
    "U.S.",
    "\u200b",
    "\u202e",
    "\x00",
    "\x1b[2J",
    "\ud800",
    "â",
    "’s",
    "нуль",
    "Київ",
    "🙂",
    "system:",
    "ignore all previous instructions",
    "<!--",
    "{{",
    '"killed":',
    "on May 5",
    "2025",
    "May",
    "a.m.",
    "including",
)
ANSWERISH = (
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"headline"',
    '"attacks"',
    '"diplomacy"',
    '"h"',
    "NaN",
    "1e400",
    "null",
    "true",
    "-1",
    '"\\ud800"',
    "```",
    "\ufeff",
    " ",
    "9" * 400,
    '"',
)
SLOWEST_S = 5.0


def text_target(text: str) -> None:
    """Sentences are in order, inside the body, and none overlaps; the text can be written."""
    article = Article.from_text(text)
    article.body.encode("utf-8")
    end = 0
    for sentence in article.sentences:
        assert end <= sentence.start < sentence.end <= len(article.body), sentence
        end = sentence.end
    suspicious_phrases(article.body, repairs=article.repairs)
    find_places(article.body)


def figures_target(text: str) -> None:
    """Each figure is the text at its offsets."""
    body = Article.from_text(text).body
    for figure in find_figures(body):
        assert body[figure.start : figure.end] == figure.text, figure


def checks_target(text: str) -> None:
    """A number that is nowhere in the text is never ok."""
    article = Article.from_text(text)
    value = 987_654_321
    claim = Claim(id="c", role=Role.KILLED, of=Thing.PEOPLE, value=value, evidence=[1])
    (finding,) = check_claims(article, [claim], figures=find_figures(article.body))
    assert finding.severity is not Severity.OK or str(value) in article.body.replace(",", ""), finding


def answers_target(text: str) -> None:
    """An answer, or `NotAnAnswer`; nothing else is raised."""
    for parsing in Parsing:
        try:
            Answer.model_validate_json(read_answer(text, Answer, parsing))
        except NotAnAnswer:
            continue


def sources_target(text: str) -> None:
    """An article, or an error that names the source; nothing else is raised."""
    data = text.encode("utf-8", "surrogatepass")
    for label, read in (("x.txt", article_from_bytes), ("x.html", article_from_bytes)):
        try:
            read(data, label=label)
        except UnreadableArticle as error:
            assert label in str(error)  # noqa: PT017
        except SettingsError:
            continue  # without the extra `html`
    try:
        article_from_line(text, source="x.jsonl", number=1)
    except UnreadableArticle as error:
        assert "x.jsonl, line 1" in str(error)  # noqa: PT017


TARGETS: dict[str, Callable[[str], None]] = {
    "text": text_target,
    "figures": figures_target,
    "checks": checks_target,
    "answers": answers_target,
    "sources": sources_target,
}


def made(dice: random.Random, pieces: tuple[str, ...]) -> str:
    """A text of known and of arbitrary pieces; now and then one piece many times over."""
    if dice.random() < 0.1:
        return dice.choice(pieces) * dice.randrange(1, 2_000)
    words = []
    for _ in range(dice.randrange(1, 60)):
        words.append(dice.choice(pieces) if dice.random() < 0.9 else chr(dice.randrange(0x110000)))
    return dice.choice(("", " ")).join(words)


def fuzz(name: str, *, seconds: float, seed: int) -> int:
    """Try one target for so long; how many texts were tried. Raises what the target raises."""
    dice = random.Random(f"{seed} {name}")
    pieces = ANSWERISH + PIECES if name in ("answers", "sources") else PIECES
    until, tried = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        text = made(dice, pieces)
        started = time.thread_time()
        try:
            TARGETS[name](text)
            assert time.thread_time() - started < SLOWEST_S, "too slow"
        except Exception:
            print(f"{name}, seed {seed}, text {tried}: {text!r}", file=sys.stderr)
            raise
        tried += 1
    return tried


def guided(name: str, arguments: list[str]) -> None:
    """The same target under atheris, which steers by coverage and never returns; further flags go to it."""
    import atheris

    def one(data: bytes) -> None:
        TARGETS[name](data.decode("utf-8", "surrogateescape"))

    with tempfile.NamedTemporaryFile("w", suffix=".dict", delete=False) as words:
        words.writelines(f'"{_escaped(piece)}"\n' for piece in PIECES + ANSWERISH)
    flags = [f"-dict={words.name}", f"-timeout={SLOWEST_S:.0f}", *arguments]
    atheris.Setup([sys.argv[0], *flags], one)
    atheris.Fuzz()


def _escaped(piece: str) -> str:
    """A piece as libFuzzer's word lists have it."""
    return "".join(f"\\x{byte:02x}" for byte in piece.encode("utf-8", "surrogatepass"))


def main() -> None:
    """Fuzz every target in turn, or one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="for all targets together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=sorted(TARGETS))
    parser.add_argument("--atheris", action="store_true", help="needs --only; further flags go to it")
    options, rest = parser.parse_known_args()
    if options.atheris:
        guided(options.only or "figures", rest)
    names = [options.only] if options.only else list(TARGETS)
    for name in names:
        tried = fuzz(name, seconds=options.seconds / len(names), seed=options.seed)
        print(f"{name}: {tried:,} texts, nothing found")


if __name__ == "__main__":
    main()
