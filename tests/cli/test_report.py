"""`report`: chosen by the file's ending, replaced whole, asking nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Citekit
from tests.library.shelf import add, comment, paper


@pytest.fixture
def stocked(citekit: Citekit, desk: Path) -> Citekit:
    add(desk / "library.db", paper(), comment())
    return citekit


@pytest.mark.parametrize(
    ("name", "begins"),
    [("r.html", "<!DOCTYPE html>"), ("r.md", "# Notices"), ("r.csv", "key,"), ("r.json", "{")],
)
def test_the_ending_tells_the_form(stocked: Citekit, desk: Path, name: str, begins: str) -> None:
    run = stocked("report", "-o", name)
    assert (run.code, run.out, run.err) == (0, "", f"citekit: {name}: 2 works, written\n")
    assert (desk / name).read_text().startswith(begins)
    assert stocked("report", "-o", name).err == f"citekit: {name}: 2 works, unchanged\n"


def test_without_a_file_it_goes_to_standard_output(stocked: Citekit) -> None:
    report = json.loads(stocked("report", "--format", "json").out)
    assert [work["key"] for work in report["works"]] == sorted(w["key"] for w in report["works"])


def test_only_the_works_that_are_named(stocked: Citekit) -> None:
    report = json.loads(stocked("report", "--format", "json", "Tyn2010Stem").out)
    assert [work["key"] for work in report["works"]] == ["Tyn2010Stem"]


KNOWN = "html, markdown, csv, json"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "r.pdf"), f"name a format with --format ({KNOWN}), or a file ending that tells it"),
        (("--format", "pdf"), f"there is no format 'pdf'; known are {KNOWN}"),
    ],
)
def test_an_unknown_form_is_refused(
    stocked: Citekit, arguments: tuple[str, ...], said: str
) -> None:
    run = stocked("report", *arguments)
    assert (run.code, run.err) == (2, f"citekit: {said}\n")


def test_an_unknown_key_is_refused(stocked: Citekit) -> None:
    assert stocked("report", "--format", "csv", "Nobody1999Nothing").code == 2


def test_a_folder_that_is_not_there_is_the_disks_fault(stocked: Citekit) -> None:
    run = stocked("report", "-o", "nowhere/r.html")
    assert run.code == 4
    assert run.err.startswith("citekit: nowhere/r.html: cannot be written")
