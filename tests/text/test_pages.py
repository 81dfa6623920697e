from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.text import pages


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1423-9", "1423-1429"),
        ("1423–9", "1423-1429"),
        ("1423‐1429", "1423-1429"),
        ("1423--1429", "1423-1429"),
        ("1423 - 9", "1423-1429"),
        ("2467-75", "2467-2475"),
        ("199-203", "199-203"),
        ("237", "237"),
        ("e12", "e12"),
        ("n71", "n71"),
        ("R79", "R79"),
        ("S1-S9", "S1-S9"),
        ("S123-S9", "S123-S129"),
        ("R123-32", "R123-32"),
        ("123-5, 140; discussion 125-8", "123-125, 140; discussion 125-128"),
        ("iii-v", "iii-v"),
        ("1 p following 5", "1 p following 5"),
        ("e0123456", "e0123456"),
        ("12.e1-12.e3", "12.e1-12.e3"),
        ("198-03", "198-03"),
        ("1-1", "1-1"),
        ("2010-05-12", "2010-05-12"),
        ("", ""),
    ],
)
def test_expand(written: str, expected: str) -> None:
    assert expected == pages.expand(written)


@given(st.text(alphabet="0123456789-–Se,; ", max_size=30))
def test_expanding_twice_changes_nothing_more(text: str) -> None:
    once = pages.expand(text)
    assert once == pages.expand(once)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1423-9", "1423"),
        ("e12", "e12"),
        ("S1-S9", "S1"),
        ("pp. 123-5", "123"),
        ("p 7", "7"),
        ("iii-v", "iii"),
        ("123-5, 140", "123"),
        ("1 p following 5", "1"),
        ("CD000259.pub2", "CD000259.pub2"),
        ("", None),
        ("no pages", None),
        ("in press", None),
    ],
)
def test_first(written: str, expected: str | None) -> None:
    assert expected == pages.first(written)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1423-9", "1423–1429", True),
        ("1423", "1423-1429", True),
        ("1423-9", "1423-30", False),
        ("1423", "1424", False),
        ("R123-32", "R123-R132", True),
        ("E12", "e12", True),
        ("123-5, 140", "123-125", True),
        ("S1-S9", "1-9", False),
        ("237", "1423-9", False),
        ("pp. 237", "237", True),
        ("in press", "In Press", True),
        ("in press", "237", False),
    ],
)
def test_same(a: str, b: str, expected: bool) -> None:
    assert expected is pages.same(a, b)
    assert expected is pages.same(b, a)
