"""One work on one line."""

from __future__ import annotations

import pytest

from citekit.model import CslItem
from citekit.reports.text import cite


@pytest.mark.parametrize(
    ("given", "title", "line"),
    [
        ("J", "Cells", "Liang J. Cells. Ann 2010. DOI:10.1/x"),
        ("J.", "Cells", "Liang J. Cells. Ann 2010. DOI:10.1/x"),
        ("J.", "Cells?", "Liang J. Cells? Ann 2010. DOI:10.1/x"),
        ("J", "Cells.", "Liang J. Cells. Ann 2010. DOI:10.1/x"),
    ],
)
def test_initials_with_a_full_stop_have_one_of_them(given: str, title: str, line: str) -> None:
    item: CslItem = {
        "type": "article-journal",
        "author": [{"family": "Liang", "given": given}],
        "title": title,
        "container-title": "Ann",
        "issued": {"date-parts": [[2010]]},
        "DOI": "10.1/x",
    }
    assert cite(item) == line


def test_a_line_without_identifiers_ends_as_it_always_did() -> None:
    assert cite({"type": "book", "title": "Cells"}) == "Cells. -"
