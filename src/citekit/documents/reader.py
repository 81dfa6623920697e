"""Read whatever a person gives: a web page, a reference file, a manuscript, a plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Final

from citekit.documents import docx, html, markdown, plain, tex
from citekit.documents.encoding import decode
from citekit.documents.entries import citation_of
from citekit.documents.manuscript import Manuscript
from citekit.errors import FormatError
from citekit.formats import bibtex, csljson, endnote_xml, enw, nbib, ris
from citekit.model import Citation, Entry, Place, Rejected

_Reader = Callable[[bytes, str, str, str | None], Manuscript]


def read(data: bytes, path: str, media_type: str | None = None) -> Iterator[Citation | Rejected]:
    """Read the citations of a file or an answer, with whatever could not be read.

    As `read_manuscript`, without what its keys stand for.
    """
    return iter(read_manuscript(data, path, media_type).found)


def read_manuscript(data: bytes, path: str, media_type: str | None = None) -> Manuscript:
    """Read a file or an answer: its citations and the bibliographies that it names.

    The kind is told by what the data begin with, then by the media type (`text/html;
    charset=…`), then by the suffix; everything else is plain text. Raises SourceError, naming the
    path, when the data are neither text nor a Word document.
    """
    if docx.is_docx(data):
        return docx.read(data, path)
    kind, charset = _media_type(media_type)
    text = decode(data, path, charset)
    return _READERS[_sniff(text, path, kind)](data, text, path, charset)


def _html(data: bytes, _text: str, path: str, charset: str | None) -> Manuscript:
    return Manuscript(tuple(html.read(data, path, charset)))


def _plain(_data: bytes, text: str, path: str, _charset: str | None) -> Manuscript:
    return Manuscript(tuple(plain.read(text, path)))


def _marked_up(read_text: Callable[[str, str], Manuscript]) -> _Reader:
    return lambda _data, text, path, _charset: read_text(text, path)


def _file(read_entries: Callable[[str, str], Iterable[Entry | Rejected]]) -> _Reader:
    def entries(_data: bytes, text: str, path: str, _charset: str | None) -> Manuscript:
        read_all = read_entries(text, path)
        return Manuscript(
            tuple(one if isinstance(one, Rejected) else citation_of(one) for one in read_all)
        )

    return entries


def _endnote_xml(text: str, path: str) -> Iterator[Entry | Rejected]:
    """Read every whole record; a file that is cut or damaged is rejected behind the last one."""
    line = 1
    try:
        for one in endnote_xml.read(text, path):
            yield one
            line = one.place.line
    except FormatError as error:
        yield Rejected(Place(path, line), "", str(error))


_READERS: Final[dict[str, _Reader]] = {
    "html": _html,
    "bibtex": _file(bibtex.read),
    "ris": _file(ris.read),
    "csl": _file(csljson.read),
    "nbib": _file(nbib.read),
    "endnote": _file(_endnote_xml),
    "enw": _file(enw.read),
    "markdown": _marked_up(markdown.read),
    "tex": _marked_up(tex.read),
    "plain": _plain,
}
_XML: Final = r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
_BEGINNINGS: Final = (
    (
        "html",
        re.compile(
            rf"{_XML}<(?:!doctype\s+html|html|head|meta|title|body)\b", re.IGNORECASE | re.DOTALL
        ),
    ),
    ("endnote", re.compile(rf"{_XML}<(?:!DOCTYPE\s+)?(?:xml|records)\b", re.DOTALL)),
    ("bibtex", re.compile(r"(?:%[^\n]*\n\s*)*@[a-z]+\s*[{(]", re.IGNORECASE)),
    (
        "tex",
        re.compile(
            r"(?:%[^\n]*\n\s*)*\\(?:documentclass|documentstyle|begin\s*\{thebibliography\})"
        ),
    ),
    ("ris", re.compile(r"(?:\d+\.\s+)?TY  ?- ?")),
    ("nbib", re.compile(r"(?:PMID|OWN )- ")),
    ("csl", re.compile(r"(?:\[\s*)?\{\s*\"|\[\s*\]\s*$")),
    ("enw", re.compile(r"%0 ")),
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
    "application/x-endnote-refer": "enw",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/x-tex": "tex",
    "application/x-latex": "tex",
    "text/x-tex": "tex",
    "text/x-latex": "tex",
}
_SUFFIXES: Final = {
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".bib": "bibtex",
    ".ris": "ris",
    ".json": "csl",
    ".nbib": "nbib",
    ".enw": "enw",
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".tex": "tex",
    ".ltx": "tex",
    ".bbl": "tex",
}
# A manuscript may begin with `@smith (2010) says`, or with a comment (`%0 …`) and an example.
_MARKED_UP: Final = frozenset({"markdown", "tex"})
_LIKE_MARKUP: Final = frozenset({"bibtex", "enw"})


def _sniff(text: str, path: str, media_type: str) -> str:
    begins = text.removeprefix("\ufeff").lstrip()[:4096]
    suffix = PurePath(path).suffix.casefold()
    promised = _MEDIA_TYPES.get(media_type) or _SUFFIXES.get(suffix, "plain")
    for kind, beginning in _BEGINNINGS:
        if beginning.match(begins) and not (kind in _LIKE_MARKUP and promised in _MARKED_UP):
            return kind
    return promised


def is_endnote_xml(data: bytes, path: str) -> bool:
    """Tell by how a file begins whether it is EndNote's XML; `.xml` alone says nothing."""
    return _sniff(decode(data, path), path, "") == "endnote"


def _media_type(written: str | None) -> tuple[str, str | None]:
    """Part `text/html; charset=utf-8`."""
    kind, _, parameters = (written or "").partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", parameters, re.IGNORECASE)
    return kind.strip().casefold(), match[1] if match else None
