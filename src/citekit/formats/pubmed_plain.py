"""What is compared of a PubmedArticle, read off its text without building a tree.

Building trees of abstracts, affiliations and reference lists is most of the cost of reading PubMed.
A record as NLM writes them is read here in a fraction of the time; of one that is any different
(`read` gives None) `pubmed_xml.compared` makes the same out of its tree. A record whose elements
end in the wrong order may pass here: whoever asks for the whole of it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree

from citekit.formats import pubmed_fields as fields
from citekit.formats import pubmed_links
from citekit.formats.candidates import present
from citekit.formats.markup import escaped
from citekit.formats.pubmed_xml import NOBODY, Compared, chosen_title, identified, located_by
from citekit.model import CslDate, CslName, Identifiers, Link

_TAGS = re.compile(r"<([A-Za-z:]+)")
_SIMPLE = re.compile(r"<([A-Za-z]+)[^>]*>([^<]*)</")
_PLACE = re.compile(r'<ELocationID EIdType="(\w+)" ValidYN="([YN])">([^<]*)</ELocationID>')
_ARTICLE_ID = re.compile(r'<ArticleId IdType="(\w+)">([^<]*)</ArticleId>')
_PMID = re.compile(rb"<PMID(?:\s+Version=\"([0-9]{1,4})\")?\s*>\s*([0-9]+)\s*</PMID>")
_ENTITY = re.compile(r"&([^;]*);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

# Where a part has other elements than these, it is not read here: markup in a name, for one.
_DATE = frozenset(fields.DATE_PARTS)
_ARTICLE_DATE = _DATE | {"ArticleDate"}
_JOURNAL = (
    _DATE
    | {"Journal", "ISSN", "JournalIssue", "Volume", "Issue", "PubDate", "Title"}
    | {"ISOAbbreviation"}
)
_AUTHOR = frozenset(fields.NAME_PARTS) | {"AuthorList", "Author", "Identifier"}
_PAGES = frozenset(fields.PAGE_PARTS) | {"Pagination"}


class _NotPlainError(Exception):
    """Something that is left to the tree."""


def read(record: bytes, authors: int | None = None) -> Compared | None:
    """Map what is compared of a PubmedArticle; None where it takes a tree to do so.

    People with a family name have no other here; `authors` is how many are wanted at most, None:
    all.
    """
    try:
        return _read(_parts(record), authors)
    except (_NotPlainError, UnicodeDecodeError):
        return None


class _Parts(NamedTuple):
    """The parts of a record that something is read off; empty where there is none."""

    head: bytes
    """All that is before the Article."""
    article: str
    """Without its abstract."""
    medline_title: str
    ids: str
    """The ArticleIdList of the record, not one of its references."""
    comments: str


def _parts(record: bytes) -> _Parts:
    start = record.find(b"<Article ")
    end = record.find(b"</Article>", start)
    data = record.find(b"<PubmedData", end)
    if start < 0 or end < 0:
        raise _NotPlainError
    before, _, behind = record[start:end].partition(b"<Abstract>")
    article = before + behind.partition(b"</Abstract>")[2]
    if not _is_plain(article):
        raise _NotPlainError
    return _Parts(
        record[:start],
        article.decode(),
        _between(record, b"MedlineTA", end, data).decode(),
        _ids(record, data).decode() if data >= 0 else "",
        _comments(record, end, data).decode(),
    )


def _is_plain(article: bytes) -> bool:
    """Tell whether as many elements end as begin: less than well-formed, and cheaper to see."""
    if b"\r" in article or b"='" in article or article.count(b"<AuthorList") > 1:
        return False
    # The end of the Article itself is not in this part.
    return article.count(b"<") == 2 * article.count(b"</") + article.count(b"/>") + 1


def _between(record: bytes, tag: bytes, start: int, end: int) -> bytes:
    """Give an element without its tags, which are plain, from some place on."""
    first = record.find(b"<%b" % tag, start, end)
    if first < 0:
        return b""
    last = record.find(b"</%b>" % tag, first)
    begin = first + len(tag) + 2
    if last < 0 or record[begin - 1 : begin] != b">":
        raise _NotPlainError
    return record[begin:last]


def _ids(record: bytes, data: int) -> bytes:
    """Give the record's own ArticleIdList; references have such lists as well."""
    first, references = record.find(b"<ArticleIdList", data), record.find(b"<ReferenceList", data)
    if 0 <= references < first:
        raise _NotPlainError
    return _between(record, b"ArticleIdList", data, len(record))


def _comments(record: bytes, start: int, end: int) -> bytes:
    first = record.find(b"<CommentsCorrections", start, end)
    if first < 0:
        return b""
    if not record.startswith(b"List>", first + len(b"<CommentsCorrections")):
        raise _NotPlainError  # the form before 2008
    return _between(record, b"CommentsCorrectionsList", first, end)


