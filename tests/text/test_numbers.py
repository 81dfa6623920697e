from __future__ import annotations

import pytest

from citekit.text import numbers


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0003-4967", "0003-4967"),
        ("00034967", "0003-4967"),
        ("2434-561x", "2434-561X"),
        ("ISSN 0003-4967", "0003-4967"),
        ("eISSN: 1468-2060", "1468-2060"),
        ("0003‐4967", "0003-4967"),
        (" 0003 4967 ", "0003-4967"),
        ("0003-4968", "0003-4968"),
        ("0003-496", None),
        ("X003-4967", None),
        ("٠٠٠٣-٤٩٦٧", None),
        ("", None),
    ],
)
def test_normalise_issn(written: str, expected: str | None) -> None:
    assert expected == numbers.normalise_issn(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0378-5955", True),
        ("2434-561X", True),
        ("0003-4967", True),
        ("1468-2060", True),
        ("0004-3591", True),
        ("1529-0131", True),
        ("1234-5679", True),
        ("0003-4968", False),
        ("2434-5610", False),
        ("nonsense", False),
    ],
)
def test_issn_is_valid(written: str, expected: bool) -> None:
    assert expected is numbers.issn_is_valid(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("http://orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097"),
        ("orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("ORCID: 0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("0000–0002–1825–0097", "0000-0002-1825-0097"),
        (" 0000 0002 1825 0097 ", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", None),
        ("0000-0002-1825-009", None),
        ("", None),
    ],
)
def test_normalise_orcid(written: str, expected: str | None) -> None:
    assert expected == numbers.normalise_orcid(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0306406152", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),
        ("080442957X", "9780804429573"),
        ("080442957x", "9780804429573"),
        ("978-3-16-148410-0", "9783161484100"),
        ("9783161484100", "9783161484100"),
        ("978–3–16–148410–0", "9783161484100"),
        ("9783161484101", None),
        ("0306406153", None),
        ("9773161484107", None),
        ("12345", None),
        ("", None),
    ],
)
def test_isbn13(written: str, expected: str | None) -> None:
    assert expected == numbers.isbn13(written)


WRITTEN_ISSNS = {
    "called so": ("Ann Rheum Dis (ISSN 0003-4967)", ["0003-4967"]),
    "two of one journal": ("pISSN: 0003-4967, eISSN: 1468-2060", ["0003-4967", "1468-2060"]),
    "a page range is none": ("Ann Rheum Dis. 2010;69(8):0378-5955", []),
    "a wrong check digit": ("ISSN 0003-4968", []),
    "a dash that is no hyphen": ("ISSN 2434\u2011561x", ["2434-561X"]),
}


@pytest.mark.parametrize(("text", "issns"), WRITTEN_ISSNS.values(), ids=WRITTEN_ISSNS.keys())
def test_issns_are_found_where_they_are_called_so(text: str, issns: list[str]) -> None:
    assert numbers.find_issns(text) == issns


WRITTEN_ORCIDS = {
    "an address": ("https://orcid.org/0000-0002-1825-0097.", ["0000-0002-1825-0097"]),
    "bare, lower case x": ("(0000-0002-1694-233x)", ["0000-0002-1694-233X"]),
    "a wrong check digit": ("ORCID 0000-0002-1825-0098", []),
    "part of something longer": ("10000-0002-1825-0097-1", []),
}


@pytest.mark.parametrize(("text", "orcids"), WRITTEN_ORCIDS.values(), ids=WRITTEN_ORCIDS.keys())
def test_orcids_are_found_in_text(text: str, orcids: list[str]) -> None:
    assert numbers.find_orcids(text) == orcids


def test_what_is_found_leads_back_to_its_address() -> None:
    assert numbers.orcid_to_url("0000-0002-1825-0097") == "https://orcid.org/0000-0002-1825-0097"
    assert numbers.normalise_orcid(numbers.orcid_to_url("0000-0002-1825-0097")) is not None
    assert numbers.issn_to_url("0003-4967").endswith("/0003-4967")
