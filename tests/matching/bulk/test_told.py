"""The shape in which an answer is told."""

from __future__ import annotations

import json

from citekit.matching.bulk.cascade import match
from citekit.matching.bulk.told import encode, tell
from tests.matching.bulk.shelf_of import LUPUS, index, record

SHELF = index()


def told(text: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(encode(tell(7, text, match(text, SHELF))))
    return answer


def test_a_resolved_citation_has_identifiers_probability_and_reasons() -> None:
    text = "Arthritis Rheum. 2010 Aug;62(8):2467-75"
    answer = told(text)
    assert answer.pop("probability") > 0.9  # type: ignore[operator]
    assert answer == {
        "line": 7,
        "raw": text,
        "outcome": "resolved",
        "identifiers": {"doi": "10.1002/art.27548", "pmid": "11"},
        "reasons": [
            "title: other",
            "author: missing",
            "year: same",
            "journal: whole",
            "volume: same",
            "page: range",
            "issue: same",
            "numbers: 0",
            "words: all",
        ],
        "runner_up": None,
        "candidates": [],
    }


def test_an_ambiguous_citation_names_its_candidates_and_no_answer() -> None:
    answer = told("Br Med J. 1979 Mar 3;1(6163):612")
    assert (answer["outcome"], answer["identifiers"], answer["probability"]) == (
        "ambiguous",
        {},
        None,
    )
    candidates = answer["candidates"]
    assert isinstance(candidates, list)
    assert [one["identifiers"] for one in candidates] == [{"pmid": "41"}, {"pmid": "42"}]


def test_a_citation_not_found_tells_what_came_closest() -> None:
    answer = told("Sun L. Umbilical cord mesenchymal stem cells in rabbits. Vet Rec. 1999;1:2.")
    assert (answer["outcome"], answer["identifiers"]) == ("not_found", {})
    runner_up = answer["runner_up"]
    assert isinstance(runner_up, dict)
    assert runner_up["probability"] < 0.5


def test_identifiers_of_two_registries_are_told_together() -> None:
    crossref = record(
        "",
        "Umbilical cord mesenchymal stem cell transplantation in severe and refractory lupus",
        authors="Sun, Wang, Liang",
        place="Arthritis Rheum. 2010;62(8):2467-75",
        doi="10.1002/art.27548",
    )
    text = "Arthritis Rheum. 2010 Aug;62(8):2467-75"
    decision = match(text, index(crossref, LUPUS))
    assert tell(1, text, decision).identifiers == {"doi": "10.1002/art.27548", "pmid": "11"}
