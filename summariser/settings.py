"""All that can be chosen for a run, and where it comes from: what is given, else the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from summariser.errors import SettingsError

__all__ = ["CacheUse", "Ceilings", "Fallback", "Settings", "cache_place", "default_folder"]


class CacheUse(StrEnum):
    """What the cache is for in this run."""

    READ_AND_WRITE = "read_and_write"
    OFF = "off"
    OFFLINE = "offline"  # nothing but the cache answers

    @classmethod
    def of(cls, *, no_cache: bool, offline: bool) -> CacheUse:
        """From two flags that exclude each other."""
        if no_cache and offline:
            raise SettingsError("--offline answers from the cache only; --no-cache switches it off")
        if offline:
            return cls.OFFLINE
        return cls.OFF if no_cache else cls.READ_AND_WRITE


class Fallback(StrEnum):
    """What a failed article still gives."""

    NONE = "none"
    PATTERNS = "patterns"


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What a run may use: calls in flight, a minute's requests and tokens, and in all dollars and tokens.

    Null: no ceiling of ours; the endpoint's own are met by its headers and by slowing down on 429.
    """

    at_once: int = 64
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    max_cost: float | None = None
    max_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be chosen. Nothing here is read from anywhere but `from_environment`.

    `cache` is a file or a `postgres://` address; `folder` holds the default cache and the weights. `votes` is
    how often a model that reads whole articles is asked the same: the further answers vote on the first. With
    more than one of `processes` its answers are judged in so many beside this one.
    """

    model: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    cache: str | None = None
    cache_use: CacheUse = CacheUse.READ_AND_WRITE
    folder: Path | None = None
    prompts: Path | None = None
    fallback: Fallback = Fallback.NONE
    votes: int = 1
    processes: int = 1
    ceilings: Ceilings = Ceilings()
    prices: Path | None = None  # a TOML table of the user's, over the built-in ones

    def __post_init__(self) -> None:
        """Raise `SettingsError` for a key that no header can carry: with a curly quote or an umlaut."""
        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise SettingsError("the API key (OPENAI_API_KEY) holds a character that no key has")

    @classmethod
    def from_environment(
        cls,
        *,
        model: str | None = None,
        base_url: str | None = None,
        cache: CacheUse = CacheUse.READ_AND_WRITE,
        prompts: Path | None = None,
        fallback: Fallback = Fallback.NONE,
        environ: Mapping[str, str] = os.environ,
    ) -> Settings:
        """What is given, else what the environment says: the openai package's variables, and ours."""
        return cls(
            model=model or environ.get("SUMMARISER_MODEL") or None,
            base_url=base_url or environ.get("OPENAI_BASE_URL") or None,
            api_key=environ.get("OPENAI_API_KEY", "").strip() or None,
            cache=environ.get("SUMMARISER_CACHE") or None,
            cache_use=cache,
            folder=Path(environ["SUMMARISER_CACHE_DIR"]) if environ.get("SUMMARISER_CACHE_DIR") else None,
            prompts=prompts,
            fallback=fallback,
        )

    def limited(self, ceilings: Ceilings, *, prices: Path | None = None) -> Settings:
        """The same settings under these ceilings, with the user's prices."""
        return replace(self, ceilings=ceilings, prices=prices)

    def judged_by(self, processes: int) -> Settings:
        """The same settings, with so many processes that judge."""
        return replace(self, processes=processes)

    def voted(self, votes: int) -> Settings:
        """The same settings, with so many answers for each article."""
        return replace(self, votes=votes)


def default_folder() -> Path:
    """The user's cache folder for summariser."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("summariser", appauthor=False))


def cache_place(settings: Settings) -> str:
    """Where the answers are remembered: a file, or a Postgres address."""
    return settings.cache or str((settings.folder or default_folder()) / "answers.sqlite")
