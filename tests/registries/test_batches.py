from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citekit.registries.batches import split


def test_groups_are_as_large_as_they_may_be() -> None:
    assert [list(group) for group in split(range(5), 2)] == [[0, 1], [2, 3], [4]]


def test_groups_are_as_wide_as_they_may_be() -> None:
    groups = split(["aa", "b", "cccc", "d"], 10, room=3, width=len)
    assert [list(group) for group in groups] == [["aa", "b"], ["cccc"], ["d"]]


@given(st.lists(st.text(max_size=9)), st.integers(1, 5), st.integers(1, 20))
def test_nothing_is_lost_and_the_order_stays(items: list[str], most: int, room: int) -> None:
    groups = list(split(items, most, room, len))
    assert [item for group in groups for item in group] == items
    assert all(len(group) <= most for group in groups)
    assert all(len(group) == 1 or sum(map(len, group)) <= room for group in groups)
