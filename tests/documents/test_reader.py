"""What kind of file a person gave, and that nothing but a SourceError ever comes of it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.documents import reader
from citekit.errors import SourceError
from citekit.model import Citation, Place, Rejected
from citekit.terms import PAGE_HEADINGS
from citekit.vocab import Scheme
from tests.documents.papers import COMMENT, ERRATUM, PROSE, A, B, C

BIBTEX = f"""@article{{liang2010,
  title = {{{A.title}}},
  author = {{Liang, Jun and Zhang, Huayong}},
  doi = {{{A.doi}}},
  year = 2010
}}
"""
RIS = f"TY  - JOUR\nTI  - {A.title}\nAU  - Liang, J.\nPY  - 2010\nDO  - {A.doi}\nER  - \n"
CSL = f'[{{"id": "liang2010", "type": "article-journal", "title": "{A.title}", "DOI": "{A.doi}"}}]'
NBIB = f"PMID- \nOWN - NLM\nTI  - {A.title}.\nFAU - Liang, Jun\nDP  - 2010\nLID - {A.doi} [doi]\n"
ENW = f"%0 Journal Article\n%T {A.title}\n%A Liang, Jun\n%D 2010\n%R {A.doi}\n%F liang2010\n"
RECORD = (
    f"<record><titles><title><style>{A.title}</style></title></titles>"
    f"<electronic-resource-num>{A.doi}</electronic-resource-num><label>liang2010</label></record>\n"
)
ENDNOTE = f"<xml><records>\n{RECORD}</records></xml>"
HTML = (
    f'<meta name="citation_title" content="{A.title}"><meta name="citation_doi" content="{A.doi}">'
)
PLAIN = f"{A.written} doi:{A.doi}\n"


def citations(data: str, path: str, media_type: str | None = None) -> list[Citation]:
    found = list(reader.read(data.encode(), path, media_type))
    assert all(isinstance(one, Citation) for one in found)
    return [one for one in found if isinstance(one, Citation)]


@pytest.mark.parametrize("path", ["-", "refs.txt", "refs"])
@pytest.mark.parametrize(
    "text",
    [
        *(BIBTEX, RIS, CSL, NBIB, ENW, ENDNOTE, f'<?xml version="1.0" ?>\n{ENDNOTE}'),
        *(f"<!DOCTYPE html>{HTML}", HTML, PLAIN),
    ],
)
def test_the_content_tells_the_kind(text: str, path: str) -> None:
    (citation,) = citations(f"\ufeff\n{text}", path)

    assert (citation.said["title"], citation.identifiers) == (A.title, {Scheme.DOI: A.doi})


@pytest.mark.parametrize(
    ("text", "path", "media_type"),
    [
        (f"% my list\n\nseen in 2020\n\n{BIBTEX}", "refs.bib", None),
        (f"1.\n{RIS}", "refs.ris", None),
        (NBIB.split("\n", 2)[2], "refs.nbib", None),
        (NBIB.split("\n", 2)[2], "https://example.org/x", "application/nbib"),
        (CSL[1:-1], "refs.json", None),
        (ENW.split("\n", 1)[1], "refs.enw", None),
        (ENW.split("\n", 1)[1], "https://example.org/x", "application/x-endnote-refer"),
        (f"<p>{A.written} doi:{A.doi}", "page.html", None),
        (f"<p>{A.written} doi:{A.doi}", "https://example.org/x", "text/html; charset=utf-8"),
        (f"seen in 2020\n{BIBTEX}", "https://example.org/x", "application/x-bibtex"),
    ],
)
def test_else_the_media_type_or_the_suffix_tells_it(
    text: str, path: str, media_type: str | None
) -> None:
    (citation,) = citations(text, path, media_type)

    assert (citation.said["title"], citation.identifiers) == (A.title, {Scheme.DOI: A.doi})


def test_an_entry_keeps_its_key_its_place_and_its_text() -> None:
    (citation,) = citations(f"% list\n{BIBTEX}", "refs.bib")

    assert citation.key == "liang2010"
    assert citation.place is not None
    assert (citation.place.path, citation.place.line) == ("refs.bib", 2)
    assert citation.raw.strip() == BIBTEX.strip()


def test_an_impossible_identifier_costs_no_entry() -> None:
    (citation,) = citations(BIBTEX.replace(A.doi, "forthcoming"), "refs.bib")

    assert citation.identifiers == {}
    assert citation.said["title"] == A.title


def test_an_entry_that_cannot_be_read_costs_no_neighbour() -> None:
    data = f"@article{{broken,\n  title = {{never closed\n\n{BIBTEX}".encode()

    found = list(reader.read(data, "refs.bib"))

    assert [type(one) for one in found] == [Rejected, Citation]


@pytest.mark.parametrize(("text", "path"), [(ENDNOTE, "refs.xml"), (f"\n{ENW}", "refs.enw")])
def test_an_entry_of_endnote_keeps_its_key_and_its_line(text: str, path: str) -> None:
    (citation,) = citations(text, path)

    assert (citation.key, citation.place) == ("liang2010", Place(path, 2))


@pytest.mark.parametrize("suffix", [".tex", ".md", ".bib"])
def test_a_comment_that_begins_as_a_tagged_file_is_a_comment(suffix: str) -> None:
    text = f"%0 changes\n{BIBTEX}" if suffix == ".bib" else f"%0 changes\n\ndoi:{A.doi}\n"
    (citation,) = citations(text, f"x{suffix}")

    assert citation.identifiers == {Scheme.DOI: A.doi}
    assert citation.place is not None
    assert citation.place.line > 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"<xml><records>\n{RECORD}{RECORD}<record><titles>", [Citation, Citation, Rejected]),
        (f"<xml><records>\n<record/>\n{RECORD}</records></xml>", [Rejected, Citation]),
        (f'<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>{ENDNOTE}', [Rejected]),
        (f"<xml><records>\n{RECORD}</records></xml><xml>", [Citation, Rejected]),
        (f"stray\n\n{ENW}", [Rejected, Citation]),
        (f"%0 Journal Article\n\n{ENW}", [Rejected, Citation]),
    ],
    ids=["cut", "empty record", "entity", "more behind", "stray text", "empty reference"],
)
def test_what_is_wrong_with_a_file_of_endnote_costs_no_neighbour(
    text: str, kinds: list[type]
) -> None:
    path = "refs.enw" if "%0" in text else "refs.xml"
    found = list(reader.read(text.encode(), path))

    assert [type(one) for one in found] == kinds
    assert all(one.place and one.place.path == path for one in found)


def test_a_login_page_saved_as_bibtex_is_a_page() -> None:
    assert citations("<!DOCTYPE html><html><body>Please log in</body></html>", "refs.bib") == []


def test_a_text_that_begins_with_a_bracket_is_text() -> None:
    (citation,) = citations(f"[1] {A.written}", "notes.txt")

    assert citation.place == Place("notes.txt", 1, 5)


@pytest.mark.parametrize("text", ['{"a": ', '{"name": "citekit"} trailing', "42"])
def test_json_that_is_no_csl_is_rejected_where_it_stands(text: str) -> None:
    found = list(reader.read(text.encode(), "folder/data.json"))

    assert found
    assert all(isinstance(one, Rejected) and one.place.path == "folder/data.json" for one in found)


def test_binary_junk_is_refused_at_once() -> None:
    with pytest.raises(SourceError, match=r"^photo\.txt: "):
        reader.read(b"\x89PNG\r\n\x1a\n", "photo.txt")


# --- whatever comes

LINES = st.sampled_from(
    [
        *("", " ", PROSE, ERRATUM, COMMENT, "Authors: , Dandan Wang, et al.", "et al.", "1. "),
        *(line for paper in (A, B, C) for line in (paper.title, paper.authors, paper.source)),
        *(A.written, f"PMID: {A.pmid}", f"doi:{B.doi}", "First published: 2010", "[1] ", "• "),
        *(f"Erratum in: {ERRATUM}", "Published online", "(2010) 12:34", "<b>", "]", "@a{"),
        *(heading.capitalize() for heading in PAGE_HEADINGS),
    ]
)
PAGES = st.lists(LINES | st.text(max_size=40), max_size=25)


@given(
    st.binary(max_size=400),
    st.sampled_from(["a.txt", "a.html", "a.bib", "a.ris", "a.json", "a.nbib", "a.enw"]),
    st.sampled_from([b"", b"<xml><records>", b"%0 "]),
)
@settings(deadline=None)
def test_no_bytes_raise_anything_but_a_source_error(data: bytes, path: str, begin: bytes) -> None:
    with suppress(SourceError):
        list(reader.read(begin + data, path))


@given(PAGES)
@settings(deadline=None)
def test_every_citation_of_a_text_stands_where_it_says(page: list[str]) -> None:
    text = "\n".join(page).replace("\r", "").replace("\x00", "").encode("utf-8", "replace").decode()
    lines = text.removeprefix("\ufeff").split("\n")
    for citation in reader.plain.read(text, "page.txt"):
        assert citation.raw
        assert citation.place is not None
        line = lines[citation.place.line - 1]
        assert line[citation.place.column - 1 :].startswith(citation.raw.split("\n")[0])


@given(PAGES)
@settings(deadline=None)
def test_no_two_citations_of_a_page_share_all_identifiers(page: list[str]) -> None:
    found = [c.identifiers for c in reader.plain.read("\n".join(page), "p") if c.identifiers]

    assert all(a != b for place, a in enumerate(found) for b in found[place + 1 :])


@given(st.lists(LINES | st.sampled_from(["<p>", "<li>", "</div>", "<br>", "<pre>", "<a href='"])))
@settings(deadline=None)
def test_no_page_raises(pieces: list[str]) -> None:
    with suppress(SourceError):
        list(reader.read(f"<html>{' '.join(pieces)}".encode(), "page.html"))
