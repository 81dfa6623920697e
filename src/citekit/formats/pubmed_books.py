"""PubmedBookArticle of PubMed XML: a book of the NCBI Bookshelf, or a chapter of one."""

from __future__ import annotations

from lxml import etree

from citekit.formats import pubmed_fields as fields
from citekit.formats import pubmed_values as values
from citekit.formats.candidates import present
from citekit.model import CslCustom, CslItem


def item(record: etree._Element) -> CslItem:
    """Map one PubmedBookArticle; without an ArticleTitle the record is the whole book."""
    document = fields.child(record, "BookDocument")
    book = fields.child(document, "Book")
    title = fields.title(document.find("ArticleTitle"))
    mapped = _chapter(document, book, title) if title else _whole(document, book)
    return present({**mapped, **_shared(document, book)})


def _chapter(document: etree._Element, book: etree._Element, title: str) -> dict[str, object]:
    ids = fields.article_ids(document.find("ArticleIdList"))
    issued = document.find("ContributionDate")
    return {
        "type": "chapter",
        "title": title,
        "original-title": fields.title(document.find("VernacularTitle")),
        "container-title": fields.title(book.find("BookTitle")),
        "author": _names(document, "authors"),
        "issued": fields.date(issued if issued is not None else book.find("PubDate")),
        "page": fields.page(document.find("Pagination")),
        "DOI": ids.get("doi"),
        "custom": _custom(document, [document]),
    }


def _whole(document: etree._Element, book: etree._Element) -> dict[str, object]:
    ids = fields.article_ids(document.find("ArticleIdList"))
    return {
        "type": "book",
        "title": fields.title(book.find("BookTitle")),
        "author": _names(book, "authors") or _names(document, "authors"),
        "issued": fields.date(book.find("PubDate")),
        "number": fields.line(book, "ReportNumber"),
        "DOI": values.first_doi(ids.get("doi"), fields.e_locations(book).get("doi")),
        "custom": _custom(document, [document, book]),
    }


def _shared(document: etree._Element, book: etree._Element) -> dict[str, object]:
    return {
        "editor": _names(book, "editors") or _names(document, "editors"),
        "collection-title": fields.title(book.find("CollectionTitle")),
        "volume": fields.line(book, "Volume"),
        "edition": fields.line(book, "Edition"),
        "publisher": fields.line(book, "Publisher/PublisherName"),
        "publisher-place": fields.line(book, "Publisher/PublisherLocation"),
        "ISBN": next(iter(fields.lines(book, "Isbn")), None),
        "PMID": fields.line(document, "PMID"),
        "language": values.language(fields.line(document, "Language")),
        "abstract": fields.abstract(document.find("Abstract")),
        "keyword": fields.keywords(document),
    }


def _names(parent: etree._Element, kind: str) -> object:
    return fields.people(_lists(parent, kind)).names


def _lists(parent: etree._Element, kind: str) -> list[etree._Element]:
    return [each for each in parent.iterfind("AuthorList") if each.get("Type", "authors") == kind]


def _custom(document: etree._Element, parents: list[etree._Element]) -> CslCustom:
    authors = next(filter(None, (_lists(parent, "authors") for parent in parents[::-1])), [])
    collected = fields.custom(
        fields.people(authors),
        fields.lines(document, "PublicationType"),
        fields.date(document.find("DateRevised")),
    )
    accession = fields.article_ids(document.find("ArticleIdList")).get("bookaccession")
    if accession:
        collected["nbk"] = accession
    return collected
