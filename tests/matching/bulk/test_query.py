"""A citation's text is read for what may be compared, not taken apart."""

from __future__ import annotations

import pytest

from citekit.matching.bulk.query import prepare

NLM = "J Bacteriol. 1977 Jan 31;129(1):550-3"


def test_a_source_is_its_words_numbers_and_ranges() -> None:
    query = prepare(f"[12] {NLM}")
    assert query.words == ("j", "bacteriol", "1977", "jan", "31", "129", "1", "550", "3")
    assert query.numbers == ("1977", "31", "129", "1", "550", "3")
    assert (query.years, query.days) == (("1977",), {"31"})
    assert query.ends == {"550": "553"}


def test_identifiers_are_named_and_their_digits_are_no_numbers() -> None:
    query = prepare(
        "Sun L. Lupus. Arthritis Rheum 2010;62:2467. doi:10.1002/art.27548 PMID: 20506343"
    )
    assert query.names == ("doi:10.1002/art.27548", "pmid:20506343")
    assert query.numbers == ("2010", "62", "2467")


@pytest.mark.parametrize(
    "address",
    ["https://di.org/10.0116/j.eimce.2021.04.001", "doi: 10.1016j.diabres.2021.108863"],
)
def test_a_misspelt_address_has_no_numbers_either(address: str) -> None:
    assert prepare(f"Rev Test 2021;39:308. {address}").numbers == ("2021", "39", "308")


def test_an_en_dash_stays_between_two_numbers() -> None:
    # NFKD and ASCII alone make one number of them: 14251437.
    assert prepare("pp. 1425–1437").numbers == ("1425", "1437")


def test_a_page_that_looks_like_a_year_is_none_beside_another_year() -> None:
    assert prepare("Proc Natl Acad Sci U S A. 1977;74(5):2079-83").years == ("1977",)


def test_the_letter_behind_a_year_is_no_part_of_it() -> None:
    assert prepare("Jung JW (2021b) A title").years == ("2021",)


def test_numbers_are_read_as_they_may_be_meant() -> None:
    query = prepare("Hosp Prog 1977; l29: pp123")
    assert {"129", "123"} <= query.figures


def test_a_word_broken_at_the_end_of_a_line_is_one() -> None:
    assert "cystic fibrosis" in prepare("cystic fib-\nrosis in man").folded


def test_a_label_is_no_volume() -> None:
    assert prepare("87. Lambert. Officers. Br Med J 1, 612 (1979).").numbers == ("1", "612", "1979")


def test_nothing_is_read_of_nothing() -> None:
    query = prepare("")
    assert (query.words, query.numbers, query.names, query.telling) == ((), (), (), ())
