from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from citekit.errors import SettingsError
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
from citekit.vocab import LinkType, Scheme

SAMPLE = "the starter mirror of 2026-11-22 is a sample: what it lacks it says nothing about"
A = {Scheme.DOI: "10.1136/ard.2009.123463", Scheme.PMID: "20650877"}
B = {Scheme.DOI: "10.1002/art.27548", Scheme.PMID: "20506343"}
UNTIL = 0.0


def registry(name: str, mirror: str = "starter") -> Registry:
    return {one.name: one for one in open_mirror(mirror)}[name]


def fetch(one: Registry, scheme: Scheme, value: str) -> Answer:
    identifier = Identifier(scheme, value)
    answers = one.fetch([identifier], UNTIL)
    assert [identifier] == list(answers)
    return answers[identifier]


def identifiers(answer: Answer) -> list[Mapping[Scheme, str]]:
    return [dict(one.identifiers) for one in answer.candidates] if isinstance(answer, Found) else []


def test_starter_speaks_for_pubmed_and_crossref():
    expected = {
        "pubmed": {Scheme.PMID, Scheme.DOI, Scheme.PMCID},
        "crossref": {Scheme.DOI, Scheme.ARXIV},
    }
    assert expected == {one.name: set(one.takes) for one in open_mirror("starter")}


@pytest.mark.parametrize("paper", [A, B], ids=["A", "B"])
@pytest.mark.parametrize("scheme", [Scheme.DOI, Scheme.PMID])
def test_pubmed_gives_both_papers_by_doi_and_pmid(paper: dict[Scheme, str], scheme: Scheme):
    assert [paper] == identifiers(fetch(registry("pubmed"), scheme, paper[scheme]))


@pytest.mark.parametrize(
    "doi", [A[Scheme.DOI], B[Scheme.DOI], "10.1136/ard.2010.132639", "10.1186/ar4520"]
)
def test_crossref_gives_the_papers_the_comment_and_the_twin(doi: str):
    assert [{Scheme.DOI: doi}] == identifiers(fetch(registry("crossref"), Scheme.DOI, doi))


def test_candidates_carry_the_mirrors_date_and_origin():
    answer = fetch(registry("pubmed"), Scheme.PMID, A[Scheme.PMID])
    assert isinstance(answer, Found)
    expected = Stamp(
        "pubmed", "2026-11-22T00:00:00Z", "starter mirror 2026-11-22 (assembled by hand)"
    )
    assert [expected] == [one.stamp for one in answer.candidates]


def test_erratum_and_comment_of_a_come_without_invented_identifiers():
    answer = fetch(registry("pubmed"), Scheme.PMID, A[Scheme.PMID])
    assert isinstance(answer, Found)
    expected = {
        LinkType.ERRATUM: "Ann Rheum Dis. 2011 Jan;70(1):237",
        LinkType.COMMENT: "Ann Rheum Dis. 2010 Aug;69(8):1413-4",
    }
    links = answer.candidates[0].links
    assert expected == {link.type: link.notice.raw for link in links}
    assert [dict(link.notice.identifiers) for link in links] == [{}, {}]


def test_b_is_known_to_have_more_authors_than_are_named():
    answer = fetch(registry("pubmed"), Scheme.PMID, B[Scheme.PMID])
    assert isinstance(answer, Found)
    assert answer.candidates[0].item["custom"]["author_complete"] is False


def test_silence_of_a_sample_is_no_answer():
    """The starter lacks nearly everything, so what it lacks may well exist."""
    expected = Unavailable(SAMPLE)
    assert expected == fetch(registry("pubmed"), Scheme.PMID, "1")
    assert expected == fetch(registry("crossref"), Scheme.DOI, "10.1234/none")
    assert expected == registry("pubmed").search(Citation("Nothing of this kind."), UNTIL)


def test_a_sample_that_finds_something_still_knows_nothing_of_the_rest():
    answer = registry("crossref").search(Citation("Umbilical cord stem cell transplantation"), 0.0)
    assert isinstance(answer, Found)
    assert answer.caveat == SAMPLE


def test_one_answer_for_each_identifier_asked():
    asked = [Identifier(Scheme.PMID, value) for value in ("20650877", "7", "20506343", "7")]
    answers = registry("pubmed").fetch(asked, UNTIL)
    assert [Found, Unavailable, Found] == [type(answers[one]) for one in dict.fromkeys(asked)]


def test_a_scheme_the_registry_does_not_take_is_no_absence():
    assert isinstance(fetch(registry("crossref"), Scheme.PMID, A[Scheme.PMID]), Unavailable)


def test_silence_of_a_complete_mirror_is_absence(make_mirror):
    folder = str(make_mirror(name="ward", coverage="complete"))
    expected = Absent("the ward mirror of 2026-11-22 does not have it")
    assert expected == fetch(registry("pubmed", folder), Scheme.PMID, "1")
    assert expected == registry("crossref", folder).search(Citation("Nothing like it."), UNTIL)


def test_a_complete_mirror_needs_no_caveat(make_mirror):
    one = registry("crossref", str(make_mirror(coverage="complete")))
    answer = one.search(Citation("Umbilical cord stem cell transplantation"), UNTIL)
    assert isinstance(answer, Found)
    assert answer.caveat is None


def test_a_line_that_cannot_be_read_takes_the_word_from_a_complete_mirror(make_mirror):
    """What it could not read may be what it is asked for."""
    lines = b'{"DOI": "10.1234/whole"}\n{"DOI": "10.1234/cut'
    folder = str(make_mirror({"crossref": lines}, coverage="complete"))
    one = registry("crossref", folder)
    assert isinstance(fetch(one, Scheme.DOI, "10.1234/whole"), Found)
    expected = Unavailable(
        "the starter mirror of 2026-11-22 promises 4 records in crossref.jsonl, 1 could be read"
    )
    assert expected == fetch(one, Scheme.DOI, "10.1234/cut")


def test_a_file_that_is_not_what_its_registry_speaks_is_an_outage(make_mirror):
    folder = str(make_mirror({"pubmed": b"<html>Sign in</html>"}, coverage="complete"))
    answer = fetch(registry("pubmed", folder), Scheme.PMID, "20650877")
    assert isinstance(answer, Unavailable)
    assert answer.reason.startswith("the starter mirror of 2026-11-22 cannot be read: pubmed.xml: ")


def test_two_records_of_one_doi_are_both_given(make_mirror):
    """Different PMIDs are different works even under one DOI (it happens)."""
    body = b"".join(
        b"<PubmedArticle><MedlineCitation><PMID>%d</PMID><Article><ArticleTitle>T</ArticleTitle>"
        b"</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType='doi'>10.1234/x"
        b"</ArticleId></ArticleIdList></PubmedData></PubmedArticle>" % number
        for number in (1, 2)
    )
    folder = make_mirror({"pubmed": b"<PubmedArticleSet>%s</PubmedArticleSet>" % body})
    answer = fetch(registry("pubmed", str(folder)), Scheme.DOI, "10.1234/x")
    assert [one[Scheme.PMID] for one in identifiers(answer)] == ["1", "2"]


def test_an_unknown_mirror_is_refused_with_what_to_try(tmp_path: Path):
    with pytest.raises(SettingsError, match="Give a mirror's folder, or the name starter"):
        open_mirror(str(tmp_path / "nowhere"))
