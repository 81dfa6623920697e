"""Plain text: where the parts of a citation stand, and what they belong to."""

from __future__ import annotations

import pytest

from citekit.documents import plain
from citekit.model import Citation, Place
from citekit.vocab import Scheme
from tests.documents.papers import ERRATUM, PROSE, A, B, C, Paper, families, is_whole


def read(text: str) -> list[Citation]:
    return list(plain.read(text, "page.txt"))


def one(text: str) -> Citation:
    (citation,) = read(text)
    return citation


def above(paper: Paper, gap: str = "\n") -> str:
    return gap.join((f"{paper.title}.", paper.authors, paper.source))


def below(paper: Paper, gap: str = "\n") -> str:
    return gap.join((paper.source, f"{paper.title}.", paper.authors))


# --- one work

ONE_WORK = {
    "journal line first": below(A),
    "journal line first, blank lines between": below(A, "\n\n"),
    "journal line last": above(A),
    "journal line last, blank lines between": above(A, "\n\n"),
    "title between authors and journal line": f"{A.authors}\n{A.title}.\n{A.source}",
    "authors and source on one line": f"{A.title}.\n{A.authors} {A.source}",
    "all on one line": A.written,
    "journal first on one line": f"{A.source} {A.title}. {A.authors}",
    "title first on one line": f"{A.title}. {A.authors} {A.source}",
    "indented": below(A, "\n\n").replace("\n\n", "\n\n    "),
    "Windows line ends": below(A, "\r\n\r\n"),
    "old Mac line ends": below(A, "\r\r"),
    "with a byte order mark": f"\ufeff{below(A)}",
    "affiliations marked": below(A)
    .replace("Liang J,", "Liang J(1)(2),")
    .replace("Sun L", "Sun L*"),
    "labelled": f"Title: {A.title}\nAuthors: {A.authors}\nJournal: {A.source}",
    "a button and an image size above": f"{A.title}\n\nShare\n\n150 150 Notes\n\n{below(A)}",
    "Europe PMC's order": above(A).replace(
        A.source, "Annals of the Rheumatic Diseases, 01 Aug 2010, 69(8):1423-1429"
    ),
}


@pytest.mark.parametrize("text", ONE_WORK.values(), ids=ONE_WORK.keys())
def test_one_work_in_many_layouts(text: str) -> None:
    assert is_whole(one(text), A)


def test_the_identifiers_at_the_end_of_a_copied_abstract_belong_to_it() -> None:
    text = f"{below(A)}\n\n{PROSE}\n\nPMID: {A.pmid} [PubMed - indexed for MEDLINE]\n"

    citation = one(text)

    assert citation.identifiers == {Scheme.PMID: A.pmid}
    assert citation.raw.endswith(f"\nPMID: {A.pmid} [PubMed - indexed for MEDLINE]")


def test_the_doi_in_the_journal_line_is_its_own() -> None:
    citation = one(f"{A.source} doi: {A.doi}. Epub 2010 Jul 22.\n{A.title}.\n{A.authors}\n")

    assert citation.identifiers == {Scheme.DOI: A.doi}
    assert citation.said["issued"] == {"date-parts": [[2010, 8]]}


