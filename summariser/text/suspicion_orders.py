"""Orders to a machine reader in plain words, told by what they are made of rather than by their phrases.

Somebody is addressed that only a machine can be, or whoever works on this very text; and there is told what
to put out, or that its rules no longer hold. Either alone is news. The words of each part are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summariser.text import suspicion_words as part
from summariser.text.suspicion_sentences import FEW, SEVERAL, Sentence, sentences_of

__all__ = ["orders_in"]

Span = tuple[int, int]

_WINDOW = 5  # sentences that an address holds for
_HEAD = 14  # words in which an address is given
_PIECE = re.compile(r"[^\n]{1,1000}+[^\n.!?]{0,1000}+[.!?]{0,9}+")  # whole sentences, if they are no longer
_BEGINS = frozenset("\"'“‘«„([>*-—")
_HEAD_ENDS = frozenset(":!—–-")

_THING = part.MATTER | part.OUTPUT | part.NUMBER | part.RULE | part.SIDE
_BARE = part.JOINS | part.KIND | part.WHOEVER | part.YOU | part.PLEASE
_WORKING = part.WHO | part.PROCESS
_GATE = part.MACHINE | part.TOOL | part.PROCESS | part.RULE


def orders_in(folded: str) -> Iterator[Span]:
    """Where a text in lower case tells a machine what to put out, from the address to the order's end."""
    listener = _Listener()
    for piece in _PIECE.finditer(folded):
        if listener.left or part.kinds_in(piece[0]) & _GATE:
            for sentence in sentences_of(piece[0], piece.start()):
                span = listener.hear(sentence)
                if span is not None:
                    yield span


@dataclass(slots=True)
class _Listener:
    """What the last sentences were addressed to."""

    left: int = 0
    since: int = 0
    is_of_rules: bool = False

    def hear(self, sentence: Sentence) -> Span | None:
        """The order that this sentence completes."""
        self.left = max(0, self.left - 1)
        if not self.left and not sentence.every & _GATE:
            return None
        address = _address(sentence)
        if address is not None:
            self.left, self.since, self.is_of_rules = _WINDOW, sentence.starts[address], False
        elif not self.left and sentence.holds(part.RULE, part.LAPSE) and sentence.is_of_addressee():
            self.left, self.since, self.is_of_rules = FEW - 2, sentence.starts[0], True
        if self.left and _completes(sentence, address or 0, is_of_rules=self.is_of_rules):
            return self.since, sentence.end_behind(sentence.told(address or 0))
        named = sentence.machine(0) if sentence.every & part.DUTY else None
        if named is not None and _binds(sentence, named):
            return sentence.starts[named], sentence.end_behind(sentence.owed(named))
        return None


def _completes(sentence: Sentence, after: int, *, is_of_rules: bool) -> bool:
    """Whether somebody who is addressed is told here what to put out."""
    if sentence.holds(part.YOU, part.RULE, part.LAPSE) and sentence.is_on_itself():
        return True
    rest = sentence.union(after)
    told = sentence.told(after) is not None
    if is_of_rules:
        is_exact = rest & (part.NUMBER | part.DENIED) and rest & part.MATTER
        return (told or sentence.is_done()) and bool(is_exact or (rest & part.YOU and rest & part.OUTPUT))
    if rest & part.PEOPLE and sentence.is_of_people(after):
        return False
    if told and (rest & _THING or sentence.is_on_itself()):
        return True
    return bool(
        (rest & (part.RIGHT | part.WRONG) and rest & part.NUMBER and rest & (part.MATTER | part.OUTPUT))
        or (rest & part.RULE and rest & part.LAPSE)
        or (rest & part.NUMBER and sentence.is_done())
        or (rest & part.MUST and rest & part.YOU and rest & part.OUTPUT)
    )


def _binds(sentence: Sentence, machine: int) -> bool:
    """Whether a machine is said to owe something that is of this text: a number, a side, this attack."""
    owed = sentence.owed(machine)
    if owed is None:
        return False
    rest = sentence.union(owed)
    return bool(
        (rest & part.NUMBER and rest & part.MATTER)
        or rest & part.SIDE
        or sentence.union(machine) & part.PLEASE
        or sentence.is_on_itself()
        or sentence.follows(part.THIS, part.MATTER, within=1)
    )


