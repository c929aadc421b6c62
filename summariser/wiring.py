"""From settings to a working summariser: the only place where rooms meet that do not know each other."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summariser import __version__
from summariser.errors import SettingsError
from summariser.judging import judge_here
from summariser.model.contract import Model, Reader, Usage, Way
from summariser.model.patterns import PatternsReader
from summariser.model.profiles import EndpointKind, Profile, endpoint_kind, profile_for
from summariser.pipeline import Engine
from summariser.session import Summariser
from summariser.settings import CacheUse, Ceilings, Fallback, Settings, cache_place, default_folder

if TYPE_CHECKING:
    from summariser.cache import TableCache
    from summariser.judging.beside import Beside
    from summariser.model.gateway import OpenAIModel
    from summariser.model.limits import Gate, Limits
    from summariser.model.local import ServerSettings

__all__ = ["OpenEngine", "hosted_model", "open_engine", "open_summariser"]

Say = Callable[[str], None]
Priced = Callable[[str, Usage], float | None]

PATTERNS = "patterns"
DEFAULT_HOSTED_MODEL = "gpt-5-mini"


def _free(_model: str, _usage: Usage) -> float | None:
    return 0.0


@dataclass(frozen=True, slots=True)
class OpenEngine:
    """An engine, and how to close what it holds."""

    engine: Engine
    close: Callable[[], Coroutine[object, object, None]]
    limits: Limits | None = None
    price: Priced = _free
    cache: TableCache | None = None


def open_summariser(
    model: str | None = None,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    settings: Settings | None = None,
    say: Say | None = None,
) -> Summariser:
    """Open a summariser; use it with `with` or `async with`.

    `model` is a name, `patterns` (no model) or the path of a GGUF file. No key and no address, neither here
    nor in the environment: the embedded local model. `say` is told which model answers. Raises `RunError`.
    """
    chosen = settings or Settings.from_environment(model=model, base_url=base_url)
    if api_key is not None:
        chosen = replace(chosen, api_key=api_key)
    opened = open_engine(chosen, say=say or _nothing)
    return Summariser(opened.engine, close=opened.close)


def open_engine(settings: Settings, *, say: Say) -> OpenEngine:
    """The engine alone, for those who bring their own event loop. Nothing starts before the first call."""
    if settings.model == PATTERNS:
        _require_one_vote(settings, way=Way.PATTERNS)
        say("no model: numbers by pattern, no diplomacy")
        return OpenEngine(Engine(PatternsReader(), __version__, repair_rounds=0), _close_nothing)
    source = _gguf_source(settings) or _hosted_source(settings) or _embedded_source(settings, say=say)
    if source.profile.way is not Way.WHOLE:
        _require_one_vote(settings, way=source.profile.way)
    say(source.told)
    return _remembering_engine(source, settings, say=say)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where answers come from: a model, how to ask it, and one line that says so.

    `samples` are the same model once more for each further vote.
    """

    model: Model
    profile: Profile
    told: str
    price: Priced
    limits: Limits | None = None
    samples: tuple[Model, ...] = ()


def _require_one_vote(settings: Settings, *, way: Way) -> None:
    if settings.votes != 1:
        raise SettingsError(f"votes are for a model that reads whole articles; this one is asked by {way}")


def _remembering_engine(source: _Source, settings: Settings, *, say: Say) -> OpenEngine:
    from summariser.cache import open_cache
    from summariser.model.remembered import OfflineModel, RememberedModel

    models: list[Model] = [source.model, *source.samples]
    cache = None
    if settings.cache_use is not CacheUse.OFF:
        cache = open_cache(cache_place(settings), on_warning=say)
        if settings.cache_use is CacheUse.OFFLINE:
            models = [OfflineModel(model.identity, cache) for model in models]
        else:
            models = [RememberedModel(model, cache) for model in models]

    beside = _beside(source.profile, settings, say=say)

    async def close() -> None:
        if beside is not None:
            await beside.aclose()
        for model in models:
            await model.aclose()
        if cache is not None:
            cache.close()

    fallback = PatternsReader() if settings.fallback is Fallback.PATTERNS else None
    reader = _voting([_reader(model, source.profile, settings) for model in models])
    engine = Engine(
        reader,
        __version__,
        repair_rounds=source.profile.repair_rounds,
        fallback=fallback,
        judge=beside.judge if beside else judge_here,
    )
    return OpenEngine(engine, close, source.limits, source.price, cache)


def _beside(profile: Profile, settings: Settings, *, say: Say) -> Beside | None:
    """The processes that judge; none where one answer takes a small model longer than all the rest."""
    if settings.processes < 2 or profile.way is not Way.WHOLE:
        return None
    from summariser.judging.beside import Beside

    return Beside(settings.processes, say=say)


def _reader(model: Model, profile: Profile, settings: Settings) -> Reader:
    """The way to ask that the profile names."""
    if profile.way is Way.SLOTS:
        from summariser.model.slots import SlotsReader

        return SlotsReader(model, profile, templates=settings.prompts)
    from summariser.model.whole import WholeReader

    return WholeReader(model, profile, templates=settings.prompts)