def test_a_wrapped_copy_of_pubmeds_text_format() -> None:
    text = f"""1. Ann Rheum Dis. 2010 Aug;69(8):1423-9. doi: 10.1136/ard.2009.123463.

Allogenic mesenchymal stem cells transplantation in refractory systemic lupus
erythematosus: a pilot clinical study.

Liang J(1), Zhang H, Hua B, Wang H, Lu L, Shi S, Hou Y, Zeng X, Gilkeson GS, Sun
L.

Author information:
(1)Department of Rheumatology and Immunology, The Affiliated Drum Tower Hospital
of Nanjing University Medical School, Nanjing, China.

Erratum in
    {ERRATUM}

OBJECTIVE: To see whether the transplantation of donor cells is of any use and
whether it does any harm in people with lupus that no longer responds.

DOI: 10.1136/ard.2009.123463
PMID: 20650877  [Indexed for MEDLINE]

2. Arthritis Rheum. 2010 Aug;62(8):2467-75. doi: 10.1002/art.27548.

Umbilical cord mesenchymal stem cell transplantation in severe and refractory
systemic lupus erythematosus.

Sun L(1), Wang D, Liang J.

PMID: 20506343
"""
    first, second = read(text)

    assert is_whole(first, A)
    assert first.identifiers == {Scheme.DOI: A.doi, Scheme.PMID: A.pmid}
    assert [link.notice.raw for link in first.links] == [ERRATUM]
    assert first.place == Place("page.txt", 1, 4)
    assert is_whole(second, B)
    assert second.identifiers == {Scheme.DOI: B.doi, Scheme.PMID: B.pmid}
    assert second.links == ()


def test_a_publishers_page_without_a_journal_line() -> None:
    text = f"""Original Article  Free Access

{B.title}

Lingyun Sun1, Dandan Wang1,2, Jun Liang*

First published: 03 August 2010

https://doi.org/{B.doi}

Citations: 437

Abstract

{PROSE}
"""
    citation = one(text)

    assert citation.said["title"] == B.title
    assert families(citation) == B.families
    assert citation.said["issued"] == {"date-parts": [[2010, 8, 3]]}
    assert citation.identifiers == {Scheme.DOI: B.doi}


def test_fields_with_labels() -> None:
    text = (
        f"Title: {A.title}\nAuthors: Jun Liang, Huayong Zhang\nJournal: Ann Rheum Dis\n"
        f"Year: 2010\nVolume: 69\nPages: 1423-9\nDOI: {A.doi}\n"
    )
    said = one(text).said

    assert (said["title"], said["container-title"]) == (A.title, "Ann Rheum Dis")
    assert (said["volume"], said["page"]) == ("69", "1423-1429")
    assert said["issued"] == {"date-parts": [[2010]]}


@pytest.mark.parametrize(
    "beside",
    [
        "First published: 03 August 2010",
        "Published online 3 August 2010",
        "Epub 2010 Aug 3",
        "Available online August 3, 2010",
        f"DOI: {B.doi}",
        f"https://pubmed.ncbi.nlm.nih.gov/{B.pmid}/",
        B.authors,
        B.source,
        "Arthritis Rheum. 2010 Aug",
    ],
)
def test_what_makes_a_title_a_citation(beside: str) -> None:
    assert one(f"Our notes on lupus\n\n{B.title}\n{beside}\n\n{PROSE}\n").said["title"] == B.title


def test_a_cut_author_line_says_so() -> None:
    citation = one(f"{B.source}\n{B.title}\nSun L, Wang D, et al.\n")

    assert families(citation) == ("Sun", "Wang")
    assert citation.said["custom"] == {"author_complete": False}


def test_a_group_among_the_authors_stays_one() -> None:
    citation = one(f"{B.source}\n{B.title}\nSun L, Wang D; Lupus Study Group.\n")

    assert citation.said["author"][2] == {"literal": "Lupus Study Group"}


def test_a_heading_before_a_bare_identifier_is_not_its_title() -> None:
    """A wrong title would contradict the identifier, which needs none."""
    citation = one(f"Benefits of Cells for Lupus Patients\n\nPMID: {B.pmid}\n")

    assert (citation.said, citation.identifiers) == ({}, {Scheme.PMID: B.pmid})


