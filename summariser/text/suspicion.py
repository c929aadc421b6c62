"""Words in an article that address a machine instead of a reader. What tells them is data.

It is one wall of several: the article is data in the prompt, the model has no tools, and every record needs a
quote. What is found here is shown to the user and cuts nothing.

`suspicion_reader.py` finds the orders that have no such phrase; `suspicion_mentions.py` says which phrases an
article only quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, islice
from typing import cast

from summariser.resources import data_table
from summariser.text.article import Article
from summariser.text.repair import Repair
from summariser.text.suspicion_ciphers import ciphered
from summariser.text.suspicion_mentions import Span, only_quoted
from summariser.text.suspicion_reader import orders_in

__all__ = ["Suspicion", "examine", "examine_article", "fold", "mechanical_marks", "suspicious_phrases"]

_MOST = 20
_MOST_GLUED = 1_000  # who says it so often without cutting words has said it
_LONGEST = 160
_LONGEST_REPORT = 200_000  # characters; in a longer article one phrase is enough, quoted or not
_MANY_HIDDEN = {
    "tag_characters": 14,
    "bidi_overrides": 1,
    "zero_width": 40,
    "variation_selectors": 8,
    "blank_letters": 8,
}
"""So many characters hide a text; a flag's emoji holds six tags, a site's template some zero widths."""

_TOLD = re.compile(
    r"""\b(?:to|not|n't|never|who|they|we|he|she|it|will|would|could|can|may|might|cannot|did|does|do|officials|troops
    |soldiers|forces|residents|people|and|or)\s*[\"“'‘]?$""",
    re.VERBOSE,
)
_ADDRESSED = re.compile(r"\b(?:you|must|please|now|instead|assistant|model|ai)\b[^.!?\n]{0,40}$")
_LOOK_ALIKE = str.maketrans("асеорхіїјѕԁһӏкмтвн", "aceopxiïjsdhlkmtbh")
_LOOK_ALIKES = frozenset(map(chr, _LOOK_ALIKE))
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"(?:(?<!\w)\w[ .\-_*]{1,3}){7,}\w(?!\w)")


