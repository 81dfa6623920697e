"""The number of each line or row of files that many machines read at a time."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody calls them

_SPLIT = ("path", "start")
"""Where the piece of a file that one task reads begins."""


def numbered(spark: SparkSession, read: DataFrame, column: str) -> tuple[DataFrame, int]:
    """Give a column of files with the number of its row (`id`, `raw`), and how many there are.

    Counting from 1, through the files in the order of their names. The files are read twice:
    first each piece is counted, then each of its rows gets what stands before it.
    """
    marked = read.select(
        F.col(column).cast("string").alias("raw"),
        F.monotonically_increasing_id().alias("mark"),
        F.col("_metadata.file_path").alias("path"),
        F.col("_metadata.file_block_start").alias("start"),
    )
    pieces = marked.groupBy(*_SPLIT).agg(F.count("*").alias("rows"), F.min("mark").alias("first"))
    ordered = sorted(pieces.collect(), key=lambda one: (one["path"], one["start"]))
    shifts, total = _shifts(ordered)
    if not shifts:
        return spark.createDataFrame([], "id long, raw string"), 0
    schema = "path string, start long, shift long"
    table = F.broadcast(spark.createDataFrame(shifts, schema))
    joined = marked.join(table, list(_SPLIT))
    return joined.select((F.col("mark") + F.col("shift")).alias("id"), "raw"), total


def _shifts(pieces: Sequence[Row]) -> tuple[list[tuple[str, int, int]], int]:
    """Give what is to be added to the mark of each piece's rows."""
    shifts, before = [], 0
    for one in pieces:
        shifts.append((one["path"], one["start"], before + 1 - one["first"]))
        before += one["rows"]
    return shifts, before
