from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citekit.errors import InputError, UnknownKeyError
from citekit.library import migrations
from citekit.library.history import Change
from citekit.library.store import Kind, Library
from citekit.model import (
    Asked,
    Citation,
    CslItem,
    FieldSource,
    Place,
    Record,
    Resolution,
)
from citekit.vocab import AskedOutcome, Outcome, Scheme, Status
from tests.library import shelf

KEY = "Muller2010Stem"


def test_added_work_is_given_back_whole(library: Library) -> None:
    with library.write():
        added = library.add(shelf.paper())
    stored = library.get(KEY)
    assert (added.key, added.kind) == (KEY, Kind.ADDED)
    assert stored.item == {**shelf.PAPER_ITEM, "DOI": "10.1000/PAPER.1"}
    assert stored.identifiers == shelf.PAPER
    assert stored.status is Status.CORRECTED
    assert [one.link.type for one in stored.notices] == ["erratum", "comment"]


def test_provenance_of_an_added_work(library: Library) -> None:
    place = Place("page.txt", 7, 3)
    cited = Citation("Müller 2010", place, identifiers={Scheme.PMID: "1001"}, key="mueller")
    with library.write():
        library.add(shelf.paper(citation=cited))
    key = "mueller"
    assert library.fields(key)["DOI"] == FieldSource("crossref", shelf.FIRST_DAY)
    assert library.fields(key)["title"] == FieldSource("pubmed", shelf.FIRST_DAY)
    assert library.answers(key) == [shelf.asked_found("crossref"), shelf.asked_found("pubmed")]
    assert library.citations(key) == [cited]
    assert [event.kind for event in library.events(key)] == [
        Change.ADDED,
        Change.NOTICE,
        Change.NOTICE,
        Change.STATUS,
    ]


def test_same_input_twice_leaves_the_files_bytes_alone(path: Path) -> None:
    inputs = [shelf.paper(), shelf.comment((shelf.comment_on(),)), shelf.numbered(5)]
    shelf.add(path, *inputs)
    before = path.read_bytes()
    kinds = {added.kind for added in shelf.add(path, *inputs, *inputs)}
    assert kinds == {Kind.UNCHANGED}
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["library.db"]


