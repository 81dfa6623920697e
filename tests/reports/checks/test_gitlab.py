"""`check` as GitLab's code quality report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from citekit.findings import Checked
from tests.reports.checks import samples
from tests.reports.checks.samples import CLEAN, ERRATUM, PAGE, UNCHECKED

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def report(checked: Checked) -> Any:
    return json.loads(samples.printed("gitlab", checked))


@samples.for_any_outcome
def test_every_fingerprint_is_there_once(checked: Checked) -> None:
    told = report(checked)
    prints = [one["fingerprint"] for one in told]
    assert len(set(prints)) == len(prints) >= len(checked.counted)
    for one in told:
        assert one["severity"] in SEVERITIES
        assert not one["location"]["path"].startswith("./")
        assert one["location"]["lines"]["begin"] >= 1


def test_acknowledged_ones_are_left_out() -> None:
    assert report(replace(CLEAN, findings=(ERRATUM,))) == []


def test_numbers_stay_the_same_where_one_of_them_is_acknowledged() -> None:
    seen = replace(PAGE, acknowledged=samples.SEEN)
    assert [one["fingerprint"] for one in report(replace(CLEAN, findings=(seen, PAGE)))] == [
        f"{PAGE.fingerprint}-2"
    ]


def test_what_an_outage_hides_is_not_shown_as_mended() -> None:
    (told,) = report(replace(CLEAN, unchecked=(UNCHECKED,)))
    assert told["check_name"] == "unchecked"
    assert told["severity"] == "info"
