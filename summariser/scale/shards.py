"""Which machine takes which article: a pure function of the article, so that nobody has to be asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summariser.errors import SettingsError, UnreadableArticle
from summariser.text.article import Article

__all__ = ["Shard", "in_shard", "only_shard", "parse_shard"]

MOST_SHARDS = 100_000
I_OF_N = re.compile(
    r"""
    \s{0,9} (\d{1,6}) \s{0,9} / \s{0,9} (\d{1,6}) \s{0,9}   # i/n
    """,
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of a source that is shared out. `index` counts from 1 to `count`."""

    index: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.index <= self.count <= MOST_SHARDS:
            raise SettingsError(f"shard {self.index}/{self.count}: i/n needs 1 <= i <= n <= {MOST_SHARDS}")

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"


def parse_shard(text: str) -> Shard:
    """`i/n` as a person writes it. Raises `SettingsError`."""
    match = I_OF_N.fullmatch(text)
    if match is None:
        raise SettingsError(f"shard {text!r}: not of the form i/n, for example 1/4")
    return Shard(int(match[1]), int(match[2]))


def in_shard(article_id: str, index: int, count: int) -> bool:
    """Whether an article belongs to shard `index` (from 1) of `count`: to exactly one of them, for ever.

    Depends on the id alone: not on the order of the source, the machine or Python's own hashes.
    """
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % count == index - 1


def only_shard(
    source: Iterable[Article | UnreadableArticle], shard: Shard
) -> Iterator[Article | UnreadableArticle]:
    """The part of a source that one shard takes, drawn lazily.

    A text that stands there twice goes to one shard; what cannot be read goes by its place, to one shard too.
    """
    return (item for item in source if in_shard(_name(item), shard.index, shard.count))


def _name(item: Article | UnreadableArticle) -> str:
    return str(item) if isinstance(item, UnreadableArticle) else item.id
