"""Real records, written in each format and read again: what identifies a work comes back.

All of PubMed's 50,788, three minutes on two cores; with REAL_EVERY=5 one in five of them.

What each format loses beside this is in docs/formats.md; the property tests compare whole items.
"""

from __future__ import annotations

import gzip
import importlib
import os
from collections.abc import Iterator
from itertools import islice

import pytest

from citekit.formats import crossref_json, pubmed_xml
from citekit.model import Candidate, CslItem, CslName, Entry, Stamp, StoredWork
from citekit.text import dates, titles
from tests.interop.corpus import CROSSREF, files

pytestmark = pytest.mark.interop

FORMATS = ("bibtex", "biblatex", "ris", "csljson", "nbib", "endnote_xml", "enw")
SAME = ("volume", "issue", "DOI", "PMID")
AT_ONCE = 2000
EVERY = int(os.environ.get("REAL_EVERY", "1"))
STAMP = Stamp("anybody", "2026-01-01T00:00:00Z")

Told = tuple[str, int | None, list[str], dict[str, object]]


@pytest.mark.parametrize("number", [0, 1], ids=["of 2020", "of 2021"])
def test_records_of_pubmed_come_back_from_every_format(number: int) -> None:
    with gzip.open(files()[number]) as stream:
        compare(islice(pubmed_xml.read_file(stream, STAMP), 0, None, EVERY))


@pytest.mark.skipif(not CROSSREF.exists(), reason="needs the real Crossref records")
def test_every_record_of_crossref_comes_back_from_every_format() -> None:
    with gzip.open(CROSSREF) as stream:
        compare(crossref_json.read_lines(stream, STAMP))


def compare(records: Iterator[object]) -> None:
    candidates = (one for one in records if isinstance(one, Candidate) and not lists_names(one))
    while some := list(islice(candidates, AT_ONCE)):
        works = [StoredWork(f"k{n:05}", one.item, one.identifiers) for n, one in enumerate(some)]
        expected = [told(work.item) for work in works]
        for name in FORMATS:
            module = importlib.import_module(f"citekit.formats.{name}")
            read = list(module.read(module.write(works), name))
            assert all(isinstance(one, Entry) for one in read), name
            assert len(read) == len(works), name
            found = [told(entry.item) for entry in read]
            different = [pair for pair in zip(expected, found, strict=True) if pair[0] != pair[1]]
            assert different == [], name


def lists_names(one: Candidate) -> bool:
    """PMID 34097006 has a sentence of reviewers for a name: what lists names by `;` parts it."""
    return any(";" in str(name.get("literal", "")) for name in one.item.get("author", []))


def told(item: CslItem) -> Told:
    """What a reader must have of a work: title, year, names, and where it stands."""
    names = [_name(name) for name in item.get("author", [])]
    rest = {field: item[field] for field in SAME if field in item}  # type: ignore[literal-required]
    return titles.fold(item.get("title", "")), dates.year(item.get("issued")), names, rest


def _name(name: CslName) -> str:
    """A name's words in one order: where a particle or suffix belongs, formats see differently."""
    words = " ".join(str(part) for part in name.values())
    return " ".join(sorted(titles.fold(words).split()))
