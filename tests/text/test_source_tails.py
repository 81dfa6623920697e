from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.text import source_tails

WORDS = st.lists(
    st.sampled_from([
        "Vol. ", "II", "(Suppl)", "ix-xii", "xii", "-", ", ", ": ", "; ", "pp. ", "null",
        "Aug ", "69",
        "2010", "(8)", ".", " ", "Art. ", "e12", "doi: 10.1000/x",
    ])
).map("".join)  # fmt: skip


@given(WORDS | st.text(), st.booleans())
def test_a_text_that_is_not_searched_has_nothing(text: str, lenient: bool) -> None:
    patterns = source_tails._compiled(lenient=lenient)
    if not source_tails._MAY_BE_PAGES.search(text):
        assert not any(pattern.search(text) for pattern in patterns)


@pytest.mark.parametrize("text", ["Vol. II, pp. ix-xii", "II (Suppl): ix-xii"])
def test_pages_need_no_digit(text: str) -> None:
    assert [tail["page"] for tail in source_tails.source_tails(text, lenient=False)] == ["ix-xii"]
