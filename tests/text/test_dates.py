from __future__ import annotations

import pytest

from citekit.model import CslDate
from citekit.text import dates


def parts(*written: list[int]) -> CslDate:
    return {"date-parts": list(written)}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("2010", "Aug", None, None, None), parts([2010, 8])),
        (("2010", "08", "03", None, None), parts([2010, 8, 3])),
        (("2010", "8", "3", None, None), parts([2010, 8, 3])),
        (("2010", None, "3", None, None), parts([2010])),
        (("2010", "13", "3", None, None), parts([2010])),
        (("2010", "Feb", "31", None, None), parts([2010, 2])),
        (("2010", "nonsense", None, None, None), parts([2010])),
        (("2000", None, None, "Spring", None), {"date-parts": [[2000]], "season": 1}),
        (("2000", None, None, "Fall", None), {"date-parts": [[2000]], "season": 3}),
        (
            ("2000", None, None, "Spring-Summer", None),
            {"date-parts": [[2000]], "literal": "2000 Spring-Summer"},
        ),
        ((None, None, None, None, "1998 Dec-1999 Jan"), parts([1998, 12], [1999, 1])),
        ((None, None, None, None, "1975-1976"), parts([1975], [1976])),
        ((None, None, None, None, "2023 Jun-Jul"), parts([2023, 6], [2023, 7])),
        ((None, None, None, None, "2000 Nov 5-12"), parts([2000, 11, 5], [2000, 11, 12])),
        (
            (None, None, None, None, "2000 Nov 27-Dec 3"),
            parts([2000, 11, 27], [2000, 12, 3]),
        ),
        ((None, None, None, None, "2000 Spring"), {"date-parts": [[2000]], "season": 1}),
        (
            (None, None, None, None, "1998 1st Quart"),
            {"date-parts": [[1998]], "literal": "1998 1st Quart"},
        ),
        (
            (None, None, None, None, "2000 Spring-Summer"),
            {"date-parts": [[2000]], "literal": "2000 Spring-Summer"},
        ),
        (
            (None, None, None, None, "2000 Dec-Jan"),
            {"date-parts": [[2000]], "literal": "2000 Dec-Jan"},
        ),
        ((None, None, None, None, "Season of mists"), {"literal": "Season of mists"}),
        ((None, "Aug", None, None, None), None),
        (("", "", "", "", ""), None),
        ((None, None, None, None, None), None),
    ],
    ids=str,
)
def test_from_pubmed(
    written: tuple[str | None, str | None, str | None, str | None, str | None],
    expected: CslDate | None,
) -> None:
    assert expected == dates.from_pubmed(*written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2010 Aug", parts([2010, 8])),
        ("2010 Aug 3", parts([2010, 8, 3])),
        ("03 August 2010", parts([2010, 8, 3])),
        ("August 3, 2010", parts([2010, 8, 3])),
        ("3rd of August 2010", parts([2010, 8, 3])),
        ("Aug. 2010", parts([2010, 8])),
        ("Sept 2010", parts([2010, 9])),
        ("2010-08-03", parts([2010, 8, 3])),
        ("2010-08-03T00:00:00Z", parts([2010, 8, 3])),
        ("2010/08", parts([2010, 8])),
        ("2010/08/01/", parts([2010, 8, 1])),
        ("20100803", parts([2010, 8, 3])),
        ("25/08/2010", parts([2010, 8, 25])),
        ("08/25/2010", parts([2010, 8, 25])),
        ("03/08/2010", parts([2010])),
        ("08/08/2010", parts([2010, 8, 8])),
        ("Spring 2000", {"date-parts": [[2000]], "season": 1}),
        ("Winter 2000", {"date-parts": [[2000]], "season": 4}),
        ("2010", parts([2010])),
        ("(2010)", parts([2010])),
        ("1998-12/1999-01", parts([1998, 12], [1999, 1])),
        ("2010 Aug-Sep", parts([2010, 8], [2010, 9])),
        ("Aug–Sep 2010", parts([2010, 8], [2010, 9])),
        ("2010-13", parts([2010])),
        ("2021 05", parts([2021, 5])),
        ("2021 05 21", parts([2021, 5, 21])),
        ("3-5 August 2010", parts([2010, 8, 3], [2010, 8, 5])),
        ("August", None),
        ("3 August", None),
        ("2010 2011", None),
        ("Lancet 2010", None),
        ("12345", None),
        ("٢٠١٠", None),
        ("", None),
    ],
)
def test_from_text(written: str, expected: CslDate | None) -> None:
    assert expected == dates.from_text(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([[2010, 8, 3]], parts([2010, 8, 3])),
        ([[2010, 8]], parts([2010, 8])),
        ([[2010, 13, 3]], parts([2010])),
        ([[2010, None, 3]], parts([2010])),
        ([[2010, 2, 30]], parts([2010, 2])),
        ([[1998, 12], [1999, 1]], parts([1998, 12], [1999, 1])),
        ([[None]], None),
        ([[]], None),
        ([[0]], None),
        ([], None),
    ],
    ids=str,
)
def test_from_parts(written: list[list[int | None]], expected: CslDate | None) -> None:
    assert expected == dates.from_parts(written)


@pytest.mark.parametrize(
    ("date", "year", "iso"),
    [
        (parts([2010, 8, 3]), 2010, "2010-08-03"),
        (parts([2011, 1]), 2011, "2011-01"),
        (parts([2010]), 2010, "2010"),
        (parts([1998, 12], [1999, 1]), 1998, "1998-12/1999-01"),
        ({"date-parts": [[2000]], "season": 1}, 2000, "2000"),
        ({"literal": "about 1998"}, 1998, None),
        ({"literal": "long ago"}, None, None),
        ({"date-parts": []}, None, None),
        ({"date-parts": [[]]}, None, None),
        ({}, None, None),
        (None, None, None),
    ],
    ids=str,
)
def test_year_and_iso(date: CslDate | None, year: int | None, iso: str | None) -> None:
    assert (year, iso) == (dates.year(date), dates.iso(date))
