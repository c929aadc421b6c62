"""A batch run may die at any moment: nothing is lost and nothing is sent twice."""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.fake_batches import Ending, FakeBatches
from tests.scale.batch_life import ARTICLES, DIED, LIVED, Died, Fate, live, night
from tests.scale.night import articles_for, desk_at, remembered

NEVER = 10_000
# 2 parts: file written down, up, intent written down, batch made, its id written down;
# then 2 downloads, an answer stored for each article, 2 parts settled
SENDING = 2 * 5
STEPS = SENDING + 2 + ARTICLES + 2

Call = Callable[[FakeBatches, Path, Fate], Awaitable[bool]]


async def _in_this_process(server: FakeBatches, folder: Path, fate: Fate) -> bool:
    """One nightly call; true if it died."""
    try:
        await night(server.url, folder, fate)
    except Died:
        return True
    return False


async def _in_a_process_that_is_killed(server: FakeBatches, folder: Path, fate: Fate) -> bool:
    """One nightly call in a process without a chance to clean up; true if it died."""
    fate.killed = True
    process = _processes.Process(target=live, args=(server.url, folder, fate))
    process.start()
    process.join(60)
    assert process.exitcode in {DIED, LIVED}
    return process.exitcode == DIED


# A fork of a process in which nothing but imports has happened: quick, and free of our threads.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    ["tests.scale.batch_life", "openai", "openai.types", "openai.resources", "summariser.cache.sqlite"]
)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    "call", [_in_this_process, pytest.param(_in_a_process_that_is_killed, marks=pytest.mark.slow)]
)
async def test_a_run_may_die_before_and_after_every_step(call: Call, moment: str, tmp_path: Path) -> None:
    """Whatever a submitting or collecting run had just done, the next one goes on: all is answered once."""
    for step in itertools.count():
        folder = tmp_path / str(step)
        folder.mkdir()
        with FakeBatches() as server:
            died = await call(server, folder, Fate(step, after=moment == "after"))
            assert died == (step < SENDING)
            if died:
                assert not await call(server, folder, Fate(NEVER, after=False))
            server.end(Ending())
            died = await call(server, folder, Fate(step - SENDING, after=moment == "after"))
            assert died == (SENDING <= step < STEPS)
            if died or step < SENDING:
                assert not await call(server, folder, Fate(NEVER, after=False))
            await _nothing_lost_nothing_twice(server, folder)
        if step == STEPS:
            break


async def _nothing_lost_nothing_twice(server: FakeBatches, folder: Path) -> None:
    async with desk_at(server.url, folder) as desk:
        answers = remembered(folder, desk, articles_for(ARTICLES))
    assert server.twice == []
    assert sorted(server.paid.values()) == [1] * ARTICLES
    assert len(answers) == ARTICLES
    assert all(answers)
