"""EndNote's two files, read and written: XML, and tagged."""

from __future__ import annotations

import io
from types import ModuleType
from typing import Any, cast
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from citekit.errors import FormatError
from citekit.formats import endnote_xml, enw, ris
from citekit.model import CslDate, CslItem, CslName, Entry, Rejected, StoredWork
from citekit.vocab import LinkType
from tests.formats.works import HOSTILE, PAPER_A, PAPER_B, items, works

FORMATS = pytest.mark.parametrize("module", [endnote_xml, enw], ids=["xml", "enw"])

RECORD = """<?xml version="1.0" encoding="UTF-8" ?><xml><records><record>
<database name="My.enl" path="/x/My.enl">My.enl</database><rec-number>17</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors>
<author><style face="normal" font="default" size="100%">Liang, J.</style></author>
<author><style>Sun, L. Y.</style></author></authors></contributors>
<titles><title><style>Stem cells in </style><style face="italic">Mus musculus</style></title>
<secondary-title><style>Annals of the Rheumatic Diseases</style></secondary-title></titles>
<periodical><full-title>Annals of the Rheumatic Diseases</full-title>
<abbr-1>Ann Rheum Dis</abbr-1></periodical>
<pages><style>1423-9</style></pages><volume>69</volume><number>8</number>
<keywords><keyword>Lupus</keyword><keyword>Humans</keyword></keywords>
<dates><year><style>2010</style></year><pub-dates><date>Aug 3</date></pub-dates></dates>
<isbn>0003-4967 (Print)&#xD;1468-2060 (Electronic)</isbn>
<accession-num>20650877</accession-num>
<electronic-resource-num>10.1136/ard.2009.123463</electronic-resource-num>
<custom2>PMC1000</custom2>
<notes><style>Read twice&#xD;Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.</style></notes>
<urls><related-urls><url>https://example.org/a</url></related-urls></urls>
<reviewed-item>Something</reviewed-item>
</record></records></xml>
"""

TAGGED = """%0 Journal Article
%A Liang, J.
%A Sun, L. Y.
%D 2010
%T Stem cells in Mus musculus
%J Annals of the Rheumatic Diseases
%O Ann Rheum Dis
%V 69
%N 8
%P 1423-9
%8 Aug 3
%@ 0003-4967
1468-2060
%R 10.1136/ard.2009.123463
%M 20650877
%2 PMC1000
%K Lupus
Humans
%Z Read twice
Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.
%U https://example.org/a
%F 17
%* Something

"""


def read(module: ModuleType, text: str) -> list[Entry | Rejected]:
    return list(module.read(text, "x"))


@pytest.mark.parametrize(
    ("module", "text", "kept"),
    [
        (endnote_xml, RECORD, {"endnote": {"reviewed-item": "Something"}}),
        (enw, TAGGED, {"enw": {"*": "Something"}}),
    ],
)
def test_a_reference_is_read_whole(module: ModuleType, text: str, kept: dict[str, Any]) -> None:
    (entry,) = read(module, text)
    assert isinstance(entry, Entry)
    assert entry.key == "17"
    assert entry.item == {
        "type": "article-journal",
        "title": "Stem cells in Mus musculus",
        "author": [{"family": "Liang", "given": "J."}, {"family": "Sun", "given": "L. Y."}],
        "container-title": "Annals of the Rheumatic Diseases",
        "container-title-short": "Ann Rheum Dis",
        "issued": {"date-parts": [[2010, 8, 3]]},
        "volume": "69",
        "issue": "8",
        "page": "1423-9",
        "ISSN": "0003-4967, 1468-2060",
        "DOI": "10.1136/ard.2009.123463",
        "PMID": "20650877",
        "PMCID": "PMC1000",
        "URL": "https://example.org/a",
        "keyword": "Lupus, Humans",
        "note": "Read twice",
        "custom": kept,
    }
    (link,) = entry.links
    assert (link.type, link.witnesses[0].registry) == (LinkType.ERRATUM, "document")
    assert link.notice.raw == "Ann Rheum Dis. 2011 Jan;70(1):237."


@FORMATS
def test_papers_come_back(module: ModuleType) -> None:
    text = module.write([PAPER_B, PAPER_A])
    assert text == module.write([PAPER_A, PAPER_B])
    first, second = (one for one in read(module, text) if isinstance(one, Entry))
    assert (first.key, second.key) == (PAPER_A.key, PAPER_B.key)
    assert {**first.item} == {**PAPER_A.item}
    assert second.item["title"] == PAPER_B.item["title"]
    assert [link.type for link in first.links] == [LinkType.ERRATUM, LinkType.COMMENT]


