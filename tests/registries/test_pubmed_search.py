from __future__ import annotations

from collections.abc import Callable

import pytest
import responses

from citekit.model import Absent, Answer, Citation, Found, Unavailable
from citekit.registries.http import Http
from citekit.registries.ncbi import MATCHER_URL
from citekit.registries.pubmed import PubMed
from citekit.registries.pubmed_search import title_words
from citekit.settings import PUBMED_URL
from citekit.vocab import Scheme
from tests.registries.conftest import Until
from tests.registry_server import RegistryServer, article_xml

OpenHttp = Callable[..., Http]
TITLE = (
    "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: "
    "a pilot clinical study"
)
PAPER = article_xml(
    "20650877",
    title=TITLE,
    doi="10.1136/ard.2009.123463",
    authors=[("Liang", "J"), ("Zhang", "H"), ("Sun", "L")],
    journal="Ann Rheum Dis",
    year="2010",
    volume="69",
    issue="8",
    page="1423-9",
)
FAST = {"X-RateLimit-Limit": "1000"}
SOURCE = "Ann Rheum Dis. 2010;69(8):1423-9."


@pytest.fixture
def search(open_http: OpenHttp, until: Until) -> Callable[[RegistryServer, str], Answer]:
    def run(server: RegistryServer, raw: str) -> Answer:
        return PubMed(open_http(pubmed_url=server.pubmed_url)).search(Citation(raw), until())

    return run


Search = Callable[[RegistryServer, str], Answer]


def pmids(answer: Answer) -> list[str]:
    assert isinstance(answer, Found), answer
    return [candidate.identifiers[Scheme.PMID] for candidate in answer.candidates]


WRITTEN = {
    "Vancouver": f"Liang J, Zhang H, Sun L. {TITLE}. {SOURCE}",
    "a misspelt author": f"Lyang J, Zhang H, Sun L. {TITLE}. {SOURCE}",
    "a wrong year": f"Liang J, Zhang H, Sun L. {TITLE}. Ann Rheum Dis. 2009;69(8):1423-9.",
    "a misspelt word": f"Liang J. {TITLE.replace('refractory', 'refactory')}. J Other. 2009;1:2.",
    "without a title": f"Liang J, Zhang H, Sun L. {SOURCE}",
    "the title alone": TITLE,
}


@pytest.mark.parametrize("raw", WRITTEN.values(), ids=WRITTEN)
def test_a_citation_is_found_however_it_is_written(raw: str, search: Search) -> None:
    others = [article_xml(str(n), title=f"Fruit flies like banana {n}") for n in range(1, 30)]
    with RegistryServer([PAPER, *others]) as server:
        assert pmids(search(server, raw)) == ["20650877"]
    assert server.counts.total() <= 4


def test_every_search_and_one_fetch(search: Search) -> None:
    with RegistryServer([PAPER]) as server:
        search(server, WRITTEN["Vancouver"])
    assert server.counts == {"ecitmatch": 1, "esearch": 1, "efetch": 1}
    line = "Ann Rheum Dis|2010|69|1423|Liang J|citekit|\r"
    assert server.asked[0].params["bdata"] == line
    assert (
        server.asked[1].params["term"].startswith("allogenic[ti] AND mesenchymal[ti] AND stem[ti]")
    )


def test_the_words_of_a_title_that_are_indexed() -> None:
    words = title_words({"title": "The TNF-α <i>in</i> the “Study” of a Study: 25 years & more"})
    assert words == ["tnf", "alpha", "study", "25", "years", "more"]


def test_several_candidates_are_all_offered(search: Search) -> None:
    twin = article_xml("9", title=TITLE)
    with RegistryServer([PAPER, twin]) as server:
        assert pmids(search(server, WRITTEN["Vancouver"])) == ["20650877", "9"]


def test_no_more_than_twenty_are_fetched(search: Search) -> None:
    with RegistryServer([article_xml(str(n), title=TITLE) for n in range(1, 60)]) as server:
        assert len(pmids(search(server, TITLE))) == 20


def test_what_nobody_has_is_absent(search: Search) -> None:
    with RegistryServer([PAPER]) as server:
        assert search(server, "Doe J. Fruit flies like banana. J Test. 2001;1:2-3.") == Absent()
    assert server.counts == {"ecitmatch": 1, "esearch": 2}


def test_a_citation_without_a_word_asks_nothing(search: Search, server: RegistryServer) -> None:
    assert search(server, "…") == Absent()
    assert server.counts == {}


@pytest.mark.parametrize("fault", ["html", "empty", "cut", "error", "reset"])
def test_a_failed_search_that_found_nothing_is_unavailable(fault: str, search: Search) -> None:
    with RegistryServer([PAPER]) as server:
        server.break_next("esearch", fault, times=99)
        answer = search(server, "Doe J. Fruit flies like banana. J Test. 2001;1:2-3.")
        assert isinstance(answer, Unavailable)


def test_a_failed_search_beside_a_good_one_is_a_caveat(search: Search) -> None:
    with RegistryServer([PAPER]) as server:
        server.break_next("esearch", "html", times=99)
        answer = search(server, WRITTEN["Vancouver"])
    assert pmids(answer) == ["20650877"]
    assert isinstance(answer, Found)
    assert "what is no answer" in str(answer.caveat)


def test_a_failed_fetch_is_unavailable(search: Search) -> None:
    with RegistryServer([PAPER]) as server:
        server.break_next("efetch", "cut", times=9)
        assert isinstance(search(server, TITLE), Unavailable)


def at_ncbi(mocked: responses.RequestsMock, found: list[str]) -> None:
    answer = {"esearchresult": {"count": str(len(found)), "idlist": found}}
    mocked.add(responses.GET, f"{PUBMED_URL}/esearch.fcgi", json=answer, headers=FAST)


def test_ncbis_citation_matcher_is_asked_too(open_http: OpenHttp, until: Until) -> None:
    uids = {"count": 1, "type": "uids", "uids": [{"pubmed": "20650877"}]}
    with responses.RequestsMock() as mocked:
        answer = {"success": True, "result": uids}
        mocked.add(responses.GET, MATCHER_URL, json=answer, headers=FAST)
        at_ncbi(mocked, [])
        body = f"<PubmedArticleSet>{PAPER}</PubmedArticleSet>"
        mocked.add(responses.POST, f"{PUBMED_URL}/efetch.fcgi", body=body)
        answer = PubMed(open_http()).search(Citation(TITLE), until())
        query = mocked.calls[0].request.params
    assert pmids(answer) == ["20650877"]
    assert query == {"method": "heuristic", "raw-text": TITLE}


def test_a_matcher_that_fails_makes_nothing_incomplete(open_http: OpenHttp, until: Until) -> None:
    with responses.RequestsMock() as mocked:
        mocked.add(responses.GET, MATCHER_URL, body="<html>", status=500, headers=FAST)
        at_ncbi(mocked, [])
        assert PubMed(open_http()).search(Citation(TITLE), until()) == Absent()
