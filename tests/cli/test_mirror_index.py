"""`citekit mirror build` of PubMed and Crossref, and every verb that asks a registry on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Citekit, Run
from tests.mirror.made_up import article, lines, pubmed_file, speaks, work
from tests.retraction_watch import row, sheet

DATE = ("--date", "2026-11-20", "--jobs", "1")
VIA = "pubmed-crossref mirror 2026-11-20 (built from 1 file)"


@pytest.fixture
def files(desk: Path) -> Path:
    pubmed_file(desk / "pubmed26n0001.xml.gz", article(1), article(2), md5=True)
    (desk / "works.jsonl").write_bytes(lines(work(1), work(2)))
    return desk


@pytest.fixture
def mirrored(citekit: Citekit, files: Path, monkeypatch: pytest.MonkeyPatch) -> Citekit:
    """The command line with a complete mirror of two works in its registries' place."""
    assert build(citekit, "--complete", "pubmed", "--complete", "crossref").code == 0
    monkeypatch.setenv("CITEKIT_MIRROR", "mirror")
    return lambda *given: citekit("--offline", *given)


def build(citekit: Citekit, *more: str) -> Run:
    sources = ("--pubmed", "*.xml.gz", "--crossref", "works.jsonl")
    return citekit("mirror", "build", "mirror", *sources, *DATE, *more)


def test_a_build_tells_what_it_made(citekit: Citekit, files: Path) -> None:
    run = build(citekit)
    assert (run.code, run.err) == (0, "")
    told = run.out.splitlines()
    assert told[0] == "pubmed-crossref mirror of 2026-11-20, built from 2 files, sample"
    assert [line.split()[:3] for line in told[1:3]] == [
        ["pubmed", "2", "index"],
        ["crossref", "2", "index"],
    ]
    assert told[3].startswith("index of version 1, texts folded as ")
    assert run.out == citekit("mirror", "info", "mirror").out


def test_info_as_json(mirrored: Citekit) -> None:
    told = mirrored("mirror", "info", "mirror", "--format", "json").json
    assert (told["files"], told["coverage"]) == ([], "complete")
    [pubmed, crossref] = told["index"]["registries"]
    assert pubmed == {
        "registry": "pubmed",
        "records": 2,
        "sources": 1,
        "date": "2026-11-20",
        "origin": "built from 1 file",
        "coverage": "complete",
        "unread": 0,
    }
    assert crossref["registry"] == "crossref"


def test_retraction_watch_stands_beside_the_index(citekit: Citekit, files: Path) -> None:
    (files / "rw.csv").write_bytes(sheet(row(OriginalPaperDOI="10.5555/made.1")))
    assert build(citekit, "--retraction-watch", "rw.csv").code == 0
    told = citekit("mirror", "info", "mirror", "--format", "json").json
    assert [one["registry"] for one in told["files"]] == ["retraction-watch"]
    assert len(told["index"]["registries"]) == 2
    # Either can be built again without the other.
    assert build(citekit).code == 0
    assert citekit("mirror", "info", "mirror", "--format", "json").json["files"] == told["files"]


def test_a_work_is_resolved_in_both_registries(mirrored: Citekit) -> None:
    [told] = mirrored("resolve", "doi:10.5555/made.1", "--format", "json").json["resolutions"]
    assert told["outcome"] == "resolved"
    assert {one["registry"]: one["outcome"] for one in told["asked"]} == {
        "pubmed": "found", "crossref": "found",
    }  # fmt: skip
    assert {one["via"] for one in told["asked"]} == {VIA}


def test_what_a_complete_mirror_lacks_is_not_found(mirrored: Citekit) -> None:
    run = mirrored("resolve", "pmid:99", "--format", "json")
    assert (run.code, run.json["resolutions"][0]["outcome"]) == (1, "not_found")


def test_what_a_sample_lacks_is_unavailable(
    citekit: Citekit, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(citekit)
    monkeypatch.setenv("CITEKIT_MIRROR", "mirror")
    assert citekit("--offline", "resolve", "pmid:99").code == 3


def test_a_reference_is_found_by_its_words(mirrored: Citekit) -> None:
    [title] = mirrored("resolve", "pmid:2", "--format", "json").json["resolutions"]
    written = f"{title['record']['title']}. Made Up J Riv. 2001;3(3):2-9."
    [told] = mirrored("resolve", written, "--format", "json").json["resolutions"]
    assert (told["outcome"], told["record"]["PMID"]) == ("resolved", "2")


def test_a_library_is_checked_and_updated_against_a_mirror(
    mirrored: Citekit, citekit: Citekit, files: Path
) -> None:
    assert mirrored("add", "pmid:1", "pmid:2").code == 0
    assert mirrored("notices", "--format", "json").json["notices"] == []
    assert mirrored("check", "--format", "json").code == 0
    # A day later PubMed has a retraction, of which the notice alone says what it retracts.
    pubmed_file(
        files / "pubmed26n0002.xml.gz", article(3, "Retraction", more=speaks("RetractionOf", 1))
    )
    day = ("--date", "2026-11-21", "--jobs", "1")
    assert citekit("mirror", "update", "mirror", "--pubmed", "pubmed*.gz", *day).code == 0
    checked = mirrored("check", "--format", "json")
    assert checked.code == 1
    assert "retracted" in [one["name"] for one in checked.json["findings"]]
    mirrored("update")
    [told] = mirrored("notices", "--format", "json").json["notices"]
    assert (told["type"], told["identifiers"]["pmid"]) == ("retraction", "3")
    [witness] = told["witnesses"]
    assert witness["via"] == "pubmed-crossref mirror 2026-11-21 (built from 2 files)"


def test_a_bad_record_and_a_damaged_file_are_told(citekit: Citekit, files: Path) -> None:
    pubmed_file(files / "pubmed26n0002.xml.gz", "<PubmedArticle></PubmedArticle>", article(4))
    (files / "pubmed26n0003.xml.gz").write_bytes(b"\x1f\x8b no gzip")
    run = build(citekit)
    assert run.code == 1
    told = run.err.splitlines()
    assert len(told) == 2
    assert "pubmed26n0003.xml.gz: nothing of it was taken: " in told[0]
    assert "pubmed26n0002.xml.gz:4: The PubMed XML is damaged" in told[1]
    assert "note: pubmed: 2 records or files not read" in run.out


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("build", "mirror"), "name a source"),
        (("update", "mirror"), "name a source"),
        (("build", "mirror", "--pubmed", "none*.gz"), "none*.gz: there is no such file"),
        (("build", "starter", "--pubmed", "."), "write ./starter"),
        (("build", "mirror", "--pubmed", ".", "--date", "today"), "is no date"),
        (("update", "mirror", "--pubmed", "."), "no whole index to add to"),
        (("build", "mirror", "--pubmed", ".", "--complete", "scopus"), "scopus"),
    ],
)
def test_what_cannot_be_meant_is_exit_2(
    citekit: Citekit, files: Path, given: tuple[str, ...], message: str
) -> None:
    run = citekit("mirror", *given)
    assert (run.code, run.out) == (2, "")
    assert message in run.err
