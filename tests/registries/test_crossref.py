from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
import responses

from citekit.formats.crossref_schema import Work
from citekit.model import Absent, Answer, Citation, Found, Identifier, Unavailable
from citekit.registries.crossref import FILTER_ROOM, SELECT, Crossref
from citekit.registries.http import Http
from citekit.settings import CROSSREF_URL
from citekit.vocab import Scheme
from tests.registries.conftest import MAIL, Until
from tests.registry_server import SELECTABLE, RegistryServer, work

OpenHttp = Callable[..., Http]
Ask = Callable[..., dict[Identifier, Answer]]
FAST = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s"}
NOT_FOUND = "Resource not found."


def doi(value: str) -> Identifier:
    return Identifier(Scheme.DOI, value)


def found(answer: Answer) -> list[str]:
    assert isinstance(answer, Found), answer
    return [candidate.identifiers[Scheme.DOI] for candidate in answer.candidates]


@pytest.fixture
def ask(open_http: OpenHttp, until: Until) -> Ask:
    def fetch(
        server: RegistryServer, *dois: str, seconds: float = 20, **settings: object
    ) -> dict[Identifier, Answer]:
        http = open_http(crossref_url=server.crossref_url, **settings)
        return dict(Crossref(http).fetch([doi(one) for one in dois], until(seconds)))

    return fetch


def test_a_thousand_dois_cost_twenty_requests(ask: Ask) -> None:
    dois = [f"10.1000/test.{number}" for number in range(1000)]
    with RegistryServer(works=map(work, dois)) as server:
        answers = ask(server, *dois)
    assert server.counts == {"list": 20}
    assert [found(answers[doi(one)]) for one in dois] == [[one] for one in dois]


def test_one_doi_is_asked_for_by_its_address(ask: Ask) -> None:
    with RegistryServer(works=[work("10.1000/A.1")]) as server:
        answers = ask(server, "10.1000/a.1")
    assert found(answers[doi("10.1000/a.1")]) == ["10.1000/a.1"]
    assert [asked.path for asked in server.asked] == ["/crossref/works/10.1000%2Fa.1"]


