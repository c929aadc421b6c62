"""Roles that a sentence says once for several numbers, or only afterwards.

"Nine were killed in Nuseirat, five in Jabalia"; "the other side put the figure at 58"; "four boys were
playing when a shell fell, killing them all".
"""

from __future__ import annotations

from functools import lru_cache

from summariser.figures.beside import coordinated, same_sentence, share_noun
from summariser.figures.clause import ACTING, befalls, is_adverb, tail_follows
from summariser.figures.draft import Draft
from summariser.figures.figure import Cue, Part, Tier
from summariser.figures.lexicon import Form, grammar, triggers, words_of
from summariser.figures.tokens import STOPS, Tokens
from summariser.vocabulary import NounClass, Role

__all__ = ["fill_gaps"]

_REACH = 25
_OF_OBJECTS = frozenset({Role.STRUCK, Role.DAMAGED, Role.DESTROYED, Role.LOST, Role.CAPTURED})
_OBJECTS = frozenset(
    {
        NounClass.PLACE,
        NounClass.BUILDING,
        NounClass.VEHICLE,
        NounClass.SHIP,
        NounClass.AIRCRAFT,
        NounClass.OTHER,
    }
)
_OF_PHRASE = 12  # words between two objects of a list, the first with an "of"
_LISTED = 8  # words between two members of a list: "of various types,"
_MEMORY = 60  # how many words back the number stands that "the figure" means
_LATER = frozenset(
    {
        Role.KILLED,
        Role.INJURED,
        Role.RESCUED,
        Role.MISSING,
        Role.CAPTURED,
        Role.INTERCEPTED,
        Role.LOST,
        Role.DESTROYED,
    }
)


def fill_gaps(tokens: Tokens, counts: list[Draft]) -> None:
    """Give a count without a role the one that its neighbours or the rest of its sentence have for it."""
    for position, draft in enumerate(counts):
        if draft.role is None and draft.part is Part.WHOLE and draft.high != 0:
            _fill(tokens, counts, position)
    for position in range(len(counts) - 2, -1, -1):
        draft, following = counts[position], counts[position + 1]
        if draft.role is None and _goes_on(tokens, draft, following, backwards=True):
            _copy(following, draft)


def _fill(tokens: Tokens, counts: list[Draft], position: int) -> None:
    draft, before = counts[position], counts[position - 1] if position else None
    if _fired_before(tokens, counts, position) is not None:
        draft.settle(Role.LAUNCHED, Cue.WEAK)
    elif before is not None and _goes_on(tokens, before, draft):
        _copy(before, draft)
    elif before is not None and _is_same_figure(tokens, before, draft):
        _copy(before, draft)
        draft.cue = Cue.WEAK
    elif before is not None and _goes_on_over_of(tokens, before, draft):
        draft.settle(before.role, Cue.WEAK)
    elif _is_swapped(tokens, counts, position):
        draft.settle(Role.EXCHANGED, Cue.WEAK)
        if draft.noun_class is NounClass.NONE:
            draft.noun_class = NounClass.PERSON
    elif draft.noun_class is NounClass.PERSON or draft.noun_class in ACTING:
        _read_afterwards(tokens, draft)


def _goes_on_over_of(tokens: Tokens, before: Draft, draft: Draft) -> bool:
    """ "hit 14 areas of concentration of enemy personnel, two command posts": a list of objects goes on."""
    between = tokens.word[before.right + 1 : draft.left]
    if before.role not in _OF_OBJECTS or draft.noun_class not in _OBJECTS or len(between) > _OF_PHRASE:
        return False
    if coordinated(tokens, before, draft):
        return before.cue is Cue.WEAK and before.noun_class in _OBJECTS
    joined = between[:1] == ["of"] and between[-1] in (",", "and")
    return joined and not any(_breaks_list(word) or word == "," for word in between[:-1])


def _fired_before(tokens: Tokens, counts: list[Draft], position: int) -> Draft | None:
    """The munitions whose list goes on: "fired 214 drones of various types, nine missiles"."""
    draft = counts[position]
    if draft.noun_class not in ACTING or tokens.at(draft.left - 1) not in (",", "and", "plus"):
        return None
    for before in reversed(counts[max(position - 3, 0) : position]):
        if before.noun_class not in ACTING or before.role is None:
            continue
        between = tokens.word[before.right + 1 : draft.left]
        plain = len(between) <= _LISTED and not any(_breaks_list(word) for word in between)
        return before if plain and before.role is Role.LAUNCHED else None
    return None


def _breaks_list(word: str) -> bool:
    return word in _list_breakers()


@lru_cache(maxsize=1)
def _list_breakers() -> frozenset[str]:
    """What stands between two lists: the end of a clause, or a verb."""
    ends = STOPS | grammar().clause_ends | grammar().speech
    return ends | grammar().be | words_of(Form.PAST, Form.ACTIVE, Form.BECOME)


