"""Our engine inside Ray Data (extra `ray`): Parquet or JSONL in and out, on as many machines as there are.

    from summariser.scale.ray import summarise_files
    summarise_files("s3://news/2026/*.parquet", "s3://news/summaries", settings=settings, workers=64)

Ray brings batches of rows to actors and runs a batch again when its actor dies. The cache in the settings
must be one that every machine reaches (`postgres://…`): it makes the second run of a batch free of charge.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from summariser.errors import SettingsError
from summariser.scale.rows import RowSummariser
from summariser.settings import Settings

try:
    import pyarrow
    import ray.data
except ImportError as missing:
    raise SettingsError("Ray needs: pip install 'summariser[ray]'") from missing

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["SCHEMA", "SummariseBatch", "summarise_dataset", "summarise_files"]

CPUS_A_WORKER = 0.5  # an engine waits most of its time; and the readers of the files need room too

SCHEMA = pyarrow.schema(
    [(name, pyarrow.string()) for name in ("id", "article_id", "status", "summary", "error", "message")]
    + [("cached", pyarrow.bool_())]
)


class SummariseBatch:
    """An actor for `Dataset.map_batches(..., batch_format="pyarrow")`: one engine, batch after batch."""

    def __init__(self, settings: Settings | None = None, *, concurrency: int = 32) -> None:
        self._rows = RowSummariser(settings, concurrency=concurrency)

    def __call__(self, batch: pyarrow.Table) -> pyarrow.Table:
        """One row out for each row in, in their order. Raises `RunError`, which ends Ray's job."""
        rows = self._rows.rows(batch.to_pylist())
        return pyarrow.Table.from_pylist([asdict(row) for row in rows], schema=SCHEMA)


def summarise_dataset(
    dataset: Dataset,
    *,
    settings: Settings | None = None,
    workers: int = 2,
    concurrency: int = 32,
    batch_size: int = 256,
) -> Dataset:
    """The summaries of a dataset of articles, lazily.

    `workers` are actors, `concurrency` are calls in flight of each; a batch should be several times that,
    since an actor waits for the last article of a batch before it begins another.
    """
    return dataset.map_batches(
        SummariseBatch,
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=ray.data.ActorPoolStrategy(size=workers),
        fn_constructor_kwargs={"settings": settings, "concurrency": concurrency},
        num_cpus=CPUS_A_WORKER,
        udf_modifying_row_count=False,
    )


def summarise_files(
    source: str,
    out: str,
    *,
    settings: Settings | None = None,
    workers: int = 2,
    concurrency: int = 32,
) -> None:
    """From Parquet or JSONL files to a folder of the same kind. Raises `SettingsError` for other kinds."""
    suffix = PurePath(source).suffix
    if suffix == ".parquet":
        articles = ray.data.read_parquet(source)
        summaries = summarise_dataset(articles, settings=settings, workers=workers, concurrency=concurrency)
        summaries.write_parquet(out)
    elif suffix in {".jsonl", ".json"}:
        articles = ray.data.read_json(source, lines=True)
        summaries = summarise_dataset(articles, settings=settings, workers=workers, concurrency=concurrency)
        summaries.write_json(out)
    else:
        raise SettingsError(f"{source}: Parquet (.parquet) or JSON lines (.jsonl) are read, not {suffix!r}")
