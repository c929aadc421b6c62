"""How the numbers of a sentence hang together: parts, ratios, changes, lists, conversions."""

from __future__ import annotations

from summariser.figures.beside import share_noun
from summariser.figures.draft import Draft
from summariser.figures.figure import Cue, Part, Tier
from summariser.figures.lexicon import grammar
from summariser.figures.parts import link_part
from summariser.figures.shares import is_of, is_share_of, link_share, open_shares
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role

_BREAKS = STOPS | {",", ";"}
_CONVERTED = frozenset(
    {FigureKind.DISTANCE, FigureKind.AREA, FigureKind.MONEY, FigureKind.OTHER, FigureKind.TIME}
)
_OPENS_WHOLE = frozenset({"of", "out", "/"})  # what stands after a part, before its whole

__all__ = ["denominator_role", "inherit", "link", "spread_hedge"]


def link(tokens: Tokens, drafts: list[Draft]) -> None:
    """Find ratios, changes, parts and conversions among the drafts of a text."""
    for position, draft in enumerate(drafts):
        if position:
            before = drafts[position - 1]
            if tokens.at(before.last + 1) in _OPENS_WHOLE:
                _link_ratio(tokens, before, draft)
                link_share(tokens, before, draft)
            _link_change(tokens, before, draft)
            _link_conversion(tokens, before, draft)
            _mark_apposed(tokens, before, draft)
        if draft.counts:
            _mark_change(tokens, draft)
            open_shares(tokens, drafts, position)
            if is_share_of(tokens, draft) and draft.part is Part.WHOLE:
                draft.part = Part.DENOMINATOR
    for position, draft in enumerate(drafts):
        if draft.counts and draft.whole is None and draft.part is not Part.DENOMINATOR:
            link_part(tokens, drafts, position)


