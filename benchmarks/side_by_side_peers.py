"""The two peers, used as their own documentation says, with our vocabulary and a prompt as long as they need.

Both get the words of our records, a description of each, and (langextract, which asks for one) an example
made of the invented countries of our own examples. Temperature 0 and a ceiling of output tokens, so that a
runaway costs one call; everything else is their default: instructor's three re-asks, langextract's 1,000
characters a chunk, one pass, its schema constraints, parse errors suppressed.

instructor's lists have a longest length. Without one the embedded model says the same event again and again
until the ceiling, the JSON is cut in the middle, and instructor gives nothing: a failure that one word in the
schema avoids. langextract makes its own schema, which has no such word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any

from pydantic import BaseModel, Field
from side_by_side_records import (
    StatedAttack,
    StatedCount,
    StatedEvent,
    number_in,
    span_of,
    summary_of,
    word_of,
)

from summariser.records import Summary
from summariser.text.article import Article
from summariser.vocabulary import AttackKind, DiplomacyType, Qualifier, Role, Status, Thing

__all__ = ["Server", "with_instructor", "with_langextract"]

MOST_TOKENS, MOST_TOKENS_A_CHUNK = 2500, 1500
MOST_RECORDS, MOST_PARTIES = 12, 6


@dataclass(frozen=True, slots=True)
class Server:
    """Where the model answers."""

    base_url: str
    api_key: str
    model: str


def _words(vocabulary: type[StrEnum]) -> str:
    return ", ".join(word.value for word in vocabulary)


TASK = f"""Extract the attacks and the diplomatic events that this news article reports.
Every number of an attack is one count: its role ({_words(Role)}), what is counted ({_words(Thing)}),
its value, and the exact sentence of the article that says so. Give the place of each attack.
Diplomatic events are meetings, visits, talks, calls, offers, agreements, refusals: with their type
({_words(DiplomacyType)}), their status ({_words(Status)}) and the parties that take part.
Only state what the article says; do not guess. No attacks or no diplomacy: leave the list empty."""


class PlainCount(BaseModel):
    role: Role
    of: Thing
    value: int
    qualifier: Qualifier
    quote: str


class PlainAttack(BaseModel):
    kind: AttackKind
    place: str | None
    attacker: str | None
    counts: Annotated[list[PlainCount], Field(max_length=MOST_RECORDS)]
    quote: str


class PlainParty(BaseModel):
    name: str
    country: str | None


class PlainEvent(BaseModel):
    type: DiplomacyType
    status: Status
    participants: Annotated[list[PlainParty], Field(max_length=MOST_PARTIES)]
    quote: str


class PlainAnswer(BaseModel):
    attacks: Annotated[list[PlainAttack], Field(max_length=MOST_RECORDS)]
    diplomacy: Annotated[list[PlainEvent], Field(max_length=MOST_RECORDS)]


def with_instructor(article: Article, server: Server) -> Summary:
    """Plain instructor: the whole article, one call, quotes in the schema."""
    import instructor
    from openai import OpenAI

    own = OpenAI(base_url=server.base_url, api_key=server.api_key, max_retries=0, timeout=3600)
    client = instructor.from_openai(own, mode=instructor.Mode.JSON_SCHEMA)
    answer = client.chat.completions.create(
        model=server.model,
        response_model=PlainAnswer,
        temperature=0,
        max_tokens=MOST_TOKENS,
        messages=[{"role": "system", "content": TASK}, {"role": "user", "content": article.body}],
    )
    attacks = [_plain_attack(attack, article.body) for attack in answer.attacks]
    events = [
        StatedEvent(
            type=event.type,
            status=event.status,
            participants=[(party.name, party.country) for party in event.participants],
            span=span_of(article.body, event.quote),
        )
        for event in answer.diplomacy
    ]
    return summary_of(article, attacks, events, tool="instructor")


def _plain_attack(attack: PlainAttack, body: str) -> StatedAttack:
    counts = [
        StatedCount(count.role, count.of, count.value, count.qualifier, span_of(body, count.quote))
        for count in attack.counts
    ]
    return StatedAttack(attack.kind, attack.place, attack.attacker, counts, span_of(body, attack.quote))


EXAMPLE = """Norvania fired 88 drones at Sudria overnight, the air force said, and 71 were shot down.
In the port city of Helmar, a ballistic missile killed at least 11 people and injured 46 others.
President Lena Orsk of Sudria will meet the Keldish prime minister, Ivo Brandt, in Keld on Friday.
Norvania's foreign ministry rejected a ceasefire before the summit."""


