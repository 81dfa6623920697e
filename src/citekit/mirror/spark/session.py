"""A Spark session, and how finely work is cut for it."""

from __future__ import annotations

import math
import os
import sys

from pyspark.sql import SparkSession

NAME = "citekit"
REFERENCES_A_TASK = 50_000
"""A minute of Python or so: what is lost with a machine is soon made again."""
_TASKS_A_CORE = 2
_PROGRESS = "spark.ui.showConsoleProgress"


def opened(master: str | None, settings: dict[str, str]) -> SparkSession:
    """Open a session: on the master named, else where `spark-submit` says, else on this machine."""
    # The workers of a local session need the Python that has citekit.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.Builder().appName(NAME).config(_PROGRESS, "false")
    if master is not None:
        builder = builder.master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def cut(spark: SparkSession, references: int) -> int:
    """Choose the number of tasks of a step, and make Spark keep to it.

    Spark would put small partitions together by their bytes; here a reference costs a core's time.
    """
    cores: int = spark.sparkContext.defaultParallelism
    tasks: int = max(_TASKS_A_CORE * cores, math.ceil(references / REFERENCES_A_TASK))
    spark.conf.set("spark.sql.shuffle.partitions", str(tasks))
    spark.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")
    return tasks
