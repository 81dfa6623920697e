from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import responses

from citekit.model import Absent, Answer, Found, Identifier, Unavailable
from citekit.registries.cache_file import FILE
from citekit.registries.http import Http
from citekit.registries.ncbi import MOST_OTHERS
from citekit.registries.pubmed import PubMed
from citekit.settings import PUBMED_URL
from citekit.vocab import Scheme
from tests.aging import age
from tests.registries.conftest import KEY, MAIL, Until
from tests.registry_server import DOCTYPE, RegistryServer, article_xml

OpenHttp = Callable[..., Http]
EFETCH = f"{PUBMED_URL}/efetch.fcgi"
ESEARCH = f"{PUBMED_URL}/esearch.fcgi"
FAST = {"X-RateLimit-Limit": "1000"}
CONVERTER = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"


def pmid(value: int | str) -> Identifier:
    return Identifier(Scheme.PMID, str(value))


def doi(value: str) -> Identifier:
    return Identifier(Scheme.DOI, value)


def pmcid(value: str) -> Identifier:
    return Identifier(Scheme.PMCID, value)


def found(answer: Answer) -> list[str]:
    assert isinstance(answer, Found), answer
    return [candidate.identifiers[Scheme.PMID] for candidate in answer.candidates]


@pytest.fixture
def ask(open_http: OpenHttp, until: Until) -> Callable[..., dict[Identifier, Answer]]:
    def fetch(
        server: RegistryServer, *identifiers: Identifier, seconds: float = 20, **settings: object
    ) -> dict[Identifier, Answer]:
        http = open_http(pubmed_url=server.pubmed_url, **settings)
        return dict(PubMed(http).fetch(identifiers, until(seconds)))

    return fetch


Ask = Callable[..., dict[Identifier, Answer]]


def test_a_thousand_pmids_cost_five_requests(ask: Ask) -> None:
    with RegistryServer([article_xml(str(number)) for number in range(1, 1001)]) as server:
        answers = ask(server, *map(pmid, range(1, 1001)))
    assert server.counts == {"efetch": 5}
    assert all(found(answers[pmid(number)]) == [str(number)] for number in range(1, 1001))


def test_a_thousand_dois_cost_ten_searches_and_five_fetches(ask: Ask) -> None:
    dois = [f"10.1000/x.{number}" for number in range(1, 1001)]
    articles = [article_xml(str(n), doi=one) for n, one in enumerate(dois, 1)]
    with RegistryServer(articles) as server:
        answers = ask(server, *map(doi, dois))
    assert server.counts == {"esearch": 10, "efetch": 5}
    assert [found(answers[doi(one)]) for one in dois] == [[str(n)] for n in range(1, 1001)]


def test_schemes_are_asked_together(ask: Ask) -> None:
    articles = [
        article_xml("1"),
        article_xml("2", doi="10.1000/b"),
        article_xml("3", pmcid="PMC33"),
    ]
    with RegistryServer(articles) as server:
        answers = ask(server, pmid(1), doi("10.1000/b"), pmcid("PMC33"))
    assert [found(answer) for answer in answers.values()] == [["1"], ["2"], ["3"]]
    assert server.counts == {"esearch": 2, "efetch": 1}


def test_nothing_is_asked_about_nothing(ask: Ask, server: RegistryServer) -> None:
    assert ask(server) == {}
    assert server.counts == {}


def test_one_asked_twice_is_answered_once(ask: Ask) -> None:
    with RegistryServer([article_xml("1")]) as server:
        assert list(ask(server, pmid(1), pmid(1))) == [pmid(1)]
    assert server.asked[0].params["id"] == "1"


def test_a_pmid_left_out_of_the_answer_is_absent(ask: Ask) -> None:
    with RegistryServer([article_xml("1"), article_xml("3")]) as server:
        answers = ask(server, pmid(1), pmid(2), pmid(3))
    assert answers[pmid(2)] == Absent()
    assert found(answers[pmid(3)]) == ["3"]