@dataclass(frozen=True, slots=True)
class _Phrase:
    says: re.Pattern[str]
    glued: re.Pattern[str] | None
    needs: tuple[str, ...]
    is_order: bool
    is_quotable: bool


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a text holds of orders to a machine: those it gives, and where it only quotes some.

    `phrases` are as printed, in order, each once. `quoted` are offsets: what is printed there is no news.
    """

    phrases: list[str]
    quoted: list[Span]


def suspicious_phrases(text: str, *, repairs: Sequence[Repair] = ()) -> list[str]:
    """The phrases of a text that look like instructions to a model, as printed, in order; each once."""
    return examine(text, repairs=repairs).phrases


def examine(text: str, *, repairs: Sequence[Repair] = ()) -> Suspicion:
    """The orders to a machine in a text, and the quotations in which it only mentions some.

    `repairs` are the article's: characters that hid a text, or turned it around, are told in brackets. A
    text that gives one order is told with all that it holds, quoted or not.
    """
    folded = fold(text)
    marks = _marks(text, repairs)
    is_long = len(text) > _LONGEST_REPORT
    plain = sorted(islice(_plain(folded), 1 if is_long else None))
    cut = [] if is_long and plain else [*_squashed(text, folded), *ciphered(text)]
    quoted = None
    if plain and not (is_long or marks or cut):
        orders = [_trimmed(folded, span) for span, _ in plain]
        quoted = only_quoted(text, folded, orders, may_be_mentions=all(quotable for _, quotable in plain))
    found = [span for span, _ in plain]
    if quoted is not None or not plain:
        read = list(islice(orders_in(text, folded), 1 if is_long else None))
        if quoted is not None and not read:
            return Suspicion(phrases=[], quoted=quoted)
        found += read
    return Suspicion(phrases=[*marks, *_as_printed(text, sorted({*found, *cut}))][:_MOST], quoted=[])


def examine_article(article: Article) -> Suspicion:
    """What the title and the body order a machine to do; offsets are those of the body."""
    title = f"{article.title}\n" if article.title else ""
    found = examine(title + article.body, repairs=article.repairs)
    quoted = [(start - len(title), end - len(title)) for start, end in found.quoted]
    return Suspicion(phrases=found.phrases, quoted=quoted)


def mechanical_marks(article: Article) -> list[str]:
    """What marks an article whatever it says: hidden characters, text that is not printed as text."""
    return [*_marks(article.body, article.repairs), *_as_printed(article.body, list(ciphered(article.body)))]


def _as_printed(text: str, spans: Sequence[Span]) -> list[str]:
    found: dict[str, None] = {}
    for start, end in spans:
        phrase = " ".join(text[start:end].split())[:_LONGEST].strip(' .,;!?\n"“”-')
        if phrase and not any(phrase in earlier for earlier in found):
            found[phrase] = None
    return list(found)


def _trimmed(folded: str, span: Span) -> Span:
    """A phrase without the line end or the mark before it."""
    start, end = span
    while start < end and not folded[start].isalnum():
        start += 1
    return start, end


def _marks(text: str, repairs: Sequence[Repair]) -> list[str]:
    hidden = {**dict(_hidden_in(text)), **{repair.rule: repair.count for repair in repairs}}
    return [
        f"[{count} {rule.replace('_', ' ')}]"
        for rule, count in hidden.items()
        if count >= _MANY_HIDDEN.get(rule, count + 1)
    ]


def _plain(folded: str) -> Iterator[tuple[Span, bool]]:
    """Where a phrase stands, and whether it is one that may only be quoted."""
    held = _held(folded)
    for phrase in _phrases():
        if not held.isdisjoint(phrase.needs):
            found = phrase.says.finditer(folded)
            orders = (one.span() for one in found if not phrase.is_order or _is_order(folded, one.start()))
            yield from ((span, phrase.is_quotable) for span in islice(orders, _MOST + 1))


def _is_order(folded: str, at: int) -> bool:
    """Whether a verb orders the reader: not "told residents to ignore", but "you are to ignore"."""
    if not folded[at].isalnum():
        return True  # a sentence or a line begins with it
    before = folded[max(0, at - 80) : at].rstrip(" \n\t")
    return not _TOLD.search(before) or _ADDRESSED.search(before) is not None


def fold(text: str) -> str:
    """Lower case, full-width and look-alike letters made plain, character for character."""
    if text.isascii():
        return text.lower()
    letters = {letter: _fold_letter(letter) for letter in set(text)}
    plain = text.translate({ord(letter): folded for letter, folded in letters.items()})
    return plain if _LOOK_ALIKES.isdisjoint(letters.values()) else _LETTERS.sub(_one_script, plain)


@lru_cache(maxsize=4_096)
def _fold_letter(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter).lower().replace("’", "'")
    return folded if len(folded) == 1 else letter


def _one_script(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or not any("a" <= letter <= "z" for letter in word):
        return word
    return word.translate(_LOOK_ALIKE)


# --- words cut apart: "i g n o r e", "ig nore previ ous" ------------------------------------------


def _squashed(text: str, folded: str) -> Iterator[tuple[int, int]]:
    """Phrases that show only when all between the letters is taken out, where a text looks cut apart."""
    squashed = "".join(_LETTERS.findall(folded))
    if not squashed.isalpha():  # a numeral such as "½" is a letter to the pattern
        squashed = "".join(filter(str.isalpha, squashed))
    held = _held(squashed)
    phrases = [phrase for phrase in _phrases() if phrase.glued and not held.isdisjoint(phrase.needs)]
    glued = (phrase.glued.finditer(squashed) for phrase in phrases if phrase.glued)
    spans = [one.span() for found in glued for one in islice(found, _MOST_GLUED)]
    if not spans:
        return
    places = list(compress(range(len(folded)), map(str.isalpha, folded)))
    for first, beyond in spans:
        start, end = places[first], places[beyond - 1] + 1
        if _cut_apart(text[start:end]):
            yield start, end


def _cut_apart(printed: str) -> bool:
    """Whether words were cut: more pieces than the words they make, or characters that nobody sees."""
    pieces = printed.split()
    letters = sum(map(str.isalpha, printed))
    hidden = any(
        unicodedata.category(letter) in ("Cf", "Cc", "Mn") and letter not in "\n\t\r" for letter in printed
    )
    return hidden or len(pieces) > letters / 3.2 or len(pieces) == 1 or bool(_SPACED.search(printed))


def _hidden_in(text: str) -> Iterator[tuple[str, int]]:
    """Hidden characters of a text that was not repaired."""
    if text.isascii():
        return
    overrides = sum(text.count(mark) for mark in "\u202d\u202e")
    tags = len(re.findall("[\U000e0000-\U000e007f]", text))
    zero = len(re.findall("[\u200b-\u200d\u2060-\u2064\ufeff]", text))
    yield from (("bidi_overrides", overrides), ("tag_characters", tags), ("zero_width", zero))


# --- the data -------------------------------------------------------------------------------------


def _held(folded: str) -> frozenset[str]:
    """The needs of all phrases that a text meets: many phrases share one.

    Most are ASCII, and are looked for in a copy that has one byte a letter: that is twice as fast.
    """
    narrow = folded.encode("ascii", "replace").decode("ascii")
    ascii_needs, other_needs = _needs()
    held = {need for need in ascii_needs if need in narrow}
    if not folded.isascii():
        held.update(need for need in other_needs if need in folded)
    return frozenset(held)


@lru_cache(maxsize=1)
def _needs() -> tuple[list[str], list[str]]:
    needs = {need for phrase in _phrases() for need in phrase.needs}
    return [need for need in needs if need.isascii()], [need for need in needs if not need.isascii()]


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    rows = cast("list[dict[str, object]]", data_table("text/suspicion.toml")["phrase"])
    return tuple(_compiled(row) for row in rows)


_NOT_SPACED = re.compile(r"(\\.|\[(?:\\.|[^\[\]\\])*+\]|\(\?<[!=][^()]*+\))")


def _compiled(row: dict[str, object]) -> _Phrase:
    says = str(row["says"])
    parts = _NOT_SPACED.split(says)  # spaces in a class or a look-behind stand for themselves
    wide = [part if number % 2 else _widened(part) for number, part in enumerate(parts)]
    return _Phrase(
        says=re.compile("".join(wide), re.MULTILINE),
        glued=re.compile(says.replace(" ", "").replace(r"\b", "")) if row.get("glued") else None,
        needs=tuple(cast("list[str]", row["needs"])),
        is_order=bool(row.get("order")),
        is_quotable=bool(row.get("quotable")),
    )


def _widened(pattern: str) -> str:
    """Any white space where the pattern has a space: a line may end there."""
    return pattern.replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,3}")
