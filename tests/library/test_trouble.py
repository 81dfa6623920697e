"""A disk or a file that refuses: one sentence that names the file, and nothing half written."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from citekit.errors import LibraryError
from citekit.library import connection, link_news, opening
from citekit.library.failures import is_damage
from citekit.library.store import Library
from tests.library import shelf


def test_full_disk_leaves_what_was_there(shelved: Library, path: Path) -> None:
    """SQLite's own limit on pages gives the error that a full disk gives."""
    before = [work.key for work in shelved.works()]
    pages = shelved._connection.number("page_count")
    shelved._connection._raw.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with shelved.write():
            for number in range(1, 80):
                shelved.add(shelf.numbered(number))

    with pytest.raises(LibraryError, match=r"library\.db: the disk is full"):
        fill()
    assert [work.key for work in shelved.works()] == before
    assert shelved.check() == []
    shelved._connection._raw.execute("PRAGMA max_page_count = 100000")
    fill()
    assert shelved.stats()["works"] == len(before) + 79


def test_locked_library_is_named_after_the_wait(
    shelved: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(LibraryError, match="another program has been writing to it"),
            shelved.write(),
        ):
            pass
        assert len(list(shelved.works())) == 2
        other.execute("ROLLBACK")
    with shelved.write():
        shelved.add(shelf.numbered(1))


def test_switch_to_wal_that_stays_refused_ends_in_a_sentence(
    path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
        monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
        with (
            Library.open(path) as library,
            pytest.raises(LibraryError, match="another program"),
            library.write(),
        ):
            pass
        other.execute("ROLLBACK")


def complaint(action: Callable[[], None]) -> str:
    """What the library said when it refused; nothing where it did not."""
    try:
        action()
    except LibraryError as error:
        return str(error)
    return ""


def test_file_that_vanished_under_an_open_library(shelved: Library, path: Path) -> None:
    path.unlink()

    def read() -> None:
        shelved.search("lupus")
        shelved.notices()

    told = complaint(read)
    assert told == "" or str(path) in told


def _use_everything(path: Path) -> None:
    with Library.open(path) as library:
        for work in library.works():
            library.get(work.key)
            library.fields(work.key)
            library.answers(work.key)
            library.citations(work.key)
            library.events(work.key)
        library.notices()
        library.search("stem")
        library.check()
        library.stats()
        with library.write():
            library.add(shelf.paper(at=shelf.NEXT_DAY))
            library.add(shelf.numbered(1))
            library.remove("Tyn2010Stem")


@pytest.mark.parametrize("seed", range(40))
def test_damaged_library_is_an_error_and_never_a_traceback(
    path: Path, filled: bytes, seed: int
) -> None:
    rng = random.Random(seed)
    damaged = bytearray(filled)
    for _ in range(rng.choice((1, 3, 40))):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    if seed % 3 == 1:
        page = rng.randrange(len(damaged) // 4096) * 4096
        damaged[page : page + 4096] = bytes(4096)
    if seed % 3 == 2:
        del damaged[rng.randrange(len(damaged)) :]
    path.write_bytes(damaged)
    told = complaint(lambda: _use_everything(path))
    assert told == "" or str(path) in told or "no work has the key" in told


DAMAGE = {
    "record that is no JSON": "UPDATE works SET item = '{'",
    "record that is no item": "UPDATE works SET item = '[]'",
    "status that nobody knows": "UPDATE works SET status = 'lost'",
    "scheme that nobody knows": "UPDATE identifiers SET scheme = 'isni'",
    "link type that nobody knows": "UPDATE links SET type = 'gossip'",
    "answer that nobody knows": "UPDATE answers SET outcome = 'perhaps'",
    "table that is gone": "DROP TABLE witnesses",
    "notice that is a work which is gone": "UPDATE links SET notice_id = 99 WHERE work_id = 1",
}


@pytest.mark.parametrize("sql", DAMAGE.values(), ids=DAMAGE)
def test_value_that_citekit_never_wrote_is_named_as_damage(
    path: Path, filled: bytes, sql: str
) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as other:
        other.execute(sql)
        other.commit()
    with Library.open(path) as library, pytest.raises(LibraryError, match=r"library\.db: "):
        library.get("Muller2010Stem")


HISTORY = ("replace(after, 'registry', 'regisury')", "replace(after, ':[', ':[7,')", "'[]'", "'{'")


@pytest.mark.parametrize("after", HISTORY)
def test_a_history_that_citekit_never_wrote_is_named_as_damage(
    path: Path, filled: bytes, after: str
) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"UPDATE events SET after = {after} WHERE kind = 'notice'")
        other.commit()
    with Library.open(path) as library:
        told = [one for one in library.events("Muller2010Stem") if one.kind == "notice"]
        assert told
        for one in told:
            with pytest.raises(LibraryError, match="its history of 'Muller2010Stem' is not what"):
                link_news.read(one)


PROBLEMS = {
    "1 works cannot be searched for": "DELETE FROM works_fts WHERE rowid = 1",
    "1 works in the index are gone": "DELETE FROM works WHERE id = 2",
    "1 links have no witness": "DELETE FROM witnesses WHERE link_id = 1",
    "a row of links belongs to no works": "UPDATE links SET work_id = 99 WHERE id = 1",
}


@pytest.mark.parametrize(("problem", "sql"), PROBLEMS.items(), ids=PROBLEMS)
def test_check_names_what_is_wrong(path: Path, filled: bytes, problem: str, sql: str) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as other:
        other.execute(sql)
        other.commit()
    with Library.open(path) as library:
        assert problem in library.check()


def test_check_tells_damage_instead_of_failing(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as other:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'identifiers_value'"
        page = other.execute(sql).fetchone()[0]
    damaged = bytearray(filled)
    damaged[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(damaged)
    with Library.open(path) as library:
        assert any("damaged" in problem for problem in library.check())


@pytest.mark.parametrize("word", [b"CASCADE,\n  raw", b"TABLE citations"])
def test_damaged_schema_that_is_no_text_is_damage(path: Path, filled: bytes, word: bytes) -> None:
    """Python's sqlite3 raises UnicodeDecodeError there, which is none of its own errors."""
    path.write_bytes(filled.replace(word, b"\xc3" + word[1:]))
    with pytest.raises(LibraryError, match=r"library\.db: it is damaged") as told:
        list(Library.open(path).works())
    assert is_damage(told.value)


def test_hostile_trigger_of_a_borrowed_library_reaches_nothing(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    with closing(sqlite3.connect(path)) as other:
        other.execute(
            "CREATE TRIGGER spread AFTER INSERT ON works BEGIN"
            " SELECT load_extension('/tmp/evil'); END"
        )
        other.commit()
    with (
        Library.open(path) as library,
        pytest.raises(LibraryError, match="unsafe use"),
        library.write(),
    ):
        library.add(shelf.numbered(1))
