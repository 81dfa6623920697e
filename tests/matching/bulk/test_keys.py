"""A citation and its record have keys in common, however the citation is written."""

from __future__ import annotations

import pytest

from citekit.matching.bulk.citation_keys import (
    citation_keys,
    near_year_keys,
    place_keys,
    title_keys,
)
from citekit.matching.bulk.query import prepare
from citekit.matching.bulk.record_keys import index_text, record_keys, shingles
from tests.matching.bulk.shelf_of import LUPUS, record


@pytest.mark.parametrize(
    "text",
    [
        "Arthritis Rheum. 2010 Aug 3;62(8):2467-75",
        "Sun L, Wang D, Liang J, et al. Arthritis Rheum 2010;62:2467–2475.",
        "L. Sun, D. Wang, J. Liang, Arthritis Rheum. 2010, 62, 2467.",
        "Sun, L. et al. Arthritis & Rheumatism 62, 2467–2475 (2010).",
        'Sun, L., "A title with 3 numbers and 12 more," vol. 62, no. 8, pp. 2467-75, Aug. 2010.',
        "Sun L (2010) Arthritis Rheum 62(8):2467–2475",
        "Sun L. 1999. Arthritis Rheum 62: 2467",  # author, volume and page need no year
    ],
)
def test_the_place_is_found_in_every_style(text: str) -> None:
    assert set(place_keys(prepare(text))) & set(record_keys(LUPUS))


def test_a_year_that_is_off_by_one_is_looked_for_afterwards() -> None:
    query = prepare("Arthritis Rheum. 2011;62(8):2467")
    assert not set(place_keys(query)) & set(record_keys(LUPUS))
    assert set(near_year_keys(query)) & set(record_keys(LUPUS))


def test_five_telling_words_in_a_row_are_enough() -> None:
    text = "cord mesenchymal stem cell transplantation for something else"
    assert set(title_keys(prepare(text))) & set(record_keys(LUPUS))


def test_two_texts_with_five_words_in_common_share_a_shingle() -> None:
    common = ["alpha", "beta", "gamma", "delta", "epsilon"]
    left = ["one", "two", *common, "three", "four", "five"]
    right = ["ten", *common, "eleven"]
    assert shingles(left) & shingles(right)


def test_part_of_a_volume_is_left_to_the_comparison() -> None:
    one = record("1", "A title", place="Cold Spring Harb Symp. 1977;41 Pt 2:877-89")
    query = prepare("Cold Spring Harb Symp. 1977;41 Pt 2:877-89")
    assert set(place_keys(query)) & set(record_keys(one))


def test_keys_ascend_and_stand_once() -> None:
    query = prepare("Arthritis Rheum. 2010;62(8):2467-75")
    for keys in (citation_keys(query), record_keys(LUPUS)):
        assert list(keys) == sorted(set(keys))


def test_full_text_has_what_a_citation_may_have() -> None:
    assert index_text(LUPUS) == (
        "umbilical cord mesenchymal stem cell transplantation in severe and refractory lupus "
        "sun wang liang arthritis and rheumatism arthritis rheum 62 2467 2475 2010"
    )
