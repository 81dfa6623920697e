from __future__ import annotations

from citekit.model import CslItem
from citekit.text.named import canonical, named_in
from citekit.vocab import Scheme


def test_an_items_identifiers_are_canonical_and_impossible_ones_left_out() -> None:
    item: CslItem = {
        "DOI": "https://doi.org/10.1136/ARD.2009.123463",
        "PMID": "not a number",
        "PMCID": "pmc1",
        "ISBN": "3-16-148410-X",
        "custom": {"arxiv": "arXiv:2101.00001v2"},
    }
    assert named_in(item) == {
        Scheme.DOI: "10.1136/ard.2009.123463",
        Scheme.PMCID: "PMC1",
        Scheme.ISBN: "9783161484100",
        Scheme.ARXIV: "2101.00001",
    }


def test_the_first_valid_value_of_a_scheme_counts() -> None:
    pairs = [
        (Scheme.DOI, None),
        (Scheme.DOI, "10.x"),
        (Scheme.DOI, "10.1000/a"),
        (Scheme.DOI, "10.1000/b"),
    ]
    assert canonical(pairs) == {Scheme.DOI: "10.1000/a"}
