"""Two real files of PubMed, 50,788 records, in an index."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from citekit.formats import pubmed_plain, pubmed_slices, pubmed_xml
from citekit.matching.bulk.compact import MOST_AUTHORS, of_item
from citekit.mirror.build.entries import said_by
from citekit.mirror.build.opened import opened
from citekit.mirror.starter import open_mirror, open_shelf
from citekit.model import Found, Identifier, Stamp
from citekit.verbs import mirror_index
from citekit.vocab import Scheme
from tests.interop.corpus import files
from tests.mirror.build.conftest import given, quiet

pytestmark = pytest.mark.interop

RECORDS, NOT_PLAIN = 50_788, 100


def records(path: Path) -> Iterator[bytes]:
    for record in pubmed_slices.records(lambda: opened(path)):
        if not record.startswith(b"<DeleteCitation"):
            yield record


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = str(tmp_path_factory.mktemp("real") / "mirror")
    wanted = given(jobs=2, pubmed=list(map(str, files())))
    mirror_index.build(target, wanted._replace(complete=frozenset({"pubmed"})), quiet)
    return target


def test_what_is_compared_is_what_every_whole_candidate_says() -> None:
    count = trees = 0
    for path in files():
        for record in records(path):
            stream = io.BytesIO(pubmed_slices.document(record))
            [whole] = pubmed_xml.read(stream, Stamp("pubmed", ""))
            plain = pubmed_plain.read(record, MOST_AUTHORS)
            told = plain or pubmed_xml.compared(pubmed_slices.element(record))
            count, trees = count + 1, trees + (plain is None)
            expected = of_item(whole.item, whole.identifiers)
            assert of_item(told.item, told.identifiers) == expected
            assert told.identifiers == whole.identifiers
            assert said_by(told.links) == said_by(whole.links)
            assert told.version == whole.item.get("custom", {}).get("pmid_version", 1)
    assert count == RECORDS
    assert trees <= NOT_PLAIN


def test_every_record_is_found_by_its_pmid_and_given_back(folder: str) -> None:
    shelf = open_shelf(folder)
    assert shelf.records == {"pubmed": RECORDS}
    row = 0
    for path in files():
        for record in records(path):
            assert row in shelf.named(shelf.compact(row).names[0])
            assert shelf.raw(row) == record
            row += 1
    assert row == shelf.notes.rows


def test_notices_lead_both_ways(folder: str) -> None:
    shelf = open_shelf(folder)
    [registry] = open_mirror(folder)
    told = 0
    for row in shelf.rows():
        pmid = shelf.compact(row).names[0].removeprefix("pmid:")
        if not shelf.speaking_of(f"pmid:{pmid}"):
            continue
        [answer] = registry.fetch([Identifier(Scheme.PMID, pmid)], 0.0).values()
        assert isinstance(answer, Found)
        told += len(answer.candidates[0].links)
    assert told
