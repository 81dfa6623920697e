"""E-utilities out of a mirror: whole answers, and errors in their own shapes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest

from citekit.mirror.serve import eutils
from tests.mirror.serve.holdings import ARTICLES, DATE, SAMPLE, VIA, Got, Running, held
from tests.registry_server import DOCTYPE

BASE = "/entrez/eutils"
SILENT = SAMPLE.format("PubMed", len(ARTICLES))


def ask(mirror: Running, utility: str, query: str) -> Got:
    return mirror.ask(f"{BASE}/{utility}?db=pubmed&{query}")


def error(got: Got, root: str) -> str:
    read = ET.fromstring(got.body)
    assert [read.tag, *(one.tag for one in read)] == [root, "ERROR"]
    return read[0].text or ""


def articles(got: Got) -> list[str]:
    read = ET.fromstring(got.body)
    assert read.tag == "PubmedArticleSet"
    return [one.findtext("MedlineCitation/PMID") or "" for one in read]


class TestEfetch:
    def test_records_go_out_in_the_registrys_bytes_and_the_order_asked(
        self, whole: Running
    ) -> None:
        got = ask(whole, "efetch.fcgi", "id=103,101,103,999&retmode=xml&tool=x&email=y&api_key=z")
        assert got.status == 200
        assert got.headers["content-type"] == "text/xml; charset=UTF-8"
        assert got.text.startswith(DOCTYPE + "<PubmedArticleSet>")
        assert articles(got) == ["103", "101"]
        kept = [one.replace("'", '"') for one in ARTICLES]
        assert kept[0] in got.text.replace("'", '"')
        assert got.headers["citekit-mirror"] == VIA
        assert got.headers["citekit-mirror-date"] == DATE

    def test_a_form_is_the_same(self, whole: Running) -> None:
        got = whole.form(f"{BASE}/efetch.fcgi", b"db=pubmed&id=101%2C102&rettype=abstract")
        assert articles(got) == ["101", "102"]

    def test_an_id_may_be_repeated_instead(self, whole: Running) -> None:
        assert articles(ask(whole, "efetch.fcgi", "id=101&id=0102")) == ["101", "102"]

    def test_a_page_of_a_list(self, whole: Running) -> None:
        got = ask(whole, "efetch.fcgi", "id=101,102,103&retstart=1&retmax=1")
        assert articles(got) == ["102"]

    def test_an_empty_page_of_a_list(self, whole: Running, sample: Running) -> None:
        for mirror in (whole, sample):
            got = ask(mirror, "efetch.fcgi", "id=101&retmax=0")
            assert (got.status, articles(got)) == (200, [])

    def test_what_a_complete_mirror_lacks_is_left_out(self, whole: Running) -> None:
        got = ask(whole, "efetch.fcgi", "id=999")
        assert (got.status, articles(got)) == (200, [])

    def test_a_sample_names_what_it_lacks_beside_the_rest(self, sample: Running) -> None:
        got = ask(sample, "efetch.fcgi", "id=101,999,998")
        assert articles(got) == ["101"]
        assert f"<!-- {SILENT} Lacking: 999, 998 -->" in got.text

    def test_a_sample_with_none_of_them_does_not_speak_for_pubmed(self, sample: Running) -> None:
        got = ask(sample, "efetch.fcgi", "id=999")
        assert (got.status, error(got, "eFetchResult")) == (421, SILENT)

    @pytest.mark.parametrize("ids", ["", "id=", "id=0,abc", "id=1e3"])
    def test_no_ids(self, whole: Running, ids: str) -> None:
        got = ask(whole, "efetch.fcgi", ids)
        assert got.status == 400
        assert error(got, "eFetchResult") == "ID list is empty! Possibly it has no correct IDs."

    def test_a_list_of_ids(self, whole: Running) -> None:
        got = ask(whole, "efetch.fcgi", "id=101,999,102&rettype=uilist&retmode=text")
        assert (got.headers["content-type"], got.text) == (
            "text/plain; charset=UTF-8",
            "101\n102\n",
        )

    @pytest.mark.parametrize(
        "query",
        [
            "id=101&retmode=text&rettype=medline",
            "id=101&retmode=json",
            "id=101&WebEnv=x",
            "id=101&retstart=x",
            f"id={','.join(map(str, range(1, 1002)))}",
        ],
    )
    def test_what_is_refused(self, whole: Running, query: str) -> None:
        got = ask(whole, "efetch.fcgi", query)
        assert got.status == 400
        assert "irror" in error(got, "eFetchResult") or "retstart" in got.text

    def test_another_database(self, whole: Running) -> None:
        got = whole.ask(f"{BASE}/efetch.fcgi?db=nucleotide&id=1")
        assert error(got, "eFetchResult") == "Invalid db name specified: nucleotide"


class TestEsearch:
    def test_xml(self, whole: Running) -> None:
        got = ask(whole, "esearch.fcgi", "term=umbilical[ti]+AND+2010[dp]")
        assert got.text == (
            '<?xml version="1.0" encoding="UTF-8" ?>\n'
            '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
            '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
            "<eSearchResult><Count>1</Count><RetMax>1</RetMax><RetStart>0</RetStart><IdList>\n"
            "<Id>101</Id>\n</IdList><TranslationSet/><QueryTranslation>"
            '("umbilical"[ti] AND "2010"[dp])</QueryTranslation></eSearchResult>\n'
        )

    def test_json(self, whole: Running) -> None:
        got = ask(whole, "esearch.fcgi", "term=umbilical[ti]&retmode=json&retmax=1&retstart=1")
        assert got.json == {
            "header": {"type": "esearch", "version": "0.3"},
            "esearchresult": {
                "count": "2",
                "retmax": "1",
                "retstart": "1",
                "idlist": ["101"],
                "translationset": [],
                "querytranslation": '"umbilical"[ti]',
            },
        }

    def test_the_number_alone(self, whole: Running) -> None:
        got = ask(whole, "esearch.fcgi", "term=umbilical[ti]&rettype=count")
        assert "<eSearchResult><Count>2</Count></eSearchResult>" in got.text

    def test_nothing_found_in_a_complete_mirror(self, whole: Running) -> None:
        got = ask(whole, "esearch.fcgi", "term=unheard[ti]&retmode=json")
        assert got.json["esearchresult"]["count"] == "0"
        assert got.json["esearchresult"]["warninglist"]["outputmessages"] == ["No items found."]

    def test_nothing_found_in_a_sample_is_an_error(self, sample: Running) -> None:
        got = ask(sample, "esearch.fcgi", "term=unheard[ti]&retmode=json")
        assert got.json["esearchresult"] == {"ERROR": SILENT}
        got = ask(sample, "esearch.fcgi", "term=unheard[ti]")
        assert (got.status, error(got, "eSearchResult")) == (200, SILENT)

    def test_a_sample_warns_of_what_it_lacks(self, sample: Running) -> None:
        term = quote('"10.5555/graft"[doi] OR "10.5555/none"[doi]')
        got = ask(sample, "esearch.fcgi", f"term={term}&retmode=json")
        found = got.json["esearchresult"]
        assert found["idlist"] == ["101"]
        assert found["warninglist"]["outputmessages"] == [f"{SILENT} Lacking: 10.5555/none"]

    def test_a_search_between_years(self, whole: Running) -> None:
        query = "term=the+heart[ti]&mindate=2010&maxdate=2011&datetype=pdat&retmode=json"
        assert ask(whole, "esearch.fcgi", query).json["esearchresult"]["idlist"] == ["104", "103"]

    def test_one_field_for_all_words(self, whole: Running) -> None:
        got = ask(whole, "esearch.fcgi", "term=heart&field=ti&retmode=json")
        assert got.json["esearchresult"]["idlist"] == ["104", "103"]

    @pytest.mark.parametrize(("sort", "first"), [("relevance", "103"), ("pub_date", "104")])
    def test_orders(self, whole: Running, sort: str, first: str) -> None:
        term = quote("heart[ti] OR roe[au]")
        got = ask(whole, "esearch.fcgi", f"term={term}&retmode=json&sort={sort}")
        assert got.json["esearchresult"]["idlist"][0] == first

    @pytest.mark.parametrize(
        "query",
        [
            "term=x[mh]",
            "term=x&usehistory=y",
            "term=x&reldate=30",
            "term=x&sort=Author",
            "term=x&datetype=edat",
            "term=x&mindate=2010",
            "term=x&retmax=10001",
            "term=x&retstart=9999",
            "term=",
            "",
        ],
    )
    @pytest.mark.parametrize("mode", ["xml", "json"])
    def test_what_is_refused(self, whole: Running, query: str, mode: str) -> None:
        got = ask(whole, "esearch.fcgi", f"{query}&retmode={mode}")
        assert got.status == 200
        if mode == "json":
            assert list(got.json["esearchresult"]) == ["ERROR"]
        else:
            assert error(got, "eSearchResult")

    def test_what_a_caller_writes_stays_text(self, whole: Running) -> None:
        term = quote('"<b>&\x01]]>"[ti] AND x[<i>]')
        got = ask(whole, "esearch.fcgi", f"term={term}")
        assert "<i>" in error(got, "eSearchResult")


class TestEsummary:
    def test_xml(self, whole: Running) -> None:
        got = ask(whole, "esummary.fcgi", "id=101,999&retmode=xml")
        read = ET.fromstring(got.body)
        assert [one.tag for one in read] == ["DocSum", "ERROR"]
        assert read[1].text == "UID=999: cannot get document summary"
        items = {one.get("Name"): one for one in read[0].findall("Item")}
        told = {name: one.text or "" for name, one in items.items() if not len(one)}
        assert told == {
            "PubDate": "2010", "EPubDate": "", "Source": "J Test", "LastAuthor": "van Berg AB",
            "Title": "Grafts of umbilical cord in lupus.", "Volume": "1", "Issue": "2",
            "Pages": "3-9", "NlmUniqueID": "", "ISSN": "", "ESSN": "",
            "RecordStatus": "PubMed - indexed for MEDLINE", "PubStatus": "ppublish",
            "DOI": "10.5555/graft", "References": "", "HasAbstract": "0",
            "FullJournalName": "J Test", "ELocationID": "", "SO": "2010;1(2):3-9",
            "History": "",
        } | {"History": told["History"]}  # fmt: skip
        lists = {name: [inner.text for inner in one] for name, one in items.items() if len(one)}
        assert lists == {
            "AuthorList": ["Doe J", "van Berg AB"],
            "LangList": ["eng"],
            "PubTypeList": ["Journal Article"],
            "ArticleIds": ["101", "10.5555/graft", "PMC7000101"],
        }

    def test_json(self, whole: Running) -> None:
        got = ask(whole, "esummary.fcgi", "id=103,999&retmode=json&version=2.0")
        one = got.json["result"]["103"]
        assert got.json["result"]["uids"] == ["103", "999"]
        assert got.json["result"]["999"] == {
            "uid": "999", "error": "cannot get document summary",
        }  # fmt: skip
        person = {"name": "Roe R", "authtype": "Author", "clusterid": ""}
        assert (one["uid"], one["authors"], one["lastauthor"]) == ("103", [person], "Roe R")
        assert (one["title"], one["source"]) == ("TNF-\u03b1 and the heart.", "Heart J")
        assert (one["pubdate"], one["volume"], one["pages"]) == ("2011", "7", "3-9")
        assert one["pubtype"] == ["Journal Article"]
        assert one["articleids"] == [{"idtype": "pubmed", "value": "103"}]

    @pytest.mark.parametrize("mode", ["xml", "json"])
    def test_a_sample_says_that_it_is_one(self, sample: Running, mode: str) -> None:
        assert SILENT in ask(sample, "esummary.fcgi", f"id=999&retmode={mode}").text

    @pytest.mark.parametrize("query", ["", "id=x", "id=101&version=2.0", "id=101&retmode=text"])
    def test_what_is_refused(self, whole: Running, query: str) -> None:
        assert error(ask(whole, "esummary.fcgi", query), "eSummaryResult")

    def test_a_refusal_as_json(self, whole: Running) -> None:
        got = ask(whole, "esummary.fcgi", "retmode=json")
        assert got.json["error"] == "Empty id list - nothing todo"


class TestEcitmatch:
    def match(self, mirror: Running, *lines: str) -> list[str]:
        bdata = quote("\r".join(lines), safe="|")
        got = ask(mirror, "ecitmatch.cgi", f"retmode=xml&bdata={bdata}")
        assert got.headers["content-type"] == "text/plain; charset=UTF-8"
        return got.text.splitlines()

    def test_lines_come_back_with_a_pmid(self, whole: Running) -> None:
        lines = (
            "J Test|2010|1|3|Doe J|a|",
            "heart j.|2011|7|3||b|",
            "heart j.|2011|7|3|poe e|c|",
            "j test|2009|1|3|Doe J|d|",
        )
        assert self.match(whole, *lines) == [
            "J Test|2010|1|3|Doe J|a|101",
            "heart j.|2011|7|3||b|AMBIGUOUS 103,104",
            "heart j.|2011|7|3|poe e|c|104",
            "j test|2009|1|3|Doe J|d|NOT_FOUND",
        ]

    def test_a_place_is_enough_whoever_wrote_it(self, whole: Running) -> None:
        assert self.match(whole, "J Test|2010|1|3|Nobody X|a|")[0].endswith("|101")

    def test_fields_may_be_missing(self, whole: Running) -> None:
        assert self.match(whole, "Heart J|2011|||Roe R|a|") == ["Heart J|2011|||Roe R|a|103"]

    def test_lines_that_cannot_be_classified_are_dropped(self, whole: Running) -> None:
        assert self.match(whole, "J Test||1|||a|", "no bars", "a|b|c") == []

    def test_a_sample_does_not_say_not_found(self, sample: Running) -> None:
        assert self.match(sample, "J Test|2009|1|3||d|") == [
            "J Test|2009|1|3||d|UNAVAILABLE;SAMPLE"
        ]

    @pytest.mark.parametrize("query", ["", "bdata=", "bdata=" + "a%7Cb%0D" * 1001])
    def test_what_is_refused(self, whole: Running, query: str) -> None:
        assert ask(whole, "ecitmatch.cgi", query).status == 400


@pytest.mark.parametrize(
    ("utility", "status"),
    [("elink.fcgi", 501), ("einfo.fcgi", 501), ("epost.fcgi", 501), ("x", 404)],
)
def test_other_utilities(whole: Running, utility: str, status: int) -> None:
    got = ask(whole, utility, "id=1")
    assert (got.status, b"not found" in got.body.lower()) == (status, False)


@pytest.mark.parametrize("utility", eutils.NAMES)
def test_a_mirror_without_pubmed_does_not_speak_for_it(utility: str) -> None:
    answer = eutils.answer(held(registries=("crossref",)), utility, [("id", "1")])
    assert answer.status == 421
    assert b"This mirror holds nothing of PubMed." in answer.body
