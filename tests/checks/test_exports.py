"""Exports beside a library: out of date only when no way of exporting gives these bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.library.store import Library
from citekit.verbs.exports import outdated
from tests.conftest import Citekit
from tests.library import shelf

WAYS = (
    ("library.bib",),
    ("ascii.bib", "--ascii"),
    ("biblatex.bib", "--format", "biblatex"),
    ("library.ris",),
    ("library.json", "--format", "csljson"),
    ("nlm.bib", "--journal", "nlm"),
    ("zotero.ris", "--flavour", "zotero"),
    ("library.nbib",),
)


@pytest.fixture
def shelved(citekit: Citekit, desk: Path) -> Citekit:
    shelf.add(desk / "library.db", shelf.paper(), shelf.comment((shelf.comment_on(),)))
    (desk / "exports").mkdir()
    return citekit


def stale(desk: Path) -> list[str]:
    path = desk / "library.db"
    with Library.open(path) as library:
        return [one.name for one in outdated(path, list(library.works()))]


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_what_export_writes_is_up_to_date(
    shelved: Citekit, desk: Path, way: tuple[str, ...]
) -> None:
    name, *options = way
    run = shelved("export", "-o", f"exports/{name}", *options)
    assert (run.code, stale(desk)) == (0, []), run.err
    changed = (desk / "exports" / name).read_bytes().replace(b"Stem", b"Stern")
    (desk / "exports" / name).write_bytes(changed)
    assert stale(desk) == [name]


def test_an_export_of_what_has_changed_since_is_out_of_date(shelved: Citekit, desk: Path) -> None:
    assert shelved("export", "-o", "exports/library.ris").code == 0
    [key, *_] = [one["key"] for one in shelved("list", "--format", "json").json["works"]]
    assert shelved("set", key, "page=7").code == 0
    assert stale(desk) == ["library.ris"]


def test_files_that_are_no_exports_are_nobodys_business(shelved: Citekit, desk: Path) -> None:
    (desk / "exports" / "README.md").write_text("made by citekit")
    (desk / "exports" / "folder.bib").mkdir()
    assert stale(desk) == []


def test_without_a_folder_of_exports_there_is_nothing_to_compare(
    shelved: Citekit, desk: Path
) -> None:
    (desk / "exports").rmdir()
    assert stale(desk) == []
