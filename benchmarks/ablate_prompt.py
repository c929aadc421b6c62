"""What each sentence and each example of the `slots` prompt brings: leave one out, ask the same again.

    pip install 'summariser[local]'
    python benchmarks/ablate_prompt.py tests/corpora/dev/articles tests/corpora/seen/articles --answers FILE

GOLD is gold files or folders as `summariser evaluate` reads them. Each piece of `slots_tolls.j2` (a sentence)
and of `slots_tolls_examples.json` (an example) is left out in turn, and the embedded model asked the same
`--sentences` questions with and without it: those that offer the slot which the piece defines, else any. Its
readings (a value in a role) are right, wrong or missed by the gold facts of their sentence. Two controls that
take nothing away, all definitions and all examples in the reverse order, show how much any change of the
words does by itself: what changes no more than they do is noise.

`--against FOLDER` compares the shipped prompt with the files in FOLDER instead, on so many questions for
every slot: give it articles that no piece was measured on. `--answers` keeps what the model said: a stopped
run goes on, and a table costs nothing. `--seconds` stops asking after so long and tells what there is.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import math
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ablate_prompt_gold import Marks, Question, mark, questions_of
from side_by_side_answers import Answers

from summariser.model.contract import Identity, Model, Request
from summariser.model.gateway import Endpoint, OpenAIModel
from summariser.model.local import LocalModel
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.prompt import Prompts
from summariser.model.slots.questions import prefix, request_for, said
from summariser.model.slots.reader import EXAMPLES, SYSTEM
from summariser.model.weights import embedded_weights, ready_weights
from summariser.settings import default_folder

PROFILE = profile_for("embedded", EndpointKind.EMBEDDED)
_SENTENCE = re.compile(r"(?<=\.)\s+")
_DEFINED = re.compile(r"^(\w+):")


@dataclass(frozen=True, slots=True)
class Variant:
    """A prompt to measure: its name, its words, and the slot that the missing piece defines, if one."""

    name: str
    system: str
    examples: str
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the model, and what it cost; tokens are null where the server did not say."""

    content: str
    input_tokens: int | None
    output_tokens: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """A variant beside the whole prompt on the same questions; `better` and `worse` count questions."""

    name: str
    questions: int
    marks: Marks
    base: Marks
    better: int
    worse: int
    changed: int
    input_tokens: float
    output_tokens: float


def variants(system: str, examples: str) -> Iterator[Variant]:
    """The controls, then the prompt without several of its pieces, then without each; none that is whole."""
    return (each for each in _changed(system, examples) if (each.system, each.examples) != (system, examples))


def _changed(system: str, examples: str) -> Iterator[Variant]:
    sentences, turns = _SENTENCE.split(system.strip()), json.loads(examples)
    yield from controls(sentences, turns)
    undefined = (text for text in sentences if not _DEFINED.match(text))
    yield Variant("all definitions", " ".join(undefined), examples)
    yield Variant("all examples", system, "[]")
    for n, text in enumerate(sentences):
        rest = " ".join(sentences[:n] + sentences[n + 1 :])
        match = _DEFINED.match(text)
        yield Variant(text, rest, examples, match[1] if match else None)
    for n, turn in enumerate(turns):
        rest = json.dumps(turns[:n] + turns[n + 1 :], ensure_ascii=False)
        yield Variant(f"example: {turn['sentence']}", system, rest)


def controls(sentences: Sequence[str], turns: Sequence[object]) -> Iterator[Variant]:
    """The same definitions and the same examples, each in the reverse order."""
    system, examples = " ".join(sentences), json.dumps(turns, ensure_ascii=False)
    defined = [text for text in sentences if _DEFINED.match(text)]
    backwards = " ".join(defined.pop() if _DEFINED.match(text) else text for text in sentences)
    yield Variant("control: definitions reversed", backwards, examples)
    yield Variant("control: examples reversed", system, json.dumps(turns[::-1], ensure_ascii=False))


def chosen(questions: Sequence[Question], slot: str | None, *, most: int) -> list[Question]:
    """The questions that a piece is measured on: always the same, and no run of one article."""
    offering = [question for question in _mixed(questions) if slot is None or slot in question.roles]
    return (offering or _mixed(questions))[:most]


def _mixed(questions: Iterable[Question]) -> list[Question]:
    return sorted(questions, key=lambda each: hashlib.sha256(each.ask.text.encode()).hexdigest())


