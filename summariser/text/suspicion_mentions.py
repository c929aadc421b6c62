"""Whether the words of an order are only quoted. What counts as what is data.

A model that obeys a quotation obeys all of it, so what matters is what the quotation could do. One that says
no more than "ignore all previous instructions" makes no record; one that goes on to a toll, or to what an
answer is to hold, does, whoever is said to have said it. The first is a mention, the second is an order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from operator import itemgetter
from typing import cast

from summariser.resources import data_table

__all__ = ["Span", "only_quoted"]

Span = tuple[int, int]

_MOST = 20  # so many orders are not quoted in an article
_NEAR = 200
_SENTENCES = 2  # that a report on orders has about them, each with several of its topics
_PIECES = 4  # of one utterance, to each side
_QUOTED = re.compile(
    r"""
      “[^“”]{1,600}”
    | «[^«»]{1,600}»
    | „[^„“”\n]{1,600}[“”]
    | (?<![^\s(\[:—–-])"(?=\S)[^"\n]{1,600}(?<=\S)"(?!\w)
    | (?<!\w)['‘](?=\S)(?:[^'‘’\n]|(?<=\w)['’](?=\w)){1,600}+['’](?!\w)
    | ^[—–][ ][^—–\n]{1,400}(?=[—–][ ])    # — Hold on, — he said. — Hold on.
    | (?<=\.[ ])[—–][ ][^—–\n]{1,400}$
    """,
    re.VERBOSE | re.MULTILINE,
)
_NAME = re.compile(r"(?<=[\w,;:—–] )[A-ZА-ЯЄІЇҐ][\w'’-]{2,30}")
_GOES_ON = re.compile(r"[^.!?\n]{0,100}[.,;:]?[\s—–]{0,4}")  # "…," he said. "…"
_TURN = re.compile(  # a name and a colon that begin a line, or follow a sentence
    r"""(?:^[ \t]{0,3}|(?<=[.!?…"”»][ ]))(?P<label>[^\W\d_][^:.!?\n"“”«»]{0,39}):(?=[ \t])""",
    re.VERBOSE | re.MULTILINE,
)
_SENTENCE_END = re.compile(r"[.!?\n]")


@dataclass(frozen=True, slots=True)
class _Words:
    frame: re.Pattern[str]
    written: re.Pattern[str]
    machine: re.Pattern[str]
    number: re.Pattern[str]
    recorded: re.Pattern[str]
    parties: re.Pattern[str]
    answer: re.Pattern[str]
    claim: re.Pattern[str]
    carried_on: re.Pattern[str]
    addressed: re.Pattern[str]
    reader: re.Pattern[str]
    planted: re.Pattern[str]
    found: re.Pattern[str]
    undone: re.Pattern[str]
    machine_label: re.Pattern[str]
    transcript: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line "Name: …" beside lines of other names."""

    span: Span
    is_talk: bool  # the article calls them a conversation
    is_by_one_of_people: bool  # the only name here that may be a machine's


@dataclass(frozen=True, slots=True)
class _Told:
    """An article, in lower case too, what people say in it, and what stands around that."""

    text: str
    folded: str
    outside: str  # as long as `folded`, with blanks for the quotations
    quotations: Sequence[Span]
    lines: Sequence[_Line]


def only_quoted(
    text: str, folded: str, orders: Sequence[Span], *, may_be_mentions: bool
) -> list[Span] | None:
    """The quotations that hold the orders, if each order is a mention; None if one is an order.

    `folded` is the text in lower case, letter for letter; offsets are those of both. `may_be_mentions`: each
    is what people say and print to people as well; others are mentions only in a report on them.
    """
    if len(orders) > _MOST:
        return None
    words = _words()
    quotations = [match.span() for match in _QUOTED.finditer(text)]
    are_quoted = all(_holding(quotations, order) is not None for order in orders)
    lines = () if are_quoted else list(_lines(folded))
    told = _Told(text, folded, _blanked(folded, quotations), quotations, lines)
    if are_quoted and _is_disclosed(told.outside):
        return [span for order in orders for span in _continued(told, _holding(quotations, order) or 0)]
    if not may_be_mentions:
        return None
    found = [_mention(told, order) for order in orders]
    if not all(found) or words.carried_on.search(folded) or words.addressed.search(told.outside):
        return None
    return [span for spans in found for span in spans]


def _is_disclosed(outside: str) -> bool:
    """Whether an article is a report on such orders: several sentences say what was planted, found and done.

    Nothing outside of the quotations may carry an order on; the numbers in them are for review.
    """
    words = _words()
    if words.carried_on.search(outside) or words.addressed.search(outside):
        return False
    topics = (words.reader, words.planted, words.found, words.undone)
    if not all(topic.search(outside) for topic in topics):
        return False
    told = (sum(topic.search(each) is not None for topic in topics) for each in _SENTENCE_END.split(outside))
    together = [count - 1 for count in told if count > 1]
    return len(together) >= _SENTENCES and sum(together) >= 2 * _SENTENCES


def _mention(told: _Told, order: Span) -> list[Span]:
    """The quotations, or the line, that an order belongs to; nothing if it is not only quoted."""
    at = _holding(told.quotations, order)
    if at is not None:
        spans = _continued(told, at)
        return spans if _is_reported(told, spans) else []
    at = _holding([line.span for line in told.lines], order)
    return [told.lines[at].span] if at is not None and _is_spoken(told, told.lines[at], order) else []


def _is_reported(told: _Told, spans: Sequence[Span]) -> bool:
    """Whether somebody is said to have said this, and it says nothing that could become a record.

    What people tell people may be of drones, and have numbers. What is written for machines may not; and it
    may make them say something, or speak of the article's own matters, only where that is the topic.
    """
    words = _words()
    near = told.outside[max(0, spans[0][0] - _NEAR) : spans[-1][1] + _NEAR]
    said = " ".join(told.folded[start:end] for start, end in spans)
    if not words.frame.search(near) or _answers(said):
        return False
    makes_say = words.claim.search(said) is not None
    is_near = words.machine.search(near) is not None
    if not is_near and not words.machine.search(said) and not words.written.search(near):
        return not makes_say
    if words.number.search(said):
        return False
    if is_near and _in_two_sentences(words.machine, told.outside):
        return True
    return not (makes_say or words.recorded.search(said) or _is_on_the_matter(told, spans))


def _is_on_the_matter(told: _Told, spans: Sequence[Span]) -> bool:
    """Whether a quotation names a side of a war, or what the article names too."""
    parties = _words().parties
    names = {name.lower() for start, end in spans for name in _NAME.findall(told.text, start, end)}
    return (
        len(names) > _MOST
        or any(name in told.outside for name in names)
        or any(parties.search(told.folded, start, end) for start, end in spans)
    )


def _is_spoken(told: _Told, line: _Line, order: Span) -> bool:
    """Whether a line is part of a conversation, and what it says is no record of ours.

    An aide among people may tell a number, as people do. No such number is trusted: see `Suspicion.quoted`.
    """
    words = _words()
    said = told.folded[slice(*line.span)]
    is_its_name = not told.folded[line.span[0] : order[0]].strip()
    if is_its_name and line.is_talk and line.is_by_one_of_people:
        return not words.answer.search(said) and not words.claim.search(said)
    return (is_its_name or line.is_talk) and not _answers(said) and not words.claim.search(said)


def _answers(said: str) -> bool:
    """Whether words go on to what an answer is to hold, or to a number of what records count."""
    words = _words()
    if words.answer.search(said):
        return True
    return words.number.search(said) is not None and words.recorded.search(said) is not None


def _in_two_sentences(pattern: re.Pattern[str], text: str) -> bool:
    held = (True for sentence in _SENTENCE_END.split(text) if pattern.search(sentence))
    return next(held, False) and next(held, False)


def _holding(spans: Sequence[Span], order: Span) -> int | None:
    """The place of the span that an order lies in."""
    at = bisect_right(spans, order[0], key=itemgetter(0)) - 1
    return at if at >= 0 and order[1] <= spans[at][1] else None


def _continued(told: _Told, at: int) -> list[Span]:
    """A quotation with those that go on with it: "…," he said. "…"."""
    spans = told.quotations[max(0, at - _PIECES) : at + _PIECES + 1]
    first = last = min(at, _PIECES)
    while first and _GOES_ON.fullmatch(told.folded, spans[first - 1][1], spans[first][0]):
        first -= 1
    while last + 1 < len(spans) and _GOES_ON.fullmatch(told.folded, spans[last][1], spans[last + 1][0]):
        last += 1
    return list(spans[first : last + 1])


# --- who says what in an article ------------------------------------------------------------------


def _blanked(folded: str, quotations: Sequence[Span]) -> str:
    edges = [0, *(edge for span in quotations for edge in span), len(folded)]
    pieces = [folded[start:end] for start, end in pairwise(edges)]
    return "".join(" " * len(piece) if number % 2 else piece for number, piece in enumerate(pieces))


def _lines(folded: str) -> Iterator[_Line]:
    """What follows "Name: ", more than once in a row, by people or in what is called a conversation."""
    words = _words()
    for run in _runs(folded):
        start = run[0][1][0]
        is_talk = words.transcript.search(folded, max(0, start - 2 * _NEAR), start) is not None
        labels = {label for label, _ in run}
        machines = {label for label in labels if words.machine_label.search(label)}
        if len(run) > 1 and (is_talk or (len(labels) > 1 and labels > machines)):
            yield from (_Line(span, is_talk, len(machines) == 1 < len(labels)) for _, span in run)


def _runs(folded: str) -> Iterator[list[tuple[str, Span]]]:
    """Turns with nothing between them; a turn ends with its line, or where the next one begins."""
    run: list[tuple[str, Span]] = []
    turns = list(_TURN.finditer(folded))
    for turn, following in zip_longest(turns, turns[1:]):
        begins = following.start() if following else len(folded)
        ends = folded.find("\n", turn.end(), begins)
        run.append((turn["label"], (turn.start(), begins if ends < 0 else ends)))
        if ends >= 0 and folded[ends:begins].strip():
            yield run
            run = []
    if run:
        yield run


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = cast("dict[str, str]", data_table("text/suspicion.toml")["mention"])
    return _Words(**{name: re.compile(pattern, re.VERBOSE | re.MULTILINE) for name, pattern in table.items()})
