"""The way to ask that asks nobody: tolls and munitions from the figures' own roles and the nearest place."""

from __future__ import annotations

from collections.abc import Sequence

from summariser.figures.figure import Figure
from summariser.model.contract import NO_USAGE, Identity, Reading, Request, Way, fingerprint
from summariser.model.slots.answer import answer_of
from summariser.model.slots.asks import is_told
from summariser.model.slots.attacks import read_attacks
from summariser.model.slots.facts import pattern_facts
from summariser.model.slots.scene import read_scene
from summariser.text.article import Article

__all__ = ["PatternsReader"]


class PatternsReader:
    """A `Reader` without a model, in a second and without a download. It reads no diplomacy."""

    way = Way.PATTERNS
    identity = Identity(endpoint="none", model="patterns")
    prompt_fingerprint = fingerprint("")
    schema_fingerprint = fingerprint("")

    def requests(self, article: Article, figures: Sequence[Figure]) -> list[Request]:  # noqa: ARG002
        """Nothing is ever sent."""
        return []

    async def read(self, article: Article, figures: Sequence[Figure]) -> Reading:
        """What the figures say by themselves."""
        scene = read_scene(article, figures)
        facts = [fact for line in scene.lines if is_told(line) for fact in pattern_facts(scene, line)]
        attacks = read_attacks(scene, facts)
        return Reading(
            answer=answer_of(article, attacks.attacks, ()),
            usage=NO_USAGE,
            calls=0,
            model_answered=None,
            cached=False,
            grades=attacks.grades,
            doubts=attacks.doubts,
        )

    async def repair(
        self,
        article: Article,  # noqa: ARG002
        reading: Reading,  # noqa: ARG002
        problems: Sequence[str],  # noqa: ARG002
    ) -> Reading | None:
        """Patterns would say the same again."""
        return None