def test_same_inputs_in_the_same_order_make_the_same_library(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for path in (one, other):
        shelf.add(path, shelf.paper(), shelf.comment((shelf.comment_on(),)), shelf.numbered(5))
    assert shelf.dump(one) == shelf.dump(other)
    assert one.read_bytes() == other.read_bytes()


def test_reading_leaves_the_files_bytes_alone(path: Path) -> None:
    shelf.add(path, shelf.paper())
    before = path.read_bytes()
    with Library.open(path) as library:
        list(library.works())
        library.search("lupus")
        library.notices()
        library.check()
    assert path.read_bytes() == before


def test_newer_answer_that_says_the_same_is_no_news(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
        again = library.add(shelf.paper(at=shelf.NEXT_DAY))
    assert again.kind is Kind.UNCHANGED
    assert library.fields(KEY)["title"].fetched_at == shelf.NEXT_DAY
    assert [one.fetched_at for one in library.answers(KEY)] == [shelf.NEXT_DAY] * 2


def test_changed_field_becomes_an_event_with_before_and_after(library: Library) -> None:
    item: CslItem = {**shelf.PAPER_ITEM, "page": "1423-1430"}
    with library.write():
        library.add(shelf.resolved(shelf.candidate(shelf.PAPER_ITEM, shelf.PAPER)))
        newer = shelf.candidate(item, shelf.PAPER, at=shelf.NEXT_DAY)
        added = library.add(shelf.resolved(newer))
    event = library.events(KEY)[-1]
    assert added == type(added)(KEY, Kind.UPDATED, (event,))
    assert library.get(KEY).item["page"] == "1423-1430"
    assert (event.kind, event.field, event.before, event.after) == (
        Change.FIELD,
        "page",
        '"1423-1429"',
        '"1423-1430"',
    )
    assert (event.at, event.registry) == (shelf.NEXT_DAY, "pubmed")


def test_field_that_its_registry_no_longer_gives_is_gone(library: Library) -> None:
    item: CslItem = {**shelf.PAPER_ITEM}
    del item["issue"]
    with library.write():
        library.add(shelf.resolved(shelf.candidate(shelf.PAPER_ITEM, shelf.PAPER)))
        library.add(shelf.resolved(shelf.candidate(item, shelf.PAPER, at=shelf.NEXT_DAY)))
    assert library.get(KEY).item == item
    assert library.events(KEY)[-1].after is None


def test_outage_of_a_registry_takes_nothing_away(library: Library) -> None:
    """What PubMed said stays when only Crossref answers; that PubMed failed is remembered."""
    crossref = shelf.candidate(
        {"type": "article-journal", "title": "STEM CELLS", "DOI": "10.1000/paper.1"},
        {Scheme.DOI: "10.1000/paper.1"},
        registry="crossref",
        at=shelf.NEXT_DAY,
    )
    failed = Asked("pubmed", AskedOutcome.UNAVAILABLE, "timed out")
    with library.write():
        library.add(shelf.resolved(shelf.candidate(shelf.PAPER_ITEM, shelf.PAPER)))
        library.add(shelf.resolved(crossref, asked=(failed,)))
    assert library.get(KEY).item == shelf.PAPER_ITEM
    assert library.get(KEY).identifiers == shelf.PAPER
    pubmed = next(one for one in library.answers(KEY) if one.registry == "pubmed")
    assert pubmed == Asked(
        "pubmed", AskedOutcome.UNAVAILABLE, "timed out", "starter", shelf.FIRST_DAY
    )


def test_key_never_changes(library: Library) -> None:
    item: CslItem = {**shelf.PAPER_ITEM, "title": "Another title", "author": [{"family": "Zhao"}]}
    with library.write():
        library.add(shelf.resolved(shelf.candidate(shelf.PAPER_ITEM, shelf.PAPER)))
        added = library.add(shelf.resolved(shelf.candidate(item, shelf.PAPER)), key="mine")
    assert added.key == KEY
    assert library.get(KEY).item["title"] == "Another title"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"pmid": "1"}, {"pmid": "1", "doi": "10.1/a"}, True),
        ({"pmid": "1", "doi": "10.1/a"}, {"pmid": "2", "doi": "10.1/a"}, False),
        ({"pmid": "1", "doi": "10.1/a"}, {"doi": "10.1/a"}, True),
        ({"pmid": "1", "doi": "10.1/a"}, {"pmid": "1", "doi": "10.1/b"}, True),
        ({"pmcid": "PMC1"}, {"pmcid": "PMC1", "pmid": "1"}, True),
        ({"arxiv": "2001.00001"}, {"arxiv": "2001.00001"}, True),
        ({"isbn": "9780000000002"}, {"isbn": "9780000000002"}, True),
        ({"isbn": "9780000000002", "doi": "10.1/a"}, {"isbn": "9780000000002"}, False),
        ({"doi": "10.1/a"}, {"doi": "10.1/b"}, False),
        ({}, {}, True),
    ],
    ids=[
        "same PMID",
        "two PMIDs under one DOI",
        "DOI of a work with a PMID",
        "PMID with another DOI",
        "same PMCID",
        "same arXiv number",
        "same ISBN and nothing else",
        "ISBN of a work with a DOI",
        "two DOIs",
        "same item without identifiers",
    ],
)
def test_work_is_recognised_by_its_identifiers(
    library: Library, first: dict[Scheme, str], second: dict[Scheme, str], same: bool
) -> None:
    item: CslItem = {"type": "book", "title": "A book of trials"}
    with library.write():
        one = library.add(shelf.resolved(shelf.candidate(item, first)))
        other = library.add(shelf.resolved(shelf.candidate(item, second)))
    assert (one.key == other.key) is same


def test_isbn_shared_by_chapters_does_not_make_them_one_work(library: Library) -> None:
    isbn = {Scheme.ISBN: "9780000000002"}
    with library.write():
        for title in ("Kidney", "Heart and vessels"):
            library.add(shelf.resolved(shelf.candidate({"type": "chapter", "title": title}, isbn)))
    assert library.stats()["works"] == 2