# --- whom it addresses ----------------------------------------------------------------------------


def _address(sentence: Sentence) -> int | None:
    """The word at which a machine, or whoever works on this text, is spoken to."""
    kinds = sentence.kinds
    if not sentence.every & (part.MACHINE | part.TOOL | part.PROCESS):
        return None
    begins = [0, *(at + 1 for at, word in enumerate(sentence.words[:-1]) if word in _BEGINS)]
    for at in begins[:FEW]:
        if _is_head(sentence, at):
            return at
    for at, kind in enumerate(kinds):
        if kind & (part.PROCESS | part.READS) and _works_on_this(sentence, at):
            return at
        if kind & part.IF and _is_of_machine(sentence, at):
            return at
        if (
            kind & part.TOWARD
            and at + 2 < len(kinds)
            and sentence.words[at + 2] == "only"
            and sentence.machine(at) == at + 1
        ):
            return at
    return None


def _is_head(sentence: Sentence, at: int) -> bool:
    """Whether these words call somebody: "Note to automated readers:", "Bots, please …"."""
    words, kinds = sentence.words, sentence.kinds
    hailing = (n for n in range(at, min(at + 3, len(kinds))) if kinds[n] & part.HAIL)
    hail = at if kinds[at] & part.TOWARD else next(hailing, len(kinds))
    called = sentence.machine(at)
    if called is None and hail < len(kinds):
        called = next((n for n in range(hail, min(hail + FEW, len(kinds))) if kinds[n] & part.TOOL), None)
    if called is None and kinds[at] & part.TOOL and sentence.union(at + 1, at + FEW) & _WORKING:
        called = at
    if called is None or called - at > _HEAD:
        return False
    is_hailed = hail < called
    if not is_hailed and any(not kind & _BARE for kind in kinds[at:called]):
        return False
    last = sentence.joined(called)
    after = words[last + 1] if last + 1 < len(words) else ""
    if len(words) - at <= FEW or (not after and is_hailed):
        return True
    if after == "," and not kinds[at] & part.TOWARD and (is_hailed or sentence.imperative(last) is not None):
        return True
    return _is_called(sentence, last)


def _is_called(sentence: Sentence, last: int) -> bool:
    """Whether a colon or a dash soon ends the call, and no clause of another kind stands before it."""
    words, kinds = sentence.words, sentence.kinds
    ends = next((n for n in range(last + 1, min(len(words), last + SEVERAL)) if words[n] in _HEAD_ENDS), None)
    if ends is None or sentence.union(last, ends) & (part.MUST | part.TOLD):
        return False
    commas = (n for n in range(last + 2, ends) if words[n] == ",")
    return all(kinds[n + 1] & part.WHO for n in commas)


def _works_on_this(sentence: Sentence, at: int) -> bool:
    """Whether it is this text that is worked on, by a machine or by anybody in an order."""
    words, kinds = sentence.words, sentence.kinds
    this = next((n for n in range(at + 1, min(at + 1 + FEW, len(kinds) - 1)) if kinds[n] & part.THIS), None)
    if this is None:
        return False
    into = words[this + 1] == "into"
    if not into and not sentence.union(this + 1, this + 3) & part.TEXT:
        return False
    before = sentence.union(max(0, at - SEVERAL), at)
    if before & (part.MACHINE | part.KIND) or sentence.machine(0) is not None:
        return True
    return bool(
        kinds[at] & part.PROCESS and before & (part.WHOEVER | part.TOOL | part.IF | part.HAIL | part.TOWARD)
    )


def _is_of_machine(sentence: Sentence, at: int) -> bool:
    """Whether an "if" is of a machine that reads: "if you are a bot", "if this text is read by software"."""
    machine = sentence.machine(at)
    if machine is None or machine - at > SEVERAL:
        return False
    between = sentence.union(at, machine)
    return bool(between & part.YOU) or sentence.follows(part.THIS, part.TEXT, within=2)
