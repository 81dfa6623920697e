"""`citekit mirror`, and the main job with Retraction Watch beside the registries."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Citekit, Run
from tests.retraction_watch import row, sheet

ROW = row(OriginalPaperDOI="10.5555/mistyped", OriginalPaperPubMedID="20650877")
VIA = "retraction-watch mirror 2026-12-01 (built from rw.csv)"


@pytest.fixture
def watch(citekit: Citekit, desk: Path, monkeypatch: pytest.MonkeyPatch) -> Citekit:
    """The command line with a mirror of one row about the first of the starter's papers."""
    (desk / "rw.csv").write_bytes(sheet(ROW))
    built = build(citekit)
    assert (built.code, built.err) == (0, "")
    monkeypatch.setenv("CITEKIT_MIRROR", "mirror")
    return citekit


def build(citekit: Citekit, csv: str = "rw.csv") -> Run:
    return citekit("mirror", "build", "mirror", "--retraction-watch", csv, "--date", "2026-12-01")


def notices(citekit: Citekit) -> dict[str, Any]:
    return {one["type"]: one for one in citekit("notices", "--format", "json").json["notices"]}


def test_a_build_tells_what_it_made(citekit: Citekit, desk: Path) -> None:
    (desk / "rw.csv").write_bytes(sheet(ROW))
    run = build(citekit)
    assert run.out.splitlines()[0] == (
        "retraction-watch mirror of 2026-12-01, built from rw.csv, complete"
    )
    assert run.out == citekit("mirror", "info", "mirror").out


def test_a_compressed_file_is_read(citekit: Citekit, desk: Path) -> None:
    (desk / "rw.csv.gz").write_bytes(gzip.compress(sheet(ROW)))
    assert build(citekit, "rw.csv.gz").code == 0


def test_info_as_json(watch: Citekit, desk: Path) -> None:
    told = watch("mirror", "info", "mirror", "--format", "json").json
    [file] = told.pop("files")
    [note] = told.pop("notes")
    assert told == {
        "schema": "citekit/mirror-info/1",
        "name": "retraction-watch",
        "date": "2026-12-01",
        "origin": "built from rw.csv",
        "coverage": "complete",
    }
    assert (file["registry"], file["path"], file["records"], file["date"]) == (
        "retraction-watch", "retraction-watch.db", 1, "2026-12-01",
    )  # fmt: skip
    assert note.startswith("Retraction Watch: its retractions are nearly complete")


def test_info_of_the_starter(citekit: Citekit) -> None:
    lines = citekit("mirror", "info", "starter").out.splitlines()
    assert lines[0] == "starter mirror of 2026-11-22, assembled by hand, sample"
    assert lines[1].split()[:3] == ["pubmed", "2", "pubmed.xml"]


def test_rows_that_cannot_be_used_are_told_and_the_others_kept(
    citekit: Citekit, desk: Path
) -> None:
    (desk / "rw.csv").write_bytes(sheet(ROW, *[row(Record_ID="")] * 7))
    run = build(citekit)
    assert run.code == 1
    assert run.err.splitlines() == [
        *(f"citekit: rw.csv:{line}: it has no Record ID" for line in range(3, 8)),
        "citekit: 2 more rows cannot be used, 7 in all",
    ]
    assert citekit("mirror", "info", "mirror", "--format", "json").json["files"][0]["records"] == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [("gone.csv", None), ("x.csv", b""), ("x.csv", b"<html>"), ("x.csv.gz", b"no gzip")],
    ids=["not there", "empty", "a page", "no gzip"],
)
def test_what_is_no_such_csv_is_exit_2(
    citekit: Citekit, desk: Path, name: str, body: bytes | None
) -> None:
    if body is not None:
        (desk / name).write_bytes(body)
    run = build(citekit, name)
    assert (run.code, run.out) == (2, "")
    assert name in run.err
    assert len(run.err.splitlines()) == 1


def test_a_disk_that_refuses_is_the_storage_code(citekit: Citekit, desk: Path) -> None:
    (desk / "rw.csv").write_bytes(sheet(ROW))
    (desk / "mirror").write_text("a file where the folder should be")
    run = build(citekit)
    assert (run.code, run.out) == (4, "")
    assert run.err.startswith("citekit: mirror: cannot be written: ")


def test_a_folder_that_is_no_mirror_is_exit_2(citekit: Citekit, desk: Path) -> None:
    run = citekit("mirror", "info", str(desk))
    assert (run.code, "is no mirror" in run.err) == (2, True)


