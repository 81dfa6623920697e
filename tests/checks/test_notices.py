"""What has happened to a cited work: which notices fail a check, and which are told by the way."""

from __future__ import annotations

import pytest

from citekit.model import End, Link, Witness
from citekit.vocab import LinkType, Scheme, Side
from tests.checks.cases import (
    NAMES,
    NOTICE,
    READ_AT,
    candidate,
    case,
    found,
    item,
    judged,
    link,
    noted,
)

LEVELS = {
    LinkType.RETRACTION: ("CK101", "error"),
    LinkType.WITHDRAWAL: ("CK102", "error"),
    LinkType.PARTIAL_RETRACTION: ("CK103", "warning"),
    LinkType.EXPRESSION_OF_CONCERN: ("CK104", "warning"),
    LinkType.ERRATUM: ("CK105", "warning"),
    LinkType.COMMENT: ("CK106", "note"),
    LinkType.UPDATE: ("CK107", "warning"),
    LinkType.REPUBLICATION: ("CK108", "note"),
    LinkType.REINSTATEMENT: ("CK109", "note"),
    LinkType.RETRACTION_AND_REPUBLICATION: ("CK111", "warning"),
    LinkType.SUMMARY: ("CK112", "note"),
    LinkType.OTHER: ("CK112", "note"),
}


@pytest.mark.parametrize("kind", LEVELS)
def test_each_kind_of_notice_has_its_rule_and_level(kind: LinkType) -> None:
    assert found(noted(link(kind))) == [LEVELS[kind]]


def test_a_work_without_notices_has_no_findings() -> None:
    assert found(noted()) == []


def test_a_notice_is_not_what_it_says_of_another_work() -> None:
    """The retraction's own record carries the link too."""
    retracting = link(LinkType.RETRACTION, notice=NAMES, work={Scheme.DOI: "10.5555/bad"})
    correcting = link(LinkType.ERRATUM, notice=NAMES, work={Scheme.DOI: "10.5555/other"})
    assert found(noted(retracting, correcting)) == []


def test_a_retraction_in_place_is_one_all_the_same() -> None:
    """Crossref lists some under the work's own DOI."""
    assert found(noted(link(LinkType.RETRACTION, notice=NAMES))) == [("CK101", "error")]


def test_a_record_that_pubmed_marks_as_retracted_without_a_link() -> None:
    marked = item(custom={"publication_types": ["Journal Article", "Retracted Publication"]})
    [one] = judged(noted(said=marked))[0]
    assert (one.rule.code, one.level) == ("CK101", "error")
    assert one.message == "PubMed reports a retraction"


def test_a_retraction_that_was_taken_back_is_a_note() -> None:
    retraction = link(LinkType.RETRACTION, asserted="2018-05-01")
    reinstated = link(
        LinkType.REINSTATEMENT, notice={Scheme.DOI: "10.5555/back"}, asserted="2019-02-01"
    )
    findings, _ = judged(noted(retraction, reinstated))
    assert {(one.rule.code, one.level.value) for one in findings} == {
        ("CK101", "note"), ("CK109", "note"),
    }  # fmt: skip
    assert "(it is reinstated now)" in findings[0].message


def test_a_retraction_after_the_reinstatement_counts() -> None:
    reinstated = link(
        LinkType.REINSTATEMENT, notice={Scheme.DOI: "10.5555/back"}, asserted="2018-02-01"
    )
    again = link(LinkType.RETRACTION, asserted="2019-05-01")
    assert ("CK101", "error") in found(noted(reinstated, again))


def test_what_was_retracted_and_republished_is_no_error() -> None:
    republished = link(LinkType.RETRACTION_AND_REPUBLICATION, registry="pubmed")
    retraction = link(LinkType.RETRACTION, notice={Scheme.DOI: "10.5555/same"})
    assert sorted(found(noted(republished, retraction))) == [
        ("CK101", "note"), ("CK111", "warning"),
    ]  # fmt: skip


def test_two_registries_that_report_one_notice_are_one_finding() -> None:
    crossref = link(LinkType.RETRACTION, asserted="2018-05-01")
    pubmed = link(LinkType.RETRACTION, registry="pubmed", term="RetractionIn")
    [one] = judged(noted(crossref, pubmed))[0]
    assert one.message.startswith("Crossref and PubMed report a retraction, 2018-05-01")
    assert {witness.registry for witness in one.witnesses} == {"pubmed", "crossref"}


def test_retraction_watch_is_named_behind_the_registry_that_hands_it_on() -> None:
    witness = Witness(
        "retraction-watch", "retraction", READ_AT, "2018-05-01", record_id="20946",
        stands_on=Side.WORK, answered_by="crossref",
    )  # fmt: skip
    told = Link(LinkType.RETRACTION, End(NOTICE), End(NAMES), (witness,))
    [one] = judged(noted(told))[0]
    assert one.message.startswith("Crossref (Retraction Watch 20946) reports a retraction")


PREPRINT = {Scheme.DOI: "10.1101/2020.01.02.20001234", Scheme.PMID: "1001"}


def test_a_published_preprint_is_a_note_from_pubmeds_pair() -> None:
    updated = link(LinkType.UPDATE, work=PREPRINT, registry="pubmed", term="UpdateIn")
    [one] = judged(noted(updated, names=PREPRINT))[0]
    assert (one.rule.code, one.level) == ("CK110", "note")
    assert "PubMed reports that this preprint was published" in one.message


def test_a_published_preprint_is_a_note_from_crossrefs_relation() -> None:
    """The preprint's record says `is-preprint-of`: it is the one that speaks."""
    relation = link(
        LinkType.PREPRINT_OF, notice=PREPRINT, work={Scheme.DOI: "10.5555/published"},
        term="is-preprint-of",
    )  # fmt: skip
    preprint = candidate(item(genre="preprint"), "crossref", PREPRINT, [relation])
    [one] = judged(case(preprint, names=PREPRINT))[0]
    assert (one.rule.code, one.level) == ("CK110", "note")
    assert one.message == "Crossref reports that this preprint was published: doi:10.5555/published"


def test_the_published_article_is_not_told_of_its_preprint() -> None:
    relation = link(LinkType.PREPRINT_OF, notice=PREPRINT, work={Scheme.DOI: NAMES[Scheme.DOI]})
    assert found(noted(relation)) == []


def test_a_newer_version_of_what_is_no_preprint_supersedes_it() -> None:
    updated = link(LinkType.UPDATE, registry="pubmed", term="UpdateIn")
    assert found(noted(updated)) == [("CK107", "warning")]
