"""A PubMed record as `esummary` tells it: short, names as `Family II`, dates and pages as written.

What a record itself does not tell is left out: how often it is cited, the journal's second ISSN.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from citekit.formats import pubmed_fields as fields
from citekit.formats import pubmed_slices

_STATUS: Final = {
    "MEDLINE": "PubMed - indexed for MEDLINE",
    "Completed": "PubMed - indexed for MEDLINE",
    "OLDMEDLINE": "PubMed - OLDMEDLINE",
    "PubMed-not-MEDLINE": "PubMed",
    "In-Process": "PubMed - in process",
    "In-Data-Review": "PubMed - in data review",
    "Publisher": "PubMed - as supplied by publisher",
}
_DATE_PARTS: Final = ("Year", "Season", "Month", "Day")


class Person(NamedTuple):
    """An author; a group has its name as `family`."""

    family: str
    initials: str
    suffix: str
    is_group: bool

    @property
    def name(self) -> str:
        """Write the name as PubMed lists it: ``Hambrick GW Jr``."""
        return " ".join(filter(None, (self.family, self.initials, self.suffix)))


class Summary(NamedTuple):
    """Texts are empty where the record has none; dates are as printed, ``2010 Aug``."""

    pmid: str
    pub_date: str
    epub_date: str
    source: str
    journal: str
    authors: tuple[Person, ...]
    title: str
    volume: str
    issue: str
    pages: str
    languages: tuple[str, ...]
    nlm_id: str
    issn: str
    essn: str
    types: tuple[str, ...]
    record_status: str
    pub_status: str
    ids: tuple[tuple[str, str], ...]
    """Type and value, the PMID first."""
    history: tuple[tuple[str, str], ...]
    """Status and moment, ``2010/08/03 06:00``."""
    has_abstract: bool
    elocation: str

    @property
    def so(self) -> str:
        """Say where it was printed: ``2010 Aug;92(2):188-91``."""
        issue = f"({self.issue})" if self.issue else ""
        place = f"{self.volume}{issue}"
        return f"{self.pub_date};{place}" + (f":{self.pages}" if self.pages else "")


def read(raw: bytes) -> Summary:
    """Read one PubmedArticle or PubmedBookArticle; raises FormatError for anything else."""
    record = pubmed_slices.element(raw)
    if record.tag == "PubmedBookArticle":
        return _book(record)
    return _article(record)


def _article(record: etree._Element) -> Summary:
    citation = fields.child(record, "MedlineCitation")
    article = fields.child(citation, "Article")
    issue = article.find("Journal/JournalIssue")
    pmid = _line(citation, "PMID")
    return Summary(
        pmid=pmid,
        pub_date=_date(None if issue is None else issue.find("PubDate")),
        epub_date=_date(article.find("ArticleDate")),
        source=_line(citation, "MedlineJournalInfo/MedlineTA"),
        journal=_line(article, "Journal/Title"),
        authors=tuple(_people(article, "AuthorList")),
        title=_line(article, "ArticleTitle"),
        volume=_line(article, "Journal/JournalIssue/Volume"),
        issue=_line(article, "Journal/JournalIssue/Issue"),
        pages=_pages(article),
        languages=tuple(fields.lines(article, "Language")),
        nlm_id=_line(citation, "MedlineJournalInfo/NlmUniqueID"),
        issn=_issn(article, "Print"),
        essn=_issn(article, "Electronic"),
        types=tuple(fields.lines(article, "PublicationTypeList/PublicationType")),
        record_status=_STATUS.get(citation.get("Status", ""), "PubMed"),
        pub_status=_line(record, "PubmedData/PublicationStatus"),
        ids=_ids(record.find("PubmedData/ArticleIdList"), pmid),
        history=tuple(_history(record, "PubmedData/History")),
        has_abstract=article.find("Abstract") is not None,
        elocation=_elocation(article),
    )


def _book(record: etree._Element) -> Summary:
    document = fields.child(record, "BookDocument")
    pmid = _line(document, "PMID")
    title = _line(document, "ArticleTitle") or _line(document, "Book/BookTitle")
    authors = "AuthorList" if document.find("AuthorList") is not None else "Book/AuthorList"
    return Summary(
        pmid=pmid,
        pub_date=_date(document.find("Book/PubDate")),
        epub_date="",
        source=_line(document, "Book/BookTitle"),
        journal="",
        authors=tuple(_people(document, authors)),
        title=title,
        volume=_line(document, "Book/Volume"),
        issue="",
        pages=_pages(document),
        languages=tuple(fields.lines(document, "Language")),
        nlm_id="",
        issn="",
        essn="",
        types=tuple(fields.lines(document, "PublicationType")),
        record_status="PubMed",
        pub_status=_line(record, "PubmedBookData/PublicationStatus"),
        ids=_ids(document.find("ArticleIdList"), pmid),
        history=tuple(_history(record, "PubmedBookData/History")),
        has_abstract=document.find("Abstract") is not None,
        elocation="",
    )


def _line(parent: etree._Element, path: str) -> str:
    return fields.line(parent, path) or ""


def _date(element: etree._Element | None) -> str:
    if element is None:
        return ""
    said = _line(element, "MedlineDate")
    return said or " ".join(filter(None, (_line(element, part) for part in _DATE_PARTS)))


def _people(parent: etree._Element, lists: str) -> Iterator[Person]:
    for author in parent.iterfind(f"{lists}/Author"):
        if author.get("ValidYN") == "N":
            continue
        group, family = _line(author, "CollectiveName"), _line(author, "LastName")
        initials, suffix = _line(author, "Initials"), _line(author, "Suffix")
        yield Person(family or group, initials, suffix, is_group=not family)


def _pages(parent: etree._Element) -> str:
    printed = _line(parent, "Pagination/MedlinePgn")
    ends = (_line(parent, "Pagination/StartPage"), _line(parent, "Pagination/EndPage"))
    return printed or "-".join(dict.fromkeys(filter(None, ends)))


def _issn(article: etree._Element, kind: str) -> str:
    element = article.find("Journal/ISSN")
    return _line(article, "Journal/ISSN") if _is(element, kind) else ""


def _is(element: etree._Element | None, kind: str) -> bool:
    return element is not None and element.get("IssnType") == kind


def _ids(list_: etree._Element | None, pmid: str) -> tuple[tuple[str, str], ...]:
    known = {"pubmed": pmid, **fields.article_ids(list_)}
    return tuple((kind, value) for kind, value in known.items() if value)


def _history(record: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    for moment in record.iterfind(f"{path}/PubMedPubDate"):
        year, month, day = (_line(moment, part) for part in ("Year", "Month", "Day"))
        hour, minute = (_line(moment, part) or "0" for part in ("Hour", "Minute"))
        date = "/".join(part.zfill(2) for part in (year, month, day) if part)
        yield moment.get("PubStatus", ""), f"{date} {hour.zfill(2)}:{minute.zfill(2)}"


def _elocation(article: etree._Element) -> str:
    places = fields.e_locations(article)
    return ". ".join(f"{kind}: {value}" for kind, value in places.items() if value)
