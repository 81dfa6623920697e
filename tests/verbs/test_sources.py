"""What a person may type, and what it is taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.model import Place
from citekit.settings import Settings
from citekit.verbs.sources import gather

OFFLINE = Settings(offline=True)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_file_with_white_space_in_its_name_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "my page.txt").write_text("see doi:10.1136/ard.2009.123463\n")
    [citation] = gather(["my page.txt"], OFFLINE).citations
    assert citation.identifiers == {"doi": "10.1136/ard.2009.123463"}
    assert citation.place is not None
    assert (citation.place.path, citation.place.line) == ("my page.txt", 1)


def test_free_text_brings_the_identifiers_written_in_it() -> None:
    [citation] = gather(["Liang J. Allogenic cells. 2010. PMID: 20650877"], OFFLINE).citations
    assert citation.identifiers == {"pmid": "20650877"}
    assert citation.place is None


def test_a_folder_is_read_in_order_and_its_bad_files_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "b.txt").write_text("doi:10.1002/art.27548")
    (folder / "a.txt").write_text("doi:10.1136/ard.2009.123463")
    (folder / "sub" / "c.md").write_text("doi:10.1186/ar4520")
    (folder / ".hidden" / "d.txt").write_text("doi:10.1234/hidden")
    (folder / "junk.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    gathered = gather(["pages"], OFFLINE)
    assert [citation.identifiers["doi"] for citation in gathered.citations] == [
        "10.1136/ard.2009.123463", "10.1002/art.27548", "10.1186/ar4520",
    ]  # fmt: skip
    [problem] = gathered.problems
    assert "junk.txt" in problem


def test_of_the_xml_files_of_a_folder_endnotes_are_read(tmp_path: Path) -> None:
    record = "<record><accession-num>20650877</accession-num></record>"
    (tmp_path / "refs").mkdir()
    (tmp_path / "refs" / "a.xml").write_text(
        f'<?xml version="1.0"?><xml><records>{record}</records></xml>'
    )
    (tmp_path / "refs" / "b.xml").write_text("<project>doi:10.1002/art.27548</project>")
    (tmp_path / "refs" / "c.xml").write_bytes(b"\x00\x01\x02" * 100)
    gathered = gather(["refs"], OFFLINE)
    assert [(one.identifiers, one.place) for one in gathered.citations] == [
        ({"pmid": "20650877"}, Place("refs/a.xml", 1))
    ]
    assert not gathered.problems


@pytest.mark.parametrize("name", ["gone.xml", "gone.enw", "gone.bib"])
def test_a_reference_file_that_is_not_there_is_no_free_text(name: str) -> None:
    assert gather([name], OFFLINE).problems == [f"{name}: no such file or folder"]


def test_a_mistyped_file_is_answered_with_the_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "references.bib").touch()
    told = gather([str(tmp_path / "refrences.bib")], OFFLINE).problems
    assert told[0].endswith("no such file or folder (did you mean references.bib?)")


def test_a_web_address_is_refused_offline() -> None:
    [problem] = gather(["https://example.org/page"], OFFLINE).problems
    assert problem.startswith("https://example.org/page: --offline opens no socket")


@pytest.mark.parametrize("source", ["x" * 5000, "a\x00b.txt", "a/" * 3000])
def test_what_no_file_can_be_called_is_no_fault(source: str) -> None:
    gather([source], OFFLINE)


def test_an_address_of_a_known_registry_is_an_identifier_and_is_not_fetched() -> None:
    [citation] = gather(["https://doi.org/10.1002/art.27548"], OFFLINE).citations
    assert citation.identifiers == {"doi": "10.1002/art.27548"}
