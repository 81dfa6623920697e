"""A mistyped word finds the one that was meant, and a strange one finds none."""

from __future__ import annotations

import pytest

from citekit.text.meant import meant, question

COMMANDS = ("resolve", "add", "import", "list", "show", "search", "set", "notices", "export")
KEYS = ("Liang2010Allogenic", "Wang2010Umbilical", "Muller2010Stem")


@pytest.mark.parametrize(
    ("given", "known", "found"),
    [
        ("lst", COMMANDS, ["list"]),
        ("hsow", COMMANDS, ["show"]),
        ("Notice", COMMANDS, ["notices"]),
        ("exprot", COMMANDS, ["export"]),
        ("--frmat", ("--format", "--output"), ["--format"]),
        ("liang2010", KEYS, ["Liang2010Allogenic"]),
        ("mueller2010stem", KEYS, ["Muller2010Stem"]),
        ("nonsense", COMMANDS, []),
        ("", COMMANDS, []),
        ("--", ("--format",), []),
        ("a", ("add",), []),
        ("list", (), []),
    ],
)
def test_what_was_meant(given: str, known: tuple[str, ...], found: list[str]) -> None:
    assert meant(given, known) == found


def test_three_at_most_and_none_that_is_much_worse_than_the_best() -> None:
    assert meant("CK10", [f"CK10{n}" for n in range(9)]) == ["CK100", "CK101", "CK102"]
    assert meant("lst", ["list", "set"]) == ["list"]


def test_the_question_stands_behind_a_complaint() -> None:
    assert question("lst", COMMANDS) == " (did you mean list?)"
    assert question("pmdi", ("pmid", "pmcid")) == " (did you mean pmid or pmcid?)"
    assert question("nonsense", COMMANDS) == ""


def test_a_word_without_end_is_no_work() -> None:
    assert meant("x" * 1_000_000, KEYS) == []
