"""The way to ask a small model: one sentence a call, all questions of one kind before those of the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from summariser.figures.figure import Figure
from summariser.model.contract import (
    NO_USAGE,
    Identity,
    Model,
    Reading,
    Reply,
    Request,
    Way,
    fingerprint,
)
from summariser.model.profiles import Profile
from summariser.model.prompt import Prompts
from summariser.model.slots.answer import answer_of
from summariser.model.slots.asks import is_told, toll_asks
from summariser.model.slots.attacks import AttackReading, read_attacks
from summariser.model.slots.diplomacy import read_diplomacy
from summariser.model.slots.facts import Fact, answered_facts
from summariser.model.slots.questions import Ask, prefix, request_for, said
from summariser.model.slots.scene import Scene, read_scene
from summariser.records import Answer
from summariser.text.article import Article
from summariser.vocabulary import Grade

__all__ = ["SlotsReader"]

SYSTEM, EXAMPLES = "slots_tolls.j2", "slots_tolls_examples.json"
SCHEMA = "slots-2"
"""The shape of the questions; each question's own schema is made from what its sentence prints."""


class SlotsReader:
    """Asks for the numbers of one sentence at a time, each an enum of what is printed there, or null.

    Raises `TemplateError` when the prompts cannot be rendered, and what the model raises.
    """

    def __init__(self, model: Model, profile: Profile, *, templates: Path | None = None) -> None:
        self._model = model
        self._profile = profile
        self._prompts = Prompts(templates)
        self._tolls = prefix(self._prompts, system=SYSTEM, examples=EXAMPLES)

    @property
    def way(self) -> Way:
        """One sentence at a time."""
        return Way.SLOTS

    @property
    def identity(self) -> Identity:
        """Of the model that answers."""
        return self._model.identity

    @property
    def prompt_fingerprint(self) -> str:
        """Of the templates and examples of all kinds of question."""
        return self._tolls.fingerprint

    @property
    def schema_fingerprint(self) -> str:
        """Of the rules that make the schemas."""
        return fingerprint(SCHEMA)

    def requests(self, article: Article, figures: Sequence[Figure]) -> list[Request]:
        """The questions about tolls: those that follow depend on nothing that the model says."""
        return [self._request(article, ask) for ask in toll_asks(read_scene(article, figures))]

    async def read(self, article: Article, figures: Sequence[Figure]) -> Reading:
        """Ask sentence after sentence, and put the answers together."""
        scene = read_scene(article, figures)
        asks = toll_asks(scene)
        replies = [await self._model.complete(self._request(article, ask)) for ask in asks]
        attacks = read_attacks(scene, _facts(scene, asks, replies))
        answer = answer_of(article, attacks.attacks, read_diplomacy(scene))
        return _reading(replies, answer, attacks)

    async def repair(
        self,
        article: Article,  # noqa: ARG002
        reading: Reading,  # noqa: ARG002
        problems: Sequence[str],  # noqa: ARG002
    ) -> Reading | None:
        """No repair round: what is not printed cannot be said, and at temperature 0 it would say the same."""
        return None

    def _request(self, article: Article, ask: Ask) -> Request:
        return request_for(
            ask,
            prompts=self._prompts,
            start=self._tolls,
            max_tokens=self._profile.max_tokens,
            article_id=article.id,
        )


def _facts(scene: Scene, asks: Sequence[Ask], replies: Sequence[Reply]) -> list[Fact]:
    answers = [(ask, said(reply.content)) for ask, reply in zip(asks, replies, strict=True)]
    return [
        fact
        for line in scene.lines
        if is_told(line)
        for fact in answered_facts(scene, line, [each for each in answers if each[0].sentence == line.number])
    ]


def _by_code(answer: Answer) -> dict[str, Grade]:
    """The numbers of the talks are read by code."""
    return {
        f"diplomacy[{number}].counts[{place}]": Grade.PATTERNS_ALONE
        for number, event in enumerate(answer.diplomacy)
        for place in range(len(event.counts))
    }


def _reading(replies: Sequence[Reply], answer: Answer, attacks: AttackReading) -> Reading:
    return Reading(
        answer=answer,
        usage=sum((reply.usage for reply in replies), NO_USAGE),
        calls=sum(reply.attempts for reply in replies),
        model_answered=replies[-1].model_answered if replies else None,
        cached=all(reply.cached for reply in replies),
        grades=attacks.grades | _by_code(answer),
        doubts=attacks.doubts,
        raw=tuple(reply.content for reply in replies),
    )
