"""What is kept of a record for comparing."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.matching.bulk.compact import Compact, decode, encode, fold, of_item
from citekit.model import CslItem
from citekit.text import titles
from citekit.vocab import Scheme


def test_a_record_is_folded_once() -> None:
    item: CslItem = {
        "title": "Correction to: <i>TNF</i>-α in “Größe” (II)",
        "author": [
            {"family": "O’Brien-Müller", "given": "A"},
            {"family": "Berg", "non-dropping-particle": "van der"},
            {"literal": "The X-Y Group"},
        ],
        "container-title": "The Journal of Müller & Co.",
        "container-title-short": "J. Müller",
        "issued": {"date-parts": [[2010, 8]]},
        "available-date": {"date-parts": [[2009, 12, 31]]},
        "volume": "69 (Suppl 2)",
        "issue": "8-9",
        "page": "1423-9",
    }
    assert of_item(item, {Scheme.DOI: "10.1000/x", Scheme.PMID: "1"}) == Compact(
        names=("pmid:1", "doi:10.1000/x"),
        title="correction to tnf alpha in grosse ii",
        families=("obrien muller", "van der berg", "the x y group"),
        journals=("the journal of muller and co", "j muller"),
        years=(2010, 2009),
        volume="69 suppl 2",
        issue="8 9",
        first="1423",
        last="1429",
        kind="correction",
        part=2,
    )


def test_what_a_record_lacks_is_empty() -> None:
    nothing = Compact((), "", (), (), (), "", "", "", "")
    assert of_item({}, {}) == nothing


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [
        ("1423-1429", "1423", "1429"),
        ("1423–9", "1423", "1429"),
        ("e1000", "e1000", ""),
        ("S12-S19", "s12", "s19"),
        ("iii-vi", "iii", "vi"),
        ("612", "612", ""),
        ("6, 69-72", "6", "72"),
        ("n/a", "", ""),
    ],
)
def test_pages_have_a_first_and_perhaps_a_last(page: str, first: str, last: str) -> None:
    read = of_item({"page": page}, {})
    assert (read.first, read.last) == (first, last)


def test_a_number_stands_for_the_pages_of_an_article_without() -> None:
    assert of_item({"number": "CD004"}, {}).first == "cd004"


@given(st.text(max_size=60))
def test_folding_takes_a_short_way_to_the_same_words(text: str) -> None:
    assert fold(text) == titles.fold(text)


@given(st.text(max_size=30), st.lists(st.integers(1500, 2100), max_size=2))
def test_what_is_encoded_is_decoded(text: str, years: list[int]) -> None:
    one = of_item({"title": text}, {Scheme.PMID: "7"})
    again = msgspec.structs.replace(one, years=tuple(years))
    assert decode(encode(again)) == again
