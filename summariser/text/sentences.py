"""Sentences of a news text, numbered as the model sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from summariser.resources import data_table
from summariser.text.boilerplate import glued_tail, is_boilerplate
from summariser.text.layout import paragraphs

__all__ = ["LONGEST_SENTENCE", "Sentence", "split_sentences"]

LONGEST_SENTENCE = 2_000
"""Characters. A longer sentence is cut at a clause or a space, so that what is made of it stays bounded."""

_LONGEST_HEADING = 120
_LOOK_BACK = 24
"""No abbreviation is longer (characters)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading: `body[start:end]`. Boilerplate (footers, cookies) is marked, not deleted."""

    start: int
    end: int
    boilerplate: bool = False
    heading: bool = False


def split_sentences(body: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order, without white space around them.

    They do not overlap and cover all that is not white space. A heading is a line without a full stop that
    other text follows.
    """
    found: list[Sentence] = []
    for paragraph in paragraphs(body):
        spans = list(_spans(body, paragraph.start, paragraph.end))
        for start, end in spans:
            text = body[start:end]
            junk = is_boilerplate(text)
            heading = len(spans) == 1 and not junk and _looks_like_heading(text)
            found.append(Sentence(start, end, boilerplate=junk, heading=heading))
    return tuple(_without_closing_headings(found))


def _without_closing_headings(found: list[Sentence]) -> Iterator[Sentence]:
    """A line that nothing follows heads nothing: it is a text that forgot its full stop."""
    last = max((n for n, each in enumerate(found) if not each.heading and not each.boilerplate), default=-1)
    for number, sentence in enumerate(found):
        yield replace(sentence, heading=False) if sentence.heading and number > last else sentence


def _looks_like_heading(text: str) -> bool:
    first = text.lstrip("-–—*#\"'“‘ ")[:1]
    return (
        len(text) <= _LONGEST_HEADING
        and not _TERMINATED.search(text)
        and (first.isupper() or first.isdigit())
        and not text.startswith(("•", "* "))
    )


# --- where a sentence ends ------------------------------------------------------------------------

