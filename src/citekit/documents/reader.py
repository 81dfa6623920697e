"""Read whatever a person gives: a web page, a reference file, a plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Final

from citekit.documents import html, plain
from citekit.documents.described import quietly
from citekit.documents.encoding import decode
from citekit.formats import bibtex, csljson, nbib, ris
from citekit.model import Citation, CslItem, Entry, Rejected
from citekit.text.named import named_in
from citekit.vocab import Scheme

_Read = Iterator[Citation | Rejected]
_Reader = Callable[[bytes, str, str, str | None], _Read]


def read(data: bytes, path: str, media_type: str | None = None) -> _Read:
    """Read the citations of a file or an answer, with whatever could not be read.

    The kind is told by what the data begin with, then by the media type (`text/html;
    charset=…`), then by the suffix; everything else is plain text. Raises SourceError, naming the
    path, when the data are not text.
    """
    kind, charset = _media_type(media_type)
    text = decode(data, path, charset)
    return _READERS[_sniff(text, path, kind)](data, text, path, charset)


def _html(data: bytes, _text: str, path: str, charset: str | None) -> _Read:
    return html.read(data, path, charset)


def _plain(_data: bytes, text: str, path: str, _charset: str | None) -> _Read:
    return plain.read(text, path)


def _file(read_entries: Callable[[str, str], Iterable[Entry | Rejected]]) -> _Reader:
    def entries(_data: bytes, text: str, path: str, _charset: str | None) -> _Read:
        for entry in read_entries(text, path):
            yield entry if isinstance(entry, Rejected) else citation_of(entry)

    return entries


_READERS: Final[dict[str, _Reader]] = {
    "html": _html,
    "bibtex": _file(bibtex.read),
    "ris": _file(ris.read),
    "csl": _file(csljson.read),
    "nbib": _file(nbib.read),
    "plain": _plain,
}
_BEGINNINGS: Final = (
    (
        "html",
        re.compile(
            r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
            r"<(?:!doctype\s+html|html|head|meta|title|body)\b",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    ("bibtex", re.compile(r"(?:%[^\n]*\n\s*)*@[a-z]+\s*[{(]", re.IGNORECASE)),
    ("ris", re.compile(r"(?:\d+\.\s+)?TY  ?- ?")),
    ("nbib", re.compile(r"(?:PMID|OWN )- ")),
    ("csl", re.compile(r"(?:\[\s*)?\{\s*\"|\[\s*\]\s*$")),
)
_MEDIA_TYPES: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/x-bibtex": "bibtex",
    "text/x-bibtex": "bibtex",
    "application/x-research-info-systems": "ris",
    "application/vnd.citationstyles.csl+json": "csl",
    "application/json": "csl",
    "application/nbib": "nbib",
}
_SUFFIXES: Final = {
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".bib": "bibtex",
    ".ris": "ris",
    ".json": "csl",
    ".nbib": "nbib",
}


def _sniff(text: str, path: str, media_type: str) -> str:
    begins = text.removeprefix("\ufeff").lstrip()[:4096]
    for kind, beginning in _BEGINNINGS:
        if beginning.match(begins):
            return kind
    suffix = PurePath(path).suffix.casefold()
    return _MEDIA_TYPES.get(media_type) or _SUFFIXES.get(suffix, "plain")


def _media_type(written: str | None) -> tuple[str, str | None]:
    """Part `text/html; charset=utf-8`."""
    kind, _, parameters = (written or "").partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", parameters, re.IGNORECASE)
    return kind.strip().casefold(), match[1] if match else None


def citation_of(entry: Entry) -> Citation:
    """Make a citation of an entry; an impossible identifier stays in what it says."""
    return Citation(
        raw=entry.raw,
        place=entry.place,
        identifiers=_identifiers(entry.item),
        said=entry.item,
        links=entry.links,
        key=entry.key,
    )


def _identifiers(item: CslItem) -> dict[Scheme, str]:
    """Take an item's identifiers; where it has none of a scheme, its address may name one."""
    named = named_in(item)
    address = quietly(None, item["URL"]) if item.get("URL") else None
    return named if address is None else {address.scheme: address.value, **named}
