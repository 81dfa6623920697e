"""References out of files of text, CSV, JSON lines or Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from citekit.errors import SourceError
from citekit.mirror.spark.numbering import numbered

COLUMNS = ("raw", "citation", "reference", "text", "unstructured", "item")
"""Looked for where no column is named, in this order."""
_TEXT = "value"


def read(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, int]:
    """Read references as `id`, counted from 1, and `raw`; gives how many rows there are.

    Empty lines of a text are counted and left out. Raises SourceError where the files or the
    column are not there.
    """
    kind = _kind(path)
    numbers, count = _numbered(spark, path, kind, column)
    if kind == "text":
        return numbers.where(F.trim("raw") != ""), count
    return numbers.withColumn("raw", F.coalesce("raw", F.lit(""))), count


def read_lines(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, int]:
    """Read a text's lines, or the values of a column of Parquet, as `read` does, empty ones not."""
    kind = "parquet" if _kind(path) == "parquet" else "text"
    numbers, count = _numbered(spark, path, kind, column)
    return numbers.where(F.trim("raw") != ""), count


def _numbered(
    spark: SparkSession, path: str, kind: str, column: str | None
) -> tuple[DataFrame, int]:
    try:
        return numbered(spark, *_READERS[kind](spark, path, column))
    except AnalysisException as error:
        raise SourceError(f"{path}: cannot be read: {error.getMessage() or error}") from error


def _kind(path: str) -> str:
    name = PurePosixPath(path).name.casefold().removesuffix(".gz")
    return _KINDS.get(PurePosixPath(name).suffix, "text")


def _text(spark: SparkSession, path: str, _column: str | None) -> tuple[DataFrame, str]:
    return spark.read.text(path), _TEXT


def _csv(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, str]:
    read = spark.read.csv(path, header=True, multiLine=True, quote='"', escape='"')
    return read, _chosen(path, read.columns, column)


def _json(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, str]:
    first = spark.read.text(path).head()
    chosen = _chosen(path, _names(first[0]) if first else COLUMNS, column)
    schema = f"`{chosen}` string"
    return spark.read.json(path, schema=schema, mode="FAILFAST"), chosen


def _parquet(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, str]:
    read = spark.read.parquet(path)
    return read, _chosen(path, read.columns, column)


_Reader = Callable[[SparkSession, str, str | None], tuple[DataFrame, str]]
_READERS: Mapping[str, _Reader] = {"text": _text, "csv": _csv, "json": _json, "parquet": _parquet}
_KINDS = {
    ".csv": "csv",
    ".parquet": "parquet",
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "json"),
}


def _names(line: str) -> Sequence[str]:
    try:
        read = json.loads(line)
    except ValueError:
        read = None
    return list(read) if isinstance(read, dict) else ()


def _chosen(path: str, columns: Sequence[str], wanted: str | None) -> str:
    if wanted is not None and wanted not in columns:
        raise SourceError(f"{path}: there is no column {wanted}; there are {', '.join(columns)}")
    named = wanted or next((name for name in COLUMNS if name in columns), None)
    if named is None and len(columns) == 1:
        named = columns[0]
    if named is None:
        raise SourceError(f"{path}: name the column of the references with --column")
    return named
