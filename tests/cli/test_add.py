"""The first `add` tells a person what it made and what comes next, and says it once."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from citekit.cli.common import Common, teach
from tests.cli.terminal import show
from tests.conftest import Citekit

if TYPE_CHECKING:
    import typer

ADD = ["--offline", "add", "pmid:20650877"]
LESSON = "library.db is your library now"


def test_the_first_add_teaches_and_the_second_does_not(desk: Path) -> None:
    first = show(ADD)
    assert first.code == 0
    assert first.screen.count(LESSON) == 1
    assert "next: `citekit notices`" in first.screen
    assert LESSON not in show(ADD).screen


def test_the_lesson_is_no_data(desk: Path, tmp_path: Path) -> None:
    shown = show([*ADD, "--format", "json"], pipe=tmp_path / "out.json")
    assert LESSON in shown.screen
    assert LESSON not in shown.piped


def test_nobody_is_taught_who_is_no_person_or_wants_quiet(citekit: Citekit, desk: Path) -> None:
    assert LESSON not in citekit(*ADD).err
    (desk / "library.db").unlink()
    assert LESSON not in show([*ADD, "--quiet"]).screen


def test_where_nothing_was_stored_nothing_is_taught(desk: Path) -> None:
    shown = show(["--offline", "add", "pmid:99999999"])
    assert shown.code == 3
    assert LESSON not in shown.screen


def test_whoever_has_given_no_address_is_told_how(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    given = Common(made=[desk / "library.db"])
    ctx = cast("typer.Context", SimpleNamespace(find_object=lambda _: given))
    teach(ctx)
    assert "`citekit init`" in capsys.readouterr().err
    monkeypatch.setenv("CITEKIT_MAILTO", "you@example.org")
    teach(ctx)
    assert "`citekit init`" not in capsys.readouterr().err
