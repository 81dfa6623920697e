from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citekit.library.search import to_match
from citekit.library.store import Library
from citekit.model import CslItem
from citekit.vocab import Scheme
from tests.library import shelf

KEY = "Muller2010Stem"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("lupus", [KEY]),
        ("LUPUS refractory", [KEY]),
        ("refract", [KEY]),
        ("refract lupus", []),
        ("muller", [KEY]),
        ("müller", [KEY]),
        ("lupus group", [KEY]),
        ("stem", ["Tyn2010Stem", KEY]),
        ("journal trial 2010 door", ["Tyn2010Stem"]),
        ("10.1000/paper.1", [KEY]),
        ("1001", [KEY]),
        ("J Trial Res", [KEY, "Tyn2010Stem"]),
        ("nowhere", []),
        ("", []),
        ("  ", []),
        ("* - \" ' ()", []),
    ],
)
def test_search_finds_all_the_words(shelved: Library, words: str, keys: list[str]) -> None:
    assert sorted(work.key for work in shelved.search(words)) == sorted(keys)


@pytest.mark.parametrize(
    "words",
    [
        'lupus"',
        '"lupus',
        "lupus AND",
        "AND",
        "NOT lupus",
        "NEAR(lupus stem, 2)",
        "title:lupus",
        "{title authors}:lupus",
        "-title:lupus",
        "^lupus",
        "lupus*",
        "*",
        "lupus ^ ( ) { } : + - *",
        "lupus\0stem",
        "'; DROP TABLE works; --",
        "\ud800",
        "lupus " * 5_000,
        "(" * 50_000,
        '"' * 50_001,
    ],
    ids=lambda words: ascii(words[:24]),
)
def test_operators_in_the_words_are_only_words(shelved: Library, words: str) -> None:
    before = shelved.stats()
    shelved.search(words)
    assert shelved.stats() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(max_size=40))
def test_any_text_can_be_searched_for(shelved: Library, words: str) -> None:
    shelved.search(words)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("stem cells", '"stem" "cells"*'),
        ('a "b c"', '"a" "b" "c"*'),
        ("NEAR(x) OR *", '"NEAR(x)" "OR"*'),
        ("- *", None),
    ],
)
def test_words_are_quoted_and_the_last_is_a_prefix(words: str, query: str | None) -> None:
    assert to_match(words) == query


def test_index_follows_updates_and_removals(library: Library) -> None:
    item: CslItem = {**shelf.PAPER_ITEM, "title": "Kidney transplants", "author": []}
    with library.write():
        library.add(shelf.resolved(shelf.candidate(shelf.PAPER_ITEM, shelf.PAPER)))
        library.add(shelf.resolved(shelf.candidate(item, shelf.PAPER)))
    assert [work.key for work in library.search("kidney")] == [KEY]
    assert library.search("lupus") == []
    assert library.search("muller") == []
    with library.write():
        library.remove(KEY)
    assert library.search("kidney") == []
    assert library.check() == []


def test_equal_fits_come_by_key(library: Library) -> None:
    with library.write():
        for number, key in enumerate(("c", "A", "b"), start=1):
            item: CslItem = {"type": "article", "title": "Equal words"}
            names = {Scheme.PMID: str(number)}
            library.add(shelf.resolved(shelf.candidate(item, names)), key=key)
    assert [work.key for work in library.search("equal")] == ["A", "b", "c"]


def test_title_that_holds_the_words_more_densely_comes_first(path: Path) -> None:
    long: CslItem = {"type": "article", "title": "Lupus " + "and many other things " * 9}
    short: CslItem = {"type": "article", "title": "Lupus"}
    with Library.open(path, create=True) as library, library.write():
        library.add(shelf.resolved(shelf.candidate(long, {Scheme.PMID: "1"})), key="a")
        library.add(shelf.resolved(shelf.candidate(short, {Scheme.PMID: "2"})), key="b")
        assert [work.key for work in library.search("lupus")] == ["b", "a"]
