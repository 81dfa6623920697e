"""A whole run: references in, answers and a summary out."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace
from pyspark.sql import SparkSession

from citekit.errors import InputError
from citekit.mirror.spark import answers, matching, references, session, tables, words
from citekit.mirror.spark.answers import Summary
from citekit.mirror.spark.matching import Job
from citekit.mirror.spark.tables import Notes


class Wanted(NamedTuple):
    """What is to be matched, with what, and where the answers go."""

    source: str
    tables: Path
    target: Path
    column: str | None = None
    shape: str = "jsonl"
    use_full_text: bool = True
    keep_work: bool = False
    """Whether what was written down after each step stays."""


def run(spark: SparkSession, wanted: Wanted) -> Summary:
    """Match references; raises InputError where the target is there or the source is not."""
    if wanted.target.exists():
        raise InputError(f"{wanted.target} is there already; name a folder that is not")
    notes = tables.read(wanted.tables)
    has_words = wanted.use_full_text and words.is_reachable(wanted.tables, notes)
    frame, count = references.read(spark, wanted.source, wanted.column)
    work = wanted.target.with_name(f".{wanted.target.name}.work")
    shutil.rmtree(work, ignore_errors=True)
    job = Job(spark, wanted.tables.resolve(), work.resolve(), session.cut(spark, count), has_words)
    matched = matching.match(job, frame)
    answers.write(matched.answers, str(wanted.target.resolve()), wanted.shape)
    summary = _summary(wanted, matched.counts, notes, has_words)
    summary = replace(summary, left_out=count - summary.references)
    answers.summarise(summary, wanted.target)
    if not wanted.keep_work:
        shutil.rmtree(work, ignore_errors=True)
    return summary


def _summary(
    wanted: Wanted, counts: Mapping[tuple[str, str], int], notes: Notes, has_words: bool
) -> Summary:
    steps: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for (step, outcome), count in sorted(counts.items()):
        steps[step] += count
        outcomes[outcome] += count
    return Summary(
        references=outcomes.total(),
        left_out=0,
        outcomes=outcomes,
        certain_after=steps,
        full_text=has_words,
        tables=str(wanted.tables),
        date=notes.date,
    )
