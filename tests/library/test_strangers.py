"""A batch is stored as its arrivals would be one after the other, only faster."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit import records
from citekit.library.store import Kind, Library
from citekit.library.strangers import Strangers
from citekit.model import Candidate, Citation, CslItem, End, Identifiers, Place, Resolution
from citekit.text.named import named_in
from citekit.vocab import LinkType, Outcome, Scheme
from tests.library import shelf

Given = tuple[Candidate, Resolution]

ITEMS: list[CslItem] = [
    {"type": "book"},
    {"type": "book", "title": "One"},
    {"type": "book", "title": "One", "volume": "7"},
    {"type": "book", "title": "\ud800"},
    {"type": "book", "title": "One", "DOI": "10.1000/a"},
    {"type": "book", "title": "Two", "DOI": "10.1000/a", "PMID": "1"},
    {"type": "book", "title": "Two", "PMID": "1"},
    {"type": "book", "title": "Three", "DOI": "10.1000/paper.1", "PMID": "2"},
]
NOTICED = st.sampled_from(["10.1000/a", "10.1000/n"])
KEYS = st.sampled_from([None, "a", "A", "É", "not a key", "Muller2010Stem", "Anon", "AnonOne"])


def entry(item: CslItem, key: str | None, line: int, noticed: str | None, *, found: bool) -> Given:
    names: Identifiers = named_in(item)
    end = End({Scheme.DOI: noticed}) if noticed else None
    links = (
        [shelf.link(LinkType.ERRATUM, end, End(names), "Erratum in", registry="document")]
        if end
        else []
    )
    said = shelf.candidate(item, names, registry="document", links=links, via="file a.bib")
    citation = Citation(f"raw {key}", Place("a.bib", line), names, item, (), key)
    if not found or not names:
        return said, Resolution(citation, Outcome.UNAVAILABLE, ())
    answer = shelf.candidate({**item, "issue": "1"}, names)
    asked = (shelf.asked_found("pubmed"),)
    return said, Resolution(citation, Outcome.RESOLVED, asked, records.merge([answer]))


ENTRIES = st.builds(
    entry,
    st.sampled_from(ITEMS),
    KEYS,
    st.integers(1, 2),
    st.one_of(st.none(), st.none(), NOTICED),
    found=st.booleans(),
)


def taken(start: bytes, batches: list[list[Given]]) -> tuple[list[object], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        path.write_bytes(start)
        added: list[object] = []
        with Library.open(path) as library:
            for some in batches:
                with library.write():
                    added += library.add_entries(some)
        return added, shelf.dump(path)


@settings(max_examples=80, deadline=None)
@given(first=st.lists(ENTRIES, max_size=5), then=st.lists(ENTRIES, max_size=5))
def test_batch_of_entries_is_what_they_are_one_by_one(
    filled: bytes, first: list[Given], then: list[Given]
) -> None:
    at_once = taken(filled, [first, then])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Strangers, "admit", lambda *_: None)
        assert at_once == taken(filled, [[one] for one in (*first, *then)])


@settings(max_examples=30, deadline=None)
@given(some=st.lists(ENTRIES, max_size=6))
def test_same_batch_again_adds_no_work(empty: bytes, some: list[Given]) -> None:
    _, once = taken(empty, [some])
    again, twice = taken(empty, [some, some])
    assert sum(one.kind is Kind.ADDED for one in again[len(some) :]) == 0  # type: ignore[attr-defined]
    assert works(once) == works(twice)


def works(dump: list[str]) -> list[str]:
    return [line.split(" VALUES ")[1].split(", '{")[0] for line in dump if " INTO works " in line]


def test_batch_of_records_is_what_they_are_one_by_one(path: Path, empty: bytes) -> None:
    given_ = [shelf.paper(), shelf.comment((shelf.comment_on(),)), shelf.paper(links=())]
    given_ += [shelf.numbered(n) for n in range(1, 4)]
    plain = [one.record for one in given_ if one.record]
    path.write_bytes(empty)
    with Library.open(path) as library, library.write():
        library.add_records(plain)
    at_once = shelf.dump(path)
    path.write_bytes(empty)
    with Library.open(path) as library, library.write():
        for record in plain:
            library.add(Resolution(Citation(""), Outcome.RESOLVED, (), record))
    assert at_once == shelf.dump(path)


def test_new_entries_are_looked_for_with_a_few_questions(library: Library) -> None:
    """Asked one by one they would be some eight each."""
    some = [
        entry({"type": "book", "title": f"Book {n}"}, f"k{n}", n, None, found=False)
        for n in range(200)
    ]
    asked: list[str] = []
    library._connection._raw.set_trace_callback(asked.append)
    with library.write():
        library.add_entries(some)
    library._connection._raw.set_trace_callback(None)
    assert sum(sql.lstrip().startswith("SELECT") for sql in asked) < 10