@pytest.mark.parametrize(
    "text",
    [
        f"Liang J, Zhang H. {A.title}. Annals of the Rheumatic Diseases 2010.",
        f"{A.title}. Annals of the Rheumatic Diseases, 2010",
        f"Liang J, et al. {A.title}. Ann Rheum Dis 2010;69:1423.",
        f"1. Liang J, et al. {A.title}. Ann Rheum Dis 2010.",
        f"Liang, J., Zhang, H., & Sun, L. (2010). {A.title}. Annals of the Rheumatic Diseases, "
        f"69(8), 1423–1429. https://doi.org/{A.doi}",
        f"Liang, Jun, et al. “{A.title}.” Annals of the Rheumatic Diseases 69.8 (2010): 1423-1429.",
        f"Liang J, Zhang H: {A.title}. Ann Rheum Dis 2010, 69:1423-1429.",
        f"Liang J, et al.: {A.title}. Ann Rheum Dis 2010, 69:1423-1429.",
    ],
    ids=["short", "no authors", "et al", "numbered", "APA", "MLA", "BMC", "BMC, et al"],
)
def test_one_written_citation_is_taken_apart(text: str) -> None:
    said = one(text).said

    assert said["title"] == A.title
    assert said["container-title"] in {"Annals of the Rheumatic Diseases", "Ann Rheum Dis"}


# --- several works


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        pytest.param(below(A), below(B), below(C), id="titles below"),
        pytest.param(above(A), above(B), above(C), id="titles above"),
        pytest.param(A.written, B.written, C.written, id="on one line each"),
        pytest.param(below(A, "\n\n"), below(B, "\n\n"), below(C, "\n\n"), id="spaced, below"),
        pytest.param(above(A, "\n\n"), above(B, "\n\n"), above(C, "\n\n"), id="spaced, above"),
        pytest.param(f"1. {above(A)}", f"2. {above(B)}", f"3. {above(C)}", id="numbered"),
        pytest.param(f"- {A.written}", f"- {B.written}", f"- {C.written}", id="bulleted"),
    ],
)
@pytest.mark.parametrize(
    "between", ["\n", "\n\n", f"\n\n{PROSE}\n\n"], ids=["close", "gap", "prose"]
)
def test_several_works_in_many_layouts(first: str, second: str, third: str, between: str) -> None:
    citations = read(between.join((first, second, third)))

    assert [is_whole(c, p) for c, p in zip(citations, (A, B, C), strict=True)] == [True] * 3


def test_titles_over_sources_without_authors_are_not_shifted_by_one() -> None:
    text = (
        f"Studies\n\n{A.title}\n\n{A.source}\n\n{B.title}\n\n{B.source}\n\nWhy Choose Cells Today\n"
    )

    assert [citation.said["title"] for citation in read(text)] == [A.title, B.title]


def test_titles_under_sources_without_authors_are_not_shifted_by_one() -> None:
    text = f"Our Lupus Research Library\n\n{A.source}\n\n{A.title}\n\n{B.source}\n\n{B.title}\n"

    assert [citation.said["title"] for citation in read(text)] == [A.title, B.title]


WRAPPED = {
    "hanging": """1. Liang J, Zhang H, et al. Allogenic mesenchymal stem cells
   transplantation in refractory systemic lupus erythematosus: a pilot
   clinical study. Ann Rheum Dis. 2010
   Aug;69(8):1423-9.
2. Sun L, Wang D, Liang J. Umbilical cord mesenchymal stem cell transplantation
   in severe and refractory systemic lupus erythematosus.
   Arthritis Rheum. 2010 Aug;62(8):2467-75.
   PMID: 20506343
""",
    "labels only": """[1] Liang J, Zhang H, et al. Allogenic mesenchymal stem cells
transplantation in refractory systemic lupus erythematosus: a pilot
clinical study. Ann Rheum Dis. 2010 Aug;69(8):1423-9.
[2] Sun L, Wang D, Liang J. Umbilical cord mesenchymal stem cell transplantation
in severe and refractory systemic lupus erythematosus. Arthritis Rheum. 2010
Aug;62(8):2467-75. PMID: 20506343
""",
    "blank lines": """Liang J, Zhang H, et al. Allogenic mesenchymal stem cells transplantation in
refractory systemic lupus erythematosus: a pilot clinical study. Ann Rheum Dis.
2010 Aug;69(8):1423-9.

Sun L, Wang D, Liang J. Umbilical cord mesenchymal stem cell transplantation in
severe and refractory systemic lupus erythematosus. Arthritis Rheum. 2010
Aug;62(8):2467-75. PMID: 20506343
""",
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED.keys())
def test_wrapped_items_are_put_together(text: str) -> None:
    first, second = read(text)

    assert first.said["title"] == A.title
    assert second.said["title"] == B.title
    assert second.identifiers == {Scheme.PMID: B.pmid}
    assert first.raw in text.replace("\n   ", "\n")


