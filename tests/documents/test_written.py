"""What makes a row of a document worth being taken apart."""

from __future__ import annotations

import pytest

from citekit.documents import written


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("On trials. [J Made Up 2019a]", True),
        ("On trials. [J Made Up 2019; 7: 2]", True),
        ("It was seen often. [see p. 12019]", False),
    ],
)
def test_a_number_of_five_digits_is_no_year(text: str, dated: bool) -> None:
    assert bool(written._BRACKETED_SOURCE.search(text)) is dated
