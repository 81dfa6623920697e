"""Other projects' clients, unmodified, against a served mirror: only the address is another one."""

from __future__ import annotations

import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.mirror.serve.holdings import WORKS, Running, held, running

pytestmark = pytest.mark.interop

habanero = pytest.importorskip("habanero")
Entrez = pytest.importorskip("Bio.Entrez")
NCBI = "eutils.ncbi.nlm.nih.gov"


@pytest.fixture(scope="module")
def whole() -> Iterator[Running]:
    with running(held()) as one:
        yield one


@pytest.fixture(scope="module")
def sample() -> Iterator[Running]:
    with running(held("sample")) as one:
        yield one


class Elsewhere(urllib.request.BaseHandler):
    """Asks another host than NCBI's for the same: Bio.Entrez has no setting for its address."""

    handler_order = 100

    def __init__(self, base: str) -> None:
        self._host = urlsplit(base).netloc

    def https_open(self, request: urllib.request.Request) -> Any:
        assert request.host == NCBI
        url = request.full_url.replace(f"https://{NCBI}", f"http://{self._host}", 1)
        moved = urllib.request.Request(
            url, request.data, dict(request.headers), method=request.get_method()
        )
        return self.parent.open(moved, timeout=request.timeout)


@pytest.fixture
def entrez(whole: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    yield from _pointed_at(whole, monkeypatch)


@pytest.fixture
def sample_entrez(sample: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    yield from _pointed_at(sample, monkeypatch)


def _pointed_at(mirror: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(Entrez, "email", "someone@example.org")
    monkeypatch.setattr(Entrez, "api_key", "secret")  # asks ten times a second instead of three
    urllib.request.install_opener(urllib.request.build_opener(Elsewhere(mirror.base)))
    yield Entrez
    urllib.request.install_opener(None)  # type: ignore[arg-type]


class TestEntrez:
    def test_efetch(self, entrez: Any) -> None:
        with entrez.efetch(db="pubmed", id="101,103", retmode="xml") as handle:
            read = entrez.read(handle)["PubmedArticle"]
        assert [str(one["MedlineCitation"]["PMID"]) for one in read] == ["101", "103"]
        article = read[0]["MedlineCitation"]["Article"]
        assert article["ArticleTitle"] == "Grafts of umbilical cord in lupus."
        assert [one["LastName"] for one in article["AuthorList"]] == ["Doe", "van Berg"]
        [notice] = read[0]["MedlineCitation"]["CommentsCorrectionsList"]
        assert notice.attributes["RefType"] == "RetractionIn"

    def test_efetch_of_many_is_posted(self, entrez: Any) -> None:
        ids = [*range(1, 101), 101, *range(5000, 5150)]
        with entrez.efetch(db="pubmed", id=ids, rettype="abstract", retmode="xml") as handle:
            read = entrez.read(handle)["PubmedArticle"]
        assert [str(one["MedlineCitation"]["PMID"]) for one in read] == ["101"]

    def test_efetch_as_a_list(self, entrez: Any) -> None:
        with entrez.efetch(db="pubmed", id="101,999", rettype="uilist", retmode="text") as handle:
            assert handle.read() == "101\n"

    def test_esearch(self, entrez: Any) -> None:
        with entrez.esearch(db="pubmed", term="heart[Title] AND 2011[PDAT]", retmax=1) as handle:
            read = entrez.read(handle)
        assert (read["Count"], read["RetMax"], read["IdList"]) == ("2", "1", ["104"])
        assert read["QueryTranslation"] == '("heart"[title] AND "2011"[pdat])'

    def test_esearch_by_doi_and_page(self, entrez: Any) -> None:
        for term in ("10.5555/graft[doi]", '"J Test"[Journal] AND 1[vi] AND 3[pg]'):
            with entrez.esearch(db="pubmed", term=term) as handle:
                assert entrez.read(handle)["IdList"] == ["101"]

    def test_esearch_with_a_warning(self, entrez: Any) -> None:
        with entrez.esearch(db="pubmed", term="grafts of umbilical cord") as handle:
            read = entrez.read(handle)
        assert read["IdList"] == ["102", "101"]
        assert read["WarningList"]["PhraseIgnored"] == ["of"]
        assert "neither abstracts nor MeSH" in read["WarningList"]["OutputMessage"][0]

    def test_esearch_that_cannot_be_answered(self, entrez: Any) -> None:
        handle = entrez.esearch(db="pubmed", term="lupus[mh]")
        with handle, pytest.raises(RuntimeError, match="is not indexed in this mirror"):
            entrez.read(handle)

    def test_esummary(self, entrez: Any) -> None:
        with entrez.esummary(db="pubmed", id="101") as handle:
            [read] = entrez.read(handle)
        assert read["Id"] == "101"
        assert read["Title"] == "Grafts of umbilical cord in lupus."
        assert read["AuthorList"] == ["Doe J", "van Berg AB"]
        assert read["ArticleIds"]["doi"] == "10.5555/graft"
        assert read["ArticleIds"]["pubmed"] == ["101"]
        assert (read["SO"], read["HasAbstract"]) == ("2010;1(2):3-9", 0)

    def test_ecitmatch(self, entrez: Any) -> None:
        asked = {"journal_title": "j test", "year": "2010", "volume": "1", "first_page": "3",
                 "author_name": "doe j", "key": "Art1"}  # fmt: skip
        with entrez.ecitmatch(db="pubmed", bdata=[asked]) as handle:
            assert handle.read() == "j test|2010|1|3|doe j|Art1|101\n"

    def test_a_sample_is_no_registry(self, sample_entrez: Any) -> None:
        with pytest.raises(urllib.error.HTTPError) as raised:
            sample_entrez.efetch(db="pubmed", id="999", retmode="xml")
        with raised.value as answer:
            assert answer.code == 421
        handle = sample_entrez.esearch(db="pubmed", term="unheard[ti]")
        with handle, pytest.raises(RuntimeError, match="is a sample of PubMed"):
            sample_entrez.read(handle)

    def test_a_sample_gives_what_it_has(self, sample_entrez: Any) -> None:
        with sample_entrez.efetch(db="pubmed", id="101,999", retmode="xml") as handle:
            read = sample_entrez.read(io.BytesIO(handle.read()))["PubmedArticle"]
        assert [str(one["MedlineCitation"]["PMID"]) for one in read] == ["101"]


class TestHabanero:
    @pytest.fixture
    def crossref(self, whole: Running) -> Any:
        return habanero.Crossref(base_url=whole.base, mailto="someone@example.org")

    def test_a_work(self, crossref: Any) -> None:
        assert crossref.works(ids="10.5555/graft")["message"] == WORKS[0]

    def test_works_by_name(self, crossref: Any) -> None:
        read = crossref.works(ids=["10.5555/graft", "10.5555/notice"])
        assert [one["message"]["DOI"] for one in read] == ["10.5555/GRAFT", "10.5555/notice"]

    def test_a_query(self, crossref: Any) -> None:
        read = crossref.works(query_bibliographic="umbilical grafts", limit=1, select=["DOI"])
        assert read["message"]["total-results"] == 2
        assert read["message"]["items"] == [{"DOI": "10.5555/GRAFT"}]
        assert crossref.works(query="umbilical", offset=1)["message"]["total-results"] == 2

    def test_filters(self, crossref: Any) -> None:
        read = crossref.works(filter={"updates": "10.5555/graft"})
        assert [one["DOI"] for one in read["message"]["items"]] == ["10.5555/notice"]
        read = crossref.works(filter={"doi": ["10.5555/graft", "10.5555/none"]})
        assert read["message"]["total-results"] == 1

    def test_the_agency(self, crossref: Any) -> None:
        assert crossref.registration_agency("10.5555/graft") == ["Crossref"]

    def test_what_is_not_there(self, crossref: Any, sample: Running) -> None:
        for asked, status in ((crossref, "404"), (habanero.Crossref(base_url=sample.base), "421")):
            with pytest.raises(Exception, match=status):
                asked.works(ids="10.5555/none")

    def test_what_is_refused(self, crossref: Any) -> None:
        with pytest.raises(Exception, match="This mirror does not support cursor"):
            crossref.works(query="umbilical", cursor="*")
