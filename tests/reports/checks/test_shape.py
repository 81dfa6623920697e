"""`check` as JSON is what its published schema says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from citekit.findings import Checked
from tests.conftest import ROOT
from tests.reports.checks import samples

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "check-1.json").read_text(encoding="utf-8"))


def closed(schema: Any) -> Any:
    """The schema without room for what it does not name, so that nothing is left out of it."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(each) for name, each in schema.items()}
    return {"additionalProperties": False, **inner} if "required" in schema else inner


VALIDATOR = Draft202012Validator(closed(SCHEMA))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("checked", [samples.CLEAN, samples.PLAIN, samples.HOSTILE])
def test_the_outcomes_are_as_the_schema_says(checked: Checked) -> None:
    VALIDATOR.validate(json.loads(samples.printed("json", checked)))


@samples.for_any_outcome
def test_whatever_the_texts_hold_they_come_back(checked: Checked) -> None:
    told = json.loads(samples.printed("json", checked))
    VALIDATOR.validate(told)
    messages = [_marked(one.message) for one in checked.findings]
    assert [one["message"] for one in told["findings"]] == messages
    prints = [one["fingerprint"] for one in told["findings"]]
    assert len(set(prints)) == len(prints)
    assert told["summary"]["findings"] == len(checked.counted)
    assert len(told["unchecked"]) == len(checked.unchecked)


def _marked(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_nothing_is_cut() -> None:
    long = samples.HOSTILE.findings[0]
    checked = replace(samples.CLEAN, findings=(replace(long, key=samples.LONG),))
    told = json.loads(samples.printed("json", checked))
    assert told["findings"][0]["key"] == samples.LONG
