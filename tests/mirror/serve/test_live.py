"""citekit's own live path against a served mirror: what is held, and what a sample's silence is."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from citekit.model import Absent, Citation, Found, Identifier, Unavailable
from citekit.registries.crossref import Crossref
from citekit.registries.http import Http
from citekit.registries.policy import Policy
from citekit.registries.pubmed import PubMed
from citekit.settings import Settings
from citekit.vocab import Scheme
from tests.conftest import Citekit
from tests.mirror.serve.holdings import DATE, VIA, Running

AT = f"{DATE}T00:00:00Z"
SILENT = f"the {VIA} is a sample: what it lacks it says nothing about"
HELD, LACKING = Identifier(Scheme.PMID, "101"), Identifier(Scheme.PMID, "999")
DOI, NO_DOI = Identifier(Scheme.DOI, "10.5555/graft"), Identifier(Scheme.DOI, "10.5555/none")
PMCID, NO_PMCID = Identifier(Scheme.PMCID, "PMC7000101"), Identifier(Scheme.PMCID, "PMC1")
UNHEARD = Citation("Nobody N. Unheard novelties. Zzz. 1999;88:77.")


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("citekit.registries.http.Policy", partial(Policy, backoff=0.01))

    def point(mirror: Running) -> None:
        for name, value in mirror.environment().items():
            monkeypatch.setenv(name, value)

    return point


def http(mirror: Running, cache: Path) -> Http:
    told = mirror.environment()
    return Http(
        Settings(
            pubmed_url=told["CITEKIT_PUBMED_URL"],
            crossref_url=told["CITEKIT_CROSSREF_URL"],
            cache_dir=cache,
        )
    )


def soon() -> float:
    return time.monotonic() + 20


@pytest.mark.parametrize("again", [False, True])
def test_a_sample_is_silent_about_what_it_lacks(
    sample: Running, tmp_path: Path, again: bool
) -> None:
    asker = http(sample, tmp_path)
    pubmed, crossref = PubMed(asker), Crossref(asker)
    for _ in range(1 + again):
        named = (HELD, LACKING, DOI, NO_DOI, PMCID, NO_PMCID)
        answers = pubmed.fetch(named, soon())
        assert {type(answers[one]) for one in (HELD, DOI, PMCID)} == {Found}
        assert [answers[one] for one in (LACKING, NO_DOI, NO_PMCID)] == [Unavailable(SILENT)] * 3
        found = crossref.fetch((DOI, NO_DOI), soon())
        assert isinstance(found[DOI], Found)
        assert isinstance(found[NO_DOI], Unavailable)
        assert "cannot speak for what it does not have" in found[NO_DOI].reason
        assert isinstance(pubmed.search(UNHEARD, soon()), Unavailable)
        assert isinstance(crossref.search(UNHEARD, soon()), Unavailable)


def test_a_lone_identifier_that_a_sample_lacks(sample: Running, tmp_path: Path) -> None:
    asker = http(sample, tmp_path)
    for one in (LACKING, NO_DOI, NO_PMCID):
        assert isinstance(PubMed(asker).fetch((one,), soon())[one], Unavailable)
    assert isinstance(Crossref(asker).fetch((NO_DOI,), soon())[NO_DOI], Unavailable)


def test_what_a_sample_offers_comes_with_a_caveat(sample: Running, tmp_path: Path) -> None:
    asker = http(sample, tmp_path)
    near = Citation("Grafts of umbilical cord", said={"title": "Grafts of umbilical cord"})
    for registry in (PubMed(asker), Crossref(asker)):
        answer = registry.search(near, soon())
        assert isinstance(answer, Found)
        assert answer.caveat == SILENT


def test_a_complete_mirror_does_not_have_what_it_lacks(whole: Running, tmp_path: Path) -> None:
    asker = http(whole, tmp_path)
    pubmed, crossref = PubMed(asker), Crossref(asker)
    answers = pubmed.fetch((HELD, LACKING, DOI, NO_DOI, NO_PMCID), soon())
    assert [type(one) for one in answers.values()] == [Found, Absent, Found, Absent, Absent]
    assert isinstance(crossref.fetch((NO_DOI,), soon())[NO_DOI], Absent)
    assert isinstance(crossref.search(UNHEARD, soon()), Absent)
    assert isinstance(pubmed.search(UNHEARD, soon()), Absent)


def test_an_answer_is_as_old_as_the_mirror(whole: Running, tmp_path: Path) -> None:
    asker = http(whole, tmp_path)
    for registry in (PubMed(asker), Crossref(asker)):
        answer = registry.fetch((DOI,), soon())[DOI]
        assert isinstance(answer, Found)
        stamp = answer.candidates[0].stamp
        assert (stamp.fetched_at, stamp.via) == (AT, VIA)


def test_nothing_of_a_mirror_is_kept_in_the_cache(whole: Running, tmp_path: Path) -> None:
    Crossref(http(whole, tmp_path)).fetch((DOI,), soon())
    asker = http(whole, tmp_path)
    Crossref(asker).fetch((DOI,), soon())
    assert asker.sent["crossref"] == 1


def test_the_base_address_must_be_right(whole: Running, tmp_path: Path) -> None:
    wrong = Http(Settings(crossref_url=f"{whole.base}/crossref", cache_dir=tmp_path))
    assert isinstance(Crossref(wrong).fetch((NO_DOI,), soon())[NO_DOI], Unavailable)


def test_resolve_add_check_and_update(
    whole: Running, citekit: Citekit, desk: Path, asking: Any
) -> None:
    asking(whole)
    resolved = citekit("resolve", "pmid:101", "--format", "json")
    assert resolved.code == 0
    [one] = resolved.json["resolutions"]
    assert (one["outcome"], one["record"]["DOI"]) == ("resolved", "10.5555/GRAFT")
    assert citekit("add", "pmid:101", "10.5555/notice").code == 0
    notices = citekit("notices", "--format", "json").json["notices"]
    witnesses = {
        (w["registry"], w["fetched_at"], w["via"]) for n in notices for w in n["witnesses"]
    }
    assert witnesses == {("pubmed", AT, VIA), ("crossref", AT, VIA)}
    checked = citekit("check", "--format", "json")
    assert [one["rule"] for one in checked.json["findings"]] == ["CK101"]
    assert (checked.code, checked.json["summary"]["unchecked"]) == (1, 0)
    assert citekit("update").code in {0, 1}


def test_a_text_is_resolved(whole: Running, citekit: Citekit, asking: Any) -> None:
    asking(whole)
    text = "Roe R. TNF-alpha and the heart. Heart J. 2011;7:3-9."
    [one] = citekit("resolve", text, "--format", "json").json["resolutions"]
    assert (one["outcome"], one["record"]["PMID"]) == ("resolved", "103")


@pytest.mark.parametrize(
    ("source", "outcome", "code"),
    [("pmid:999", "not_found", 1), ("10.5555/none", "not_found", 1), (UNHEARD.raw, "not_found", 1)],
)
def test_not_found_in_a_complete_mirror(
    whole: Running, citekit: Citekit, asking: Any, source: str, outcome: str, code: int
) -> None:
    asking(whole)
    run = citekit("resolve", source, "--format", "json")
    assert (run.json["resolutions"][0]["outcome"], run.code) == (outcome, code)


@pytest.mark.parametrize("source", ["pmid:999", "10.5555/none", UNHEARD.raw])
def test_unavailable_in_a_sample(
    sample: Running, citekit: Citekit, asking: Any, source: str
) -> None:
    asking(sample)
    run = citekit("resolve", source, "pmid:101", "--format", "json")
    assert [one["outcome"] for one in run.json["resolutions"]] == ["unavailable", "resolved"]
    assert run.code in {1, 3}


def test_a_check_against_a_sample_names_what_it_could_not_ask(
    sample: Running, citekit: Citekit, desk: Path, asking: Any
) -> None:
    (desk / "refs.bib").write_text("@article{a, pmid = {999}, title = {Nothing}}\n")
    asking(sample)
    run = citekit("check", "refs.bib", "--format", "json")
    assert run.json["summary"]["unchecked"] == 1
    [one] = run.json["unchecked"]
    assert (one["registry"], one["reason"].partition(" ")[2]) == (
        "pubmed",
        "cannot speak for what it does not have (HTTP status 421)",
    )
    assert (run.json["findings"], run.code) == ([], 3)
