"""C3: whatever happens to the file, a run goes on, says so once, and never takes damage for an answer."""

from __future__ import annotations

import hashlib
import os
import pwd
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from summariser.cache import SqliteCache, TableCache
from summariser.cache.file import version_of
from summariser.cache.mounts import kind_of_mount
from summariser.cache.statements import VERSION
from summariser.errors import SettingsError
from summariser.model.contract import Entry, Usage

Opened = Callable[..., TableCache]
COUNT = 300


def key(number: int) -> bytes:
    """A key of the right length."""
    return hashlib.sha256(str(number).encode()).digest()


def entry(number: int) -> Entry:
    """An answer that shows which it is."""
    text = random.Random(number).randbytes(400).hex()
    return Entry(f'{{"number": {number}, "text": "{text}"}}', Usage(1, 0, 1, 0.5), "m", "m")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A cache of 300 answers, closed."""
    path = tmp_path / "cache.sqlite"
    cache = SqliteCache(path)
    for number in range(COUNT):
        cache.put(key(number), entry(number))
    cache.close()
    return path


def zero_the_header(path: Path) -> None:
    """As a lost first sector."""
    with path.open("r+b") as file:
        file.write(bytes(100))


def truncate_to_half(path: Path) -> None:
    """As a copy that broke off."""
    os.truncate(path, path.stat().st_size // 2)


def flip_64_bytes(path: Path) -> None:
    """As failing memory."""
    content = bytearray(path.read_bytes())
    dice = random.Random(64)
    for _ in range(64):
        content[dice.randrange(len(content))] ^= 0xFF
    path.write_bytes(content)


def overwrite_with_text(path: Path) -> None:
    """As a mistaken editor."""
    path.write_text("this was a cache once\n" * 1_000)


def run_over(cache: TableCache) -> int:
    """What a run does: look, ask if there is nothing, remember. Gives how many were still known."""
    known = 0
    for number in range(COUNT):
        found = cache.get(key(number))
        known += found is not None
        assert found in (None, entry(number)), "a wrong answer"
        if found is None:
            assert cache.claim(key(number), seconds=5)
            cache.put(key(number), entry(number))
            cache.release(key(number))
    assert all(cache.get(key(number)) == entry(number) for number in range(COUNT))
    return known


@pytest.mark.parametrize(
    "damage",
    [zero_the_header, truncate_to_half, flip_64_bytes, overwrite_with_text],
    ids=lambda damage: damage.__name__,
)
def test_c3_a_broken_file_is_put_aside(
    damage: Callable[[Path], None], filled: Path, opened: Opened, told: list[str]
) -> None:
    """A broken file is renamed, a new one takes its place, and one warning names both."""
    damage(filled)
    cache = opened(filled)
    assert isinstance(cache, SqliteCache)
    cache.check()
    run_over(cache)
    aside = [
        path.name
        for path in filled.parent.glob("cache.sqlite.corrupt-*")
        if not path.name.endswith(("-wal", "-shm"))
    ]
    assert len(aside) == 1
    assert len(told) == 1
    assert aside[0] in told[0]
    assert cache.verify().sound


@pytest.mark.parametrize("damage", [truncate_to_half, flip_64_bytes], ids=lambda damage: damage.__name__)
def test_c3_sound_answers_of_a_broken_file_are_carried_over(
    damage: Callable[[Path], None], filled: Path, opened: Opened
) -> None:
    """What still matches its checksum was paid for and is not paid for again."""
    damage(filled)
    cache = opened(filled)
    assert isinstance(cache, SqliteCache)
    cache.check()
    assert run_over(cache) > COUNT // 4


def test_c3_damage_while_the_file_is_open(filled: Path, opened: Opened, told: list[str]) -> None:
    """Damage that comes during a run ends in the same way."""
    cache = opened(filled)
    assert cache.get(key(0)) == entry(0)
    other = SqliteCache(filled)
    overwrite_with_text(filled)
    run_over(cache)
    run_over(other)
    other.close()
    assert len(told) == 1


def test_c3_a_lost_log_loses_no_soundness(filled: Path, opened: Opened, told: list[str]) -> None:
    """A deleted write-ahead log may cost its answers; the rest is sound, and nothing needs telling."""
    cache = opened(filled)
    cache.put(key(COUNT), entry(COUNT))
    copy = filled.with_name("copy.sqlite")
    shutil.copy(filled, copy)  # as after a crash, without its log
    survivor = opened(copy)
    assert run_over(survivor) == COUNT
    assert survivor.verify().sound
    assert told == []


def test_c3_a_folder_in_its_place_is_left_alone(tmp_path: Path, opened: Opened, told: list[str]) -> None:
    """A folder where the file should be is nobody's cache: it is not renamed, the run goes on without."""
    path = tmp_path / "cache.sqlite"
    path.mkdir()
    (path / "thesis.txt").write_text("mine")
    cache = opened(path)
    cache.put(key(1), entry(1))
    assert cache.get(key(1)) is None
    assert (path / "thesis.txt").read_text() == "mine"
    assert len(told) == 1
    with pytest.raises(SettingsError):
        cache.stats()


def test_somebody_elses_database_is_left_alone(tmp_path: Path, opened: Opened, told: list[str]) -> None:
    """A database that is no cache is not written to."""
    path = tmp_path / "bookmarks.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE bookmark (url TEXT)")
    before = path.read_bytes()
    cache = opened(path)
    cache.put(key(1), entry(1))
    assert cache.get(key(1)) is None
    assert path.read_bytes() == before
    assert len(told) == 1
    assert "not a cache of summariser" in told[0]


