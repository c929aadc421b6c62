"""How often each of very many keys was met, in little memory: a night of 100,000 articles has as many."""

from __future__ import annotations

from array import array
from collections import Counter

__all__ = ["Seen"]

_FIRST_SIZE = 1024  # slots; always a power of two


class Seen:
    """Counts keys of 64 bits that are spread evenly, as a hash's are: 16 to 32 bytes a key, not 140."""

    def __init__(self) -> None:
        self._slots = _slots(_FIRST_SIZE)  # 0 where no key is
        self._held = 0
        self._again: Counter[int] = Counter()  # of the few keys that were met more than once

    def before(self, key: int) -> int:
        """How often the key was met before; from now on once more."""
        if key and self._take(key):
            return 0
        self._again[key] += 1
        return self._again[key] - (not key)  # 0 has no slot, so all its meetings are counted here

    def _take(self, key: int) -> bool:
        """Give a key its slot; false if it has one already."""
        at = _slot_of(self._slots, key)
        if self._slots[at]:
            return False
        self._slots[at] = key
        self._held += 1
        if 2 * self._held > len(self._slots):
            self._grow()
        return True

    def _grow(self) -> None:
        larger = _slots(2 * len(self._slots))
        for key in self._slots:
            if key:
                larger[_slot_of(larger, key)] = key
        self._slots = larger


def _slots(size: int) -> array[int]:
    return array("Q", bytes(8 * size))


def _slot_of(slots: array[int], key: int) -> int:
    """Where the key is, or the free slot where it belongs."""
    most = len(slots) - 1
    at = key & most
    while slots[at] and slots[at] != key:
        at = (at + 1) & most
    return at
