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

from lxml import etree

from citekit.formats import pubmed_fields as fields
from citekit.formats import pubmed_links
from citekit.formats.candidates import present
from citekit.formats.markup import escaped
from citekit.formats.pubmed_xml import NOBODY, Compared, chosen_title, identified, located_by
from citekit.model import CslDate, CslName, Identifiers, Link

_TAGS = re.compile(r"<([A-Za-z:]+)")
_SIMPLE = re.compile(r"<([A-Za-z]+)[^>]*>([^<]*)</")
_PLACE = re.compile(r"<ELocationID\b([^>]*)>([^<]*)</")
_ARTICLE_ID = re.compile(r"<ArticleId\b([^>]*)>([^<]*)</")
_PMID = re.compile(r"<PMID(?:\s+Version=\"([0-9]{1,4})\")?\s*>\s*([0-9]+)\s*</PMID>")
_ATTRIBUTE = re.compile(r"([A-Za-z]+)=\"([^\"]*)\"")
_ENTITY = re.compile(r"&([^;]*);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

# Where a part has other elements than these, it is not read here: markup in a name, for one.
_DATE = frozenset(fields.DATE_PARTS)
_JOURNAL = (
    _DATE
    | {"Journal", "ISSN", "JournalIssue", "Volume", "Issue", "PubDate", "Title"}
    | {"ISOAbbreviation"}
)
_AUTHOR = frozenset(fields.NAME_PARTS) | {"AuthorList", "Author", "Identifier"}
_PAGES = frozenset(fields.PAGE_PARTS) | {"Pagination"}
# Lines that end otherwise and quotes of the other kind are legal, but nobody's habit.
_ODD = ("\r", "='")


class _NotPlainError(Exception):
    """Something that is left to the tree."""


def read(record: bytes, authors: int | None = None) -> Compared | None:
    """Map what is compared of a PubmedArticle; None where it takes a tree to do so.

    People with a family name have no other here; `authors` is how many are wanted at most, None:
    all.
    """
    try:
        head, article, rest = map(bytes.decode, _parts(record))
        return _read(head, article, rest, authors)
    except (_NotPlainError, UnicodeDecodeError):
        return None


def _parts(record: bytes) -> tuple[bytes, bytes, bytes]:
    """Give what is before the Article, the Article without abstract, and what is behind it.

    Reference lists are left out.
    """
    start = record.find(b"<Article ")
    end = record.find(b"</Article>", start)
    references = record.find(b"<ReferenceList", end)
    if (
        start < 0
        or end < 0
        or (references >= 0 and b"<ArticleIdList" not in record[end:references])
    ):
        raise _NotPlainError
    article, rest = record[start:end], record[end : references if references >= 0 else None]
    before, _, behind = article.partition(b"<Abstract>")
    return record[:start], before + behind.partition(b"</Abstract>")[2], rest


def _read(head: str, article: str, rest: str, authors: int | None) -> Compared:
    if not _is_plain(article) or _excess(rest) not in _REST_EXCESS:
        raise _NotPlainError
    pmid = _PMID.search(head)
    if pmid is None:
        raise _NotPlainError
    item = present(
        {
            "title": _title(article),
            **_journal(_part(article, "Journal", _JOURNAL), rest),
            "available-date": _date(_part(article, "ArticleDate", _DATE | {"ArticleDate"})),
            "author": list(islice(_authors(article), authors)),
            **_located(article, rest),
            "PMID": pmid[2],
        }
    )
    identifiers = identified(item)
    links = tuple(_links(rest, identifiers)) if "<CommentsCorrections" in rest else ()
    return Compared(item, identifiers, int(pmid[1] or 1), links)


def _is_plain(article: str) -> bool:
    if any(odd in article for odd in _ODD) or article.count("<AuthorList") > 1:
        return False
    return _excess(article) == _ARTICLE_EXCESS


def _excess(part: str) -> int:
    """Count how many more elements begin than end: less than well-formed, and cheaper to see."""
    return part.count("<") - 2 * part.count("</") - part.count("/>")


# Of the Article its end tag is in the other part, which closes what began before it, and is left at
# the start of the references where there are some.
_ARTICLE_EXCESS = 1
_REST_EXCESS = (-3, -1)


def _links(rest: str, own: Identifiers) -> Iterator[Link]:
    start = rest.find("<CommentsCorrectionsList>")
    end = rest.find("</CommentsCorrectionsList>", start)
    if start < 0 or end < 0:
        raise _NotPlainError
    citation = _tree(f"<x>{rest[start:end]}</CommentsCorrectionsList></x>")
    return pubmed_links.links(citation, own, NOBODY)


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


def _journal(journal: str, rest: str) -> dict[str, object]:
    said = _said(journal)
    return {
        "container-title": _line(said, "Title"),
        "container-title-short": _medline_title(rest) or _line(said, "ISOAbbreviation"),
        "volume": _line(said, "Volume"),
        "issue": _line(said, "Issue"),
        "issued": _dated(*map(said.get, fields.DATE_PARTS)),
    }


def _medline_title(rest: str) -> str | None:
    part = _part(rest, "MedlineTA", frozenset({"MedlineTA"}))
    return " ".join(_text(part.partition(">")[2]).split()) or None


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


def _located(article: str, rest: str) -> dict[str, object]:
    ids = _by_type(_ARTICLE_ID, "IdType", rest[rest.find("<PubmedData") :])
    places = _by_type(_PLACE, "EIdType", article)
    said = _said(_part(article, "Pagination", _PAGES))
    pages = (
        fields.page_written(*(_line(said, part) for part in fields.PAGE_PARTS)) if said else None
    )
    return located_by(ids, places, pages, has_volume="<Volume" in article)


def _by_type(pattern: re.Pattern[str], type_: str, text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for written, value in pattern.findall(text):
        attributes = dict(_ATTRIBUTE.findall(written))
        if attributes.get("ValidYN") != "N":
            found.setdefault(attributes.get(type_, _DEFAULTS[type_]), _text(value).strip())
    return found


_DEFAULTS = {"IdType": "pubmed", "EIdType": ""}


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
    written = said.get(tag)
    return (" ".join(_text(written).split()) or None) if written else None


def _text(written: str) -> str:
    return _ENTITY.sub(_entity, written) if "&" in written else written


def _entity(match: re.Match[str]) -> str:
    if match[1] not in _ENTITIES:
        raise _NotPlainError
    return _ENTITIES[match[1]]
