"""Reading the references that are to be matched in bulk."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from citekit.errors import InputError, SourceError
from citekit.model import Rejected
from citekit.verbs.references import Reference, expected, read

TWO = [Reference(2, "Sun L. Lupus. 2010"), Reference(4, "Sun, L. “Cells”. 2011")]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("refs.txt", "\nSun L. Lupus. 2010\n\nSun, L. “Cells”. 2011\n"),
        ("refs.txt", "\r\nSun L. Lupus. 2010\r\n\r\nSun, L. “Cells”. 2011"),
        ("refs", "\ufeff\nSun L. Lupus. 2010\n  \n  Sun, L. “Cells”. 2011  \n"),
        ("refs.csv", 'id,citation\n1,Sun L. Lupus. 2010\n2,\n3,"Sun, L. “Cells”. 2011"\n'),
        ("refs.tsv", "raw\nSun L. Lupus. 2010\n\nSun, L. “Cells”. 2011\n"),
        ("refs.jsonl", '\n"Sun L. Lupus. 2010"\nnull\n{"x": 1, "raw": "Sun, L. “Cells”. 2011"}\n'),
    ],
)
def test_every_form_gives_its_references_with_their_lines(
    tmp_path: Path, name: str, body: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body.encode())
    assert list(read(path)) == TWO


def test_a_compressed_file_is_read_by_the_suffix_beneath(tmp_path: Path) -> None:
    path = tmp_path / "refs.csv.gz"
    path.write_bytes(gzip.compress(b"reference\nSun L. Lupus. 2010\n"))
    assert list(read(path)) == [Reference(2, "Sun L. Lupus. 2010")]


def test_parquet_counts_rows(tmp_path: Path) -> None:
    path = tmp_path / "refs.parquet"
    table = pa.table({"id": [1, 2, 3], "text": ["Sun L.\n Lupus. 2010", None, "Cells"]})
    parquet.write_table(table, path)
    assert list(read(path)) == [Reference(1, "Sun L. Lupus. 2010"), Reference(3, "Cells")]


def test_a_field_that_goes_over_lines_stands_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "refs.csv"
    path.write_text('raw\n"Sun L.\nLupus"\nCells\n')
    assert [one.line for one in read(path) if isinstance(one, Reference)] == [2, 4]


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "refs.jsonl"
    path.write_text('"one"\n{"raw": \n{"doi": "10.1/x"}\n[1]\n"two"\n')
    found = list(read(path))
    assert [one for one in found if isinstance(one, Reference)] == [
        Reference(1, "one"),
        Reference(5, "two"),
    ]
    rejected = [one for one in found if isinstance(one, Rejected)]
    assert [(one.place.line, one.reason) for one in rejected] == [
        (2, "it is left out: Expecting value: line 2 column 1 (char 9)"),
        (
            3,
            "it is left out: it has none of raw, reference, citation, unstructured, text; "
            "name one with --column",
        ),
        (4, "it is left out: the reference is no text but list"),
    ]


def test_the_column_that_is_named_is_read(tmp_path: Path) -> None:
    path = tmp_path / "refs.csv"
    path.write_text("raw,mine\nno,yes\n")
    assert list(read(path, "mine")) == [Reference(2, "yes")]


@pytest.mark.parametrize(
    ("name", "body", "column", "sentence"),
    [
        ("a.csv", "id,title\n1,x\n", None, "none of the columns raw, reference, citation"),
        ("a.csv", "id,raw\n1,x\n", "ref", "no column ref; it has id, raw"),
        ("a.txt", "x\n", "raw", "--column is for CSV, JSON lines and Parquet"),
    ],
)
def test_a_column_that_is_not_there_is_told(
    tmp_path: Path, name: str, body: str, column: str | None, sentence: str
) -> None:
    path = tmp_path / name
    path.write_text(body)
    with pytest.raises(InputError, match=sentence):
        list(read(path, column))


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("a.txt", b"Gr\xf6\xdfe\n", "it is not UTF-8"),
        ("a.parquet", b"PAR1 not really", "this Parquet file cannot be read"),
        ("a.txt.gz", b"\x1f\x8b\x08cut", "cut|damaged|read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, name: str, body: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(SourceError, match=sentence):
        list(read(path))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none.txt: cannot be read"):
        list(read(tmp_path / "none.txt"))


@pytest.mark.parametrize(
    ("name", "body"),
    [("refs.txt", b"one\n\nthree\n"), ("refs.csv.gz", gzip.compress(b"raw\none\ntwo\n"))],
)
def test_references_are_expected_by_lines(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    assert expected(tmp_path / name) == 3


def test_references_in_parquet_are_expected_by_rows(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"raw": ["one", None]}), tmp_path / "refs.parquet")
    assert expected(tmp_path / "refs.parquet") == 2


def test_nothing_is_expected_of_what_cannot_be_looked_at_twice(tmp_path: Path) -> None:
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(b"one\n" * 99)[:-9])
    (tmp_path / "no.parquet").write_bytes(b"no")
    for name in ("-", str(tmp_path / "none.txt"), *map(str, sorted(tmp_path.iterdir()))):
        assert expected(Path(name)) == 0
