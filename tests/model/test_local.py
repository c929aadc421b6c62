"""The embedded model: it starts when it is needed, says why it cannot, and is gone when the run is."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from summariser.errors import LocalModelError
from summariser.figures.find import find_figures
from summariser.model.contract import Identity, Model
from summariser.model.gateway import Endpoint, OpenAIModel
from summariser.model.local import LocalModel, LocalServer, ServerSettings, available_memory, idle_cores
from summariser.model.profiles import EndpointKind, profile_for
from summariser.model.slots import SlotsReader
from summariser.model.weights import embedded_weights, ready_weights
from summariser.pipeline import Engine
from summariser.text.article import Article

SEEDS = Path(__file__).parents[2] / "seeds"
IDENTITY = Identity("local", "test")


def never() -> Path:
    """Weights that nobody should ask for."""
    raise AssertionError("the weights were asked for")


def nobody(_url: str, _key: str) -> Model:
    """A client that nobody should make."""
    raise AssertionError("a client was made")


def test_nothing_starts_before_the_first_question() -> None:
    """A run that the cache serves loads no weights; the model's identity is known all the same."""
    model = LocalModel(IDENTITY, weights=never, connect=nobody)
    assert model.identity == IDENTITY
    asyncio.run(model.aclose())


def test_missing_weights_are_named(tmp_path: Path) -> None:
    """A path that leads nowhere is an error that shows it."""
    with pytest.raises(LocalModelError, match=r"there is no model file .*nowhere\.gguf"):
        LocalServer(tmp_path / "nowhere.gguf").start()


@pytest.mark.skipif(available_memory() is None, reason="this system does not say how much memory is free")
def test_too_little_memory_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    """A machine that is too small is told so, with both figures, instead of being driven into swap."""
    weights = tmp_path / "model.gguf"
    weights.write_bytes(b"GGUF")
    with pytest.raises(LocalModelError, match=r"needs 1000000000\.0 GB of memory, and only \d"):
        LocalServer(weights, settings=ServerSettings(memory=10**18)).start()


@pytest.mark.parametrize(
    ("meminfo", "expected"),
    [
        ("MemTotal:  8000 kB\nMemAvailable:    2048 kB\n", 2048 * 1024),
        ("MemTotal:  8000 kB\n", None),
        ("MemAvailable: many kB\n", None),
    ],
)
def test_free_memory_is_what_the_system_says(tmp_path: Path, meminfo: str, expected: int | None) -> None:
    """What counts is what can be had without swapping; a system that does not say is not guessed at."""
    (tmp_path / "meminfo").write_text(meminfo)
    assert available_memory(tmp_path / "meminfo") == expected
    assert available_memory(tmp_path / "nowhere") is None


@pytest.mark.parametrize(("running", "busy"), [("1/300", 0), ("2/300", 1), ("90/300", 89)])
def test_a_busy_machine_gets_fewer_threads(tmp_path: Path, running: str, busy: int) -> None:
    """Threads that spin for each other on busy cores are slower than one: there are as many as idle cores."""
    (tmp_path / "loadavg").write_text(f"0.10 0.20 0.30 {running} 12345\n")
    alone = idle_cores(tmp_path / "nowhere")
    assert idle_cores(tmp_path / "loadavg") == max(1, alone - busy)


def test_a_missing_server_package_says_what_to_install(tmp_path: Path) -> None:
    """Without the extra the error names the command that brings it."""
    weights = tmp_path / "model.gguf"
    weights.write_bytes(b"GGUF")
    script = (
        "import sys; sys.modules['xllamacpp'] = None\n"
        "from pathlib import Path\n"
        "from summariser.errors import LocalModelError\n"
        "from summariser.model.local import LocalServer\n"
        "try: LocalServer(Path(sys.argv[1])).start()\n"
        "except LocalModelError as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(weights)], capture_output=True, text=True, check=True
    )
    assert "pip install 'summariser[local]'" in run.stdout


# --- with the real weights ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real weights: from the folder that the environment names, else assembled for this test."""
    named = os.environ.get("SUMMARISER_CACHE_DIR")
    folder = Path(named) / "models" if named else tmp_path_factory.mktemp("models")
    return ready_weights(folder, weights=embedded_weights())


def local_model(weights: Path) -> LocalModel:
    """The embedded model behind the real gateway."""
    profile = profile_for("embedded", EndpointKind.EMBEDDED)

    def connect(url: str, key: str) -> Model:
        endpoint = Endpoint("embedded", base_url=url, api_key=key, kind=EndpointKind.EMBEDDED, name="local")
        return OpenAIModel(endpoint, profile)

    return LocalModel(IDENTITY, weights=lambda: weights, connect=connect)


@pytest.mark.local
def test_the_server_listens_on_loopback_for_those_with_the_key(weights: Path) -> None:
    """Nobody else on the network or the machine can ask it, and it is gone after the block."""
    with LocalServer(weights) as server:
        host, port = server.base_url.split("//")[1].split("/")[0].split(":")
        assert host == "127.0.0.1"
        request = urllib.request.Request(
            f"{server.base_url}/chat/completions",
            data=json.dumps({"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1}).encode(),
            headers={"Content-Type": "application/json", "Authorization": "Bearer wrong"},
        )
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(request)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(port))) != 0


@pytest.mark.local
def test_one_sentence_gives_the_right_toll(weights: Path) -> None:
    """The embedded model fills the slots of a plain sentence, and only with what is printed there."""
    article = Article.from_text("Shelling of Nikopol killed two people and wounded 15, the governor said.")
    model = local_model(weights)

    async def read() -> list[tuple[str, int | None]]:
        try:
            reading = await SlotsReader(model, profile_for("embedded", EndpointKind.EMBEDDED)).read(
                article, find_figures(article.body)
            )
        finally:
            await model.aclose()
        return [(count.role.value, count.value) for count in reading.answer.attacks[0].counts]

    assert asyncio.run(read()) == [("killed", 2), ("injured", 15)]


@pytest.mark.local
def test_the_ternopil_toll_is_found_and_verified(weights: Path) -> None:
    """The main job on the main seed: 20 killed in Ternopil, with a quote that says so."""
    article = Article.from_file(SEEDS / "000_1e9df3a8d36f0e2f.txt")
    model = local_model(weights)

    async def summarise() -> list[tuple[str, int | None, str, str]]:
        reader = SlotsReader(model, profile_for("embedded", EndpointKind.EMBEDDED))
        try:
            outcome = await Engine(reader, "test", repair_rounds=0).summarise(article)
        finally:
            await model.aclose()
        assert outcome.summary is not None
        return [
            (count.role.value, count.value, count.verdict.value, count.quote or "")
            for attack in outcome.summary.attacks
            if attack.place is not None and attack.place.name == "Ternopil"
            for count in attack.counts
        ]

    killed = [count for count in asyncio.run(summarise()) if count[:2] == ("killed", 20)]
    assert [verdict for _, _, verdict, _ in killed] == ["supported"]
    assert "20 people" in killed[0][3]
