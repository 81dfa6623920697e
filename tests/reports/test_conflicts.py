"""The fields on which registries disagree."""

from __future__ import annotations

from typing import Any

from citekit.model import Alternative, FieldSource
from citekit.reports.conflicts import Conflict, Said, conflicting, conflicts

AT = "2026-03-01T12:00:00Z"


def others(said: dict[str, dict[str, Any]]) -> dict[str, tuple[Alternative, ...]]:
    return {
        name: tuple(Alternative(registry, AT, value) for registry, value in values.items())
        for name, values in said.items()
    }


def named(item: dict[str, Any], said: dict[str, dict[str, Any]]) -> list[str]:
    return conflicting(item, others(said))  # type: ignore[arg-type]


def test_conflicts_are_fields_of_which_two_say_different_things() -> None:
    item = {"title": "Mine", "issue": "8", "author": [{"family": "Doe", "given": "J"}]}
    said = {
        "title": {"pubmed": "Theirs", "crossref": "Mine"},
        "issue": {"crossref": "8"},
        "author": {"pubmed": [{"family": "Doe"}]},
    }
    assert named(item, said) == ["author", "title"]


def test_a_date_that_says_less_is_no_conflict() -> None:
    day = {"date-parts": [[2010, 8]]}
    said = {
        "issued": {"crossref": {"date-parts": [[2010, 8, 3]]}},
        "available-date": {"crossref": {"date-parts": [[2010, 6]]}},
    }
    assert named({"issued": day, "available-date": day}, said) == ["available-date"]


def test_a_doi_in_other_letters_is_no_conflict() -> None:
    assert named({"DOI": "10.5555/AbC"}, {"DOI": {"crossref": "10.5555/aBc"}}) == []
    assert named({"DOI": "10.5555/abc"}, {"DOI": {"crossref": "10.5555/abd"}}) == ["DOI"]


def test_what_belongs_to_nobody_is_no_conflict() -> None:
    said = {"custom": {"pubmed": {"nbk": "y"}, "crossref": {"agency": "x"}}}
    assert named({"custom": {"agency": "x", "nbk": "y"}}, said) == []


def test_what_is_believed_is_told_first_and_nothing_acts() -> None:
    said = others({"title": {"crossref": "Two\nlines\x1b[2J", "pubmed": "Ours"}})
    believed = {"title": FieldSource("pubmed", AT)}
    assert list(conflicts({"title": "Ours"}, believed, said)) == [
        Conflict("title", (Said("pubmed", "Ours", True), Said("crossref", "Two lines [2J", False)))
    ]
