"""When two descriptions are of one work."""

from __future__ import annotations

import pytest

from citekit import identity
from citekit.model import CslItem, End
from citekit.vocab import Scheme

DOI, PMID, PMCID, ISBN = Scheme.DOI, Scheme.PMID, Scheme.PMCID, Scheme.ISBN


@pytest.mark.parametrize(
    ("expected", "a", "b"),
    [
        pytest.param(True, {PMID: "1"}, {PMID: "1"}, id="one PMID"),
        pytest.param(True, {DOI: "10.1/a", PMID: "1"}, {DOI: "10.1/a"}, id="one DOI"),
        pytest.param(
            False, {DOI: "10.1/a", PMID: "1"}, {DOI: "10.1/a", PMID: "2"}, id="two PMIDs, one DOI"
        ),
        pytest.param(
            True, {DOI: "10.1/alias", PMID: "1"}, {DOI: "10.1/a", PMID: "1"}, id="an aliased DOI"
        ),
        pytest.param(
            True, {DOI: "10.1/a", PMCID: "PMC1"}, {DOI: "10.1/b", PMCID: "PMC1"}, id="one PMCID"
        ),
        pytest.param(False, {DOI: "10.1/a"}, {DOI: "10.1/b"}, id="two DOIs"),
        pytest.param(None, {DOI: "10.1/a"}, {PMID: "1"}, id="nothing in common"),
        pytest.param(None, {ISBN: "9780000000002"}, {ISBN: "9780000000002"}, id="one book"),
    ],
)
def test_identifiers_name_one_work(
    expected: bool | None, a: dict[Scheme, str], b: dict[Scheme, str]
) -> None:
    assert expected is identity.same_identifiers(a, b)
    assert expected is identity.same_identifiers(b, a)


ERRATUM: CslItem = {
    "container-title": "Annals of the Rheumatic Diseases",
    "issued": {"date-parts": [[2011, 1]]},
    "volume": "70",
    "page": "237",
}


@pytest.mark.parametrize(
    ("expected", "raw"),
    [
        pytest.param(True, "Ann Rheum Dis. 2011 Jan;70(1):237.", id="the same place"),
        pytest.param(False, "Ann Rheum Dis. 2011 Jan;70(1):238.", id="the next page"),
        pytest.param(False, "Ann Rheum Dis. 2011 Jan;71(1):237.", id="another volume"),
        pytest.param(False, "Ann Intern Med. 2011 Jan;70(1):237.", id="another journal"),
        pytest.param(False, "Ann Rheum Dis. 2011", id="too little to tell"),
    ],
)
def test_a_raw_source_names_the_work_that_stands_there(expected: bool, raw: str) -> None:
    a, b = identity.known(End(raw=raw)), identity.known(End(record=ERRATUM))
    assert expected is identity.same_end(a, b)


def test_a_doi_hidden_in_the_raw_source_decides() -> None:
    hidden = identity.known(
        End(raw="Ann Rheum Dis. 2010 Aug;69(8):1413-4. doi: 10.1136/ARD.2010.1")
    )
    assert identity.same_end(hidden, identity.known(End({DOI: "10.1136/ard.2010.1"})))
    assert not identity.same_end(hidden, identity.known(End({DOI: "10.1136/ard.2010.2"})))
