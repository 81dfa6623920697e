"""SQLite's locks stay with a library, however often its process opens it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from citekit.errors import LibraryError
from citekit.library import held
from citekit.library.store import Library
from tests.library import shelf

fcntl = pytest.importorskip("fcntl")

# SQLite's shared lock lies on the 510 bytes behind the pending and the reserved byte
# (sqlite.org/src/file/src/os_unix.c): a lock of another process on them shows whether it is there.
_TRY = """
import fcntl, sys
with open(sys.argv[1], "rb+") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
    except OSError:
        sys.exit(1)
"""


def is_locked(path: Path) -> bool:
    return subprocess.run([sys.executable, "-c", _TRY, path], check=False).returncode == 1


@pytest.fixture
def shelved(path: Path) -> Path:
    shelf.add(path, shelf.paper())
    return path


def test_opening_a_library_again_gives_no_lock_up(shelved: Path) -> None:
    with Library.open(shelved) as first:
        assert first.works()
        assert is_locked(shelved)
        with Library.open(shelved) as second:
            assert second.works()
        assert is_locked(shelved)
    assert not is_locked(shelved)


def test_a_look_at_the_bytes_of_an_open_library_would_give_them_up(shelved: Path) -> None:
    with Library.open(shelved) as first:
        assert first.works()
        shelved.read_bytes()
        assert not is_locked(shelved)


def test_a_closed_library_is_looked_at_again(shelved: Path) -> None:
    with Library.open(shelved):
        assert held.is_held(shelved)
    assert not held.is_held(shelved)
    shelved.write_bytes(b"no library")
    with pytest.raises(LibraryError, match="it is no SQLite file"):
        Library.open(shelved)


def test_a_library_that_was_refused_is_not_held(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(4080))
    with pytest.raises(LibraryError):
        Library.open(path)
    assert not held.is_held(path)
