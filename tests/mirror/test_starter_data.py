"""The starter's files: well formed, vouched for, and nothing in them that no source states."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from citekit.formats import crossref_json, pubmed_xml
from citekit.model import Candidate, Stamp

DATA = files("citekit.mirror").joinpath("starter")
STAMP = Stamp("any", "2026-11-22T00:00:00Z")

# Known only from memory, or seen for another paper: they would be invented here.
UNSTATED = {
    "given names": [
        "Huayong",
        "Bingzhu",
        "Liwei",
        "Songtao",
        "Yayi",
        "Xiaofeng",
        "Lingyun",
    ],
    "catalogue numbers": ["0372355", "0370605"],
    "the journal's later ISSNs": ["2326-5191", "2326-5205"],
    "abstracts": ["Abstract", "abstract", "SLEDAI"],
    "record status": ["Status=", "Owner=", "IndexingMethod", "DateRevised", "DateCompleted"],
    "indexing": ["MeshHeading", "PublicationType", "<Language", "UI="],
}


def text(name: str) -> str:
    return DATA.joinpath(name).read_text(encoding="utf-8")


def crossref() -> dict[str, dict[str, object]]:
    works = [json.loads(line) for line in text("crossref.jsonl").splitlines()]
    return {work["DOI"]: work for work in works}


def pubmed() -> dict[str, etree._Element]:
    root = etree.fromstring(text("pubmed.xml").encode())
    return {article.findtext("MedlineCitation/PMID"): article for article in root}


def test_manifest_vouches_for_exactly_the_files_that_are_there():
    manifest = json.loads(text("manifest.json"))
    expected = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in DATA.iterdir()
        if path.name != "manifest.json"
    }
    assert expected == {file["path"]: file["sha256"] for file in manifest["files"]}


def test_every_record_is_read_by_the_readers_of_the_network():
    counts = {file["path"]: file["records"] for file in json.loads(text("manifest.json"))["files"]}
    with DATA.joinpath("pubmed.xml").open("rb") as stream:
        articles = list(pubmed_xml.read(stream, STAMP))
    with DATA.joinpath("crossref.jsonl").open("rb") as stream:
        works = list(crossref_json.read_lines(stream, STAMP))
    assert all(isinstance(one, Candidate) for one in [*articles, *works])
    assert counts == {"pubmed.xml": len(articles), "crossref.jsonl": len(works)}


def test_files_say_that_nobody_exported_them():
    assert "Assembled by hand" in text("pubmed.xml").split("<PubmedArticleSet>")[0]
    manifest = json.loads(text("manifest.json"))
    assert (manifest["origin"], manifest["coverage"]) == ("assembled by hand", "sample")


@pytest.mark.parametrize("kind", UNSTATED)
@pytest.mark.parametrize("name", ["pubmed.xml", "crossref.jsonl"])
def test_nothing_that_no_source_states_is_in_the_data(name: str, kind: str):
    body = text(name).rpartition("<PubmedArticleSet>")[2]
    assert [word for word in UNSTATED[kind] if word in body] == []


def test_every_author_of_a_has_initials_only():
    authors = pubmed()["20650877"].iterfind(".//Author")
    expected = "Liang J, Zhang H, Hua B, Wang H, Lu L, Shi S, Hou Y, Zeng X, Gilkeson GS, Sun L"
    written = [(one.findtext("LastName"), one.findtext("Initials")) for one in authors]
    assert expected == ", ".join(f"{family} {initials}" for family, initials in written)
    assert pubmed()["20650877"].find(".//ForeName") is None
    given = [author["given"] for author in crossref()["10.1136/ard.2009.123463"]["author"]]
    assert [initials for _, initials in written] == given


def test_b_names_the_one_author_its_page_prints_and_says_that_there_are_more():
    authors = pubmed()["20506343"].find(".//AuthorList")
    assert [[part.text for part in author] for author in authors] == [["Wang", "Dandan", "D"]]
    assert authors.get("CompleteYN") == "N"


def test_crossref_has_no_way_to_cut_a_list_so_its_record_of_b_has_none():
    assert "author" not in crossref()["10.1002/art.27548"]


def test_notices_of_a_are_source_strings_without_any_identifier():
    found = pubmed()["20650877"].iterfind(".//CommentsCorrections")
    expected = {
        "CommentIn": "Ann Rheum Dis. 2010 Aug;69(8):1413-4",
        "ErratumIn": "Ann Rheum Dis. 2011 Jan;70(1):237",
    }
    notices = list(found)
    assert expected == {one.get("RefType"): one.findtext("RefSource") for one in notices}
    assert [[child.tag for child in one] for one in notices] == [["RefSource"]] * 2


def test_crossref_is_silent_on_every_notice():
    silent = {"updated-by", "update-to", "relation"}
    assert not any(silent & set(work) for work in crossref().values())


@pytest.mark.skipif(not Path("../shared/facts/seed-papers.md").exists(), reason="no fact sheet")
def test_every_value_stands_in_the_fact_sheet():
    facts = Path("../shared/facts/seed-papers.md").read_text(encoding="utf-8").replace("**", "")
    facts = " ".join(facts.split())
    for work in crossref().values():
        for name in ["DOI", "title", "volume", "page", "publisher", "container-title", "ISSN"]:
            values = work.get(name, [])
            for value in [values] if isinstance(values, str) else values:
                assert value in facts, name