def test_doi_shared_by_two_pmids_is_given_to_neither(library: Library) -> None:
    shared = {Scheme.DOI: "10.1/a"}
    with library.write():
        for pmid in ("1", "2"):
            names = {**shared, Scheme.PMID: pmid}
            item: CslItem = {"type": "article", "title": f"Letter number {pmid}"}
            library.add(shelf.resolved(shelf.candidate(item, names)))
    assert library.find(shared) is None
    assert library.find({Scheme.PMID: "2", **shared}) == "AnonLetterb"


def test_crossref_record_of_a_shared_doi_joins_the_work_it_resembles(library: Library) -> None:
    shared = {Scheme.DOI: "10.1/a"}
    titles = {"1": "Kidney transplants in the young", "2": "A reply to a letter"}
    with library.write():
        keys = [
            library.add(
                shelf.resolved(
                    shelf.candidate(
                        {"type": "article", "title": title}, {**shared, Scheme.PMID: pmid}
                    )
                )
            ).key
            for pmid, title in titles.items()
        ]
        again = library.add(
            shelf.resolved(
                shelf.candidate(
                    {"type": "article", "title": titles["2"]}, shared, registry="crossref"
                )
            )
        )
    assert again.key == keys[1]


def test_taken_keys_get_letters_without_regard_to_case(library: Library) -> None:
    with library.write():
        keys = [library.add(shelf.numbered(number)).key for number in (1, 2)]
        hinted = library.add(shelf.numbered(3), key="WORKERtrial").key
    assert keys == ["WorkerTrial", "WorkerTrialb"]
    assert hinted == "WorkerTrialc"


@pytest.mark.parametrize(
    "key", ["smith:2010a", "DBLP:conf/foo/Bar10", "größe2010", "x" * 200, "a.b-c+d"]
)
def test_users_own_key_is_kept(library: Library, key: str) -> None:
    with library.write():
        assert library.add(shelf.numbered(1), key=key).key == key
    assert library.get(key).key == key


@pytest.mark.parametrize(
    "key",
    [
        "",
        " ",
        "a b",
        "a{b",
        "a,b",
        "x" * 201,
        "a\0b",
        "a\nb",
        "\x1b[31m",
        "a\ud800",
        "'; DROP",
        "%",
    ],
    ids=ascii,
)
def test_what_cannot_be_a_key_is_not_used(library: Library, key: str) -> None:
    with library.write():
        assert library.add(shelf.numbered(1), key=key).key == "WorkerTrial"


@pytest.mark.parametrize(
    "key",
    ["", "'; DROP TABLE works; --", "a\0b", "\ud800", "%", "x" * 100_000],
    ids=lambda k: ascii(k[:9]),
)
def test_unknown_key_is_an_error_of_the_input(library: Library, key: str) -> None:
    with pytest.raises(UnknownKeyError, match="no work has the key") as caught:
        library.get(key)
    assert isinstance(caught.value, InputError)


