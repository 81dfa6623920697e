"""An acknowledgement is called unused only where everybody has answered."""

from __future__ import annotations

import pytest

from citekit.checks.judge import Given, judge
from citekit.model import Acknowledgement, Asked, Citation, Identifiers, Resolution
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, LinkType, Outcome, Scheme

WORK: Identifiers = {Scheme.PMID: "1"}
SEEN = Acknowledgement(
    key="a",
    work=WORK,
    type=LinkType.ERRATUM,
    notice={Scheme.PMID: "2"},
    raw=None,
    reason="seen",
    until="2099-01-01",
    at="2026-01-01T00:00:00Z",
)


def case(outcome: AskedOutcome, names: Identifiers = WORK) -> Case:
    asked = (Asked("pubmed", outcome, ""),)
    return Case({}, names, Resolution(Citation(""), Outcome.UNAVAILABLE, asked), key="a")


def unused(*cases: Case, whole: bool = False) -> bool:
    found, _ = judge(cases, Given("2026-11-26", [SEEN], everything=whole))
    return "CK502" in {one.rule.code for one in found}


def test_a_notice_that_nobody_asserts_leaves_it_unused() -> None:
    assert unused(case(AskedOutcome.FOUND))


def test_a_registry_that_could_not_be_asked_leaves_it_open() -> None:
    assert not unused(case(AskedOutcome.UNAVAILABLE))


@pytest.mark.parametrize("whole", [True, False])
def test_a_work_that_is_not_there_tells_only_where_all_are_there(whole: bool) -> None:
    other = case(AskedOutcome.FOUND, {Scheme.PMID: "9"})
    assert unused(other, everything=whole) is whole