class Asker:
    """Asks with one prompt after another; what was asked before is taken from the answers that are kept."""

    def __init__(self, model: Model, answers: Answers, *, seconds: float | None) -> None:
        self._model = model
        self._answers = answers
        self._until = math.inf if seconds is None else time.monotonic() + seconds

    async def ask(self, variant: Variant, questions: Sequence[Question]) -> list[Said | None]:
        """An answer for each question; null for those that there was no time to ask."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / SYSTEM).write_text(variant.system, encoding="utf-8")
            (folder / EXAMPLES).write_text(variant.examples, encoding="utf-8")
            prompts = Prompts(folder)
        start = prefix(prompts, system=SYSTEM, examples=EXAMPLES)
        requests = [
            request_for(
                question.ask,
                prompts=prompts,
                start=start,
                max_tokens=PROFILE.max_tokens,
                article_id=question.article,
            )
            for question in questions
        ]
        return [await self._said(request) for request in requests]

    async def _said(self, request: Request) -> Said | None:
        turns = [[message.role, message.content] for message in request.messages]
        body = json.dumps([turns, request.schema], ensure_ascii=False).encode()
        kept = self._answers.get("ablate", body)
        if kept is not None:
            content, input_tokens, output_tokens = json.loads(kept.answer)
            return Said(content, input_tokens, output_tokens, kept.seconds)
        if time.monotonic() > self._until:
            return None
        started = time.monotonic()
        reply = await self._model.complete(request)
        seconds = time.monotonic() - started
        fields = (reply.content, reply.usage.input_tokens, reply.usage.output_tokens)
        self._answers.put("ablate", body, answer=json.dumps(fields).encode(), seconds=seconds)
        return Said(*fields, seconds)


def row_of(
    name: str, questions: Sequence[Question], with_it: Sequence[Said | None], without: Sequence[Said | None]
) -> Row:
    """Compare two prompts on the questions that both have answered."""
    both = [
        (question, left, right)
        for question, left, right in zip(questions, with_it, without, strict=True)
        if left is not None and right is not None
    ]
    marks = [(mark(q, said(left.content)), mark(q, said(right.content))) for q, left, right in both]
    return Row(
        name=name,
        questions=len(both),
        marks=sum((right for _, right in marks), Marks()),
        base=sum((left for left, _ in marks), Marks()),
        better=sum(right.worth > left.worth for left, right in marks),
        worse=sum(right.worth < left.worth for left, right in marks),
        changed=sum(said(left.content) != said(right.content) for _, left, right in both),
        input_tokens=_mean_difference((left.input_tokens, right.input_tokens) for _, left, right in both),
        output_tokens=_mean_difference((left.output_tokens, right.output_tokens) for _, left, right in both),
    )


def _mean_difference(pairs: Iterable[tuple[int | None, int | None]]) -> float:
    known = [right - left for left, right in pairs if left is not None and right is not None]
    return sum(known) / len(known) if known else math.nan


HEAD = (
    "left out",
    "questions",
    "with it: right / wrong / missed",
    "without",
    "answers changed",
    "better",
    "worse",
    "prompt tokens",
    "output tokens",
)


def table(rows: Iterable[Row]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for row in rows:
        cells = (
            row.name if len(row.name) <= _NAME else row.name[:_NAME] + " …",
            row.questions,
            *(f"{marks.right} / {marks.wrong} / {marks.missed}" for marks in (row.base, row.marks)),
            row.changed,
            row.better,
            row.worse,
            f"{row.input_tokens:+.0f}",
            f"{row.output_tokens:+.1f}",
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


_NAME = 60


async def ablated(asker: Asker, questions: Sequence[Question], *, most: int, only: str) -> list[Row]:
    """The whole prompt beside each variant, on the questions of that variant."""
    whole, rows = shipped(), []
    for variant in variants(whole.system, whole.examples):
        if not variant.name.startswith(only):
            continue
        own = chosen(questions, variant.slot, most=most)
        with_it = await asker.ask(whole, own)
        rows.append(row_of(variant.name, own, with_it, await asker.ask(variant, own)))
    return rows


async def compared(asker: Asker, questions: Sequence[Question], folder: Path, *, most: int) -> list[Row]:
    """The shipped prompt beside the one in a folder, on some questions for every slot that is offered."""
    slots = sorted({role for question in questions for role in question.roles})
    some = {id(question): question for slot in slots for question in chosen(questions, slot, most=most)}
    own = list(some.values())
    other = _variant(Prompts(folder), f"those in {folder.name}")
    return [row_of("shipped", own, await asker.ask(other, own), await asker.ask(shipped(), own))]


def shipped() -> Variant:
    """The prompt as it is."""
    return _variant(Prompts(), "whole")


def _variant(prompts: Prompts, name: str) -> Variant:
    return Variant(name, prompts.render(SYSTEM, {}), prompts.text(EXAMPLES))


async def measure(arguments: argparse.Namespace) -> list[Row]:
    weights = arguments.weights or ready_weights(default_folder() / "models", weights=embedded_weights())

    def connect(url: str, key: str) -> Model:
        endpoint = Endpoint("embedded", base_url=url, api_key=key, kind=EndpointKind.EMBEDDED, name="local")
        return OpenAIModel(endpoint, PROFILE)

    identity = Identity("local", embedded_weights().name)
    model = LocalModel(identity, weights=lambda: weights, connect=connect)
    asker = Asker(model, Answers(arguments.answers), seconds=arguments.seconds)
    questions = list(questions_of(arguments.gold))
    try:
        if arguments.against:
            return await compared(asker, questions, arguments.against, most=arguments.sentences)
        return await ablated(asker, questions, most=arguments.sentences, only=arguments.only)
    finally:
        await model.aclose()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--sentences", type=int, default=30, help="questions a piece, at most")
    parser.add_argument("--answers", type=Path, help="keep the model's answers here, and take them from here")
    parser.add_argument("--seconds", type=float, help="ask no more after so long")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="other prompts, as for --prompts")
    parser.add_argument("--only", default="", metavar="TEXT", help="only pieces that begin so")
    parser.add_argument("--weights", type=Path, help="another .gguf file; default: the embedded model's")
    print(table(asyncio.run(measure(parser.parse_args()))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
