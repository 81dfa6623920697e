from __future__ import annotations

import json
from typing import Any

import pytest

from citekit.errors import FormatError
from citekit.formats.crossref_json import MOST_ITEMS
from citekit.model import Stamp
from citekit.registries import listing

INDEXED: dict[str, Any] = {
    "date-parts": [[2026, 11, 22]],
    "date-time": "2026-11-22T07:08:09Z",
    "timestamp": 1795331289000,
    "version": "3.0.0",
}
LATER = {**INDEXED, "timestamp": INDEXED["timestamp"] + 1}


def body(*items: object, kind: str = "work-list", status: str = "ok") -> bytes:
    message = {"total-results": len(items), "items": items}
    return json.dumps({"status": status, "message-type": kind, "message": message}).encode()


def test_a_record_and_a_list_give_one_mark() -> None:
    whole = json.dumps({"title": ["T"], "indexed": INDEXED, "DOI": "10.1000/A"}).encode()
    listed = {"DOI": "10.1000/a", "indexed": dict(reversed(INDEXED.items()))}
    assert listing.marks(body(listed)) == {"10.1000/a": listing.mark(whole)}
    assert listing.mark(whole)


def test_another_moment_is_another_mark() -> None:
    listed = [{"DOI": f"10.1000/{n}", "indexed": one} for n, one in enumerate((INDEXED, LATER))]
    assert len(set(listing.marks(body(*listed)).values())) == 2


@pytest.mark.parametrize(
    "indexed",
    [None, {}, {"date-parts": [[2026, 11, 22]]}, {"date-time": "2026-11-22T07:08:09Z"}],
    ids=["null", "nothing", "a day", "no timestamp"],
)
def test_what_does_not_say_the_moment_has_no_mark(indexed: object) -> None:
    one = {"DOI": "10.1000/a", "indexed": indexed}
    assert listing.mark(json.dumps(one).encode()) == ""
    assert listing.marks(body(one, {"DOI": "10.1000/b"})) == {"10.1000/a": "", "10.1000/b": ""}


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"DOI": 7}', b"\xff", b"[" * 2000])
def test_what_is_no_record_has_no_mark(payload: bytes) -> None:
    assert listing.mark(payload) == ""


def test_a_doi_that_is_listed_twice_has_no_mark() -> None:
    twice = [{"DOI": "10.1000/a", "indexed": INDEXED}, {"DOI": "10.1000/A", "indexed": LATER}]
    assert listing.marks(body(*twice)) == {}


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"<html>",
        body(kind="work"),
        body(status="failed"),
        body({"title": ["no DOI"]}),
        body("10.1000/a"),
        body({"DOI": "10.1000/a", "indexed": "yesterday"}),
        body({"DOI": "10.1000/a", "indexed": INDEXED})[:-9],
    ],
    ids=["empty", "page", "a work", "failed", "no DOI", "a text", "no moment", "cut"],
)
def test_what_is_no_list_of_dois_is_refused(told: bytes) -> None:
    with pytest.raises(FormatError):
        listing.marks(told)


def test_a_list_of_more_than_crossref_ever_gives_is_no_answer() -> None:
    works = [{"DOI": f"10.1000/{n}"} for n in range(MOST_ITEMS + 1)]
    stamp = Stamp("crossref", "2026-11-22T00:00:00Z")
    assert len(listing.read(body(*works[1:]), stamp).candidates) == MOST_ITEMS
    with pytest.raises(FormatError, match="1,001 works"):
        listing.read(body(*works), stamp)