@FORMATS
@settings(deadline=None, max_examples=60)
@given(
    some=works(
        items(["article-journal", "book", "chapter", "paper-conference", "report", "thesis"])
    ).filter(len)
)
def test_what_ris_brings_back_these_bring_back(module: ModuleType, some: list[StoredWork]) -> None:
    """The losses are those of RIS, but the number of an article and what belongs to it."""
    work = some[0]
    (expected,) = ris.read(ris.write([work], flavour="endnote"), "x")
    (entry,) = read(module, module.write([work]))
    assert isinstance(expected, Entry)
    assert isinstance(entry, Entry)
    names = {"title", "author", "editor", "issued", "volume", "DOI", "PMID", "PMCID", "type"}
    told = cast("dict[str, Any]", entry.item)
    wanted = cast("dict[str, Any]", expected.item)
    assert {n: told.get(n) for n in names} == {n: wanted.get(n) for n in names}
    assert [one.notice.raw for one in entry.links] == [one.notice.raw for one in expected.links]
    assert read(module, module.write([work])) == [entry]


@FORMATS
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_breaks_nothing(module: ModuleType, text: str) -> None:
    said = {"title": text, "author": [{"literal": text}], "DOI": text[:300], "note": text}
    hostile = StoredWork("b\r\n%0 x", cast("CslItem", {"type": "book", **said}), {})
    output = module.write([PAPER_A, hostile, PAPER_B])
    output.encode()
    if module is endnote_xml:
        etree.fromstring(output.encode())
    assert [type(one) for one in read(module, output)] == [Entry] * 3


@FORMATS
def test_unknown_fields_are_written_back(module: ModuleType) -> None:
    text = RECORD if module is endnote_xml else TAGGED
    (entry,) = (one for one in read(module, text) if isinstance(one, Entry))
    again = module.write([StoredWork("17", entry.item, {})])
    (back,) = (one for one in read(module, again) if isinstance(one, Entry))
    assert back.item["custom"] == entry.item["custom"]


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2010]]}, None),
        ({"date-parts": [[2010, 8]]}, "Aug"),
        ({"date-parts": [[2010, 8, 3]]}, "Aug 3"),
        ({"date-parts": [[2010]], "season": 4}, "Winter"),
        ({"date-parts": [[1998, 12], [1999, 1]]}, "Dec-1999 Jan"),
        ({"literal": "forthcoming"}, "///forthcoming"),
    ],
)
def test_a_date_is_written_as_endnote_does_and_comes_back(
    issued: CslDate, date: str | None
) -> None:
    work = StoredWork("k", {"type": "article-journal", "title": "x", "issued": issued}, {})
    tagged, xml = enw.write([work]), endnote_xml.write([work])
    assert f"%8 {date}\n" in tagged if date else "%8" not in tagged
    assert f"<date>{date}</date>" in xml if date else "pub-dates" not in xml
    for module, text in ((enw, tagged), (endnote_xml, xml)):
        (entry,) = read(module, text)
        assert isinstance(entry, Entry)
        assert entry.item["issued"] == issued


@pytest.mark.parametrize("name", ["World Health Organization", "The Lancet", "Urban & Vogel"])
def test_a_group_has_a_comma_behind_it_and_comes_back(name: str) -> None:
    people: list[CslName] = [{"literal": name}, {"family": "Sun", "given": "L Y"}]
    work = StoredWork("k", {"type": "article-journal", "title": "x", "author": people}, {})
    tagged, xml = enw.write([work]), endnote_xml.write([work])
    assert f"%A {name},\n%A Sun, L Y\n" in tagged
    assert f"<author>{escape(name)},</author><author>Sun, L Y</author>" in xml
    for module, text in ((enw, tagged), (endnote_xml, xml)):
        (entry,) = read(module, text)
        assert isinstance(entry, Entry)
        assert entry.item["author"] == people


def test_no_work_is_no_reference() -> None:
    assert enw.write([]) == ""
    assert read(endnote_xml, endnote_xml.write([])) == []


@FORMATS
@given(text=st.text())
def test_no_text_is_a_traceback(module: ModuleType, text: str) -> None:
    try:
        read(module, text)
    except FormatError:
        assert module is endnote_xml


def test_a_broken_reference_costs_no_other() -> None:
    first, second, third = read(enw, "stray\n\n%0 Book\n\n%0 Book\n%T A book\n")
    assert isinstance(first, Rejected)
    assert isinstance(second, Rejected)
    assert isinstance(third, Entry)
    assert (first.place.line, second.place.line, third.place.line) == (1, 3, 5)


def test_references_of_refer_have_no_type() -> None:
    first, second = read(enw, "%A Doe, J\n%T One\n%J Nature\n\n%A Roe, J\n%T Two\n%I Wiley\n")
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert (first.item["type"], second.item["type"]) == ("article-journal", "book")


def test_of_a_cut_file_what_is_whole_is_read() -> None:
    text = RECORD.replace("</records></xml>", "<record><titles><title>cut")
    found = endnote_xml.read_file(io.BytesIO(text.encode()), "x")
    assert isinstance(next(found), Entry)
    with pytest.raises(FormatError, match="cut or damaged"):
        next(found)


def test_declarations_are_refused() -> None:
    evil = RECORD.partition("?>")[2]
    text = f'<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>{evil}'
    with pytest.raises(FormatError, match="declarations of its own"):
        read(endnote_xml, text)
