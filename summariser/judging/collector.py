"""Python's search for dead cycles, made seldom while many articles pass."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collecting_seldom"]

_ALLOCATIONS = (
    50_000  # instead of 700: an article makes thousands of small objects, hardly any of them in cycles
)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """What is loaded already is looked at no more, and what is new less often: a fifth of a night's CPU."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
