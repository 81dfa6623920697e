"""Backups are verified, older ones are never lost to a worse one, and what is damaged is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from citekit.errors import LibraryError
from citekit.library import backups, migrations
from citekit.library.store import Library
from tests.library import shelf
from tests.library.test_migrations import RELEASED, load


def back_up(path: Path) -> Path:
    with Library.open(path) as library:
        return library.back_up().path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def keys(path: Path) -> list[str]:
    with Library.open(path) as library:
        return [work.key for work in library.works()]


def test_a_backup_holds_the_same_in_one_file(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    path.chmod(0o640)
    made = back_up(path)
    assert names(path.parent) == ["library.db", "library.db.backup-1"]
    assert shelf.dump(made) == shelf.dump(path)
    assert made.stat().st_mode & 0o777 == 0o640


def test_the_same_again_is_not_kept_twice(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    assert back_up(path) == back_up(path)
    shelf.add(path, shelf.numbered(1))
    assert back_up(path).name == "library.db.backup-2"


def test_what_waits_in_the_wal_file_is_in_the_backup(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    with Library.open(path) as library:
        with library.write():
            library.add(shelf.numbered(1))
        made = library.back_up()
    assert made.works == 3


def test_an_older_backup_goes_only_for_one_that_holds_as_much(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    back_up(path)
    with Library.open(path) as library, library.write():
        library.remove("Tyn2010Stem")
    for number in range(1, 4):
        made = back_up(path)
        with Library.open(path) as library, library.write():
            library.pin("Muller2010Stem", {"note": f"{number}"}, shelf.NEXT_DAY)
    assert names(path.parent)[1:] == [f"library.db.backup-{number}" for number in range(1, 5)]
    shelf.add(path, shelf.numbered(1))
    made = back_up(path)
    assert names(path.parent)[1:] == [f"library.db.backup-{number}" for number in range(3, 6)]
    assert made.name == "library.db.backup-5"


def test_an_empty_backup_does_not_stand_before_a_full_one(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    full = back_up(path)
    path.unlink()
    with Library.open(path, create=True):
        pass
    empty = back_up(path)
    good = backups.last_good(path)
    assert (full.name, empty.name) == ("library.db.backup-1", "library.db.backup-2")
    assert good is not None
    assert good.path == full
    full.unlink()
    left = backups.last_good(path)
    assert left is not None
    assert (left.path, left.works) == (empty, 0)


def test_a_damaged_library_is_not_backed_up(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    good = back_up(path)
    damaged = bytearray(filled)
    damaged[4096 * 3 :] = bytes(len(damaged) - 4096 * 3)
    path.write_bytes(damaged)
    with pytest.raises(LibraryError, match="damaged"):
        back_up(path)
    assert names(path.parent) == ["library.db", good.name]
    assert path.read_bytes() == damaged


def test_a_copy_that_lacks_something_is_none(
    path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(filled)
    counts = backups._counts
    seen: list[dict[str, int]] = []

    def lacking(connection: sqlite3.Connection) -> dict[str, int]:
        seen.append(counts(connection))
        return {**seen[-1], "works": seen[-1]["works"] - len(seen) + 1}

    monkeypatch.setattr(backups, "_counts", lacking)
    with pytest.raises(LibraryError, match="does not hold the same; nothing was changed"):
        back_up(path)
    assert names(path.parent) == ["library.db"]


@pytest.mark.parametrize("dump", RELEASED[:-1], ids=lambda dump: dump.stem)
def test_a_library_is_backed_up_before_it_is_migrated(path: Path, dump: Path) -> None:
    load(dump, path)
    before = shelf.dump(path)
    keys(path)
    assert names(path.parent) == ["library.db", "library.db.backup-1"]
    assert shelf.dump(path.with_name("library.db.backup-1")) == before
    assert shelf.dump(path) != before


def test_without_room_for_the_backup_nothing_is_migrated(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(RELEASED[0], path)
    before = shelf.dump(path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("citekit.library.backups.put_in_place", full)
    with pytest.raises(LibraryError, match="no backup can be made beside it: No space left"):
        keys(path)
    assert shelf.dump(path) == before
    assert names(path.parent) == ["library.db"]


def test_a_new_library_needs_no_backup(path: Path) -> None:
    shelf.add(path, shelf.paper())
    assert names(path.parent) == ["library.db"]


DAMAGE: dict[str, Callable[[Path, bytes], object]] = {
    "cut": lambda path, held: path.write_bytes(held[: len(held) // 2]),
    "noise": lambda path, held: path.write_bytes(b"noise" * 999),
    "empty": lambda path, held: path.write_bytes(b""),
    "gone": lambda path, held: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_restored_library_is_the_backup_and_the_damaged_one_is_kept(
    path: Path, filled: bytes, damage: Callable[[Path, bytes], object]
) -> None:
    path.write_bytes(filled)
    path.chmod(0o640)
    made = back_up(path)
    before, wal = shelf.dump(path), path.with_name("library.db-wal")
    damage(path, filled)
    left = path.read_bytes() if path.exists() else None
    wal.write_bytes(b"what waited")
    done = backups.restore(path)
    assert shelf.dump(path) == before
    assert made.exists()
    assert not wal.exists()
    aside = path.with_name("library.db.damaged-1")
    assert done.damaged == (None if left is None else aside)
    assert (aside.read_bytes() if left is not None else None) == left
    assert path.with_name("library.db.damaged-1-wal").read_bytes() == b"what waited"
    assert backups.restore(path).damaged == path.with_name("library.db.damaged-2")


def test_without_a_sound_backup_nothing_is_restored(path: Path, filled: bytes) -> None:
    path.write_bytes(filled[:5000])
    path.with_name("library.db.backup-1").write_bytes(filled[:9000])
    with pytest.raises(LibraryError, match="there is no sound backup"):
        backups.restore(path)
    assert names(path.parent) == ["library.db", "library.db.backup-1"]


def test_a_full_disk_leaves_the_damaged_library_in_its_place(
    path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(filled)
    back_up(path)
    path.write_bytes(filled[:5000])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("citekit.library.backups.shutil.copyfile", full)
    with pytest.raises(LibraryError, match="cannot be restored: No space left"):
        backups.restore(path)
    assert path.read_bytes() == filled[:5000]
    assert names(path.parent) == ["library.db", "library.db.backup-1"]


def test_a_backup_of_a_later_citekit_is_no_good_one(path: Path, filled: bytes) -> None:
    path.write_bytes(filled)
    made = back_up(path)
    with closing(sqlite3.connect(made)) as other:
        other.execute(f"PRAGMA user_version = {migrations.latest() + 1}")
    assert backups.last_good(path) is None