_TERMINATED = re.compile(r"[.!?…:;,][\"'”’»)\]*]*$")
_TERMINATOR = re.compile(r"[.!?…]+[\"'”’»)\]]*|(?<=[ \t])[•●▪◦‣](?=[ \t])")
_BULLETS = "•●▪◦‣"
_NOT_SPACE = re.compile(r"\S")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TOKEN = re.compile(r"[^\s(\[“\"‘«—–]*$")
_OPENING = "“‘\"'«([—–-•"
_SELF_LOWER = re.compile(r"(?:al|el|as|ash|an)-[A-Z]|[ei][A-Z]|(?:de|van|von|bin|ibn) [A-Z]")
_ADDRESS = re.compile(r"://|\bwww\.|\S@\S|\.(?:com|org|net|gov|ua|ru|uk)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    title: frozenset[str]
    before_number: frozenset[str]
    either: frozenset[str]
    openers: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = cast("dict[str, str]", data_table("text/sentences.toml"))
    return _Words(**{name: frozenset(words.split()) for name, words in table.items()})


def _spans(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph."""
    for stop in _stops(body, start, end):
        yield from _cut(body, start, stop)
        following = _NOT_SPACE.search(body, stop, end)
        if following is None:
            return
        start = following.start()


def _stops(body: str, start: int, end: int) -> Iterator[int]:
    begin = start
    tail = glued_tail(body, start, end)
    for match in _TERMINATOR.finditer(body, start, end):
        if _ends_sentence(body, match, begin=begin, end=end):
            begin = match.start() if match[0] in _BULLETS else match.end()
            yield begin
    if tail is not None and tail > begin:
        yield tail
    yield end


def _ends_sentence(body: str, match: re.Match[str], *, begin: int, end: int) -> bool:
    mark = match[0]
    if mark in _BULLETS:  # in the middle of a line
        return match.start() > begin
    if match.end() >= end:
        return False  # the paragraph's end is a stop anyway
    if not body[match.end()].isspace():
        return _glued(body, match, begin=begin)
    following = _NOT_SPACE.search(body, match.end(), end)
    if following is None:
        return False
    if mark[0] == "." and not mark.startswith(".."):
        return _full_stop_ends(body, match, next_at=following.start(), begin=begin)
    if mark[0] in "….":
        # "the frame that … Trump set": an ellipsis with space before it stands for left-out words
        return not body[match.start() - 1 : match.start()].isspace() and _may_begin(body, following.start())
    return _may_begin(body, following.start())


def _full_stop_ends(body: str, match: re.Match[str], *, next_at: int, begin: int) -> bool:
    token = _token_before(body, match.start(), begin)
    word = token.lower().rstrip(".")
    words = _words()
    closed = len(match[0]) > 1
    if next_at - begin < 6 and re.fullmatch(r"\(?(?:\d{1,3}|[A-Za-z])", token):
        return False  # "1. First item"
    if not closed and word in words.title:
        return False
    if word in words.before_number and body[next_at].isdigit():
        return False
    if word in words.either or _is_initial(token):
        return _opener_at(body, next_at)
    return _may_begin(body, next_at) or (
        not closed and len(word) > 3 and body[next_at].islower() and word.isalpha()
    )


def _is_initial(token: str) -> bool:
    """J., J.P., Ю.: an initial, or an abbreviation made of them; not the pronoun that ends a quotation."""
    parts = token.split(".")
    return all(len(part) == 1 and part.isalpha() for part in parts)


def _token_before(body: str, at: int, begin: int) -> str:
    match = _TOKEN.search(body[max(begin, at - _LOOK_BACK) : at])
    return match[0] if match else ""


def _may_begin(body: str, at: int) -> bool:
    """Whether a sentence may begin here: a capital, a digit, an opening mark, or a name like al-Shabaab."""
    first = body[at]
    if first in _OPENING:
        after = body[at + 1 : at + 3].lstrip()
        return not after[:1].islower()
    return first.isupper() or first.isdigit() or not first.isalpha() or bool(_SELF_LOWER.match(body, at))


def _opener_at(body: str, at: int) -> bool:
    if body[at] in '“‘«"(':
        return True
    match = _WORD.match(body, at)
    return match is not None and match[0][0].isupper() and match[0].lower().split("’")[0] in _words().openers


def _glued(body: str, match: re.Match[str], *, begin: int) -> bool:
    """injured.Meanwhile: a full stop between a word's end and a capital, no name and no address."""
    after = body[match.end() : match.end() + 2]
    if after[0] in "“‘«(":
        return True
    if not after[0].isupper():
        return False
    token = _token_before(body, match.start(), begin)
    if _ADDRESS.search(token + body[match.start() : match.end() + _LOOK_BACK].split(maxsplit=1)[0]):
        return False
    if len(match[0]) > 1 and match[0][-1] in "\"'”’»)]":
        return True
    last_word = token.rsplit(".", 1)[-1]
    if match[0][0] in "!?…" or last_word.isdigit():
        return after[1:].islower() or after[1:] == ""
    if token.lower() in _words().either:
        return _opener_at(body, match.end())
    return len(last_word) > 1 and last_word[-1].islower() and token.lower() not in _words().title


# --- bounded length -------------------------------------------------------------------------------


def _cut(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or the pieces of one that is too long; none has white space around it."""
    while True:
        while end > start and body[end - 1].isspace():
            end -= 1
        if end - start <= LONGEST_SENTENCE:
            break
        window = body[start : start + LONGEST_SENTENCE]
        at = max(window.rfind("; "), window.rfind(", "), window.rfind("\n"))
        at = at if at >= LONGEST_SENTENCE // 2 else window.rfind(" ")
        at = at + 1 if at > 0 else LONGEST_SENTENCE
        yield start, start + len(window[:at].rstrip())
        start += at
        while start < end and body[start].isspace():
            start += 1
    if end > start:
        yield start, end
