"""From templates and an article to the exact words sent, and their fingerprint.

Every word the model reads lies in `prompts/`. Templates are read once, by the names that the package ships; a
user's folder may replace any of them. Articles are values in a template, never templates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import DictLoader, StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from summariser.errors import TemplateError
from summariser.model.contract import fingerprint
from summariser.resources import shipped_folder
from summariser.text.article import Article

__all__ = ["Prompts", "Range", "estimate_tokens", "marked", "numbered_article", "parts_of"]

SUFFIXES = (".j2", ".json")
BYTES_PER_TOKEN = 4  # over-estimates English by a fifth, and is about right for Cyrillic


@dataclass(frozen=True, slots=True)
class Range:
    """Sentences `first` to `last`, 1-based, both included."""

    first: int
    last: int


class Prompts:
    """The shipped prompt files, each replaced by the user's file of the same name where there is one.

    Raises `TemplateError` for a file that cannot be read.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._texts = {path.name: _read(_chosen(path, folder)) for path in _shipped()}
        self._environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(self._texts),
            undefined=StrictUndefined,
            autoescape=False,  # plain text for a model, no HTML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The files that there are."""
        return tuple(sorted(self._texts))

    def text(self, name: str) -> str:
        """A file as it is. Raises `TemplateError` for a name that is not shipped."""
        if name not in self._texts:
            raise TemplateError(f"there is no prompt {name!r}; there are: {', '.join(self.names)}")
        return self._texts[name]

    def render(self, name: str, values: dict[str, object]) -> str:
        """A template with its values. Raises `TemplateError` that names template and variable."""
        self.text(name)
        try:
            return self._environment.get_template(name).render(values)
        except JinjaError as error:
            line = getattr(error, "lineno", None)
            where = f"prompt {name!r}" if line is None else f"prompt {name!r}, line {line}"
            raise TemplateError(f"{where}: {error.message}") from error
        except (TypeError, ValueError, ZeroDivisionError, OverflowError, RecursionError) as error:
            raise TemplateError(f"prompt {name!r}: {type(error).__name__}: {error}") from error

    def fingerprint(self, names: Iterable[str], *extra: str) -> str:
        """A short name for some files and whatever else shapes the prompt."""
        parts = [[name, self.text(name)] for name in sorted(names)]
        return fingerprint(json.dumps([parts, extra], ensure_ascii=False))


def numbered_article(article: Article, part: Range) -> dict[str, object]:
    """What `article.j2` is given: the sentences of a part with their numbers, and marks around them.

    The text of each sentence stays as it is. Boilerplate is left out; the numbers of the others stay. The
    marks come from the content, so that a prompt is always the same, and do not occur in it.
    """
    numbers = range(part.first, part.last + 1)
    kept = {n: article.sentence_text(n) for n in numbers if not article.sentences[n - 1].boilerplate}
    return _marked(kept, title=article.title)


def marked(sentences: Sequence[str], *, title: str | None) -> dict[str, object]:
    """The same for bare sentences, numbered from 1."""
    return _marked(dict(enumerate(sentences, start=1)), title=title)


def _marked(sentences: Mapping[int, str], *, title: str | None) -> dict[str, object]:
    return {
        "title": title,
        "sentences": [{"number": number, "text": text} for number, text in sentences.items()],
        "mark": _mark([title or "", *sentences.values()]),
    }


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has; rather too many than too few."""
    return len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN + 1


def parts_of(article: Article, *, tokens: int, overlap: int) -> list[Range]:
    """The parts of an article of at most so many tokens each, with some sentences in common.

    A single sentence is never split. An article without sentences has no part.
    """
    sizes = [estimate_tokens(article.body[s.start : s.end]) + 4 for s in article.sentences]
    parts: list[Range] = []
    first = 1
    while first <= len(sizes):
        last, size = first, sizes[first - 1]
        while last < len(sizes) and size + sizes[last] <= tokens:
            size += sizes[last]
            last += 1
        parts.append(Range(first, last))
        first = last + 1
        while first > max(1, last + 1 - overlap) and sum(sizes[first - 2 : last + 1]) <= tokens:
            first -= 1
        if last == len(sizes):
            break
    return parts


def _mark(texts: list[str]) -> str:
    whole = "\n".join(texts)
    salt = 0
    while True:
        seed = f"{salt}\n{whole}".encode("utf-8", "surrogatepass")
        mark = hashlib.sha256(seed).hexdigest()[:12]
        if mark not in whole:
            return mark
        salt += 1


def _shipped() -> list[Path]:
    return sorted(path for path in shipped_folder("prompts").iterdir() if path.suffix in SUFFIXES)


def _chosen(shipped: Path, folder: Path | None) -> Path:
    """The user's file of that name, if it is a file in that folder and nowhere else."""
    if folder is None:
        return shipped
    own = folder / shipped.name
    return own if own.is_file() else shipped


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"prompt file {path} cannot be read: {error}") from error
