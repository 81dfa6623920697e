"""`check` as JUnit XML; tests/interop holds it against the schema of Jenkins."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

from citekit.findings import Checked
from citekit.vocab import Level
from tests.reports.checks import samples
from tests.reports.checks.samples import CLEAN, PAGE


def root(checked: Checked) -> Element:
    return fromstring(samples.printed("junit", checked).encode())


@samples.for_any_outcome
def test_the_counts_are_those_of_the_cases(checked: Checked) -> None:
    suites = root(checked)
    cases = suites.findall("testsuite/testcase")
    assert len(cases) == max(1, len(checked.findings) + len(checked.unchecked))
    for element in (suites, *suites):
        assert element.get("tests") == str(len(list(element.iter("testcase"))))
        assert element.get("failures") == str(len(list(element.iter("failure"))))
        assert element.get("errors") == str(len(list(element.iter("error"))))
    for suite in suites:
        assert suite.get("skipped") == str(len(list(suite.iter("skipped"))))
        names = [case.get("name") for case in suite]
        assert len(set(names)) == len(names)
    failing = [one for one in checked.counted if one.level is not Level.NOTE]
    assert len(list(suites.iter("failure"))) == len(failing)


def test_entries_alike_have_names_of_their_own() -> None:
    cases = root(replace(CLEAN, findings=(PAGE, PAGE))).iter("testcase")
    assert [case.get("name") for case in cases] == [
        "CK201 page-differs: Poe2012",
        "CK201 page-differs: Poe2012 (2)",
    ]


def test_an_outage_is_no_success() -> None:
    suites = root(replace(CLEAN, unchecked=(samples.UNCHECKED,)))
    assert (suites.get("tests"), suites.get("errors")) == ("1", "1")
