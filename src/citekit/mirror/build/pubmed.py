"""Files of PubMed as entries of an index, and the records that they delete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from citekit.errors import FormatError
from citekit.formats import pubmed_plain, pubmed_slices, pubmed_xml
from citekit.matching.bulk.compact import MOST_AUTHORS, of_item
from citekit.mirror.build.entries import Gone, Read, said_by
from citekit.mirror.build.opened import Heard, opened
from citekit.mirror.index.segment import Entry
from citekit.model import Place, Rejected
from citekit.text.named import canonical
from citekit.vocab import Scheme

_STARTS = re.compile(rb"<(?:PubmedArticle|PubmedBookArticle|DeleteCitation)[\s>]")


def read(path: Path, heard: Heard) -> Iterator[Read]:
    """Yield what a file holds, in order; raises FormatError where the file is cut or damaged."""
    for number, record in enumerate(pubmed_slices.records(lambda: opened(path, heard))):
        if record.startswith(b"<DeleteCitation"):
            yield from _deleted(record)
            continue
        try:
            yield _entry(record)
        except FormatError as error:
            yield Rejected(Place(str(path), _line(path, number)), "", str(error))


def _entry(record: bytes) -> Entry:
    told = pubmed_plain.read(record, MOST_AUTHORS)
    told = told or pubmed_xml.compared(pubmed_slices.element(record))
    pmid = told.identifiers.get(Scheme.PMID)
    if pmid is None:
        raise FormatError("It has no PMID.")
    says = said_by(told.links) if told.links else ()
    return Entry(_ident(pmid, told.version), of_item(told.item, told.identifiers), record, says)


def _line(path: Path, number: int) -> int:
    """Find the line of a record by its number: counting them all would cost every build."""
    line = 1
    with opened(path) as stream:
        for some in stream:
            if number < 0:
                break
            number -= len(_STARTS.findall(some))
            line += number >= 0
    return line


def _deleted(record: bytes) -> Iterator[Gone]:
    for pmid in pubmed_slices.element(record).iterfind("PMID"):
        version = pmid.get("Version", "1")
        for name in canonical([(Scheme.PMID, pmid.text)]).values():
            yield Gone(_ident(name, int(version) if version.isdecimal() else 1))


def _ident(pmid: str, version: int) -> str:
    return f"pubmed {pmid} {version}"