def test_an_empty_set_for_a_well_formed_pmid_is_absent(ask: Ask, server: RegistryServer) -> None:
    assert ask(server, pmid(999999999)) == {pmid(999999999): Absent()}


def test_records_may_come_in_any_order(ask: Ask) -> None:
    with RegistryServer(map(article_xml, "123")) as server:
        server.break_next("efetch", "reordered")
        answers = ask(server, pmid(1), pmid(2), pmid(3))
    assert [found(answers[pmid(number)]) for number in (1, 2, 3)] == [["1"], ["2"], ["3"]]


def test_a_record_nobody_asked_for_is_ignored(ask: Ask) -> None:
    with RegistryServer([article_xml("1")]) as server:
        server.break_next("efetch", "extra", instead=article_xml("7"))
        assert {one: found(answer) for one, answer in ask(server, pmid(1)).items()} == {
            pmid(1): ["1"]
        }


def test_somebody_elses_record_is_not_the_answer_and_no_absence(ask: Ask) -> None:
    with RegistryServer([article_xml("1")]) as server:
        server.break_next("efetch", "wrong", times=2, instead=article_xml("7"))
        answer = ask(server, pmid(1))[pmid(1)]
        assert isinstance(answer, Unavailable)
        assert answer.reason.endswith("it answered about works that nobody asked for")
        assert found(ask(server, pmid(1))[pmid(1)]) == ["1"]


def test_what_a_stranger_came_in_the_place_of_is_in_doubt(ask: Ask) -> None:
    with RegistryServer([article_xml("1")]) as server:
        server.break_next("efetch", "extra", instead=article_xml("7"))
        answers = ask(server, pmid(1), pmid(2))
        assert found(answers[pmid(1)]) == ["1"]
        assert isinstance(answers[pmid(2)], Unavailable)
        assert ask(server, pmid(2)) == {pmid(2): Absent()}, "a doubt is not remembered"


def test_records_nobody_asked_for_that_do_not_end_are_no_answer(ask: Ask) -> None:
    others = "".join(article_xml(str(number)) for number in range(10, 11 + MOST_OTHERS))
    with RegistryServer([article_xml("1")]) as server:
        server.break_next("efetch", "extra", times=2, instead=others)
        assert isinstance(ask(server, pmid(1))[pmid(1)], Unavailable)
        assert found(ask(server, pmid(1))[pmid(1)]) == ["1"]


# DOIs.


def test_a_doi_is_searched_quoted(ask: Ask, server: RegistryServer) -> None:
    assert ask(server, doi("10.1000/a(b)c;d")) == {doi("10.1000/a(b)c;d"): Absent()}
    assert server.asked[0].params["term"] == '"10.1000/a(b)c;d"[doi]'
    assert server.counts == {"esearch": 1}


def test_a_doi_found_on_another_record_is_not_found(ask: Ask) -> None:
    """A search for a DOI that is not in the index is run again on its words."""
    with RegistryServer([article_xml("1", doi="10.1000/b")]) as server:
        body = b'{"esearchresult":{"count":"1","idlist":["1"]}}'
        server.break_next("esearch", "status", status=200, body=body)
        assert ask(server, doi("10.1000/a")) == {doi("10.1000/a"): Absent()}


def test_two_pmids_may_carry_one_doi(ask: Ask) -> None:
    with RegistryServer(
        [article_xml("1", doi="10.1000/A"), article_xml("2", doi="10.1000/a")]
    ) as server:
        assert found(ask(server, doi("10.1000/a"))[doi("10.1000/a")]) == ["1", "2"]


def test_a_term_that_drowns_the_others_is_found_and_left_alone(ask: Ask) -> None:
    articles = [article_xml(str(number), doi=f"10.1000/{number}") for number in range(1, 400)]
    drowned = [str(number) for number in range(1000, 9000)]
    body = json.dumps({"esearchresult": {"count": "8000", "idlist": drowned}}).encode()
    with RegistryServer(articles) as server:
        server.break_next("esearch", "status", times=1, status=200, body=body)
        answers = ask(server, *(doi(f"10.1000/{number}") for number in range(1, 5)))
    assert [found(answer) for answer in answers.values()] == [["1"], ["2"], ["3"], ["4"]]
    assert server.counts == {"esearch": 3, "efetch": 1}