def test_references_run_together_in_a_paragraph() -> None:
    first, second = read(f"References: 1. {A.written} 2. {B.written} PMID: {B.pmid}.")

    assert is_whole(first, A)
    assert is_whole(second, B)
    assert (first.raw, second.identifiers) == (A.written[:-1], {Scheme.PMID: B.pmid})


# --- identifiers and sources in sentences


def test_identifiers_in_sentences() -> None:
    text = (
        f"We follow the trial (doi:{A.doi}; PMID {A.pmid}). Later work at\n"
        f"https://pubmed.ncbi.nlm.nih.gov/{B.pmid}/ agrees, and so does PMC2808187.\n"
    )
    citations = read(text)

    assert [(c.raw, c.place) for c in citations] == [
        (f"doi:{A.doi}; PMID {A.pmid}", Place("page.txt", 1, 22)),
        (f"https://pubmed.ncbi.nlm.nih.gov/{B.pmid}/", Place("page.txt", 2, 1)),
        ("PMC2808187", Place("page.txt", 2, 63)),
    ]
    assert citations[0].identifiers == {Scheme.DOI: A.doi, Scheme.PMID: A.pmid}


def test_an_identifier_that_is_repeated_keeps_its_first_place() -> None:
    citation = one(f"See {A.doi.upper()}.\n\nThere: https://doi.org/{A.doi} again.\n")

    assert (citation.raw, citation.place) == (A.doi.upper(), Place("page.txt", 1, 5))


def test_a_citation_and_its_identifier_repeated_below_are_one() -> None:
    citation = one(f"{A.written} PMID: {A.pmid}\n\nIn PMID {A.pmid} it was shown.\n")

    assert is_whole(citation, A)


def test_the_same_source_written_twice_is_one_citation() -> None:
    text = (
        f"{below(A)}\n\n{PROSE}\n\nCite this article as: Liang J, Zhang H, et al. {A.title}. "
        f"Annals of the Rheumatic Diseases 2010;69:1423-1429. doi:{A.doi}\n"
    )
    citation = one(text)

    assert citation.place == Place("page.txt", 1, 1)
    assert citation.identifiers == {Scheme.DOI: A.doi}
    assert families(citation) == A.families
    assert "custom" not in citation.said


def test_two_pmids_under_one_doi_are_two_works() -> None:
    first, second = read("doi:10.1000/x1 PMID: 1111\n\ndoi:10.1000/x1 PMID: 2222\n")

    assert (first.identifiers[Scheme.PMID], second.identifiers[Scheme.PMID]) == ("1111", "2222")


def test_a_list_of_identifiers_is_not_one_work() -> None:
    citations = read(f"{A.doi}\npmid:{B.pmid}\narXiv:2101.00001\n")

    assert [list(citation.identifiers.values()) for citation in citations] == [
        [A.doi],
        [B.pmid],
        ["2101.00001"],
    ]


def test_a_source_in_a_sentence_is_cited_without_the_sentence() -> None:
    first, second = read(f"It appeared in {A.source[:-1]} and was small ({C.source}).\n")

    assert (first.raw, first.place) == (A.source[:-1], Place("page.txt", 1, 16))
    assert "title" not in first.said
    assert (second.raw, second.said["page"]) == (C.source, "R79")


def test_a_citation_in_brackets_begins_behind_the_bracket() -> None:
    citation = one("Cells help (Liang J, et al. Ann Rheum Dis 2010;69:1423-9), some say.\n")

    assert citation.raw.startswith("Liang J, et al.")
    assert families(citation) == ("Liang",)
