"""From a number to what it counts: hedges on both sides, the noun, and whether it counts at all."""

from __future__ import annotations

from summariser.figures.clause import is_adverb
from summariser.figures.draft import Draft
from summariser.figures.hedges import hedge_left, hedge_right, more_right, settle_place_hedge
from summariser.figures.lexicon import Form, grammar, triggers
from summariser.figures.nouns import NounPhrase, closed, partitive, read_noun
from summariser.figures.numerals import opens_number
from summariser.figures.tokens import Tokens
from summariser.vocabulary import FigureKind, NounClass, Thing

_GROUP_NAME = 6  # words: "the National Guard of Ukraine"

__all__ = ["read_counted", "take_noun"]


def read_counted(tokens: Tokens, draft: Draft, *, floor: int) -> bool:
    """Complete a draft with hedge and noun. False if it is no figure after all: "one another"."""
    if draft.kind is FigureKind.COUNT:
        at = hedge_right(tokens, draft, draft.last + 1)
        at = more_right(tokens, draft, at)
        begin = partitive(tokens, at)
        if (
            tokens.word[draft.first] == "one"
            and draft.first == draft.last
            and not _one_counts(tokens, draft, begin, of=begin > at)
        ):
            return False
        if begin > at and tokens.at(begin) in ("them", "whom", "which"):
            draft.right = begin
            begin += 2 if tokens.at(begin + 1) in ("a", "an") else 1
            phrase = read_noun(tokens, begin, one=_is_one(draft))
        else:
            phrase = read_noun(tokens, begin, one=_is_one(draft) and begin == at)
        if phrase is not None and not phrase.sense.plural and _of_group(tokens, draft):
            phrase = None  # "the crew of 11 abandoned ship"
        if phrase is not None:
            take_noun(tokens, draft, phrase)
            _take_measured(tokens, draft)
            _take_members(tokens, draft)
        elif begin > at and tokens.at(begin) in grammar().participles:
            _take_state(tokens, draft, begin)
        else:
            _people_of(tokens, draft)
    elif draft.kind is not FigureKind.RATIO:
        hedge_right(tokens, draft, draft.right + 1)
    hedge_left(tokens, draft, floor=floor)
    settle_place_hedge(tokens, draft)
    return True


def _take_measured(tokens: Tokens, draft: Draft) -> None:
    """ "seven units of motor transport": what there are units of."""
    if tokens.at(draft.right + 1) != "of" or draft.noun_head not in grammar().measures:
        return
    phrase = read_noun(tokens, draft.right + 2, one=True)
    if phrase is not None and phrase.sense.known:
        take_noun(tokens, draft, phrase)


def _take_members(tokens: Tokens, draft: Draft) -> None:
    """ "two members of the Navy", "five members of the security forces"."""
    if tokens.at(draft.right + 1) != "of" or draft.noun_head not in ("member", "members"):
        return
    for j in range(draft.right + 2, draft.right + 2 + _GROUP_NAME):
        word = tokens.at(j)
        if word in grammar().forces:
            draft.thing = Thing.SOLDIERS
            return
        if word != "the" and closed(word):
            return


def _take_state(tokens: Tokens, draft: Draft, at: int) -> None:
    """ "one of the dead", "three of the wounded": people, by what befell them."""
    draft.noun, draft.noun_class, draft.thing = tokens.word[at], NounClass.PERSON, Thing.PEOPLE
    draft.noun_first = draft.noun_last = draft.right = at


def _people_of(tokens: Tokens, draft: Draft) -> None:
    """ "a family of five", "a crew of 12"."""
    if _of_group(tokens, draft):
        draft.noun_class, draft.thing = NounClass.PERSON, Thing.PEOPLE


def _of_group(tokens: Tokens, draft: Draft) -> bool:
    return tokens.at(draft.first - 1) == "of" and tokens.at(draft.first - 2) in grammar().groups


def _is_one(draft: Draft) -> bool:
    return draft.low == 1 and draft.high == 1


def take_noun(tokens: Tokens, draft: Draft, phrase: NounPhrase) -> None:
    """Give the draft its head noun."""
    draft.noun_first, draft.noun_last = phrase.first, phrase.last
    draft.noun = tokens.text[tokens.start[phrase.first] : tokens.end[phrase.last]]
    draft.noun_class, draft.thing = phrase.sense.noun_class, phrase.sense.thing
    draft.noun_known = phrase.sense.known
    draft.right = max(draft.right, phrase.last)


def _one_counts(tokens: Tokens, draft: Draft, begin: int, *, of: bool) -> bool:
    """Whether "one" is a number and no pronoun."""
    i = draft.first
    before, following = tokens.at(i - 1), tokens.at(i + 1)
    if following in ("another", "'s", "day", "-") and not (
        following == "day" and before in ("in", "for", "than", "within", "just")
    ):
        return False
    if following in grammar().participles and before not in ("the", "this", "that"):
        return True  # "12:05 One killed, two wounded"
    if before == "which":
        return tokens.at(i - 2) in grammar().prepositions  # "an ambush in which one man died"
    if before in ("no", "any", "every", "each", "another", "a", "an", "some"):
        return False
    if of:
        return before not in ("this", "that", "the") and _one_of_counts(tokens, begin)
    phrase = read_noun(tokens, i + 1, one=True)
    if phrase is not None and not phrase.sense.known and tokens.word[phrase.last].endswith("s"):
        return False  # "what one thinks"
    if phrase is not None:
        return phrase.sense.noun_class is not NounClass.OTHER or not closed(following)
    if before not in (
        ",",
        "and",
        ".",
        "",
        "\n",
        ":",
        ";",
        "-",
        "least",
        "only",
        "killing",
        "injuring",
        "wounding",
        "killed",
        "wounded",
        "injured",
        "at",
        "but",
        "by",
        "after",
        "when",
        "while",
        '"',
        "just",
        "than",
        "(",
        "including",
    ):
        return False
    k = i + 1
    while is_adverb(tokens.at(k)):
        k += 1  # "one later died"
    ways = triggers().get(tokens.at(k), ())
    return (
        bool(ways)
        or following in grammar().be
        or (
            following
            in ("who", "in", "into", "near", "at", "over", "against", "outside", ",", ".", "on", "and")
            and before not in (".", "", "\n", '"')
        )
    )


def _one_of_counts(tokens: Tokens, begin: int) -> bool:
    """ "one of the missiles", "one of them"; but "one of the worst attacks", "one of Russia's most ..."."""
    if tokens.at(begin) in ("them", "whom", "which", "those", "these"):
        return True
    if any(
        word in grammar().superlatives or (word.endswith("est") and len(word) > 4)
        for word in tokens.word[begin : begin + 3]
    ):
        return False
    if any(opens_number(tokens, k) for k in (begin + 1, begin + 2)):
        return True  # "one of about 40 missiles"
    phrase = read_noun(tokens, begin, one=False)
    if phrase is None:
        following = triggers().get(tokens.at(begin), ())
        return any(way.form in (Form.PAST, Form.STATE) for way in following) or opens_number(tokens, begin)
    return phrase.sense.noun_class not in (NounClass.OTHER, NounClass.EVENT) or opens_number(tokens, begin)
