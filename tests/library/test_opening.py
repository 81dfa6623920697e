from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from citekit.errors import LibraryError, LibraryNewerError
from citekit.library.migrations import APPLICATION_ID, latest
from citekit.library.store import Kind, Library
from tests.library import shelf


def test_reading_never_makes_a_file(path: Path) -> None:
    with pytest.raises(LibraryError, match=r"library\.db: there is no library; `citekit add"):
        Library.open(path)
    assert list(path.parent.iterdir()) == []


def test_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="its folder does not exist"):
        Library.open(tmp_path / "nowhere" / "library.db", create=True)
    assert list(tmp_path.iterdir()) == []


FOREIGN = {
    "text": b"@article{a, title={b}}\n" * 100,
    "one byte": b"S",
    "zeros": bytes(8192),
    "cut header": b"SQLite format 3\0" + b"\x10\0",
    "SQLite header, then noise": b"SQLite format 3\0" + os.urandom(8176),
}


@pytest.mark.parametrize("create", [False, True], ids=["reading", "writing"])
@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_file_that_is_no_library_is_named_and_left_alone(
    path: Path, content: bytes, create: bool
) -> None:
    path.write_bytes(content)
    with pytest.raises(LibraryError, match=r"library\.db: "):
        Library.open(path, create=create)
    assert path.read_bytes() == content


def test_sqlite_file_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE photos (id)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="no library of citekit"):
        Library.open(path, create=True)
    assert path.read_bytes() == before


def test_empty_file_becomes_a_library_only_when_something_is_added(path: Path) -> None:
    path.touch()
    with pytest.raises(LibraryError, match="it is empty"):
        Library.open(path)
    assert path.read_bytes() == b""
    assert shelf.add(path, shelf.paper())[0].kind is Kind.ADDED


@pytest.mark.parametrize("create", [False, True], ids=["reading", "writing"])
def test_newer_library_is_refused_byte_for_byte(path: Path, filled: bytes, create: bool) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {latest() + 1}")
    before = path.read_bytes()
    with pytest.raises(LibraryNewerError, match="a later citekit"):
        Library.open(path, create=create)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["library.db"]


def test_newer_library_is_refused_while_its_wal_file_still_tells_so(
    path: Path, filled: bytes
) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {latest() + 1}")
        with pytest.raises(LibraryNewerError):
            Library.open(path)


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_refused(path: Path, kind: str) -> None:
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    with pytest.raises(LibraryError, match="no ordinary file"):
        Library.open(path, create=True)


def test_path_that_no_system_takes_is_a_library_error() -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library.open(Path("a\0b"), create=True)


def test_symbolic_link_is_followed(path: Path) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path)
    shelf.add(link, shelf.paper())
    with Library.open(path) as library:
        assert library.stats()["works"] == 1
    assert link.is_symlink()


@pytest.mark.parametrize("name", ["a?mode=memory", "a#b", "a%20b", ":memory:", "größe 1"])
def test_name_of_the_file_is_only_a_name(tmp_path: Path, name: str) -> None:
    shelf.add(tmp_path / name, shelf.paper())
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_pragmas_that_promise_durability(library: Library) -> None:
    found = {
        name: library._connection.rows(f"PRAGMA {name}")[0][0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "trusted_schema",
            "application_id",
            "user_version",
        )
    }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "trusted_schema": 0,
        "application_id": APPLICATION_ID,
        "user_version": latest(),
    }


def test_library_that_was_taken_out_of_wal_goes_back_when_written(
    path: Path, filled: bytes
) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with Library.open(path) as library:
        assert library._connection.rows("PRAGMA journal_mode")[0][0] == "delete"
        with library.write():
            library.add(shelf.numbered(1))
        assert library._connection.rows("PRAGMA journal_mode")[0][0] == "wal"


def _as_nobody(folder: Path, file_mode: int, folder_mode: int) -> list[str]:
    """Open the library as a user whom the modes bind (root they do not), in a child process."""
    (folder / "library.db").chmod(file_mode)
    folder.chmod(folder_mode)
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.setuid(65534)
            told = _read_then_write(folder / "library.db")
            os.write(writing, "\n".join(told).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        told = stream.read().splitlines()
    os.waitpid(child, 0)
    return told


def _read_then_write(path: Path) -> list[str]:
    with Library.open(path) as library:
        keys = [work.key for work in library.works()]
        try:
            with library.write():
                library.add(shelf.numbered(1))
        except LibraryError as error:
            return [*keys, str(error)]
    return [*keys, "written"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode"),
    [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777)],
    ids=["both", "folder", "file"],
)
def test_read_only_library_can_be_read_and_not_written(
    filled: bytes, file_mode: int, folder_mode: int
) -> None:
    import shutil
    import tempfile

    # Below tmp_path nobody could not even look.
    folder = Path(tempfile.mkdtemp(prefix="citekit-"))
    try:
        (folder / "library.db").write_bytes(filled)
        *keys, told = _as_nobody(folder, file_mode, folder_mode)
        assert keys == ["Muller2010Stem", "Tyn2010Stem"]
        assert told.startswith(f"{folder / 'library.db'}: it is read-only")
        assert (folder / "library.db").read_bytes() == filled
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
