"""Every reader of citekit, what it is fed with, and how what it found can be counted otherwise."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from citekit.documents import reader as documents
from citekit.documents.encoding import decode
from citekit.formats import retraction_watch
from citekit.model import Stamp
from citekit.verbs.reference_files import SHAPES
from tests.documents import word
from tests.guarantees.fuzz import counts
from tests.guarantees.fuzz.mutate import Kit

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus"
_STAMP = Stamp("document", "2026-11-22T00:00:00Z")

Read = Callable[[bytes, str], Iterator[object]]


@dataclass(frozen=True)
class Reader:
    """One way into citekit."""

    name: str
    file: str
    """The name that an input has as a file."""
    read: Read
    tokens: Sequence[bytes]
    """Words that the format gives a meaning."""
    count: counts.Count = counts.nothing
    """Tells what was lost, in one line."""
    packed: Callable[[bytes], bytes] = bytes
    """Makes a file of what was changed."""
    command: Sequence[str] = ("import", "--no-resolve")
    """Reads such a file, offline."""

    def kit(self) -> Kit:
        """Give the material of its inputs."""
        return _kit(self.name, tuple(self.tokens))


@cache
def _kit(name: str, tokens: tuple[bytes, ...]) -> Kit:
    folder = CORPUS if name == "any" else CORPUS / name
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return Kit([path.read_bytes() for path in paths], tokens)


def _file(shape: str) -> Read:
    """Read as `import` does, whatever the file's beginning says it is."""
    (found,) = (one for one in SHAPES if one.name == shape)
    return lambda data, name: found.read(io.BufferedReader(_Named(data, name)), name, _STAMP)


class _Named(io.BytesIO):
    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def _rows(data: bytes, name: str) -> Iterator[object]:
    return retraction_watch.read(_Named(data, name))


def _document(data: bytes, name: str) -> Iterator[object]:
    manuscript = documents.read_manuscript(data, name)
    yield from manuscript.found
    yield from manuscript.entries
    yield from manuscript.perhaps


def _direct(module: str) -> Read:
    """Read with a reader of documents, whatever the input begins with."""

    def read(data: bytes, name: str) -> Iterator[object]:
        reader = importlib.import_module(f"citekit.documents.{module}")
        if module == "html":
            yield from reader.read(data, name)
            return
        found = reader.read(decode(data, name), name)
        yield from found if module == "plain" else [*found.found, *found.entries, *found.perhaps]

    return read


def _word(data: bytes) -> bytes:
    """Put a part into a Word file; one in eight inputs is damaged as a ZIP file."""
    plain = word.part(word.p(word.run("References")), word.p(word.run("1. Liang J. 2010.")))
    part = "customXml/item1.xml" if b"bibliography" in data[:300] else "word/document.xml"
    packed = word.package(
        {"word/document.xml": plain, part: data} if "custom" in part else {part: data}
    )
    spoiled = int.from_bytes(data[-3:], "little")
    if spoiled % 8:
        return packed
    at = spoiled * 31 % len(packed)
    return packed[:at] + data[:3] + packed[at + 3 :]


_RESOLVE = ("resolve",)
_XML = (
    b"<!DOCTYPE x [<!ENTITY x 'y'>]>",
    b"<?xml version='1.1'?>",
    b"<!--",
    b"-->",
    b"]]>",
    b"/>",
    b"xmlns='x'",
    b"<?x?>",
    b"<sup>",
    b"<mml:math>",
)
_BIB = (
    b"@article{k,",
    b"@comment{",
    b"@string{a=",
    b"@preamble{",
    b" # ",
    b"month = jan",
    b" and ",
    b"author = {",
    b'title = "',
    b"{\\'",
    b'{\\"{',
    b"\\c{c}",
    b"\\textbf{",
    b"$x^{2}$",
    b"\\url{",
    b"others",
    b"date = {2020/..}",
    b"crossref = {",
    b"related = {",
    b"\\n@article{",
)
_TAGGED = (
    b"TY  - JOUR\n",
    b"ER  - \n",
    b"PMID- 1\n",
    b"%0 Book\n",
    b"\nAU  - ",
    b"\nN1  - ",
    b"\n%A ",
    b"\n%T ",
    b"\nFAU - ",
    b"\nDP  - ",
    b"      ",
    b"Erratum in: ",
)
_JSON = (
    b'{"id":',
    b'"DOI":',
    b'"title":[',
    b'"date-parts":[[',
    b'"author":[{',
    b"[",
    b"{",
    b"null",
    b"1.5e400",
    b"-0",
    b'"\\ud83d"',
    b"\\",
    b'"custom":{',
)

