"""Groups of tellings of one event, found through shared keys: no comparison of all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Matcher", "cluster"]

T = TypeVar("T")

_RECENT = 64  # of the events under one key, only the latest are looked at: a run stays linear
_CANDIDATES = 12  # events that share most keys with a telling
_SAMPLE = 2  # first and last tellings of an event that a new one is compared with


@dataclass(frozen=True, slots=True)
class Matcher(Generic[T]):
    """How tellings are compared: only those that share a key; `score` null means that they cannot be one.

    `twice` is for two tellings of one article, which are two events unless it says that they are one.
    """

    keys: Callable[[T], Iterable[Hashable]]
    score: Callable[[T, T], float | None]
    twice: Callable[[T, T], bool]
    threshold: float


@dataclass(slots=True)
class _Groups(Generic[T]):
    matcher: Matcher[T]
    groups: list[list[T]] = field(default_factory=list)
    index: defaultdict[Hashable, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add_article(self, tellings: Sequence[T]) -> None:
        """Each telling joins the known event it fits best, no two the same one; else it is a new event."""
        taken: dict[int, int] = {}
        for score, at, group in sorted(self._fits(tellings), key=lambda f: (-f[0], f[1], f[2])):
            if at not in taken and group not in taken.values() and score >= self.matcher.threshold:
                taken[at] = group
        own: list[tuple[T, int]] = []
        for at, telling in enumerate(tellings):
            group = self._group_of(telling, own) if at not in taken else taken[at]
            own.append((telling, group))
            self._put(telling, group)

    def _fits(self, tellings: Sequence[T]) -> list[tuple[float, int, int]]:
        fits = []
        for at, telling in enumerate(tellings):
            for group in self._candidates(telling):
                score = self._score(telling, self.groups[group])
                if score is not None:
                    fits.append((score, at, group))
        return fits

    def _candidates(self, telling: T) -> list[int]:
        shared: Counter[int] = Counter()
        for key in self.matcher.keys(telling):
            if known := self.index.get(key):
                shared.update(known[-_RECENT:])
        return [group for group, _ in shared.most_common(_CANDIDATES)]

    def _score(self, telling: T, members: Sequence[T]) -> float | None:
        """The best fit to the event's tellings; none if it cannot be one of them."""
        sample = members if len(members) <= 2 * _SAMPLE else [*members[:_SAMPLE], *members[-_SAMPLE:]]
        scores = [self.matcher.score(telling, member) for member in sample]
        known = [score for score in scores if score is not None]
        return max(known) if known and len(known) == len(scores) else None

    def _group_of(self, telling: T, own: Sequence[tuple[T, int]]) -> int:
        for other, group in own:
            if self.matcher.twice(telling, other):
                return group
        self.groups.append([])
        return len(self.groups) - 1

    def _put(self, telling: T, group: int) -> None:
        self.groups[group].append(telling)
        for key in self.matcher.keys(telling):
            known = self.index[key]
            if not known or known[-1] != group:
                known.append(group)


def cluster(articles: Iterable[Sequence[T]], matcher: Matcher[T]) -> list[list[T]]:
    """Group the tellings of many articles, in the order given; each telling is in exactly one group."""
    found: _Groups[T] = _Groups(matcher)
    for tellings in articles:
        found.add_article(tellings)
    return found.groups
