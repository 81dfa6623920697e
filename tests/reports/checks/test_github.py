"""`check` as workflow commands, read as GitHub's runner reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import pytest

from citekit.findings import Checked, Unchecked
from citekit.reports.checks import github, order
from citekit.vocab import Level
from tests.reports.checks import samples
from tests.reports.checks.samples import CLEAN, PLAIN, TITLE

ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def commands(checked: Checked) -> list[Command]:
    return [command(line) for line in samples.printed("github", checked).split("\n")]


def command(line: str) -> Command:
    """Take a line apart at the first `::` after the first, as the runner does."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    name, _, told = head.partition(" ")
    pairs = [pair.partition("=") for pair in told.split(",") if pair]
    return Command(name, {key: unescaped(value) for key, _, value in pairs}, unescaped(data))


def unescaped(text: str) -> str:
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda found: ESCAPES[found[0]], text)


@samples.for_any_outcome
def test_each_line_is_one_command_that_says_what_it_should(checked: Checked) -> None:
    told = commands(checked)
    expected = [one.rule.code for one in sorted(checked.counted, key=order.severity)]
    found = [one for one in told if "file" in one.properties]
    assert len(found) == len(expected)
    for one in told:
        assert one.name in {"error", "warning", "notice", "debug"}
        assert set(one.properties) <= {"file", "line", "title"}


def test_properties_and_message_come_back() -> None:
    place = samples.Place("a,b:c%0A/d.bib", 3)
    one = replace(TITLE, message="50%: 1::2, %0A\r\nnext", key="k:1,2", place=place)
    assert commands(replace(CLEAN, findings=(one,))) == [
        Command(
            "notice",
            {"file": "a,b:c%0A/d.bib", "line": "3", "title": "CK103 title-hint"},
            "k:1,2: 50%: 1::2, %0A next",
        )
    ]


@pytest.mark.parametrize("silent", [(), (samples.UNCHECKED,)])
def test_no_level_has_more_annotations_than_github_shows(silent: tuple[Unchecked, ...]) -> None:
    many = tuple(
        replace(TITLE, level=level, key=f"{level}{number}")
        for level in reversed(Level)
        for number in range(12)
    )
    told = commands(replace(CLEAN, findings=many, unchecked=silent))
    names = [one.name for one in told]
    assert names.count("error") == names.count("warning") == names.count("notice") == 10
    assert names[:10] == ["error"] * 10
    assert told[-1].properties == {"title": "citekit"}
    assert told[-1].data.startswith("205 checked, 36 findings (12 errors, 12 warnings, 12 notes)")


def test_a_clean_outcome_annotates_nothing() -> None:
    assert [one.name for one in commands(CLEAN)] == ["debug"]


def test_acknowledged_ones_are_counted_only() -> None:
    told = commands(replace(PLAIN, unchecked=()))
    assert not any("Roe2011Study" in one.data for one in told)
    assert "1 acknowledged" in told[-1].data


def test_the_summary_fits_into_what_github_takes() -> None:
    long = "| @a <b> " * 500
    many = tuple(replace(TITLE, message=long, key=f"Doe{n}") for n in range(1000))
    summary = github.summary(replace(CLEAN, findings=many))
    assert 900_000 < len(summary.encode()) < 1024 * 1024
    assert re.search(r"\n\n\d+ more findings, for which there is no room here\.$", summary)
    table = samples.printed("markdown", PLAIN)
    assert github.summary(PLAIN) == f"## citekit check\n\n{table}"
