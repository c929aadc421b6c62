"""Give every count its role: from its own noun, its clause, its list, its whole."""

from __future__ import annotations

from summariser.figures.beside import coordinated, same_sentence, share_noun
from summariser.figures.clause import (
    ACTING,
    HITS,
    Found,
    befalls,
    is_adverb,
    role_inside,
    role_own,
    tail_follows,
)
from summariser.figures.draft import Draft
from summariser.figures.elision import fill_gaps
from summariser.figures.figure import Cue, Part, Tier
from summariser.figures.lexicon import Form, Trigger, triggers, words
from summariser.figures.nouns import noun_sense
from summariser.figures.relations import denominator_role, inherit, spread_hedge
from summariser.figures.role_left import role_left
from summariser.figures.role_right import role_right
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import NounClass, Role, Thing

__all__ = ["assign_roles"]

_OF_PEOPLE = frozenset({Role.KILLED, Role.INJURED, Role.MISSING, Role.RESCUED, Role.DISPLACED})
_DONE_TO_PEOPLE = frozenset({Role.CAPTURED, Role.KILLED, Role.INJURED})
_HARMS = frozenset({Role.INJURED, Role.MISSING})
_OF_WALLS = frozenset({Role.DAMAGED, Role.DESTROYED, Role.STRUCK})
_LOSSES = frozenset({Role.KILLED, Role.DAMAGED, Role.CAPTURED})
_BUILT = frozenset(NounClass) - {NounClass.PERSON, NounClass.DRONE, NounClass.MISSILE, NounClass.BOMB}
_OF_WEAPONS = frozenset({Role.INTERCEPTED, Role.LAUNCHED, Role.LOST, Role.STRUCK})
_STOPPED = frozenset({Role.INTERCEPTED, Role.LOST, Role.DESTROYED})
_NEAR = 6  # words between a noun and the complement of it
_NUMBERS_BACK = 6
_NAMELESS = frozenset({NounClass.NONE, NounClass.OTHER, NounClass.EVENT})
_MEMORY = 45  # how many words back the noun of a bare number may stand


def assign_roles(tokens: Tokens, drafts: list[Draft]) -> None:
    """Settle role and cue of every count, then what follows from the roles."""
    counts = [draft for draft in drafts if draft.counts]
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
        denominator_role(draft)
        _copy_change(draft)
    for draft in counts:
        if draft.whole is not None:
            inherit(draft)
        _infer_noun(tokens, draft)


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
        _lend_noun(tokens, group, whole, wall=wall)
    else:
        _lend_elided(tokens, group[0], earlier)
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
            if right is not None and right.role is Role.LAUNCHED:
                draft.settle(right.role, right.cue)
            continue
        own_left = _own_left(tokens, draft, group, left, wall=wall)
        role = _choose(tokens, own_left, right, draft, first=draft is group[0])
        if role is not None and role.role is not Role.OTHER:
            draft.settle(role.role, role.cue)
            draft.of_people = role.act.befalls == {"person"}
    _spread_right(tokens, group, rights[-1])


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
    if (
        wall < 0
        or draft.left - wall > _NEAR
        or tokens.at(draft.left - 1) not in words("grammar", "prepositions")
    ):
        return False
    between = tokens.word[wall + 1 : draft.left]
    breaks = words("grammar", "conjunctions") | words("grammar", "speech") | STOPS
    return not any(word in breaks or not word[0].isalpha() for word in between)


def _lend_noun(tokens: Tokens, group: list[Draft], whole: Draft, *, wall: int) -> None:
    """Bare parts count what their whole counts, unless the verb before them befalls only people."""
    first = group[0]
    left = role_left(tokens, first, wall=wall) if not first.noun else None
    if (
        left is not None
        and left.role in _OF_PEOPLE
        and whole.noun_class not in (NounClass.PERSON, NounClass.NONE)
    ):
        for draft in group:
            draft.whole = None
        return
    for draft in group:
        if not draft.noun or not draft.noun_known:
            share_noun(whole, draft)  # "five fighter jets, among them three Rafales"


def _lend_elided(tokens: Tokens, draft: Draft, earlier: list[Draft]) -> None:
    """ "18 schools have been damaged and five destroyed", "six hit targets": a bare number counts what the
    nearest number before it counts that the same can befall."""
    others = draft.noun_head in ("others", "other")  # "destroyed 15 vehicles and seized 11 others"
    if not (others or draft.noun_class is NounClass.NONE) or draft.tier is not Tier.EXPLICIT:
        return
    if tokens.at(draft.left - 1) == "at" and _is_placed(earlier):
        draft.noun_class, draft.thing = NounClass.PLACE, Thing.SITES  # "debris fell at three more"
        return
    ways = _ways_beside(tokens, draft)
    for before in reversed(earlier[-_NUMBERS_BACK:]):
        if draft.left - before.right > _MEMORY:
            break
        named = before.noun_class not in _NAMELESS and before.tier is not Tier.IMPLICIT
        if named and before.whole is None and any(befalls(way.act, before) for way in ways):
            share_noun(before, draft)
            if draft.noun_class is NounClass.PERSON and not same_sentence(tokens, before, draft):
                draft.thing = Thing.PEOPLE  # "five boys died. Twelve are wounded": nobody says of what age
            return
    if not others and any(
        way.act.role in _OF_WEAPONS | {Role.OTHER} and befalls(way.act, draft) for way in ways
    ):
        _remember_weapon(tokens, draft)


