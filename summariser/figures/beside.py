"""What two numbers that stand beside each other share: a sentence, a list, a noun."""

from __future__ import annotations

from summariser.figures.draft import Draft
from summariser.figures.tokens import STOPS, Tokens

__all__ = ["coordinated", "same_sentence", "share_noun"]

_BETWEEN = frozenset(
    {
        ",",
        "and",
        "or",
        "&",
        "plus",
        "as",
        "well",
        "along",
        "with",
        "together",
        "her",
        "his",
        "their",
        "its",
        "also",
        "then",
        "both",
        "the",
    }
)


def same_sentence(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """Whether no sentence ends between two drafts."""
    return STOPS.isdisjoint(tokens.word[first.last + 1 : second.first])


def coordinated(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """Whether two noun phrases stand in one list: "405 drones and 28 missiles", "a man of 28 and his son"."""
    between = tokens.word[first.right + 1 : second.left]
    if len(between) > 1 and between[0] == "of" and between[1].isdecimal():
        between = between[2:]
    return 0 < len(between) <= 4 and _BETWEEN.issuperset(between)


def share_noun(source: Draft, target: Draft) -> None:
    """Let a bare number count what another counts."""
    target.noun_class, target.thing, target.noun_known = source.noun_class, source.thing, source.noun_known
