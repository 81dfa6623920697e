"""What changed, and what was known on a day: the library's memory, from its events alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.errors import InputError, UnknownKeyError
from citekit.library.history import Change, Event
from citekit.library.store import Library
from citekit.model import CslItem, End, Link
from citekit.verbs import changes
from citekit.vocab import LinkType, Scheme, Status
from tests.library import shelf

KEY = "Muller2010Stem"


def at(day: int) -> str:
    return f"2026-03-{day:02}T12:00:00Z"


def state(day: int, links: Sequence[Link] = (), **changed: object) -> Any:
    """What PubMed says of the paper on a day in March; None takes a field away."""
    told = {**shelf.PAPER_ITEM, **changed}
    item = cast("CslItem", {name: value for name, value in told.items() if value is not None})
    asked = (shelf.asked_found("pubmed", at(day)),)
    return shelf.resolved(shelf.candidate(item, shelf.PAPER, at=at(day), links=links), asked=asked)


def says(library: Library, *states: Any) -> None:
    for one in states:
        with library.write():
            library.add(one)


def erratum(day: int) -> Link:
    return shelf.link(
        LinkType.ERRATUM, End(raw=shelf.ERRATUM_SOURCE), End(shelf.PAPER), "ErratumIn", at=at(day)
    )


def retraction(day: int) -> Link:
    notice = End({Scheme.PMID: "1009"}, raw="J Trial Res. 2026;80:1")
    return shelf.link(LinkType.RETRACTION, notice, End(shelf.PAPER), "RetractionIn", at=at(day))


@pytest.fixture
def life(tmp_path: Path, empty: bytes) -> Iterator[Library]:
    """Added on the 1st, page and erratum on the 5th, retracted on the 10th, unsaid on the 20th."""
    path = tmp_path / "library.db"
    path.write_bytes(empty)
    with Library.open(path) as library:
        says(
            library,
            state(1),
            state(5, [erratum(5)], page="1423-30"),
            state(10, [erratum(10), retraction(10)], page="1423-31", publisher="P"),
            state(20, [retraction(20)], page="1423-31", publisher="P"),
        )
        yield library


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    made = tmp_path_factory.mktemp("empty") / "library.db"
    with Library.open(made, create=True):
        pass
    return made.read_bytes()


def told(library: Library, first: str) -> list[tuple[Change, str | None, str | None, str | None]]:
    return [
        (event.kind, event.field, event.before, event.after)
        if event.kind in {Change.FIELD, Change.STATUS}
        else (event.kind, event.field, None, None)
        for one in changes.since(library, first)
        for event in one.events
    ]


class TestSince:
    def test_a_whole_life_is_folded(self, life: Library) -> None:
        assert told(life, "2026-01-01") == [
            (Change.ADDED, None, None, None),
            (Change.NOTICE, "erratum", None, None),
            (Change.FIELD, "page", '"1423-1429"', '"1423-31"'),
            (Change.FIELD, "publisher", None, '"P"'),
            (Change.NOTICE, "retraction", None, None),
            (Change.STATUS, None, "none", "retracted"),
            (Change.UNSAID, "erratum", None, None),
        ]

    def test_the_first_day_counts(self, life: Library) -> None:
        assert told(life, "2026-03-20") == [(Change.UNSAID, "erratum", None, None)]
        assert told(life, "2026-03-10")[0] == (Change.FIELD, "page", '"1423-30"', '"1423-31"')
        assert told(life, "2026-03-21") == []

    def test_what_is_taken_back_is_no_change(self, life: Library) -> None:
        says(life, state(25, [retraction(25)], page="9"))
        assert ("page", '"9"') in [(one[1], one[3]) for one in told(life, "2026-03-21")]
        says(life, state(26, [retraction(26)], page="1423-31", publisher="P"))
        assert told(life, "2026-03-21") == []

    def test_a_status_that_came_back_is_no_change(self, life: Library) -> None:
        says(life, state(25, [], page="1423-31", publisher="P"))
        says(life, state(26, [retraction(26)], page="1423-31", publisher="P"))
        assert [kind for kind, *_ in told(life, "2026-03-21")] == [Change.UNSAID, Change.NOTICE]

    def test_works_come_by_key(self, life: Library) -> None:
        says(life, shelf.comment())
        assert [one.key for one in changes.since(life, "2026-01-01")] == [KEY, "Tyn2010Stem"]

    @pytest.mark.parametrize("written", ["soon", "", "2026-13-01", "2026", "2026-02-30"])
    def test_what_is_no_day(self, life: Library, written: str) -> None:
        with pytest.raises(InputError, match="is no day; write it as 2026-11-22"):
            changes.since(life, written)
        with pytest.raises(InputError, match="is no day; write it as 2026-11-22"):
            changes.as_of(life, KEY, written)


class TestAsOf:
    @pytest.mark.parametrize(
        ("day", "page", "publisher", "notices", "status"),
        [
            (1, "1423-1429", None, [], Status.NONE),
            (4, "1423-1429", None, [], Status.NONE),
            (5, "1423-30", None, ["erratum"], Status.CORRECTED),
            (9, "1423-30", None, ["erratum"], Status.CORRECTED),
            (10, "1423-31", "P", ["erratum", "retraction"], Status.RETRACTED),
            (20, "1423-31", "P", ["retraction"], Status.RETRACTED),
            (31, "1423-31", "P", ["retraction"], Status.RETRACTED),
        ],
    )
    def test_between_the_changes(
        self,
        life: Library,
        day: int,
        page: str,
        publisher: str | None,
        notices: list[str],
        status: Status,
    ) -> None:
        past = changes.as_of(life, KEY, f"2026-03-{day:02}")
        assert (past.item["page"], past.item.get("publisher")) == (page, publisher)
        assert [stored.link.type for stored in past.notices] == notices
        assert past.status is status
        assert (past.key, past.identifiers) == (KEY, shelf.PAPER)

    def test_today_it_is_the_work_itself(self, life: Library) -> None:
        past, now = changes.as_of(life, KEY, "2099-01-01"), life.get(KEY)
        assert (past.item, past.status) == (now.item, now.status)
        assert [one.link.notice for one in past.notices] == [one.link.notice for one in now.notices]

    def test_before_it_was_added(self, life: Library) -> None:
        with pytest.raises(InputError, match=f"{KEY} was not in the library on 2026-02-28"):
            changes.as_of(life, KEY, "2026-02-28")

    def test_an_unknown_key(self, life: Library) -> None:
        with pytest.raises(UnknownKeyError):
            changes.as_of(life, "Nobody", "2026-03-01")

    def test_a_key_that_was_removed_and_came_back(self, life: Library) -> None:
        with life.write():
            life.remove(KEY, at(22))
        says(life, state(25, page="7"))
        assert life.get(KEY).item["page"] == "7"
        assert changes.as_of(life, KEY, "2026-03-25").item["page"] == "7"
        for day in ("2026-03-10", "2026-03-23"):
            with pytest.raises(InputError, match="was not in the library on"):
                changes.as_of(life, KEY, day)
        says(life, state(27, page="8"))
        assert changes.as_of(life, KEY, "2026-03-26").item["page"] == "7"
        kinds = [event.kind for event in life.events(KEY)]
        assert kinds.count(Change.ADDED) == 2
        assert kinds.count(Change.REMOVED) == 1

    def test_a_pin_has_its_day_too(self, life: Library) -> None:
        with life.write():
            life.pin(KEY, {"page": "1"}, at(22))
        assert changes.as_of(life, KEY, "2026-03-21").item["page"] == "1423-31"
        assert changes.as_of(life, KEY, "2026-03-22").item["page"] == "1"

    def test_a_work_whose_day_nobody_told(self, life: Library) -> None:
        """Records of files that have no date are there from the beginning."""
        item: CslItem = {"type": "book", "title": "A book", "DOI": "10.1000/book"}
        undated = shelf.candidate(item, {Scheme.DOI: "10.1000/book"}, at="")
        says(life, shelf.resolved(undated))
        key = life.find({Scheme.DOI: "10.1000/book"})
        assert key is not None
        assert changes.as_of(life, key, "2000-01-01").item["title"] == "A book"


@contextmanager
def made(empty: bytes) -> Iterator[Library]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        path.write_bytes(empty)
        with Library.open(path) as library:
            yield library


PAGES = st.sampled_from([None, "1-2", "1-3", "7"])
NAMES = st.sampled_from([[{"family": "Müller"}], [{"family": "Müller"}, {"family": "Xu"}]])
CUSTOM = st.sampled_from([None, {"author_complete": False}, {"agency": "x", "nbk": "NBK1"}])
NOTICES = st.lists(st.sampled_from([erratum, retraction]), unique=True, max_size=2)
STATES = st.lists(st.tuples(PAGES, NAMES, CUSTOM, NOTICES), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(STATES)
def test_every_day_can_be_seen_again(empty: bytes, states: list[tuple[Any, Any, Any, Any]]) -> None:
    """Undoing the events of the days after it gives exactly the library of that day."""
    with made(empty) as library:
        seen = []
        for number, (page, author, custom, links) in enumerate(states, 1):
            day = 2 * number
            links_ = [make(day) for make in links]
            says(library, state(day, links_, page=page, author=author, custom=custom))
            now = library.get(KEY)
            seen.append((now.item, now.status, notices_of(now.notices)))
        for number, expected in enumerate(seen, 1):
            for day in (2 * number, 2 * number + 1):
                past = changes.as_of(library, KEY, f"2026-03-{day:02}")
                assert (past.item, past.status, notices_of(past.notices)) == expected


def notices_of(stored: Sequence[Any]) -> list[tuple[object, ...]]:
    return sorted(
        (
            one.link.type.value,
            one.link.notice.raw,
            sorted(one.link.notice.identifiers.items()),
            [(witness.registry, witness.term) for witness in one.link.witnesses],
        )
        for one in stored
    )


@settings(max_examples=15, deadline=None)
@given(STATES)
def test_folded_changes_lead_from_the_first_day_to_the_last(
    empty: bytes, states: list[tuple[Any, Any, Any, Any]]
) -> None:
    with made(empty) as library:
        for day, (page, author, custom, links) in enumerate(states, 1):
            links_ = [make(day) for make in links]
            says(library, state(day, links_, page=page, author=author, custom=custom))
        first = changes.as_of(library, KEY, "2026-03-01")
        folded = {
            event.field: event.after
            for one in changes.since(library, "2026-03-02")
            for event in one.events
            if event.kind is Change.FIELD
        }
        last = library.get(KEY)
        differing = {
            name for name in ("page", "author") if first.item.get(name) != last.item.get(name)
        }
        assert {name for name in folded if name in {"page", "author"}} == differing
        states_ = [
            (event.before, event.after)
            for one in changes.since(library, "2026-03-02")
            for event in one.events
            if event.kind is Change.STATUS
        ]
        expected = [(first.status, last.status)] if first.status is not last.status else []
        assert states_ == expected


def test_a_field_of_the_name_status_is_not_the_state_of_the_work() -> None:
    def event(kind: Change, field: str | None, before: str, after: str) -> Event:
        return Event(KEY, "2026-03-01T00:00:00Z", kind, field, before, after, "pubmed")

    field = event(Change.FIELD, "status", '"ppublish"', '"epublish"')
    state_ = event(Change.STATUS, None, "none", "retracted")
    assert list(changes._net([field, state_])) == [field, state_]
