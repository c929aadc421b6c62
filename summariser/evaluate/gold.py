"""Gold: what a careful reader records of an article, with what may be left out and what is also accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from summariser.errors import SettingsError
from summariser.vocabulary import AttackKind, DiplomacyType, Qualifier, Role, Scope, Status, Thing

__all__ = ["GoldArticle", "GoldAttack", "GoldDiplomacy", "GoldFact", "read_gold"]


class _Gold(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldFact(_Gold):
    """One number fact. `optional`: neither rewarded nor punished (subsets, sums that are never printed)."""

    role: Role
    of: Thing
    low: int | None
    high: int | None
    qualifier: Qualifier
    accept_qualifiers: list[Qualifier] = []
    accept_roles: list[Role] = []
    accept_of: list[Thing] = []
    optional: bool = False
    quotes: list[str] = []

    @property
    def value(self) -> int | None:
        """The printed value: the one bound of a hedged number, or the value itself."""
        return self.low if self.low is not None else self.high


class GoldAttack(_Gold):
    """One attack. Several names of its place may be right."""

    id: str
    kind: AttackKind
    accept_kinds: list[AttackKind] = []
    scope: Scope
    attacker: str | None
    places: list[str]
    background: bool = False
    optional: bool = False
    facts: list[GoldFact]
    quotes: list[str]


class GoldDiplomacy(_Gold):
    """One diplomatic event."""

    id: str
    type: DiplomacyType
    accept_types: list[DiplomacyType] = []
    status: Status
    accept_status: list[Status] = []
    participants: list[str]
    countries: list[str]
    places: list[str]
    background: bool = False
    optional: bool = False
    facts: list[GoldFact] = []
    quotes: list[str]


class GoldArticle(_Gold):
    """The gold of one article; `file` is relative to the gold file, or `text` holds the article itself."""

    file: str | None = None
    text: str | None = None
    attacks: list[GoldAttack]
    diplomacy: list[GoldDiplomacy]
    scored: list[str] = ["facts", "attacks", "diplomacy"]  # a corpus without diplomacy says so


def read_gold(path: Path) -> Iterator[tuple[Path, GoldArticle]]:
    """The gold articles of a file, or of every `.json` file of a folder, with the file each came from."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise SettingsError(f"{path}: no gold here (a .json file, or a folder of them)")
    for file in files:
        try:
            yield file, GoldArticle.model_validate_json(file.read_text(encoding="utf-8"))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise SettingsError(f"{file}: {where}: {first['msg']}") from error