def _link_ratio(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """ "430 of 502 drones", "nine of its 24 regions", "26 out of 28"."""
    if not (before.counts and draft.counts) or before.tier is Tier.IMPLICIT or draft.tier is Tier.IMPLICIT:
        return
    between = tokens.word[before.last + 1 : draft.left]
    flying = draft.noun_class in (NounClass.DRONE, NounClass.MISSILE) and not before.noun
    slashed = between == ["/"] and flying  # "15/20 drones shot down"
    if not (slashed or is_of(between)):
        return
    before.part, draft.part = Part.NUMERATOR, Part.DENOMINATOR
    before.ratio, draft.ratio = draft, before
    before.noun, before.noun_class, before.thing = draft.noun, draft.noun_class, draft.thing
    before.noun_first, before.noun_last, before.noun_known = (
        draft.noun_first,
        draft.noun_last,
        draft.noun_known,
    )
    before.right = draft.right


def _mark_apposed(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """ "One of them, a 17-year-old girl, later died": the girl is the one."""
    one = before.low == before.high == 1 and not before.noun and before.counts
    if one and draft.tier is Tier.IMPLICIT and tokens.word[before.right + 1 : draft.left] == [","]:
        draft.apposed = True
        before.noun_class, before.thing = draft.noun_class, draft.thing


def _link_change(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """ "rose from 20 to 25"."""
    if tokens.word[draft.left - 1] != "to" or not (before.counts and draft.counts):
        return
    if tokens.at(before.left - 1) == "from" and draft.left - before.right <= 3:
        before.part, draft.part = Part.OLD, Part.NEW
        if not draft.noun and before.noun:
            share_noun(before, draft)
        elif not before.noun:
            share_noun(draft, before)
        before.ratio = draft


def _mark_change(tokens: Tokens, draft: Draft) -> None:
    """ "an earlier toll of 30"; "up from 12"; "has risen to 20"."""
    if draft.part is not Part.WHOLE:
        return
    if (
        draft.qualifier is Qualifier.UP_TO
        and tokens.word[draft.left] == "up"
        and tokens.at(draft.left - 1) != "at"  # "put the number of casualties at up to 200"
        and _is_toll_near(tokens, draft)
    ):
        draft.qualifier, draft.part = Qualifier.EXACT, Part.NEW
        draft.left += 2
        return
    near = tokens.word[max(draft.left - 5, 0) : draft.left]
    earlier = (
        not grammar().old_marks.isdisjoint(near)
        and _BREAKS.isdisjoint(near)
        and any(_is_old_mark(near, at) for at in range(len(near)))
    )
    if earlier or near[-2:] in (["up", "from"], ["down", "from"]):
        draft.part = Part.OLD
    elif near[-2:] == ["up", "to"] and near[-3:-2] and near[-3] in grammar().figures:
        draft.part = Part.NEW  # "toll up to 14"
    elif near[-1:] == ["to"] and any(_is_change(tokens, draft.left - k) for k in (2, 3, 4)):
        draft.part = Part.NEW


def _is_old_mark(near: list[str], at: int) -> bool:
    """ "an earlier toll of 30", but not "according to preliminary information"."""
    told = near[at + 1 : at + 2]
    preliminary = near[at] == "preliminary" and not grammar().figures.intersection(told)
    return near[at] in grammar().old_marks and not preliminary


def _is_toll_near(tokens: Tokens, draft: Draft) -> bool:
    """ "Toll from Vinnytsia strike up to 23": a toll that rose, no bound."""
    for j in range(draft.left - 1, max(draft.left - 8, -1), -1):
        word = tokens.word[j]
        if word in ("toll", "count", "tally") or (word == "number" and tokens.at(j + 1) == "of"):
            return True
        if word in STOPS or word in grammar().modal or word in grammar().have:
            return False
    return False


def _is_change(tokens: Tokens, j: int) -> bool:
    """Whether a verb of change stands at `j`; "up" and "down" are one only right before "to"."""
    word = tokens.at(j)
    return word in grammar().changes and word not in ("up", "down", "taking", "takes")


def _link_conversion(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """ "70km (43 miles)"."""
    alike = draft.kind is before.kind and before.kind in _CONVERTED and draft.left - before.right <= 2
    if alike and tokens.at(draft.left - 1) in ("(", "["):
        draft.original = before
        if draft.qualifier is Qualifier.EXACT and before.qualifier is not Qualifier.EXACT:
            draft.also = before.qualifier


def spread_hedge(first: Draft, second: Draft) -> None:
    """Let a hedge spread over a list: "more than 476 drones and 48 missiles"."""
    if second.qualifier is Qualifier.EXACT and second.also is None and second.counts and first.counts:
        hedge = first.qualifier if first.qualifier is not Qualifier.EXACT else first.also
        if hedge in (
            Qualifier.AT_LEAST,
            Qualifier.MORE_THAN,
            Qualifier.UP_TO,
            Qualifier.ABOUT,
            Qualifier.NEARLY,
            Qualifier.LESS_THAN,
        ):
            second.also = hedge


def inherit(draft: Draft) -> None:
    """A part has the role of its whole, unless the text says another."""
    whole = draft.whole
    if whole is None or whole.role is None:
        return
    sent = draft.role is Role.LAUNCHED and whole.role is Role.INTERCEPTED  # "22 of them heading for the city"
    fled = draft.role is Role.DISPLACED  # "killing two people, one of them a refugee"
    if sent or fled or draft.cue < Cue.STRONG or draft.role is None:
        draft.role, draft.cue = whole.role, whole.cue
    if whole.background:
        draft.background = True


def denominator_role(draft: Draft) -> None:
    """ "430 of 502 drones downed": 502 were launched."""
    if (
        draft.part is Part.DENOMINATOR
        and draft.role is None
        and draft.noun_class in (NounClass.DRONE, NounClass.MISSILE, NounClass.BOMB)
    ):
        draft.settle(Role.LAUNCHED, Cue.WEAK)
