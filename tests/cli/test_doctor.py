"""`doctor` on a library that is damaged, gone, or in a place that is not safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Citekit

PAPER = "pmid:20650877"


@pytest.fixture
def stocked(citekit: Citekit) -> Citekit:
    assert citekit("--offline", "add", PAPER).code == 0
    return citekit


def damage(path: Path) -> bytes:
    held = bytearray(path.read_bytes())
    held[4096 * 2 : 4096 * 12] = bytes(4096 * 10)
    path.write_bytes(held)
    return bytes(held)


def test_a_backup_is_told_with_what_it_holds(stocked: Citekit, desk: Path) -> None:
    run = stocked("doctor", "--backup")
    assert (run.code, run.out) == (0, "")
    assert "library.db.backup-1: 1 work, whole" in run.err
    assert "backup" in stocked("--offline", "doctor").out


def test_damage_is_named_with_the_way_back(stocked: Citekit, desk: Path) -> None:
    stocked("doctor", "--backup")
    held = damage(desk / "library.db")
    run = stocked("--offline", "doctor")
    assert run.code == 4
    assert "library.db.backup-1 of " in run.err
    assert "`citekit doctor --restore` puts it back" in run.err
    assert (desk / "library.db").read_bytes() == held


def test_restoring_keeps_the_damaged_file(stocked: Citekit, desk: Path) -> None:
    stocked("doctor", "--backup")
    listed = stocked("list").out
    held = damage(desk / "library.db")
    run = stocked("doctor", "--restore")
    assert run.code == 0
    assert "restored from library.db.backup-1; what was there is library.db.damaged-1" in run.err
    assert stocked("list").out == listed
    assert (desk / "library.db.damaged-1").read_bytes() == held


def test_damage_without_a_backup_is_told_so(stocked: Citekit, desk: Path) -> None:
    held = damage(desk / "library.db")
    assert "there is no good backup beside it" in stocked("--offline", "doctor").err
    for arguments in (("doctor", "--restore"), ("doctor", "--backup")):
        run = stocked(*arguments)
        assert (run.code, len(run.err.splitlines())) == (4, 1)
    assert (desk / "library.db").read_bytes() == held


def test_a_whole_library_is_not_replaced(stocked: Citekit, desk: Path) -> None:
    stocked("doctor", "--backup")
    held = (desk / "library.db").read_bytes()
    run = stocked("doctor", "--restore")
    assert (run.code, len(run.err.splitlines())) == (2, 1)
    assert (desk / "library.db").read_bytes() == held


def test_a_library_that_is_gone_comes_back(stocked: Citekit, desk: Path) -> None:
    stocked("doctor", "--backup")
    (desk / "library.db").unlink()
    run = stocked("--offline", "doctor")
    assert (run.code, "citekit doctor --restore" in run.err) == (4, True)
    assert stocked("doctor", "--restore").code == 0
    assert stocked("list").code == 0


def test_a_library_in_a_synchronised_folder_is_warned_of(citekit: Citekit, desk: Path) -> None:
    (desk / "Dropbox").mkdir()
    at = ("--library", "Dropbox/library.db")
    first = citekit("--offline", *at, "add", PAPER)
    again = citekit("--offline", *at, "add", PAPER)
    assert (first.code, again.code) == (0, 0)
    assert "the library is in Dropbox: " in first.err
    assert again.err == ""
    assert "the library is in Dropbox: " in citekit("--offline", *at, "doctor").out
