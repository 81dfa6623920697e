"""Answers remembered between runs: never a failure, never a secret, never a reason to fail.

Only what a registry's own decoder accepted is kept. A cache that is damaged, locked or cannot be
written is no cache: the answer is fetched.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import platformdirs

from citekit.registries.questions import Kind, Reply
from citekit.settings import Settings

FILE = "answers-1.sqlite3"
HOUR = 3600.0
LIFETIMES: dict[Kind, float] = {
    Kind.RECORD: 24 * HOUR,
    Kind.SEARCH: 24 * HOUR,
    Kind.ABSENCE: HOUR,
}
BUSY = 1.0

T = TypeVar("T")

_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, status INTEGER NOT NULL, media_type TEXT NOT NULL, body BLOB NOT NULL,
    fetched_at TEXT NOT NULL, kept REAL NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID
"""
_INDEX = "CREATE INDEX IF NOT EXISTS answers_expires ON answers (expires)"


def folder(settings: Settings) -> Path | None:
    """Name the folder of the cache and the limits; None where this machine has no home for it."""
    if settings.cache_dir is not None:
        return settings.cache_dir
    path = platformdirs.user_cache_path("citekit")
    # Without HOME the path may come back as a literal `~`, relative to wherever we are.
    return path if path.is_absolute() else None


class Cache:
    """Replies by question, each for as long as its kind may be believed."""

    def __init__(self, path: Path | None, now: Callable[[], float] = time.time) -> None:
        self._path = None if path is None else path / FILE
        self._now = now

    def get(self, key: str) -> Reply | None:
        """Look up the reply to a question; None if there is none that still counts."""
        now = self._now()

        def look_up(connection: sqlite3.Connection) -> Reply | None:
            # `kept` in the future: the clock was turned back, so the age is unknown.
            row = connection.execute(
                "SELECT status, media_type, body, fetched_at FROM answers "
                "WHERE key = ? AND kept <= ? AND expires > ?",
                (key, now, now),
            ).fetchone()
            return None if row is None else _reply(key, *row)

        return self._use(look_up)

    def put(self, reply: Reply, kind: Kind) -> None:
        """Remember a reply that was decoded, and forget what has expired."""
        now = self._now()
        row = (reply.key, reply.status, reply.media_type, zlib.compress(reply.body, 1))
        dates = (reply.fetched_at, now, now + LIFETIMES[kind])

        def remember(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM answers WHERE expires <= ?", (now,))
            connection.execute("REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row + dates)
            connection.execute("COMMIT")

        self._use(remember)

    def _use(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        if self._path is None:
            return None
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=BUSY, isolation_level=None)) as file:
                # Power loss may damage it, and a damaged cache is dropped.
                file.execute("PRAGMA synchronous=OFF")
                file.execute(_TABLE)
                file.execute(_INDEX)
                return work(file)
        except (sqlite3.OperationalError, OSError, zlib.error, ValueError, TypeError):
            return None  # locked, read-only, full, or one damaged row
        except sqlite3.DatabaseError:
            self._drop(self._path)
            return None

    def _drop(self, path: Path) -> None:
        """Remove a damaged file: nothing in it is worth keeping, and it would stay damaged."""
        try:
            path.unlink(missing_ok=True)
        except OSError:
            self._path = None


def _reply(key: str, status: int, media_type: str, body: bytes, fetched_at: str) -> Reply:
    return Reply(
        status=status,
        headers={"content-type": media_type},
        body=zlib.decompress(body),
        fetched_at=fetched_at,
        from_cache=True,
        key=key,
    )
