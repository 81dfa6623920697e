"""PubMed XML (efetch, baseline and update files) as candidates.

DTD 250101 and the ones before it; the DOCTYPE is never relied on. What is lost:

- affiliations, grants, data banks, chemicals and MeSH headings
- all languages and ISBNs but the first, and all dates but PubDate, ArticleDate and DateRevised
- abstracts in other languages, and underlining in any text
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from citekit.errors import FormatError
from citekit.formats import pubmed_books, pubmed_links, pubmed_stream
from citekit.formats import pubmed_fields as fields
from citekit.formats import pubmed_values as values
from citekit.formats.candidates import digest, present
from citekit.model import (
    Candidate,
    CslItem,
    Deleted,
    Identifier,
    Identifiers,
    Link,
    Place,
    Rejected,
    Stamp,
)
from citekit.text.named import canonical
from citekit.vocab import Scheme

NO_TITLE = "[Not Available]"
NOBODY = Stamp("pubmed", "")
"""Who says what is only compared, and never told."""


def read(stream: BinaryIO, stamp: Stamp) -> Iterator[Candidate]:
    """Yield a candidate for each PubmedArticle and PubmedBookArticle, in order.

    An empty set yields nothing. The versions of one PMID are candidates of their own, told apart by
    `custom["pmid_version"]`. Raises FormatError, after the last whole record, when the stream is
    not one complete PubmedArticleSet, and for a record without what the DTD requires: left out, it
    would pass for absent.
    """
    for element in pubmed_stream.records(stream):
        if element.tag != pubmed_stream.DELETED:
            yield _candidate(element, stamp)


class Compared(NamedTuple):
    """What matching in bulk needs of a record."""

    item: CslItem
    """Title, authors, journal, dates and places; nothing else."""
    identifiers: Identifiers
    version: int
    links: tuple[Link, ...]


def compared(record: etree._Element) -> Compared:
    """Map the part of a PubmedArticle or PubmedBookArticle that is compared in bulk.

    Its values are those of the whole candidate. Raises FormatError as `read` does.
    """
    if record.tag == "PubmedBookArticle":
        item = pubmed_books.item(record)
        return Compared(item, identified(item), 1, ())
    citation = fields.child(record, "MedlineCitation")
    article = fields.child(citation, "Article")
    item = present(
        {
            **_titles(article),
            **_journal(citation, article),
            "author": _authors(article).names,
            **_locators(record, citation, article),
        }
    )
    identifiers = identified(item)
    links = tuple(pubmed_links.links(citation, identifiers, NOBODY))
    return Compared(item, identifiers, _version(citation), links)


def read_record(payload: bytes, stamp: Stamp) -> Candidate:
    """Read one record again, as `Candidate.payload` has kept it. Raises FormatError."""
    root = pubmed_stream.ROOT.encode()
    found = list(read(io.BytesIO(b"<%b>%b</%b>" % (root, payload, root)), stamp))
    if len(found) != 1:
        raise FormatError("This is no single record of PubMed.")
    return found[0]


def read_file(stream: BinaryIO, stamp: Stamp) -> Iterator[Candidate | Deleted | Rejected]:
    """Yield what a file of PubMed holds, in order: records, and the PMIDs it deletes.

    A record that cannot be mapped is rejected and costs no other one; where the file is cut or
    damaged, its rest is one rejection, the last.
    """
    path, whole = str(getattr(stream, "name", "")), 0
    try:
        for element in pubmed_stream.records(stream):
            if element.tag == pubmed_stream.DELETED:
                yield from _deleted(element)
            else:
                whole += 1
                yield _tolerantly(element, stamp, path)
    except FormatError as error:
        yield Rejected(Place(path), "", f"{error} {whole} records before it were read.")


def _deleted(element: etree._Element) -> Iterator[Deleted]:
    for pmid in fields.lines(element, "PMID"):
        for scheme, value in canonical([(Scheme.PMID, pmid)]).items():
            yield Deleted(Identifier(scheme, value))


def _tolerantly(record: etree._Element, stamp: Stamp, path: str) -> Candidate | Rejected:
    try:
        return _candidate(record, stamp)
    except FormatError as error:
        raw = etree.tostring(record, encoding="unicode", with_tail=False)
        return Rejected(Place(path, _line(record)), raw, str(error))


def _line(record: etree._Element) -> int:
    line: Any = record.sourceline  # the stubs have no type for it
    return int(line or 1)


def _candidate(record: etree._Element, stamp: Stamp) -> Candidate:
    payload = etree.tostring(record, encoding="utf-8", with_tail=False)
    if record.tag == "PubmedBookArticle":
        item = pubmed_books.item(record)
        return Candidate(item, identified(item), stamp, (), digest(payload), payload)
    item = _article(record)
    identifiers = identified(item)
    links = _links(record, identifiers, stamp)
    return Candidate(item, identifiers, stamp, links, digest(payload), payload)


def _links(record: etree._Element, own: Identifiers, stamp: Stamp) -> tuple[Link, ...]:
    return tuple(pubmed_links.links(fields.child(record, "MedlineCitation"), own, stamp))


def identified(item: CslItem) -> Identifiers:
    """Give the identifiers of a record, of what its item says."""
    named = [
        (Scheme.PMID, item.get("PMID")),
        (Scheme.DOI, item.get("DOI")),
        (Scheme.PMCID, item.get("PMCID")),
    ]
    if item.get("type") == "book":
        named.append((Scheme.ISBN, item.get("ISBN")))
    return canonical(named)


def _article(record: etree._Element) -> CslItem:
    citation = fields.child(record, "MedlineCitation")
    article = fields.child(citation, "Article")
    return present(
        {
            **_kind(article),
            **_titles(article),
            **_journal(citation, article),
            **_names(citation, article),
            **_contents(citation, article),
            **_locators(record, citation, article),
        }
    )


def _kind(article: etree._Element) -> dict[str, object]:
    types = fields.lines(article, "PublicationTypeList/PublicationType")
    kind, genre = values.kind(types)
    return {"type": kind, "genre": genre}


def _titles(article: etree._Element) -> dict[str, object]:
    title = fields.title(article.find("ArticleTitle"))
    original = fields.title(article.find("VernacularTitle"))
    return {"title": chosen_title(title, original), "original-title": original}


def chosen_title(title: str | None, original: str | None) -> str | None:
    """Choose between ArticleTitle and VernacularTitle."""
    # Untranslated titles: the ArticleTitle is empty or says that there is none, and the title
    # stands in VernacularTitle alone.
    return original if title is None or title == NO_TITLE else title


def _journal(citation: etree._Element, article: etree._Element) -> dict[str, object]:
    short = fields.line(citation, "MedlineJournalInfo/MedlineTA")
    return {
        "container-title": fields.line(article, "Journal/Title"),
        "container-title-short": short or fields.line(article, "Journal/ISOAbbreviation"),
        "ISSN": _issn(citation, article),
        "volume": fields.line(article, "Journal/JournalIssue/Volume"),
        "issue": fields.line(article, "Journal/JournalIssue/Issue"),
        "issued": fields.date(article.find("Journal/JournalIssue/PubDate")),
        "available-date": fields.date(article.find("ArticleDate")),
    }


def _issn(citation: etree._Element, article: etree._Element) -> str | None:
    # A record has one ISSN and says whether it is the printed one; the linking ISSN stands for all
    # of a journal's media and is nearly always the printed one.
    issn = article.find("Journal/ISSN")
    linking = fields.line(citation, "MedlineJournalInfo/ISSNLinking")
    if issn is None or (linking and issn.get("IssnType") != "Print"):
        return linking
    return fields.line(article, "Journal/ISSN")


def _names(citation: etree._Element, article: etree._Element) -> dict[str, object]:
    authors = _authors(article)
    lists = article.iterfind("AuthorList")
    editors = fields.people(each for each in lists if each.get("Type") == "editors")
    types = fields.lines(article, "PublicationTypeList/PublicationType")
    custom = fields.custom(authors, types, fields.date(citation.find("DateRevised")))
    version = _version(citation)
    if version > 1:
        custom["pmid_version"] = version
    return {"author": authors.names, "editor": editors.names, "custom": custom}


def _authors(article: etree._Element) -> fields.People:
    lists = article.iterfind("AuthorList")
    return fields.people(each for each in lists if each.get("Type") != "editors")


def _version(citation: etree._Element) -> int:
    version = fields.child(citation, "PMID").get("Version", "1")
    return int(version) if version.isdecimal() else 1


def _contents(citation: etree._Element, article: etree._Element) -> dict[str, object]:
    return {
        "abstract": fields.abstract(article.find("Abstract")),
        "keyword": fields.keywords(citation),
        "language": values.language(fields.line(article, "Language")),
    }


def _locators(
    record: etree._Element, citation: etree._Element, article: etree._Element
) -> dict[str, object]:
    ids = fields.article_ids(record.find("PubmedData/ArticleIdList"))
    places = fields.e_locations(article)
    pages = fields.page(article.find("Pagination"))
    volume = article.find("Journal/JournalIssue/Volume")
    located = located_by(ids, places, pages, has_volume=volume is not None)
    return {**located, "PMID": fields.line(citation, "PMID")}


def located_by(
    ids: Mapping[str, str], places: Mapping[str, str], pages: str | None, *, has_volume: bool
) -> dict[str, object]:
    """Give pages, number, DOI and PMCID, of the ArticleIds and ELocationIDs by their types."""
    # Without pages, the publisher's item identifier is what is printed in their place, once the
    # article is in a volume.
    number = values.article_number(places.get("pii")) if has_volume and not pages else None
    return {
        "page": pages,
        "number": number,
        "DOI": values.first_doi(places.get("doi"), ids.get("doi")),
        "PMCID": ids.get("pmc"),
    }
