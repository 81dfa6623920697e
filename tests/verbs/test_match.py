"""References in bulk: in order, whole or not at all, gone on with where they were cut off."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from pyarrow import parquet

from citekit.errors import InputError, SettingsError, SourceError
from citekit.verbs import match as verb
from citekit.verbs import match_worker, mirror_index
from citekit.verbs.match import Wanted, match, read_answers
from citekit.verbs.mirror_index import Given
from citekit.verbs.references import Reference
from tests.mirror.made_up import article, pubmed_file

KNOWN = [f"Made Up J Riv. 2001 Mar;{pmid % 40 + 1}({pmid % 4 + 1}):{pmid}-9" for pmid in (101, 102)]
UNKNOWN = "Made Up J Riv. 2001 Mar;7(2):9999"


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("match")
    source = pubmed_file(folder / "pubmed26n0001.xml.gz", *map(article, range(100, 120)))
    mirror_index.build(
        str(folder / "m"), Given({"pubmed": [str(source)]}, date="2026-11-20", jobs=1), _quiet
    )
    return folder / "m"


@pytest.fixture
def references(tmp_path: Path) -> Path:
    path = tmp_path / "refs.txt"
    path.write_text("\n".join([KNOWN[0], UNKNOWN, "", KNOWN[1]] * 150) + "\n")
    return path


def _quiet(_: object) -> None:
    pass


def test_answers_come_in_the_order_of_the_references(
    mirror: Path, references: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    told = match(Wanted(references, str(mirror), jobs=1), out, _quiet)
    assert told == (Counter(resolved=300, not_found=150), (), 0)
    answers = list(read_answers(out))
    assert [one.line for one in answers] == [n for n in range(1, 601) if n % 4 != 3]
    assert [one.identifiers.get("pmid") for one in answers[:3]] == ["101", None, "102"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "refs.txt"]


def test_two_processes_give_the_same_bytes_as_one(
    mirror: Path, references: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    match(Wanted(references, str(mirror), jobs=1), one, _quiet)
    match(Wanted(references, str(mirror), jobs=2), two, _quiet)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("cut", [0, 7])
def test_a_run_that_was_cut_off_goes_on_where_it_was(
    mirror: Path, references: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    wanted = Wanted(references, str(mirror), jobs=1)
    match(wanted, whole, _quiet)
    with monkeypatch.context() as broken:
        broken.setattr(verb, "lines", _failing_at(300))
        with pytest.raises(KeyboardInterrupt):
            match(wanted, out, _quiet)
    part = tmp_path / "out.jsonl.partial"
    assert not out.exists()
    assert part.read_bytes().count(b"\n") == 200
    if cut:  # as after a power cut: the last line is not whole
        part.write_bytes(part.read_bytes()[:-cut])
    told = match(wanted, out, _quiet)
    assert told.resumed == (199 if cut else 200)
    assert told.outcomes == Counter(resolved=300, not_found=150)
    assert out.read_bytes() == whole.read_bytes()


def test_a_partial_file_of_other_references_is_begun_anew(
    mirror: Path, references: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / "out.jsonl.partial").write_text('{"outcome":"resolved"}\n' * 5)
    (tmp_path / "out.jsonl.partial.json").write_text("{}")
    assert match(Wanted(references, str(mirror), jobs=1), out, _quiet).resumed == 0
    assert len(list(read_answers(out))) == 450


def test_parquet_has_the_same_answers(mirror: Path, references: Path, tmp_path: Path) -> None:
    wanted = Wanted(references, str(mirror), jobs=1)
    match(wanted, tmp_path / "out.jsonl", _quiet)
    match(wanted, tmp_path / "out.parquet", _quiet)
    rows = parquet.read_table(tmp_path / "out.parquet").to_pylist(maps_as_pydicts="strict")
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert rows == [json.loads(line) for line in lines]


def test_an_unusable_line_is_told_and_costs_no_other(mirror: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "refs.jsonl", tmp_path / "out.jsonl"
    source.write_text(f"{json.dumps(KNOWN[0])}\n{{\n{json.dumps(KNOWN[1])}\n")
    told = match(Wanted(source, str(mirror), jobs=1), out, _quiet)
    assert [one.place.line for one in told.rejected] == [2]
    assert [one.line for one in read_answers(out)] == [1, 3]


@pytest.mark.parametrize(
    ("out", "error", "sentence"),
    [("out.xlsx", InputError, "must end in"), ("out", InputError, "must end in")],
)
def test_a_form_that_is_not_written_is_told_before_anything_is_done(
    mirror: Path, references: Path, tmp_path: Path, out: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        match(Wanted(references, str(mirror), jobs=1), tmp_path / out, _quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["refs.txt"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mirror_without_an_index_is_told(references: Path, tmp_path: Path, jobs: int) -> None:
    with pytest.raises(SettingsError, match="has no index"):
        match(Wanted(references, "starter", jobs=jobs), tmp_path / "out.jsonl", _quiet)


def test_references_that_are_not_there_are_told(mirror: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        match(Wanted(tmp_path / "no.txt", str(mirror), jobs=1), tmp_path / "out.jsonl", _quiet)
    assert list(tmp_path.iterdir()) == []


def _failing_at(line: int):
    def lines(some: list[Reference]) -> list[bytes]:
        if any(one.line > line for one in some):
            raise KeyboardInterrupt
        return match_worker.lines(some)

    return lines
