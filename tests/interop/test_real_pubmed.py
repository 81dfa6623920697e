"""Two real files of PubMed, 50,788 records, taken into a library in one run.

What the files say is read here a second time, by other means: the standard library's XML parser
and the rule that ``…In`` stands on the affected work.
"""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from citekit import records
from citekit.formats import pubmed_xml
from citekit.library.store import Library
from citekit.model import Candidate, Citation, Deleted, Resolution, Stamp
from citekit.vocab import Outcome
from tests.interop.corpus import files

pytestmark = pytest.mark.interop

RECORDS, LINKS, DELETED = 50_788, 870, 20
MEMORY = 256 * 1024
"""KiB: the files unpack to half a gigabyte."""

WAIT = """
import os, sys
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
actions = [(os.POSIX_SPAWN_DUP2, out, 1)]
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
_, status, used = os.wait4(child, 0)
sys.stdout.write(str(used.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A child's peak counts the pages of whoever forked it: not this process, which may have read all
the files itself, but the smallest Python there is.
"""

Said = tuple[str, str, str]
"""A RefType, the PMID of the record that carries it, and the PMID that it names."""


@dataclass
class Truth:
    """What the files say, read by other means."""

    said: Counter[Said] = field(default_factory=Counter)
    pmids: Counter[str] = field(default_factory=Counter)
    deleted: list[str] = field(default_factory=list)
    retracted: set[str] = field(default_factory=set)
    """PMIDs of records with RetractionIn or the publication type."""


@pytest.fixture(scope="module")
def truth() -> Truth:
    told = Truth()
    for path in files():
        with gzip.open(path) as stream:
            for _, element in ET.iterparse(stream):
                if element.tag == "DeleteCitation":
                    told.deleted += [pmid.text or "" for pmid in element]
                elif element.tag == "PubmedArticle":
                    _note(element, told)
                    element.clear()
    return told


def _note(element: ET.Element, told: Truth) -> None:
    pmid = element.findtext("MedlineCitation/PMID") or ""
    told.pmids[pmid] += 1
    for link in element.iter("CommentsCorrections"):
        told.said[link.get("RefType", ""), pmid, link.findtext("PMID") or ""] += 1
        if link.get("RefType") == "RetractionIn":
            told.retracted.add(pmid)
    if any(each.text == "Retracted Publication" for each in element.iter("PublicationType")):
        told.retracted.add(pmid)


def edge(said: Said) -> tuple[str, str]:
    """The PMIDs of notice and work."""
    term, own, other = said
    return (other, own) if term.endswith("In") else (own, other)


@dataclass
class Import:
    """One run of the command, as a process of its own."""

    library: Path
    printed: str
    peak: int


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Import:
    folder = tmp_path_factory.mktemp("real")
    library, out = folder / "library.db", folder / "out.txt"
    argv = [sys.executable, "-m", "citekit", "import", "--no-resolve", "--library", str(library)]
    waited = [sys.executable, "-I", "-S", "-c", WAIT, str(out), *argv, *map(str, files())]
    done = subprocess.run(waited, cwd=folder, capture_output=True, text=True, check=True)
    return Import(library, out.read_text(), int(done.stdout))


def test_every_record_is_stored_in_one_run_of_bounded_memory(
    imported: Import, truth: Truth
) -> None:
    works = len(truth.pmids)
    repeated = RECORDS - works
    assert sum(truth.pmids.values()) == RECORDS
    assert imported.printed.splitlines() == [
        f"{RECORDS} records read: {works} added, {repeated} updated, 0 unchanged, 0 rejected",
        f"{DELETED} deleted by their registry, 0 of them in the library",
    ]
    assert len(truth.deleted) == DELETED
    assert imported.peak < MEMORY


def test_every_link_comes_out_with_its_type_and_direction_and_none_is_invented(
    imported: Import, truth: Truth
) -> None:
    """PMID 30271887 stands in three versions: two of its links are told twice."""
    assert sum(truth.said.values()) == LINKS
    assert set(stored(imported.library)) == {
        (term, *edge((term, a, b))) for term, a, b in truth.said
    }
    assert len(stored(imported.library)) == len(truth.said)


