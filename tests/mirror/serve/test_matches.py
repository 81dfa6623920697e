"""``POST /match``: what it takes, what it gives, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from citekit.matching.bulk.told import RunnerUp, Told
from tests.mirror.serve.holdings import DATE, Got, Running, held, running


def matcher(line: int, text: str) -> Told:
    if "graft" not in text:
        return Told(line, text, "not_found", {}, None, (), None)
    rival = RunnerUp({"pmid": "102"}, 0.2, ())
    return Told(line, text, "resolved", {"pmid": "101"}, 0.99, ("title: same",), rival)


@pytest.fixture(scope="module")
def matching() -> Iterator[Running]:
    with running(held(matcher=matcher)) as one:
        yield one


def match(mirror: Running, value: Any) -> Got:
    return mirror.ask("/match", "POST", json.dumps(value).encode())


def test_one_line_for_each_reference_in_their_order(matching: Running) -> None:
    got = match(matching, {"references": ["a graft", {"raw": "another"}]})
    assert (got.status, got.headers["content-type"]) == (200, "application/json")
    assert got.json == {
        "schema": "citekit/match/1",
        "mirror": {"pubmed": DATE, "crossref": DATE},
        "matches": [
            {
                "line": 1, "raw": "a graft", "outcome": "resolved", "identifiers": {"pmid": "101"},
                "probability": 0.99, "reasons": ["title: same"],
                "runner_up": {"identifiers": {"pmid": "102"}, "probability": 0.2, "reasons": []},
                "candidates": [],
            },
            {
                "line": 2, "raw": "another", "outcome": "not_found", "identifiers": {},
                "probability": None, "reasons": [], "runner_up": None, "candidates": [],
            },
        ],
    }  # fmt: skip


def test_none_is_no_mistake(matching: Running) -> None:
    assert match(matching, {"references": []}).json["matches"] == []


@pytest.mark.parametrize(
    "value",
    [
        [], "x", None, {}, {"references": "x"}, {"references": [1]}, {"references": [{}]},
        {"references": ["x"], "more": 1}, {"references": [{"raw": "x", "doi": "y"}]},
        {"references": ["x" * 10_001]}, {"references": [""] * 1001},
    ],
)  # fmt: skip
def test_what_is_refused(matching: Running, value: Any) -> None:
    got = match(matching, value)
    assert got.status == 400
    assert got.json["error"].startswith("Send {")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'"\\ud800"', b"[" * 100_000])
def test_what_is_no_json(matching: Running, body: bytes) -> None:
    assert matching.ask("/match", "POST", body).status == 400


def test_a_mirror_that_does_not_match(whole: Running) -> None:
    assert match(whole, {"references": ["x"]}).status == 501