def test_one_loose_search_is_not_fetched_whole(ask: Ask, server: RegistryServer) -> None:
    drowned = [str(number) for number in range(1000, 9000)]
    body = json.dumps({"esearchresult": {"count": "8000", "idlist": drowned}}).encode()
    server.break_next("esearch", "status", status=200, body=body)
    assert ask(server, doi("10.1000/a")) == {doi("10.1000/a"): Absent()}
    assert len(server.asked[-1].params["id"].split(",")) == 20


# What is no answer.

BROKEN = {
    "hang": {},
    "slow-headers": {},
    "slow-body": {},
    "reset": {},
    "rate-limit": {},
    "html": {},
    "empty": {},
    "cut": {},
    "short": {},
    "cut-chunks": {},
    "no-root": {},
    "error": {},
    "exception": {},
    "redirect": {"to": "http://localhost:1/"},
    "stacked": {},
    "early-hints": {},
    "500": {"status": 500},
    "503": {"status": 503},
    "400": {
        "status": 400,
        "body": b"<eFetchResult><ERROR>ID list is empty!</ERROR></eFetchResult>",
    },
    "404": {"status": 404},
    "429 under 200": {"status": 200},
}


def break_it(server: RegistryServer, endpoint: str, name: str, times: float = 99) -> None:
    fault = (
        "rate-limit" if name == "429 under 200" else "status" if "status" in BROKEN[name] else name
    )
    server.break_next(endpoint, fault, times=times, **BROKEN[name])


@pytest.mark.parametrize("endpoint", ["efetch", "esearch"])
@pytest.mark.parametrize("name", BROKEN)
def test_no_failure_is_an_answer_and_none_is_remembered(name: str, endpoint: str, ask: Ask) -> None:
    with RegistryServer([article_xml("1", doi="10.1000/a")]) as server:
        break_it(server, endpoint, name)
        slow = name in {"hang", "slow-headers", "slow-body"}
        answers = ask(server, doi("10.1000/a"), seconds=0.25 if slow else 20)
        assert isinstance(answers[doi("10.1000/a")], Unavailable), answers
        server.mend()
        assert found(ask(server, doi("10.1000/a"))[doi("10.1000/a")]) == ["1"]


@pytest.mark.parametrize("name", ["html", "empty", "cut", "no-root", "error", "exception"])
@pytest.mark.parametrize("endpoint", ["efetch", "esearch"])
def test_a_passing_failure_under_200_is_asked_about_again(
    name: str, endpoint: str, ask: Ask
) -> None:
    with RegistryServer([article_xml("1", doi="10.1000/a")]) as server:
        break_it(server, endpoint, name, times=1)
        assert found(ask(server, doi("10.1000/a"))[doi("10.1000/a")]) == ["1"]
    assert server.counts[endpoint] == 2


def test_one_bad_batch_does_not_harm_the_others(ask: Ask) -> None:
    with RegistryServer([article_xml(str(number)) for number in range(1, 501)]) as server:
        server.break_next("efetch", "cut", times=2)
        answers = ask(server, *map(pmid, range(1, 501)))
    assert sum(isinstance(answers[pmid(number)], Unavailable) for number in range(1, 201)) == 200
    assert sum(isinstance(answers[pmid(number)], Found) for number in range(201, 501)) == 300


def test_a_doi_whose_record_could_not_be_fetched_is_not_absent(ask: Ask) -> None:
    with RegistryServer([article_xml("1", doi="10.1000/a")]) as server:
        server.break_next("efetch", "cut", times=2)
        answers = ask(server, doi("10.1000/a"), doi("10.1000/b"))
    assert {type(answer) for answer in answers.values()} == {Unavailable}


