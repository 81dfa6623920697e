from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from citekit.registries.cache_file import FILE, HOUR, CacheFile
from citekit.registries.record_cache import Kept, RecordCache

HERE, NAME = "https://registry.example", "1"
NOON = 1_800_014_400.0
"""2027-01-15T12:00:00Z."""
AT = "2027-01-15T12:00:00Z"
RECORD = Kept(b"<a record/>", AT, AT, "mark")


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path, clock: Clock) -> RecordCache:
    return RecordCache(CacheFile(tmp_path), now=clock.now)


def test_a_record_comes_back_as_it_was(cache: RecordCache) -> None:
    cache.put(HERE, {NAME: RECORD})
    assert cache.get(HERE, [NAME, "2"]) == {NAME: RECORD}


def test_registries_do_not_share_names(cache: RecordCache) -> None:
    cache.put(HERE, {NAME: RECORD})
    assert cache.get("https://another.example", [NAME]) == {}


def test_a_record_is_stale_after_half_a_day(cache: RecordCache, clock: Clock) -> None:
    cache.put(HERE, {NAME: RECORD})
    clock.at += 12 * HOUR - 1
    assert not cache.get(HERE, [NAME])[NAME].stale
    clock.at += 1
    assert cache.get(HERE, [NAME])[NAME].stale


@pytest.mark.parametrize(("hours", "stale"), [(0, True), (1, True), (3, False)])
def test_how_long_a_status_is_believed_can_be_set(
    hours: float, stale: bool, tmp_path: Path, clock: Clock
) -> None:
    cache = RecordCache(CacheFile(tmp_path), hours * HOUR, clock.now)
    cache.put(HERE, {NAME: RECORD})
    clock.at += 2 * HOUR
    assert cache.get(HERE, [NAME])[NAME].stale is stale


def test_a_status_that_is_never_believed_is_stale_at_once(tmp_path: Path, clock: Clock) -> None:
    cache = RecordCache(CacheFile(tmp_path), 0, clock.now)
    cache.put(HERE, {NAME: RECORD})
    assert cache.get(HERE, [NAME])[NAME].stale


def test_a_confirmed_record_is_as_good_as_new(cache: RecordCache, clock: Clock) -> None:
    cache.put(HERE, {NAME: RECORD})
    clock.at += 24 * HOUR
    said = Kept(RECORD.body, AT, "2027-01-16T12:00:00Z", "mark")
    cache.confirm(HERE, {NAME: said})
    assert cache.get(HERE, [NAME]) == {NAME: said}


def test_what_was_confirmed_may_meanwhile_be_another_record(cache: RecordCache) -> None:
    cache.put(HERE, {NAME: RECORD})
    other = Kept(b"<another/>", "2027-01-15T11:00:00Z", "2027-01-15T11:59:59Z")
    cache.confirm(HERE, {NAME: other})
    assert cache.get(HERE, [NAME]) == {NAME: RECORD}


def test_a_body_is_fetched_again_after_thirty_days_whatever_was_confirmed(
    cache: RecordCache, clock: Clock
) -> None:
    cache.put(HERE, {NAME: RECORD})
    clock.at += 30 * 24 * HOUR - 1
    cache.confirm(HERE, {NAME: Kept(RECORD.body, AT, "2027-02-14T11:00:00Z")})
    assert not cache.get(HERE, [NAME])[NAME].stale
    clock.at += 1
    assert cache.get(HERE, [NAME]) == {}


def test_a_lack_is_remembered_for_an_hour(cache: RecordCache, clock: Clock) -> None:
    cache.put(HERE, {NAME: Kept(b"", AT, AT)})
    clock.at += HOUR - 1
    assert cache.get(HERE, [NAME]) == {NAME: Kept(b"", AT, AT)}
    clock.at += 1
    assert cache.get(HERE, [NAME]) == {}


def test_what_was_said_in_the_future_is_of_unknown_age(cache: RecordCache, clock: Clock) -> None:
    cache.put(HERE, {NAME: RECORD})
    clock.at -= 10
    assert cache.get(HERE, [NAME]) == {}


def test_what_has_expired_is_removed(cache: RecordCache, clock: Clock, tmp_path: Path) -> None:
    cache.put(HERE, {NAME: Kept(b"", AT, AT)})
    clock.at += 2 * HOUR
    later = "2027-01-15T14:00:00Z"
    cache.put(HERE, {"2": Kept(b"x", later, later)})
    with closing(sqlite3.connect(tmp_path / FILE)) as file:
        assert file.execute("SELECT count(*) FROM records").fetchone() == (1,)


def test_a_damaged_body_costs_the_look_up_and_nothing_else(
    cache: RecordCache, tmp_path: Path
) -> None:
    cache.put(HERE, {NAME: RECORD})
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        file.execute("UPDATE records SET body = x'00'")
    assert cache.get(HERE, [NAME]) == {}
    cache.put(HERE, {NAME: RECORD})
    assert cache.get(HERE, [NAME]) == {NAME: RECORD}


def test_without_a_folder_nothing_is_remembered() -> None:
    cache = RecordCache(CacheFile(None))
    cache.put(HERE, {NAME: RECORD})
    assert cache.get(HERE, [NAME]) == {}
