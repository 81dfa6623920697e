from __future__ import annotations

import pytest

from citekit.text import preprints


@pytest.mark.parametrize(
    "name", ["bioRxiv", "medRxiv", "Res Sq", "bioRxiv : the preprint server for biology", "ARXIV"]
)
def test_preprint_servers_are_known_by_pubmeds_names(name: str) -> None:
    assert preprints.is_server(name)


@pytest.mark.parametrize("name", ["", "Scand J Clin Lab Invest", "Preprints in Medicine"])
def test_journals_are_no_preprint_servers(name: str) -> None:
    assert not preprints.is_server(name)


@pytest.mark.parametrize(
    ("expected", "doi"),
    [
        (True, "10.1101/2020.11.03.20225565"),
        (True, "10.1101/305441"),
        (True, "10.21203/rs.3.rs-123/v1"),
        (True, "10.48550/arXiv.2001.00001"),
        (False, "10.1101/gad.1234567"),
        (False, "10.1136/ard.2009.123463"),
        (False, ""),
    ],
)
def test_a_doi_of_a_server_is_told_from_one_of_its_publishers_journals(
    expected: bool, doi: str
) -> None:
    assert expected is preprints.is_preprint_doi(doi)
