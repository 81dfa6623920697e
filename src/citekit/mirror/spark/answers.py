"""Answers written down, in the order of the references, and counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

_OTHER = "struct<identifiers: map<string, string>, probability: double, reasons: array<string>>"
TOLD = (
    "line bigint, raw string, outcome string, identifiers map<string, string>, "
    f"probability double, reasons array<string>, runner_up {_OTHER}, candidates array<{_OTHER}>"
)
"""`matching.bulk.told.Told` in Spark's words."""
SUMMARY = "_summary.json"
"""Spark passes over files whose names begin so."""


class Summary(msgspec.Struct, frozen=True):
    """What a run did."""

    references: int
    left_out: int
    """Lines that hold no reference."""
    outcomes: Mapping[str, int]
    certain_after: Mapping[str, int]
    """References that each step made certain."""
    full_text: bool
    """Whether full text was asked; where it was not, `not_found` means less."""
    tables: str
    date: str | None


def write(answers: DataFrame, target: str, shape: str) -> None:
    """Write answers into a folder, as JSON lines or Parquet."""
    SHAPES[shape](answers, target)


def summarise(summary: Summary, target: Path) -> None:
    """Write the summary beside the answers."""
    body = msgspec.json.format(msgspec.json.encode(summary), indent=2)
    (target / SUMMARY).write_bytes(body + b"\n")


def _lines(answers: DataFrame, target: str) -> None:
    answers.select("told").write.text(target)
    for path in Path(target).glob("part-*.txt"):
        path.rename(path.with_suffix(".jsonl"))


def _parquet(answers: DataFrame, target: str) -> None:
    told = F.from_json("told", TOLD).alias("told")
    answers.select(told).select("told.*").write.parquet(target)


SHAPES: Mapping[str, Callable[[DataFrame, str], None]] = {"jsonl": _lines, "parquet": _parquet}
