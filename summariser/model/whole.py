"""Asking a large model: the whole article in one call, long ones in overlapping windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from summariser.errors import TemplateError
from summariser.figures.figure import Figure
from summariser.model.contract import (
    NO_USAGE,
    Identity,
    Message,
    Model,
    Reading,
    Reply,
    Request,
    Way,
    fingerprint,
)
from summariser.model.join import join_answers
from summariser.model.profiles import Profile
from summariser.model.prompt import Prompts, Range, estimate_tokens, marked, numbered_article, parts_of
from summariser.model.schema import Lengths, Refs, strict_schema
from summariser.records import Answer
from summariser.text.article import Article

__all__ = ["Example", "WholeReader", "read_examples"]

SYSTEM, ARTICLE, REPAIR, SCHEMA, EXAMPLES = (
    "system.j2",
    "article.j2",
    "repair.j2",
    "schema.j2",
    "examples.json",
)
SCHEMA_NAME = "answer"
OVERLAP = 3  # sentences that two windows share, so that "another 12" keeps what it refers to


class Example(BaseModel):
    """One example of `examples.json`: sentences (numbered from 1) and the answer they deserve."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shows: str
    sentences: list[str]
    answer: Answer


class WholeReader:
    """One call an article, the static strict schema, numbered sentences.

    Raises `TemplateError` when the prompts cannot be rendered, and what the model raises.
    """

    def __init__(self, model: Model, profile: Profile, *, templates: Path | None = None) -> None:
        self._model = model
        self._profile = profile
        self._prompts = Prompts(templates)
        refs = Refs.INLINED if profile.inline_refs else Refs.KEPT
        lengths = Lengths.KEPT if profile.list_lengths else Lengths.LEFT_OUT
        self._schema = strict_schema(Answer, refs=refs, lengths=lengths)
        self._schema_fingerprint = fingerprint(self._schema)
        self._constant = self._constant_part()
        names = (SYSTEM, ARTICLE, REPAIR, SCHEMA, EXAMPLES)
        self._fingerprint = self._prompts.fingerprint(names, f"describe_schema={profile.describe_schema}")
        spent = sum(estimate_tokens(message.content) for message in self._constant)
        room = profile.window_tokens - profile.max_tokens - spent
        self._part_tokens = max(
            256, min(room, profile.max_tokens)
        )  # an answer is about as long as its article

    @property
    def way(self) -> Way:
        """The whole article at once."""
        return Way.WHOLE

    @property
    def identity(self) -> Identity:
        """Of the model that answers."""
        return self._model.identity

    @property
    def prompt_fingerprint(self) -> str:
        """Of templates, examples, and whether the schema is said in words."""
        return self._fingerprint

    @property
    def schema_fingerprint(self) -> str:
        """Of the schema as it is sent."""
        return self._schema_fingerprint

    def requests(self, article: Article, figures: Sequence[Figure]) -> list[Request]:  # noqa: ARG002
        """Exactly what would be sent first: one request, or one for each window of a long article."""
        parts = parts_of(article, tokens=self._part_tokens, overlap=OVERLAP)
        return [self._request(article, part) for part in parts]

    async def read(self, article: Article, figures: Sequence[Figure]) -> Reading:
        """Ask, window after window, and join the answers. No sentences: no call."""
        return _reading([await self._model.complete(each) for each in self.requests(article, figures)])

    async def repair(self, article: Article, reading: Reading, problems: Sequence[str]) -> Reading | None:
        """Send the errors back once. Null for an article that went in windows: no one call saw it all."""
        requests = self.requests(article, ())
        if len(requests) != 1 or not problems or self._profile.repair_rounds == 0:
            return None
        (first,) = requests
        words = self._prompts.render(REPAIR, {"problems": list(problems)})
        said = reading.raw[0] if reading.raw else reading.answer.model_dump_json()
        messages = (*first.messages, Message("assistant", said), Message("user", words))
        return _reading([await self._model.complete(replace(first, messages=messages))])

    def _request(self, article: Article, part: Range) -> Request:
        words = self._prompts.render(ARTICLE, numbered_article(article, part))
        return Request(
            messages=(*self._constant, Message("user", words)),
            schema_name=SCHEMA_NAME,
            schema=self._schema,
            answer_type=Answer,
            max_tokens=self._profile.max_tokens,
            article_id=article.id,
            prompt_fingerprint=self.prompt_fingerprint,
        )

    def _constant_part(self) -> tuple[Message, ...]:
        """What is the same for every article: first, so that endpoints can cache the prefix."""
        schema = self._schema if self._profile.describe_schema else None
        messages = [Message("system", self._prompts.render(SYSTEM, {"schema": schema}))]
        for example in read_examples(self._prompts):
            words = self._prompts.render(ARTICLE, marked(example.sentences, title=None))
            messages += [Message("user", words), Message("assistant", example.answer.model_dump_json())]
        return tuple(messages)


def read_examples(prompts: Prompts) -> list[Example]:
    """The examples of `whole`. Raises `TemplateError` if they are not what `Example` says."""
    try:
        return TypeAdapter(list[Example]).validate_json(prompts.text(EXAMPLES))
    except ValidationError as error:
        raise TemplateError(f"prompt {EXAMPLES!r}: {error}") from error


def _reading(replies: Sequence[Reply]) -> Reading:
    return Reading(
        answer=join_answers([Answer.model_validate_json(reply.content) for reply in replies]),
        usage=sum((reply.usage for reply in replies), NO_USAGE),
        calls=sum(reply.attempts for reply in replies),
        model_answered=replies[-1].model_answered if replies else None,
        cached=all(reply.cached for reply in replies),
        raw=tuple(reply.content for reply in replies),
    )
