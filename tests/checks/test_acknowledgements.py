"""What a person has seen counts no longer, until its day is past."""

from __future__ import annotations

from dataclasses import replace

from citekit.checks.verdict import Threshold
from citekit.model import Acknowledgement, Asked
from citekit.vocab import AskedOutcome, LinkType, Outcome, Scheme
from tests.checks.cases import NAMES, NOTICE, found, judged, link, noted, unresolved


def seen(
    kind: LinkType = LinkType.RETRACTION, until: str = "2027-06-30", **more: object
) -> Acknowledgement:
    told = {"work": NAMES, "notice": NOTICE, "raw": None, **more}
    return Acknowledgement(
        key="Doe2015", type=kind, reason="cited as an example", until=until,
        at="2026-01-01T00:00:00Z", **told,
    )  # type: ignore[arg-type]  # fmt: skip


RETRACTED = noted(link(LinkType.RETRACTION))


def test_an_acknowledged_finding_is_shown_and_does_not_fail() -> None:
    given = seen()
    [one] = judged(RETRACTED, acknowledged=[given])[0]
    assert (one.rule.code, one.acknowledged) == ("CK101", given)
    assert Threshold().failing([one]) == []


def test_on_its_last_day_it_holds() -> None:
    assert judged(RETRACTED, acknowledged=[seen(until="2026-11-26")])[0][0].acknowledged


def test_an_expired_acknowledgement_is_found_and_its_notice_counts_again() -> None:
    findings, _ = judged(RETRACTED, acknowledged=[seen(until="2026-11-25")])
    assert [(one.rule.code, one.acknowledged) for one in findings] == [
        ("CK101", None), ("CK501", None),
    ]  # fmt: skip
    assert findings[1].key == "Doe2015"
    assert "until 2026-11-25: cited as an example" in findings[1].message


def test_an_acknowledgement_of_no_notice_is_a_note() -> None:
    assert found(noted(), acknowledged=[seen()]) == [("CK502", "note")]


def test_another_notice_of_the_work_is_not_acknowledged_with_it() -> None:
    erratum = link(LinkType.ERRATUM, notice={Scheme.DOI: "10.5555/erratum"})
    findings, _ = judged(noted(link(LinkType.RETRACTION), erratum), acknowledged=[seen()])
    assert {one.rule.code: one.acknowledged is not None for one in findings} == {
        "CK101": True, "CK105": False,
    }  # fmt: skip


def test_another_kind_of_notice_in_the_same_place_is_another() -> None:
    seen_erratum = seen(LinkType.ERRATUM)
    findings, _ = judged(RETRACTED, acknowledged=[seen_erratum])
    assert {(one.rule.code, one.acknowledged) for one in findings} == {
        ("CK101", None), ("CK502", None),
    }  # fmt: skip


def test_what_could_not_be_asked_about_leaves_its_acknowledgement_alone() -> None:
    """Nobody knows today whether the notice is still there."""
    down = Asked("pubmed", AskedOutcome.UNAVAILABLE, "is down")
    nobody = unresolved(Outcome.UNAVAILABLE, down)
    half = noted()
    half = replace(half, answered=replace(half.answered, asked=(*half.answered.asked, down)))
    for one in (nobody, half):
        assert found(one, acknowledged=[seen()]) == []


def test_a_work_that_is_not_cited_here_may_be_cited_elsewhere() -> None:
    other = seen(work={Scheme.PMID: "77"})
    assert judged(noted(), acknowledged=[other])[0] == ()
    [one] = judged(noted(), acknowledged=[other], everything=True)[0]
    assert one.rule.code == "CK502"