def test_a_cache_in_the_making_is_not_somebody_elses(tmp_path: Path) -> None:
    """Who looks at the file while another process makes its table sees a new cache, or a whole one."""
    path = tmp_path / "cache.sqlite"
    path.touch()
    other = Thread(target=lambda: SqliteCache(path).close())

    def make_meanwhile(statement: str) -> None:
        if "user_version" in statement and other.ident is None:
            other.start()
            other.join(0.5)  # it ends at once, unless it has to wait for the one that looks

    with closing(sqlite3.connect(path, isolation_level=None)) as looking:
        looking.set_trace_callback(make_meanwhile)
        assert version_of(looking) in (0, VERSION)
        other.join()
        assert version_of(looking) == VERSION


def test_a_deleted_file_is_made_again(filled: Path, opened: Opened, told: list[str]) -> None:
    """A user who deletes the cache during a run loses what was in it, nothing else."""
    cache = opened(filled)
    assert cache.get(key(0)) == entry(0)
    for path in filled.parent.glob("cache.sqlite*"):
        path.unlink()
    again = opened(filled)
    run_over(again)
    run_over(cache)
    assert told == []


def test_a_link_to_no_file_yet_makes_the_file(tmp_path: Path, opened: Opened, told: list[str]) -> None:
    """A cache behind a symbolic link is made where the link points, and shared with who uses that place."""
    link, place = tmp_path / "link.sqlite", tmp_path / "place.sqlite"
    link.symlink_to(place)
    opened(link).put(key(1), entry(1))
    assert opened(place).get(key(1)) == entry(1)
    assert link.is_symlink()
    assert told == []


def test_only_its_user_may_read_it(tmp_path: Path, opened: Opened) -> None:
    """The folder is made 0700, the file and its log 0600."""
    path = tmp_path / "folder" / "cache.sqlite"
    opened(path).put(key(1), entry(1))
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


READER = """
import hashlib, sys
from summariser.cache import open_cache
from summariser.model.contract import Entry, Usage
told = []
cache = open_cache(sys.argv[1], on_warning=told.append)
key = lambda number: hashlib.sha256(str(number).encode()).digest()
for number in range(3):
    cache.put(key(1000 + number), Entry("{}", Usage(), "m", None))
known = sum(cache.get(key(number)) is not None for number in range(300))
print(known, cache.claim(key(5), seconds=1), len(told))
"""


@pytest.mark.parametrize("folder_mode", [0o555, 0o777], ids=["read-only folder", "read-only file"])
def test_c3_a_read_only_cache_is_read(filled: Path, folder_mode: int) -> None:
    """A cache that cannot be written still gives its answers; one warning says that nothing is added."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        Path(name).chmod(0o755)
        folder = Path(name) / "folder"
        folder.mkdir()
        cache = folder / "cache.sqlite"
        shutil.copy(filled, cache)
        cache.chmod(0o444)
        folder.chmod(folder_mode)
        reader = read_as_nobody(cache)
        folder.chmod(0o755)
    assert reader.stdout.split() == ["300", "True", "1"], reader.stderr


def read_as_nobody(cache: Path) -> subprocess.CompletedProcess[str]:
    """Read a cache in a process that owns no file; root could write everything."""
    nobody = pwd.getpwnam("nobody").pw_uid
    as_nobody = [f"--reuid={nobody}", "--clear-groups"] if os.geteuid() == 0 else []
    prefix = ["setpriv", *as_nobody] if as_nobody else []
    return subprocess.run(
        [*prefix, sys.executable, "-c", READER, str(cache)], capture_output=True, text=True, check=False
    )


def test_c3_a_full_disk_stops_the_writing_only(tmp_path: Path, opened: Opened, told: list[str]) -> None:
    """On a full disk what is remembered stays readable; the rest is not remembered, and told once.

    SQLite's own page limit stands in for the disk here: it gives the same error. A real full file system
    is in `tests/nightly`.
    """
    path = tmp_path / "cache.sqlite"
    cache = opened(path)
    assert isinstance(cache, SqliteCache)
    cache._execute("PRAGMA max_page_count = 60", {})
    for number in range(COUNT):
        cache.put(key(number), entry(number))
    known = [number for number in range(COUNT) if cache.get(key(number)) == entry(number)]
    assert 50 < len(known) < COUNT
    assert cache.claim(key(COUNT), seconds=5)
    assert len(told) == 1
    assert "full" in told[0]


def test_a_clock_put_back_does_not_block(tmp_path: Path, opened: Opened) -> None:
    """B12: a lease written before the clock was put back an hour does not hold for that hour."""
    path = tmp_path / "cache.sqlite"
    ahead = SqliteCache(path, clock=lambda: 1_800_003_600.0)
    behind = SqliteCache(path, clock=lambda: 1_800_000_000.0)
    assert ahead.claim(key(1), seconds=60)
    assert behind.claim(key(1), seconds=60)
    ahead.close()
    behind.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a/cache.sqlite", "nfs4"),
        ("/home/b x/cache.sqlite", "ext4"),
        ("/srv/cache.sqlite", "ext4"),
        ("/homework/cache.sqlite", "ext4"),
    ],
)
def test_a_network_disk_is_known_by_its_mount(path: str, kind: str) -> None:
    """The deepest mount decides, so that SQLite's log is not used on a network."""
    mounts = "/dev/a / ext4 rw 0 0\nserver:/x /home nfs4 rw 0 0\n/dev/b /home/b\\040x ext4 rw 0 0\n"
    assert kind_of_mount(Path(path), mounts) == kind
