"""Matching on Spark beside the embedded cascade: the same answers, what it costs, and where.

    python benchmarks/spark.py FOLDER [--cache FOLDER] [--references N]

FOLDER holds the two real files of PubMed (`REAL_PUBMED`). A standalone master and two workers of
one core each run on this machine, out of pyspark's wheel; citekit comes out of its own. Prints
Markdown. Bytes of shuffles are those with every join sorted and merged, as it is with many records.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.matching import cases, records

from benchmarks import spark_cluster
from citekit.matching.bulk import cascade
from citekit.matching.bulk.decide import decide, weigh
from citekit.matching.bulk.query import Query, prepare
from citekit.matching.bulk.told import encode, tell
from citekit.mirror.index.shelf import Shelf
from citekit.mirror.spark import export, on_workers, tables
from citekit.mirror.spark.sieve import Sieve
from citekit.mirror.starter import open_shelf
from citekit.verbs import mirror_index

REFERENCES = 9_000
SEED = 3
_DRIVE = """
import json, shutil, sys, time
from pathlib import Path
began = time.time()
from citekit.mirror.spark import run, session
master, source, tables, target, settings = sys.argv[1:]
spark = session.opened(master, json.loads(settings))
spark.sparkContext.setLogLevel("ERROR")
for turn in ("cold", "warm", "merged"):
    if turn == "merged":
        spark.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
    started = began if turn == "cold" else time.time()
    run.run(spark, run.Wanted(source, Path(tables), Path(target) / turn))
    print(json.dumps([turn, started, time.time()]))
spark.stop()
"""


class Turn(NamedTuple):
    name: str
    started: float
    ended: float


def main() -> None:
    options = _options()
    if lacking := spark_cluster.lacks():
        sys.exit(lacking)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = references(options.folder, options.cache, options.references)
        shelf = make_mirror(options.folder, folder / "mirror")
        (folder / "tables").mkdir()
        print(*_tables(folder), sep="\n")
        (folder / "references.txt").write_text("".join(f"{one}\n" for one in texts))
        print(*_steps(folder, shelf, texts), sep="\n")
        expected, seconds = embedded(shelf, texts)
        turns = _on_spark(folder)
        print(*_rates(turns, seconds, len(texts)), sep="\n")
        for turn in turns:
            same = answers(folder / "answers" / turn.name) == expected
            print(f"{turn.name}: answers {'identical' if same else 'DIFFERENT'}")
        print(*_shuffles(folder / "events", turns, len(texts)), sep="\n")


def references(where: Path, cache: Path | None, count: int) -> list[str]:
    """Mix generated and real citations and traps, half and half, one a line."""
    made, real = cases.load(where, cache, count)
    rng = random.Random(SEED)
    half = count // 2
    some = [*rng.sample(made.cases, half), *rng.sample(real.cases, count - half)]
    rng.shuffle(some)
    return [" ".join(case.text.splitlines()) for case in some]


def make_mirror(where: Path, target: Path) -> Shelf:
    """Index the real files."""
    files = [str(where / name) for name in records.FILES]
    mirror_index.build(str(target), mirror_index.Given({"pubmed": files}), lambda _: None)
    return open_shelf(str(target))


def embedded(shelf: Shelf, texts: Sequence[str]) -> tuple[list[bytes], float]:
    """Match on one core; gives lines and the processor's seconds."""
    started = time.process_time()
    told = [
        encode(tell(n, text, cascade.match(text, shelf)))
        for n, text in enumerate(texts, 1)
        if text.strip()
    ]
    return told, time.process_time() - started


def answers(folder: Path) -> list[bytes]:
    """Read the lines that Spark wrote."""
    return b"".join(one.read_bytes() for one in sorted(folder.glob("part-*"))).splitlines()


def _tables(folder: Path) -> Iterator[str]:
    started = time.process_time()
    made = export.export(folder / "mirror", folder / "tables").made
    taken = time.process_time() - started
    sizes = {
        name: sum(one.stat().st_size for one in (folder / "tables" / name).glob("*"))
        for name in (tables.RECORDS, tables.NAMES, tables.KEYS)
    }
    sizes["sieve"] = (folder / "tables" / tables.SIEVE).stat().st_size
    yield "| table | rows | bytes a record |\n|---|---|---|"
    counts = {"records": made.records, "names": made.names, "keys": made.keys, "sieve": ""}
    for name, size in sizes.items():
        rows = counts[name]
        yield (
            f"| {name} | {rows:,} | {size / made.records:.1f} |"
            if rows
            else (f"| {name} | | {size / made.records:.1f} |")
        )
    yield f"\nExport: {made.records / taken:,.0f} records/s on one core; hot keys {made.hot}\n"


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def __call__(self, name: str, do: Callable[[], object]) -> object:
        started = time.process_time()
        try:
            return do()
        finally:
            self.seconds[name] += time.process_time() - started