def stored(library: Path) -> list[tuple[str, str, str]]:
    """Every witness as (term, the notice's PMID, the work's PMID)."""
    with closing(sqlite3.connect(library)) as connection:
        return connection.execute(
            "SELECT term, notice.value, work.value FROM witnesses"
            " JOIN link_identifiers AS notice ON notice.link_id = witnesses.link_id"
            "  AND notice.side = 'notice' AND notice.scheme = 'pmid'"
            " JOIN link_identifiers AS work ON work.link_id = witnesses.link_id"
            "  AND work.side = 'work' AND work.scheme = 'pmid'"
        ).fetchall()


def test_where_both_ends_are_there_they_are_one_link(imported: Import, truth: Truth) -> None:
    edges = Counter((kind(term), *edge((term, a, b))) for term, a, b in truth.said)
    with closing(sqlite3.connect(imported.library)) as connection:
        (links,) = connection.execute("SELECT count(*) FROM links").fetchone()
    assert links == len(edges)


def kind(term: str) -> str:
    """What both directions of a RefType share: Comment, Erratum, Retraction …"""
    return term.removesuffix("In").removesuffix("On").removesuffix("Of").removesuffix("For")


def test_storing_either_end_gives_the_same_edge(tmp_path: Path, truth: Truth) -> None:
    both = {
        (kind(term), *edge((term, own, other)))
        for term, own, other in truth.said
        if own in truth.pmids and other in truth.pmids
    }
    wanted = {pmid for _, *ends in both for pmid in ends}
    ends = list(candidates(wanted))
    edges = []
    for suffix in (("In",), ("Of", "On", "For")):
        path = tmp_path / f"{suffix[0]}.db"
        with Library.open(path, create=True) as library, library.write():
            for one in ends:
                links = tuple(each for each in one.links if each.witnesses[0].term.endswith(suffix))
                add(library, one, links)
        found = {(kind(term), notice, work) for term, notice, work in stored(path)}
        edges.append(found & both)
    assert len(both) == 350 - 1  # that of the three versions is one
    assert all(one == other == both for one, other in pairwise(edges))


def candidates(wanted: set[str]) -> Iterator[Candidate]:
    for path in files():
        with gzip.open(path) as stream:
            for one in pubmed_xml.read_file(stream, Stamp("pubmed", "2021-01-01T00:00:00Z")):
                if isinstance(one, Candidate) and one.item.get("PMID") in wanted:
                    yield one
                assert isinstance(one, Candidate | Deleted)


def add(library: Library, one: Candidate, links: tuple[object, ...]) -> None:
    record = records.merge([Candidate(one.item, one.identifiers, one.stamp, links)])  # type: ignore[arg-type]
    library.add(Resolution(Citation(""), Outcome.RESOLVED, (), record))


def test_no_notice_of_retraction_is_itself_retracted(imported: Import, truth: Truth) -> None:
    with closing(sqlite3.connect(imported.library)) as connection:
        rows = connection.execute(
            "SELECT value FROM works JOIN identifiers ON work_id = works.id"
            " WHERE scheme = 'pmid' AND status LIKE '%retracted%'"
        )
        found = {pmid for (pmid,) in rows}
    in_files = {work for term, notice, work in
                ((t, *edge((t, a, b))) for t, a, b in truth.said)
                if kind(term) == "Retraction" and work in truth.pmids}  # fmt: skip
    assert found == truth.retracted | in_files


def test_updates_of_preprints_are_told_from_other_updates(imported: Import) -> None:
    """7 of the 10 Update links are of a preprint and its article; the type is PubMed's own."""
    with Library.open(imported.library) as library:
        updates = [one for one in library.notices() if one.link.type == "update"]
    said = [w for one in updates for w in one.link.witnesses]
    flagged = [w for one in updates if one.preprint for w in one.link.witnesses]
    assert (len(said), len(flagged)) == (10, 7)
