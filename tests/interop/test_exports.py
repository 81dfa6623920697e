"""Other projects' readers on this repository's own exports: both papers, whole."""

from __future__ import annotations

import warnings

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.interop

BIB = ROOT / "exports" / "library.bib"
RIS = ROOT / "exports" / "library.ris"

TITLES = [
    "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: "
    "a pilot clinical study",
    "Umbilical cord mesenchymal stem cell transplantation in severe and refractory systemic lupus "
    "erythematosus",
]
DOIS = ["10.1136/ard.2009.123463", "10.1002/art.27548"]
PMIDS = ["20650877", "20506343"]
PAGES = ["1423--1429", "2467--2475"]


def test_bibtexparser_reads_the_bib() -> None:
    bibtexparser = pytest.importorskip("bibtexparser")
    library = bibtexparser.parse_file(str(BIB))
    assert library.failed_blocks == []
    assert [entry["title"] for entry in library.entries] == TITLES
    assert [entry["doi"] for entry in library.entries] == DOIS
    assert [entry["pmid"] for entry in library.entries] == PMIDS
    assert [entry["pages"] for entry in library.entries] == PAGES
    assert library.entries[0]["author"].count(" and ") == 9
    assert "Ann Rheum Dis. 2011 Jan;70(1):237" in library.entries[0]["note"]


def test_pybtex_reads_the_bib() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        database = pytest.importorskip("pybtex.database")
        read = database.parse_file(str(BIB), bib_format="bibtex")
    entries = list(read.entries.values())
    assert [entry.fields["title"] for entry in entries] == TITLES
    assert [entry.fields["volume"] for entry in entries] == ["69", "62"]
    names = [str(person) for person in entries[0].persons["author"]]
    assert (len(names), names[0], names[-1]) == (10, "Liang, J", "Sun, L")


def test_rispy_reads_the_ris() -> None:
    rispy = pytest.importorskip("rispy")
    with RIS.open(encoding="utf-8", newline="") as stream:
        records = rispy.load(stream)
    assert [record.get("title") or record.get("primary_title") for record in records] == TITLES
    assert [record["doi"] for record in records] == DOIS
    assert [record["accession_number"] for record in records] == PMIDS
    assert [(record["start_page"], record["end_page"]) for record in records] == [
        ("1423", "1429"), ("2467", "2475"),
    ]  # fmt: skip
    assert len(records[0]["authors"]) == 10
    assert any("70(1):237" in note for note in records[0]["notes"])
