"""The job: references beside tables, step by step as `matching.bulk.cascade` goes.

After every step the references are written down: those that are certain leave, the others go on
with the records weighed so far. What a step costs is then known, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, reduce
from pathlib import Path
from typing import NamedTuple

from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F  # noqa: N812

from citekit.matching.bulk.cascade import JUDGED
from citekit.mirror.spark import on_workers, tables
from citekit.mirror.spark.on_workers import ASKED

_KEYS = "array<bigint>"
_STATE = "id bigint, raw string, judged binary, told string"
_ASKED = ", ".join((_STATE, *(f"{name} {_KEYS}" for name in ASKED)))
_TOLD = "id bigint, told string"
_PAIR = "id bigint, row bigint"
REST = "none"
"""In the place of a step: no step made the reference certain."""


class Job(NamedTuple):
    """What all steps need."""

    spark: SparkSession
    tables: Path
    work: Path
    """Where each step is written down."""
    tasks: int
    has_words: bool
    """Whether there is full text to ask."""


class Matched(NamedTuple):
    """Answers, and how many there are."""

    answers: DataFrame
    """`id`, `told` as JSON, in the order of the references."""
    counts: Mapping[tuple[str, str], int]
    """By the step after which a reference was certain, and by outcome."""


class _Step(NamedTuple):
    name: str
    pairs: Callable[[Job, DataFrame], DataFrame]
    """Gives the rows to be weighed: of each reference at most `JUDGED`."""


def match(job: Job, references: DataFrame) -> Matched:
    """Answer references (`id`, `raw`)."""
    asked = references.repartition(job.tasks, "id").mapInArrow(
        partial(on_workers.ask, sieve=str(job.tables / tables.SIEVE)), _ASKED
    )
    state = _kept(job, "asked", asked)
    told = []
    for step in (step for step in STEPS if job.has_words or step.name != _WORDS):
        state = _taken(job, step, state)
        told.append(_told(state.where(F.col("told").isNotNull()), step.name))
        state = state.where(F.col("told").isNull())
    rest = state.select("id", "raw", "judged").mapInArrow(on_workers.finish, _TOLD)
    told.append(_told(_kept(job, REST, rest), REST))
    every = reduce(DataFrame.unionByName, told)
    return Matched(every.select("id", "told").orderBy("id"), _counted(every))


def _told(answered: DataFrame, step: str) -> DataFrame:
    return answered.select("id", "told", F.lit(step).alias("step"))


def _counted(told: DataFrame) -> dict[tuple[str, str], int]:
    outcome = F.get_json_object("told", "$.outcome").alias("outcome")
    rows = told.select("step", outcome).groupBy("step", "outcome").count().collect()
    return {(row["step"], row["outcome"]): row["count"] for row in rows}


def _taken(job: Job, step: _Step, state: DataFrame) -> DataFrame:
    """Take one step: bring up records, weigh them beside their references."""
    records = job.spark.read.parquet(str(job.tables / tables.RECORDS)).select("row", "compact")
    found = (
        step.pairs(job, state)
        .join(records, "row")
        .repartition(job.tasks, "id")
        .groupBy("id")
        .agg(F.collect_list(F.struct("row", "compact")).alias("found"))
    )
    judged = state.join(found, "id", "left").mapInArrow(on_workers.judge, _ASKED)
    return _kept(job, step.name, judged)


def _by_name(job: Job, state: DataFrame) -> DataFrame:
    """Give the first rows under the identifiers, in the order in which these are written."""
    asked = state.select("id", F.posexplode("named").alias("place", "k"))
    return _first(job, asked, tables.NAMES, F.min("place"))


def _by_keys(column: str, job: Job, state: DataFrame) -> DataFrame:
    """Give the rows that most keys lead to, of equals the lowest."""
    asked = state.select("id", F.explode(column).alias("k"))
    return _first(job, asked, tables.KEYS, -F.count("*"))


def _by_words(job: Job, state: DataFrame) -> DataFrame:
    search = partial(on_workers.search, folder=str(job.tables))
    return state.select("id", "raw").mapInArrow(search, _PAIR)


_WORDS = "words"
STEPS = (
    _Step("name", _by_name),
    _Step("place", partial(_by_keys, "place")),
    _Step("near", partial(_by_keys, "near")),
    _Step("title", partial(_by_keys, "title")),
    _Step(_WORDS, _by_words),
)


def _first(job: Job, asked: DataFrame, table: str, rank: Column) -> DataFrame:
    keys = job.spark.read.parquet(str(job.tables / table))
    best = Window.partitionBy("id").orderBy("rank", "row")
    ranked = (
        asked.join(keys, "k")
        .repartition(job.tasks, "id")
        .groupBy("id", "row")
        .agg(rank.alias("rank"))
        .withColumn("turn", F.row_number().over(best))
    )
    return ranked.where(F.col("turn") <= JUDGED).select("id", "row")


def _kept(job: Job, name: str, frame: DataFrame) -> DataFrame:
    folder = str(job.work / name)
    # So it is told in Spark's own pages and logs.
    job.spark.sparkContext.setJobDescription(f"citekit: {name}")
    frame.write.parquet(folder)
    return job.spark.read.parquet(folder)
