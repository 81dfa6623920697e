from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from citekit.registries.cache import Cache
from citekit.registries.cache_file import FILE, HOUR, CacheFile, folder
from citekit.registries.questions import Kind, Reply
from citekit.settings import Settings


class Clock:
    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def now(self) -> float:
        return self.at


def reply(body: bytes = b"body", key: str = "k") -> Reply:
    headers = {"content-type": "text/xml", "x-other": "not kept"}
    return Reply(200, headers, body, "2026-11-22T00:00:00Z", url="http://h/", key=key)


def remembered(body: bytes = b"body") -> Reply:
    headers = {"content-type": "text/xml"}
    return Reply(200, headers, body, "2026-11-22T00:00:00Z", from_cache=True, key="k")


def test_an_answer_comes_back_with_the_time_it_was_fetched(tmp_path: Path) -> None:
    cache = Cache(CacheFile(tmp_path))
    cache.put(reply(), Kind.RECORD)
    assert cache.get("k") == remembered()


def test_nothing_is_known_of_what_was_not_kept(tmp_path: Path) -> None:
    assert Cache(CacheFile(tmp_path)).get("k") is None


@pytest.mark.parametrize(
    ("kind", "hours"),
    [(Kind.RECORD, 24), (Kind.SEARCH, 24), (Kind.ABSENCE, 1)],
    ids=["record", "search", "absence"],
)
def test_each_kind_has_its_lifetime(tmp_path: Path, kind: Kind, hours: int) -> None:
    clock = Clock()
    cache = Cache(CacheFile(tmp_path), now=clock.now)
    cache.put(reply(), kind)
    clock.at += hours * HOUR - 1
    assert cache.get("k") is not None
    clock.at += 2
    assert cache.get("k") is None


def test_an_answer_from_the_future_is_of_unknown_age(tmp_path: Path) -> None:
    clock = Clock()
    cache = Cache(CacheFile(tmp_path), now=clock.now)
    cache.put(reply(), Kind.RECORD)
    clock.at -= 10
    assert cache.get("k") is None


def test_expired_answers_are_removed(tmp_path: Path) -> None:
    clock = Clock()
    cache = Cache(CacheFile(tmp_path), now=clock.now)
    cache.put(reply(key="old"), Kind.ABSENCE)
    clock.at += 2 * HOUR
    cache.put(reply(key="new"), Kind.ABSENCE)
    file = sqlite3.connect(tmp_path / FILE)
    assert file.execute("SELECT key FROM answers").fetchall() == [("new",)]
    file.close()


def test_a_damaged_file_is_dropped_and_made_again(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    cache = Cache(CacheFile(tmp_path))
    assert cache.get("k") is None
    cache.put(reply(), Kind.RECORD)
    assert cache.get("k") == remembered()


def test_a_damaged_answer_is_no_answer(tmp_path: Path) -> None:
    cache = Cache(CacheFile(tmp_path))
    cache.put(reply(b"x" * 1000), Kind.RECORD)
    file = sqlite3.connect(tmp_path / FILE)
    file.execute("UPDATE answers SET body = substr(body, 1, 10)")
    file.commit()
    file.close()
    assert cache.get("k") is None


def test_a_locked_file_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citekit.registries.cache_file.BUSY", 0.05)
    cache = Cache(CacheFile(tmp_path))
    cache.put(reply(), Kind.RECORD)
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert cache.get("k") is None
    cache.put(reply(b"other"), Kind.RECORD)
    holder.close()
    assert cache.get("k") == remembered()


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache(CacheFile(tmp_path / "file" / "x"))
    cache.put(reply(), Kind.RECORD)
    assert cache.get("k") is None


def test_no_folder_is_no_cache() -> None:
    cache = Cache(CacheFile(None))
    cache.put(reply(), Kind.RECORD)
    assert cache.get("k") is None


def test_the_folder_set_is_the_folder_used(tmp_path: Path) -> None:
    assert folder(Settings(cache_dir=tmp_path)) == tmp_path


def test_without_a_home_there_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` that cannot be expanded must not become a folder of that name."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: Path("~/.cache/citekit"))
    assert folder(Settings()) is None