READERS: tuple[Reader, ...] = (
    Reader("bibtex", "x.bib", _file("BibTeX"), _BIB, counts.bibtex),
    Reader("biblatex", "x.bib", _file("BibTeX"), _BIB, counts.bibtex),
    Reader("ris", "x.ris", _file("RIS"), _TAGGED, counts.lines),
    Reader("nbib", "x.nbib", _file("nbib"), _TAGGED, counts.lines),
    Reader("enw", "x.enw", _file("EndNote tagged"), _TAGGED, counts.lines),
    Reader("csljson", "x.json", _file("CSL-JSON"), _JSON, counts.json_list),
    Reader("endnote-xml", "x.xml", _file("EndNote XML"), _XML, counts.elements("record")),
    Reader(
        "pubmed-xml",
        "x.xml",
        _file("PubMed XML"),
        _XML,
        counts.elements("PubmedArticle", "PubmedBookArticle"),
    ),
    Reader("crossref", "x.jsonl", _file("Crossref JSON lines"), _JSON, counts.json_lines),
    Reader(
        "retraction-watch",
        "x.csv",
        _rows,
        (b'"', b'""', b",,", b'","', b"\n", b"unavailable"),
        counts.rows,
        command=("mirror", "build", "mirror", "--retraction-watch"),
    ),
    Reader(
        "html",
        "x.html",
        _direct("html"),
        (
            *_XML,
            b"<script>",
            b"<title>",
            b"<meta name=",
            b"<style>",
            b"<template>",
            b"<p>",
            b"&nbsp",
            b"<table>",
        ),
        counts.places,
        command=_RESOLVE,
    ),
    Reader(
        "markdown",
        "x.md",
        _direct("markdown"),
        (
            b"---\n",
            b"[@",
            b"```",
            b"~~~",
            b"@",
            b"](",
            b"![",
            b"> ",
            b"- ",
            b"    ",
            b"\n\n",
            b"[^1]:",
            b"$$",
            b"references:\n",
            b"|",
        ),
        counts.places,
        command=_RESOLVE,
    ),
    Reader(
        "latex",
        "x.tex",
        _direct("tex"),
        (
            b"\\cite{",
            b"\\begin{",
            b"\\end{",
            b"\\bibitem",
            b"%",
            b"\\verb|",
            b"\\input{",
            b"\\newcommand",
            b"\\iffalse",
            b"\\fi",
            b"\\entry{",
            b"\\field{",
        ),
        counts.places,
        command=_RESOLVE,
    ),
    Reader(
        "docx",
        "x.docx",
        _document,
        (
            *_XML,
            b"<w:p>",
            b"<w:r>",
            b"<w:instrText>",
            b"</w:p>",
            b"<w:fldChar w:fldCharType='begin'/>",
            b"<w:tbl>",
        ),
        packed=_word,
        command=_RESOLVE,
    ),
    Reader(
        "text",
        "x.txt",
        _direct("plain"),
        (
            b"1. ",
            b"[1] ",
            b"References\n",
            b"Erratum in: ",
            b"Comment in\n",
            b"doi: ",
            b"Epub ",
            b" et al. ",
            b"2010;69:",
            b"(2010)",
            b"Authors: ",
        ),
        counts.places,
        command=_RESOLVE,
    ),
    Reader("any", "x", _document, _TAGGED, command=_RESOLVE),
)
