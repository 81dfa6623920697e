"""The folder for the copy of a library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from citekit.browse.folder import folder
from citekit.errors import LibraryError
from tests.conftest import ROOT

HOLDS = """
import sys, time
from citekit.browse.folder import folder
with folder() as made:
    (made / "library.db").write_bytes(b"x")
    print(made, flush=True)
    sys.stdin.read()
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a lock cannot be tried there")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def holding() -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert process.stdout is not None
    return process, Path(process.stdout.readline().rstrip())


def test_it_is_nobody_elses_and_gone_at_the_end(temporary: Path) -> None:
    with folder() as made:
        assert made.stat().st_mode & 0o777 == 0o700
        assert made.parent == temporary
    assert list(temporary.iterdir()) == []


def test_what_a_killed_one_left_is_removed_by_the_next(temporary: Path) -> None:
    killed, left = holding()
    killed.kill()
    killed.communicate()
    assert (left / "library.db").exists()
    with folder() as made:
        assert list(temporary.iterdir()) == [made]


def test_what_another_one_uses_stays(temporary: Path) -> None:
    running, used = holding()
    with folder() as made:
        assert sorted(temporary.iterdir()) == sorted([made, used])
    running.communicate("")
    assert list(temporary.iterdir()) == []


def test_what_others_made_stays(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    for kept in (elsewhere, temporary / "citekit-browse-without"):
        kept.mkdir()
    (elsewhere / "lock").write_bytes(b"")
    (temporary / "citekit-browse-linked").symlink_to(elsewhere)
    with folder():
        pass
    assert (elsewhere / "lock").exists()
    assert len(list(temporary.iterdir())) == 3


def test_where_none_can_be_made_it_says_so(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary / "none"))
    with pytest.raises(LibraryError, match="no folder can be made"), folder():
        pass