ODD = [
    "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
    "10.1000/a?b=c&d#e",
    "10.1000/100%25",
    "10.1000/a+b",
    "10.1000/ünï",
    "10.1000/a,b",
    "10.1000/[x]{y}|z",
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_doi_survives_the_address(odd: str, ask: Ask) -> None:
    with RegistryServer(works=[work(odd)]) as server:
        assert found(ask(server, odd)[doi(odd)]) == [odd]


def test_odd_dois_survive_the_filter_and_commas_stay_out_of_it(ask: Ask) -> None:
    with RegistryServer(works=map(work, ODD)) as server:
        answers = ask(server, *ODD)
    assert [found(answers[doi(one)]) for one in ODD] == [[one] for one in ODD]
    assert server.counts == {"list": 1, "work": 1}


def test_long_dois_make_shorter_lists(ask: Ask) -> None:
    dois = [f"10.1000/{'<x>' * 60}{number}" for number in range(20)]
    with RegistryServer(works=map(work, dois)) as server:
        answers = ask(server, *dois)
    assert all(isinstance(answer, Found) for answer in answers.values())
    assert server.counts["list"] > 1
    assert all(len(asked.path) < FILTER_ROOM + 200 for asked in server.asked)


def test_one_missing_from_a_list_is_asked_for_singly(ask: Ask) -> None:
    with RegistryServer(works=[work("10.1000/a"), work("10.1000/c")]) as server:
        answers = ask(server, "10.1000/a", "10.1000/b", "10.1000/c")
    assert isinstance(answers[doi("10.1000/b")], Absent)
    assert found(answers[doi("10.1000/c")]) == ["10.1000/c"]
    assert server.counts == {"list": 1, "work": 1, "agency": 1}


def test_records_may_come_in_any_order_and_with_others(ask: Ask) -> None:
    with RegistryServer(works=[work("10.1000/a"), work("10.1000/b")]) as server:
        server.break_next("list", "reordered")
        answers = ask(server, "10.1000/a", "10.1000/b")
        assert [found(answer) for answer in answers.values()] == [["10.1000/a"], ["10.1000/b"]]
        server.break_next("list", "extra", instead=work("10.1000/z"))
        answers = ask(server, "10.1000/a", "10.1000/b", refresh=True)
        assert [found(answer) for answer in answers.values()] == [["10.1000/a"], ["10.1000/b"]]


def test_one_damaged_record_does_not_harm_its_list(ask: Ask) -> None:
    with RegistryServer(works=[work("10.1000/a"), work("10.1000/b", title={"x": 1})]) as server:
        answers = ask(server, "10.1000/a", "10.1000/b")
    assert found(answers[doi("10.1000/a")]) == ["10.1000/a"]
    assert isinstance(answers[doi("10.1000/b")], Unavailable)
    assert server.counts == {"list": 1, "work": 2}


def test_a_list_refused_for_one_of_its_dois_is_asked_for_singly(ask: Ask) -> None:
    with RegistryServer(works=[work("10.1000/a"), work("10.1000/b")]) as server:
        server.break_next("list", "status", status=400)
        answers = ask(server, "10.1000/a", "10.1000/b")
    assert [found(answer) for answer in answers.values()] == [["10.1000/a"], ["10.1000/b"]]
    assert server.counts == {"list": 1, "work": 2}


def test_somebody_elses_record_is_not_the_answer(ask: Ask) -> None:
    with RegistryServer(works=[work("10.1000/a")]) as server:
        server.break_next("work", "wrong", times=2, instead=work("10.1000/z"))
        answer = ask(server, "10.1000/a")[doi("10.1000/a")]
        assert isinstance(answer, Unavailable)
        assert answer.reason.endswith("what is no answer: it answered about another DOI")
        assert found(ask(server, "10.1000/a")[doi("10.1000/a")]) == ["10.1000/a"]


def test_an_alias_that_the_record_lists_is_the_answer(ask: Ask, server: RegistryServer) -> None:
    prime = work("10.1000/prime", alternative_id=["10.1000/ALIAS"])
    server.works["10.1000/alias"] = prime
    answer = ask(server, "10.1000/alias")[doi("10.1000/alias")]
    assert found(answer) == ["10.1000/alias"]
    assert isinstance(answer, Found)
    assert answer.candidates[0].item["DOI"] == "10.1000/prime"


def test_a_redirect_to_another_record_is_not_the_answer(ask: Ask) -> None:
    with RegistryServer(works=[work("10.1000/a"), work("10.1000/z")]) as server:
        server.break_next("work", "redirect", to="/crossref/works/10.1000%2Fz", times=9)
        assert isinstance(ask(server, "10.1000/a")[doi("10.1000/a")], Unavailable)


# Who has it, when Crossref has not.


def test_a_doi_that_no_agency_knows_is_absent(ask: Ask, server: RegistryServer) -> None:
    answer = ask(server, "10.1000/none")[doi("10.1000/none")]
    assert answer == Absent("no agency has registered this DOI")


def test_another_agency_is_named_and_not_asked_beside_a_base_address(ask: Ask) -> None:
    with RegistryServer(agencies={"10.5281/zenodo.1": "datacite"}) as server:
        answer = ask(server, "10.5281/zenodo.1")[doi("10.5281/zenodo.1")]
    assert isinstance(answer, Unavailable)
    assert answer.reason.startswith("registered with Datacite;")


def test_a_doi_of_crossref_without_a_record_is_absent(ask: Ask) -> None:
    with RegistryServer(agencies={"10.1000/new": "crossref"}) as server:
        answer = ask(server, "10.1000/new")[doi("10.1000/new")]
    assert answer == Absent("registered with Crossref, which has no record of it")


@pytest.mark.parametrize(
    "body",
    [b"<html><body>Not found</body></html>", b"", b"nginx"],
    ids=["page", "empty", "another text"],
)
def test_a_404_that_is_not_crossrefs_own_is_no_answer(
    body: bytes, ask: Ask, server: RegistryServer
) -> None:
    server.break_next("work", "status", times=2, status=404, body=body)
    assert isinstance(ask(server, "10.1000/none")[doi("10.1000/none")], Unavailable)


def test_a_404_page_about_the_agency_is_no_answer(ask: Ask, server: RegistryServer) -> None:
    """Somebody in between has no such page; that says nothing about the DOI."""
    server.break_next("agency", "status", times=2, status=404)
    assert isinstance(ask(server, "10.1000/none")[doi("10.1000/none")], Unavailable)


def test_an_agency_that_cannot_be_asked_leaves_the_doi_unavailable(
    ask: Ask, server: RegistryServer
) -> None:
    server.break_next("agency", "html", times=2)
    assert isinstance(ask(server, "10.1000/none")[doi("10.1000/none")], Unavailable)


@pytest.fixture
def doi_org() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
        yield mocked


def not_at_crossref(mocked: responses.RequestsMock, value: str) -> None:
    url = f"{CROSSREF_URL}/works/{quote(value, safe='')}"
    mocked.add(responses.GET, url, body=NOT_FOUND, status=404, headers=FAST)


def test_another_agencys_doi_is_taken_as_csl_json(
    doi_org: responses.RequestsMock, open_http: OpenHttp, until: Until
) -> None:
    value = "10.5281/zenodo.1"
    not_at_crossref(doi_org, value)
    agency = [{"DOI": value, "RA": "DataCite"}]
    doi_org.add(responses.GET, f"https://doi.org/doiRA/{value}", json=agency)
    headers = {"Location": "https://data.crosscite.org/10.5281%2Fzenodo.1"}
    doi_org.add(responses.GET, f"https://doi.org/{value}", status=302, headers=headers)
    item = {"type": "dataset", "title": "Some data", "DOI": "10.5281/ZENODO.1"}
    doi_org.add(responses.GET, headers["Location"], json=item)
    answer = Crossref(open_http(mailto=MAIL)).fetch([doi(value)], until())[doi(value)]
    assert found(answer) == [value]
    assert isinstance(answer, Found)
    candidate = answer.candidates[0]
    assert candidate.item["title"] == "Some data"
    assert candidate.item["custom"]["agency"] == "DataCite"
    assert candidate.stamp.registry == "crossref"
    requests = [call.request for call in doi_org.calls]
    assert MAIL in requests[0].headers["User-Agent"]
    for request in requests[1:]:
        assert MAIL not in str(request.headers) + str(request.url)
    assert requests[-1].headers["Accept"] == "application/vnd.citationstyles.csl+json"


@pytest.mark.parametrize(
    "item",
    [{"type": "dataset", "title": "Other", "DOI": "10.5281/zenodo.2"}, {"title": "No DOI"}, []],
    ids=["another DOI", "no DOI", "a list"],
)
def test_another_agencys_other_record_is_not_the_answer(
    item: object, doi_org: responses.RequestsMock, open_http: OpenHttp, until: Until
) -> None:
    value = "10.5281/zenodo.1"
    not_at_crossref(doi_org, value)
    doi_org.add(responses.GET, f"https://doi.org/doiRA/{value}", json=[{"DOI": value, "RA": "X"}])
    doi_org.add(responses.GET, f"https://doi.org/{value}", json=item)
    answer = Crossref(open_http()).fetch([doi(value)], until())[doi(value)]
    assert isinstance(answer, Unavailable)


def test_doi_org_says_that_there_is_no_such_doi(
    doi_org: responses.RequestsMock, open_http: OpenHttp, until: Until
) -> None:
    not_at_crossref(doi_org, "10.1000/none")
    status = [{"DOI": "10.1000/none", "status": "DOI does not exist"}]
    doi_org.add(responses.GET, "https://doi.org/doiRA/10.1000/none", json=status)
    answer = Crossref(open_http()).fetch([doi("10.1000/none")], until())[doi("10.1000/none")]
    assert answer == Absent("no agency has registered this DOI")


@pytest.mark.parametrize("status", [204, 404, 406, 500])
def test_content_that_is_not_offered_is_no_answer(
    status: int, doi_org: responses.RequestsMock, open_http: OpenHttp, until: Until
) -> None:
    value = "10.5281/zenodo.1"
    not_at_crossref(doi_org, value)
    doi_org.add(responses.GET, f"https://doi.org/doiRA/{value}", json=[{"DOI": value, "RA": "X"}])
    doi_org.add(responses.GET, f"https://doi.org/{value}", status=status, headers=FAST)
    answer = Crossref(open_http()).fetch([doi(value)], until())[doi(value)]
    assert answer == Unavailable(f"doi.org answered with HTTP status {status}")


def test_arxiv_is_asked_for_by_the_doi_of_every_version(
    doi_org: responses.RequestsMock, open_http: OpenHttp, until: Until
) -> None:
    value = "10.48550/arxiv.2101.00001"
    not_at_crossref(doi_org, value)
    agency = [{"DOI": value, "RA": "DataCite"}]
    doi_org.add(responses.GET, f"https://doi.org/doiRA/{value}", json=agency)
    item = {"type": "article", "title": "Pre", "DOI": "10.48550/arXiv.2101.00001"}
    doi_org.add(responses.GET, f"https://doi.org/{value}", json=item)
    arxiv = Identifier(Scheme.ARXIV, "2101.00001v2")
    answer = Crossref(open_http()).fetch([arxiv], until())[arxiv]
    assert isinstance(answer, Found)
    assert answer.candidates[0].identifiers[Scheme.ARXIV] == "2101.00001v2"


def test_a_scheme_that_crossref_does_not_know_is_not_absent(
    open_http: OpenHttp, until: Until, server: RegistryServer
) -> None:
    pmid = Identifier(Scheme.PMID, "1")
    http = open_http(crossref_url=server.crossref_url)
    assert isinstance(Crossref(http).fetch([pmid], until())[pmid], Unavailable)
    assert server.counts == {}


# What is no answer.

BROKEN: dict[str, dict[str, Any]] = {
    "hang": {},
    "slow-headers": {},
    "reset": {},
    "rate-limit": {},
    "html": {},
    "empty": {},
    "cut": {},
    "short": {},
    "redirect": {"to": "http://localhost:1/"},
    "early-hints": {},
    "500": {"status": 500},
    "503": {"status": 503},
    "failed": {"status": 200, "body": b'{"status":"failed","message-type":"validation-failure"}'},
    "list under 200": {"status": 200, "body": b'{"status":"ok","message-type":"x","message":{}}'},
}


def break_it(server: RegistryServer, endpoint: str, name: str) -> None:
    fault = "status" if "status" in BROKEN[name] else name
    server.break_next(endpoint, fault, times=99, **BROKEN[name])


@pytest.mark.parametrize("endpoint", ["work", "list"])
@pytest.mark.parametrize("name", BROKEN)
def test_no_failure_is_an_answer_and_none_is_remembered(name: str, endpoint: str, ask: Ask) -> None:
    dois = ["10.1000/a", "10.1000/b"] if endpoint == "list" else ["10.1000/a"]
    with RegistryServer(works=map(work, dois)) as server:
        break_it(server, endpoint, name)
        seconds = 0.25 if name in {"hang", "slow-headers"} else 20
        answers = ask(server, *dois, seconds=seconds, mailto=MAIL)
        assert {type(answer) for answer in answers.values()} == {Unavailable}
        assert MAIL not in str(answers)
        server.mend()
        answers = ask(server, *dois)
        assert [found(answer) for answer in answers.values()] == [[one] for one in dois]


def test_one_bad_list_does_not_harm_the_others(ask: Ask) -> None:
    dois = [f"10.1000/{number}" for number in range(100)]
    with RegistryServer(works=map(work, dois)) as server:
        server.break_next("list", "cut", times=2)
        answers = ask(server, *dois)
    assert all(isinstance(answers[doi(one)], Unavailable) for one in dois[:50])
    assert all(isinstance(answers[doi(one)], Found) for one in dois[50:])


# Description.


def test_a_description_offers_ten_records(open_http: OpenHttp, until: Until) -> None:
    works = [
        work(f"10.1000/{number}", title=f"Fruit flies number {number}") for number in range(20)
    ]
    with RegistryServer(works=[*works, work("10.1000/x", title="Nothing alike")]) as server:
        crossref = Crossref(open_http(crossref_url=server.crossref_url, mailto=MAIL))
        answer = crossref.search(Citation("Doe J. Fruit flies number 3. J Test. 2001."), until())
    assert len(found(answer)) == 10
    assert found(answer)[0] == "10.1000/3"
    params = server.asked[0].params
    assert params["query.bibliographic"] == "Doe J. Fruit flies number 3. J Test. 2001."
    assert params["rows"] == "10"
    assert params["mailto"] == MAIL


def test_nothing_alike_is_absent(open_http: OpenHttp, until: Until) -> None:
    with RegistryServer(works=[work("10.1000/x", title="Nothing alike")]) as server:
        crossref = Crossref(open_http(crossref_url=server.crossref_url))
        assert crossref.search(Citation("Fruit flies"), until()) == Absent()


def test_a_record_that_cannot_be_read_is_a_caveat(open_http: OpenHttp, until: Until) -> None:
    """Some registered DOIs hold a space, which no DOI may."""
    works = [work("10.1000/a b", title="Fruit flies"), work("10.1000/b", title="Fruit flies")]
    with RegistryServer(works=works) as server:
        crossref = Crossref(open_http(crossref_url=server.crossref_url))
        answer = crossref.search(Citation("Fruit flies"), until())
    assert found(answer) == ["10.1000/b"]
    assert isinstance(answer, Found)
    assert answer.caveat == "1 of the records offered cannot be read"


@pytest.mark.parametrize("fault", ["html", "cut", "reset"])
def test_a_failed_search_is_unavailable(fault: str, open_http: OpenHttp, until: Until) -> None:
    with RegistryServer(works=[work("10.1000/x", title="Fruit flies")]) as server:
        server.break_next("query", fault, times=9)
        crossref = Crossref(open_http(crossref_url=server.crossref_url))
        assert isinstance(crossref.search(Citation("Fruit flies"), until()), Unavailable)


def test_a_selected_record_is_as_good_as_a_whole_one(
    ask: Ask, open_http: OpenHttp, until: Until
) -> None:
    update = {"DOI": "10.1000/n", "type": "erratum", "updated": {"date-parts": [[2011, 1]]}}
    whole = work("10.1000/a", updated_by=[update], ISSN=["0003-4967"], article_number="7")
    with RegistryServer(works=[whole]) as server:
        fetched = ask(server, "10.1000/a")[doi("10.1000/a")]
        crossref = Crossref(open_http(crossref_url=server.crossref_url))
        searched = crossref.search(Citation("A title"), until())
    assert isinstance(fetched, Found)
    assert isinstance(searched, Found)
    assert searched.candidates[0].item == fetched.candidates[0].item
    assert searched.candidates[0].links


def test_everything_that_is_read_and_can_be_selected_is() -> None:
    names = {field.encode_name for field in msgspec.structs.fields(Work)}
    assert set(SELECT.split(",")) == names & SELECTABLE
    assert names - SELECTABLE == {"edition-number", "isbn-type", "language", "subtype"}


@pytest.mark.parametrize(
    ("mailto", "polite"), [(MAIL, True), (None, False)], ids=["polite", "public"]
)
def test_the_polite_pool_is_for_who_gives_an_address(
    mailto: str | None, polite: bool, ask: Ask
) -> None:
    with RegistryServer(works=[work("10.1000/a")]) as server:
        ask(server, "10.1000/a", mailto=mailto)
    asked = server.asked[0]
    assert ("mailto" in asked.params) is polite
    assert ("mailto:" in asked.headers["user-agent"]) is polite


def test_the_test_server_refuses_what_crossref_refuses(
    open_http: OpenHttp, until: Until, server: RegistryServer
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("citekit.registries.crossref.SELECT", "doi")
        crossref = Crossref(open_http(crossref_url=server.crossref_url))
        answer = crossref.search(Citation("Fruit flies"), until())
    assert isinstance(answer, Unavailable)
    assert answer.reason.endswith("HTTP status 400")


def test_absence_is_remembered(ask: Ask, server: RegistryServer) -> None:
    ask(server, "10.1000/none")
    ask(server, "10.1000/none")
    assert server.counts == {"work": 1, "agency": 1}
