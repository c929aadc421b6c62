"""What a page shows, in words: made from a digest once, written as HTML or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from summariser.render.map import Map
from summariser.vocabulary import Severity

__all__ = [
    "ArticleView",
    "Bit",
    "DayView",
    "DiplomacyView",
    "DoubtView",
    "EventView",
    "Line",
    "OmissionView",
    "PageView",
    "QuoteView",
    "SaysView",
    "Segment",
    "SourceView",
    "Tile",
    "TileFigure",
    "WaveRow",
]


@dataclass(frozen=True, slots=True)
class Bit:
    """A bit of a line. A number has a severity, the anchor of its sentence, and what the text says of it."""

    text: str
    href: str | None = None
    severity: Severity | None = None
    tip: str = ""


Line = tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """An article by the name that people know it by; `anchor` is its text on the page."""

    anchor: str
    name: str
    published: date | None


@dataclass(frozen=True, slots=True)
class SaysView:
    """What a record makes of a sentence: "20 killed: the text says so"."""

    text: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A sentence of an article as (text, whether it is a number that was used), and what was made of it."""

    runs: tuple[tuple[str, bool], ...]
    source: SourceView
    href: str
    says: tuple[SaysView, ...] = ()


@dataclass(frozen=True, slots=True)
class EventView:
    """An attack, with the attacks that are parts of it. `number` is its marker's on the map."""

    id: str
    title: str
    kind: str
    scope: str
    facts: tuple[str, ...]
    people: tuple[Line, ...]
    munitions: tuple[Line, ...]
    others: tuple[Line, ...]
    targets: tuple[str, ...]
    quotes: tuple[QuoteView, ...]
    sources: tuple[SourceView, ...]
    place_note: str
    parts: tuple[EventView, ...]
    number: int | None


@dataclass(frozen=True, slots=True)
class DiplomacyView:
    """A diplomatic event. `status` is how far it came: "planned → held"."""

    id: str
    title: str
    kind: str
    status: str
    facts: tuple[str, ...]
    topic: str
    outcome: str
    numbers: tuple[Line, ...]
    spellings: tuple[str, ...]
    quotes: tuple[QuoteView, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class TileFigure:
    """A number of a tile; `parts` are the events it was added up from: anchor, title, number."""

    hedge: str
    number: str
    word: str
    note: str
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """What a night came to for people, drones or missiles."""

    label: str
    figures: tuple[TileFigure, ...]


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A row of the table of munitions: what, when, and the cells in the order of the header."""

    href: str
    title: str
    when: str
    cells: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the timeline, or "no date": (anchor, what, where) of each event."""

    day: date | None
    entries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DoubtView:
    """Something that could not be verified, or where sources differ."""

    text: Line
    reason: str
    where: str
    quotes: tuple[QuoteView, ...]
    severity: Severity


@dataclass(frozen=True, slots=True)
class OmissionView:
    """A printed number that no record used."""

    figure: str
    kind: str
    quote: QuoteView
    background: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of an article's text; `mark` says how it is marked; `anchors` are ids that begin here."""

    text: str
    mark: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article in full, with all sentences that a record points at marked."""

    source: SourceView
    title: str
    label: str
    url: str | None
    made_by: str
    repairs: str
    warning: str
    paragraphs: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A whole page. `single`: it tells of one article."""

    title: str
    subtitle: str
    single: bool
    verified: int
    review: int
    errors: int
    tiles: tuple[tuple[str, tuple[Tile, ...]], ...]
    map: Map | None
    timeline: tuple[DayView, ...]
    attacks: tuple[EventView, ...]
    recalled: tuple[EventView, ...]
    munition_header: tuple[str, ...]
    munition_rows: tuple[WaveRow, ...]
    diplomacy: tuple[DiplomacyView, ...]
    diplomacy_recalled: tuple[DiplomacyView, ...]
    no_diplomacy: str  # what to say instead where there is none
    differences: tuple[DoubtView, ...]
    doubts: tuple[DoubtView, ...]
    notes: tuple[DoubtView, ...]
    omissions: tuple[OmissionView, ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    articles: tuple[ArticleView, ...]
    version: str = field(default="")

    @property
    def has_sums(self) -> bool:
        """Whether any number at a glance was added up by us."""
        return any(len(f.parts) > 1 for _, tiles in self.tiles for tile in tiles for f in tile.figures)

    @property
    def numbers(self) -> int:
        """How many numbers the records state."""
        return self.verified + self.review + self.errors
