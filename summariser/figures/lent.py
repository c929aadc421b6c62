"""What a bare number counts: what its whole counts, what the number before it does, what befell it."""

from __future__ import annotations

from summariser.figures.beside import same_sentence, share_noun
from summariser.figures.clause import ACTING, befalls, is_adverb, tail_follows
from summariser.figures.draft import Draft
from summariser.figures.figure import Cue, Tier
from summariser.figures.lexicon import Form, Trigger, grammar, triggers
from summariser.figures.nouns import noun_sense
from summariser.figures.role_left import role_left
from summariser.figures.tokens import Tokens
from summariser.vocabulary import NounClass, Role, Thing

__all__ = ["infer_noun", "lend_elided", "lend_noun"]

_OF_PEOPLE = frozenset({Role.KILLED, Role.INJURED, Role.MISSING, Role.RESCUED, Role.DISPLACED})
_DONE_TO_PEOPLE = frozenset({Role.CAPTURED, Role.KILLED, Role.INJURED})
_OF_WALLS = frozenset({Role.DAMAGED, Role.DESTROYED, Role.STRUCK})
_BUILT = frozenset(NounClass) - {NounClass.PERSON, NounClass.DRONE, NounClass.MISSILE, NounClass.BOMB}
_OF_WEAPONS = frozenset({Role.INTERCEPTED, Role.LAUNCHED, Role.LOST, Role.STRUCK})
_NUMBERS_BACK = 6
_NAMELESS = frozenset({NounClass.NONE, NounClass.OTHER, NounClass.EVENT})
_MEMORY = 45  # how many words back the noun of a bare number may stand


def lend_noun(tokens: Tokens, group: list[Draft], whole: Draft, *, wall: int) -> None:
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


def lend_elided(tokens: Tokens, draft: Draft, earlier: list[Draft]) -> None:
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
        tokens.at(j) in grammar().be or tokens.at(j) in grammar().have or is_adverb(tokens.at(j))
    ):
        j += 1
    forms = (Form.PAST, Form.PARTICIPLE, Form.BECOME, Form.STATE)
    if tokens.at(j + 1) != "by" or tokens.at(j) in grammar().never_adjectives:
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


def infer_noun(tokens: Tokens, draft: Draft) -> None:
    """A bare number that was killed counts people; one that was downed, what was told of before."""
    if draft.role is None:
        return
    if (draft.role in _OF_PEOPLE or draft.of_people) and (
        draft.noun_class is NounClass.NONE or not draft.noun_known
    ):
        draft.noun_class = NounClass.PERSON
    elif draft.noun_class is NounClass.NONE:
        _remember_noun(tokens, draft, among=_befallen(draft.role))
    if draft.noun_class is NounClass.CONSUMER and draft.role in _OF_WALLS:
        draft.noun_class, draft.thing = NounClass.BUILDING, Thing.BUILDINGS  # "17 households damaged"
    if draft.role is Role.WITHOUT_POWER and draft.noun_head in grammar().homes:
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
