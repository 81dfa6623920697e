"""A page's ``<meta>`` tags: Highwire, bepress, PRISM, EPrints, Dublin Core; and cite-as links."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from citekit.documents.described import (
    Described,
    TextField,
    first_of_each,
    item_of,
    line_of,
    page_range,
    quietly,
)
from citekit.model import CslItem, Identifier
from citekit.text.characters import squeeze
from citekit.text.numbers import normalise_orcid
from citekit.vocab import Scheme


class _Tag(NamedTuple):
    name: str
    content: str
    line: int


# Which names mean a field, the most trusted first (Highwire Press tags as Google Scholar lists
# them; PRISM 2.1; EPrints; DCMI terms; OJS's dotted Dublin Core). Case and `:` are folded.
_FIELDS: dict[TextField, tuple[str, ...]] = {
    "title": ("citation.title", "bepress.title", "eprints.title", "dc.title", "dcterms.title"),
    "container-title": (
        *("citation.journal_title", "citation.inbook_title", "citation.book_title"),
        *("citation.conference_title", "bepress.journal_title", "prism.publicationname"),
        *("eprints.publication", "dc.relation.ispartof", "dcterms.ispartof", "dc.source"),
    ),
    "container-title-short": ("citation.journal_abbrev", "bepress.journal_abbrev"),
    "volume": (
        *("citation.volume", "bepress.volume", "prism.volume", "eprints.volume"),
        "dc.source.volume",
    ),
    "issue": (
        *("citation.issue", "bepress.issue", "prism.number", "eprints.number"),
        "dc.source.issue",
    ),
    "publisher": (
        *("citation.publisher", "bepress.publisher", "eprints.publisher", "dc.publisher"),
        "dcterms.publisher",
    ),
    "ISSN": (
        *("citation.issn", "bepress.issn", "prism.issn", "prism.eissn", "eprints.issn"),
        "dc.source.issn",
    ),
    "language": ("citation.language", "dc.language", "dcterms.language"),
}
_DATES = (
    *("citation.publication_date", "citation.date", "citation.cover_date", "citation.year"),
    *("citation.online_date", "bepress.date", "prism.publicationdate", "prism.coverdate"),
    *("eprints.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
)
_AUTHORS = (
    *("citation.author", "citation.authors", "bepress.author", "eprints.creators_name"),
    *("dc.creator", "dcterms.creator", "dc.creator.personalname"),
)
_FIRST_PAGES = (
    *("citation.firstpage", "bepress.firstpage", "prism.startingpage", "prism.pagerange"),
    *("eprints.pagerange", "dc.identifier.pagenumber"),
)
_LAST_PAGES = ("citation.lastpage", "bepress.lastpage", "prism.endingpage")
# Scheme None: the value itself says what it is, or it is no identifier of a work at all.
_IDENTIFIERS: tuple[tuple[str, Scheme | None], ...] = (
    ("citation.doi", Scheme.DOI),
    ("citation.pmid", Scheme.PMID),
    ("citation.pmcid", Scheme.PMCID),
    ("citation.arxiv_id", Scheme.ARXIV),
    ("citation.isbn", Scheme.ISBN),
    ("bepress.doi", Scheme.DOI),
    ("prism.doi", Scheme.DOI),
    ("eprints.doi", Scheme.DOI),
    ("eprints.id_number", None),
    ("dc.identifier.doi", Scheme.DOI),
    ("dc.identifier", None),
    ("dcterms.identifier", None),
    ("dc.identifier.uri", None),
    ("rft_id", None),
    ("link.cite-as", None),
    ("link.canonical", None),
)
_TYPES: tuple[tuple[str, str], ...] = (
    ("citation.journal_title", "article-journal"),
    ("citation.inbook_title", "chapter"),
    ("citation.book_title", "chapter"),
    ("citation.conference_title", "paper-conference"),
    ("citation.dissertation_institution", "thesis"),
    ("citation.technical_report_institution", "report"),
    ("bepress.journal_title", "article-journal"),
    ("prism.publicationname", "article-journal"),
)
_PREFIXES = (("bepress_citation_", "bepress."), ("citation_", "citation."))
# These are written for works only; any page may carry a Dublin Core title.
_TITLES_OF_WORKS = frozenset({"citation.title", "bepress.title", "eprints.title"})
_NAMING = frozenset({"citation.title", "citation.doi", "citation.pmid"})


def read(root: etree._Element) -> list[Described]:
    """Read the works that the meta tags describe; almost always none or one.

    ``citation_reference`` is somebody else's work and is not looked at.
    """
    tags = list(_tags(root))
    links = list(_links(root))
    groups = _groups(tags)
    if len(groups) > 1:
        works = [_describe(group) for group in groups]
    else:
        works = [_describe([*tags, *links])]
    return [work for work in works if work is not None]


def _tags(root: etree._Element) -> Iterator[_Tag]:
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        # Some pages encode twice, so that lxml leaves entities standing.
        content = squeeze(html.unescape(element.get("content") or ""))
        if name and content:
            yield _Tag(_folded(name), content, line_of(element))


def _folded(name: str) -> str:
    for written, family in _PREFIXES:
        if name.startswith(written):
            return family + name.removeprefix(written)
    return name.replace(":", ".")


def _links(root: etree._Element) -> Iterator[_Tag]:
    for element in root.iter("link"):
        for relation in (element.get("rel") or "").lower().split():
            address = (element.get("href") or "").strip()
            if relation in {"cite-as", "canonical"} and address:
                yield _Tag(f"link.{relation}", address, line_of(element))


def _groups(tags: Sequence[_Tag]) -> list[list[_Tag]]:
    """Part the tags of a page that lists several works; one group for a page about one."""
    named = {
        name: {identifier.value for tag in tags if (identifier := _read(tag, name, scheme))}
        for name, scheme in (("citation.doi", Scheme.DOI), ("citation.pmid", Scheme.PMID))
    }
    if all(len(values) < 2 for values in named.values()):
        return [list(tags)]
    groups: list[list[_Tag]] = []
    seen: set[str] = set()
    for tag in tags:
        if tag.name in _NAMING and (tag.name in seen or not groups):
            groups.append([])
            seen = set()
        if groups and tag.name.startswith("citation."):
            groups[-1].append(tag)
            seen.add(tag.name)
    return groups


def _read(tag: _Tag, name: str, scheme: Scheme | None) -> Identifier | None:
    return quietly(scheme, tag.content) if tag.name == name else None


def _describe(tags: Sequence[_Tag]) -> Described | None:
    ids = first_of_each(_read(tag, name, scheme) for name, scheme in _IDENTIFIERS for tag in tags)
    texts: dict[TextField, str | None] = {
        field: _first(tags, wanted) for field, wanted in _FIELDS.items()
    }
    texts["page"] = page_range(_first(tags, _FIRST_PAGES), _first(tags, _LAST_PAGES))
    names = {tag.name for tag in tags}
    texts["type"] = next((kind for name, kind in _TYPES if name in names), None)
    item = item_of(texts, _authors(tags), _first(tags, _DATES))
    _add_orcids(item, tags)
    if not ids and not (names & _TITLES_OF_WORKS) and not {"title", "volume"} <= item.keys():
        return None
    return Described(item, ids, _line(tags))


def _first(tags: Sequence[_Tag], wanted: Sequence[str]) -> str | None:
    return next((tag.content for name in wanted for tag in tags if tag.name == name), None)


def _authors(tags: Sequence[_Tag]) -> list[str]:
    for name in _AUTHORS:
        written = [tag.content for tag in tags if tag.name == name]
        if written:
            return list(dict.fromkeys(written))
    return []


def _add_orcids(item: CslItem, tags: Sequence[_Tag]) -> None:
    """Keep each ORCID with the author tag that it follows."""
    position = -1
    orcids: dict[str, str] = {}
    for tag in tags:
        if tag.name == "citation.author":
            position += 1
        elif tag.name == "citation.author_orcid" and (orcid := normalise_orcid(tag.content)):
            orcids[str(position)] = orcid
    if orcids and position + 1 == len(item.get("author", ())):
        item["custom"] = {"orcid": orcids}


def _line(tags: Sequence[_Tag]) -> int:
    wanted = [*_FIELDS["title"], *(name for name, _ in _IDENTIFIERS)]
    return next((tag.line for name in wanted for tag in tags if tag.name == name), 1)
