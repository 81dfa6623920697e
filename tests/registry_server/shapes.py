"""What is asked and answered: one request, one answer, one record of either registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DOCTYPE = (
    '<?xml version="1.0" ?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)
HTML = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>Be right back.</body></html>"


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    endpoint: str
    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    at: float


@dataclass
class Answer:
    """What is about to be sent."""

    body: bytes
    media_type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Breakage:
    """How the next answers of an endpoint are broken."""

    fault: str
    times: float
    options: dict[str, Any]


def article_xml(
    pmid: str,
    *,
    title: str = "A title",
    doi: str | None = None,
    pmcid: str | None = None,
    authors: Iterable[tuple[str, str]] = (("Doe", "J"),),
    journal: str = "J Test",
    year: str = "2010",
    volume: str = "1",
    issue: str = "2",
    page: str = "3-9",
    more: str = "",
) -> str:
    """Write one PubmedArticle; `more` goes behind the Article (CommentsCorrectionsList …)."""
    people = "".join(
        f"<Author ValidYN='Y'><LastName>{family}</LastName><Initials>{initials}</Initials></Author>"
        for family, initials in authors
    )
    ids = [f'<ArticleId IdType="pubmed">{pmid}</ArticleId>']
    ids += [f'<ArticleId IdType="doi">{escaped(doi)}</ArticleId>'] if doi else []
    ids += [f'<ArticleId IdType="pmc">{pmcid}</ArticleId>'] if pmcid else []
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID>'
        '<Article PubModel="Print"><Journal>'
        f'<JournalIssue CitedMedium="Print"><Volume>{volume}</Volume><Issue>{issue}</Issue>'
        f"<PubDate><Year>{year}</Year></PubDate></JournalIssue><Title>{escaped(journal)}</Title>"
        f"<ISOAbbreviation>{escaped(journal)}</ISOAbbreviation></Journal>"
        f"<ArticleTitle>{escaped(title)}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{page}</MedlinePgn></Pagination>"
        f'<AuthorList CompleteYN="Y">{people}</AuthorList><Language>eng</Language>'
        '<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>'
        "</PublicationTypeList></Article>"
        f"<MedlineJournalInfo><MedlineTA>{escaped(journal)}</MedlineTA></MedlineJournalInfo>{more}"
        "</MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus>"
        f"<ArticleIdList>{''.join(ids)}</ArticleIdList></PubmedData></PubmedArticle>"
    )


def work(doi: str, *, title: str = "A title", **more: Any) -> dict[str, Any]:
    """Make one Crossref work record; `more` adds or replaces members (`_` stands for `-`)."""
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []}],
        "container-title": ["Journal of Tests"],
        "issued": {"date-parts": [[2010, 8]]},
        "volume": "1",
        "issue": "2",
        "page": "3-9",
        "publisher": "Tester",
        "source": "Crossref",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


def escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
