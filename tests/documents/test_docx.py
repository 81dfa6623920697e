"""Word files: what stands in fields, links and text, and that no file does any harm."""

from __future__ import annotations

import base64
import io
import json
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.documents import docx, reader
from citekit.documents.cited_keys import Shelf, completed
from citekit.errors import SourceError
from citekit.model import Citation, Place, Rejected
from citekit.vocab import Scheme
from tests.documents.papers import A, B
from tests.documents.word import docx as word
from tests.documents.word import field, link, p, package, part, relations, run, sources

ITEM_A = {
    "id": 17,
    "type": "article-journal",
    "title": A.title,
    "DOI": A.doi,
    "author": [{"family": "Liang", "given": "Jun"}],
}
ITEM_B = {"id": "ITEM-2", "type": "article-journal", "title": B.title, "note": f"PMID: {B.pmid}"}
ENDNOTE = f"""<EndNote><Cite><Author>Liang</Author><Year>2010</Year><RecNum>3</RecNum><record>
<contributors><authors><author><style face="normal">Liang, J.</style></author></authors>
</contributors><titles><title><style>{A.title}</style></title>
<secondary-title>Ann Rheum Dis</secondary-title></titles>
<volume>69</volume><number>8</number><pages>1423-9</pages><dates><year>2010</year></dates>
<accession-num>{A.pmid}</accession-num><electronic-resource-num>{A.doi}</electronic-resource-num>
<remote-database-name>Medline</remote-database-name></record></Cite></EndNote>"""


def zotero(*items: object) -> str:
    cited = {"citationID": "x", "citationItems": [{"id": 1, "itemData": one} for one in items]}
    return f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(cited)} "


def read(data: bytes) -> list[Citation]:
    found = list(reader.read(data, "paper.docx"))
    assert all(isinstance(one, Citation) for one in found)
    return [one for one in found if isinstance(one, Citation)]


def places(found: list[Citation]) -> list[tuple[int, int]]:
    return [(one.place.line, one.place.column) for one in found if one.place]


def test_zotero_keeps_its_items_in_the_field() -> None:
    first, second = read(
        word(p(run("My paper")), p(run("As "), field(zotero(ITEM_A, ITEM_B), "(1,2)")))
    )

    assert first.identifiers == {Scheme.DOI: A.doi}
    assert first.said["author"] == [{"family": "Liang", "given": "Jun"}]
    assert second.identifiers == {Scheme.PMID: B.pmid}
    assert [first.place, second.place] == [Place("paper.docx", 2, 4)] * 2
    assert (first.raw, second.raw, first.key) == (A.title, B.title, None)


def test_what_a_citation_shows_is_no_citation_again() -> None:
    shown = f"(Seo, 2019, pp. 10–20; {B.source} doi:{B.doi})"
    (found,) = read(word(p(run("As "), field(zotero(ITEM_A), shown), run(" says."))))

    assert found.identifiers == {Scheme.DOI: A.doi}


def test_the_document_may_have_a_number() -> None:
    data = package({"word/document2.xml": part(p(run(f"doi:{A.doi}")))})

    assert places(read(data)) == [(1, 1)]


def test_mendeley_in_a_field_and_in_a_content_control() -> None:
    cited = json.dumps({"citationItems": [{"itemData": ITEM_A}]})
    tag = "MENDELEY_CITATION_v3_" + base64.b64encode(cited.encode()).decode()
    properties = f'<w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
    control = f"<w:sdt>{properties}<w:sdtContent>{run('[1]')}</w:sdtContent></w:sdt>"
    found = read(
        word(p(run("See "), field(f"ADDIN CSL_CITATION {cited}", "[1]"), run(" "), control))
    )

    assert [one.identifiers for one in found] == [{Scheme.DOI: A.doi}] * 2
    assert places(found) == [(1, 5), (1, 9)]


def test_endnote_in_the_instruction() -> None:
    (found,) = read(word(p(field(f" ADDIN EN.CITE {ENDNOTE}", "(1)"))))

    assert found.identifiers == {Scheme.DOI: A.doi, Scheme.PMID: A.pmid}
    assert (found.said["volume"], found.said["container-title"]) == ("69", "Ann Rheum Dis")
    assert found.said["author"][0]["family"] == "Liang"


