"""Fields set by hand: what is written, and that no registry overwrites it."""

from __future__ import annotations

import contextlib
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.errors import InputError, UnknownKeyError
from citekit.library.history import Change
from citekit.library.store import Library
from citekit.model import Alternative, CslItem
from citekit.verbs import pin
from citekit.vocab import HAND, Scheme
from tests.library import shelf

KEY = "Muller2010Stem"
AT = "2026-01-10T00:00:00Z"
LATER = "2026-02-01T00:00:00Z"


def again(library: Library, at: str = LATER, **changed: str) -> None:
    """Let the registries give the paper again, PubMed with other values."""
    item = cast("CslItem", {**shelf.PAPER_ITEM, **changed})
    with library.write():
        library.add(shelf.resolved(shelf.candidate(item, shelf.PAPER, at=at)))


class TestParse:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("issue=8", {"issue": "8"}),
            ("issue = 8 suppl 1 ", {"issue": "8 suppl 1"}),
            ("ISSUE=8", {"issue": "8"}),
            ("title=a = b", {"title": "a = b"}),
            ("container-title=Ann Rheum Dis", {"container-title": "Ann Rheum Dis"}),
            ("doi=https://doi.org/10.1000/ABC", {"DOI": "10.1000/abc"}),
            ("DOI=10.1000/abc", {"DOI": "10.1000/abc"}),
            ("pmid=PMID: 1001", {"PMID": "1001"}),
            ("PMCID=pmc123", {"PMCID": "PMC123"}),
            ("type=book", {"type": "book"}),
            ("issued=2010", {"issued": {"date-parts": [[2010]]}}),
            ("issued=2010-08", {"issued": {"date-parts": [[2010, 8]]}}),
            ("issued=20100822", {"issued": {"date-parts": [[2010, 8, 22]]}}),
            ("issued=2010-08-22", {"issued": {"date-parts": [[2010, 8, 22]]}}),
            ("available-date=2010 Aug", {"available-date": {"date-parts": [[2010, 8]]}}),
            (
                "author=Sun, Lingyun; Wang, Dandan",
                {
                    "author": [
                        {"family": "Sun", "given": "Lingyun"},
                        {"family": "Wang", "given": "Dandan"},
                    ]
                },
            ),
            ("editor=Sun, L;", {"editor": [{"family": "Sun", "given": "L"}]}),
        ],
    )
    def test_a_pair(self, written: str, expected: CslItem) -> None:
        assert pin.parse([written]) == expected

    def test_several_pairs(self) -> None:
        assert pin.parse(["issue=8", "volume=69"]) == {"issue": "8", "volume": "69"}

    @pytest.mark.parametrize(
        ("written", "told"),
        [
            ("colour=red", "'colour=red' is no FIELD=VALUE; fields are "),
            ("issue", "'issue' is no FIELD=VALUE"),
            ("=8", "'=8' is no FIELD=VALUE"),
            ("", "'' is no FIELD=VALUE"),
            ("id=x", "is no FIELD=VALUE"),
            ("custom=x", "is no FIELD=VALUE"),
            ("issue=", "issue: an empty value says nothing; --unpin issue takes it back"),
            ("issue=  ", "issue: an empty value says nothing"),
            ("author=;", 'author: write names as "Family, Given; Family, Given"'),
            ("issued=someday", "issued: 'someday' is no date; write 2010, 2010-08 or 2010-08-22"),
            ("issued=2010-13-45", "is no date"),
            ("issued=2010-02-30", "is no date"),
            ("type=paper", "type: 'paper' is none of CSL's types, such as article-journal"),
            ("DOI=ten", "ten"),
            ("PMID=0", "0"),
            ("PMID=12345678901", "12345678901"),
            ("PMCID=X1", "X1"),
        ],
    )
    def test_what_will_not_do_is_named(self, written: str, told: str) -> None:
        with pytest.raises(InputError) as caught:
            pin.parse(["volume=69", written])
        assert told in str(caught.value)

    @given(st.text())
    def test_any_text_is_pairs_or_a_named_error(self, written: str) -> None:
        for field in ("", "title=", "author=", "issued=", "DOI=", "type="):
            with contextlib.suppress(InputError):
                assert all(pin.parse([field + written]).values())


