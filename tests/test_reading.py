"""Sources: files, folders, lines of JSON, streams. One bad line is an outcome, nothing else is lost."""

import gzip
import io
import json
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from summariser.errors import SettingsError, UnreadableArticle
from summariser.reading import count_articles, read_articles, read_one_article
from summariser.text.article import Article

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file into the test's folder."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write


def told(found: Article | UnreadableArticle) -> str:
    """An article's body, or what is wrong with it."""
    return found.body if isinstance(found, Article) else f"! {found}"


def test_a_folder_is_read_in_the_order_of_its_names(write: Write, tmp_path: Path) -> None:
    """Known files of a folder and its folders are read, sorted; hidden and foreign ones are left alone."""
    write("b.txt", b"Two.")
    write("a/c.md", b"One.")
    write("c.jsonl", b'{"body": "Three."}\n{"body": "Four."}\n')
    write("d.txt.gz", gzip.compress(b"Five."))
    write("e.pdf", b"%PDF-1.4")
    write(".git/f.txt", b"hidden")
    assert [told(each) for each in read_articles([tmp_path])] == ["One.", "Two.", "Three.", "Four.", "Five."]


def test_a_missing_source_is_a_wrong_setting(tmp_path: Path) -> None:
    """A source that does not exist stops the run before it begins, and is named."""
    with pytest.raises(SettingsError, match=r"nowhere\.txt: no such file"):
        read_articles([tmp_path, str(tmp_path / "nowhere.txt")])


def test_bad_lines_are_outcomes_and_lose_nothing_else(write: Write) -> None:
    """Each bad line is told with its file, line and field; the good ones before and after it are read."""
    path = write(
        "night.jsonl",
        b'\xef\xbb\xbf{"body": "First."}\r\n'
        b"{oops\n"
        b"\n"
        b"[1]\n"
        b'{"title": "no body"}\n'
        b'{"text": "x", "date": "yesterday"}\n'
        b'{"body": null}\n'
        b'{"body": " "}\n'
        b"\x00\x01\x02\n"
        b'{"body": ' + b"[" * 100_000 + b"\n"
        b'{"content": "Last.", "id": 7, "title": "T", "published": "2025-09-03", "source": "AFP",'
        b' "url": "u", "x": 1}',
    )
    found = list(read_articles([path]))
    assert [(each.line, each.field) for each in found if isinstance(each, UnreadableArticle)] == [
        (2, None), (4, None), (5, "body"), (6, "date"), (7, "body"), (8, "body"), (9, None), (10, None),
    ]  # fmt: skip
    assert all(str(path) in str(each) for each in found if isinstance(each, UnreadableArticle))
    first, last = found[0], found[-1]
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.body, first.label) == ("First.", f"{path}:1")
    assert (last.body, last.label, last.title, last.published) == ("Last.", "7", "T", date(2025, 9, 3))
    assert (last.source, last.url) == ("AFP", "u")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2025-09-03", date(2025, 9, 3)),
        ("2025-09-03T23:30:00+03:00", date(2025, 9, 3)),
        ("2025-09-03 10:00", date(2025, 9, 3)),
        ("", date(2024, 1, 1)),
        (None, date(2024, 1, 1)),
    ],
)
def test_an_articles_own_day_beats_the_given_one(write: Write, printed: str | None, day: date) -> None:
    """A line's date is taken as printed, times too; `published` is for articles that name none."""
    path = write("a.jsonl", json.dumps({"body": "x", "date": printed}).encode())
    article = read_one_article(str(path), published=date(2024, 1, 1))
    assert article.published == day


@pytest.mark.parametrize(
    ("data", "bodies"),
    [
        (b"Two died.\nThree were hurt.", ["Two died.\nThree were hurt."]),
        (b'{"body": "One."}\n{"body": "Two."}', ["One.", "Two."]),
        ("Київ".encode("utf-16"), ["Київ"]),
        (b"", ["! stdin: holds no text"]),
    ],
)
def test_stdin_holds_an_article_or_lines_of_json(data: bytes, bodies: list[str]) -> None:
    """`-` reads standard input: one article, or one a line."""
    assert [told(each) for each in read_articles(["-"], stdin=io.BytesIO(data))] == bodies


def test_articles_are_read_only_when_asked_for(write: Write) -> None:
    """Reading is lazy: the first article comes before the rest of the stream is touched."""
    lines = io.BytesIO(b'{"body": "One."}\n' + b'{"body": "Two."}\n' * 10_000)
    first = next(iter(read_articles(["-"], stdin=lines)))
    assert told(first) == "One."
    assert lines.tell() < 100


class Endless(io.RawIOBase):
    """A line of JSON that does not end for a gigabyte."""

    left = 1_000_000_000

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill the buffer from the one line."""
        count = min(len(buffer), self.left)
        buffer[:count] = b"{" * count
        self.left -= count
        return count


def test_a_line_of_a_gigabyte_is_refused_without_being_held() -> None:
    """A line beyond the limit costs neither its size in memory nor the run."""
    tracemalloc.start()
    started = time.monotonic()
    found = list(read_articles(["-"], stdin=io.BufferedReader(Endless(), 1 << 20)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [told(each) for each in found] == [
        "! stdin, line 1: longer than 20 MiB, no end in sight: the rest of the file is not read"
    ]
    assert peak < 100_000_000
    assert time.monotonic() - started < 10


def test_a_gzip_bomb_is_not_expanded(write: Write) -> None:
    """A packed file that would fill the memory is refused at the limit."""
    path = write("bomb.txt.gz", gzip.compress(b"a" * 100_000_000, 1))
    tracemalloc.start()
    found = list(read_articles([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [told(each) for each in found] == [f"! {path}: larger than 20 MiB"]
    assert peak < 100_000_000


def test_damaged_archives_are_outcomes(write: Write) -> None:
    """What is no gzip, or is cut off, is told; what came before the cut is kept."""
    cut = gzip.compress(b"".join(b'{"body": "%d"}\n' % number for number in range(20_000)))
    found = list(read_articles([write("a.txt.gz", b"no gzip"), write("b.jsonl.gz", cut[: len(cut) // 2])]))
    assert isinstance(found[0], UnreadableArticle)
    assert isinstance(found[-1], UnreadableArticle)
    kept = [each.body for each in found[1:-1] if isinstance(each, Article)]
    assert len(kept) > 1_000
    assert kept[:2] == ["0", "1"]


def test_articles_are_counted_cheaply(write: Write, tmp_path: Path) -> None:
    """The number of articles is known from files and lines, and unknown for streams and packed lines."""
    write("a.txt", b"One.")
    write("b.jsonl", b'{"body": "Two."}\n{"body": "Three."}\n')
    assert count_articles([tmp_path]) == 3
    assert count_articles(["-"]) is None
    write("c.jsonl.gz", gzip.compress(b"{}\n"))
    assert count_articles([tmp_path]) is None
