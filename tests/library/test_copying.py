"""A copy of a library: nothing is written to it, nothing is left beside it, nothing is missing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from citekit.errors import LibraryError, LibraryNewerError
from citekit.library import copying, migrations
from citekit.library.copying import copy
from citekit.library.store import Library
from tests.reports.evidence import included


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    included.fill(folder / "library.db", 3)
    return folder / "library.db"


def keys(path: Path) -> list[str]:
    with Library.open(path) as library:
        return [one.key for one in library.works()]


def traces(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in folder.iterdir()}


def test_it_is_whole_and_the_library_as_it_was(path: Path, tmp_path: Path) -> None:
    before = traces(path.parent)
    copy(path, tmp_path / "copy.db")
    assert traces(path.parent) == before
    assert keys(tmp_path / "copy.db") == keys(path)


def test_what_waits_in_the_wal_file_is_in_it(path: Path, tmp_path: Path) -> None:
    with Library.open(path) as library:
        with library.write():
            library.remove(next(library.works()).key)
        assert path.with_name("library.db-wal").stat().st_size
        copy(path, tmp_path / "copy.db")
    assert len(keys(tmp_path / "copy.db")) == 2


def test_a_library_of_an_older_citekit_stays_one(path: Path, tmp_path: Path) -> None:
    old = path.with_name("old.db")
    raw = sqlite3.connect(old)
    raw.executescript(migrations.STEPS[0])
    raw.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
    raw.execute("PRAGMA user_version = 1")
    raw.close()
    before = traces(path.parent)
    copy(old, tmp_path / "copy.db")
    assert keys(tmp_path / "copy.db") == []
    assert traces(path.parent) == before


def test_a_folder_that_may_not_be_written_will_do(path: Path, tmp_path: Path) -> None:
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        copy(path, tmp_path / "copy.db")
    finally:
        path.parent.chmod(0o700)
    assert len(keys(tmp_path / "copy.db")) == 3


def test_who_writes_meanwhile_is_noticed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[Path, Path, str], None] = copying._copy
    times: list[str] = []

    def disturbed(path: Path, target: Path, how: str) -> None:
        real(path, target, how)
        times.append(how)
        if len(times) < limit:
            os.utime(path, ns=(len(times), len(times)))

    monkeypatch.setattr(copying, "_copy", disturbed)
    limit = 2
    copy(path, tmp_path / "copy.db")
    assert times == ["immutable=1"] * 2
    limit = 99
    with pytest.raises(LibraryError, match="another program is writing to it"):
        copy(path, tmp_path / "copy.db")


def test_what_is_no_library_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        copy(tmp_path / "gone.db", tmp_path / "copy.db")
    (tmp_path / "text.db").write_text("nothing of the kind")
    with pytest.raises(LibraryError, match="no SQLite file"):
        copy(tmp_path / "text.db", tmp_path / "copy.db")
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(LibraryNewerError):
        copy(path, tmp_path / "copy.db")
