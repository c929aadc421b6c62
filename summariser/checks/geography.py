"""Where the records of an answer lie: does one hold another, and does it lie in the country that was hit?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, TypeAdapter

from summariser.records import Attack
from summariser.resources import data_table
from summariser.text.article import Article
from summariser.text.places import ResolvedPlace, country_of_adjective, fold_name, resolve_place
from summariser.vocabulary import Category, Thing

__all__ = ["NOWHERE", "Spot", "country_strayed_to", "lies_in_target", "locate", "may_hold"]

_OPENING = 1000  # characters of the body that say where an article plays


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Abroad(_Row):
    categories: frozenset[Category]
    things: frozenset[Thing]


class _File(_Row):
    apart: tuple[str, ...]
    abroad: _Abroad
    contested: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def _rows() -> _File:
    return TypeAdapter(_File).validate_python(data_table("checks/geography.toml"))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record says it lies: the name as written, folded (empty: none), and the place if it is known.

    `apart`: a sentence that names it opens with "Separately".
    """

    name: str
    place: ResolvedPlace | None
    apart: bool = False


NOWHERE = Spot("", None)


def locate(article: Article, name: str | None, evidence: Sequence[int]) -> Spot:
    """The spot of a record that cites these sentences: they, and how the article opens, choose a namesake."""
    if not name or not name.strip():
        return NOWHERE
    cited = [article.sentence_text(number) for number in evidence if 1 <= number <= len(article.sentences)]
    place = resolve_place(name, context=[*cited, article.body[:_OPENING]])
    return Spot(fold_name(name), place, _is_told_apart(article, name))


def may_hold(whole: Spot, part: Spot) -> bool:
    """May a total over one place include the toll of another? A total without a place includes any.

    A country holds what lies in it, a region its towns, a town its districts; what is unknown holds nothing.
    """
    if not whole.name or whole.name == part.name:
        return True
    outer, inner = whole.place, part.place
    if outer is None or inner is None or outer.country is None or outer.country != inner.country:
        return False
    if outer.kind == "country":
        return True
    if outer.admin1 is None or outer.admin1 != inner.admin1:
        return False
    return outer.kind == "admin1" or outer.name == inner.name or inner.kind == "district"


def _is_told_apart(article: Article, name: str) -> bool:
    openings, named = _rows().apart, " ".join(name.casefold().split())
    longest = max(map(len, openings))
    texts = (article.body[sentence.start : sentence.end] for sentence in article.sentences)
    return any(t[:longest].casefold().startswith(openings) and named in t.casefold() for t in texts)


def country_strayed_to(attack: Attack, spot: Spot) -> str | None:
    """The country in which the record plainly lies although it says that another was hit.

    None for a sea, a name with a namesake elsewhere, a land that both claim, and what a country has abroad.
    """
    place, target = spot.place, _country(attack.target_country)
    if place is None or place.country is None or place.ambiguous or target is None:
        return None
    if place.country == target or _is_contested(place, target) or _may_be_abroad(attack):
        return None
    return place.country


def lies_in_target(attack: Attack, spot: Spot) -> bool:
    """Does the place say which country was hit, so that the article need not name it?"""
    return (
        spot.place is not None
        and spot.place.country is not None
        and spot.place.country == _country(attack.target_country)
    )


def _country(name: str | None) -> str | None:
    found = resolve_place(name) if name and name.strip() else None
    if found is not None:
        return found.country if found.kind == "country" and not found.ambiguous else None
    return country_of_adjective(name.strip()) if name else None


def _is_contested(place: ResolvedPlace, target: str) -> bool:
    contested = _rows().contested
    return any(
        target in contested.get(name, ()) for name in (place.name, place.admin1, place.country) if name
    )


def _may_be_abroad(attack: Attack) -> bool:
    abroad = _rows().abroad
    hit = any(target.category in abroad.categories for target in attack.targets)
    return hit or any(count.of in abroad.things for count in attack.counts)
