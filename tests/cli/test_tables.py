"""Lists on a terminal fit it, with words for every colour; in a pipe they never change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from citekit.cli.common import is_painted
from citekit.reports import safe
from tests.cli.terminal import show
from tests.conftest import Citekit

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
LISTS = (["list"], ["notices"], ["show", "Muller2010Stem"])


def test_a_list_fits_its_terminal_and_cuts_nothing(desk: Path, filled: bytes) -> None:
    columns = 40
    (desk / "library.db").write_bytes(filled)
    for line in LISTS:
        shown = show(line, columns=columns)
        plain = COLOURS.sub("", shown.screen)
        assert max(safe.width(one) for one in plain.split("\n")) <= columns, line
        assert "…" not in plain


def test_columns_in_the_environment_win(desk: Path, filled: bytes) -> None:
    (desk / "library.db").write_bytes(filled)
    narrow = show(["list"], columns=100, environment={"COLUMNS": "40"})
    assert narrow.screen == show(["list"], columns=40).screen


def test_a_colour_says_nothing_that_no_word_says(desk: Path, filled: bytes) -> None:
    (desk / "library.db").write_bytes(filled)
    line = ["--offline", "check"]
    painted, plain = show(line), show(line, environment={"NO_COLOR": "1"})
    assert COLOURS.search(painted.screen)
    assert "\x1b" not in plain.screen
    assert COLOURS.sub("", painted.screen) == plain.screen


def test_a_pipe_gets_the_same_bytes_whatever_the_terminal(
    shelved: Citekit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in LISTS[:2]:
        out = shelved(*line).out
        assert "\x1b" not in out
        assert show(line, columns=40, pipe=tmp_path / "out").piped == out
        monkeypatch.setenv("COLUMNS", "30")
        assert shelved(*line).out == out
        monkeypatch.delenv("COLUMNS")


def test_who_wants_colours_in_a_pipe_gets_them(
    shelved: Citekit, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = shelved("--offline", "check").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    painted = shelved("--offline", "check").out
    assert COLOURS.search(painted)
    assert COLOURS.sub("", painted) == plain
    assert "\x1b" not in shelved("--offline", "check", "--format", "json").out


@pytest.mark.parametrize(
    ("terminal", "environment", "painted"),
    [
        (True, {"TERM": "xterm"}, True),
        (False, {"TERM": "xterm"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (True, {"TERM": "xterm", "FORCE_COLOR": "0"}, False),
        (True, {"TERM": "xterm", "FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_when_there_are_colours(terminal: bool, environment: dict[str, str], painted: bool) -> None:
    assert is_painted(terminal, environment) is painted
