"""biblatex files, read and written: the other column of BibTeX's table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, cast

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.formats import biblatex, bibtex
from citekit.formats.bibtex_fields import KINDS
from citekit.formats.lines import one_line
from citekit.model import CslItem, End, Entry, StoredWork
from citekit.text import pages
from citekit.vocab import LinkType, Scheme, Status
from tests.formats.works import COMMENT, ERRATUM, HOSTILE, PAPER_A, PAPER_B, items, stored, works

RETRACTION = StoredWork(
    "Editors2012Retraction",
    {
        "type": "article-journal",
        "title": "Retraction",
        "container-title": "Annals of the Rheumatic Diseases",
        "issued": {"date-parts": [[2012, 1]]},
        "DOI": "10.1000/Retraction",
        "PMID": "22222222",
    },
    {Scheme.DOI: "10.1000/retraction", Scheme.PMID: "22222222"},
)
RETRACTED_BY = stored(
    LinkType.RETRACTION, End(RETRACTION.identifiers, raw="Ann Rheum Dis. 2012;1:1"), identifier=9
)


def read(text: str) -> list[Entry]:
    return [one for one in biblatex.read(text, "x.bib") if isinstance(one, Entry)]


def lines(said: dict[str, Any], type_: str = "article-journal", **ways: Any) -> str:
    work = StoredWork("k", cast("CslItem", {"type": type_, **said}), {})
    return biblatex.write([work], **ways)


@pytest.mark.parametrize(
    ("type_", "said", "line"),
    [
        ("article-journal", {"container-title": "Lupus & Co"}, r"journaltitle = {Lupus \& Co}"),
        ("article-journal", {"container-title-short": "Lupus"}, "shortjournal = {Lupus}"),
        ("article-journal", {"issued": {"date-parts": [[2020, 3]]}}, "date = {2020-03}"),
        ("article-journal", {"issued": {"date-parts": [[2020, 3, 9]]}}, "date = {2020-03-09}"),
        (
            "article-journal",
            {"issued": {"date-parts": [[1998, 12], [1999, 1]]}},
            "date = {1998-12/1999-01}",
        ),
        ("article-journal", {"issued": {"date-parts": [[2020]], "season": 1}}, "date = {2020-21}"),
        ("article-journal", {"issued": {"literal": "in press"}}, "year = {in press}"),
        ("article-journal", {"status": "in press"}, "pubstate = {inpress}"),
        ("article-journal", {"issue": "8"}, "number = {8}"),
        ("article-journal", {"page": "1423-9"}, "pages = {1423--1429}"),
        ("article-journal", {"page": "e12"}, "eid = {e12}"),
        ("article-journal", {"PMID": "1000"}, "eprint = {1000},\n  eprinttype = {pubmed}"),
        (
            "article",
            {"PMID": "1000", "custom": {"arxiv": "2101.00001"}},
            "eprint = {2101.00001},\n  eprinttype = {arXiv}",
        ),
        ("article-journal", {"PMCID": "PMC1000"}, "pmcid = {PMC1000}"),
        ("article-journal", {"language": "en"}, "langid = {english}"),
        ("article-journal", {"language": "zh"}, "language = {zh}"),
        ("book", {"publisher-place": "London"}, "location = {London}"),
        ("thesis", {"publisher": "Uppsala"}, "institution = {Uppsala}"),
        ("article", {"container-title": "bioRxiv"}, "organization = {bioRxiv}"),
        ("article-journal", {"title": "TNF-α and Müller"}, "title = {{TNF}-α and Müller}"),
        ("article-journal", {"DOI": "10.1000/a_b%c#d&e"}, "doi = {10.1000/a_b%c#d&e}"),
    ],
)
def test_a_field_is_written_as_biblatex_wants_it(
    type_: str, said: dict[str, Any], line: str
) -> None:
    assert f"  {line},\n" in lines(said, type_)


@pytest.mark.parametrize(
    ("type_", "entry"),
    [
        ("article-journal", "article"), ("article", "online"), ("webpage", "online"),
        ("report", "report"), ("thesis", "thesis"), ("dataset", "dataset"),
        ("software", "software"), ("manuscript", "unpublished"),
        ("entry-encyclopedia", "inreference"),
    ],
)  # fmt: skip
def test_biblatex_has_types_of_its_own(type_: str, entry: str) -> None:
    assert lines({}, type_).startswith(f"@{entry}{{k,")


@pytest.mark.parametrize("type_", [kind.csl for kind in KINDS])
def test_every_type_of_the_table_comes_back(type_: str) -> None:
    (entry,) = read(lines({"title": "x"}, type_))
    assert entry.item["type"] == type_


# --- notices


def test_a_notice_in_the_same_file_is_related_and_the_others_are_told() -> None:
    retracted = replace(PAPER_A, notices=(ERRATUM, RETRACTED_BY, COMMENT), status=Status.RETRACTED)
    written = biblatex.write([retracted, RETRACTION])
    assert (
        "  related = {Editors2012Retraction},\n  relatedtype = {retraction},\n"
        "  relatedstring = {Retraction in:},\n  addendum = {Erratum in: Ann Rheum Dis."
    ) in written
    assert "  keywords = {retracted},\n" in written
    assert "Comment in: " in written
    assert "  note = " not in written
    _, entry = read(written)
    assert "keyword" not in entry.item
    told = {link.type: link for link in entry.links}
    assert set(told) == {LinkType.RETRACTION, LinkType.ERRATUM, LinkType.COMMENT}
    notice = told[LinkType.RETRACTION].notice
    assert notice.identifiers == RETRACTION.identifiers
    assert notice.record is not None
    assert notice.record["title"] == "Retraction"
    assert told[LinkType.RETRACTION].work.identifiers == PAPER_A.identifiers


def test_a_notice_that_is_not_in_the_file_is_told_in_a_sentence() -> None:
    written = biblatex.write([replace(PAPER_A, notices=(RETRACTED_BY,))])
    assert "related" not in written
    assert (
        "addendum = {Retraction in: Ann Rheum Dis. 2012;1:1. doi:10.1000/retraction PMID" in written
    )


def test_classic_bibtex_has_no_related_entries() -> None:
    written = bibtex.write([replace(PAPER_A, notices=(RETRACTED_BY,)), RETRACTION])
    assert "related" not in written
    assert "note = {Retraction in: " in written


def test_relations_of_other_kinds_are_no_notices() -> None:
    text = (
        "@book{a, title = {A}, related = {b}, relatedtype = {translationof}}\n"
        "@book{b, title = {B}}\n@book{c, related = {nobody, c}, relatedtype = {erratum}}\n"
    )
    assert [entry.links for entry in read(text)] == [(), (), ()]


# --- there and back


def kept(said: CslItem) -> dict[str, object]:
    """What a biblatex file can carry of an item."""
    item: dict[str, Any] = {
        name: one_line(value) if isinstance(value, str) else value for name, value in said.items()
    }
    if "page" in item:
        item["page"] = pages.expand(item["page"])
        if item["type"] == "article-journal" and pages.is_article_number(item["page"]):
            item["number"] = item["page"]
    return {name: value for name, value in item.items() if value}


_MORE: dict[str, Any] = {
    "language": st.sampled_from(["en", "zh", "pt-BR", "en-GB"]),
    "status": st.sampled_from(["in press", "forthcoming"]),
    "issued": st.one_of(
        st.sampled_from(
            [
                {"date-parts": [[1998, 12], [1999, 1]]},
                {"date-parts": [[2010, 8, 3], [2010, 8, 5]]},
                {"date-parts": [[2020]], "season": 4},
                {"literal": "in press"},
            ]
        ),
        st.builds(lambda y, m: {"date-parts": [[y, m]]}, st.integers(1, 2099), st.integers(1, 12)),
    ),
}
_TYPES = ["article-journal", "book", "chapter", "paper-conference", "report", "thesis", "webpage"]


@settings(deadline=None, max_examples=60)
@given(works(items(_TYPES, **_MORE)))
def test_what_is_written_is_read_again(library: list[StoredWork]) -> None:
    entries = read(biblatex.write(library))
    assert [entry.key for entry in entries] == [work.key for work in library]
    for work, entry in zip(library, entries, strict=True):
        expected = kept(work.item)
        if "></" not in str(expected):
            assert entry.item == expected
        assert [link.type for link in entry.links] == [one.link.type for one in work.notices]


@settings(deadline=None, max_examples=40)
@given(works(items(_TYPES)), st.sampled_from([biblatex, bibtex]))
def test_ascii_files_hold_the_same_names_and_numbers(library: list[StoredWork], form: Any) -> None:
    written = form.write(library, ascii_only=True)
    assert written.isascii()
    assert parse_string(written).failed_blocks == []
    plain, found = read(form.write(library)), read(written)
    assert [entry.key for entry in found] == [entry.key for entry in plain]
    for one, other in zip(plain, found, strict=True):
        for name in ("author", "editor", "issued", "volume", "page", "DOI", "PMID", "ISSN"):
            assert other.item.get(name) == one.item.get(name)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_stays_inside_its_field(title: str, ascii_only: bool) -> None:
    hostile = {"title": title, "author": [{"literal": title}, {"family": title, "given": title}]}
    hostile |= {"DOI": title[:300], "URL": title[:300], "publisher": title, "note": title}
    work = StoredWork("b", cast("CslItem", {"type": "webpage", **hostile}), {})
    written = biblatex.write([PAPER_A, work, PAPER_B], ascii_only=ascii_only)
    library = parse_string(written)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [PAPER_A.key, PAPER_B.key, "b"]
    assert all(re.match(r"@|  [a-z]+ = |\}$|$", line) for line in written.split("\n"))


def test_a_key_beyond_ascii_is_transliterated_only_when_asked() -> None:
    work = StoredWork("Müller2010", {"type": "book"}, {})
    assert biblatex.write([work]).startswith("@book{Müller2010,")
    assert biblatex.write([work], ascii_only=True).startswith("@book{Muller2010,")
