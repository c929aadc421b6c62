"""Give every count its role: from its own noun, its clause, its list, its whole."""

from __future__ import annotations

from itertools import takewhile

from summariser.figures.beside import coordinated
from summariser.figures.clause import (
    ACTING,
    HITS,
    Found,
    befalls,
    role_inside,
    role_own,
)
from summariser.figures.draft import Draft
from summariser.figures.elision import fill_gaps
from summariser.figures.figure import Cue, Part
from summariser.figures.lent import infer_noun, lend_elided, lend_noun
from summariser.figures.lexicon import grammar
from summariser.figures.relations import denominator_role, inherit, spread_hedge
from summariser.figures.role_left import role_left
from summariser.figures.role_right import role_right
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import NounClass, Role

__all__ = ["assign_roles"]

_HARMS = frozenset({Role.INJURED, Role.MISSING})
_LOSSES = frozenset({Role.KILLED, Role.DAMAGED, Role.CAPTURED})
_STOPPED = frozenset({Role.INTERCEPTED, Role.LOST, Role.DESTROYED})
_NEAR = 6  # words between a noun and the complement of it
_REACH = 45  # words on either side in which a word beside a verb may stand


def assign_roles(tokens: Tokens, drafts: list[Draft]) -> None:
    """Settle role and cue of every count, then what follows from the roles."""
    counts = [draft for draft in drafts if draft.counts and not _speaks(tokens, draft)]
    wall = -1
    earlier: list[Draft] = []
    groups = _lists(tokens, counts)
    for position, group in enumerate(groups):
        following = groups[position + 1][0] if position + 1 < len(groups) else None
        _assign_list(tokens, group, earlier, wall=wall, following=following)
        earlier += group
        wall = group[-1].right
    fill_gaps(tokens, counts)
    for draft in counts:
        if _died_since(tokens, draft):
            draft.role = Role.KILLED
        denominator_role(draft)
        _copy_change(draft)
    for draft in counts:
        if draft.whole is not None:
            inherit(draft)
        infer_noun(tokens, draft)


def _lists(tokens: Tokens, counts: list[Draft]) -> list[list[Draft]]:
    """The counts, those of one list ("405 drones and 28 missiles") together."""
    groups: list[list[Draft]] = []
    for draft in counts:
        before = groups[-1][-1] if groups else None
        if before is not None and before.part is Part.NUMERATOR and before.ratio is draft:
            groups[-1].append(draft)
        elif (
            before is not None
            and before.whole is draft.whole
            and draft.high != 0
            and coordinated(tokens, before, draft)
        ):
            spread_hedge(before, draft)
            groups[-1].append(draft)
        else:
            groups.append([draft])
    return groups


def _assign_list(
    tokens: Tokens, group: list[Draft], earlier: list[Draft], *, wall: int, following: Draft | None
) -> None:
    """Each by its own clause; what it lacks from its list: the verb before it, the predicate after it."""
    whole = group[0].whole
    if whole is not None:
        lend_noun(tokens, group, whole, wall=wall)
    else:
        lend_elided(tokens, group[0], earlier)
    left = role_left(tokens, group[0], wall=wall)
    complement = _is_complement(tokens, group[0], wall=wall)
    rights = [role_right(tokens, draft, following) for draft in group]
    if complement:
        rights = [
            right
            if draft.noun_class is not group[0].noun_class or (right is not None and right.distance == 0)
            else None
            for draft, right in zip(group, rights, strict=True)
        ]
    for draft, right in zip(group, rights, strict=True):
        own = role_own(draft)
        killed = left is None or left.role is Role.KILLED  # "the toll rose to four, 32 injured"
        if own is not None and (own.role in _LOSSES or (own.role in _HARMS and right is None and killed)):
            draft.settle(own.role, own.cue)
        if draft.part is Part.DENOMINATOR:
            if right is not None and (right.role is Role.LAUNCHED or _is_said_of_all(right)):
                draft.settle(right.role, right.cue)
            continue
        own_left = _own_left(tokens, draft, group, left, wall=wall)
        role = _choose(tokens, own_left, right, draft, first=draft is group[0])
        if role is not None and role.role is not Role.OTHER:
            draft.settle(role.role, role.cue)
            draft.of_people = role.act.befalls == {"person"}
    _spread_right(tokens, group, rights[-1])


def _is_said_of_all(right: Found) -> bool:
    """ "Fifty of the 300 pupils seized have escaped": a participle right after the noun."""
    return right.distance == 0 and right.role in (Role.CAPTURED, Role.DISPLACED, Role.EVACUATED)


