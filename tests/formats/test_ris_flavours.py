"""RIS for readers that disagree, one column of the table each."""

from __future__ import annotations

from typing import Any

import pytest

from citekit.formats import ris
from citekit.formats.ris_tags import Flavour
from citekit.model import CslItem, CslName, Entry, StoredWork
from citekit.vocab import LinkType, Scheme, Status
from tests.formats.works import COMMENT, ERRATUM, PAPER_A

ARTICLE: CslItem = {
    "type": "article-journal",
    "title": "x",
    "volume": "69",
    "issue": "8",
    "page": "e12",
    "genre": "letter",
    "DOI": "10.1000/x",
    "PMID": "20650877",
    "PMCID": "PMC1000",
    "URL": "https://example.org/x",
}
SHARED = ["IS  - 8", "SP  - e12", "UR  - https://example.org/x"]
OWN = {
    "any": ["DO  - 10.1000/x", "AN  - 20650877", "C2  - PMC1000", "C7  - e12", "M3  - letter",
            "N1  - PMID: 20650877", "N1  - PMCID: PMC1000"],
    "zotero": ["DO  - 10.1000/x", "UR  - PM:20650877", "M3  - letter", "N1  - PMCID: PMC1000"],
    "endnote": ["DO  - 10.1000/x", "AN  - 20650877", "C2  - PMC1000", "C7  - e12", "M3  - letter"],
    "jabref": ["DO  - doi:10.1000/x", "C2  - 20650877", "N1  - PMID: 20650877",
               "N1  - PMCID: PMC1000"],
}  # fmt: skip
TAGS = ("IS", "SP", "DO", "UR", "AN", "C2", "C7", "M3", "N1")


@pytest.mark.parametrize("flavour", list(Flavour))
def test_each_reader_gets_what_it_understands(flavour: Flavour) -> None:
    lines = ris.write([StoredWork("k", ARTICLE, {})], flavour=flavour).split("\r\n")
    assert sorted(line for line in lines if line[:2] in TAGS) == sorted(SHARED + OWN[flavour])


@pytest.mark.parametrize("flavour", list(Flavour))
def test_every_flavour_is_read_again(flavour: Flavour) -> None:
    work = StoredWork("k", ARTICLE, {}, (ERRATUM, COMMENT))
    (entry,) = ris.read(ris.write([work], flavour=flavour), "x.ris")
    assert isinstance(entry, Entry)
    expected: dict[str, Any] = dict(ARTICLE)
    if flavour in {Flavour.ANY, Flavour.ENDNOTE}:
        expected["number"] = "e12"
    if flavour is Flavour.JABREF:
        del expected["genre"]
    assert entry.item == expected
    assert [link.type for link in entry.links] == [LinkType.ERRATUM, LinkType.COMMENT]


@pytest.mark.parametrize(("flavour", "tag"), [("jabref", "ED"), ("zotero", "A2")])
def test_the_editor_of_a_chapter_is_no_author(flavour: str, tag: str) -> None:
    chapter: CslItem = {"type": "chapter", "editor": [{"family": "Sun", "given": "L"}]}
    written = ris.write([StoredWork("k", chapter, {})], flavour=flavour)
    assert f"{tag}  - Sun, L\r\n" in written
    (entry,) = ris.read(written, "x.ris")
    assert isinstance(entry, Entry)
    assert entry.item == chapter


@pytest.mark.parametrize(("flavour", "tag"), [("jabref", "BT"), ("zotero", "T2")])
def test_the_book_of_a_chapter_is_no_journal(flavour: str, tag: str) -> None:
    chapter: CslItem = {"type": "chapter", "container-title": "Wound Care"}
    written = ris.write([StoredWork("k", chapter, {})], flavour=flavour)
    assert written == f"TY  - CHAP\r\nID  - k\r\n{tag}  - Wound Care\r\nER  - \r\n\r\n"
    (entry,) = ris.read(written, "x.ris")
    assert isinstance(entry, Entry)
    assert entry.item == chapter


@pytest.mark.parametrize(
    ("flavour", "written"),
    [
        ("any", ["Urban & Vogel", "Vollmer, Charles M, Jr"]),
        ("endnote", ["Urban & Vogel,", "Vollmer, Charles M, Jr"]),
        ("jabref", ["Urban & Vogel", "Vollmer, Jr, Charles M"]),
    ],
)
def test_names_are_written_as_their_reader_parts_them(flavour: str, written: list[str]) -> None:
    person: CslName = {"family": "Vollmer", "given": "Charles M", "suffix": "Jr"}
    article: CslItem = {"type": "article-journal", "author": [{"literal": "Urban & Vogel"}, person]}
    text = ris.write([StoredWork("k", article, {})], flavour=flavour)
    assert [line[6:] for line in text.split("\r\n") if line.startswith("AU")] == written
    (entry,) = ris.read(text, "x.ris")
    assert isinstance(entry, Entry)
    assert entry.item["author"][-1] == person
    assert (entry.item["author"] == article["author"]) is (flavour == "endnote")


def test_jabref_gets_no_short_title_that_it_takes_for_the_full_one() -> None:
    written = ris.write([PAPER_A], flavour="jabref")
    assert "JA  - " not in written
    assert "J2  - Ann Rheum Dis\r\n" in written
    (entry,) = ris.read(written, "x.ris")
    assert isinstance(entry, Entry)
    assert entry.item["container-title-short"] == "Ann Rheum Dis"


def test_a_retracted_work_has_pubmeds_word_for_it_and_loses_it_when_read() -> None:
    work = StoredWork(
        "k", {**PAPER_A.item, "keyword": "lupus"}, {Scheme.PMID: "1000"}, (ERRATUM,),
        Status.RETRACTED,
    )  # fmt: skip
    written = ris.write([work])
    assert "KW  - lupus\r\nKW  - Retracted Publication\r\n" in written
    (entry,) = ris.read(written, "x.ris")
    assert isinstance(entry, Entry)
    assert entry.item["keyword"] == "lupus"


def test_an_unknown_flavour_is_refused() -> None:
    with pytest.raises(ValueError, match="mendeley"):
        ris.write([PAPER_A], flavour="mendeley")