def _copy(source: Draft, target: Draft) -> None:
    target.role, target.cue = source.role, source.cue
    if not target.noun:
        share_noun(source, target)
    if target.whole is None and target is not source.whole:
        target.whole = source.whole


def _goes_on(tokens: Tokens, before: Draft, draft: Draft, *, backwards: bool = False) -> bool:
    """Whether two numbers stand in one list that names a place with each, or only one of them a verb."""
    source, target = (draft, before) if backwards else (before, draft)
    if source.role is None or target.tier is not Tier.EXPLICIT or not same_sentence(tokens, before, draft):
        return False
    if target.noun and target.noun_head.rstrip("s") != source.noun_head.rstrip("s"):
        return False
    if target.part is not Part.WHOLE or source.part is Part.DENOMINATOR:
        return False
    if backwards:
        ends = tokens.at(target.right + 1)
        joined = tokens.at(draft.left - 1) in ("and", ",") or _names_place(tokens, draft)
        return not target.noun and joined and (ends == "," or ends in _places())
    if tokens.at(draft.left - 1) not in (",", "and", ";", "&"):
        return _names_place(tokens, before) and _names_place(tokens, draft)
    return tokens.at(draft.right + 1) in _places() and _is_listed(tokens, before, draft)


def _is_listed(tokens: Tokens, before: Draft, draft: Draft) -> bool:
    """Whether no other clause stands between: "11 were downed over Rostov, six over Kursk"."""
    between = tokens.word[before.right + 1 : draft.left - 1]
    ends = (grammar().clause_ends, grammar().speech)
    return len(between) <= _REACH and all(words.isdisjoint(between) for words in ends)


def _places() -> frozenset[str]:
    return grammar().place_prepositions


def _names_place(tokens: Tokens, draft: Draft) -> bool:
    """ "Kherson 4, Odesa 2": a bare number after a name."""
    return not draft.noun and tokens.capital(draft.first - 1) and tokens.at(draft.first - 1).isalpha()


def _is_same_figure(tokens: Tokens, before: Draft, draft: Draft) -> bool:
    """ "The Taliban put the figure at 58": the figure told before."""
    if before.role is None or draft.noun or draft.left - before.right > _MEMORY:
        return False
    end = draft.left - 1
    if tokens.at(end) not in ("at", "to", "as") or tokens.at(end - 1) not in grammar().figures:
        return False
    return any(tokens.at(k) in grammar().puts for k in (end - 2, end - 3, end - 4))


def _is_swapped(tokens: Tokens, counts: list[Draft], position: int) -> bool:
    """ "Three hostages for 90 prisoners", "1,000 for 1,000: biggest prisoner swap"."""
    draft = counts[position]
    if "for" not in (tokens.at(draft.left - 1), tokens.at(draft.right + 1)):
        return False
    if draft.noun_class not in (NounClass.PERSON, NounClass.NONE):
        return False
    pairs = [(counts[position - 1], draft)] if position else []
    pairs += [(draft, counts[position + 1])] if position + 1 < len(counts) else []
    for one, other in pairs:
        people = {one.noun_class, other.noun_class} <= {NounClass.PERSON, NounClass.NONE}
        if people and tokens.word[one.right + 1 : other.left] == ["for"]:
            near = tokens.word[max(one.left - _REACH, 0) : other.right + _REACH]
            return any(word in grammar().swaps for word in near)
    return False


def _read_afterwards(tokens: Tokens, draft: Draft) -> None:
    """ "... killing them all", "...; all died", "both were wounded"."""
    for j in range(draft.right + 1, min(draft.right + _REACH, len(tokens) - 1)):
        word = tokens.word[j]
        if (word in STOPS and word != ";") or word[0].isdecimal():
            return
        if word in ("them", "him", "her", "both"):
            _take(tokens, draft, j - 1, forms=(Form.ACTIVE, Form.PAST))
        if draft.role is None and word in ("all", "both", "they"):
            _take(tokens, draft, _verb_after(tokens, j), forms=(Form.PAST, Form.BECOME, Form.STATE))
        if draft.role is not None:
            return


def _verb_after(tokens: Tokens, j: int) -> int:
    k = j + 3 if tokens.follows(j + 1, ("of", "them")) or tokens.follows(j + 1, ("of", "whom")) else j + 1
    while tokens.at(k) in grammar().be or tokens.at(k) in grammar().have or is_adverb(tokens.at(k)):
        k += 1
    return k


def _take(tokens: Tokens, draft: Draft, j: int, *, forms: tuple[Form, ...]) -> None:
    for way in triggers().get(tokens.at(j), ()):
        fits = way.form in forms and way.act.role in _LATER and befalls(way.act, draft)
        if fits and tail_follows(tokens, j, way):
            draft.settle(way.act.role, Cue.WEAK)
            return