def _voting(readers: Sequence[Reader]) -> Reader:
    """The one reader; of several the first, with the votes of the others."""
    first, *others = readers
    if not others:
        return first
    from summariser.model.votes import VotingReader

    return VotingReader(first, others)


def _gguf_source(settings: Settings) -> _Source | None:
    if settings.model is None or not settings.model.endswith(".gguf"):
        return None
    from summariser.model.local import ServerSettings
    from summariser.model.weights import weights_name

    path = Path(settings.model).expanduser()
    name = weights_name(path)
    return _local_source(
        ServerSettings(alias=name), weights=lambda: path, told=f"model {path.name}, run here"
    )


def _embedded_source(settings: Settings, *, say: Say) -> _Source:
    from summariser.model.local import ServerSettings
    from summariser.model.weights import embedded_weights, ready_weights

    weights = embedded_weights()
    if settings.model not in (None, weights.name, "local"):
        raise SettingsError(
            f"model {settings.model!r} needs OPENAI_API_KEY or --base-url; "
            f"without them there are {weights.name!r} (embedded), `patterns`, or a path to a .gguf file"
        )
    folder = (settings.folder or default_folder()) / "models"
    return _local_source(
        ServerSettings(alias=weights.name, memory=weights.memory),
        weights=lambda: ready_weights(folder, weights=weights, progress=_assembly_lines(say)),
        told=f"model {weights.name}, embedded (no key, no address): it runs on this machine",
    )


def _assembly_lines(say: Say) -> Callable[[int, int], None]:
    """Tell of each quarter of the weights' assembly: it happens once, and takes some seconds."""
    told: set[int] = set()

    def progress(done: int, total: int) -> None:
        quarter = 4 * done // total
        if quarter not in told:
            told.add(quarter)
            say(f"putting the model together, once: {25 * quarter} % of {total / 1e9:.1f} GB")

    return progress


def _local_source(server: ServerSettings, *, weights: Callable[[], Path], told: str) -> _Source:
    from summariser.model.gateway import Endpoint, OpenAIModel
    from summariser.model.local import LocalModel
    from summariser.model.prices import Prices

    assert server.alias is not None, "what the cache calls this model"
    name = server.alias
    profile = profile_for(name, EndpointKind.EMBEDDED)
    price = Prices(EndpointKind.EMBEDDED).cost

    def connect(base_url: str, api_key: str) -> Model:
        endpoint = Endpoint(
            name, base_url=base_url, api_key=api_key, kind=EndpointKind.EMBEDDED, name="local"
        )
        return OpenAIModel(endpoint, profile, price=price)

    identity = connect("http://127.0.0.1", "").identity
    model = LocalModel(identity, weights=weights, connect=connect, settings=server)
    return _Source(model, profile, told, price)


def _hosted_source(settings: Settings) -> _Source | None:
    limits = _limits(settings.ceilings)
    model = hosted_model(settings, gate=limits)
    if model is None:
        return None
    told = f"model {model.endpoint.model} at {model.identity.endpoint}, asked by {model.profile.way}"
    return _Source(model, model.profile, told, model.price, limits, _samples(model, settings.votes))


def _samples(model: OpenAIModel, votes: int) -> tuple[Model, ...]:
    """The further samples of a model; most runs have none, and do not load what makes them."""
    if votes == 1:
        return ()
    from summariser.model.votes import samples_of

    return samples_of(model, votes=votes)


def hosted_model(settings: Settings, *, gate: Gate | None = None) -> OpenAIModel | None:
    """The model behind the key or the address of the settings; null without either. Nothing is called."""
    if settings.api_key is None and settings.base_url is None:
        return None
    from summariser.model.gateway import Endpoint, OpenAIModel
    from summariser.model.prices import Prices

    kind = endpoint_kind(settings.base_url)
    name = settings.model or (DEFAULT_HOSTED_MODEL if kind is EndpointKind.OPENAI else None)
    if name is None:
        address = Endpoint("", base_url=settings.base_url).address
        raise SettingsError(f"which model of {address}? name it with --model or SUMMARISER_MODEL")
    profile = profile_for(name, kind)
    endpoint = Endpoint(name, base_url=settings.base_url, api_key=settings.api_key or "none", kind=kind)
    url = settings.base_url
    prices = (
        Prices.from_file(settings.prices, kind, base_url=url)
        if settings.prices
        else Prices(kind, base_url=url)
    )
    return OpenAIModel(endpoint, profile, gate=gate, price=prices.cost)


def _limits(ceilings: Ceilings) -> Limits:
    from summariser.model.limits import Limits
    from summariser.model.limits_controls import Budget

    return Limits(
        at_once=ceilings.at_once,
        requests_per_minute=ceilings.requests_per_minute,
        tokens_per_minute=ceilings.tokens_per_minute,
        budget=Budget(max_cost=ceilings.max_cost, max_tokens=ceilings.max_tokens),
    )


def _nothing(_line: str) -> None:
    pass


async def _close_nothing() -> None:
    pass
