"""Numbers of which another is a share: "most of the 90 rockets", "Of 81 drones, 60 were stopped"."""

from __future__ import annotations

from summariser.figures.draft import Draft
from summariser.figures.figure import Part, Tier
from summariser.figures.lexicon import Form, grammar, triggers
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import FigureKind

__all__ = ["is_of", "is_share_of", "link_share", "open_shares"]

_SHARES = frozenset({FigureKind.RATIO, FigureKind.PERCENT, FigureKind.ORDINAL})
_OF = frozenset(
    {"of", "out", "the", "its", "their", "his", "all", "a", "total", "some", "these", "those", "our"}
)
_MOST_PARTS = 5  # that follow one opening number
_REACH = 12  # words between the opening number and the comma after it


def is_of(between: list[str]) -> bool:
    """Whether these words between two numbers make the second the whole of the first."""
    if not between or len(between) > 6 or between[0] not in ("of", "out"):
        return False
    plain = all(word in _OF for word in between[1:])
    return plain or "'s" in between or "'" in between


def link_share(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """ "Most of the 90 rockets were intercepted": what is said befell the most, not the 90."""
    fresh = draft.counts and draft.tier is not Tier.IMPLICIT and draft.part is Part.WHOLE
    if fresh and before.kind in _SHARES and is_of(tokens.word[before.last + 1 : draft.left]):
        draft.part = Part.DENOMINATOR


def is_share_of(tokens: Tokens, draft: Draft) -> bool:
    """ "how many of the 30 guards", "the rest of its 12 ships": a share that no number tells."""
    j = draft.left - 1
    return tokens.at(j) == "of" and tokens.at(j - 1) in grammar().shares


def open_shares(tokens: Tokens, drafts: list[Draft], position: int) -> None:
    """ "Of the 89 people killed, 31 had gone for food": the 31 are a part, and people too."""
    draft = drafts[position]
    if tokens.at(draft.left - 1) != "of" or not _begins(tokens, draft.left - 2):
        return
    comma = next(
        (j for j in range(draft.right + 1, min(draft.right + _REACH, len(tokens))) if tokens.word[j] == ","),
        -1,
    )
    following = drafts[position + 1] if position + 1 < len(drafts) else None
    if comma < 0 or following is None or not following.counts or following.left != comma + 1:
        return
    told = any(_befell(tokens, j) for j in range(draft.right + 1, comma))
    if not told:
        draft.part = Part.DENOMINATOR
    for part in drafts[position + 1 : position + 1 + _MOST_PARTS]:
        if any(word in STOPS for word in tokens.word[draft.last : part.first]):
            return
        if part.counts and not part.noun and part.tier is Tier.EXPLICIT:
            part.noun_class, part.thing, part.noun_known = draft.noun_class, draft.thing, draft.noun_known
            if told:
                part.whole = draft


def _begins(tokens: Tokens, i: int) -> bool:
    return i < 0 or tokens.word[i] in STOPS or tokens.word[i] in (";", ":", "-", '"', "and", "but", ",")


def _befell(tokens: Tokens, j: int) -> bool:
    return any(
        way.form in (Form.PAST, Form.PARTICIPLE, Form.STATE) for way in triggers().get(tokens.word[j], ())
    )