def _read(parts: _Parts, authors: int | None) -> Compared:
    article, pmid = parts.article, _PMID.search(parts.head)
    if pmid is None:
        raise _NotPlainError
    item = present(
        {
            "title": _title(article),
            **_journal(_part(article, "Journal", _JOURNAL), parts.medline_title),
            "available-date": _date(_part(article, "ArticleDate", _ARTICLE_DATE)),
            "author": list(islice(_authors(article), authors)),
            **_located(article, parts.ids),
            "PMID": pmid[2].decode(),
        }
    )
    identifiers = identified(item)
    links = tuple(_links(parts.comments, identifiers)) if parts.comments else ()
    return Compared(item, identifiers, int(pmid[1] or 1), links)


def _links(comments: str, own: Identifiers) -> Iterator[Link]:
    list_ = f"<CommentsCorrectionsList>{comments}</CommentsCorrectionsList>"
    return pubmed_links.links(_tree(f"<x>{list_}</x>"), own, NOBODY)


def _tree(part: str) -> etree._Element:
    try:
        return etree.fromstring(part)
    except (etree.XMLSyntaxError, ValueError) as error:  # ValueError: it has a NUL
        raise _NotPlainError from error


def _part(text: str, tag: str, known: frozenset[str]) -> str:
    """Give the element of this name with its tags; empty where there is none."""
    start = text.find(f"<{tag}")
    if start < 0:
        return ""
    end = text.find(f"</{tag}>", start)
    part = text[start:end]
    if end < 0 or not known.issuperset(_TAGS.findall(part)):
        raise _NotPlainError
    return part


def _title(article: str) -> str:
    start = article.find("<ArticleTitle")
    end = article.find("</ArticleTitle>", start)
    if start < 0 or end < 0:
        raise _NotPlainError
    inner = article[article.find(">", start) + 1 : end]
    if "<" in inner:
        title = fields.title(_tree(f"{article[start:end]}</ArticleTitle>"))
    else:
        title = fields.title_written(escaped(_text(inner)))
    if title is None or chosen_title(title, None) is None:
        raise _NotPlainError
    return title


def _journal(journal: str, medline_title: str) -> dict[str, object]:
    said = _said(journal)
    return {
        "container-title": _line(said, "Title"),
        "container-title-short": _squeezed(medline_title) or _line(said, "ISOAbbreviation"),
        "volume": _line(said, "Volume"),
        "issue": _line(said, "Issue"),
        "issued": _dated(*map(said.get, fields.DATE_PARTS)),
    }


def _authors(article: str) -> Iterator[CslName]:
    start = article.find("<AuthorList")
    authors = article[start : article.find("</AuthorList>", start)] if start >= 0 else ""
    if " Type=" in authors[: authors.find(">") + 1]:
        raise _NotPlainError
    for author in authors.split("</Author>"):
        name = _name(author) if 'ValidYN="N"' not in author else None
        if name is not None:
            yield name


def _name(author: str) -> CslName | None:
    _, _, behind = author.partition("<LastName>")
    family, end, _ = behind.partition("</LastName>")
    if family and end and "<" not in family:
        return {"family": " ".join(_text(family).split())}
    # Affiliations are most of the text, and of no interest.
    head, _, affiliations = author.partition("<AffiliationInfo>")
    if "Name>" in affiliations or not _AUTHOR.issuperset(_TAGS.findall(head)):
        raise _NotPlainError
    said = _said(head)
    return fields.name_written(*(_line(said, part) or "" for part in fields.NAME_PARTS))


def _located(article: str, ids: str) -> dict[str, object]:
    said = _said(_part(article, "Pagination", _PAGES))
    pages = (
        fields.page_written(*(_line(said, part) for part in fields.PAGE_PARTS)) if said else None
    )
    has_volume = "<Volume" in article
    return located_by(_article_ids(ids), _places(article), pages, has_volume=has_volume)


def _article_ids(ids: str) -> dict[str, str]:
    found = _ARTICLE_ID.findall(ids)
    if 2 * len(found) != ids.count("<"):
        raise _NotPlainError
    # Of two of one type the first is meant: it is put in last.
    return {type_: _text(value).strip() for type_, value in reversed(found)}


def _places(article: str) -> dict[str, str]:
    found = _PLACE.findall(article)
    if len(found) != article.count("<ELocationID"):
        raise _NotPlainError
    return {type_: _text(value).strip() for type_, valid, value in reversed(found) if valid == "Y"}


def _date(part: str) -> CslDate | None:
    return _dated(*map(_said(part).get, fields.DATE_PARTS)) if part else None


@lru_cache(maxsize=8192)  # hundreds of articles are published on one day
def _dated(*said: str | None) -> CslDate | None:
    return fields.date_written(dict(zip(fields.DATE_PARTS, said, strict=True)))


def _said(part: str) -> dict[str, str]:
    """Give the text of each element that has nothing but text, the first of each name."""
    said: dict[str, str] = {}
    for tag, text in _SIMPLE.findall(part):
        said.setdefault(tag, text)
    return said


def _line(said: Mapping[str, str], tag: str) -> str | None:
    return _squeezed(said.get(tag))


def _squeezed(written: str | None) -> str | None:
    return (" ".join(_text(written).split()) or None) if written else None


def _text(written: str) -> str:
    return _ENTITY.sub(_entity, written) if "&" in written else written


def _entity(match: re.Match[str]) -> str:
    if match[1] not in _ENTITIES:
        raise _NotPlainError
    return _ENTITIES[match[1]]
