"""References out of files of text, CSV, JSON lines or Parquet, as `citekit match` reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from citekit.errors import SourceError
from citekit.mirror.spark.numbering import numbered

COLUMNS = ("raw", "reference", "citation", "unstructured", "text")
"""Looked for where no column is named, in this order."""
RECORD = "item"
"""The same for records."""
_TEXT = "value"
_SPACES, _ENDS = r"(?U)\s+", r"(?U)^[\s\uFEFF]+|\s+$"


def read(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, int]:
    """Read references as `id`, the line, and `raw`; gives how many lines there are.

    Lines and rows without anything are counted and left out, and so are lines of JSON that hold no
    reference. Raises SourceError where the files or the column are not there.
    """
    kind = _kind(path)
    numbers, count = _numbered(spark, path, kind, column)
    raw = _FROM.get(kind, _stripped)(column)
    line = (F.col("id") + _HEADER.get(kind, 0)).alias("id")
    return numbers.select(line, raw).where("raw != ''"), count


def read_lines(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, int]:
    """Read a text's lines, or the values of a column of Parquet, as `read` does, empty ones not."""
    is_table = _kind(path) == "parquet"
    named = (column or RECORD) if is_table else None
    numbers, count = _numbered(spark, path, "parquet" if is_table else "text", named)
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
    sep = "\t" if ".tsv" in path.casefold() else ","
    read = spark.read.csv(path, sep=sep, header=True, multiLine=True, quote='"', escape='"')
    return read, _chosen(path, read.columns, column)


def _parquet(spark: SparkSession, path: str, column: str | None) -> tuple[DataFrame, str]:
    read = spark.read.parquet(path)
    return read, _chosen(path, read.columns, column)


_Reader = Callable[[SparkSession, str, str | None], tuple[DataFrame, str]]
_READERS: Mapping[str, _Reader] = {"text": _text, "csv": _csv, "json": _text, "parquet": _parquet}
_KINDS = {
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "json"),
    ".parquet": "parquet",
}
_HEADER = {"csv": 1}
"""Lines before the first row. A row with line breaks in it is one line here."""


def _stripped(_column: str | None) -> Column:
    return F.regexp_replace(F.coalesce("raw", F.lit("")), _ENDS, "").alias("raw")


def _in_one_line(_column: str | None) -> Column:
    spaced = F.regexp_replace(F.coalesce("raw", F.lit("")), _SPACES, " ")
    return F.trim(spaced).alias("raw")


def _from_json(column: str | None) -> Column:
    """Give the text under the first of the names, or the line's own where it is one."""
    names = (column,) if column else COLUMNS
    members = [F.get_json_object("raw", f"$['{name}']") for name in names]
    own = F.when(F.col("raw").rlike(r'^\s*"'), F.get_json_object("raw", "$"))
    found = F.regexp_replace(F.coalesce(*members, own, F.lit("")), _SPACES, " ")
    return F.trim(found).alias("raw")


_FROM: Mapping[str, Callable[[str | None], Column]] = {
    "json": _from_json,
    "parquet": _in_one_line,
}


def _chosen(path: str, columns: Sequence[str], wanted: str | None) -> str:
    if wanted is not None and wanted not in columns:
        raise SourceError(f"{path}: there is no column {wanted}; there are {', '.join(columns)}")
    named = wanted or next((name for name in COLUMNS if name in columns), None)
    if named is None and len(columns) == 1:
        named = columns[0]
    if named is None:
        raise SourceError(f"{path}: name the column of the references with --column")
    return named
