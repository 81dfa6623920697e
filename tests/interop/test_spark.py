"""Matching on Spark gives what the embedded cascade gives, to the byte.

On a standalone master and two workers, out of pyspark's wheel, with citekit out of its own; readers
and tables of its own making on this machine.
"""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benchmarks.matching import records

from benchmarks import spark as bench
from benchmarks import spark_cluster
from citekit.errors import InputError, SettingsError, SourceError
from citekit.mirror.starter import open_shelf
from tests.mirror import made_up
from tests.mirror.build.conftest import given, quiet

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("ignore")]

REFERENCES = 9_000
if lacking := spark_cluster.lacks():
    pytest.skip(lacking, allow_module_level=True)

import pyarrow as pa  # noqa: E402 - once Spark is known to be there
from pyarrow import parquet  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402 - once it is known to be there

from citekit.mirror.index.shelf import Shelf  # noqa: E402
from citekit.mirror.spark import (  # noqa: E402
    build,
    export,
    numbering,
    references,
    run,
    session,
    tables,
)
from citekit.verbs import mirror_index  # noqa: E402
from citekit.verbs.references import Reference  # noqa: E402
from citekit.verbs.references import read as as_match_reads  # noqa: E402

WORDS = ("rivers", "trout", "winter", "reeds", "insects", "lakes", "banks")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = str(tmp_path_factory.mktemp("warehouse"))
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": folder,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    opened = session.opened("local[2]", settings)
    opened.sparkContext.setLogLevel("ERROR")
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def works() -> list[dict[str, object]]:
    """Make works, of which many share their title's words and one page."""
    made = [made_up.work(number) for number in range(1, 601)]
    shared = {"title": ["One column of one journal"], "page": "7-8", "volume": "7"}
    made += [made_up.work(number, **shared) for number in range(1000, 1250)]
    return made