def _number(text: str, role: Role, of: Thing, value: int, place: str) -> tuple[str, str, dict[str, Any]]:
    return "number", text, {"role": role.value, "of": of.value, "value": str(value), "place": place}


def _diplomacy(
    text: str, kind: DiplomacyType, status: Status, parties: Sequence[str]
) -> tuple[str, str, dict[str, Any]]:
    return "diplomacy", text, {"type": kind.value, "status": status.value, "participants": list(parties)}


EXTRACTIONS = (
    _number("88 drones", Role.LAUNCHED, Thing.DRONES, 88, "Sudria"),
    _number("71 were shot down", Role.INTERCEPTED, Thing.DRONES, 71, "Sudria"),
    _number("killed at least 11 people", Role.KILLED, Thing.PEOPLE, 11, "Helmar"),
    _number("injured 46 others", Role.INJURED, Thing.PEOPLE, 46, "Helmar"),
    _diplomacy(
        "President Lena Orsk of Sudria will meet the Keldish prime minister, Ivo Brandt",
        DiplomacyType.MEETING,
        Status.PLANNED,
        ["Lena Orsk (Sudria)", "Ivo Brandt (Keld)"],
    ),
    _diplomacy(
        "Norvania's foreign ministry rejected a ceasefire",
        DiplomacyType.CEASEFIRE,
        Status.REJECTED,
        ["Norvania's foreign ministry (Norvania)"],
    ),
)


def with_langextract(article: Article, server: Server) -> Summary:
    """langextract: default chunks of 1,000 characters, one fair example, its OpenAI provider."""
    import langextract

    examples = [
        langextract.data.ExampleData(
            text=EXAMPLE,
            extractions=[
                langextract.data.Extraction(kind, text, attributes=attributes)
                for kind, text, attributes in EXTRACTIONS
            ],
        )
    ]
    found = langextract.extract(
        text_or_documents=article.body,
        prompt_description=TASK,
        examples=examples,
        config=langextract.factory.ModelConfig(
            model_id=server.model,
            provider="openai",
            provider_kwargs={
                "base_url": server.base_url,
                "api_key": server.api_key,
                "temperature": 0.0,
                "max_output_tokens": MOST_TOKENS_A_CHUNK,
                "max_workers": 1,
            },
        ),
        show_progress=False,
    )
    extractions = found.extractions or []
    numbers = [one for one in extractions if one.extraction_class == "number"]
    events = [_event(one) for one in extractions if one.extraction_class == "diplomacy"]
    return summary_of(article, _attacks(numbers), events, tool="langextract")


def _attacks(numbers: Sequence[Any]) -> list[StatedAttack]:
    """langextract has a flat list: the numbers of one place are one attack."""
    by_place = sorted(numbers, key=_place)
    return [
        StatedAttack(AttackKind.UNSPECIFIED_STRIKE, place or None, None, [_count(one) for one in group], None)
        for place, group in groupby(by_place, key=_place)
    ]


def _place(extraction: Any) -> str:
    return _text((extraction.attributes or {}).get("place"))


def _count(extraction: Any) -> StatedCount:
    attributes = extraction.attributes or {}
    value = number_in(_text(attributes.get("value")))
    span = _interval(extraction)
    return StatedCount(
        role=word_of(Role, _text(attributes.get("role")), Role.OTHER),
        of=word_of(Thing, _text(attributes.get("of")), Thing.OTHER),
        value=number_in(extraction.extraction_text) if value is None else value,
        qualifier=None,
        span=span,
        sure=span is not None,
    )


def _event(extraction: Any) -> StatedEvent:
    attributes = extraction.attributes or {}
    parties = attributes.get("participants") or []
    names = parties if isinstance(parties, list) else [parties]
    return StatedEvent(
        type=word_of(DiplomacyType, _text(attributes.get("type")), DiplomacyType.OTHER),
        status=word_of(Status, _text(attributes.get("status")), Status.UNKNOWN),
        participants=[_party(str(name)) for name in names],
        span=_interval(extraction),
    )


def _party(said: str) -> tuple[str, str | None]:
    """ "Lena Orsk (Sudria)" is a name and its country."""
    name, bracket, country = said.partition("(")
    return name.strip(), country.strip(" )") if bracket else None


def _interval(extraction: Any) -> tuple[int, int] | None:
    found = extraction.char_interval
    if found is None or found.start_pos is None or found.end_pos is None:
        return None
    return found.start_pos, found.end_pos


def _text(said: object) -> str:
    return " ".join(map(str, said)) if isinstance(said, list) else str(said or "")
