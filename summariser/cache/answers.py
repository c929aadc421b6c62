"""What a person asks a cache, and what it replies."""

from __future__ import annotations

from dataclasses import dataclass

from summariser.cache.encoding import Cell

__all__ = ["SLICE", "CacheStats", "Conditions", "Pruned", "Verified"]

SLICE = 500  # rows taken away or read at a time, so that no writer waits long


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What `cache stats` shows. `cost_usd` is what the remembered answers cost when they were paid for,
    as far as is known; `cost_unknown` of them have no price. Times are seconds since 1970."""

    where: str
    version: int
    entries: int
    size_bytes: int
    oldest: float | None
    newest: float | None
    cost_usd: float | None
    cost_unknown: int
    leases: int
    models: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Pruned:
    """What `cache prune` took away."""

    entries: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What `cache verify` found: entries read, those whose checksum is wrong, and the database's own word."""

    entries: int
    damaged: int
    structure: str

    @property
    def sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return self.damaged == 0 and self.structure == "ok"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What `prune` shall forget; null where it does not matter."""

    older_than: float | None = None
    prompt: str | None = None
    model: str | None = None
    max_bytes: int | None = None

    @property
    def choose(self) -> bool:
        """Whether answers are chosen by what they are, not only by the room they take."""
        return (self.older_than, self.prompt, self.model) != (None, None, None)

    def parameters(self) -> dict[str, Cell]:
        """As the statement that deletes a slice wants them."""
        age = -1.0 if self.older_than is None else self.older_than
        return {"older_than": age, "prompt": self.prompt or "", "model": self.model or "", "slice": SLICE}
