"""MUC-4 documents and their templates as gold tolls."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ValidationError

from summariser.errors import SettingsError
from summariser.evaluate.gold import GoldArticle, GoldAttack, GoldFact
from summariser.vocabulary import AttackKind, Qualifier, Role, Scope, Thing

__all__ = ["muc_document"]

_LINE_BREAK = re.compile(
    r"(?<!\n)\n(?![^\S\n]*+\n)[ \t]*+"
)  # one within a paragraph: the text is set in lines


class _Toll(BaseModel):
    """The killed or injured of one incident. `max` null: at least; `targets`: entries that were summed."""

    min: int | None = None
    max: int | None = None
    approx: bool = False
    ambiguous: bool = False
    targets: int = 1


class _Part(BaseModel):
    name: str
    kind: str


class _Location(BaseModel):
    parts: list[_Part] = []


class _Template(BaseModel):
    template: int
    optional: bool = False
    location: _Location | None = None
    killed: _Toll | None = None
    injured: _Toll | None = None


class _Document(BaseModel):
    text: str
    templates: list[_Template]


def muc_document(row: Mapping[str, object]) -> GoldArticle | None:
    """The gold of a document; null where its templates state no toll. Raises `SettingsError`."""
    try:
        document = _Document.model_validate(dict(row))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise SettingsError(f"MUC-4 document {row.get('doc_id')}: {where}: {first['msg']}") from error
    attacks = [attack for template in document.templates if (attack := _attack(template)).facts]
    if not attacks:
        return None
    text = _LINE_BREAK.sub(" ", document.text)
    return GoldArticle(text=text, attacks=attacks, diplomacy=[], scored=["tolls"])


def _attack(template: _Template) -> GoldAttack:
    tolls = ((Role.KILLED, template.killed), (Role.INJURED, template.injured))
    return GoldAttack(
        id=str(template.template),
        kind=AttackKind.UNSPECIFIED_STRIKE,
        scope=Scope.LOCAL,
        attacker=None,
        places=_places(template.location),
        optional=template.optional,
        facts=[_fact(role, toll) for role, toll in tolls if toll is not None],
        quotes=[],
    )


def _fact(role: Role, toll: _Toll) -> GoldFact:
    """A toll. One victim is mostly a name, and a bare plural no number: nobody prints those."""
    exact = toll.max == toll.min
    return GoldFact(
        role=role,
        of=Thing.PEOPLE,
        low=toll.min,
        high=toll.max,
        qualifier=Qualifier.EXACT if exact else Qualifier.RANGE,
        optional=toll.max is None or (toll.min or 0) < 2,
    )


def _places(location: _Location | None) -> list[str]:
    """The names of the place but not of its country; none where the keys know the country only."""
    parts = location.parts if location else []
    return [part.name for part in parts if part.kind != "COUNTRY"]
