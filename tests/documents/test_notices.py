"""The blocks of notices under a work, in all the shapes that PubMed and its copies print."""

from __future__ import annotations

import pytest

from citekit.documents import plain
from citekit.model import Citation
from citekit.terms import PAGE_HEADINGS, ref_type
from citekit.vocab import Scheme, Side
from tests.documents.papers import (
    COMMENT_SOURCE,
    COMMENT_TITLE,
    ERRATUM,
    PROSE,
    A,
    B,
    is_whole,
    printed,
)

RECORD = f"{A.source}\n\n{A.title}.\n\n{A.authors}\n\n"


def one(text: str) -> Citation:
    (citation,) = plain.read(text, "page.txt")
    return citation


@pytest.mark.parametrize("heading", PAGE_HEADINGS)
def test_every_heading_gives_a_link_in_its_direction(heading: str) -> None:
    """``… in`` speaks of the page's work; ``… of``, ``for``, ``on``, ``from`` of the other one."""
    term = ref_type(PAGE_HEADINGS[heading])
    written = heading.capitalize()

    (link,) = one(f"{RECORD}{written}\n\n{ERRATUM}\n\n{PROSE}\n").links

    other = link.notice if term.stands_on is Side.WORK else link.work
    assert (link.type, other.raw) == (term.type, ERRATUM)
    assert (link.witnesses[0].registry, link.witnesses[0].term) == ("document", written)


@pytest.mark.parametrize(
    "block",
    [
        f"Erratum in\n\n{ERRATUM}",
        f"Erratum in\n{ERRATUM}",
        f"Erratum in:\n{ERRATUM}",
        f"ERRATUM IN\n{ERRATUM}",
        f"Erratum in\n    {ERRATUM}",
        f"Erratum in\n- {ERRATUM}",
        f"Erratum in\n• {ERRATUM}",
        f"Erratum in: {ERRATUM}",
        f"Erratum in {ERRATUM}",
        f"- Erratum in: {ERRATUM}",
    ],
)
def test_shapes_of_a_block(block: str) -> None:
    (link,) = one(f"{RECORD}{block}\n\n{PROSE}\n").links

    assert printed(link)[2] == ERRATUM
    assert link.notice.identifiers == {}


def test_several_notices_under_one_heading() -> None:
    text = f"{RECORD}Comment in\n\nLupus. 2011;20(1):1-2.\nLupus. 2011;20(2):9.\n\n{PROSE}\n"

    assert [printed(link)[2] for link in one(text).links] == [
        "Lupus. 2011;20(1):1-2.",
        "Lupus. 2011;20(2):9.",
    ]


def test_several_notices_behind_one_heading() -> None:
    text = f"{RECORD}Comment in: Lupus. 2011;20(1):1-2; Lupus. 2011;20(2):9.\n"

    assert [printed(link)[2] for link in one(text).links] == [
        "Lupus. 2011;20(1):1-2",
        "Lupus. 2011;20(2):9.",
    ]


def test_pubmeds_newer_page_prints_titles_and_authors_with_bullets() -> None:
    text = (
        f"{RECORD}Comment in\n\n"
        f"• {COMMENT_TITLE}.\nTyndall A, Houssiau FA.\n{COMMENT_SOURCE}\n"
        "PMID: 1234567 No abstract available.\n"
        "• Another look at cells in lupus.\nDoe A, Roe B. Lupus. 2011;20(1):1-2.\n\n"
        f"Abstract\n\n{PROSE}\n\nPMID: {A.pmid}\n"
    )
    citation = one(text)

    first, second = citation.links
    assert first.notice.identifiers == {
        Scheme.DOI: "10.1136/ard.2010.132639",
        Scheme.PMID: "1234567",
    }
    assert first.notice.record is not None
    assert first.notice.record["title"] == COMMENT_TITLE
    assert second.notice.raw == (
        "Another look at cells in lupus. Doe A, Roe B. Lupus. 2011;20(1):1-2."
    )
    assert citation.identifiers == {Scheme.PMID: A.pmid}


def test_the_pmid_under_a_block_is_the_works_own() -> None:
    """PubMed prints the identifiers of the work last, below its notices."""
    text = f"{RECORD}Comment in\n\n{COMMENT_SOURCE}\n\nPMID: {A.pmid} [PubMed]\n"
    citation = one(text)

    assert citation.identifiers == {Scheme.PMID: A.pmid}
    assert citation.links[0].notice.identifiers == {Scheme.DOI: "10.1136/ard.2010.132639"}


def test_the_citation_that_pubmed_gives_to_copy() -> None:
    """There the work's PMID stands behind the source of its erratum."""
    citation = one(f"{A.written} doi: {A.doi}. Erratum in: {ERRATUM} PMID: {A.pmid}.\n")

    assert is_whole(citation, A)
    assert citation.identifiers == {Scheme.DOI: A.doi, Scheme.PMID: A.pmid}
    assert [printed(link) for link in citation.links] == [("erratum", "Erratum in", ERRATUM)]


def test_a_retraction_without_pages_keeps_its_own_doi() -> None:
    text = (
        "Doe A, Roe B. Some drug in a registry analysis. Lancet. 2020 May 22;395:1. "
        "doi: 10.1000/S0140(20)1-6. Epub ahead of print. Retraction in: Lancet. 2020 Jun "
        "5;null. doi: 10.1000/S0140(20)2-6. PMID: 1000001; PMCID: PMC1000001.\n"
    )
    citation = one(text)

    assert citation.identifiers == {
        Scheme.DOI: "10.1000/s0140(20)1-6",
        Scheme.PMID: "1000001",
        Scheme.PMCID: "PMC1000001",
    }
    assert citation.links[0].notice.identifiers == {Scheme.DOI: "10.1000/s0140(20)2-6"}


def test_the_next_abstract_is_not_one_more_notice() -> None:
    text = f"{RECORD}Erratum in\n\n{ERRATUM}\n\n{B.source}\n\n{B.title}.\n\n{B.authors}\n"

    first, second = plain.read(text, "page.txt")

    assert [printed(link)[2] for link in first.links] == [ERRATUM]
    assert is_whole(second, B)
    assert second.links == ()


def test_a_numbered_abstract_ends_the_block() -> None:
    text = f"1. {RECORD}Erratum in\n{ERRATUM}\n2. {B.source}\n{B.title}.\n{B.authors}\n"

    first, second = plain.read(text, "page.txt")

    assert len(first.links) == 1
    assert is_whole(second, B)


def test_prose_ends_the_block() -> None:
    text = f"{RECORD}Comment in\n\nMany people have written to us about this in 2010.\n"

    assert one(text).links == ()


def test_a_notice_that_is_printed_twice_is_one() -> None:
    text = f"{RECORD}Erratum in: {ERRATUM}\n\n{PROSE}\n\nErratum in\n\n{ERRATUM}\n"

    assert len(one(text).links) == 1


def test_a_banner_over_the_title_speaks_of_the_work_below() -> None:
    text = f"Retraction in: Ann Rheum Dis. 2012 Jan;71(1):1.\n\n{RECORD}{PROSE}\n"

    assert [printed(link)[0] for link in one(text).links] == ["retraction"]


@pytest.mark.parametrize(
    "line",
    [
        "Update in rheumatology for the general public",
        "Comment on the study: it was small.",
        "We made a comment in: our own words.",
    ],
)
def test_the_same_words_in_prose_are_no_heading(line: str) -> None:
    assert one(f"{RECORD}{line}\n").links == ()