def _steps(folder: Path, shelf: Shelf, texts: Sequence[str]) -> Iterator[str]:
    """Go through the cascade as the workers do, with a clock."""
    sieve, clock = Sieve(folder / "tables" / tables.SIEVE), _Clock()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    queries = _cast(clock("prepare", lambda: [prepare(text) for text in texts]))
    keys = {name: _keys(clock, name, queries) for name in on_workers.ASKED}
    passed = {name: _passed(clock, sieve, one) for name, one in keys.items()}
    for place, query in enumerate(queries):
        own = {name: (len(keys[name][place]), passed[name][place]) for name in keys}
        _walk(query, shelf, own, clock, counts)
    yield "| step | references that come to it | keys made | that pass the filter | rows weighed |"
    yield "|---|---|---|---|---|"
    for name, (came, made, left, rows, _) in counts.items():
        yield (
            f"| {name} | {came / len(texts):.1%} | {made / came:.1f} | {left / came:.2f} "
            f"| {rows / came:.2f} |"
        )
    yield "\n| work | microseconds of a core a reference |\n|---|---|"
    for name, seconds in clock.seconds.items():
        yield f"| {name} | {1e6 * seconds / len(texts):,.0f} |"
    yield ""


def _walk(
    query: Query,
    shelf: Shelf,
    keys: Mapping[str, tuple[int, int]],
    clock: _Clock,
    counts: dict[str, list[int]],
) -> None:
    judged = {}
    for name, step in zip((*on_workers.ASKED, "words"), cascade.STEPS, strict=True):
        found = _cast(clock(f"look-up: {name}", lambda step=step: step(query, shelf)))
        count = counts[name]
        count[0] += 1
        made, passed = keys.get(name, (0, 0))
        count[1] += made
        count[2] += passed
        count[3] += len(found)
        rows = [row for row in found if row not in judged]

        def weighed(rows: Sequence[int] = rows) -> list:
            some = cascade.weighable(query, shelf, rows)
            return [weigh(query, row, record) for row, record in some]

        judged |= {one.row: one for one in _cast(clock("weigh", weighed))}
        if cascade.is_certain(decide(tuple(judged.values()))):
            return


def _keys(clock: _Clock, name: str, queries: Sequence[Query]) -> list[Sequence[int]]:
    made = on_workers.ASKED[name]
    return _cast(clock(f"keys: {name}", lambda: [made(query) for query in queries]))


def _passed(clock: _Clock, sieve: Sieve, keys: Sequence[Sequence[int]]) -> list[int]:
    held = _cast(clock("filter", lambda: on_workers.passed(sieve, keys)))
    return held.value_lengths().to_pylist()


def _cast(one: Any) -> Any:
    return one


def _on_spark(folder: Path) -> list[Turn]:
    env = spark_cluster.environment(spark_cluster.install(folder))
    (folder / "events").mkdir()
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": f"file://{folder / 'events'}",
        "spark.eventLog.compress": "false",
    }
    with spark_cluster.cluster(folder, env) as master:
        (folder / "answers").mkdir()
        paths = [str(folder / name) for name in ("references.txt", "tables", "answers")]
        arguments = [sys.executable, "-c", _DRIVE, master, *paths, json.dumps(settings)]
        with (folder / "driver.log").open("wb") as log:
            ran = subprocess.run(
                arguments, check=True, env=env, cwd=folder, stdout=subprocess.PIPE, stderr=log
            )
    return [Turn(*json.loads(line)) for line in ran.stdout.splitlines()]


def _rates(turns: Sequence[Turn], embedded: float, count: int) -> Iterator[str]:
    yield "| run | seconds | references/s |\n|---|---|---|"
    yield f"| embedded, one core (processor time) | {embedded:.1f} | {count / embedded:,.0f} |"
    for turn in turns:
        taken = turn.ended - turn.started
        yield f"| Spark, {turn.name} | {taken:.1f} | {count / taken:,.0f} |"
    yield ""


def _shuffles(events: Path, turns: Sequence[Turn], count: int) -> Iterator[str]:
    # Beside each file lies a hidden one with its checksum.
    logs = [one for one in events.rglob("*") if one.is_file() and not one.name.startswith(".")]
    told = [json.loads(line) for path in logs for line in path.open()]
    jobs = [one for one in told if one["Event"] == "SparkListenerJobStart"]
    step_of = {
        stage: one.get("Properties", {}).get("spark.job.description", "").removeprefix("citekit: ")
        for one in jobs
        if one["Submission Time"] / 1000 >= turns[-1].started
        for stage in one["Stage IDs"]
    }
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in told:
        stage = one.get("Stage Info", {})
        if one["Event"] == "SparkListenerStageCompleted" and stage["Stage ID"] in step_of:
            found = {item["Name"]: item["Value"] for item in stage["Accumulables"]}
            for place, name in enumerate(("shuffle.write.bytesWritten", "output.bytesWritten")):
                value = int(found.get(f"internal.metrics.{name}", 0))
                sums[step_of[stage["Stage ID"]]][place] += value
    yield "\n| step | bytes shuffled a reference, tables included | bytes written down |"
    yield "|---|---|---|"
    for step, (shuffled, written) in sums.items():
        yield f"| {step or 'reading, sorting'} | {shuffled / count:,.0f} | {written / count:,.0f} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="folder with PubMed's two files")
    parser.add_argument("--cache", type=Path, help="folder in which parsed records are kept")
    parser.add_argument("--references", type=int, default=REFERENCES)
    return parser.parse_args()


if __name__ == "__main__":
    main()