def test_unknown_key_names_those_that_are_near(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
    with pytest.raises(UnknownKeyError) as caught:
        library.get("mueller2010stem")
    assert str(caught.value) == (
        "no work has the key 'mueller2010stem' (did you mean Muller2010Stem?);"
        " `citekit list` shows the keys"
    )


def test_key_is_found_without_regard_to_case(library: Library) -> None:
    with library.write():
        library.add(shelf.paper())
    assert library.get(KEY.upper()).key == KEY


def test_works_come_by_key_whatever_order_they_came_in(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citekit.library.reading._PAGE", 2)
    with library.write():
        for number, key in enumerate(("delta", "Alpha", "charlie", "bravo", "Echo"), start=1):
            library.add(shelf.numbered(number), key=key)
    found = list(library.works())
    assert [work.key for work in found] == ["Alpha", "bravo", "charlie", "delta", "Echo"]
    assert found == [library.get(work.key) for work in found]


def test_writing_outside_of_write_is_refused(library: Library) -> None:
    with pytest.raises(RuntimeError, match=r"with library\.write"):
        library.add(shelf.paper())
    with pytest.raises(RuntimeError, match=r"with library\.write"):
        library.remove("any")


def test_nested_write_is_refused_and_undoes_the_outer_one(library: Library) -> None:
    def nested() -> None:
        with library.write():
            library.add(shelf.paper())
            with library.write():
                pass

    with pytest.raises(RuntimeError, match="nested"):
        nested()
    assert library.stats()["works"] == 0


def test_error_inside_write_leaves_nothing(library: Library) -> None:
    def interrupted() -> None:
        with library.write():
            library.add(shelf.paper())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert library.stats() == {
        "works": 0,
        "links": 0,
        "citations": 0,
        "answers": 0,
        "events": 0,
        "schema": migrations.latest(),
    }
    with library.write():
        assert library.add(shelf.paper()).kind is Kind.ADDED


def test_unresolved_citation_cannot_be_added(library: Library) -> None:
    nothing = Resolution(Citation("Smith 1999"), Outcome.NOT_FOUND, ())
    with pytest.raises(ValueError, match="resolved"), library.write():
        library.add(nothing)


def test_same_words_at_the_same_place_are_one_citation(library: Library) -> None:
    places = [Place("a.txt", 1, 1), Place("a.txt", 1, 1), Place("a.txt", 2, 1), None, None]
    with library.write():
        for place in places:
            library.add(shelf.paper(citation=Citation("Müller 2010", place)))
    assert [one.place for one in library.citations(KEY)] == [None, *places[1:3]]


def test_citation_that_now_means_another_work_moves_there(library: Library) -> None:
    cited = Citation("Müller 2010", Place("a.txt"))
    with library.write():
        library.add(shelf.paper(citation=cited))
        library.add(replace(shelf.comment(), citation=cited))
    assert library.citations(KEY) == []
    assert library.citations("Tyn2010Stem") == [cited]


def test_removed_work_is_gone_with_all_that_was_only_about_it(library: Library, path: Path) -> None:
    with library.write():
        library.add(shelf.paper())
        library.remove(KEY.lower(), at=shelf.NEXT_DAY)
    rows = [line for line in shelf.dump(path) if line.startswith("INSERT")]
    assert {line.split()[2] for line in rows} == {"events"}
    assert library.search("lupus") == []
    assert (library.events(KEY)[-1].kind, library.events(KEY)[-1].at) == (
        Change.REMOVED,
        shelf.NEXT_DAY,
    )
    with pytest.raises(UnknownKeyError), library.write():
        library.remove(KEY)


def test_item_with_what_sqlite_text_cannot_hold(library: Library) -> None:
    item: CslItem = {
        "type": "article",
        "title": "lone \ud800 and \0 nul \U0001f9ec",
        "author": [{"family": "\ud800"}],
        "issued": {"date-parts": [[10**30]]},
    }
    resolution = shelf.resolved(shelf.candidate(item, {Scheme.PMID: "1"}), raw="\ud800")
    with library.write():
        first, again = library.add(resolution), library.add(resolution)
    assert library.get(first.key).item == item
    assert again.kind is Kind.UNCHANGED


_text = st.text(max_size=30)
_items = st.fixed_dictionaries(
    {"type": st.sampled_from(["article-journal", "book", "chapter"])},
    optional={
        "title": _text,
        "container-title": _text,
        "volume": _text,
        "page": _text,
        "note": _text,
        "author": st.lists(
            st.fixed_dictionaries({}, optional={"family": _text, "given": _text, "literal": _text}),
            max_size=3,
        ),
        "issued": st.fixed_dictionaries(
            {"date-parts": st.lists(st.lists(st.integers(), min_size=1, max_size=3), max_size=2)}
        ),
        "custom": st.dictionaries(_text, st.one_of(_text, st.booleans(), st.lists(_text))),
    },
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(item=_items, pmid=st.integers(min_value=1, max_value=10**8))
def test_what_is_added_is_what_one_gets(library: Library, item: CslItem, pmid: int) -> None:
    names = {Scheme.PMID: str(pmid)}
    source = FieldSource("pubmed", shelf.FIRST_DAY)
    only = shelf.candidate(item, names)
    record = Record(item, names, dict.fromkeys(item, source), (), (only,))
    resolution = Resolution(Citation("x"), Outcome.RESOLVED, (), record)
    with library.write():
        if (held := library.find(names)) is not None:  # of an example before this one
            library.remove(held)
        key = library.add(resolution).key
        before = library.stats()
        library.add(resolution)
    assert library.get(key).item == item
    assert library.find(names) == key
    assert library.stats() == before
