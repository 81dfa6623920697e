"""Crossref's REST API out of a mirror: whole answers, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from citekit.mirror.serve import crossref
from tests.mirror.serve.holdings import DATE, SAMPLE, VIA, WORKS, Got, Running, held

GRAFT, NOTICE, ODD = WORKS
SILENT = SAMPLE.format("Crossref", len(WORKS)) + "\n"


def envelope(kind: str, message: Any) -> dict[str, Any]:
    return {
        "status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message,
    }  # fmt: skip


def listed(*items: Any, total: int | None = None, rows: int = 20, words: str | None = None) -> Any:
    message = {
        "facets": {},
        "total-results": len(items) if total is None else total,
        "items": list(items),
        "items-per-page": rows,
        "query": {"start-index": 0, "search-terms": words},
    }
    return envelope("work-list", message)


def refused(got: Got) -> list[tuple[str, str]]:
    assert got.status == 400
    assert (got.json["status"], got.json["message-type"]) == ("failed", "validation-failure")
    return [(one["type"], one["value"]) for one in got.json["message"]]


@pytest.mark.parametrize(
    "path", ["/works/10.5555%2Fgraft", "/works/10.5555/Graft", "/v1/works/10.5555/GRAFT"]
)
def test_a_work_goes_out_as_its_registry_wrote_it(whole: Running, path: str) -> None:
    got = whole.ask(path)
    assert (got.status, got.json) == (200, envelope("work", GRAFT))
    assert json.dumps(GRAFT) in got.text
    assert got.headers["content-type"] == "application/json"
    assert got.headers["citekit-mirror"] == VIA
    assert got.headers["citekit-mirror-date"] == DATE
    assert got.headers["citekit-mirror-coverage"] == "complete"


def test_a_doi_of_odd_signs_is_asked_percent_encoded(whole: Running) -> None:
    got = whole.ask(f"/works/{quote(ODD['DOI'], safe='')}?mailto=a%40example.org")
    assert got.json == envelope("work", ODD)


@pytest.mark.parametrize(
    "doi", ["10.5555/other", "10.5555/other/agency", "nonsense", "..%2F..%2Fetc%2Fpasswd"]
)
def test_what_a_complete_mirror_lacks_is_not_found_in_crossrefs_words(
    whole: Running, doi: str
) -> None:
    got = whole.ask(f"/works/{doi}")
    assert (got.status, got.body) == (404, b"Resource not found.")
    assert got.headers["content-type"] == "text/plain; charset=UTF-8"


@pytest.mark.parametrize("doi", ["10.5555/other", "10.5555/other/agency", "nonsense"])
def test_what_a_sample_lacks_is_not_authoritative(sample: Running, doi: str) -> None:
    got = sample.ask(f"/works/{doi}")
    assert (got.status, got.text) == (421, SILENT)
    assert got.headers["citekit-mirror-coverage"] == "sample"


def test_a_mirror_without_crossref_does_not_speak_for_it() -> None:
    answer = crossref.work(held(registries=("pubmed",)), "10.5555/graft", [])
    assert (answer.status, answer.body) == (421, b"This mirror holds nothing of Crossref.\n")


def test_the_agency_of_a_work_that_is_held(whole: Running) -> None:
    told = {"DOI": "10.5555/Graft", "agency": {"id": "crossref", "label": "Crossref"}}
    assert whole.ask("/works/10.5555%2FGraft/agency").json == envelope("work-agency", told)


def test_the_agency_of_a_doi_that_only_pubmed_names_is_not_known() -> None:
    both, pubmed = held(), held(registries=("pubmed",))
    answer = crossref.agency(replace(both, shelf=pubmed.shelf), "10.5555/graft", [])
    assert answer.status == 421
    assert answer.body.startswith(b"PubMed names this DOI")


def test_works_by_doi_come_in_the_order_asked_and_the_others_are_left_out(whole: Running) -> None:
    got = whole.ask("/works?filter=doi:10.5555/notice,doi:10.5555/none,doi:10.5555/graft&rows=100")
    assert got.json == listed(NOTICE, GRAFT, rows=100)


def test_a_sample_names_the_dois_it_cannot_speak_of(sample: Running) -> None:
    got = sample.ask("/works?filter=doi:10.5555/notice,doi:10.5555/none")
    assert got.json["message"]["unanswered"] == ["10.5555/none"]
    assert got.json["message"]["items"] == [NOTICE]


def test_a_sample_without_any_of_them_is_not_authoritative(sample: Running) -> None:
    for question in ("filter=doi:10.5555/none", "query=unheard", "filter=updates:10.5555/none"):
        assert sample.ask(f"/works?{question}").status == 421


def test_the_notices_about_a_work(whole: Running) -> None:
    assert whole.ask("/works?filter=updates:10.5555/graft").json == listed(NOTICE)
    assert whole.ask("/works?filter=updates:10.5555/notice").json == listed()


def test_a_query_finds_the_best_first(whole: Running) -> None:
    got = whole.ask("/works?query.bibliographic=retraction+of+umbilical+grafts&select=DOI&rows=1")
    expected = listed(
        {"DOI": "10.5555/notice"}, total=3, rows=1, words="retraction of umbilical grafts"
    )
    assert got.json == expected


def test_pages_of_a_query(whole: Running) -> None:
    got = whole.ask("/works?query=umbilical&rows=1&offset=1")
    assert got.json["message"]["total-results"] == 2
    assert got.json["message"]["query"]["start-index"] == 1
    assert len(got.json["message"]["items"]) == 1
    assert whole.ask("/works?query=umbilical&rows=0").json["message"]["items"] == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("is-update:true", [NOTICE]),
        ("is-update:false", [GRAFT]),
        ("has-update:true", [GRAFT]),
        ("update-type:retraction", [NOTICE]),
        ("type:journal-article", [GRAFT, NOTICE]),
        ("type:book,type:journal-article", [GRAFT, NOTICE]),
        ("type:book", []),
        ("from-index-date:2026-02", [NOTICE]),
        ("until-index-date:2026-01-05", [GRAFT]),
        ("from-index-date:2026,until-index-date:2026-02", [GRAFT]),
    ],
)
def test_filters_narrow_what_was_found(whole: Running, filters: str, found: list[Any]) -> None:
    got = whole.ask(f"/works?filter=doi:10.5555/graft,doi:10.5555/notice,{filters}")
    assert got.json == listed(*found)


def test_a_date_that_records_do_not_tell_is_refused(whole: Running) -> None:
    got = whole.ask("/works?query=umbilical&filter=from-deposit-date:2020")
    assert refused(got) == [("filter-not-available", "deposit")]


@pytest.mark.parametrize(
    ("query", "complaints"),
    [
        ("query=a&foo=1", [("parameter-not-allowed", "foo")]),
        ("query=a&cursor=*", [("parameter-not-allowed", "cursor")]),
        ("query.author=a", [("parameter-not-allowed", "query.author")]),
        ("query=a&query=b", [("parameter-not-allowed", "query")]),
        ("", [("parameter-not-allowed", "")]),
        ("rows=5", [("parameter-not-allowed", "")]),
        ("query=a&rows=1001", [("integer-not-valid", "1001")]),
        ("query=a&rows=-1", [("integer-not-valid", "-1")]),
        ("query=a&rows=x", [("integer-not-valid", "x")]),
        ("query=a&offset=10001", [("integer-not-valid", "10001")]),
        ("query=a&select=DOI,doi", [("select-not-available", "doi")]),
        ("query=a&select=", [("select-not-available", "")]),
        ("query=a&sort=published", [("sort-field-not-valid", "published")]),
        ("query=a&order=asc", [("sort-order-not-valid", "asc")]),
        ("filter=orcid:1", [("filter-not-available", "orcid")]),
        ("filter=doi:nonsense", [("doi-not-valid", "nonsense")]),
        ("query=a&filter=from-index-date:01.02.2020", [("date-not-valid", "01.02.2020")]),
        ("query=a&filter=is-update:maybe", [("boolean-not-valid", "maybe")]),
        ("query=a&foo=1&sort=x", [("parameter-not-allowed", "foo"), ("sort-field-not-valid", "x")]),
    ],
)
def test_what_is_refused(whole: Running, query: str, complaints: list[tuple[str, str]]) -> None:
    assert refused(whole.ask(f"/works?{query}")) == complaints


def test_one_work_takes_no_select(whole: Running) -> None:
    got = whole.ask("/works/10.5555/graft?select=DOI")
    assert refused(got) == [("parameter-not-allowed", "select")]


@pytest.mark.parametrize("path", ["/members/98", "/journals", "/v1/types", "/funders/1/works"])
def test_other_routes_of_crossrefs_are_not_served(whole: Running, path: str) -> None:
    assert whole.ask(path).status == 501


def test_a_thousand_dois_at_a_time_and_no_more(whole: Running) -> None:
    many = ",".join(f"doi:10.5555/{n}" for n in range(1001))
    assert refused(whole.ask(f"/works?filter={many}")) == [("parameter-not-allowed", "filter")]