def test_a_body_cut_anywhere_gives_no_record(open_http: OpenHttp, until: Until) -> None:
    body = f"{DOCTYPE}<PubmedArticleSet>{article_xml('1')}{article_xml('2')}</PubmedArticleSet>"
    with responses.RequestsMock() as mocked:
        for end in range(0, len(body), 29):
            mocked.reset()
            mocked.add(responses.POST, EFETCH, body=body[:end], headers=FAST)
            answers = PubMed(open_http()).fetch([pmid(1), pmid(2)], until())
            assert {type(answer) for answer in answers.values()} == {Unavailable}


# Who asks.


def test_who_asks_is_said_and_the_key_travels_in_a_body(ask: Ask) -> None:
    with RegistryServer([article_xml("1", doi="10.1000/a")]) as server:
        ask(server, doi("10.1000/a"), mailto=MAIL, ncbi_api_key=KEY)
    for asked in server.asked:
        assert asked.method == "POST"
        assert asked.params["tool"] == "citekit"
        assert asked.params["email"] == MAIL
        assert asked.params["api_key"] == KEY
        assert "?" not in asked.path
        assert MAIL in asked.headers["user-agent"]


def test_nobody_is_named_where_nobody_is_set(ask: Ask, server: RegistryServer) -> None:
    ask(server, pmid(1))
    assert {"email", "api_key"} & set(server.asked[0].params) == set()


