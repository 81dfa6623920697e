"""The schema of every release stays readable: its library is a fixture, and is upgraded here."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import citekit.library
from citekit.library import migrations
from citekit.library.store import Kind, Library
from tests.library import shelf

DATA = Path(__file__).parents[1] / "data" / "library"
RELEASED = sorted(DATA.glob("library-*.sql"), key=lambda one: int(one.stem.split("-")[1]))
SOURCES = sorted(Path(citekit.library.__path__[0]).glob("*.py"))


def load(dump: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"BEGIN; {dump.read_text(encoding='utf-8')} COMMIT;")


def test_every_step_has_its_library() -> None:
    assert [one.name for one in RELEASED] == [
        f"library-{number}.sql" for number in range(1, migrations.latest() + 1)
    ]


@pytest.mark.parametrize("dump", RELEASED, ids=lambda dump: dump.stem)
def test_released_library_is_upgraded_and_loses_nothing(path: Path, dump: Path) -> None:
    load(dump, path)
    with Library.open(path) as library:
        assert [work.key for work in library.works()] == ["Muller2010Stem", "Tyn2010Stem"]
        assert [one.link.type for one in library.notices()] == ["erratum", "comment"]
        assert [work.key for work in library.search("lupus")] == ["Muller2010Stem"]
        assert library.check() == []
        assert library.stats()["schema"] == migrations.latest()


@pytest.mark.parametrize("dump", RELEASED, ids=lambda dump: dump.stem)
def test_upgraded_library_has_todays_schema(path: Path, tmp_path: Path, dump: Path) -> None:
    load(dump, path)
    new = tmp_path / "new.db"
    for each in (path, new):
        with Library.open(each, create=True):
            pass
    assert sorted(shelf.schema(path)) == sorted(shelf.schema(new))


@pytest.mark.parametrize("dump", RELEASED, ids=lambda dump: dump.stem)
def test_released_steps_are_never_edited(
    path: Path, tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(dump, tmp_path / "released.db")
    number = int(dump.stem.split("-")[1])
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:number])
    with Library.open(path, create=True):
        pass
    assert shelf.schema(path) == shelf.schema(tmp_path / "released.db")


def test_same_works_added_to_the_first_library_add_only_what_it_could_not_keep(
    path: Path,
) -> None:
    load(RELEASED[0], path)
    with Library.open(path):
        pass
    before = shelf.dump(path)
    added = shelf.add(path, shelf.paper(), shelf.comment((shelf.comment_on(),)))
    assert {one.kind for one in added} == {Kind.UNCHANGED}
    new = set(shelf.dump(path)) - set(before)
    assert {line.split()[2] for line in new if line.startswith("INSERT")} == {"alternatives"}
    assert set(before) <= set(shelf.dump(path))


def test_second_step_tells_on_which_record_pubmeds_terms_stand(path: Path) -> None:
    load(RELEASED[0], path)
    with Library.open(path) as library:
        sides = {
            witness.term: witness.stands_on
            for stored in library.notices()
            for witness in stored.link.witnesses
        }
    assert sides == {"ErratumIn": "work", "CommentIn": "work", "CommentOn": "notice"}


def test_failed_step_leaves_the_old_library(
    path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(filled)
    broken = "CREATE TABLE more (id INTEGER); INSERT INTO nowhere VALUES (1);"
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
    with pytest.raises(Exception, match="nowhere"):
        Library.open(path)
    assert path.read_bytes() == filled


def test_next_step_is_applied_to_an_older_library(
    path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(filled)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "CREATE TABLE more (id);"))
    with Library.open(path) as library:
        assert library.stats()["schema"] == migrations.latest()
        assert library.stats()["works"] == 2


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_deferred_transactions_are_never_begun(source: Path) -> None:
    """sqlite-utils' atomic() begins DEFERRED, which is refused under contention."""
    text = source.read_text(encoding="utf-8")
    assert not re.search(r"\.(atomic|begin|commit)\(", text)
    assert set(re.findall(r'"BEGIN[^"]*"', text)) <= {'"BEGIN IMMEDIATE"'}


@pytest.mark.parametrize("dump", RELEASED[:2], ids=lambda dump: dump.stem)
@pytest.mark.parametrize("table", ["creators", "fields"])
def test_third_step_tells_the_same_in_fewer_rows(path: Path, dump: Path, table: str) -> None:
    load(dump, path)
    question = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute(question).fetchall()
    with Library.open(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(question).fetchall() == before
    assert len(before) > 2
