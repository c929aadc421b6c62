"""Give every count its role: from its own noun, its clause, its list, its whole."""

from __future__ import annotations

from summariser.figures.draft import Draft
from summariser.figures.figure import Cue, Part, Tier
from summariser.figures.relations import coordinated, denominator_role, inherit, same_sentence, shared
from summariser.figures.roles import Found, befalls, role_left, role_own, role_right
from summariser.figures.tokens import Tokens
from summariser.vocabulary import NounClass, Role

__all__ = ["assign_roles"]

_OF_PEOPLE = frozenset({Role.KILLED, Role.INJURED, Role.MISSING, Role.RESCUED, Role.DISPLACED})


def assign_roles(tokens: Tokens, drafts: list[Draft]) -> None:
    """Settle role and cue of every count, then what follows from the roles."""
    counts = [draft for draft in drafts if draft.counts]
    for group in _lists(tokens, counts):
        _assign_list(tokens, group)
    for draft in counts:
        denominator_role(draft)
        if draft.whole is not None:
            inherit(draft)
        _infer_noun(draft)


def _lists(tokens: Tokens, counts: list[Draft]) -> list[list[Draft]]:
    """The counts, those of one list ("405 drones and 28 missiles") together."""
    groups: list[list[Draft]] = []
    for draft in counts:
        before = groups[-1][-1] if groups else None
        if before is not None and before.part is Part.NUMERATOR and before.ratio is draft:
            groups[-1].append(draft)
        elif before is not None and before.whole is draft.whole and coordinated(tokens, before, draft):
            shared(tokens, before, draft)
            groups[-1].append(draft)
        else:
            groups.append([draft])
    return groups


def _assign_list(tokens: Tokens, group: list[Draft]) -> None:
    """Each by its own clause; what it lacks from the list: the verb before the first, the predicate after the last."""
    lefts = role_left(tokens, group[0])
    rights: list[Found | None] = [role_right(tokens, draft) for draft in group]
    for draft, right in zip(group, rights, strict=True):
        own = role_own(draft)
        if own is not None:
            draft.settle(own.role, own.cue)
        if draft.part is Part.DENOMINATOR:
            if right is not None and right.role is Role.LAUNCHED:
                draft.settle(right.role, right.cue)
            continue
        found = _choose(lefts, right, draft)
        if found is not None:
            draft.settle(found.role, found.cue)
    last = rights[-1]
    for draft in group:
        if draft.role is None and last is not None and draft.part is not Part.DENOMINATOR and befalls(last.act, draft):
            draft.settle(last.role, last.cue)


def _choose(left: Found | None, right: Found | None, draft: Draft) -> Found | None:
    if left is not None and not befalls(left.act, draft):
        left = None
    if right is None or left is None:
        return right or left
    return right if right.cue > left.cue else left


def _infer_noun(draft: Draft) -> None:
    """A bare number that was killed counts people; so does one with an unknown noun."""
    if draft.role in _OF_PEOPLE and (draft.noun_class is NounClass.NONE or not draft.noun_known):
        draft.noun_class = NounClass.PERSON
    if draft.tier is Tier.IMPLICIT and draft.cue is Cue.NONE:
        draft.role = None
