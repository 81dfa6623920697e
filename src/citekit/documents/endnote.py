"""What EndNote keeps in a Word field: XML, in the field's instruction or beside it in base64."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from citekit.documents.described import TextField, item_of
from citekit.documents.docx_package import text_of
from citekit.documents.entries import identifiers_of
from citekit.model import Citation, CslItem, Place, Rejected
from citekit.text import identifiers
from citekit.text.named import canonical
from citekit.vocab import Scheme

_TEXTS: Final[dict[TextField, str]] = {
    "title": "titles/title",
    "container-title": "titles/secondary-title",
    "container-title-short": "periodical/abbr-1",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "publisher": "publisher",
}
_MEDLINE = re.compile(r"medline|pubmed|nlm", re.IGNORECASE)
_XML = re.compile(r"<EndNote>.*</EndNote>", re.DOTALL)
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(instruction: str, data: str, place: Place) -> Iterator[Citation | Rejected]:
    """Read the works of one field; the data stand beside it where the instruction has none."""
    written = _XML.search(instruction) or _XML.search(_decoded(data))
    root = _parse(written[0]) if written else None
    if root is None:
        yield Rejected(place, instruction[:500].strip(), "the citation of EndNote here is damaged")
        return
    for cite in root.iter("Cite"):
        record = cite.find("record")
        yield _citation(cite if record is None else record, cite, place)


def _decoded(data: str) -> str:
    try:
        return base64.b64decode(data, validate=False).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


def _parse(text: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        return etree.fromstring(_NO_XML.sub(" ", text).encode(), parser)
    except (etree.LxmlError, ValueError):
        return None


def _citation(record: etree._Element, cite: etree._Element, place: Place) -> Citation:
    texts = {field: _text(record, path) for field, path in _TEXTS.items()}
    authors = [text_of(author) for author in record.iterfind("contributors/authors/author")]
    date = _text(record, "dates/year") or _text(cite, "Year")
    said = item_of(texts, authors or [_text(cite, "Author")], date)
    named = _identifiers(record, said)
    raw = said.get("title") or " ".join(filter(None, (_text(cite, "Author"), date)))
    return Citation(raw, place, named, said)


def _identifiers(record: etree._Element, said: CslItem) -> dict[Scheme, str]:
    number = _text(record, "accession-num")
    database = _text(record, "remote-database-name") + _text(record, "remote-database-provider")
    is_medline = _MEDLINE.search(database) is not None
    named = canonical(
        [
            (Scheme.DOI, _text(record, "electronic-resource-num")),
            (Scheme.PMID, number if is_medline else None),
            (Scheme.PMCID, _text(record, "custom2")),
        ]
    )
    addresses = " ".join(text_of(url) for url in record.iterfind("urls//url"))
    for mention in identifiers.find(addresses):
        named.setdefault(mention.identifier.scheme, mention.identifier.value)
    return {**identifiers_of(said), **named}


def _text(record: etree._Element, path: str) -> str:
    return text_of(record.find(path))
