"""The kinds of file that can be imported, told apart by how they begin, then by their suffix."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from citekit.documents.encoding import decode
from citekit.errors import SourceError
from citekit.formats.candidates import guarded
from citekit.model import Candidate, Deleted, Entry, Rejected, Stamp
from citekit.verbs.files import head

Read = Candidate | Deleted | Entry | Rejected

LARGEST = 256 * 1024 * 1024
"""Bytes of a text that is read whole, unpacked; records of registries are streamed instead."""
_SNIFFED = 4096


class Shape(NamedTuple):
    """One kind of file that can be taken."""

    name: str
    read: Callable[[BinaryIO, str, Stamp], Iterator[Read]]
    """Takes the stream, the file's name, and who says what is in it."""
    suffixes: tuple[str, ...]
    begins: str
    """A pattern of how such a file begins, white space left out."""
    mark: bytes
    """What stands once in a record, as a rule: how many there are is guessed by it."""
    registry: str | None = None
    """Whose records these are; None: somebody's own entries."""


def _registry(module: str, function: str) -> Callable[[BinaryIO, str, Stamp], Iterator[Read]]:
    def read(stream: BinaryIO, _name: str, stamp: Stamp) -> Iterator[Read]:
        records: Iterator[Read] = getattr(importlib.import_module(module), function)(stream, stamp)
        return records

    return read


def _text(module: str) -> Callable[[BinaryIO, str, Stamp], Iterator[Read]]:
    def read(stream: BinaryIO, name: str, _stamp: Stamp) -> Iterator[Read]:
        data = guarded(stream.read, LARGEST + 1)
        if len(data) > LARGEST:
            raise SourceError(f"{name}: holds more than {LARGEST >> 20} MiB; split it into parts")
        entries: Iterable[Entry | Rejected] = importlib.import_module(module).read(
            decode(data, name), name
        )
        yield from entries

    return read


def _streamed(module: str) -> Callable[[BinaryIO, str, Stamp], Iterator[Read]]:
    def read(stream: BinaryIO, name: str, _stamp: Stamp) -> Iterator[Read]:
        entries: Iterator[Read] = importlib.import_module(module).read_file(stream, name)
        return entries

    return read


_FORMATS = "citekit.formats."
_XML = r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!DOCTYPE[^>\[]*>\s*)?"
# Members that Crossref's records have and CSL items have not.
_CROSSREF_MEMBER = (
    r"\"(?:indexed|reference-count|is-referenced-by-count|content-domain|prefix|member|deposited"
    r"|score|references-count)\"\s*:"
)

# Crossref's records stand on one line each, with lists of titles; a CSL item has one title.
_ONE_TITLE = r"[^\n]*\"title\"\s*:\s*\""

# A format is a row: where the beginnings of two fit, the upper one is meant.
SHAPES: Final = (
    Shape("PubMed XML", _registry(f"{_FORMATS}pubmed_xml", "read_file"), (),
          rf"{_XML}<PubmedArticleSet\b", b"<PubmedArticle>", "pubmed"),
    Shape("EndNote XML", _streamed(f"{_FORMATS}endnote_xml"), (".xml",),
          rf"{_XML}<(?:xml|records)\b", b"<record>"),
    Shape("Crossref JSON lines", _registry(f"{_FORMATS}crossref_json", "read_lines"),
          (".jsonl", ".ndjson"), rf"\{{(?!{_ONE_TITLE})[^\n]*{_CROSSREF_MEMBER}", b"\n",
          "crossref"),
    Shape("CSL-JSON", _text(f"{_FORMATS}csljson"), (".json", ".csljson"),
          rf"\[\s*[{{\]]|\{{(?:{_ONE_TITLE}|.*\"(?:id|citation-key)\"\s*:)", b'"type"'),
    Shape("BibTeX", _text(f"{_FORMATS}bibtex"), (".bib", ".bibtex", ".biblatex"),
          r"(?:%[^\n\r]*[\n\r]\s*)*@[A-Za-z]+\s*[{(]", b"\n@"),
    Shape("nbib", _text(f"{_FORMATS}nbib"), (".nbib",), r"(?:PMID|OWN )- ",
          b"\nPMID-"),
    Shape("RIS", _text(f"{_FORMATS}ris"), (".ris",), r"(?:\d+\.\s+)?TY  ?-(?: |[\n\r])", b"TY  -"),
    Shape("EndNote tagged", _text(f"{_FORMATS}enw"), (".enw",), r"%0 ", b"%0 "),
)  # fmt: skip
_BEGINNINGS: Final = {one.name: re.compile(one.begins, re.DOTALL) for one in SHAPES}
_JSON_LINES: Final = next(one for one in SHAPES if one.registry == "crossref")


def suffixes() -> frozenset[str]:
    """Give the file endings by which a folder is searched; `.gz` may stand behind each."""
    return frozenset(suffix for one in SHAPES for suffix in one.suffixes)


def suffix(path: Path) -> str:
    """Give the ending that tells the kind: of `a.ris.gz` it is `.ris`."""
    inner = Path(path.stem) if path.suffix.casefold() == ".gz" else path
    return inner.suffix.casefold()


def sniff(stream: BinaryIO, path: Path) -> Shape:
    """Tell a file's kind by how it begins; raises SourceError for a kind that cannot be taken."""
    text = decode(head(stream, path, _SNIFFED), str(path)).removeprefix("\ufeff").lstrip()
    for one in SHAPES:
        if _BEGINNINGS[one.name].match(text):
            return one
    ending = suffix(path)
    for one in SHAPES:
        if text and ending in one.suffixes and not text.startswith("<"):
            return one
    if text.startswith("{"):
        return _JSON_LINES
    known = ", ".join(one.name for one in SHAPES)
    raise SourceError(f"{path}: is none of {known}; `citekit add` reads pages and plain text")
