"""Making one of the items that speak of one work."""

from __future__ import annotations

from citekit.documents import twins


def joined(*items: str) -> list[str]:
    sets = (frozenset(item) for item in items)
    found = twins.joined(sets, lambda item: item, lambda a, b: bool(a & b), lambda a, b: a | b)
    return ["".join(sorted(item)) for item in found]


def test_items_that_share_something_are_one_where_the_first_stood() -> None:
    assert joined("ab", "x", "bc", "y") == ["abc", "x", "y"]


def test_an_item_between_two_others_makes_them_one() -> None:
    assert joined("ab", "x", "cd", "bc") == ["abcd", "x"]


def test_the_first_of_three_that_become_one_has_the_first_word() -> None:
    items = ["a1", "b2", "ab"]
    found = twins.joined(
        items, lambda item: item, lambda a, b: bool(set(a) & set(b)), lambda a, b: a + b
    )
    assert found == ["a1abb2"]


def test_items_that_share_nothing_stay_in_order() -> None:
    assert joined("c", "a", "b") == ["c", "a", "b"]
