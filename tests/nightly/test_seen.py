"""How often an article was met before."""

from __future__ import annotations

import random
from collections import Counter

from summariser.nightly.seen import Seen


def test_every_meeting_is_counted() -> None:
    """Among thousands of keys, some met often, each meeting is told from those before; 0 is a key, too."""
    dice = random.Random(4)
    keys = [dice.getrandbits(64) for _ in range(3_000)] + [0, 1, 1023, 1024, 2**64 - 1]
    met = [dice.choice(keys) for _ in range(9_000)] + keys
    seen, known = Seen(), Counter[int]()
    for key in met:
        assert seen.before(key) == known[key]
        known[key] += 1