class TestPinning:
    def test_it_is_believed_before_every_registry(self, library: Library) -> None:
        assert pin.pin(library, KEY, ["issue=9", "title=Mine"], AT) == ["issue", "title"]
        item = library.get(KEY).item
        assert (item["issue"], item["title"]) == ("9", "Mine")
        assert library.pinned(KEY) == ["issue", "title"]
        assert library.fields(KEY)["issue"].fetched_at == AT

    def test_what_the_registries_say_stands_beside_it(self, library: Library) -> None:
        pin.pin(library, KEY, ["title=Mine"], AT)
        assert list(library.alternatives(KEY)["title"]) == [
            Alternative("crossref", shelf.FIRST_DAY, "Stem Cells"),
            Alternative("pubmed", shelf.FIRST_DAY, shelf.PAPER_ITEM["title"]),
        ]

    def test_no_answer_overwrites_it(self, library: Library) -> None:
        pin.pin(library, KEY, ["issue=9"], AT)
        again(library, issue="7", volume="70")
        item = library.get(KEY).item
        assert (item["issue"], item["volume"]) == ("9", "70")
        assert [one.value for one in library.alternatives(KEY)["issue"]] == ["7"]

    def test_given_back_the_registry_has_the_word_it_says_now(self, library: Library) -> None:
        pin.pin(library, KEY, ["issue=9"], AT)
        again(library, issue="7")
        pin.unpin(library, KEY, ["issue"], "2026-03-01T00:00:00Z")
        assert library.get(KEY).item["issue"] == "7"
        assert library.pinned(KEY) == []
        assert library.fields(KEY)["issue"].registry == "pubmed"

    def test_given_back_with_nobody_else_the_field_is_gone(self, library: Library) -> None:
        pin.pin(library, KEY, ["publisher=Me", "issue=9"], AT)
        pin.unpin(library, KEY, ["publisher"], LATER)
        assert "publisher" not in library.get(KEY).item
        assert library.pinned(KEY) == ["issue"]

    def test_set_again_replaces_and_keeps_the_other_pins(self, library: Library) -> None:
        pin.pin(library, KEY, ["issue=9", "volume=1"], AT)
        pin.pin(library, KEY, ["issue=10"], LATER)
        item = library.get(KEY).item
        assert (item["issue"], item["volume"]) == ("10", "1")
        assert library.pinned(KEY) == ["issue", "volume"]
        assert [one.value for one in library.alternatives(KEY)["issue"]] == ["8"]

    def test_its_history_names_the_hand(self, library: Library) -> None:
        pin.pin(library, KEY, ["issue=9"], AT)
        pin.unpin(library, KEY, ["issue"], LATER)
        told = [
            (event.at, event.before, event.after)
            for event in library.events(KEY)
            if event.kind is Change.FIELD
        ]
        assert told == [(AT, '"8"', '"9"'), (LATER, '"9"', '"8"')]
        by = [e.registry for e in library.events(KEY) if e.kind is Change.FIELD]
        assert by[0] == HAND

    def test_the_value_that_is_there_can_be_pinned(self, library: Library) -> None:
        pin.pin(library, KEY, ["issue=8"], AT)
        assert library.pinned(KEY) == ["issue"]
        assert [e for e in library.events(KEY) if e.kind is Change.FIELD] == []
        again(library, issue="7")
        assert library.get(KEY).item["issue"] == "8"

    def test_the_key_never_changes(self, library: Library) -> None:
        pin.pin(library, KEY, ["author=Other, A", "title=Something else", "issued=1999"], AT)
        again(library, title="Again another")
        assert library.get(KEY).key == KEY
        assert library.find(shelf.PAPER) == KEY

    def test_names_by_hand_are_whole(self, library: Library) -> None:
        """PubMed's list is known to be cut; that says nothing of the one that a person wrote."""
        item = cast("CslItem", {**shelf.PAPER_ITEM, "custom": {"author_complete": False}})
        with library.write():
            library.add(shelf.resolved(shelf.candidate(item, shelf.PAPER, at=shelf.NEXT_DAY)))
        assert library.get(KEY).item["custom"] == {"author_complete": False}
        pin.pin(library, KEY, ["author=Sun, L"], AT)
        assert "custom" not in library.get(KEY).item
        pin.unpin(library, KEY, ["author"], LATER)
        assert library.get(KEY).item["custom"] == {"author_complete": False}

    def test_the_identifier_of_another_work_is_refused(self, library: Library) -> None:
        for assignment in ("DOI=10.1000/comment.1", "PMID=1002"):
            with pytest.raises(InputError, match="is that of Tyn2010Stem; nothing was set"):
                pin.pin(library, KEY, ["issue=9", assignment], AT)
        assert library.get(KEY).item["issue"] == "8"

    def test_its_own_identifier_may_be_written_again(self, library: Library) -> None:
        pin.pin(library, KEY, ["DOI=10.1000/paper.1"], AT)
        assert library.get(KEY).identifiers == shelf.PAPER

    def test_a_new_identifier_names_the_work(self, library: Library) -> None:
        pin.pin(library, KEY, ["PMCID=PMC77"], AT)
        assert library.find({Scheme.PMCID: "PMC77"}) == KEY

    def test_nothing_is_set_where_one_will_not_do(self, library: Library) -> None:
        with pytest.raises(InputError):
            pin.pin(library, KEY, ["issue=9", "type=paper"], AT)
        assert library.pinned(KEY) == []

    def test_an_unknown_key(self, library: Library) -> None:
        with pytest.raises(UnknownKeyError):
            pin.pin(library, "Nobody", ["issue=9"], AT)
        with pytest.raises(UnknownKeyError):
            pin.unpin(library, "Nobody", ["issue"], AT)

    def test_what_is_not_pinned_cannot_be_given_back(self, library: Library) -> None:
        with pytest.raises(InputError, match="issue is not set by hand; set by hand are none"):
            pin.unpin(library, KEY, ["issue"], AT)
        pin.pin(library, KEY, ["issue=9"], AT)
        with pytest.raises(InputError, match="volume is not set by hand; set by hand are issue"):
            pin.unpin(library, KEY, ["issue", "volume"], LATER)
        assert library.pinned(KEY) == ["issue"], "all are given back or none"

    def test_a_field_is_given_back_in_any_spelling_that_sets_it(self, library: Library) -> None:
        pin.pin(library, KEY, ["doi=10.1000/paper.1"], AT)
        pin.unpin(library, KEY, ["doi"], LATER)
        assert library.pinned(KEY) == []

    def test_an_identifier_by_hand_that_is_given_back_names_nothing(self, library: Library) -> None:
        pin.pin(library, KEY, ["PMCID=PMC77"], AT)
        pin.unpin(library, KEY, ["PMCID"], LATER)
        assert library.get(KEY).identifiers == shelf.PAPER
        assert library.find({Scheme.PMCID: "PMC77"}) is None

    def test_an_identifier_by_hand_gives_way_to_the_registrys(self, library: Library) -> None:
        pin.pin(library, KEY, ["DOI=10.1000/mine"], AT)
        assert library.get(KEY).identifiers[Scheme.DOI] == "10.1000/mine"
        pin.unpin(library, KEY, ["DOI"], LATER)
        assert library.get(KEY).identifiers == shelf.PAPER

    def test_one_identifier_given_back_leaves_the_other_by_hand(self, library: Library) -> None:
        pin.pin(library, KEY, ["PMCID=PMC77", "DOI=10.1000/mine"], AT)
        pin.unpin(library, KEY, ["DOI"], LATER)
        assert library.get(KEY).identifiers == {**shelf.PAPER, Scheme.PMCID: "PMC77"}
