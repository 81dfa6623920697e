"""A big mirror answers as the registries themselves do, in the same protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.mirror.starter import open_mirror
from citekit.model import (
    Absent,
    Answer,
    Citation,
    Found,
    Identifier,
    Registry,
    Stamp,
    Unavailable,
)
from citekit.verbs import mirror_index
from citekit.vocab import LinkType, Scheme, Side
from tests.mirror.build.conftest import given, quiet
from tests.mirror.made_up import article, lines, pubmed_file, speaks, work

PMID, DOI = Scheme.PMID, Scheme.DOI


def mirror(folder: Path, *complete: str, **files: list[str]) -> dict[str, Registry]:
    wanted = given(**files)._replace(complete=frozenset(complete))
    mirror_index.build(str(folder), wanted, quiet)
    return {one.name: one for one in open_mirror(str(folder))}


def of_pubmed(tmp_path: Path, *records: str, complete: bool = True) -> Registry:
    file = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", *records)
    named = ("pubmed",) if complete else ()
    return mirror(tmp_path / "mirror", *named, pubmed=[str(file)])["pubmed"]


def of_crossref(tmp_path: Path, *works: dict[str, object]) -> Registry:
    file = tmp_path / "works.jsonl"
    file.write_bytes(lines(*works))
    return mirror(tmp_path / "mirror", "crossref", crossref=[str(file)])["crossref"]


def fetch(one: Registry, scheme: Scheme, value: str) -> Answer:
    identifier = Identifier(scheme, value)
    [(asked, answer)] = one.fetch([identifier], 0.0).items()
    assert asked == identifier
    return answer


def test_a_record_is_the_registrys_own_with_the_mirrors_date(tmp_path: Path) -> None:
    one = of_pubmed(tmp_path, article(1), article(2, "Ice &amp; rivers <i>in situ</i>"))
    for scheme, value in ((PMID, "2"), (DOI, "10.5555/made.2")):
        answer = fetch(one, scheme, value)
        assert isinstance(answer, Found)
        [candidate] = answer.candidates
        assert candidate.item["title"] == "Ice & rivers <i>in situ</i>"
        assert candidate.identifiers == {PMID: "2", DOI: "10.5555/made.2"}
        via = "pubmed mirror 2026-11-20 (built from 1 file)"
        assert candidate.stamp == Stamp("pubmed", "2026-11-20T00:00:00Z", via)
        assert candidate.payload
        assert candidate.payload.startswith(b"<PubmedArticle>")


def test_of_the_versions_of_a_pmid_the_newest_is_given(tmp_path: Path) -> None:
    one = of_pubmed(
        tmp_path, article(1, "Two", version=2), article(1, "Three", version=3), article(1, "One")
    )
    answer = fetch(one, PMID, "1")
    assert isinstance(answer, Found)
    assert [each.item["title"] for each in answer.candidates] == ["Three"]


def test_two_records_of_one_doi_are_both_given(tmp_path: Path) -> None:
    one = of_pubmed(tmp_path, *(article(n, doi="10.5555/both") for n in (1, 2)))
    answer = fetch(one, DOI, "10.5555/both")
    assert isinstance(answer, Found)
    assert [each.identifiers[PMID] for each in answer.candidates] == ["1", "2"]


def test_silence_is_worth_what_the_files_are(tmp_path: Path) -> None:
    complete = of_pubmed(tmp_path, article(1))
    assert fetch(complete, PMID, "9") == Absent("the pubmed mirror of 2026-11-20 does not have it")
    (tmp_path / "other").mkdir()
    sample = of_pubmed(tmp_path / "other", article(1), complete=False)
    expected = "the pubmed mirror of 2026-11-20 is a sample: what it lacks it says nothing about"
    assert fetch(sample, PMID, "9") == Unavailable(expected)
    assert isinstance(fetch(sample, PMID, "1"), Found)


def test_what_could_not_be_read_takes_the_word_from_a_complete_mirror(tmp_path: Path) -> None:
    one = of_pubmed(tmp_path, article(1), "<PubmedArticle></PubmedArticle>")
    answer = fetch(one, PMID, "9")
    assert answer == Unavailable(
        "the pubmed mirror of 2026-11-20 lacks 1 record or file that could not be read"
    )


def test_a_record_that_cannot_be_read_is_an_outage(tmp_path: Path) -> None:
    crossed = article(1).replace("</Volume>", "</Issue>")
    answer = fetch(of_pubmed(tmp_path, crossed), PMID, "1")
    assert isinstance(answer, Unavailable)
    assert answer.reason.startswith("the pubmed mirror of 2026-11-20 cannot be read: ")


def test_a_scheme_that_is_not_taken_is_no_absence(tmp_path: Path) -> None:
    assert isinstance(fetch(of_crossref(tmp_path, work(1)), PMID, "1"), Unavailable)


def test_what_only_the_notice_says_is_told_of_the_work(tmp_path: Path) -> None:
    one = of_pubmed(tmp_path, article(1), article(2, "Erratum", more=speaks("ErratumFor", 1)))
    answer = fetch(one, PMID, "1")
    assert isinstance(answer, Found)
    [link] = answer.candidates[0].links
    assert (link.type, link.notice.identifiers[PMID]) == (LinkType.ERRATUM, "2")
    assert [each.stands_on for each in link.witnesses] == [Side.NOTICE]


def test_what_both_say_is_told_once(tmp_path: Path) -> None:
    work_ = article(1, more=speaks("ErratumIn", 2))
    one = of_pubmed(tmp_path, work_, article(2, "Erratum", more=speaks("ErratumFor", 1)))
    answer = fetch(one, PMID, "1")
    assert isinstance(answer, Found)
    [link] = answer.candidates[0].links
    assert [each.stands_on for each in link.witnesses] == [Side.WORK]


def test_an_update_to_is_told_of_the_updated_work(tmp_path: Path) -> None:
    notice = work(2, **{"update-to": [{"DOI": "10.5555/made.1", "type": "retraction"}]})
    answer = fetch(of_crossref(tmp_path, work(1), notice), DOI, "10.5555/made.1")
    assert isinstance(answer, Found)
    [link] = answer.candidates[0].links
    assert (link.type, link.notice.identifiers) == (LinkType.RETRACTION, {DOI: "10.5555/made.2"})


@pytest.mark.parametrize("how", ["title", "reference", "place"])
def test_a_search_offers_what_could_be_meant(tmp_path: Path, how: str) -> None:
    one = of_pubmed(tmp_path, *map(article, range(1, 60)), article(77, "Eels of the upper Oder"))
    raw = {
        "title": "Eels of the upper Oder",
        "reference": "Lindqvist A, Moreau A. Eels of the upper Oder. Made Up J Riv 2001;38:77-9.",
        "place": "Made Up J Riv. 2001;38(2):77-9.",
    }[how]
    answer = one.search(Citation(raw), 0.0)
    assert isinstance(answer, Found)
    assert answer.candidates[0].identifiers[PMID] == "77"
    assert len(answer.candidates) <= 10
    assert answer.caveat is None


def test_a_search_for_nothing_like_it_is_silence(tmp_path: Path) -> None:
    answer = of_pubmed(tmp_path, article(1)).search(Citation("Zebrafish oncogenes"), 0.0)
    assert isinstance(answer, Absent)


def test_a_collection_is_nobodys_word(tmp_path: Path) -> None:
    bib = tmp_path / "a.bib"
    bib.write_text("@article{x, title={Slow waves}, doi={10.5555/made.1}}\n")
    file = tmp_path / "works.jsonl"
    file.write_bytes(lines(work(1)))
    named = mirror(tmp_path / "m", "crossref", crossref=[str(file)], collection=[str(bib)])
    assert list(named) == ["crossref"]
    answer = fetch(named["crossref"], DOI, "10.5555/made.1")
    assert isinstance(answer, Found)
    assert len(answer.candidates) == 1
