"""Keys and entries: what a citation by key takes from its entry, and what it keeps."""

from __future__ import annotations

from citekit.documents import markdown, reader, tex
from citekit.documents.cited_keys import Shelf, completed, needs_shelf, shelf
from citekit.model import Citation, Place, Rejected
from citekit.vocab import RejectedFor, Scheme
from tests.documents.papers import A, B

BIB = f"""@article{{liang2010,
  title = {{{A.title}}},
  doi = {{{A.doi}}},
  note = {{Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237}}
}}
@article{{sun2010, title = {{{B.title}}}, pmid = {{{B.pmid}}}}}
@article{{twice, title = {{x}}, title = {{y}}}}
"""


def known() -> Shelf:
    return shelf(reader.read(BIB.encode(), "refs.bib"), "refs.bib")


def test_a_key_takes_what_its_entry_says_and_keeps_its_place() -> None:
    (found,) = completed(markdown.read("As [@liang2010] says", "paper.md"), known())

    assert isinstance(found, Citation)
    assert (found.place, found.raw, found.key) == (
        Place("paper.md", 1, 5),
        "@liang2010",
        "liang2010",
    )
    assert found.identifiers == {Scheme.DOI: A.doi}
    assert found.said["title"] == A.title


def test_each_place_is_a_citation() -> None:
    found = list(
        completed(tex.read("\\cite{liang2010}\n\\cite{liang2010,sun2010}", "x.tex"), known())
    )

    assert [one.place for one in found] == [
        Place("x.tex", 1, 7), Place("x.tex", 2, 7), Place("x.tex", 2, 17),
    ]  # fmt: skip


def test_a_key_without_an_entry_is_rejected_with_where_it_was_sought() -> None:
    (found,) = completed(markdown.read("[@Liang2010]", "paper.md"), known())

    assert found == Rejected(
        Place("paper.md", 1, 2),
        "@Liang2010",
        "no entry for key Liang2010 in refs.bib; there is one for liang2010",
        RejectedFor.KEY_UNKNOWN,
    )


def test_a_key_of_an_entry_that_cannot_be_read_says_why() -> None:
    (found,) = completed(markdown.read("[@twice]", "paper.md"), known())

    assert isinstance(found, Rejected)
    assert found.reason == (
        "the entry for key twice cannot be read: refs.bib:7: the field title is given twice"
    )


def test_a_star_stands_for_the_entries_that_are_not_cited() -> None:
    found = list(completed(tex.read("\\cite{liang2010}\\nocite{*}", "x.tex"), known()))

    assert [(one.key, one.place) for one in found if isinstance(one, Citation)] == [
        ("liang2010", Place("x.tex", 1, 7)), ("sun2010", Place("x.tex", 1, 25)),
    ]  # fmt: skip


def test_the_documents_own_entries_come_first() -> None:
    listed = f"\\begin{{thebibliography}}{{1}}\\bibitem{{own}} doi:{B.doi}\\end{{thebibliography}}"
    text = f"\\cite{{own}}\n{listed}"
    manuscript = tex.read(text, "x.tex")
    cited, entry = completed(manuscript, Shelf({}))

    assert not needs_shelf(manuscript)
    assert isinstance(cited, Citation)
    assert isinstance(entry, Citation)
    assert cited.identifiers == entry.identifiers == {Scheme.DOI: B.doi}
    assert cited.place == Place("x.tex", 1, 7)


def test_the_name_of_a_person_is_a_citation_only_where_it_is_a_key() -> None:
    manuscript = markdown.read("Thanks to @somebody, as @sun2010 says", "paper.md")

    assert list(completed(manuscript, Shelf({}))) == []
    assert [one.key for one in completed(manuscript, known()) if isinstance(one, Citation)] == [
        "sun2010"
    ]
