"""A glance gives keys at once; it makes nothing, changes nothing and complains of nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from citekit.library.glance import keys_beginning
from citekit.library.store import Library
from tests.library import shelf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "library.db"
    shelf.add(made, shelf.paper())
    return made


def test_keys_that_begin_so(path: Path) -> None:
    with Library.open(path) as library:
        key = next(library.works()).key
    assert keys_beginning(path, key[:4]) == [key]
    assert keys_beginning(path, "") == [key]
    assert keys_beginning(path, "%") == keys_beginning(path, "_") == []


def test_nothing_is_left_beside_the_library(path: Path) -> None:
    before = (path.read_bytes(), sorted(path.parent.iterdir()))
    keys_beginning(path, "")
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before


def test_what_another_process_has_just_written_is_seen(path: Path) -> None:
    with Library.open(path) as library:
        with library.write():
            library.add(shelf.comment())
        assert len(keys_beginning(path, "")) == 2


def test_no_library_is_no_complaint_and_none_is_made(tmp_path: Path) -> None:
    assert keys_beginning(tmp_path / "library.db", "") == []
    assert keys_beginning(tmp_path, "") == []
    assert keys_beginning(tmp_path / "nul\0", "") == []
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_library_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, and long enough to be looked at" * 9)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)").connection.close()
    assert keys_beginning(tmp_path / "text.db", "") == []
    assert keys_beginning(tmp_path / "other.db", "") == []
