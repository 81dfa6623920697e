"""`check` for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citekit.findings import Checked, Unchecked
from citekit.model import Place
from citekit.reports.checks import words
from tests.reports.checks import samples
from tests.reports.checks.samples import CLEAN, HINT, PLAIN, TITLE


def lines(checked: Checked) -> list[str]:
    return samples.printed("text", checked).split("\n")


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        (CLEAN, "205 checked, no findings; asked pubmed 5 times, crossref 20 times"),
        (replace(CLEAN, count=0, requests={}), "0 checked, no findings"),
        (replace(CLEAN, requests={"pubmed": 0}), "205 checked, no findings"),
        (
            replace(CLEAN, findings=(TITLE,), requests={"pubmed": 1}),
            "205 checked, 1 finding (1 note); asked pubmed 1 time",
        ),
        (
            replace(PLAIN, findings=PLAIN.findings[1:2], requests={}),
            "6 checked, no findings, 1 acknowledged, 1 unchecked",
        ),
    ],
)
def test_the_outcome_is_the_last_line(checked: Checked, told: str) -> None:
    assert words.summary(checked) == told
    assert lines(checked)[-1] == told


def test_a_registry_that_is_down_takes_one_line() -> None:
    silent = tuple(Unchecked("pubmed", "HTTP 503", f"Doe{n}") for n in range(1000))
    assert lines(replace(CLEAN, unchecked=silent, requests={})) == [
        "unchecked: pubmed: 1000 unchecked: HTTP 503: Doe0, Doe1, Doe2 and 997 more",
        "205 checked, no findings, 1000 unchecked",
    ]


def test_a_reason_that_names_each_work_takes_few_lines() -> None:
    silent = tuple(Unchecked("pubmed", f"HTTP 503 for {n}", f"Doe{n}") for n in range(1000))
    assert lines(replace(CLEAN, unchecked=silent))[:-1] == [
        "library.db: unchecked: Doe0: pubmed: HTTP 503 for 0",
        "library.db: unchecked: Doe1: pubmed: HTTP 503 for 1",
        "library.db: unchecked: Doe2: pubmed: HTTP 503 for 2",
        "unchecked: pubmed: 997 unchecked: 997 other reasons, the first: HTTP 503 for 3: "
        "Doe3, Doe4, Doe5 and 994 more",
    ]


def test_four_reasons_are_told_apart() -> None:
    silent = tuple(Unchecked("pubmed", f"reason {n}", "Doe") for n in range(4))
    assert len(lines(replace(CLEAN, unchecked=silent))) == 5


def test_a_work_that_two_registries_could_not_be_asked_about_is_one() -> None:
    silent = tuple(Unchecked(registry, "down", "Doe") for registry in ("pubmed", "crossref"))
    assert words.unchecked_count(silent) == 1


def test_what_has_no_key_is_named_by_its_place() -> None:
    silent = tuple(Unchecked("", "nobody", None, Place("a.md", n)) for n in range(1, 6))
    assert lines(replace(CLEAN, unchecked=silent))[0] == (
        "unchecked: 5 unchecked: nobody: a.md:1, a.md:2, a.md:3 and 2 more"
    )
    one = replace(CLEAN, unchecked=silent[:1])
    assert lines(one)[0] == "a.md:1: unchecked: nobody"


@samples.for_any_outcome
def test_no_line_is_a_workflow_command(checked: Checked) -> None:
    for line in lines(checked):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_a_long_message_is_cut() -> None:
    long = replace(TITLE, message=samples.LONG, key=samples.LONG)
    first = lines(replace(CLEAN, findings=(long,)))[0]
    assert first.startswith(f"library.db: note: {HINT.code}: long long")
    assert first.endswith("long…")
    assert len(first) < 1300