def test_no_secret_is_logged_or_kept(
    ask: Ask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with RegistryServer([article_xml("1", doi="10.1000/a")]) as server:
        server.break_next("efetch", "rate-limit", retry_after=0)
        server.break_next("efetch", "rate-limit", status=200)
        ask(server, doi("10.1000/a"), pmid(2), mailto=MAIL, ncbi_api_key=KEY)
    files = [path.read_bytes() for path in (tmp_path / "cache").iterdir()]
    with sqlite3.connect(tmp_path / "cache" / FILE) as cache:
        both = "SELECT body FROM answers UNION ALL SELECT body FROM records"
        bodies = [zlib.decompress(body) for (body,) in cache.execute(both)]
    cache.close()
    assert bodies
    assert not any(secret.encode() in data for secret in (KEY, MAIL) for data in files + bodies)
    assert KEY not in caplog.text


def test_the_key_makes_no_difference_to_what_is_remembered(ask: Ask) -> None:
    with RegistryServer([article_xml("1")]) as server:
        ask(server, pmid(1))
        ask(server, pmid(1), ncbi_api_key=KEY, mailto=MAIL)
    assert server.counts == {"efetch": 1}


def test_a_cached_answer_keeps_its_time(ask: Ask, tmp_path: Path) -> None:
    with RegistryServer([article_xml("1")]) as server:
        ask(server, pmid(1))
        said = datetime.now(UTC) - timedelta(hours=11)
        age(tmp_path / "cache", 11)
        answer = ask(server, pmid(1))[pmid(1)]
    assert isinstance(answer, Found)
    told = datetime.fromisoformat(answer.candidates[0].stamp.fetched_at)
    assert abs((told - said).total_seconds()) < 30
    assert server.counts == {"efetch": 1}


@pytest.mark.parametrize(
    ("identifiers", "requests"),
    [
        ([pmid(1), pmid(2)], {"efetch": 1}),
        ([doi("10.1000/1"), doi("10.1000/2")], {"esearch": 1}),
        ([doi("10.1000/1")], {}),
    ],
    ids=["a PMID", "a DOI", "nothing missing"],
)
def test_a_lack_is_remembered_for_an_hour_only(
    identifiers: list[Identifier], requests: dict[str, int], ask: Ask, tmp_path: Path
) -> None:
    with RegistryServer([article_xml("1", doi="10.1000/1")]) as server:
        for hours in (0.9, 0.2):
            ask(server, *identifiers)
            asked = server.counts.copy()
            age(tmp_path / "cache", hours)
        ask(server, *identifiers)
        assert server.counts - asked == requests


# PMCIDs.


def test_pmcids_go_through_the_converter_at_ncbi(open_http: OpenHttp, until: Until) -> None:
    records = [
        {"requested-id": "PMC1", "pmid": 11, "pmcid": "PMC1"},
        {"requested-id": "PMC2", "pmid": 12, "pmcid": "PMC2"},
        {"requested-id": "PMC3", "pmid": 13, "pmcid": "PMC3"},
        {"requested-id": "PMC4", "status": "error", "errmsg": "Identifier not found in PMC"},
    ]
    articles = article_xml("11", pmcid="PMC1"), article_xml("12"), article_xml("13", pmcid="PMC9")
    with responses.RequestsMock() as mocked:
        mocked.add(
            responses.GET, CONVERTER, json={"status": "ok", "records": records}, headers=FAST
        )
        body = f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"
        mocked.add(responses.POST, EFETCH, body=body)
        asked = [pmcid(f"PMC{number}") for number in range(1, 6)]
        answers = PubMed(open_http(ncbi_api_key=KEY)).fetch(asked, until())
        query = str(mocked.calls[0].request.url)
    assert parse_qs(query.partition("?")[2]) == {
        "ids": ["PMC1,PMC2,PMC3,PMC4,PMC5"],
        "idtype": ["pmcid"],
        "format": ["json"],
        "tool": ["citekit"],
    }
    assert found(answers[asked[0]]) == ["11"]
    second = answers[asked[1]]
    assert isinstance(second, Found)
    assert second.candidates[0].identifiers[Scheme.PMCID] == "PMC2"
    assert answers[asked[2]] == Unavailable("PMC's ID converter led to PMC9, not to PMC3")
    assert answers[asked[3]] == Absent()
    assert isinstance(answers[asked[4]], Unavailable)


def test_a_converter_that_fails_makes_pmcids_unavailable(open_http: OpenHttp, until: Until) -> None:
    with responses.RequestsMock() as mocked:
        mocked.add(responses.GET, CONVERTER, status=301, headers={"Location": "https://x.org/"})
        answer = PubMed(open_http()).fetch([pmcid("PMC1")], until())[pmcid("PMC1")]
    assert answer == Unavailable("pmc.ncbi.nlm.nih.gov redirects to another host (x.org)")


def test_with_a_base_address_of_ones_own_pmcids_are_searched(ask: Ask) -> None:
    with RegistryServer([article_xml("1", pmcid="PMC1")]) as server:
        answers = ask(server, pmcid("PMC1"), pmcid("PMC2"))
    assert found(answers[pmcid("PMC1")]) == ["1"]
    assert answers[pmcid("PMC2")] == Absent()
    assert server.asked[0].params["term"] == "PMC1[pmcid] OR PMC2[pmcid]"


def test_a_scheme_that_pubmed_does_not_know_is_not_absent(ask: Ask, server: RegistryServer) -> None:
    isbn = Identifier(Scheme.ISBN, "9780306406157")
    assert isinstance(ask(server, isbn)[isbn], Unavailable)
    assert server.counts == {}


# NCBI's own address.


def test_ncbi_is_asked_at_its_own_address(open_http: OpenHttp, until: Until) -> None:
    with responses.RequestsMock() as mocked:
        search = {"esearchresult": {"count": "1", "idlist": ["1"]}}
        mocked.add(responses.GET, re.compile(re.escape(ESEARCH)), json=search, headers=FAST)
        body = f"<PubmedArticleSet>{article_xml('1', doi='10.1000/a')}</PubmedArticleSet>"
        mocked.add(responses.POST, EFETCH, body=body)
        answers = PubMed(open_http()).fetch([doi("10.1000/a")], until())
    assert found(answers[doi("10.1000/a")]) == ["1"]


def test_the_answer_to_a_list_without_a_valid_id_is_no_answer(
    open_http: OpenHttp, until: Until
) -> None:
    error = "<ERROR>ID+list+is+empty!+Possibly+it+has+no+correct+IDs.</ERROR>"
    body = f"<eFetchResult>{error}</eFetchResult>"
    with responses.RequestsMock() as mocked:
        mocked.add(responses.POST, EFETCH, body=body, status=400, content_type="text/plain")
        answer = PubMed(open_http()).fetch([pmid(1)], until())[pmid(1)]
    assert answer == Unavailable("eutils.ncbi.nlm.nih.gov answered with HTTP status 400")
