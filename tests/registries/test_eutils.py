from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.errors import FormatError
from citekit.registries.eutils import citation_match, converted, ecitmatch, esearch


def search_body(**result: object) -> bytes:
    header = {"type": "esearch", "version": "0.3"}
    return json.dumps({"header": header, "esearchresult": result}).encode()


def test_esearch_gives_the_pmids_in_their_order() -> None:
    body = search_body(count="2", retmax="2", retstart="0", idlist=["20650877", "20506343"])
    assert esearch(body) == ("20650877", "20506343")


def test_esearch_finds_nothing() -> None:
    warnings = {"outputmessages": ["No items found."], "quotedphrasesnotfound": ['"10.1/x"[doi]']}
    body = search_body(count="0", idlist=[], warninglist=warnings)
    assert esearch(body) == ()


ESEARCH_FAILURES = {
    "error in the result": search_body(ERROR="Search Backend failed: 'retstart' is too large"),
    "error beside it": b'{"error":"API rate limit exceeded","api-key":"k","count":"4","limit":"3"}',
    "no list": search_body(count="0"),
    "a count without a list": search_body(count="3", idlist=[]),
    "not a number": search_body(count="1", idlist=["PMC1"]),
    "the number zero": search_body(count="1", idlist=["0"]),
    "a page": b"<!DOCTYPE html><html></html>",
    "cut": search_body(count="1", idlist=["1"])[:-10],
    "empty": b"",
    "an exception": b"NCBI C++ Exception: CTxRawClient EOF",
    "another shape": b"[1, 2]",
    "bytes": b'{"esearchresult":{"count":"1","idlist":["\xff"]}}',
    "deep": b"[" * 100_000,
    "deep in what is skipped": b'{"x":' + b"[" * 100_000,
}


@pytest.mark.parametrize("body", ESEARCH_FAILURES.values(), ids=ESEARCH_FAILURES)
def test_esearch_says_when_it_is_no_answer(body: bytes) -> None:
    with pytest.raises(FormatError):
        esearch(body)


def test_esearch_names_the_error_and_nothing_beside_it() -> None:
    with pytest.raises(
        FormatError, match=r"^esearch answered with an error: API rate limit exceeded$"
    ):
        esearch(ESEARCH_FAILURES["error beside it"])


@pytest.mark.parametrize(
    ("verdict", "pmids"),
    [
        ("20650877", ("20650877",)),
        ("NOT_FOUND;INVALID_JOURNAL", ()),
        ("NOT_FOUND", ()),
        ("AMBIGUOUS 123,456", ("123", "456")),
        ("AMBIGUOUS (12 citations)", ()),
        ("", ()),
    ],
)
def test_ecitmatch_answers_in_plain_text(verdict: str, pmids: tuple[str, ...]) -> None:
    body = f"Ann Rheum Dis|2010|69|1423|Liang J|citekit|{verdict}\n"
    assert ecitmatch(body.encode(), "citekit") == pmids


def test_ecitmatch_drops_lines_that_it_cannot_classify() -> None:
    assert ecitmatch(b"", "citekit") == ()
    assert ecitmatch(b"J|2010|1|2|A|other|99\n", "citekit") == ()


@pytest.mark.parametrize(
    "body",
    [
        b"<html></html>",
        b'{"error":"API rate limit exceeded"}',
        b"NCBI C++ Exception",
        b"\xff|||||||",
        b"J|2010|1|2|A|citekit|0\n",
    ],
    ids=["page", "rate limit", "exception", "bytes", "the number zero"],
)
def test_ecitmatch_says_when_it_is_no_answer(body: bytes) -> None:
    with pytest.raises(FormatError):
        ecitmatch(body, "citekit")


def match_body(count: int, *pmids: str, success: bool = True) -> bytes:
    uids = [{"pubmed": pmid} for pmid in pmids]
    result = {"count": count, "type": "uids", "uids": uids}
    answer = {"version": "1.0", "operation": "citmatch", "success": success, "result": result}
    return json.dumps(answer).encode()


@pytest.mark.parametrize(
    ("body", "pmids"),
    [
        (match_body(1, "12345678"), ("12345678",)),
        (match_body(2, "1", "2"), ()),
        (match_body(0), ()),
        (match_body(1, "1", success=False), ()),
        (b'{"success":false}', ()),
    ],
    ids=["one", "two", "none", "no success", "no result"],
)
def test_the_citation_matcher_is_believed_only_when_it_names_one(
    body: bytes, pmids: tuple[str, ...]
) -> None:
    assert citation_match(body) == pmids


@pytest.mark.parametrize("body", [b"<html>", b"", b"{}", match_body(1, "x"), match_body(1, "0")])
def test_the_citation_matcher_may_be_no_answer(body: bytes) -> None:
    with pytest.raises(FormatError):
        citation_match(body)


def test_the_id_converter_gives_pmids_as_numbers() -> None:
    records = [
        {"requested-id": "PMC3531190", "pmid": 23193287, "pmcid": "PMC3531190", "doi": "10.1093/x"},
        {"requested-id": "PMC2", "pmid": "22", "pmcid": "PMC2"},
        {"requested-id": "PMC3", "pmcid": "PMC3"},
        {"requested-id": "PMC4", "status": "error", "errmsg": "Identifier not found in PMC"},
        {"requested-id": "PMC9", "pmid": 9, "pmcid": "PMC9"},
        {"requested-id": "PMC5", "pmid": 5, "pmcid": "PMC6"},
    ]
    body = json.dumps({"status": "ok", "records": records}).encode()
    asked = ["PMC3531190", "PMC2", "PMC3", "PMC4", "PMC5", "PMC7"]
    assert converted(body, asked) == {
        "PMC3531190": "23193287",
        "PMC2": "22",
        "PMC3": None,
        "PMC4": None,
    }


@pytest.mark.parametrize(
    "body",
    [
        b'{"status":"error","http_status":"400","errors":[{"code":"invalid_pmids"}]}',
        b'{"status":"error","records":[]}',
        b"<html>",
        b"",
    ],
)
def test_the_id_converter_may_be_no_answer(body: bytes) -> None:
    with pytest.raises(FormatError):
        converted(body, ["PMC1"])


@given(st.one_of(st.binary(), st.text().map(str.encode), st.from_regex(rb"[{\[<].{0,80}")))
def test_no_bytes_are_more_than_no_answer(body: bytes) -> None:
    for decode in (esearch, citation_match):
        with contextlib.suppress(FormatError):
            decode(body)
    with contextlib.suppress(FormatError):
        ecitmatch(body, "citekit")
    with contextlib.suppress(FormatError):
        converted(body, ["PMC1"])