@pytest.fixture(scope="module")
def mirror(works: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    (folder / "works.jsonl").write_bytes(made_up.lines(*works))
    wanted = given(crossref=[str(folder / "works.jsonl")])
    mirror_index.build(str(folder / "mirror"), wanted, quiet)
    return folder / "mirror"


@pytest.fixture(scope="module")
def exported(mirror: Path) -> Path:
    target = mirror.with_name("tables")
    target.mkdir()
    export.export(mirror, target)
    return target


def cited(works: list[dict[str, object]]) -> list[str]:
    """Cite works well and badly, by identifier and by words alone, and some that are nowhere."""
    texts = []
    for number, work in enumerate(works):
        family, title = work["author"][0]["family"], work["title"][0]  # type: ignore[index]
        volume, page = work["volume"], work["page"]
        journal = "Made-up Journal of Rivers"
        texts += [
            f"{family} A. {title}. {journal}. 2001;{volume}:{page}.",
            f"{number}. {family} A. {title}. {journal} {2000 + number % 4}; {volume}: {page}",
            f"{title} https://doi.org/{work['DOI']}",
            f"{family}, {' '.join(str(title).split()[:4])} and others",
            f"{WORDS[number % 7]} {WORDS[number % 5]} {number} Nowhere 19{number % 90 + 10};1:2",
        ]
    return texts


def lines(shelf: Shelf, texts: list[str]) -> list[bytes]:
    return bench.embedded(shelf, texts)[0]


def test_on_a_cluster_nine_thousand_references_are_answered_alike(tmp_path: Path) -> None:
    where = records.folder()
    if where is None:
        made = [made_up.work(number) for number in range(1, 1801)]
        texts = cited(made)[:REFERENCES]
        (tmp_path / "works.jsonl").write_bytes(made_up.lines(*made))
        wanted = given(crossref=[str(tmp_path / "works.jsonl")])
        mirror_index.build(str(tmp_path / "mirror"), wanted, quiet)
        shelf = open_shelf(str(tmp_path / "mirror"))
    else:
        texts = bench.references(where, None, REFERENCES)
        shelf = bench.make_mirror(where, tmp_path / "mirror")
    (tmp_path / "references.txt").write_text("".join(f"{one}\n" for one in texts))
    env = spark_cluster.environment(spark_cluster.install(tmp_path))
    with spark_cluster.cluster(tmp_path, env) as master:
        made_of = ["build", "--mirror", "mirror", "-o", "tables"]
        asked = ["match", "references.txt", "--tables", "tables", "-o", "answers"]
        for arguments in (made_of, asked):
            command = spark_cluster.command(arguments, master)
            ran = subprocess.run(
                command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False
            )
            assert ran.returncode == 0, ran.stderr
    assert len(texts) == REFERENCES
    assert bench.answers(tmp_path / "answers") == lines(shelf, texts)
    summary = json.loads((tmp_path / "answers" / "_summary.json").read_bytes())
    assert summary["references"] == REFERENCES
    assert summary["full_text"] is True
    assert sum(summary["certain_after"].values()) == REFERENCES
    # Both workers took part, and with the citekit of the wheel.
    assert all(any((tmp_path / f"work-{number}").glob("app-*/*")) for number in range(2))


def match(spark: SparkSession, source: Path, made: Path, target: Path, **how: object) -> Path:
    run.run(spark, run.Wanted(str(source), made, target, **how))  # type: ignore[arg-type]
    return target


def test_tables_that_spark_makes_answer_as_a_mirrors(
    spark: SparkSession,
    works: list[dict[str, object]],
    mirror: Path,
    exported: Path,
    tmp_path: Path,
) -> None:
    source = mirror.with_name("works.jsonl")
    made = tmp_path / "own"
    notes = build.build(spark, build.Given(str(source), "crossref"), made)
    theirs = tables.read(exported)
    assert notes.made == theirs.made
    assert notes.made.hot > 0
    assert notes.shards == (0,)
    for name in (tables.RECORDS, tables.NAMES, tables.KEYS):
        own, other = (spark.read.parquet(str(one / name)) for one in (made, exported))
        assert own.exceptAll(other).count() == other.exceptAll(own).count() == 0
    texts = cited(works)[:600]
    (tmp_path / "cited.txt").write_text("\n".join(texts))
    answered = match(spark, tmp_path / "cited.txt", made, tmp_path / "answers")
    assert bench.answers(answered) == lines(open_shelf(str(mirror)), texts)


TEXTS = [
    "Okafor A. Slow waves. J Riv 2001;3:4-9",
    'Said "so", they; 2001\tand more',
    "",
    "   ",
    "— 2001;3:4–9  spaced\u00a0out ",
    "last",
]


def as_text(path: Path) -> None:
    path.write_text("\n".join(TEXTS))


def as_packed_text(path: Path) -> None:
    path.write_bytes(gzip.compress("\n".join(TEXTS).encode()))


def as_csv(path: Path) -> None:
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, csv.excel_tab if path.suffix == ".tsv" else csv.excel)
        writer.writerows([("n", "citation"), *enumerate(TEXTS)])


def as_json_lines(path: Path) -> None:
    rows = [json.dumps({"n": n, "citation": text}) for n, text in enumerate(TEXTS)]
    odd = [json.dumps("a line of its own\n in two"), "{not json", '{"raw": null}', "", '{"n": 1}']
    path.write_text("\n".join([*rows, *odd, json.dumps({"citation": "b", "raw": "a"})]))


