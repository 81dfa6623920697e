"""What makes a check fail, and what is new since an earlier one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from citekit.checks.judge import RULES
from citekit.checks.verdict import baseline, only_new, threshold
from citekit.errors import InputError
from citekit.findings import Checked, Finding
from citekit.model import Place
from citekit.vocab import Level

BY_CODE = {rule.code: rule for rule in RULES}


def finding(code: str, level: Level | None = None, **more: object) -> Finding:
    rule = BY_CODE[code]
    told = {"message": "something", "key": "Doe2015", **more}
    return Finding(rule, level or rule.level, **told)  # type: ignore[arg-type]


ERROR, WARNING, NOTE = finding("CK101"), finding("CK105"), finding("CK106")


def checked(*findings: Finding) -> Checked:
    return Checked("refs.bib", 1, RULES, findings, ())


@pytest.mark.parametrize(
    ("written", "failing"),
    [
        ("error", [ERROR]),
        ("warning", [ERROR, WARNING]),
        ("note", [ERROR, WARNING, NOTE]),
        ("never", []),
        ("CK106", [NOTE]),
        ("ck106", [NOTE]),
        ("retracted", [ERROR]),
        ("CK106, erratum", [WARNING, NOTE]),
    ],
)
def test_what_fails(written: str, failing: list[Finding]) -> None:
    assert threshold(written).failing([ERROR, WARNING, NOTE]) == failing


@pytest.mark.parametrize("written", ["", "CK999", "warnings", "CK101,", "error,warning"])
def test_what_names_no_level_and_no_rule_is_refused(written: str) -> None:
    with pytest.raises(InputError, match="--fail-on"):
        threshold(written)


def test_a_milder_case_of_a_rule_counts_by_its_own_level() -> None:
    lifted = finding("CK101", Level.NOTE)
    assert threshold("warning").failing([lifted]) == []
    assert threshold("note").failing([lifted]) == [lifted]


def test_rules_have_codes_and_names_of_their_own() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("date", "kept"),
    [("2026-03-19", False), ("2026-03-20", True), ("2026-03", True), ("2026", True),
     ("2026-02", False), ("2025", False), (None, True), ("2026-03-20T10:00:00Z", True)],
)  # fmt: skip
def test_since_leaves_out_what_is_surely_older(date: str | None, kept: bool) -> None:
    one = replace(WARNING, date=date)
    assert bool(only_new(checked(one), "2026-03-20", ()).findings) is kept


def test_a_baseline_leaves_out_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    path.write_text(json.dumps({"findings": [{"fingerprint": WARNING.fingerprint}]}))
    assert only_new(checked(ERROR, WARNING), None, baseline(path)).findings == (ERROR,)


def test_a_finding_that_has_moved_in_its_file_is_the_same() -> None:
    here = finding("CK105", place=Place("refs.bib", 10))
    assert replace(here, place=Place("refs.bib", 99)).fingerprint == here.fingerprint
    assert replace(here, place=Place("other.bib", 10)).fingerprint != here.fingerprint


def test_another_value_is_another_finding() -> None:
    here = finding("CK215", field="volume", stored="7", current="8")
    assert replace(here, current="9").fingerprint != here.fingerprint


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"findings": [{}]}', '{"findings": 1}'])
def test_a_baseline_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "before.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"before\.json"):
        baseline(path)


def test_a_baseline_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        baseline(tmp_path / "nowhere.json")
