"""`check` as SARIF; tests/interop holds it against the schema of OASIS."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given

from citekit.findings import Checked, Unchecked
from citekit.model import Place
from citekit.reports.checks import places, sarif
from tests.reports.checks import samples
from tests.reports.checks.samples import CLEAN, ENTRY, ERRATUM, PAGE, PLAIN, TITLE


def run(checked: Checked) -> Any:
    return json.loads(samples.printed("sarif", checked))["runs"][0]


def test_the_rules_stand_there_when_there_is_nothing_to_tell() -> None:
    told = run(CLEAN)
    assert [rule["id"] for rule in told["tool"]["driver"]["rules"]] == [
        rule.code for rule in samples.RULES
    ]
    assert told["results"] == []
    assert told["invocations"] == [
        {"executionSuccessful": True, "toolExecutionNotifications": []},
    ]
    assert "columnKind" not in told


@samples.for_any_outcome
def test_every_result_points_to_its_rule(checked: Checked) -> None:
    told = run(checked)
    rules = told["tool"]["driver"]["rules"]
    prints = []
    for result in told["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
        prints.append(result["partialFingerprints"]["citekit/v1"])
    assert len(set(prints)) == len(prints) == len(checked.findings)
    silent = told["invocations"][0]
    assert silent["executionSuccessful"] is not bool(checked.unchecked)
    assert bool(silent["toolExecutionNotifications"]) is bool(checked.unchecked)


@samples.for_any_outcome
def test_all_results_tell_of_suppressions_or_none_does(checked: Checked) -> None:
    """SARIF 2.1.0, 3.27.23."""
    told = ["suppressions" in result for result in run(checked)["results"]]
    assert len(set(told)) < 2
    assert any(told) is any(one.acknowledged for one in checked.findings)


def test_an_acknowledged_finding_is_suppressed() -> None:
    results = run(replace(CLEAN, findings=(ERRATUM, TITLE)))["results"]
    assert [result["suppressions"] for result in results] == [
        [
            {
                "kind": "external",
                "status": "accepted",
                "justification": "acknowledged until 2027-06-30: Table 2 only",
            }
        ],
        [],
    ]


def test_entries_alike_have_fingerprints_of_their_own() -> None:
    again = replace(PAGE, place=Place("./papers/refs.bib", 99))
    results = run(replace(CLEAN, findings=(PAGE, again)))["results"]
    first, second = (result["partialFingerprints"]["citekit/v1"] for result in results)
    assert first == PAGE.fingerprint
    assert second == f"{first}-2"


def test_columns_are_told_where_somebody_counted_them() -> None:
    told = run(replace(CLEAN, findings=(PAGE,)))
    assert told["columnKind"] == "unicodeCodePoints"
    region = told["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 12, "startColumn": 3}
    assert "columnKind" not in run(replace(CLEAN, findings=(ENTRY,)))


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("refs.bib", "refs.bib"),
        ("./refs.bib", "refs.bib"),
        ("a//b/../c/./refs.bib", "a/c/refs.bib"),
        ("../refs.bib", "../refs.bib"),
        ("a b/é%20,#?.bib", "a%20b/%C3%A9%2520%2C%23%3F.bib"),
        ("c:refs.bib", "c%3Arefs.bib"),
        ("/srv/a b.bib", "file:///srv/a%20b.bib"),
        ("//host/refs.bib", "file:///host/refs.bib"),
        ("byte\udcff.bib", "byte%FF.bib"),
        ("half\ud800.bib", "half%3F.bib"),
        ("two\nlines.bib", "two%0Alines.bib"),
        ("", "."),
    ],
)
def test_a_path_as_an_address(path: str, uri: str) -> None:
    assert places.uri(places.relative(path)) == uri


@given(path=samples.texts)
def test_an_address_is_the_path_and_nothing_else(path: str) -> None:
    normal = places.relative(path)
    split = urlsplit(places.uri(normal))
    assert (split.netloc, split.query, split.fragment) == ("", "", "")
    assert split.scheme == ("file" if normal.startswith("/") else "")
    if not any("\ud800" <= character <= "\udfff" for character in path):
        assert unquote(split.path) == normal.replace("//", "/", 1)


def test_a_title_is_no_placeholder_and_no_link() -> None:
    one = replace(TITLE, message="the {RNA} of {0}: [see](http://d.example/)", key=None)
    text = run(replace(CLEAN, findings=(one,)))["results"][0]["message"]["text"]
    assert text == "the {{RNA}} of {{0}}: [see] (http://d.example/)"


def test_more_than_a_run_holds_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sarif.MOST == 25_000
    monkeypatch.setattr(sarif, "MOST", 2)
    told = run(replace(PLAIN, unchecked=()))
    # The most severe, in their own order; acknowledged ones are the first to go.
    assert [result["ruleId"] for result in told["results"]] == ["CK101", "CK301"]
    invocation = told["invocations"][0]
    assert invocation["executionSuccessful"] is True
    assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == [
        "3 findings left out: a run holds 2."
    ]


def test_a_registry_that_is_down_is_one_notification() -> None:
    silent = tuple(Unchecked("pubmed", "HTTP 503", f"Doe{n}") for n in range(1000))
    invocation = run(replace(CLEAN, unchecked=silent))["invocations"][0]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": "unchecked", "index": 0},
                "level": "error",
                "message": {
                    "text": "pubmed: 1000 unchecked: HTTP 503: Doe0, Doe1, Doe2 and 997 more"
                },
            }
        ],
    }
