"""Whole pages as people meet them: exactly the citations that stand on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.documents import plain, reader
from citekit.model import Citation, End, Link, Place, Witness
from citekit.vocab import LinkType
from tests.documents.papers import (
    COMMENT,
    COMMENT_TITLE,
    ERRATUM,
    EXAMPLES,
    SEEDS,
    A,
    B,
    families,
)

PAGES_A = [
    pytest.param(EXAMPLES / "allogenic-transplantation.txt", id="example"),
    pytest.param(SEEDS / "000_9a8753b4000d7559.txt", id="seed"),
]
PAGES_B = [
    pytest.param(EXAMPLES / "umbilical-cord-transplantation.txt", id="example"),
    pytest.param(SEEDS / "003_b8fac74eff6a0b8a.txt", id="seed"),
]


def read(path: Path) -> list[Citation]:
    if not path.exists():
        pytest.skip(f"{path.name} is not beside this repository")
    return list(plain.read(path.read_text(encoding="utf-8"), "page.txt"))


@pytest.mark.parametrize("path", PAGES_A)
def test_a_copied_abstract_with_two_sources_is_one_citation(path: Path) -> None:
    (citation,) = read(path)

    assert citation.place == Place("page.txt", 7, 1)
    assert citation.raw == f"{A.source}\n{A.title}.\n{A.authors}"
    assert citation.identifiers == {}
    assert families(citation) == A.families
    assert {key: citation.said[key] for key in citation.said if key != "author"} == {
        "title": A.title,
        "container-title": "Ann Rheum Dis",
        "issued": {"date-parts": [[2010, 8]]},
        "volume": "69",
        "issue": "8",
        "page": "1423-1429",
    }


@pytest.mark.parametrize("path", PAGES_A)
def test_its_erratum_and_its_comment_become_links_without_invented_identifiers(path: Path) -> None:
    (citation,) = read(path)

    erratum, comment = citation.links
    assert erratum == Link(
        LinkType.ERRATUM,
        End({}, ERRATUM, None),
        End({}),
        (Witness("document", "Erratum in", ""),),
    )
    assert comment == Link(
        LinkType.COMMENT,
        End(
            {},
            COMMENT,
            {
                "title": COMMENT_TITLE,
                "container-title": "Ann Rheum Dis",
                "issued": {"date-parts": [[2010]]},
            },
        ),
        End({}),
        (Witness("document", "Comment in", ""),),
    )


@pytest.mark.parametrize("path", PAGES_B)
def test_a_title_with_a_date_among_teasers_is_one_citation(path: Path) -> None:
    """Neither the heading, nor the biography, nor one of seven teasers is taken."""
    (citation,) = read(path)

    assert citation.place == Place("page.txt", 3, 1)
    assert citation.said == {
        "title": B.title,
        "issued": {"date-parts": [[2010, 8, 3]]},
        "author": [{"family": "Wang", "given": "Dandan"}],
        "custom": {"author_complete": False},
    }
    assert citation.links == ()


@pytest.mark.parametrize("path", [*PAGES_A, *PAGES_B])
def test_the_same_page_as_html_gives_the_same_citation(path: Path) -> None:
    (expected,) = read(path)
    text = path.read_text(encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.split("\n"))

    (citation,) = reader.read(f"<!doctype html><body>{paragraphs}".encode(), "page.txt")

    assert isinstance(citation, Citation)
    assert (citation.said, citation.links) == (expected.said, expected.links)
    assert citation.place == expected.place


NO_CITATIONS = {
    "prose": """Living with lupus

Lupus is a disease of the immune system. In 2010 a first trial was made with 15 patients.
The dose was 1-2 million cells per kg. Call 555-1234 between 9 and 17, or 2010;69:14.
""",
    "headings and teasers": """Stem Cell Therapy for Lupus

Published: June 12, 2019

By Jane Doe, MD

Knee Pain, Hip Pain, Back Pain

Walking in the Morning - Five Weeks to Better Sleep!

Twelve Things NOT to Eat Before a Blood Test

Some 3.5 million people walk daily, which saves $12.4 million a year.
""",
    "a short headline dated in a journal's words": "A New Clinic\n\nFirst published: 2010\n",
    "a date alone": "First published: 03 August 2010\n",
    "a heading of a notice block alone": "Erratum in\n\nComment in\n",
    "notices alone": f"Erratum in\n\n{ERRATUM}\n",
    "one line of prose": "Lupus is a disease. In 2010 it was treated. People were helped.",
    "a title alone": B.title,
    "a biography": "Jane A. Doe is a doctor who has been in private practice since 1986.",
    "nothing": "",
    "blank": " \n\t\n\u00a0\n",
}


@pytest.mark.parametrize("text", NO_CITATIONS.values(), ids=NO_CITATIONS.keys())
def test_a_page_without_a_citation_gives_none(text: str) -> None:
    assert list(plain.read(text, "page.txt")) == []
