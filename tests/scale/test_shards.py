"""Shards: every article goes to exactly one of them."""

from __future__ import annotations

import pytest

from summariser.errors import SettingsError, UnreadableArticle
from summariser.scale.shards import Shard, in_shard, only_shard, parse_shard
from summariser.text.article import Article

IDS = [f"{number:016x}" for number in range(10_000)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64])
def test_every_article_is_in_exactly_one_shard(count: int) -> None:
    """Shards together hold every article once, and each a fair part of them."""
    sizes = [0] * count
    for article_id in IDS:
        holders = [index for index in range(1, count + 1) if in_shard(article_id, index, count)]
        assert len(holders) == 1
        sizes[holders[0] - 1] += 1
    fair = len(IDS) / count
    assert all(0.7 * fair < size < 1.3 * fair for size in sizes)


def test_a_shard_is_the_same_on_every_machine() -> None:
    """Which shard an article is in never changes: half a night may be run again elsewhere."""
    shards = {
        name: next(i for i in range(1, 5) if in_shard(name, i, 4)) for name in ("a", "b", "c", "d", "é")
    }
    assert shards == {"a": 3, "b": 3, "c": 3, "d": 2, "é": 4}


def test_a_source_is_shared_out_with_its_unreadable_parts() -> None:
    """What cannot be read is reported by one shard, not by all; a text that is there twice stays together."""
    articles = [Article.from_text(f"{number} people were killed in Kharkiv.") for number in range(50)]
    broken = [UnreadableArticle("not JSON", source="night.jsonl", line=line) for line in range(50)]
    source = [*articles, *broken, articles[0]]
    parts = [list(only_shard(source, Shard(index, 3))) for index in (1, 2, 3)]
    assert sorted(map(id, source)) == sorted(id(item) for part in parts for item in part)
    assert sum(any(item is articles[0] for item in part) for part in parts) == 1


@pytest.mark.parametrize(("text", "shard"), [("1/1", Shard(1, 1)), (" 2 / 16 ", Shard(2, 16))])
def test_a_shard_is_written_i_of_n(text: str, shard: Shard) -> None:
    """`--shard 2/16` is the second of sixteen."""
    assert parse_shard(text) == shard


@pytest.mark.parametrize("text", ["", "1", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/2/3", "1/100001", "²/4"])
def test_a_wrong_shard_is_a_usage_error(text: str) -> None:
    """A shard that cannot be is refused before anything runs."""
    with pytest.raises(SettingsError):
        parse_shard(text)
