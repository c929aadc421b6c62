"""What comes in: one article, its repaired body and its numbered sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from summariser.errors import printable
from summariser.text.repair import Repair, repair_text
from summariser.text.sentences import Sentence, split_sentences

__all__ = ["Article", "Repair", "Sentence"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article. All offsets anywhere refer to `body`, which is kept with the summary.

    `id` is a hash of the repaired body (16 hex digits), so a copy has the same id wherever it came from.
    `label` names the article to a person: the user's own id, else the file (and line) it came from.
    Sentence numbers, as the model sees them, are 1-based: sentence n is `sentences[n - 1]`.
    """

    id: str
    label: str
    body: str
    sentences: tuple[Sentence, ...]
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        label: str = "text",
        title: str | None = None,
        published: date | None = None,
        source: str | None = None,
        url: str | None = None,
    ) -> Article:
        """Repair a text, split it into sentences, and name it by its content."""
        body, repairs = repair_text(text)
        return cls(
            id=hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16],
            label=printable(label),
            body=body,
            sentences=split_sentences(body),
            title=_one_line(title),
            published=published,
            source=printable(source) if source else source,
            url=printable(url) if url else url,
            repairs=repairs,
        )

    @classmethod
    def from_file(cls, path: str | Path, *, published: date | None = None) -> Article:
        """Read one article from a text, Markdown or HTML file; raises `UnreadableArticle`."""
        from summariser.text.formats import article_from_bytes

        return article_from_bytes(Path(path).read_bytes(), label=str(path), published=published)

    def sentence_text(self, number: int) -> str:
        """The text of sentence `number` (1-based)."""
        sentence = self.sentences[number - 1]
        return self.body[sentence.start : sentence.end]


def _one_line(title: str | None) -> str | None:
    """A title is one line, repaired: with lines of its own it could pass for the article's sentences."""
    return " ".join(repair_text(title)[0].split()) or None if title else None
