"""Real records, written in each format and read again: what identifies a work comes back.

All of PubMed's 50,788, three minutes on two cores; with REAL_EVERY=5 one in five of them.

A variable comes back word for word, but for those that the format's list of losses in
docs/formats/ names; of these the property tests say which value they come back with.
"""

from __future__ import annotations

import gzip
import importlib
import os
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import cast

import pytest

from citekit.formats import crossref_json, pubmed_xml
from citekit.formats.lines import one_line
from citekit.model import Candidate, CslItem, CslName, Entry, Stamp, StoredWork
from citekit.text import dates, pages, titles
from tests.interop.corpus import CROSSREF, files

pytestmark = pytest.mark.interop

FORMATS = ("bibtex", "biblatex", "ris", "csljson", "nbib", "endnote_xml", "enw")
# What docs/formats/ names, beside titles and names, which are compared by their words.
_NOWHERE = {"custom", "available-date", "title", "author", "editor", "abstract", "type"}
_TAGGED = {*_NOWHERE, "original-title", "keyword", "number", "page", "issued"}
LOST: dict[str, set[str]] = {
    "bibtex": {*_NOWHERE, "number", "page", "issued", "URL"},
    "biblatex": {*_NOWHERE, "number", "page", "URL"},
    "ris": _TAGGED,
    "csljson": set(),
    "nbib": {*_NOWHERE, "keyword", "number", "publisher-place", "title-short", "genre"},
    "endnote_xml": _TAGGED,
    "enw": _TAGGED,
}
AT_ONCE = 2000
EVERY = int(os.environ.get("REAL_EVERY", "1"))
STAMP = Stamp("anybody", "2026-01-01T00:00:00Z")

Told = tuple[str, int | None, list[str], str | None]
Item = Mapping[str, object]


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
            assert [one for one in different if not _is_number_alone(name, *one)] == [], name
            pairs = zip(works, read, strict=True)
            assert [one for pair in pairs for one in changed(name, *pair)] == [], name


def _is_number_alone(name: str, before: Told, after: Told) -> bool:
    """Tell an article's number for which `.nbib` has no place without pages."""
    return name == "nbib" and before[:3] == after[:3] and after[3] is None


def changed(name: str, work: StoredWork, entry: Entry) -> Iterator[tuple[str, str, object, object]]:
    """List the variables that did not come back, though nothing says that they would not."""
    before, after = cast("Item", work.item), cast("Item", entry.item)
    for variable in sorted({*before, *after} - {"id"} - LOST[name]):
        values = before.get(variable), after.get(variable)
        if values[0] != values[1] and not _is_known(name, variable, *values):
            yield name, variable, *values


def _is_known(name: str, variable: str, before: object, after: object) -> bool:
    said = str(before)
    known = {
        # A version names no other work.
        "PMCID": said.partition(".")[0] == after,
        # Of a web page it may be its address; MEDLINE ends titles with a full stop.
        "container-title": (said.startswith("http") and after is None)
        or said.removesuffix(".") == after,
        "original-title": titles.fold(said) == titles.fold(str(after)),
        # `1979-1980 Fall` beside 1979.
        "issued": isinstance(before, dict) and {**before, "literal": None} == _date(after),
    }
    # Characters that no line of text should hold stay out (byte order marks, controls).
    return name != "csljson" and (known.get(variable, False) or one_line(said) == after)


def _date(told: object) -> dict[str, object]:
    return {**told, "literal": None} if isinstance(told, dict) else {}


def lists_names(one: Candidate) -> bool:
    """PMID 34097006 has a sentence of reviewers for a name: what lists names by `;` parts it."""
    return any(";" in str(name.get("literal", "")) for name in one.item.get("author", []))


def told(item: CslItem) -> Told:
    """What a reader must have of a work: title, year, names, and where it stands."""
    names = [_name(name) for name in item.get("author", [])]
    place = pages.first(item.get("page") or item.get("number") or "")
    return titles.fold(item.get("title", "")), dates.year(item.get("issued")), names, place


def _name(name: CslName) -> str:
    """A name's words in one order: where a particle or suffix belongs, formats see differently."""
    words = " ".join(str(part) for part in name.values())
    return " ".join(sorted(titles.fold(words).split()))