def as_parquet(path: Path) -> None:
    columns = {"n": list(range(len(TEXTS))), "citation": [*TEXTS[:-1], None]}
    parquet.write_table(pa.table(columns), path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("cited.txt", as_text),
        ("cited.txt.gz", as_packed_text),
        ("cited.csv", as_csv),
        ("cited.tsv", as_csv),
        ("cited.jsonl", as_json_lines),
        ("cited.parquet", as_parquet),
    ],
)
def test_references_are_read_as_match_reads_them(
    name: str, write: Callable[[Path], None], spark: SparkSession, tmp_path: Path
) -> None:
    write(tmp_path / name)
    read, _ = references.read(spark, str(tmp_path / name), None)
    found = sorted((row["id"], row["raw"]) for row in read.collect())
    whole = [one for one in as_match_reads(tmp_path / name) if isinstance(one, Reference)]
    assert found == [tuple(one) for one in whole]


def test_answers_as_parquet_say_the_same(
    spark: SparkSession,
    works: list[dict[str, object]],
    mirror: Path,
    exported: Path,
    tmp_path: Path,
) -> None:
    texts = cited(works)[:40]
    (tmp_path / "cited.txt").write_text("\n".join(texts))
    target = match(spark, tmp_path / "cited.txt", exported, tmp_path / "answers", shape="parquet")
    expected = [json.loads(line) for line in lines(open_shelf(str(mirror)), texts)]
    parts = [parquet.read_table(one) for one in sorted(target.glob("part-*"))]
    told = pa.concat_tables(parts).to_pylist(maps_as_pydicts="strict")
    assert told == expected


def test_without_full_text_it_is_said(
    spark: SparkSession, works: list[dict[str, object]], exported: Path, tmp_path: Path
) -> None:
    (tmp_path / "cited.txt").write_text("\n".join(cited(works)[:20]))
    target = match(
        spark, tmp_path / "cited.txt", exported, tmp_path / "answers", use_full_text=False
    )
    summary = json.loads((target / "_summary.json").read_bytes())
    assert summary["full_text"] is False
    assert "words" not in summary["certain_after"]
    assert summary["references"] == 20


def test_lines_are_numbered_through_many_pieces(spark: SparkSession, tmp_path: Path) -> None:
    texts = [f"line {number}" if number % 5 else "" for number in range(1, 4002)]
    (tmp_path / "b.txt").write_text("\n".join(texts[3000:]))
    (tmp_path / "a.txt").write_text("\n".join(texts[:3000]) + "\n")
    was = spark.conf.get("spark.sql.files.maxPartitionBytes")
    spark.conf.set("spark.sql.files.maxPartitionBytes", "3000")
    try:
        read, count = numbering.numbered(spark, spark.read.text(str(tmp_path)), "value")
        found = {row["id"]: row["raw"] for row in read.collect()}
    finally:
        spark.conf.set("spark.sql.files.maxPartitionBytes", was)
    assert count == 4001
    assert found == dict(enumerate(texts, 1))


def test_what_cannot_be_read_is_said(spark: SparkSession, exported: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no-such"):
        references.read(spark, str(tmp_path / "no-such.txt"), None)
    (tmp_path / "a.csv").write_text("n,said\n1,x\n")
    with pytest.raises(SourceError, match="--column"):
        references.read(spark, str(tmp_path / "a.csv"), None)
    with pytest.raises(SourceError, match="no column other"):
        references.read(spark, str(tmp_path / "a.csv"), "other")
    with pytest.raises(InputError, match="there already"):
        run.run(spark, run.Wanted(str(tmp_path / "a.csv"), exported, tmp_path))


def test_tables_of_another_state_are_refused(
    spark: SparkSession, exported: Path, tmp_path: Path
) -> None:
    (tmp_path / "cited.txt").write_text("one 2001;1:2\n")
    for member, wrong in (("schema", "other/1"), ("normaliser", "0"), ("generation", "other")):
        changed = tmp_path / member
        shutil.copytree(exported, changed)
        told = json.loads((changed / tables.MANIFEST).read_bytes())
        (changed / tables.MANIFEST).write_text(json.dumps({**told, member: wrong}))
        with pytest.raises(SettingsError):
            match(spark, tmp_path / "cited.txt", changed, tmp_path / f"{member}-answers")
