"""Tables that Spark makes itself, of records in JSON lines or Parquet: as a mirror's would be.

Each record is taken as it stands, in the files' order: nothing is replaced and nothing deleted.
Where registries take back and replace what they said, build a mirror and export it.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
from msgspec.structs import replace
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from citekit.errors import SourceError
from citekit.matching.bulk.lookups import HOT
from citekit.mirror.spark import building, references, session, tables
from citekit.mirror.spark.sieve import SieveWriter
from citekit.mirror.spark.tables import Made, Notes

_MADE = (
    "row bigint, registry string, names array<string>, compact binary, "
    "named array<bigint>, keys array<bigint>"
)
_KEYS_A_FILE = 20_000_000
_RECORDS_A_FILE = 500_000


class Given(NamedTuple):
    """What tables are to be made of."""

    source: str
    """JSON lines (``.jsonl``, also packed), or Parquet with the same JSON in a column."""
    shape: str
    """Of a record: see `building.SHAPES`."""
    column: str | None = None
    """Of Parquet: where the JSON is."""
    has_words: bool = True
    """Whether full text is built."""


def build(spark: SparkSession, given: Given, target: Path) -> Notes:
    """Make tables of records; raises SourceError where there is none that can be used."""
    raw, count = references.read_lines(spark, given.source, given.column)
    session.cut(spark, count)
    work = target / "work"
    made = raw.mapInArrow(partial(building.make, shape=given.shape), _MADE)
    made.write.parquet(str(work))
    notes = tables.notes(_written(spark, work, target), f"built from {Path(given.source).name}")
    shutil.rmtree(work)
    if not notes.made.records:
        raise SourceError(f"{given.source}: no record of the shape {given.shape} could be read")
    shards = _shards(spark, target, count) if given.has_words else ()
    notes = replace(notes, shards=shards)
    tables.describe(target, notes)
    return notes


def _written(spark: SparkSession, work: Path, target: Path) -> Made:
    made = spark.read.parquet(str(work))
    records = _sorted(
        made.select("row", "registry", "names", "compact"),
        target / tables.RECORDS,
        ("row",),
        _RECORDS_A_FILE,
    )
    names = _sorted(_pairs(made, "named"), target / tables.NAMES, ("k", "row"), _KEYS_A_FILE)
    every = _pairs(made, "keys")
    hot = every.groupBy("k").count().where(F.col("count") > HOT).select("k").cache()
    cold = every.join(F.broadcast(hot), "k", "left_anti")
    keys = _sorted(cold, target / tables.KEYS, ("k", "row"), _KEYS_A_FILE)
    _sieve(target, names + keys)
    return Made(records, names, keys, hot.count())


def _pairs(made: DataFrame, column: str) -> DataFrame:
    return made.select(F.explode(column).alias("k"), "row")


def _sorted(frame: DataFrame, target: Path, by: tuple[str, ...], a_file: int) -> int:
    """Write a table in files of ascending ranges; gives its rows."""
    count: int = frame.count()
    files = count // a_file + 1
    ranged = frame.repartitionByRange(files, by[0]).sortWithinPartitions(*by)
    ranged.write.option("compression", "zstd").parquet(str(target))
    return count


def _sieve(target: Path, expected: int) -> None:
    # One process does it: some seconds for a hundred million keys.
    writer = SieveWriter(expected)
    for name in (tables.NAMES, tables.KEYS):
        for path in sorted((target / name).glob("*.parquet")):
            for batch in pq.ParquetFile(path).iter_batches(columns=["k"]):
                writer.add(building.unsigned(batch.column("k")))
    writer.write(target / tables.SIEVE)


def _shards(spark: SparkSession, target: Path, rows: int) -> tuple[int, ...]:
    """Build full text, a task for each range of rows."""
    bases = tuple(range(0, rows, building.SHARD_ROWS))
    (target / tables.FULL_TEXT).mkdir()
    wanted = spark.range(0, rows, building.SHARD_ROWS, len(bases)).withColumnRenamed("id", "base")
    wanted.mapInArrow(partial(building.index, folder=str(target.resolve())), "base bigint").count()
    return bases