def _is_placed(earlier: list[Draft]) -> bool:
    """Whether the number before is one of places: "hits at nine locations, debris at three"."""
    return bool(earlier) and earlier[-1].noun_class is NounClass.PLACE


def _ways_beside(tokens: Tokens, draft: Draft) -> list[Trigger]:
    """What the word right before a bare number or its predicate may say."""
    j = draft.right + 1
    while j < draft.right + 4 and (
        tokens.at(j) in words("grammar", "be")
        or tokens.at(j) in words("grammar", "have")
        or is_adverb(tokens.at(j))
    ):
        j += 1
    forms = (Form.PAST, Form.PARTICIPLE, Form.BECOME, Form.STATE)
    if tokens.at(j + 1) != "by" or tokens.at(j) in words("grammar", "never_adjectives"):
        right = [
            w for w in triggers().get(tokens.at(j), ()) if w.form in forms and tail_follows(tokens, j, w)
        ]
        if right:
            return [way for way in right if len(way.tail) == len(right[0].tail)]
    k = draft.left - 1
    return [w for w in triggers().get(tokens.at(k), ()) if w.form in (Form.PAST, Form.ACTIVE) and not w.tail]


def _remember_weapon(tokens: Tokens, draft: Draft) -> None:
    """Let a bare number count the nearest weapons before it, unless people are nearer."""
    for j in range(draft.left - 1, max(draft.left - _MEMORY, -1), -1):
        sense = noun_sense(tokens, j)
        if sense is None or sense.describing or not (sense.plural or tokens.at(j - 1)[:1].isdecimal()):
            continue
        if sense.noun_class in ACTING:
            draft.noun_class, draft.thing = sense.noun_class, sense.thing
        if sense.noun_class in ACTING or sense.noun_class is NounClass.PERSON:
            return


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
    while begin > 0 and draft.first - begin < _MEMORY and tokens.word[begin - 1] not in STOPS:
        begin -= 1
    while end < len(tokens) - 1 and end - draft.last < _MEMORY and tokens.word[end] not in STOPS:
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


def _copy_change(draft: Draft) -> None:
    """ "rose from 20 to 25": old and new have one role and one noun."""
    partner = draft.ratio
    if draft.part is not Part.OLD or partner is None:
        return
    for source, target in ((partner, draft), (draft, partner)):
        if target.role is None and source.role is not None:
            target.role, target.cue = source.role, source.cue


def _infer_noun(tokens: Tokens, draft: Draft) -> None:
    """A bare number that was killed counts people; one that was downed, what was told of before."""
    if (draft.role in _OF_PEOPLE or draft.of_people) and (
        draft.noun_class is NounClass.NONE or not draft.noun_known
    ):
        draft.noun_class = NounClass.PERSON
    elif draft.role is not None and draft.noun_class is NounClass.NONE:
        _remember_noun(tokens, draft, among=_befallen(draft.role))
    if draft.noun_class is NounClass.CONSUMER and draft.role in _OF_WALLS:
        draft.noun_class, draft.thing = NounClass.BUILDING, Thing.BUILDINGS  # "17 households damaged"
    if draft.role is Role.WITHOUT_POWER and draft.noun_head in words("grammar", "homes"):
        draft.noun_class, draft.thing = NounClass.CONSUMER, Thing.CONSUMERS
    if draft.role is Role.INTERCEPTED and draft.noun_class is NounClass.PLACE:
        draft.noun_class, draft.thing = NounClass.DRONE, Thing.DRONES  # "19 targets were downed"
    if draft.role is Role.INTERCEPTED and draft.noun_class is NounClass.PERSON:
        draft.noun_class, draft.thing = NounClass.AIRCRAFT, Thing.AIRCRAFT  # "shot down five fighters"
    if draft.role in _DONE_TO_PEOPLE and draft.noun_class is NounClass.EVENT:
        draft.noun_class = NounClass.PERSON  # "45 arrests", "185 kidnappings", "4,619 murders"
    if draft.tier is Tier.IMPLICIT and draft.cue is Cue.NONE:
        draft.role = None


def _befallen(role: Role) -> frozenset[NounClass] | None:
    """What a role mostly befalls; null where that may be anything."""
    if role in _OF_WEAPONS:
        return ACTING
    if role is Role.EXCHANGED:
        return frozenset({NounClass.PERSON})
    return _BUILT if role in _OF_WALLS else None


def _remember_noun(tokens: Tokens, draft: Draft, *, among: frozenset[NounClass] | None = None) -> None:
    """The nearest plural noun before a bare number that the same thing can befall."""
    for j in range(draft.left - 1, max(draft.left - _MEMORY, -1), -1):
        sense = noun_sense(tokens, j)
        if sense is None or not sense.plural or sense.noun_class in (NounClass.OTHER, NounClass.EVENT):
            continue
        if among is not None and sense.noun_class not in among:
            continue
        draft.noun_class, draft.thing = sense.noun_class, sense.thing
        return
