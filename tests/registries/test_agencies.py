from __future__ import annotations

import json

import pytest

from citekit.errors import FormatError
from citekit.registries.agencies import Agency, from_crossref, from_doi_org, is_alias

DOI = "10.5281/zenodo.1"


def crossref_body(doi: str = DOI, **agency: str) -> bytes:
    message = {"DOI": doi, "agency": agency}
    return json.dumps({"status": "ok", "message-type": "work-agency", "message": message}).encode()


def test_crossref_names_the_agency() -> None:
    body = crossref_body(id="datacite", label="DataCite")
    assert from_crossref(body, DOI) == Agency("datacite", "DataCite")


def test_crossref_may_leave_out_the_label() -> None:
    assert from_crossref(crossref_body(id="mEDRA"), DOI) == Agency("medra", "mEDRA")


@pytest.mark.parametrize(
    "body",
    [crossref_body("10.1/other", id="x"), b"<html>", b"", b"{}", b'{"message":{"DOI":null}}'],
    ids=["another DOI", "page", "empty", "no message", "null"],
)
def test_crossref_may_give_no_answer(body: bytes) -> None:
    with pytest.raises(FormatError):
        from_crossref(body, DOI)


def test_doi_org_names_the_agency() -> None:
    body = b'[{"DOI":"10.5281/ZENODO.1","RA":"DataCite"}]'
    assert from_doi_org(body, DOI) == Agency("datacite", "DataCite")


@pytest.mark.parametrize("status", ["DOI does not exist", "Invalid DOI"])
def test_doi_org_knows_when_there_is_no_such_doi(status: str) -> None:
    assert from_doi_org(json.dumps([{"DOI": DOI, "status": status}]).encode(), DOI) is None


@pytest.mark.parametrize(
    "body",
    [
        b'[{"DOI":"10.5281/zenodo.1","status":"Unknown"}]',
        b'[{"DOI":"10.5281/zenodo.1"}]',
        b'[{"DOI":"10.1/other","RA":"DataCite"}]',
        b"[]",
        b'[{"DOI":"10.5281/zenodo.1","RA":"A"},{"DOI":"10.5281/zenodo.1","RA":"B"}]',
        b"<html>",
        b"",
    ],
    ids=["unknown", "silent", "another DOI", "nothing", "two", "page", "empty"],
)
def test_doi_org_may_give_no_answer(body: bytes) -> None:
    with pytest.raises(FormatError):
        from_doi_org(body, DOI)


@pytest.mark.parametrize(
    ("message", "alias"),
    [
        ({"DOI": "10.1/prime", "alternative-id": ["10.5281/ZENODO.1"]}, True),
        ({"DOI": "10.1/prime", "aliases": ["10.1/x", "10.5281/zenodo.1"]}, True),
        ({"DOI": "10.1/prime", "alternative-id": ["S0140-6736", None]}, False),
        ({"DOI": "10.1/prime"}, False),
    ],
)
def test_a_record_may_list_its_other_names(message: dict[str, object], alias: bool) -> None:
    assert is_alias(json.dumps({"message": message}).encode(), DOI) is alias