def test_endnote_in_the_data_of_an_inner_field() -> None:
    data = base64.b64encode(ENDNOTE.encode() + b"\x00").decode()
    outer = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{data}</w:fldData></w:fldChar></w:r>'
        "<w:r><w:instrText> ADDIN EN.CITE </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{data}</w:fldData></w:fldChar></w:r>'
        "<w:r><w:instrText> ADDIN EN.CITE.DATA </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("(1)")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    (found,) = read(word(p(run("So "), outer)))

    assert found.identifiers == {Scheme.DOI: A.doi, Scheme.PMID: A.pmid}
    assert found.place == Place("paper.docx", 1, 4)


def test_words_own_citations_are_explained_by_its_list_of_sources() -> None:
    listed = sources(
        f"<b:Tag>Lia10</b:Tag><b:Title>{A.title}</b:Title>"
        "<b:JournalName>Ann Rheum Dis</b:JournalName><b:Year>2010</b:Year>"
        "<b:Volume>69</b:Volume><b:Pages>1423-9</b:Pages>"
        f"<b:StandardNumber>doi:{A.doi}</b:StandardNumber><b:Author><b:Author><b:NameList><b:Person>"
        "<b:Last>Liang</b:Last><b:First>Jun</b:First></b:Person></b:NameList></b:Author></b:Author>"
    )
    document = p(run("x "), field(r" CITATION Lia10 \p 3 \l 1033 \m Gone", "(Liang, 2010)"))
    parts = {"word/document.xml": part(document), "customXml/item1.xml": listed}
    manuscript = docx.read(package(parts), "paper.docx")
    known, gone = completed(manuscript, Shelf({}))

    assert isinstance(known, Citation)
    assert known.identifiers == {Scheme.DOI: A.doi}
    assert known.said["author"] == [{"family": "Liang", "given": "Jun"}]
    assert (known.key, known.place) == ("Lia10", Place("paper.docx", 1, 3))
    assert isinstance(gone, Rejected)
    assert gone.reason == "no entry for key Gone in the document's own list"


def test_links_and_written_identifiers_each_keep_their_place() -> None:
    targets = {"rId1": f"https://doi.org/{A.doi}", "rId2": "https://example.org/"}
    data = package(
        {
            "word/document.xml": part(
                p(),
                p(run("See "), link("rId1", "Liang 2010"), run(" and "), link("rId2", "home")),
                p(run(f"Again doi:{A.doi} and PMID: {B.pmid}.")),
            ),
            "word/_rels/document.xml.rels": relations(targets),
        }
    )
    found = read(data)

    assert [one.identifiers for one in found] == [
        {Scheme.DOI: A.doi}, {Scheme.DOI: A.doi}, {Scheme.PMID: B.pmid},
    ]  # fmt: skip
    assert places(found) == [(2, 5), (3, 7), (3, 39)]
    assert found[0].raw == f"https://doi.org/{A.doi}"


def test_paragraphs_are_counted_through_the_notes() -> None:
    drawn = f'<w:footnote w:type="separator" w:id="0">{p(run("---"))}</w:footnote>'
    note = drawn + f'<w:footnote w:id="1">{p(run(f"doi:{A.doi}"))}</w:footnote>'
    end = f'<w:endnote w:id="1">{p(run(f"PMID: {B.pmid}"))}</w:endnote>'
    data = package(
        {
            "word/document.xml": part(p(run("one")), p(run("two"))),
            "word/footnotes.xml": part(note, root="footnotes"),
            "word/endnotes.xml": part(end, root="endnotes"),
        }
    )
    assert places(read(data)) == [(3, 1), (4, 1)]


