"""Each oracle sees a breach that was planted: a promise that cannot be broken is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from citekit.mirror import manifest
from tests.guarantees.storage import damage, kills, mirrors, oracles
from tests.guarantees.storage.oracles import malformed, spoken, state, unkept
from tests.guarantees.storage.stock import LIBRARY
from tests.guarantees.storage.warm import Done
from tests.library import shelf

BREACHES = {
    "a link without its witness": "DELETE FROM witnesses WHERE link_id = 1",
    "a notice that is gone": "DELETE FROM links WHERE id = 1",
    "a work without identifiers": "DELETE FROM identifiers WHERE work_id = 1",
    "a work without history": "DELETE FROM events WHERE work_id = 1",
    "a work that is not searched": "DELETE FROM works_fts WHERE rowid = 1",
    "an answer that was not kept": "DELETE FROM answers WHERE work_id = 1",
    "a record of half": "UPDATE works SET item = '{}' WHERE id = 1",
}


@pytest.fixture(scope="module")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    made = tmp_path_factory.mktemp("shelved") / "library.db"
    shelf.add(made, shelf.paper(), shelf.comment())
    return made.read_bytes()


@pytest.fixture
def path(tmp_path: Path, shelved: bytes) -> Path:
    made = tmp_path / "library.db"
    made.write_bytes(shelved)
    return made


def change(path: Path, sql: str, *, cascades: bool = True) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA foreign_keys = {cascades}")
        file.execute(sql)
        file.commit()


@pytest.mark.parametrize("sql", BREACHES.values(), ids=BREACHES)
def test_half_a_work_is_seen(path: Path, sql: str) -> None:
    whole = state(path)
    allowed = {key: {text} for key, text in whole.items()}
    assert unkept(path, allowed, {}, whole) == ""
    change(path, sql)
    assert unkept(path, allowed, {}, ()).startswith("half: Muller2010Stem")
    assert unkept(path, allowed, {}, whole).startswith("acknowledged, and not there")


def test_a_lost_work_is_seen(path: Path) -> None:
    before = state(path)
    change(path, "DELETE FROM works WHERE key = 'Tyn2010Stem'")
    allowed = {key: {text} for key, text in before.items()}
    assert unkept(path, allowed, before, ()) == "lost: Tyn2010Stem"
    assert unkept(path, allowed, {}, ["Tyn2010Stem"]).endswith("Tyn2010Stem")


def test_a_malformed_file_and_orphans_are_seen(path: Path) -> None:
    assert malformed(path) == ""
    change(path, "UPDATE links SET work_id = 99 WHERE id = 1", cascades=False)
    assert malformed(path).startswith("orphans: ")
    held = bytearray(path.read_bytes())
    held[4096 * 2 : 4096 * 9] = bytes(4096 * 7)
    path.write_bytes(held)
    assert malformed(path).startswith("malformed: ")


@pytest.mark.parametrize(
    ("code", "err", "told"),
    [
        (4, "citekit: full\n", ""),
        (0, "", ""),
        (4, "", "exit 4 without a word"),
        (70, "citekit: x\n", "exit 70: citekit: x\n"),
        (4, "Traceback (most recent call last):\n", "traceback: "),
        (4, "citekit: a fault of citekit's own\n", "traceback: "),
        (4, "citekit: full\nsqlite3: what\n", "not citekit's own word: sqlite3: what"),
    ],
)
def test_what_a_command_says_at_its_end_is_judged(code: int, err: str, told: str) -> None:
    assert spoken(code, err, (0, 4)).startswith(told)
    assert bool(spoken(code, err, (0, 4))) is bool(told)


def test_times_are_no_difference() -> None:
    assert oracles._TIME.sub("T", "2026-01-02T00:00:00Z x") == "T x"


def test_a_mirror_that_is_neither_old_nor_new_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = mirrors.Whole("a", ("pmid:1",)), mirrors.Whole("b", ("pmid:1", "pmid:2"))
    monkeypatch.setattr(mirrors, "expected", lambda name: (old, new, {}))
    monkeypatch.setattr(mirrors, "whole", lambda folder: old)
    assert mirrors.broken(tmp_path, "x") == ""
    monkeypatch.setattr(mirrors, "whole", lambda folder: mirrors.Whole("b", ("pmid:1",)))
    assert mirrors.broken(tmp_path, "x") == "neither the old nor the new mirror"
    monkeypatch.undo()
    monkeypatch.setattr(mirrors, "expected", lambda name: (old, new, {}))
    (tmp_path / manifest.NAME).write_text("{")
    assert mirrors.broken(tmp_path, "x").startswith("the mirror cannot be read: ")


def test_half_an_export_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def halve(*_: object) -> None:
        held = kills._exported()[1][0]
        (tmp_path / kills.EXPORTED).write_bytes(held[: len(held) // 2])

    monkeypatch.setattr(kills, "_killed", halve)
    assert kills.export(0, tmp_path).broken.startswith("half an export of ")


def test_a_stray_beside_an_export_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "_killed", lambda *_: (tmp_path / "out.bib.new").touch())
    assert kills.export(0, tmp_path).broken == "left behind: ['out.bib.new']"


def test_a_library_that_a_migration_lost_from_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / LIBRARY
    monkeypatch.setattr(kills, "_killed", lambda *_: change(path, "DELETE FROM works"))
    assert kills.migration(0, tmp_path).broken == "neither the old nor the new library"


def test_a_migration_without_its_backup_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def migrate_and_forget(*_: object) -> None:
        kills._OPENING.do(tmp_path)
        for backup in tmp_path.glob("*.backup-*"):
            backup.unlink()

    monkeypatch.setattr(kills, "_killed", migrate_and_forget)
    assert kills.migration(0, tmp_path).broken == "migrated without a backup"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (LIBRARY, "the restored library is not the one that was backed up"),
        (f"{LIBRARY}.damaged-1", "the damaged file was not kept"),
    ],
)
def test_a_restored_library_that_is_another_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    run = damage._run

    def tamper(folder: Path, *arguments: str) -> Done:
        done = run(folder, *arguments)
        if arguments[-1] == "--restore":
            (tmp_path / name).unlink()
            shelf.add(tmp_path / name, shelf.numbered(1))
        return done

    monkeypatch.setattr(damage, "_run", tamper)
    assert damage.restore(0, tmp_path).broken == told