def _own_left(
    tokens: Tokens, draft: Draft, group: list[Draft], left: Found | None, *, wall: int
) -> Found | None:
    """What the verb before the list says of this member of it."""
    means = left is not None and left.role is not left.act.role and left.act.role in HITS
    if means and draft.noun_class not in ACTING:
        return None  # "attacked by three drones and two boats"
    if draft is group[0] or (left is not None and befalls(left.act, draft)):
        return left
    own = role_left(tokens, draft, wall=wall)  # "handed over two systems and 175 prisoners"
    if own is not None and _is_adjective(group, draft.left - 1 - own.distance):
        return None
    return own


def _is_adjective(group: list[Draft], j: int) -> bool:
    """Whether the word at `j` describes a noun of the list: "39 wounded men and 61 companions"."""
    return any(member.last < j < member.noun_first for member in group)


def _is_complement(tokens: Tokens, draft: Draft, *, wall: int) -> bool:
    """ "five members of one family were ...", "nine children from one family": said of the number before."""
    if wall < 0 or draft.left - wall > _NEAR or tokens.at(draft.left - 1) not in grammar().prepositions:
        return False
    between = tokens.word[wall + 1 : draft.left]
    breaks = grammar().conjunctions | grammar().speech | STOPS
    return not any(word in breaks or not word[0].isalpha() for word in between)


def _spread_right(tokens: Tokens, group: list[Draft], last: Found | None) -> None:
    """Members without a role take the predicate after the last; else what an adjective inside says."""
    for draft in group:
        if draft.part is Part.DENOMINATOR:
            continue
        if (
            draft.role is None
            and last is not None
            and last.role is not Role.OTHER
            and befalls(last.act, draft)
        ):
            draft.settle(last.role, last.cue)
        for said in (role_inside(tokens, draft), role_own(draft)) if draft.cue < Cue.STRONG else ():
            if said is not None:
                draft.settle(said.role, said.cue)


def _beside(tokens: Tokens, said: Found | None, draft: Draft) -> Found | None:
    """What is said, if it needs no word beside it or has one in its sentence: "released ... in a swap"."""
    if said is None or not said.act.beside:
        return said
    begin, end = draft.first, draft.last
    while begin > 0 and draft.first - begin < _REACH and tokens.word[begin - 1] not in STOPS:
        begin -= 1
    while end < len(tokens) - 1 and end - draft.last < _REACH and tokens.word[end] not in STOPS:
        end += 1
    return said if said.act.beside.intersection(tokens.word[begin:end]) else None


def _choose(
    tokens: Tokens, left: Found | None, right: Found | None, draft: Draft, *, first: bool
) -> Found | None:
    """The clause's word: a verb right before the number, else what stands right after, else the stronger."""
    aimed_at = left is not None and left.role is Role.STRUCK and left.act.role is Role.LAUNCHED
    if left is not None and not aimed_at and not befalls(left.act, draft):
        left = None
    left, right = _beside(tokens, left, draft), _beside(tokens, right, draft)
    if right is None or left is None:
        return right or left
    if draft.noun_class is NounClass.NONE and "person" in right.act.befalls - left.act.befalls:
        return right  # "sent thousands fleeing"
    if right.cue is not left.cue:
        return right if right.cue > left.cue else left
    if right.role is Role.LAUNCHED and left.role in _STOPPED:
        return left  # "destroyed all 17 drones detected in the south"
    after_noun = right.distance <= 1 and (left.distance > 1 or not first) and right.role is not Role.LAUNCHED
    return right if after_noun else left


_SAYS = frozenset({"said", "says", "say", "told", "tells"})


def _speaks(tokens: Tokens, draft: Draft) -> bool:
    """ "Killing six, two security sources said": nothing befell who speaks. "300 told to leave" do not."""
    told = tokens.at(draft.right + 1) in _SAYS and tokens.at(draft.right + 2) != "to"
    return told and draft.noun_class is NounClass.PERSON and bool(draft.noun)


_DIED = frozenset({"died", "succumbed"})
_WAS = frozenset({"was", "were", "had", "has", "have"})


def _died_since(tokens: Tokens, draft: Draft) -> bool:
    """ "A man who was hurt in the attack has died", "a man pulled out ... died": what came last counts."""
    if draft.role not in (Role.INJURED, Role.RESCUED) or draft.noun_class is not NounClass.PERSON:
        return False
    clause = tokens.word[draft.right + 1 : draft.right + 1 + _REACH]
    who = clause.index("who") if "who" in clause[:_NEAR] else -1
    if who < 0 or _WAS.isdisjoint(clause[who + 1 : who + 2]):
        return False
    breaks = STOPS | grammar().conjunctions | grammar().speech | {";", ":", "that"}
    return not _DIED.isdisjoint(takewhile(lambda word: word not in breaks, clause[who + 2 :]))


def _copy_change(draft: Draft) -> None:
    """ "rose from 20 to 25": old and new have one role and one noun."""
    partner = draft.ratio
    if draft.part is not Part.OLD or partner is None:
        return
    for source, target in ((partner, draft), (draft, partner)):
        if target.role is None and source.role is not None:
            target.role, target.cue = source.role, source.cue
