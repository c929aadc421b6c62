"""A night through the Batch API, for half the price: submit, leave, come back, collect.

    async with open_desk(settings, out / "batch", say=say) as desk:
        visit = await visit_batches(desk, articles)
    if not visit.waiting:
        ...  # the ordinary night: it finds the answers in the cache and asks only for what was left

Every call of `nightly --batch` is one visit. Nothing has to run in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from summariser.errors import UnreadableArticle
from summariser.scale.batch_collect import BatchProgress, Collected, PartProgress, collect, status
from summariser.scale.batch_desk import BatchDesk, open_desk
from summariser.scale.batch_files import BatchLimits
from summariser.scale.batch_state import Left
from summariser.scale.batch_submit import Submitted, submit
from summariser.text.article import Article

__all__ = [
    "BatchDesk",
    "BatchLimits",
    "BatchProgress",
    "Collected",
    "Left",
    "PartProgress",
    "Submitted",
    "Visit",
    "collect",
    "open_desk",
    "status",
    "submit",
    "visit_batches",
]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: what was collected, what was sent, and how what runs is doing."""

    collected: Collected
    submitted: Submitted
    progress: BatchProgress

    @property
    def waiting(self) -> bool:
        """Whether to come again before the ordinary night: answers, or room for requests, are to come."""
        return bool(self.progress.parts) or not self.submitted.complete

    def __str__(self) -> str:
        running = sum(part.requests for part in self.progress.parts)
        told = f"{self.collected.answered} answers collected, {self.submitted.requests} requests sent"
        left = len(self.collected.left)
        return f"{told}, {running} waited for" + (f", {left} not answered by a batch" if left else "")


async def visit_batches(desk: BatchDesk, source: Iterable[Article | UnreadableArticle]) -> Visit:
    """Collect what has ended, send what is new. Raises `RunError`; the next visit goes on from there."""
    collected = await collect(desk)
    submitted = await submit(desk, source)
    return Visit(collected, submitted, await status(desk))
