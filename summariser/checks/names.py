"""Names, times and the numbers in free text: does the article hold what the answer writes?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summariser.checks.geography import Spot, country_strayed_to
from summariser.checks.results import NameNote
from summariser.checks.spelling import NameIndex
from summariser.figures.figure import Figure
from summariser.figures.find import find_numbers
from summariser.records import Answer, Attack, DiplomaticEvent
from summariser.text.article import Article
from summariser.vocabulary import FigureKind, Severity

__all__ = ["check_countries", "check_names"]


def check_names(article: Article, answer: Answer, figures: Sequence[Figure]) -> list[NameNote]:
    """A note for each name, time, number and sentence that the article does not hold."""
    index = NameIndex(f"{article.title or ''}\n{article.body}")
    found = [*_headline(answer, figures)]
    for number, attack in enumerate(answer.attacks):
        found += _attack(f"attacks[{number}]", attack, index)
        found += _sentences(f"attacks[{number}]", attack.evidence, article)
    for number, event in enumerate(answer.diplomacy):
        found += _event(f"diplomacy[{number}]", event, index, figures, answer)
        found += _sentences(f"diplomacy[{number}]", event.evidence, article)
    return found


def check_countries(answer: Answer, spots: Sequence[Spot]) -> Iterator[NameNote]:
    """A note for each attack that lies in another country than it says was hit; one spot an attack."""
    for number, (attack, spot) in enumerate(zip(answer.attacks, spots, strict=True)):
        country = country_strayed_to(attack, spot)
        if country is not None:
            where = f"“{_short(attack.place or '')}” lies in {country}"
            note = f"{where}, but the country hit is “{_short(attack.target_country or '')}”"
            yield _note(f"attacks[{number}].place", note)


def _attack(path: str, attack: Attack, index: NameIndex) -> Iterator[NameNote]:
    yield from _place(f"{path}.place", attack.place, index)
    yield from _party(f"{path}.attacker", attack.attacker, index)
    yield from _party(f"{path}.target_country", attack.target_country, index)
    yield from _party(f"{path}.claimed_by", attack.claimed_by, index)
    yield from _time(f"{path}.when", attack.when, index)
    for number, count in enumerate(attack.counts):
        yield from _party(f"{path}.counts[{number}].claimed_by", count.claimed_by, index)


def _event(
    path: str, event: DiplomaticEvent, index: NameIndex, figures: Sequence[Figure], answer: Answer
) -> Iterator[NameNote]:
    yield from _place(f"{path}.place", event.place, index)
    yield from _time(f"{path}.when", event.when, index)
    for number, participant in enumerate(event.participants):
        yield from _party(f"{path}.participants[{number}].name", participant.name, index)
        yield from _party(f"{path}.participants[{number}].country", participant.country, index)
    for number, count in enumerate(event.counts):
        yield from _party(f"{path}.counts[{number}].claimed_by", count.claimed_by, index)
    yield from _numbers(f"{path}.topic", event.topic, figures, answer)
    yield from _numbers(f"{path}.outcome", event.outcome, figures, answer)


def _headline(answer: Answer, figures: Sequence[Figure]) -> Iterator[NameNote]:
    yield from _numbers("headline", answer.headline, figures, answer)


def _place(path: str, name: str | None, index: NameIndex) -> Iterator[NameNote]:
    if name and name.strip() and not index.holds(name):
        yield _note(path, f"the place “{_short(name)}” is not named in the article")


def _party(path: str, name: str | None, index: NameIndex) -> Iterator[NameNote]:
    if name and name.strip() and not index.holds_person(name):
        yield _note(path, f"“{_short(name)}” is not named in the article")


def _time(path: str, phrase: str | None, index: NameIndex) -> Iterator[NameNote]:
    if phrase and phrase.strip() and not index.holds_phrase(phrase):
        yield _note(path, f"the time “{_short(phrase)}” is not printed in the article")


def _numbers(path: str, text: str | None, figures: Sequence[Figure], answer: Answer) -> Iterator[NameNote]:
    """Counts that the model writes in its own words must be printed, or stated (and judged) as a count.

    "A mother" and the "no" of "no soldiers" are words as any other.
    """
    if not text:
        return
    known = {value for figure in figures for value in (figure.low, figure.high)} | _counted(answer)
    for figure in find_numbers(text):
        if figure.kind is FigureKind.COUNT and figure.value is not None and figure.value not in known:
            yield _note(path, f"the number “{figure.text}” is not printed in the article")


def _counted(answer: Answer) -> set[int | float | None]:
    records: list[Attack | DiplomaticEvent] = [*answer.attacks, *answer.diplomacy]
    return {count.value for record in records for count in record.counts}


def _sentences(path: str, numbers: Sequence[int], article: Article) -> Iterator[NameNote]:
    wrong = [number for number in numbers if not 1 <= number <= len(article.sentences)]
    if wrong:
        said = ", ".join(_short(str(number)) if number.bit_length() < 64 else "…" for number in wrong)
        yield _note(
            f"{path}.evidence", f"no such sentence ({said}): the article has {len(article.sentences)}"
        )


def _note(path: str, note: str) -> NameNote:
    return NameNote(path, Severity.REVIEW, note)


def _short(name: str) -> str:
    return name.strip() if len(name) <= 80 else f"{name.strip()[:79]}…"
