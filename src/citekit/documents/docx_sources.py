"""Word's own list of sources: the part of a document in which `CITATION` fields are explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from citekit.documents.described import TextField, item_of, line_of
from citekit.documents.docx_package import Package, text_of
from citekit.documents.entries import identifiers_of
from citekit.model import Citation, CslItem, Place
from citekit.text import identifiers
from citekit.text.named import canonical
from citekit.vocab import Scheme

_B: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
_TEXTS: Final[dict[TextField, str]] = {
    "title": "Title",
    "container-title": "JournalName",
    "volume": "Volume",
    "issue": "Issue",
    "page": "Pages",
    "publisher": "Publisher",
}
_IDENTIFIED_BY: Final = ("StandardNumber", "DOI", "URL", "Comments")


def read(package: Package) -> Iterator[Citation]:
    """Read the sources by tag, with the part's line for their place."""
    for name in package.matching("customXml/item", ".xml"):
        root = package.root(name)
        if root is not None and root.tag == f"{_B}Sources":
            for source in root.iterfind(f"{_B}Source"):
                yield _source(source, Place(f"{package.path}/{name}", line_of(source)))


def _source(source: etree._Element, place: Place) -> Citation:
    texts = {field: _text(source, name) for field, name in _TEXTS.items()}
    said = item_of(texts, list(_authors(source)), _text(source, "Year"))
    return Citation(
        raw=said.get("title", ""),
        place=place,
        identifiers=_identifiers(source, said),
        said=said,
        key=_text(source, "Tag") or None,
    )


def _authors(source: etree._Element) -> Iterator[str]:
    for person in source.iterfind(f"{_B}Author/{_B}Author/{_B}NameList/{_B}Person"):
        given = " ".join(filter(None, (_text(person, "First"), _text(person, "Middle"))))
        yield ", ".join(filter(None, (_text(person, "Last"), given)))
    for group in source.iterfind(f"{_B}Author/{_B}Author/{_B}Corporate"):
        yield text_of(group)


def _identifiers(source: etree._Element, said: CslItem) -> dict[Scheme, str]:
    number = _text(source, "StandardNumber")
    written = " ".join(_text(source, name) for name in _IDENTIFIED_BY)
    named = canonical([(Scheme.DOI, number)])
    for mention in identifiers.find(written):
        named.setdefault(mention.identifier.scheme, mention.identifier.value)
    return {**identifiers_of(said), **named}


def _text(element: etree._Element, name: str) -> str:
    return text_of(element.find(f"{_B}{name}"))
