"""How the numbers of a sentence hang together: parts, ratios, changes, lists, conversions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from summariser.figures.draft import Draft
from summariser.figures.figure import Cue, Part, Tier
from summariser.figures.lexicon import Phrase, phrases, table, triggers, words
from summariser.figures.shares import is_of, is_share_of, link_share, open_shares
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import FigureKind, NounClass, Qualifier, Role, Thing

__all__ = [
    "coordinated",
    "denominator_role",
    "inherit",
    "link",
    "same_sentence",
    "share_noun",
    "spread_hedge",
]

_BESIDE = 4
_CLOSING = frozenset({",", ".", ";", ")", "and", ""})
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


@lru_cache(maxsize=4)
def _subset(side: str) -> Mapping[str, list[Phrase]]:
    """What opens a part, by its last word (left) or its first (right)."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases(cast(Sequence[str], table("grammar")[f"subset_{side}"])):
        found.setdefault(phrase[-1 if side == "left" else 0], []).append(phrase)
    return found


def same_sentence(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """Whether no sentence ends between two drafts."""
    return not any(word in STOPS for word in tokens.word[first.last + 1 : second.first])


def coordinated(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """Whether two noun phrases stand in one list: "405 drones and 28 missiles"."""
    between = tokens.word[first.right + 1 : second.left]
    return 0 < len(between) <= 4 and all(word in _BETWEEN for word in between)


def link(tokens: Tokens, drafts: list[Draft]) -> None:
    """Find ratios, changes, parts and conversions among the drafts of a text."""
    for position, draft in enumerate(drafts):
        if position:
            before = drafts[position - 1]
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
            _link_part(tokens, drafts, position)


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
    one = before.counts and before.low == before.high == 1 and not before.noun
    if one and draft.tier is Tier.IMPLICIT and tokens.word[before.right + 1 : draft.left] == [","]:
        draft.apposed = True
        before.noun_class, before.thing = draft.noun_class, draft.thing


def _link_change(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """ "rose from 20 to 25"."""
    if not (before.counts and draft.counts) or tokens.word[draft.left - 1] != "to":
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
        and _is_toll_near(tokens, draft)
    ):
        draft.qualifier, draft.part = Qualifier.EXACT, Part.NEW
        draft.left += 2
        return
    near = tokens.word[max(draft.left - 5, 0) : draft.left]
    broken = any(word in STOPS or word == "," for word in near)
    earlier = not broken and any(word in words("grammar", "old_marks") for word in near)
    if earlier or near[-2:] in (["up", "from"], ["down", "from"]):
        draft.part = Part.OLD
    elif near[-2:] == ["up", "to"] and near[-3:-2] and near[-3] in words("grammar", "figures"):
        draft.part = Part.NEW  # "toll up to 14"
    elif near[-1:] == ["to"] and any(_is_change(tokens, draft.left - k) for k in (2, 3, 4)):
        draft.part = Part.NEW


def _is_toll_near(tokens: Tokens, draft: Draft) -> bool:
    """ "Toll from Vinnytsia strike up to 23": a toll that rose, no bound."""
    for j in range(draft.left - 1, max(draft.left - 8, -1), -1):
        word = tokens.word[j]
        if word in ("toll", "count", "tally") or (word == "number" and tokens.at(j + 1) == "of"):
            return True
        if word in STOPS or word in words("grammar", "modal") or word in words("grammar", "have"):
            return False
    return False


def _is_change(tokens: Tokens, j: int) -> bool:
    """Whether a verb of change stands at `j`; "up" and "down" are one only right before "to"."""
    word = tokens.at(j)
    return word in words("grammar", "changes") and word not in ("up", "down", "taking", "takes")


def _link_conversion(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """ "70km (43 miles)"."""
    measures = (FigureKind.DISTANCE, FigureKind.AREA, FigureKind.MONEY, FigureKind.OTHER, FigureKind.TIME)
    alike = before.kind in measures and draft.kind is before.kind and draft.left - before.right <= 2
    if alike and tokens.at(draft.left - 1) in ("(", "["):
        draft.original = before
        if draft.qualifier is Qualifier.EXACT and before.qualifier is not Qualifier.EXACT:
            draft.also = before.qualifier


def share_noun(source: Draft, target: Draft) -> None:
    """Let a bare number count what another counts."""
    target.noun_class, target.thing, target.noun_known = source.noun_class, source.thing, source.noun_known


def _opener(tokens: Tokens, left: int) -> int:
    """Where a phrase that opens a part begins, if one ends just before `left`; else -1."""
    for phrase in _subset("left").get(tokens.at(left - 1), ()):
        if tokens.follows(left - len(phrase), phrase):
            return left - len(phrase)
    return -1


def _is_bracketed(drafts: list[Draft], position: int) -> bool:
    """ "31 dead (6 children)": what brackets right after a number count is a part of it."""
    draft, before = drafts[position], drafts[position - 1] if position else None
    if (
        before is None
        or not before.counts
        or before.tier is Tier.IMPLICIT
        or draft.noun_class is not NounClass.PERSON
    ):
        return False
    people = before.noun_class in (NounClass.PERSON, NounClass.NONE) and draft.left - before.right <= _BESIDE
    if people and before.low is not None and draft.low is not None and draft.low < before.low:
        draft.whole = before.whole or before
    return draft.whole is not None


def _listed_opener(tokens: Tokens, left: int) -> int:
    """The opener of a list that the number goes on: "including the mayor and two of his bodyguards"."""
    for j in range(left - 2, max(left - 8, -1), -1):
        if tokens.word[j] in ("including", "incl"):
            return j
        if not tokens.word[j][0].isalpha() or tokens.word[j] in words("grammar", "be"):
            return -1
    return -1


def _link_part(tokens: Tokens, drafts: list[Draft], position: int) -> None:
    draft = drafts[position]
    if position and draft.whole is None and _breaks_down(tokens, drafts, position):
        return
    opener = _opener(tokens, draft.left)
    if opener < 0 and tokens.at(draft.left - 1) in ("and", "&"):
        opener = _listed_opener(tokens, draft.left)
    if opener >= 0 and tokens.word[opener] != "with":
        draft.whole = _whole(tokens, drafts, position, opener)
        return
    if not draft.noun and _opens_breakdown(tokens, drafts, position):
        return
    after = draft.last + 1
    if (
        not draft.noun
        and tokens.at(after) in words("grammar", "gravely")
        and tokens.at(after + 1) in _CLOSING
    ):
        draft.whole = _whole(tokens, drafts, position, draft.left)
        return
    if tokens.at(draft.left - 1) == "(" and _is_bracketed(drafts, position):
        return
    if any(tokens.follows(after, phrase) for phrase in _subset("right").get(tokens.at(after), ())):
        draft.whole = _whole(tokens, drafts, position, draft.left)
        return
    before = drafts[position - 1] if position else None
    own_clause = tokens.at(draft.right + (not draft.noun)) in triggers()  # ", and 44 injured"
    if (
        before is not None
        and before.whole is not None
        and not own_clause
        and before.counts
        and same_sentence(tokens, before, draft)
        and (coordinated(tokens, before, draft))
    ):
        draft.whole = before.whole


def _breaks_down(tokens: Tokens, drafts: list[Draft], position: int) -> bool:
    """ "15 farm workers - 14 women and one man -": what adds up to the number before it is its parts."""
    whole, first = drafts[position - 1], drafts[position]
    opened = tokens.at(first.left - 1) in ("-", "(", ":", ",") and first.left - 2 == whole.right
    if not opened or not whole.counts or whole.whole is not None or first.noun_class is not whole.noun_class:
        return False
    parts = [first]
    for draft in drafts[position + 1 : position + 6]:
        if not draft.counts or not coordinated(tokens, parts[-1], draft):
            break
        parts.append(draft)
    if len(parts) < 2 or sum(part.low or 0 for part in parts) != whole.low:
        return False
    for part in parts:
        part.whole = whole
    return True


def _opens_breakdown(tokens: Tokens, drafts: list[Draft], position: int) -> bool:
    """ "destroyed 17 UAVs: 12 over Kaluga, three over Tula and two over Moscow": parts by place."""
    draft, before = drafts[position], drafts[position - 1] if position else None
    if (
        before is None
        or not before.counts
        or tokens.at(draft.last + 1) not in ("-", "over", "in", "near", "above")
    ):
        return False
    if not same_sentence(tokens, before, draft):
        return False
    if tokens.at(draft.left - 1) == ":" and before.noun and before.whole is None:
        draft.whole = before
    elif tokens.at(draft.left - 1) in (",", "and", ";") and before.whole is not None and not before.noun:
        draft.whole = before.whole
    return draft.whole is not None


def _whole(tokens: Tokens, drafts: list[Draft], position: int, opener: int) -> Draft | None:
    """The figure before that the part belongs to: the nearest of a class that can hold it."""
    draft = drafts[position]
    nearest: Draft | None = None
    for k in range(position - 1, max(position - 7, -1), -1):
        candidate = drafts[k]
        if (
            not candidate.counts
            or candidate.whole is not None
            or candidate.tier is Tier.IMPLICIT
            or candidate.part is Part.DENOMINATOR
        ):
            continue
        if not _near_enough(tokens, candidate, draft, opener):
            break
        if nearest is None:
            nearest = candidate
        if candidate.noun_class is draft.noun_class or NounClass.NONE in (
            candidate.noun_class,
            draft.noun_class,
        ):
            return candidate
    fits = draft.noun_class in (NounClass.NONE, NounClass.OTHER) or nearest is None
    of_bodies = nearest is not None and nearest.thing is Thing.BODIES and draft.noun_class is NounClass.PERSON
    return nearest if fits or of_bodies else None


def _near_enough(tokens: Tokens, candidate: Draft, draft: Draft, opener: int) -> bool:
    ends = sum(word in STOPS for word in tokens.word[candidate.last + 1 : draft.first])
    crosses = tokens.at(opener) in ("among", "the", "of") or opener == draft.left
    return ends == 0 or (ends == 1 and crosses)


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
    if draft.cue < Cue.STRONG or draft.role is None:
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