def test_a_row_about_a_paper_is_a_notice_with_its_witness(watch: Citekit) -> None:
    run = watch("--offline", "add", "pmid:20650877", "--format", "json")
    assert (run.code, run.err) == (0, "")
    [one] = run.json["resolutions"]
    assert one["identifiers"] == {"doi": "10.1136/ard.2009.123463", "pmid": "20650877"}
    assert {asked["registry"]: asked["outcome"] for asked in one["asked"]} == {
        "pubmed": "found", "crossref": "found", "retraction-watch": "found",
    }  # fmt: skip
    retraction = notices(watch)["retraction"]
    assert retraction["identifiers"] == {"doi": "10.5555/notice", "pmid": "2222"}
    assert retraction["work"] == one["identifiers"]
    assert retraction["witnesses"] == [
        {
            "registry": "retraction-watch",
            "term": "Retraction",
            "asserted": "2019-07-26",
            "fetched_at": "2026-12-01T00:00:00Z",
            "via": VIA,
            "record_id": "101",
            "stands_on": "work",
        }
    ]
    assert [each["registry"] for each in retraction["silent"]] == ["crossref", "pubmed"]
    [listed] = watch("list", "--format", "json").json["works"]
    assert listed["status"] == "retracted"


def test_one_that_it_has_no_row_about_is_absent(watch: Citekit) -> None:
    run = watch("--offline", "resolve", "pmid:20506343", "--format", "json")
    asked = {each["registry"]: each for each in run.json["resolutions"][0]["asked"]}
    assert (run.code, asked["retraction-watch"]["outcome"]) == (0, "absent")
    assert "has no row about it" in asked["retraction-watch"]["detail"]


def test_it_is_silent_about_the_notices_of_others(citekit: Citekit, watch: Citekit) -> None:
    csv = Path("rw.csv")
    csv.write_bytes(sheet(row()))
    assert build(citekit).code == 0
    watch("--offline", "add", "pmid:20650877")
    silent = {each["registry"]: each["outcome"] for each in notices(watch)["erratum"]["silent"]}
    assert silent == {"crossref": "absent", "retraction-watch": "absent"}


def test_the_same_again_changes_no_byte_of_the_library(watch: Citekit, desk: Path) -> None:
    watch("--offline", "add", "pmid:20650877")
    before = (desk / "library.db").read_bytes()
    assert watch("--offline", "add", "pmid:20650877").code == 0
    assert (desk / "library.db").read_bytes() == before


def test_a_doi_that_it_alone_knows_is_not_resolved(watch: Citekit, desk: Path) -> None:
    run = watch("--offline", "add", "10.5555/mistyped", "--format", "json")
    [one] = run.json["resolutions"]
    assert (one["outcome"], one["record"]) == ("unavailable", None)
    assert {asked["registry"] for asked in one["asked"]} == {"pubmed", "crossref"}
    assert not (desk / "library.db").exists()


def test_a_notice_is_not_itself_retracted(citekit: Citekit, watch: Citekit) -> None:
    """The paper is the notice of the row here."""
    Path("rw.csv").write_bytes(sheet(row(RetractionPubMedID="20506343", RetractionDOI="")))
    assert build(citekit).code == 0
    watch("--offline", "add", "pmid:20506343")
    [listed] = watch("list", "--format", "json").json["works"]
    assert listed["status"] == "none"
    assert notices(watch) == {}


@pytest.mark.parametrize(
    ("nature", "status", "type_"),
    [
        ("Retraction", "retracted", "retraction"),
        ("Expression of concern", "concern", "expression_of_concern"),
        ("Correction", "corrected", "erratum"),
        ("Reinstatement", "reinstated", "reinstatement"),
        ("Second thoughts", "none", "other"),
    ],
)
def test_natures(citekit: Citekit, watch: Citekit, nature: str, status: str, type_: str) -> None:
    about_b = row(OriginalPaperPubMedID="20506343", OriginalPaperDOI="", RetractionNature=nature)
    Path("rw.csv").write_bytes(sheet(about_b))
    assert build(citekit).code == 0
    watch("--offline", "add", "pmid:20506343")
    [listed] = watch("list", "--format", "json").json["works"]
    assert listed["status"] == status
    assert notices(watch)[type_]["witnesses"][0]["term"] == nature


def test_a_notice_in_place_is_a_status_and_no_notice(citekit: Citekit, watch: Citekit) -> None:
    in_place = {"OriginalPaperDOI": "10.1002/ART.27548", "RetractionDOI": "10.1002/art.27548"}
    Path("rw.csv").write_bytes(
        sheet(row(OriginalPaperPubMedID="20506343", RetractionPubMedID="0", **in_place))
    )
    assert build(citekit).code == 0
    watch("--offline", "add", "pmid:20506343")
    [listed] = watch("list", "--format", "json").json["works"]
    assert (listed["status"], notices(watch)) == ("retracted", {})


def test_the_doctor_asks_it(watch: Citekit, desk: Path) -> None:
    checks = watch("--offline", "doctor", "--format", "json").json["checks"]
    assert {"name": "retraction-watch", "told": "answers", "ok": True} in checks


def test_the_doctor_finds_a_changed_file(watch: Citekit, desk: Path) -> None:
    with (desk / "mirror" / "retraction-watch.db").open("ab") as stream:
        stream.write(b"x")
    run = watch("--offline", "doctor")
    assert run.code == 3
    assert "retraction-watch.db has changed" in run.err