def test_the_reference_list_under_its_heading() -> None:
    found = read(
        word(
            p(run("Introduction"), style="Heading1"),
            p(run("Many have been treated.")),
            p(run("References"), style="Heading1"),
            p(run(f"1. {A.written}")),
            p(run(f"2. {B.written} doi:{B.doi}")),
            p(run("Appendix"), style="Heading1"),
            p(run("Smith AB has nothing to say here.")),
        )
    )
    assert [one.said["title"] for one in found] == [A.title, B.title]
    assert places(found) == [(4, 4), (5, 4)]
    assert found[0].raw == A.written


def test_the_reference_list_that_a_field_makes_needs_no_heading() -> None:
    begin, end = field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "|").split(run("|"))
    found = read(word(p(begin, run(A.written)), p(run(B.written), end), p(run("Thanks."))))

    assert [one.said["title"] for one in found] == [A.title, B.title]


def test_deleted_text_is_not_there() -> None:
    deleted = f"<w:del><w:r><w:delText>doi:{B.doi}</w:delText></w:r></w:del>"
    assert places(read(word(p(deleted, run(f"doi:{A.doi}"))))) == [(1, 1)]


@pytest.mark.parametrize(
    "junk", ["{", '{"citationItems": 3}', "nothing", '{"citationItems": [{}]}']
)
def test_a_damaged_field_is_rejected_where_it_stands(junk: str) -> None:
    data = word(p(field(f"ADDIN ZOTERO_ITEM CSL_CITATION {junk}", "(1)")), p(run(f"doi:{A.doi}")))
    rejected, other = reader.read(data, "paper.docx")

    assert isinstance(rejected, Rejected)
    assert rejected.place == Place("paper.docx", 1, 1)
    assert isinstance(other, Citation)


# --- files that are not what they seem

BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (package({"word/document.xml": BOMB}), "DTD"),
        (package({"word/document.xml": BOMB.encode("utf-16")}), "DTD"),
        (package({"word/document.xml": "<a>"}), "no readable XML"),
        (package({"word/document.xml": b"\xff\xfe\x00"}), "no readable XML"),
        (package({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), "no readable XML"),
        (word(p(run(A.written)))[:200], "damaged"),
        (package({"xl/workbook.xml": "<a/>"}), "ZIP or office file"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=rf"^paper\.docx: .*{says}"):
        list(reader.read(data, "paper.docx"))


def test_a_zip_bomb_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as out,
    ):
        for _ in range(80):
            out.write(b"\0" * (1 << 20))
    started = time.perf_counter()
    with pytest.raises(SourceError, match="unpacks to more than"):
        list(reader.read(stream.getvalue(), "bomb.docx"))
    assert time.perf_counter() - started < 5


GOOD = word(p(run(A.written)), p(field(zotero(ITEM_A), "(1)")))


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
@settings(deadline=None, max_examples=200)
def test_no_damage_raises_anything_but_a_source_error(place: int, junk: bytes) -> None:
    with suppress(SourceError):
        list(reader.read(GOOD[:place] + junk + GOOD[place + len(junk) :], "paper.docx"))


PIECES = st.sampled_from(
    [
        *(run("x"), run(f"doi:{A.doi}"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
        *('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "<w:r><w:fldChar/></w:r>"),
        *('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "<w:hyperlink/>", "<w:tab/>"),
        *("<w:r><w:instrText>ADDIN EN.CITE</w:instrText></w:r>", f"<w:r>{p(run('in'))}</w:r>"),
        *(
            '<w:fldSimple w:instr="CITATION Lia10"/>',
            '<w:sdt><w:tag w:val="MENDELEY_CITATION_v3_"/></w:sdt>',
        ),
    ]
)


@given(st.lists(st.lists(PIECES, max_size=8).map(lambda some: p(*some)) | PIECES, max_size=8))
@settings(deadline=None)
def test_no_document_raises(pieces: list[str]) -> None:
    list(reader.read(word(*pieces), "paper.docx"))


def test_a_long_document_takes_no_long_time() -> None:
    data = word(*(p(run("@[{\\cite{" * 20), field(zotero(ITEM_A), "(1)")) for _ in range(400)))
    started = time.perf_counter()
    assert len(read(data)) == 400
    assert time.perf_counter() - started < 2
