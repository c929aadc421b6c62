"""Finding the names of places in a text: which capitalised words are places, which are people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from summariser.text.gazetteer import Entry, PlaceWords, country_of_adjective, gazetteer, place_words
from summariser.text.place_rank import preferred, stem
from summariser.text.spelling import fold_name

__all__ = ["PlaceMention", "find_places", "is_unknown_name"]

_SMALL = 5_000
"""People. Names of smaller places are often surnames too: they need a preposition before them."""
_SMALL_ABROAD = 50_000
_WELL_KNOWN = 400_000
"""People. Such a place's name is taken also behind a capitalised word that is not known ("Fox Moscow")."""

_CAPITALS = "A-ZÀ-ÖØ-ÞČĎĘŁŃŘŚŞŠŤŻŽİȘȚ"
_NAME = re.compile(
    rf"""
    (?<![^\W_]) (?: (?:[A-Z]\.){{2,}} [A-Z]?                          # U.S., D.C.
                  | (?:al|el|ad|ar|as|ash|at|an|az) (?=-[A-Z])        # al-Hol
                  | [{_CAPITALS}] [^\W\d_]* (?: ['’ʼ] [^\W\d_]+ )* )   # Kyiv, Slov'yansk, Ukraine's
    """,
    re.VERBOSE,
)
_NEXT_WORD = re.compile(r"[ \t]?[ \n\t–-][ \t]?([^\W\d_]+(?:['’ʼ][^\W\d_]+)*|(?:[A-Z]\.){2,}[A-Z]?)")
_ARTICLE = re.compile(r"\b(?:al|el|ad|ar|as|ash|at|an|az)-$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ]s$|['’ʼ]$", re.IGNORECASE)
_JOINED = re.compile(r",?\s(?:and|or|to|and\sin|and\snear)\s|,\s|/|\s?[–—&]\s?")
_REGION_OF = re.compile(r"\b([A-Za-z]+?)s?\sof\s(?:the\s)?$")
_CAPITALISED = rf"[{_CAPITALS}][^\W\d_]{{1,30}}"
_CAPITALISED_WORDS = rf"{_CAPITALISED}(?:[ -]{_CAPITALISED}){{0,2}}"
_UNKNOWN = re.compile(
    rf"""
    \b(?:village|town|settlement|hamlet|neighbou?rhood|suburb|community) \s of \s
       (?P<of>{_CAPITALISED_WORDS})\b
  | \b(?P<before>{_CAPITALISED_WORDS}) \s
       (?P<noun>[Dd]istrict|raion|[Nn]eighbou?rhood|refugee\scamp|village|suburb|[Tt]ownship|[Mm]unicipality
          |[Pp]rovince|[Gg]overnorate|[Cc]ounty|[Cc]ommune|locality|territory|prefecture
          |(?:gas|oil)\s(?:field|plant)|(?:border\s)?crossing)\b
  | \b(?P<road>{_CAPITALISED}[-–—]{_CAPITALISED} \s (?:road|highway|axis|motorway|route|railway))\b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place's name in a text: `text[start:end]`; `name` is its usual English spelling.

    `preposition` is what stands before it ("in", "near", "hit"; "of" and "from" too), None if nothing says
    that something is there: "Moscow" in "Moscow said" is a party rather than a place.
    """

    start: int
    end: int
    name: str
    kind: str  # settlement, admin1, admin2, country, district, region, facility
    preposition: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name of the gazetteer in the text, before it is judged."""

    start: int
    end: int
    text: str
    key: str
    entry: Entry
    before: tuple[str, ...]  # the words before it in its sentence, the nearest first
    touching: str  # the character before it
    after_article: bool  # al-, el-
    after: str | None  # the word right after it
    hyphened: bool  # part of a compound: Kyiv-based, US-Russia


def find_places(text: str) -> list[PlaceMention]:
    """The places named in a text, in order; demonyms ("Ukrainian", "US officials") are not places."""
    capitals = _in_capitals(text)
    found: list[PlaceMention] = []
    for candidate in _candidates(text):
        if found and candidate.start < found[-1].end:
            continue
        joined = found[-1] if found and _JOINED.fullmatch(text, found[-1].end, candidate.start) else None
        own = _preposition(candidate.before)
        preposition = joined.preposition if joined and not own else own
        if not _is_place(candidate, own=own, preposition=preposition, capitals=capitals):
            continue
        mention = _mention(text, candidate, preposition=preposition, joined=joined)
        if mention.kind == "admin1" and _plural_noun(text, mention):
            _spread(text, found)
        found.append(mention)
    return _with_unknown(text, found)


def _in_capitals(text: str) -> bool:
    sample = text[:20_000]
    upper = sum(map(str.isupper, sample))
    return upper > 0.7 * (upper + sum(map(str.islower, sample)))


# --- candidates -----------------------------------------------------------------------------------


def _candidates(text: str) -> Iterator[_Candidate]:
    names = gazetteer().by_first_word
    after = 0
    for match in _NAME.finditer(text):
        if match.start() < after:
            continue
        word = _POSSESSIVE.sub("", match[0])
        tails = names.get(fold_name(word))
        if not tails:
            continue
        end, key = _longest(text, match.start() + len(word), tails, first=fold_name(word))
        if key is None:
            continue
        after = end
        behind = text[max(0, match.start() - 80) : match.start()]
        article = _ARTICLE.search(behind)
        ahead = behind[: article.start()] if article else behind  # "Qantara al-" is ahead of "Tahta"
        following = _NEXT_WORD.match(text, end)
        yield _Candidate(
            start=match.start(),
            end=end,
            text=text[match.start() : end],
            key=key,
            entry=preferred(gazetteer().by_name[key], key=key),
            before=tuple(reversed(ahead.split()[-6:])) if not ahead or ahead[-1].isspace() else (),
            touching=behind[-1:],
            after_article=article is not None,
            after=following[1] if following else None,
            hyphened=text.startswith("-", end) and text[end + 1 : end + 2].isalpha(),
        )


def _longest(
    text: str, end: int, tails: Sequence[tuple[tuple[str, ...], str]], *, first: str
) -> tuple[int, str | None]:
    """The longest name of the gazetteer that goes on so, and where it ends."""
    words: list[tuple[str, int]] = []
    position = end + (first in ("st", "mt", "ft") and text.startswith(".", end))
    for _ in range(len(tails[0][0])):
        following = _NEXT_WORD.match(text, position)
        if following is None:
            break
        bare = _POSSESSIVE.sub("", following[1])
        position = following.start(1) + len(bare)
        words.append((fold_name(bare), position))
    for tail, key in tails:
        if len(tail) <= len(words) and all(one == two for one, (two, _) in zip(tail, words, strict=False)):
            return (words[len(tail) - 1][1] if tail else end), key
    return end, None


# --- place or not ---------------------------------------------------------------------------------


def _preposition(before: Sequence[str]) -> str | None:
    """The preposition that governs a name, past articles, compass words, possessives and "city of"."""
    words = place_words()
    weak: str | None = None
    for word in before:
        low = word.lower().lstrip("(“\"'")
        if low in words.prepositions:
            if low not in words.weak_prepositions:
                return low
            weak = weak or low
            if low != "of":
                return weak
        elif not (
            low in words.between or low.endswith(("'s", "’s", "s'", "s’")) or country_of_adjective(low)
        ):
            return weak
    return weak


def _is_place(candidate: _Candidate, *, own: str | None, preposition: str | None, capitals: bool) -> bool:
    words = place_words()
    before = candidate.before[0] if candidate.before else ""
    strong = own is not None and own not in words.weak_prepositions
    if (candidate.touching == "-" and not candidate.after_article) or candidate.hyphened:
        return False
    if not capitals and (before.lower() in words.honorific or _ends_a_titled_name(candidate, words)):
        return False
    if len(candidate.key) <= 3 and candidate.entry.kind == "country":
        return _abbreviation_is_place(candidate, capitals=capitals)
    if _needs_preposition(candidate, capitals=capitals):
        if _also_a_word(candidate, capitals=capitals):
            return own in words.sure_prepositions
        return strong or preposition is not None
    return capitals or not _part_of_a_name(candidate, words=words, strong=strong)


def _ends_a_titled_name(candidate: _Candidate, words: PlaceWords) -> bool:
    """Whether it is a surname: "spokesman Yusuf Aden", "Major Ali Hassan Tripoli"."""
    names = list(takewhile(is_unknown_name, candidate.before[:2]))
    titles = candidate.before[len(names) : len(names) + 1]
    return bool(names and titles) and titles[0].lower() in words.honorific


def _abbreviation_is_place(candidate: _Candidate, *, capitals: bool) -> bool:
    """ "in the US" names a place; "US officials" a party, and "US" in a text of capitals the pronoun."""
    if not candidate.text.isupper() or (capitals and "." not in candidate.text):
        return False
    return candidate.after is None or candidate.after.lower() in place_words().country_after


def _also_a_word(candidate: _Candidate, *, capitals: bool) -> bool:
    """Whether the name is an English word too, or, where capitals do not tell, a first name."""
    words = place_words()
    if candidate.entry.ordinary or candidate.key in words.ordinary:
        return True
    return capitals and candidate.key in words.given and candidate.entry.kind == "settlement"


def _needs_preposition(candidate: _Candidate, *, capitals: bool) -> bool:
    entry = candidate.entry
    if entry.kind == "facility" or _also_a_word(candidate, capitals=capitals):
        return True
    if entry.kind != "settlement" or (candidate.after or "").lower() in place_words().nouns:
        return False
    small = _SMALL if entry.country == "Ukraine" and not capitals else _SMALL_ABROAD
    return entry.population < small


def _part_of_a_name(candidate: _Candidate, *, words: PlaceWords, strong: bool) -> bool:
    """Whether the capitalised words around make it a person's, a paper's or a firm's name."""
    before, after = candidate.before[0] if candidate.before else "", candidate.after or ""
    given = candidate.key in words.given
    if after[:1].isupper() and after.lower() in words.title_after:
        return True
    if given and after[:1].isupper() and after.lower() not in words.lead | words.nouns.keys() and not strong:
        return True
    if not is_unknown_name(before):
        return False
    known = candidate.entry.kind in ("country", "region") or candidate.entry.population >= _WELL_KNOWN
    return given or not known


def is_unknown_name(word: str) -> bool:
    """Whether a word is capitalised and no opener, title, place or adjective of a country."""
    words = place_words()
    bare = word.lstrip("(“\"'‘[")
    return (
        bare[:1].isupper()
        and bare[-1:].isalpha()
        and bare.lower() not in words.lead
        and not bare.lower().endswith(("'s", "’s"))
        and country_of_adjective(bare) is None
        and fold_name(bare) not in gazetteer().by_name
    )


# --- what sort of place ---------------------------------------------------------------------------


def _mention(
    text: str, candidate: _Candidate, *, preposition: str | None, joined: PlaceMention | None
) -> PlaceMention:
    words = place_words()
    entry, end = candidate.entry, candidate.end
    start, name, kind = candidate.start, stem(entry.name), entry.kind
    noun = (candidate.after or "").lower()
    region_of = _REGION_OF.search(text[max(0, candidate.start - 40) : candidate.start])
    if noun in words.nouns and text[end : end + 1] != "-":
        kind, name = words.nouns[noun], _with_noun(name, noun)
        end = text.index(candidate.after or "", end) + len(noun)
    elif noun.removesuffix("s") in words.nouns and noun.endswith("s"):
        kind, name = words.nouns[noun.removesuffix("s")], _with_noun(name, noun.removesuffix("s"))
    elif region_of and region_of[1].lower() in words.nouns:
        kind, name = words.nouns[region_of[1].lower()], _with_noun(name, region_of[1].lower())
    elif (
        joined
        and joined.kind == "admin1"
        and joined.name.endswith(" region")
        and text[joined.end - 6 : joined.end] != "region"
    ):
        kind, name = _as_region(candidate, name=name)
    elif candidate.before and candidate.before[0].lower() in words.compass:
        start, kind, name = _with_compass(text, candidate, name=name)
    return PlaceMention(start, end, name, kind, preposition)


def _with_noun(name: str, noun: str) -> str:
    return f"{name} {'region' if noun == 'oblast' else noun}"


def _as_region(candidate: _Candidate, *, name: str) -> tuple[str, str]:
    has_region = any(entry.kind == "admin1" for entry, _ in gazetteer().by_name[candidate.key])
    return ("admin1", f"{name} region") if has_region else (candidate.entry.kind, name)


def _with_compass(text: str, candidate: _Candidate, *, name: str) -> tuple[int, str, str]:
    """ "western Ukraine" is a region; "northern Chernihiv" more likely the oblast than a part of the town."""
    compass = candidate.before[0]
    if candidate.entry.kind == "country":
        start = text.rindex(compass, 0, candidate.start)
        return start, "region", f"{compass.lower()} {name}"
    oblasts = [entry for entry, _ in gazetteer().by_name[candidate.key] if entry.name.endswith(" oblast")]
    if oblasts and candidate.entry.kind == "settlement":
        return candidate.start, "admin1", f"{name} region"
    return candidate.start, candidate.entry.kind, name


def _plural_noun(text: str, mention: PlaceMention) -> bool:
    """Whether "regions" follows, which then holds for all the names joined before it."""
    following = _NEXT_WORD.match(text, mention.end)
    return following is not None and following[1].lower().removesuffix("s") in place_words().nouns


def _spread(text: str, found: list[PlaceMention]) -> None:
    """Make regions of the names that are joined to "… and Donetsk regions"."""
    for number in range(len(found) - 1, -1, -1):
        mention = found[number]
        if mention.kind == "settlement":
            found[number] = replace(mention, kind="admin1", name=f"{mention.name} region")
        if not number or not _JOINED.fullmatch(text, found[number - 1].end, mention.start):
            return


# --- places that no gazetteer knows ---------------------------------------------------------------


def _with_unknown(text: str, found: list[PlaceMention]) -> list[PlaceMention]:
    """Add "the village of Hroza" and "the Daraj neighbourhood": places by their nouns, if not by a table."""
    taken = [(mention.start, mention.end) for mention in found]
    added: list[PlaceMention] = []
    lead = place_words().lead
    for match in _UNKNOWN.finditer(text):
        group = next(name for name in ("of", "before", "road") if match[name])
        start, end = match.span(group)
        while (space := match[group].find(" ", start - match.start(group))) >= 0 and text[
            start : match.start(group) + space
        ].lower() in lead:
            start = match.start(group) + space + 1
        name = text[start:end]
        if name.lower() in lead or country_of_adjective(name):
            continue
        kind = place_words().nouns.get((match["noun"] or "").lower(), "settlement")
        end = match.end() if group == "before" else end
        usual = text[start:end].removesuffix(" village")  # "Al Luweib village" is Al Luweib
        added.append(PlaceMention(start, end, usual, kind, "of" if group == "of" else None))
    free = [one for one in added if not any(one.start < end and start < one.end for start, end in taken)]
    return sorted([*found, *free], key=lambda mention: mention.start) if free else found
